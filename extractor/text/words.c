#include <endian.h>
#include <unicode/uchar.h>

#include "base/nfc.h"
#include "base/utf8.h"
#include "text/words.h"

/* Letters are folded and hashed in the same pass that finds where words end: ASCII eight bytes at
 * a time, so that most words take one step, and all else by functions of its own. */

struct scan {
    const struct fold *fold;
    const uint8_t *ascii;
    struct str text;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_upper(uint32_t c)
{
    return c < 128 ? c >= 'A' && c <= 'Z' : u_isupper((UChar32)c) || u_istitle((UChar32)c);
}

static bool is_lower(uint32_t c)
{
    return c < 128 ? c >= 'a' && c <= 'z' : u_islower((UChar32)c);
}

/* Behind characters that are not seen, if the word goes on there; else `at`. */
static size_t take_invisible(const struct scan *scan, size_t at)
{
    uint32_t c = ' ';
    size_t next = at, behind = at;
    while (next < scan->text.len && utf8_is_invisible(c = utf8_next(scan->text, &next)))
        behind = next;
    return behind > at && fold_is_word(scan->fold, c) ? behind : at;
}

/* A letter outside ASCII, or the sign in "28,120" and "27.03.15": a dot or comma with a digit on
 * each side joins. The new end, or `at` where the word is over. */
static size_t take_other(const struct scan *scan, size_t at, bool first, struct hashing *hashing)
{
    struct str text = scan->text;
    if ((unsigned char)text.s[at] < 128) {
        bool sign = text.s[at] == '.' || text.s[at] == ',';
        bool joins = sign && !first && at + 1 < text.len && is_digit(text.s[at - 1]) &&
                     is_digit(text.s[at + 1]);
        return at + joins;
    }
    size_t next = at;
    uint32_t c = utf8_next(text, &next);
    if (!fold_is_word(scan->fold, c))
        return first ? at : take_invisible(scan, at);
    bool letter = fold_hash_other(scan->fold, hashing, c);
    return first && !letter ? at : next; /* a mark begins no word */
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte that lies between the two; none of `bytes` has one itself. */
static inline uint64_t between(uint64_t bytes, uint8_t first, uint8_t last)
{
    return (bytes + EACH(0x80u - first)) & ~(bytes + EACH(0x7Fu - last)) & EACH(0x80);
}

/* The ASCII letters and digits that the eight bytes at `s` begin with: how many, and folded. */
static inline unsigned fold_eight(const char *s, uint64_t *ret_folded)
{
    uint64_t bytes;
    memcpy(&bytes, s, sizeof bytes);
    bytes = le64toh(bytes);
    uint64_t low = bytes & EACH(0x7F);
    uint64_t letters = between(low | EACH(0x20), 'a', 'z');
    uint64_t ends = (bytes | ~(letters | between(low, '0', '9'))) & EACH(0x80);
    unsigned count = ends ? (unsigned)__builtin_ctzll(ends) / 8 : 8;
    uint64_t kept = count < 8 ? (UINT64_C(1) << 8 * count) - 1 : UINT64_MAX;
    *ret_folded = (bytes | letters >> 2) & kept; /* 0x80 >> 2 is what lower case adds */
    return count;
}

static inline size_t take_ascii(const struct scan *scan, size_t at, struct hashing *hashing)
{
    const char *s = scan->text.s;
    size_t len = scan->text.len;
    unsigned count = 8;
    for (uint64_t folded; count == 8 && at + 8 <= len; at += count) {
        count = fold_eight(s + at, &folded);
        hashing_add(hashing, folded, count);
    }
    while (count == 8 && at < len && (unsigned char)s[at] < 128 && scan->ascii[(unsigned char)s[at]])
        hashing_add(hashing, scan->ascii[(unsigned char)s[at++]], 1);
    return at;
}

/* The end of the word that begins at `start`; `start` when none does. */
static size_t word_end(const struct scan *scan, size_t start, uint64_t *ret_hash)
{
    struct hashing hashing = HASHING_BEGUN;
    size_t at = start;
    for (;;) {
        at = take_ascii(scan, at, &hashing);
        size_t next = at < scan->text.len ? take_other(scan, at, at == start, &hashing) : at;
        if (next == at)
            break;
        at = next;
    }
    *ret_hash = hashing_end(&hashing);
    return at;
}

static bool all_upper(struct str word)
{
    size_t upper = 0;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = utf8_next(word, &at);
        if (is_lower(c))
            return false;
        upper += is_upper(c);
    }
    return upper > 1;
}

static uint8_t case_flags(struct str word)
{
    size_t at = 0;
    if (is_digit(word.s[0]))
        return WORD_DIGITS;
    if (!is_upper(utf8_next(word, &at)))
        return 0;
    return all_upper(word) ? WORD_CAPITAL | WORD_CAPITALS : WORD_CAPITAL;
}

/* ASCII white space and the spaces of typesetting (U+00A0, U+2000 to U+200A, U+202F). */
static bool is_white(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

static void make_room(struct text *text, struct arena *arena)
{
    if (text->words.capacity)
        return; /* what a caller has left there */
    text->words.capacity = text->bytes.len / 4 + 16;
    text->words.items = arena_array(arena, struct word, text->words.capacity);
}

void words_scan(const struct fold *fold, struct text *text, struct arena *arena)
{
    struct scan scan = { fold, fold_ascii(fold), text->bytes };
    const struct span *sign = text->markup.items, *last = sign + text->markup.count;
    bool glued = false;
    make_room(text, arena);
    for (size_t at = 0; at < scan.text.len;) {
        unsigned char byte = (unsigned char)scan.text.s[at];
        uint64_t hash;
        while (sign < last && sign->end <= at)
            sign++;
        if (sign < last && sign->start <= at) {
            at = sign->end;
            continue;
        }
        size_t end = byte >= 128 || scan.ascii[byte] ? word_end(&scan, at, &hash) : at;
        if (end == at) {
            glued = !is_white(utf8_next(scan.text, &at)) && glued;
            continue;
        }
        *array_push(&text->words, arena) = (struct word){
            .start = (uint32_t)at, .end = (uint32_t)end, .hash = hash,
            .flags = case_flags(str_slice(scan.text, at, end)) | (glued ? WORD_GLUED : 0),
        };
        glued = true;
        at = end;
    }
}

bool word_is_single(struct str text, const struct word *word)
{
    size_t at = word->start;
    utf8_next(text, &at);
    while (at < word->end)
        if (!nfc_is_mark(utf8_next(text, &at)))
            return false;
    return true;
}
