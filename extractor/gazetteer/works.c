#include "gazetteer/finder.h"

/* Titles of works in quotation marks, in which each longer word has a capital: "The Curse of
 * Capistrano". The places and persons in them are parts of the title. */

enum { SHORTEST_TITLE = 3, LONGEST_TITLE = 7, LONGEST_SMALL_WORD = 3 };

static bool may_stand_in_title(const struct word *word)
{
    return word->flags & (WORD_CAPITAL | WORD_DIGITS | WORD_GLUED) ||
           word->end - word->start <= LONGEST_SMALL_WORD;
}

/* "Siamo a Sfax", ha detto …: whether a comma and a verb of saying stand behind the quotation. */
static bool is_said(struct finder *finder, const struct line *line, uint32_t end)
{
    enum { WORDS = 2 };
    if (end >= line->end)
        return false;
    uint32_t quoted = finder_word(finder, end - 1)->end;
    struct str gap = str_slice(finder->text->bytes, quoted, finder_word(finder, end)->start);
    if (!memchr(gap.s, ',', gap.len))
        return false;
    for (uint32_t at = end; at < line->end && at < end + WORDS; at++)
        if (finder_classes(finder, line, at) & CLASS_SAYING)
            return true;
    return false;
}

/* The word behind the title that begins at the word, or the word itself. */
static uint32_t title_end(struct finder *finder, const struct line *line, uint32_t first)
{
    uint32_t capitals = 0;
    if (!(finder_word(finder, first)->flags & WORD_CAPITAL))
        return first;
    for (uint32_t at = first; at < line->end && at < first + LONGEST_TITLE; at++) {
        const struct word *word = finder_word(finder, at);
        if (!may_stand_in_title(word) || (at > first && word->flags & WORD_FIRST))
            return first;
        capitals += word->flags & WORD_CAPITAL ? 1 : 0;
        if (!finder_quoted(finder, first, at + 1))
            continue;
        uint32_t words = at + 1 - first;
        return words >= SHORTEST_TITLE && capitals * 2 >= words && !is_said(finder, line, at + 1)
                   ? at + 1
                   : first;
    }
    return first;
}

/* The word behind the title that the word stands in, or the word itself. */
static uint32_t title_around(struct finder *finder, const struct line *line, uint32_t at,
                             uint32_t *ret_first)
{
    for (uint32_t first = at;; first--) {
        uint32_t end = title_end(finder, line, first);
        *ret_first = first;
        if (end > at)
            return end;
        if (first == line->first || first + LONGEST_TITLE == at)
            return at;
    }
}

/* A name that is all of the title is left: "Bassa Sassonia". */
static bool is_part(const struct mark *mark, uint32_t first, uint32_t end)
{
    return mark->first >= first && mark->first < end && mark->words < end - first &&
           (mark->type == MARK_PLACE || mark->type == MARK_PERSON || mark->type == MARK_LOOSE);
}

static void drop_parts(struct finder *finder, size_t mark, uint32_t first, uint32_t end)
{
    for (; mark < finder->marks.count && finder->marks.items[mark].first < end; mark++)
        if (is_part(&finder->marks.items[mark], first, end))
            finder->marks.items[mark].type = MARK_NONE;
}

void works_drop(struct finder *finder)
{
    size_t number = 0;
    uint32_t first, end = 0;
    for (size_t i = 0; i < finder->marks.count; i++) {
        uint32_t at = finder->marks.items[i].first;
        while (at >= finder->lines[number].end)
            number++;
        if (at < end || finder->lines[number].title_case)
            continue;
        end = title_around(finder, &finder->lines[number], at, &first);
        drop_parts(finder, i, first, end);
    }
}
