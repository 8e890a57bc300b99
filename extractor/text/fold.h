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

/* True for letters, digits and marks: what words are made of. */
bool fold_is_word(const struct fold *fold, uint32_t code_point);

/* What each ASCII character folds to; 0 for those that are no part of a word. */
const uint8_t *fold_ascii(const struct fold *fold);

/* One more letter of a word whose hash is being made: fold_hash is these steps over all letters,
 * from FOLD_SEED on, and fold_finish. */
#define FOLD_SEED UINT64_C(0x243F6A8885A308D3)

static inline uint64_t fold_mix(uint64_t hash, uint8_t folded)
{
    return (hash ^ folded) * UINT64_C(0x9E3779B97F4A7C15);
}

static inline uint64_t fold_finish(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 29;
}

/* fold_mix for a code point outside ASCII. */
uint64_t fold_mix_other(const struct fold *fold, uint64_t hash, uint32_t code_point);

/* Appends the folded letters of `text`, everything that is no letter or digit left out. */
void fold_append(const struct fold *fold, struct str text, struct buffer *into);

/* 64-bit hash of the folded letters of one word. */
uint64_t fold_hash(const struct fold *fold, struct str word);

#endif
