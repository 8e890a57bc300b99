/* ascii.h - the few questions about ASCII letters that markup asks, without a locale. */
#ifndef NEWSGAZ_READ_ASCII_H
#define NEWSGAZ_READ_ASCII_H

#include "base/str.h"

static inline bool ascii_is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

static inline char ascii_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static inline bool ascii_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool ascii_is_alnum(char byte)
{
    char lower = ascii_lower(byte);
    return ascii_is_digit(byte) || (lower >= 'a' && lower <= 'z');
}

static inline bool ascii_starts(struct str text, struct str lower_prefix)
{
    if (text.len < lower_prefix.len)
        return false;
    for (size_t i = 0; i < lower_prefix.len; i++)
        if (ascii_lower(text.s[i]) != lower_prefix.s[i])
            return false;
    return true;
}

static inline bool ascii_equal(struct str text, struct str lower)
{
    return text.len == lower.len && ascii_starts(text, lower);
}

/* Where `lower` first stands in `text`, whatever its case; text.len if nowhere. */
static inline size_t ascii_find(struct str text, struct str lower)
{
    for (size_t i = 0; i + lower.len <= text.len; i++)
        if (ascii_starts(str_slice(text, i, text.len), lower))
            return i;
    return text.len;
}

#endif
