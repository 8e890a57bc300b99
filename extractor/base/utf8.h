/* utf8.h - code points in UTF-8 that is known to be valid, and the check that makes it known. */
#ifndef NEWSGAZ_BASE_UTF8_H
#define NEWSGAZ_BASE_UTF8_H

#include "base/str.h"

/* utf8_next for what is not ASCII. */
uint32_t utf8_next_other(struct str text, size_t *at);

/* The code point at *at, which moves behind it. `text` must be valid and *at within it. */
static inline uint32_t utf8_next(struct str text, size_t *at)
{
    unsigned char byte = (unsigned char)text.s[*at];
    return byte < 0x80 ? *at += 1, byte : utf8_next_other(text, at);
}

/* The code point that ends before *at, which moves to its start. *at must be above 0. */
uint32_t utf8_previous(struct str text, size_t *at);

/* Writes 1 to 4 bytes; returns how many. */
size_t utf8_put(uint32_t code_point, char ret[4]);

/* Bytes at the start of `text` that are valid UTF-8; text.len when all are. */
size_t utf8_valid(struct str text);

/* Number of code points in valid text. */
size_t utf8_count(struct str text);

/* Characters that are there but not seen: soft hyphens, zero-width spaces and joiners, marks of
 * direction, byte order marks. Matching looks through them, inside words too. */
bool utf8_is_invisible(uint32_t code_point);

static inline bool utf8_is_tail(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

#endif
