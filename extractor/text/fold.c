#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucptrie.h>
#include <unicode/umutablecptrie.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/sound.h"
#include "base/utf8.h"
#include "text/fold.h"

/* The bytes come from a file whose checksum index_open has verified, so offsets are trusted here.
 *
 * A value of the trie: 0 for what is no part of a word; else IS_WORD and either the one code point
 * it folds to (0: to nothing, as marks do) or, with IS_STRING, an offset into the strings, which
 * are a length byte and that many bytes of UTF-8. */
#define IS_WORD (1u << 31)
#define IS_STRING (1u << 30)
#define PAYLOAD (IS_STRING - 1)

static const uint32_t magic = 0x345A474E; /* "NGZ4" */

struct header {
    uint32_t magic, trie_length, strings_length;
    uint32_t checksum; /* of what is behind it */
};

struct fold {
    UCPTrie *trie;
    uint32_t checksum;
    const uint8_t *strings;
    uint8_t ascii[128]; /* what a letter or digit folds to; 0 for all else */
};

/* Letters that have no decomposition, and how the press of all three languages writes them. */
static const struct {
    uint32_t from;
    const char *to;
} own_foldings[] = {
    { 0x0259, "a" }, { 0x018F, "a" }, { 0x01DD, "a" }, { 0x018E, "a" }, /* ə Ə ǝ Ǝ */
    { 0x0131, "i" }, { 0x0130, "i" },                                   /* ı İ */
    { 0x0142, "l" }, { 0x0141, "l" }, { 0x0111, "d" }, { 0x0110, "d" },
    { 0x00F8, "o" }, { 0x00D8, "o" }, { 0x00E6, "ae" }, { 0x00C6, "ae" },
    { 0x0153, "oe" }, { 0x0152, "oe" }, { 0x00DF, "ss" }, { 0x1E9E, "ss" },
    { 0x00F0, "d" }, { 0x00D0, "d" }, { 0x00FE, "th" }, { 0x00DE, "th" },
    { 0x0127, "h" }, { 0x0126, "h" }, { 0x0138, "k" },
};

static bool is_mark(uint32_t c)
{
    return U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK;
}

/* Unicode takes these for letters, writers for apostrophes. */
static bool is_apostrophe(uint32_t c)
{
    return c >= 0x2B9 && c <= 0x2BC;
}

static bool is_part_of_word(uint32_t c)
{
    return (u_isalnum((UChar32)c) && !is_apostrophe(c)) || is_mark(c);
}

/* The own folding of a letter, or NULL. */
static const char *own_folding(uint32_t c)
{
    for (size_t i = 0; i < sizeof own_foldings / sizeof *own_foldings; i++)
        if (own_foldings[i].from == c)
            return own_foldings[i].to;
    return NULL;
}

/* NFKC_Casefold, decomposed, marks dropped, each letter by the own folding if it has one ("ǽ" is
 * æ and a mark), as UTF-8; returns the number of code points. */
static size_t fold_letters(uint32_t c, char utf8[64], size_t *ret_len)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar source[2], folded[64], apart[64];
    int32_t len = 0;
    U16_APPEND_UNSAFE(source, len, c);
    len = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&status), source, len, folded, 64, &status);
    len = unorm2_normalize(unorm2_getNFDInstance(&status), folded, len, apart, 64, &status);
    size_t count = 0;
    *ret_len = 0;
    for (int32_t at = 0; U_SUCCESS(status) && at < len && *ret_len < 56;) {
        UChar32 part;
        U16_NEXT(apart, at, len, part);
        if (!u_isalnum(part))
            continue;
        const char *own = own_folding((uint32_t)part);
        struct str letters = str_of(own);
        if (own)
            memcpy(utf8 + *ret_len, own, letters.len);
        *ret_len += own ? letters.len : utf8_put((uint32_t)part, utf8 + *ret_len);
        count += own ? letters.len : 1;
    }
    return count;
}

static uint32_t string_value(struct str folded, struct buffer *strings)
{
    uint32_t offset = (uint32_t)strings->len;
    buffer_byte(strings, (char)folded.len);
    buffer_add(strings, folded);
    return IS_WORD | IS_STRING | offset;
}

static uint32_t value_of(uint32_t c, struct buffer *strings)
{
    char utf8[64];
    size_t len = 0, at = 0, count = 0;
    const char *own = own_folding(c);
    if (own)
        count = len = strlen(strcpy(utf8, own));
    else if (!is_mark(c))
        count = fold_letters(c, utf8, &len);
    struct str folded = { utf8, len };
    if (count == 0)
        return IS_WORD;
    return count == 1 ? IS_WORD | utf8_next(folded, &at) : string_value(folded, strings);
}

