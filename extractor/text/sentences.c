#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/parts.h"

/* Ends are looked for between words only: a sentence ends where a dot, question or exclamation
 * mark (and closing quotes or brackets behind it) is followed by white space or nothing and the
 * next word begins with a capital or a digit, unless the dot belongs to an abbreviation. */

static bool is_abbreviation(const struct languages *languages, const struct text *text,
                            const struct word *word)
{
    const struct phrase_slot *known = language_word(languages, word->hash);
    const struct text_phrase *phrase = languages->phrases.items + known->first;
    for (size_t i = 0; i < known->count; i++)
        if (phrase[i].class == TEXT_ABBREVIATION && phrase[i].count == 1)
            return true;
    /* One letter: an initial ("G. Gavin") or the like ("n. 7"). */
    struct str surface = str_slice(text->bytes, word->start, word->end);
    return utf8_count(surface) == 1 && !(word->flags & WORD_DIGITS);
}

static bool is_opening(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);
    return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION || c == '"' || c == '\'';
}

struct gap {
    bool dot, end, space, opening;
};

static struct gap gap_between(struct str text, const struct word *before, const struct word *after)
{
    struct gap gap = { 0 };
    for (size_t at = before->end; at < after->start;) {
        bool first = at == before->end;
        uint32_t c = utf8_next(text, &at);
        gap.dot |= first && c == '.';
        gap.end |= c == '.' || c == '!' || c == '?' || c == 0x2026;
        gap.space |= c <= ' ' || c == 0xA0;
        gap.opening |= is_opening(c);
    }
    return gap;
}

static bool begins_sentence(const struct word *word)
{
    return word->flags & (WORD_CAPITAL | WORD_DIGITS);
}

static bool ends_between(const struct languages *languages, const struct text *text,
                         const struct word *before, const struct word *after)
{
    if (after->start - before->end == 1) /* the common case: one space */
        return false;
    struct gap gap = gap_between(text->bytes, before, after);
    if (!gap.end || !(begins_sentence(after) || gap.opening))
        return false;
    if (!gap.space && !(gap.dot && after->flags & WORD_CAPITAL && !(before->flags & WORD_CAPITALS) &&
                        after->end - after->start > 1 && before->end - before->start > 2))
        return false; /* "U.S", "3.A"; but "Belgrade.A local" has lost its space */
    return !(gap.dot && is_abbreviation(languages, text, before));
}

static void add_sentence(struct text *text, struct arena *arena, uint32_t paragraph,
                         struct span at, uint32_t first, uint32_t end)
{
    text->words.items[first].flags |= WORD_FIRST;
    *array_push(&text->sentences, arena) = (struct sentence){
        .at = at, .first_word = first, .words = end - first, .paragraph = paragraph,
    };
}

static void divide(const struct languages *languages, const struct paragraph *paragraph,
                   uint32_t number, struct text *text, struct arena *arena)
{
    uint32_t first = paragraph->first_word, last = first + paragraph->words;
    uint32_t start = paragraph->at.start;
    for (uint32_t i = first + 1; i < last; i++) {
        const struct word *words = text->words.items;
        if (!ends_between(languages, text, &words[i - 1], &words[i]))
            continue;
        add_sentence(text, arena, number, (struct span){ start, words[i].start }, first, i);
        start = words[i].start;
        first = i;
    }
    if (first < last)
        add_sentence(text, arena, number, (struct span){ start, paragraph->at.end }, first, last);
}

void sentences_find(const struct languages *languages, const struct paragraphs *paragraphs,
                    struct text *text, struct arena *arena)
{
    for (size_t i = 0; i < paragraphs->count; i++)
        if (paragraphs->items[i].words)
            divide(languages, &paragraphs->items[i], (uint32_t)i, text, arena);
}
