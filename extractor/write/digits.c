#include "write/digits.h"

static void unsigned_digits(struct buffer *into, uint64_t value, unsigned least)
{
    char digits[24];
    size_t at = sizeof digits;
    for (unsigned n = 0; value || n < least; n++, value /= 10)
        digits[--at] = (char)('0' + value % 10);
    buffer_add(into, (struct str){ digits + at, sizeof digits - at });
}

void digits_integer(struct buffer *into, int64_t value)
{
    if (value < 0)
        buffer_byte(into, '-');
    unsigned_digits(into, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

/* Whole numbers below this are exact in a double, and so are the powers of ten below: a quotient
 * of the two is then rounded once, just as a reader of the digits would round. */
static const double exact = 9007199254740992.0;
static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
                                 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16 };
enum { MOST_PLACES = sizeof powers / sizeof *powers - 1 };

static uint64_t scaled(double value, unsigned places)
{
    return (uint64_t)(value * powers[places] + 0.5);
}

static unsigned places_needed(double value)
{
    unsigned places = 0;
    while (places < MOST_PLACES && (double)scaled(value, places) / powers[places] != value &&
           value * powers[places + 1] < exact)
        places++;
    return places;
}

static void large(struct buffer *into, double value)
{
    size_t zeros = 0;
    for (; value >= 0x1p64; zeros++)
        value /= 10;
    unsigned_digits(into, (uint64_t)value, 1);
    while (zeros--)
        buffer_byte(into, '0');
}

void digits_decimal(struct buffer *into, double value)
{
    if (value < 0) {
        buffer_byte(into, '-');
        value = -value;
    }
    if (value >= exact) {
        large(into, value);
        return;
    }
    unsigned places = places_needed(value);
    uint64_t all = scaled(value, places);
    for (; places && all % 10 == 0; places--)
        all /= 10;
    uint64_t unit = (uint64_t)powers[places];
    unsigned_digits(into, all / unit, 1);
    if (places) {
        buffer_byte(into, '.');
        unsigned_digits(into, all % unit, places);
    }
}
