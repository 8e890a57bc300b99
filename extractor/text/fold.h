/* fold.h - the one folding that names, triggers and function words are compared in:
 * NFKC_Casefold, marks dropped, and own entries for letters that ICU leaves alone
 * (ə and ǝ fold to a, ı to i, ł to l, đ to d, ø to o, æ to ae, œ to oe, ß to ss).
 * The table is made from ICU once, when gazetteers are compiled, and mapped from their file
 * (loading ICU's own data costs 15 ms a process: too much for one article). */
#ifndef NEWSGAZ_TEXT_FOLD_H
#define NEWSGAZ_TEXT_FOLD_H

#include "base/buffer.h"

struct fold;

/* Appends the table to `into`; the same bytes on every machine with the same ICU. */
void fold_build(struct buffer *into);

/* Opens a table made by fold_build. `table` must stay mapped, be aligned to 4 bytes, and outlive
 * the result. NULL when the bytes are no such table. Release with fold_close. */
struct fold *fold_open(struct str table);
void fold_close(struct fold *fold);

/* Of the table: what was made with another one may not be used. */
uint32_t fold_checksum(const struct fold *fold);

/* True for letters, digits and marks: what words are made of. */
bool fold_is_word(const struct fold *fold, uint32_t code_point);

/* What each ASCII character folds to; 0 for those that are no part of a word. */
const uint8_t *fold_ascii(const struct fold *fold);

/* The hash of a word while it is made: eight folded bytes are mixed in at a time. No letter folds
 * to a zero byte, so what is left at the end can be told from more letters. */
struct hashing {
    uint64_t hash, bytes;
    unsigned bits; /* of `bytes` in use */
};

#define HASHING_BEGUN ((struct hashing){ UINT64_C(0x243F6A8885A308D3), 0, 0 })

static inline uint64_t hashing_mix(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* `count` folded bytes (at most eight), the first in the lowest bits, zero behind the last. */
static inline void hashing_add(struct hashing *hashing, uint64_t folded, unsigned count)
{
    unsigned bits = hashing->bits;
    hashing->bytes |= folded << bits;
    hashing->bits += 8 * count;
    if (hashing->bits < 64)
        return;
    hashing->hash = hashing_mix(hashing->hash, hashing->bytes);
    hashing->bytes = bits ? folded >> (64 - bits) : 0;
    hashing->bits -= 64;
}

static inline uint64_t hashing_end(const struct hashing *hashing)
{
    uint64_t hash = hashing_mix(hashing->hash, hashing->bytes) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 29;
}

/* Adds what a code point outside ASCII folds to; false when that is nothing, as with marks. */
bool fold_hash_other(const struct fold *fold, struct hashing *hashing, uint32_t code_point);

/* Appends the folded letters of `text`, everything that is no letter or digit left out. */
void fold_append(const struct fold *fold, struct str text, struct buffer *into);

/* 64-bit hash of the folded letters of one word. */
uint64_t fold_hash(const struct fold *fold, struct str word);

#endif
