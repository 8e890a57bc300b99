#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/words.h"

/* Letters are folded and hashed in the same pass that finds where words end. */

struct scan {
    const struct fold *fold;
    const uint8_t *ascii;
    struct str text;
    size_t at;
    uint64_t hash;
    uint32_t letters, upper, lower; /* of the word so far */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void count_case(struct scan *scan, bool upper, bool lower)
{
    scan->letters++;
    scan->upper += upper;
    scan->lower += lower;
}

static bool take_other(struct scan *scan)
{
    size_t next = scan->at;
    uint32_t c = utf8_next(scan->text, &next);
    if (!fold_is_word(scan->fold, c))
        return false;
    scan->hash = fold_mix_other(scan->fold, scan->hash, c);
    count_case(scan, u_isupper((UChar32)c) || u_istitle((UChar32)c), u_islower((UChar32)c));
    scan->at = next;
    return true;
}

/* "28,120" and "27.03.15" are one word: a dot or comma with a digit on each side joins. */
static bool take_separator(struct scan *scan)
{
    struct str text = scan->text;
    size_t at = scan->at;
    if ((text.s[at] != '.' && text.s[at] != ',') || at == 0 || at + 1 >= text.len ||
        !is_digit(text.s[at - 1]) || !is_digit(text.s[at + 1]))
        return false;
    scan->at++;
    return true;
}

/* Moves behind the character at scan->at if it goes on with the word. */
static inline bool take(struct scan *scan)
{
    unsigned char byte = (unsigned char)scan->text.s[scan->at];
    if (byte >= 128)
        return take_other(scan);
    if (!scan->ascii[byte])
        return scan->letters && take_separator(scan);
    scan->hash = fold_mix(scan->hash, scan->ascii[byte]);
    count_case(scan, byte >= 'A' && byte <= 'Z', byte >= 'a');
    scan->at++;
    return true;
}

static uint8_t flags_of(const struct scan *scan, size_t start, bool first_upper, bool glued)
{
    uint8_t flags = glued ? WORD_GLUED : 0;
    flags |= is_digit(scan->text.s[start]) ? WORD_DIGITS : 0;
    flags |= first_upper ? WORD_CAPITAL : 0;
    return flags | (first_upper && scan->upper > 1 && !scan->lower ? WORD_CAPITALS : 0);
}

/* Reads the word at scan->at, if one begins there. */
static bool read_word(struct scan *scan, struct text *text, bool glued, struct arena *arena)
{
    size_t start = scan->at;
    scan->hash = FOLD_SEED;
    scan->letters = scan->upper = scan->lower = 0;
    if (!take(scan))
        return false;
    bool first_upper = scan->upper > 0;
    while (scan->at < scan->text.len && take(scan))
        ;
    *array_push(&text->words, arena) = (struct word){
        .start = (uint32_t)start, .end = (uint32_t)scan->at, .hash = fold_finish(scan->hash),
        .flags = flags_of(scan, start, first_upper, glued),
    };
    return true;
}

/* ASCII white space and the spaces of typesetting (U+00A0, U+2000 to U+200A, U+202F). */
static bool is_white(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

void words_scan(const struct fold *fold, struct text *text, struct arena *arena)
{
    struct scan scan = { .fold = fold, .ascii = fold_ascii(fold), .text = text->bytes };
    const struct span *sign = text->markup.items, *last = sign + text->markup.count;
    bool glued = false;
    while (scan.at < scan.text.len) {
        while (sign < last && sign->end <= scan.at)
            sign++;
        if (sign < last && sign->start <= scan.at)
            scan.at = sign->end;
        else if (read_word(&scan, text, glued, arena))
            glued = true;
        else
            glued = !is_white(utf8_next(scan.text, &scan.at)) && glued;
    }
}
