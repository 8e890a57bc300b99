#include "base/nfc.h"
#include "base/utf8.h"
#include "gazetteer/check.h"

/* Characters that nobody sees, with which equal-looking names would differ. */
static bool is_invisible(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x200B || c == 0x200E ||
           c == 0x200F || (c >= 0x2028 && c <= 0x202F) || (c >= 0x2060 && c <= 0x2064) ||
           c == 0xFEFF || c == 0xFFFD;
}

/* Joiners are spelling in Persian and in the scripts of India, and invisible elsewhere. */
static bool is_stray_joiner(uint32_t before, uint32_t c)
{
    return (c == 0x200C || c == 0x200D) && before < 0x600;
}

static bool check_characters(struct str text, struct bad_text *ret)
{
    uint32_t before = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        ret->at = start;
        ret->length = at - start;
        if (c == 0x1DD || c == 0x18E) {
            ret->code = 104;
            ret->message = "turned e (U+01DD) in place of the letter schwa";
            ret->hint = "write ə (U+0259) or Ə (U+018F)";
            return false;
        }
        if (is_invisible(c) || is_stray_joiner(before, c)) {
            ret->code = 105;
            ret->message = "invisible or control character";
            ret->hint = "take it out; between words write a plain space";
            return false;
        }
        before = c;
    }
    return true;
}

static bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.s[i] >= 0x7F || (unsigned char)text.s[i] < ' ')
            return false;
    return true;
}

bool check_text(struct str text, struct bad_text *ret)
{
    if (is_ascii(text))
        return true;
    size_t valid = utf8_valid(text);
    if (valid < text.len) {
        *ret = (struct bad_text){ valid, 1, 102, "not UTF-8", "save the file as UTF-8" };
        return false;
    }
    if (!check_characters(text, ret))
        return false;
    size_t composed = nfc_prefix(text);
    if (composed < text.len) {
        *ret = (struct bad_text){ composed, 1, 103, "not in the composed form NFC",
                                  "write each letter and its accent as one character" };
        return false;
    }
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* "1991", "199X", "1991-10", "1991-10-12", each with an optional "~", "?" or "%" behind it. */
static bool check_date_point(struct str text, bool last, int *ret_year)
{
    static const char shape[] = "YYYY-DD-DD";
    if (text.len && strchr("~?%", text.s[text.len - 1]))
        text.len--;
    if (text.len != 4 && text.len != 7 && text.len != 10)
        return false;
    int year = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (shape[i] == '-' ? c != '-' : !is_digit(c) && c != 'X')
            return false;
        if (i < 4)
            year = year * 10 + (c == 'X' ? (last ? 9 : 0) : c - '0');
    }
    *ret_year = year;
    return true;
}

bool check_date(struct str text, bool last, int *ret_year)
{
    enum { UNKNOWN = INT16_MIN };
    struct str rest = text, point = str_split(&rest, '/');
    bool interval = point.len < text.len;
    int year;
    *ret_year = UNKNOWN;
    if (!interval)
        return text.len == 0 || check_date_point(text, last, ret_year);
    for (int i = 0; i < 2; i++, point = rest) {
        if (point.len == 0 || str_is(point, ".."))
            continue;
        if (!check_date_point(point, last, &year))
            return false;
        if ((i == 1) == last)
            *ret_year = year;
    }
    return true;
}

bool check_degrees(struct str text, int limit, int32_t *ret)
{
    bool negative = text.len && text.s[0] == '-';
    int64_t value = 0;
    int decimals = -1, digits = 0;
    for (size_t i = negative; i < text.len; i++) {
        char c = text.s[i];
        if (c == '.' && decimals < 0)
            decimals = 0;
        else if (!is_digit(c) || digits++ > 17)
            return false;
        else if (decimals < 6) {
            value = value * 10 + (c - '0');
            decimals += decimals >= 0;
        }
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 6; i++)
        value *= 10;
    *ret = (int32_t)(negative ? -value : value);
    return digits > 0 && value <= (int64_t)limit * 1000000;
}

bool check_id(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_lower(text.s[i]) && !is_digit(text.s[i]) && !(i && strchr("-._", text.s[i])))
            return false;
    return text.len > 0 && text.len <= LONGEST_ID;
}

bool check_language(struct str text)
{
    struct str part = str_split(&text, '-');
    for (bool first = true;; first = false, part = str_split(&text, '-')) {
        if (part.len < (first ? 2u : 1u) || part.len > (first ? 3u : 8u))
            return false;
        for (size_t i = 0; i < part.len; i++)
            if (!(first ? is_lower(part.s[i]) : is_letter(part.s[i]) || is_digit(part.s[i])))
                return false;
        if (!text.len)
            return true;
    }
}

bool check_country(struct str text)
{
    if (text.len > 2 && text.s[0] == 'X' && text.s[1] == '-')
        text = str_slice(text, 2, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (!is_letter(text.s[i]) || is_lower(text.s[i]))
            return false;
    return text.len == 2 || text.len == 3;
}

bool check_number(struct str text, uint32_t *ret)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.s[i]) || value > UINT32_MAX)
            return false;
        value = value * 10 + (uint64_t)(text.s[i] - '0');
    }
    *ret = (uint32_t)value;
    return text.len > 0 && value <= UINT32_MAX;
}
