#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/words.h"

struct scan {
    const struct fold *fold;
    struct str text;
    const struct span *markup, *markup_end;
    struct arena *arena;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Moves *at behind the character there if it is part of a word. */
static bool take_letter(const struct scan *scan, size_t *at)
{
    size_t next = *at;
    unsigned char byte = (unsigned char)scan->text.s[next];
    uint32_t c = byte < 128 ? (next++, byte) : utf8_next(scan->text, &next);
    if (!fold_is_word(scan->fold, c))
        return false;
    *at = next;
    return true;
}

/* "28,120" and "27.03.15" are one word: a dot or comma with a digit on each side joins. */
static bool take_separator(const struct scan *scan, size_t *at)
{
    struct str text = scan->text;
    size_t i = *at;
    if ((text.s[i] != '.' && text.s[i] != ',') || i == 0 || i + 1 >= text.len)
        return false;
    if (!is_digit(text.s[i - 1]) || !is_digit(text.s[i + 1]))
        return false;
    *at = i + 1;
    return true;
}

static bool is_upper(uint32_t c)
{
    return c < 128 ? c >= 'A' && c <= 'Z' : u_isupper((UChar32)c) || u_istitle((UChar32)c);
}

static bool is_lower(uint32_t c)
{
    return c < 128 ? c >= 'a' && c <= 'z' : u_islower((UChar32)c);
}

static uint8_t case_flags(struct str word)
{
    size_t at = 0, letters = 0, lower = 0;
    uint8_t flags = is_digit(word.s[0]) ? WORD_DIGITS : 0;
    if (is_upper(utf8_next(word, &at)))
        flags |= WORD_CAPITAL, letters++;
    else
        return flags;
    while (at < word.len) {
        uint32_t c = utf8_next(word, &at);
        lower += is_lower(c);
        letters += is_upper(c);
    }
    return letters > 1 && !lower ? flags | WORD_CAPITALS : flags;
}

static void add_word(const struct scan *scan, struct text *text, size_t start, size_t end,
                     bool glued)
{
    struct str surface = str_slice(scan->text, start, end);
    *array_push(&text->words, scan->arena) = (struct word){
        .start = (uint32_t)start,
        .end = (uint32_t)end,
        .hash = fold_hash(scan->fold, surface),
        .flags = case_flags(surface) | (glued ? WORD_GLUED : 0),
    };
}

/* ASCII white space and the spaces of typesetting (U+00A0, U+2000 to U+200A, U+202F). */
static bool is_white(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

void words_scan(const struct fold *fold, struct text *text, struct arena *arena)
{
    struct scan scan = { fold, text->bytes, text->markup.items,
                         text->markup.items + text->markup.count, arena };
    bool glued = false;
    for (size_t at = 0; at < scan.text.len;) {
        while (scan.markup < scan.markup_end && scan.markup->end <= at)
            scan.markup++;
        if (scan.markup < scan.markup_end && scan.markup->start <= at) {
            at = scan.markup->end;
            continue;
        }
        size_t start = at;
        if (!take_letter(&scan, &at)) {
            glued = !is_white(utf8_next(scan.text, &at)) && glued;
            continue;
        }
        while (at < scan.text.len && (take_letter(&scan, &at) || take_separator(&scan, &at)))
            ;
        add_word(&scan, text, start, at, glued);
        glued = true;
    }
}
