#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/parts.h"
#include "text/words.h"

/* Ends are looked for between words only: a sentence ends where a dot, question or exclamation
 * mark (and closing quotes or brackets behind it) is followed by white space or nothing and the
 * next word begins with a capital or a digit, unless the dot belongs to an abbreviation. */

struct division {
    const struct languages *languages;
    struct text *text;
    struct arena *arena;
    const struct paragraph *paragraph;
    uint32_t number; /* of the paragraph */
};

static bool has_class(const struct division *division, const struct word *word,
                      enum text_class class)
{
    const struct phrase_slot *known = language_word(division->languages, word->hash);
    const struct text_phrase *phrase = division->languages->phrases.items + known->first;
    language lang = division->paragraph->lang;
    for (size_t i = 0; i < known->count; i++)
        if (phrase[i].class == class && phrase[i].count == 1 &&
            (phrase[i].lang == lang || lang == LANGUAGE_UNKNOWN))
            return true;
    return false;
}

/* What is a common word too is short for something only before a number: "no. 7". */
static bool is_abbreviation(const struct division *division, const struct word *word)
{
    if (has_class(division, word, TEXT_ABBREVIATION))
        return word[1].flags & WORD_DIGITS || !has_class(division, word, TEXT_FUNCTION);
    /* One letter: an initial ("G. Gavin") or the like ("n. 7"). */
    return word_is_single(division->text->bytes, word) && !(word->flags & WORD_DIGITS);
}

static bool is_opening(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);
    return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION || c == '"' || c == '\'';
}

struct gap {
    bool dot, end, space, opening;
    uint32_t start; /* where the sentence would begin: at the word, or the quote that opens it */
};

static struct gap gap_between(struct str text, const struct word *before, const struct word *after)
{
    struct gap gap = { .start = after->start };
    for (size_t at = before->end; at < after->start;) {
        uint32_t from = (uint32_t)at;
        uint32_t c = utf8_next(text, &at);
        bool opens = is_opening(c);
        gap.dot |= from == before->end && c == '.';
        gap.end |= c == '.' || c == '!' || c == '?' || c == 0x2026;
        gap.opening |= opens;
        if (opens && gap.space && gap.start == after->start)
            gap.start = from;
        gap.space |= c <= ' ' || c == 0xA0;
    }
    return gap;
}

static bool begins_sentence(const struct word *word)
{
    return word->flags & (WORD_CAPITAL | WORD_DIGITS);
}

/* "Belgrade.A local" has lost its space; "U.S." and "3.A" never had one. */
static bool is_glued(struct str text, const struct gap *gap, const struct word *before,
                     const struct word *after)
{
    bool whole = after->end - after->start > 1 || (after->end < text.len && text.s[after->end] == ' ');
    return gap->dot && after->flags & WORD_CAPITAL && !(before->flags & WORD_CAPITALS) && whole &&
           before->end - before->start > 2;
}

/* `missing".[1] A …`: the sign of a footnote stands behind the end of its sentence. */
static bool is_behind_footnote(struct str text, const struct word *before, const struct word *after)
{
    static const char *const ends[] = { ".", "!", "?", "”", "»", "\"", "…" };
    if (!(before->flags & WORD_DIGITS) || before->start < 2 || text.s[before->start - 1] != '[' ||
        text.s[before->end] != ']' || !begins_sentence(after))
        return false;
    struct str head = str_slice(text, 0, before->start - 1);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(head, str_of(ends[i])))
            return true;
    return false;
}

/* ".77" is one number, whatever stands before it. */
static bool is_decimal_point(struct str text, const struct word *before, const struct word *after)
{
    return after->flags & WORD_DIGITS && after->start > before->end + 1 &&
           text.s[after->start - 1] == '.' && text.s[after->start - 2] == ' ';
}

/* Where the sentence that begins with the word behind `before` starts; 0 when none does. */
static uint32_t start_behind(const struct division *division, const struct word *before)
{
    const struct word *after = before + 1;
    struct str text = division->text->bytes;
    if (after->start - before->end == 1 && text.s[before->end] != '.') /* one space, mostly */
        return 0;
    struct gap gap = gap_between(text, before, after);
    if (is_behind_footnote(text, before, after))
        return gap.start;
    if (!gap.end || !(begins_sentence(after) || gap.opening) ||
        is_decimal_point(text, before, after))
        return 0;
    if (!gap.space && !is_glued(text, &gap, before, after))
        return 0;
    return gap.dot && is_abbreviation(division, before) ? 0 : gap.start;
}

static void add_sentence(const struct division *division, struct span at, uint32_t first,
                         uint32_t end)
{
    division->text->words.items[first].flags |= WORD_FIRST;
    *array_push(&division->text->sentences, division->arena) = (struct sentence){
        .at = at, .first_word = first, .words = end - first, .paragraph = division->number,
    };
}

static void divide(const struct division *division)
{
    const struct paragraph *paragraph = division->paragraph;
    uint32_t first = paragraph->first_word, last = first + paragraph->words;
    uint32_t start = paragraph->at.start;
    for (uint32_t i = first + 1; i < last; i++) {
        uint32_t next = start_behind(division, &division->text->words.items[i - 1]);
        if (!next)
            continue;
        add_sentence(division, (struct span){ start, next }, first, i);
        start = next;
        first = i;
    }
    if (first < last)
        add_sentence(division, (struct span){ start, paragraph->at.end }, first, last);
}

void sentences_find(const struct languages *languages, const struct paragraphs *paragraphs,
                    struct text *text, struct arena *arena)
{
    for (size_t i = 0; i < paragraphs->count; i++)
        divide(&(struct division){ languages, text, arena, &paragraphs->items[i], (uint32_t)i });
}
