#include "base/str.h"

int str_compare(struct str a, struct str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.s, b.s, shared) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct str str_trim(struct str a)
{
    while (a.len && is_space(a.s[0]))
        a.s++, a.len--;
    while (a.len && is_space(a.s[a.len - 1]))
        a.len--;
    return a;
}

struct str str_split(struct str *rest, char separator)
{
    const char *at = rest->len ? memchr(rest->s, separator, rest->len) : NULL;
    size_t end = at ? (size_t)(at - rest->s) : rest->len;
    struct str part = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, at ? end + 1 : end, rest->len);
    return part;
}

bool str_lists(struct str list, struct str item)
{
    while (list.len)
        if (str_equal(str_trim(str_split(&list, ',')), item))
            return true;
    return false;
}

bool str_to_long(struct str a, long *ret)
{
    bool negative = a.len && a.s[0] == '-';
    size_t at = negative;
    long value = 0;
    if (at == a.len || a.len - at > 18)
        return false;
    for (; at < a.len; at++) {
        if (a.s[at] < '0' || a.s[at] > '9')
            return false;
        value = value * 10 + (a.s[at] - '0');
    }
    *ret = negative ? -value : value;
    return true;
}