void fold_build(struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    UMutableCPTrie *values = umutablecptrie_open(0, 0, &status);
    struct buffer strings = { 0 };
    for (uint32_t c = 0; c < 0x110000; c++)
        if (is_part_of_word(c))
            umutablecptrie_set(values, (UChar32)c, value_of(c, &strings), &status);
    UCPTrie *trie = umutablecptrie_buildImmutable(values, UCPTRIE_TYPE_FAST,
                                                  UCPTRIE_VALUE_BITS_32, &status);
    umutablecptrie_close(values);
    int32_t length = ucptrie_toBinary(trie, NULL, 0, &status);
    status = U_ZERO_ERROR;
    struct buffer table = { 0 };
    buffer_reserve(&table, (size_t)length + strings.len);
    ucptrie_toBinary(trie, table.bytes, length, &status);
    table.len = (size_t)length;
    ucptrie_close(trie);
    buffer_add(&table, buffer_str(&strings));
    struct header header = { magic, (uint32_t)length, (uint32_t)strings.len,
                             (uint32_t)sound_checksum(1, buffer_str(&table)) };
    buffer_add(into, (struct str){ (const char *)&header, sizeof header });
    buffer_add(into, buffer_str(&table));
    buffer_free(&table);
    buffer_free(&strings);
}

static uint32_t value_at(const struct fold *fold, uint32_t c)
{
    return UCPTRIE_FAST_GET(fold->trie, UCPTRIE_32, (UChar32)c);
}

static UCPTrie *open_trie(struct str table, struct header *header)
{
    UErrorCode status = U_ZERO_ERROR;
    if (table.len < sizeof *header)
        return NULL;
    memcpy(header, table.s, sizeof *header);
    if (header->magic != magic ||
        (uint64_t)sizeof *header + header->trie_length + header->strings_length > table.len)
        return NULL;
    UCPTrie *trie = ucptrie_openFromBinary(UCPTRIE_TYPE_FAST, UCPTRIE_VALUE_BITS_32,
                                           table.s + sizeof *header, (int32_t)header->trie_length,
                                           NULL, &status);
    return U_SUCCESS(status) ? trie : NULL;
}

struct fold *fold_open(struct str table)
{
    struct header header;
    UCPTrie *trie = open_trie(table, &header);
    if (!trie)
        return NULL;
    struct fold *fold = xmalloc(sizeof *fold);
    *fold = (struct fold){
        .trie = trie,
        .checksum = header.checksum,
        .strings = (const uint8_t *)table.s + sizeof header + header.trie_length,
    };
    for (uint32_t c = 0; c < 128; c++)
        fold->ascii[c] = (uint8_t)(value_at(fold, c) & PAYLOAD);
    return fold;
}

void fold_close(struct fold *fold)
{
    if (!fold)
        return;
    ucptrie_close(fold->trie);
    free(fold);
}

uint32_t fold_checksum(const struct fold *fold)
{
    return fold->checksum;
}

bool fold_is_word(const struct fold *fold, uint32_t c)
{
    return c < 128 ? fold->ascii[c] != 0 : value_at(fold, c) != 0;
}

const uint8_t *fold_ascii(const struct fold *fold)
{
    return fold->ascii;
}

/* What a code point folds to; `utf8` is room for those that fold to one. */
static struct str folded(const struct fold *fold, uint32_t c, char utf8[4])
{
    uint32_t value = value_at(fold, c), payload = value & PAYLOAD;
    if (value & IS_STRING)
        return (struct str){ (const char *)fold->strings + payload + 1, fold->strings[payload] };
    return (struct str){ utf8, payload ? utf8_put(payload, utf8) : 0 };
}

void fold_append(const struct fold *fold, struct str text, struct buffer *into)
{
    char utf8[4];
    for (size_t at = 0; at < text.len;) {
        unsigned char byte = (unsigned char)text.s[at];
        if (byte >= 128)
            buffer_add(into, folded(fold, utf8_next(text, &at), utf8));
        else if (at++, fold->ascii[byte])
            buffer_byte(into, (char)fold->ascii[byte]);
    }
}

bool fold_hash_other(const struct fold *fold, struct hashing *hashing, uint32_t c)
{
    char utf8[4];
    struct str letters = folded(fold, c, utf8);
    for (size_t i = 0; i < letters.len; i++)
        hashing_add(hashing, (uint8_t)letters.s[i], 1);
    return letters.len > 0;
}

uint64_t fold_hash(const struct fold *fold, struct str word)
{
    struct hashing hashing = HASHING_BEGUN;
    for (size_t at = 0; at < word.len;) {
        unsigned char byte = (unsigned char)word.s[at];
        if (byte >= 128)
            fold_hash_other(fold, &hashing, utf8_next(word, &at));
        else if (at++, fold->ascii[byte])
            hashing_add(&hashing, fold->ascii[byte], 1);
    }
    return hashing_end(&hashing);
}
