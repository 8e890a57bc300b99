/* str.h - a borrowed slice of bytes. It owns nothing and need not end in NUL. */
#ifndef NEWSGAZ_BASE_STR_H
#define NEWSGAZ_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *s;
    size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_ARG(x) (int)(x).len, (x).s /* for printf's "%.*s" */

static inline struct str str_of(const char *cstring)
{
    return cstring ? (struct str){ cstring, strlen(cstring) } : (struct str){ "", 0 };
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static inline bool str_is(struct str a, const char *cstring)
{
    return str_equal(a, str_of(cstring));
}

static inline struct str str_slice(struct str a, size_t start, size_t end)
{
    return (struct str){ a.s + start, end - start };
}

static inline bool str_starts(struct str a, struct str prefix)
{
    return a.len >= prefix.len && str_equal(str_slice(a, 0, prefix.len), prefix);
}

static inline bool str_ends(struct str a, struct str suffix)
{
    return a.len >= suffix.len && str_equal(str_slice(a, a.len - suffix.len, a.len), suffix);
}

/* Bytewise order, so it never depends on the locale. */
int str_compare(struct str a, struct str b);

/* `a` without ASCII white space at both ends. */
struct str str_trim(struct str a);

/* The part of *rest up to the next `separator`; *rest moves behind it (or to its end). */
struct str str_split(struct str *rest, char separator);

/* True when `item` is a part of a list divided by commas. */
bool str_lists(struct str list, struct str item);

/* The whole of `a` as a decimal number; false when it is anything else. */
bool str_to_long(struct str a, long *ret);

#endif
