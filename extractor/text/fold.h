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

/* Appends the folded letters of `text`, everything that is no letter or digit left out. */
void fold_append(const struct fold *fold, struct str text, struct buffer *into);

/* 64-bit hash of the folded letters of one word. */
uint64_t fold_hash(const struct fold *fold, struct str word);

#endif
