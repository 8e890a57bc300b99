/* digits.h - numbers as decimal digits, the same in every locale and never with an exponent
 * (XPath 1.0 reads none). */
#ifndef NEWSGAZ_WRITE_DIGITS_H
#define NEWSGAZ_WRITE_DIGITS_H

#include "base/buffer.h"

void digits_integer(struct buffer *into, int64_t value);

/* The fewest digits that are read back as the same number, where 15 are enough: what was read
 * from a text or a table comes out as it stood there. `value` must be finite. */
void digits_decimal(struct buffer *into, double value);

#endif
