#include "base/utf8.h"

uint32_t utf8_next_other(struct str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.s + *at;
    uint32_t lead = s[0];
    if (lead < 0xE0)
        return *at += 2, (lead & 0x1F) << 6 | (s[1] & 0x3F);
    if (lead < 0xF0)
        return *at += 3, (lead & 0x0F) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3F);
    *at += 4;
    return (lead & 0x07) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3F);
}

uint32_t utf8_previous(struct str text, size_t *at)
{
    size_t start = *at - 1;
    while (start > 0 && utf8_is_tail(text.s[start]))
        start--;
    *at = start;
    size_t from = start;
    return utf8_next(text, &from);
}

size_t utf8_put(uint32_t c, char ret[4])
{
    if (c < 0x80)
        return ret[0] = (char)c, 1;
    if (c < 0x800) {
        ret[0] = (char)(0xC0 | c >> 6);
        ret[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        ret[0] = (char)(0xE0 | c >> 12);
        ret[1] = (char)(0x80 | (c >> 6 & 0x3F));
        ret[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    ret[0] = (char)(0xF0 | c >> 18);
    ret[1] = (char)(0x80 | (c >> 12 & 0x3F));
    ret[2] = (char)(0x80 | (c >> 6 & 0x3F));
    ret[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Length of the well-formed sequence at `s`, or 0 (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *s, size_t left)
{
    static const struct {
        unsigned char first, last, second_min, second_max, length;
    } forms[] = {
        { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 }, { 0xE1, 0xEC, 0x80, 0xBF, 3 },
        { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 }, { 0xF0, 0xF0, 0x90, 0xBF, 4 },
        { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (s[0] < forms[i].first || s[0] > forms[i].last)
            continue;
        if (left < forms[i].length || s[1] < forms[i].second_min || s[1] > forms[i].second_max)
            return 0;
        for (size_t k = 2; k < forms[i].length; k++)
            if (!utf8_is_tail((char)s[k]))
                return 0;
        return forms[i].length;
    }
    return 0;
}

size_t utf8_valid(struct str text)
{
    const unsigned char *s = (const unsigned char *)text.s;
    size_t at = 0;
    while (at < text.len) {
        uint64_t eight;
        if (at + sizeof eight <= text.len) {
            memcpy(&eight, s + at, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                at += sizeof eight;
                continue;
            }
        }
        size_t length = s[at] < 0x80 ? 1 : sequence(s + at, text.len - at);
        if (!length)
            return at;
        at += length;
    }
    return at;
}

typedef signed char sixteen __attribute__((vector_size(16)));

/* The sum of eight bytes. */
static size_t sum_of(uint64_t bytes)
{
    const uint64_t every_other = 0x00FF00FF00FF00FFu;
    return ((bytes & every_other) + (bytes >> 8 & every_other)) * 0x0001000100010001u >> 48;
}

/* Sixteen bytes at a time, each counted in a byte of its own, which must not run over. */
static size_t count_tails(const char *s, size_t sixteens)
{
    size_t tails = 0;
    while (sixteens) {
        size_t now = sixteens < 255 ? sixteens : 255;
        sixteen counts = { 0 }, bytes;
        uint64_t halves[2];
        for (const char *end = s + 16 * now; s < end; s += sizeof bytes) {
            memcpy(&bytes, s, sizeof bytes);
            counts -= (sixteen)(bytes < -0x40); /* 0x80 to 0xBF */
        }
        memcpy(halves, &counts, sizeof halves);
        tails += sum_of(halves[0]) + sum_of(halves[1]);
        sixteens -= now;
    }
    return tails;
}

size_t utf8_count(struct str text)
{
    size_t at = text.len & ~(size_t)15, tails = count_tails(text.s, at / 16);
    for (; at < text.len; at++)
        tails += utf8_is_tail(text.s[at]);
    return text.len - tails;
}

bool utf8_is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}
