#include "base/days.h"

static const struct days unknown = { NO_DAY, NO_DAY };

/* ---- the calendar --------------------------------------------------------------------------- */

/* Reckons in years that begin in March, so that the leap day is the last of one. */
static int32_t day_number(long year, long month, long day)
{
    year -= month <= 2;
    long era = year / 400, of_era = year - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int32_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468);
}

static void put_digits(char *into, long value, int count)
{
    for (; count-- > 0; value /= 10)
        into[count] = (char)('0' + value % 10);
}

struct day_text day_text(int32_t number)
{
    struct day_text ret = { "" };
    if (number == NO_DAY)
        return ret;
    long days = number + 719468, era = days / 146097, of_era = days - era * 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += era * 400 + (month <= 2);
    put_digits(ret.text, year % 10000, 4);
    ret.text[4] = ret.text[7] = '-';
    put_digits(ret.text + 5, month, 2);
    put_digits(ret.text + 8, day, 2);
    return ret;
}

static struct days months(long year, long first, long count)
{
    long end = first + count;
    return (struct days){ day_number(year, first, 1),
                          day_number(year + (end > 12), end > 12 ? end - 12 : end, 1) - 1 };
}

/* ---- one date ------------------------------------------------------------------------------- */

/* "2023", "199X", "18XX". */
static bool read_years(struct str text, long *ret_first, long *ret_last)
{
    *ret_first = *ret_last = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.s[i] >= '0' && text.s[i] <= '9';
        if (!digit && (text.s[i] != 'X' || i < 2))
            return false;
        *ret_first = *ret_first * 10 + (digit ? text.s[i] - '0' : 0);
        *ret_last = *ret_last * 10 + (digit ? text.s[i] - '0' : 9);
    }
    return text.len == 4;
}

/* Months 21 to 24 are spring to winter, 33 to 36 quarters. */
static struct days days_of_month(long year, long month)
{
    if (month >= 1 && month <= 12)
        return months(year, month, 1);
    if (month >= 21 && month <= 24)
        return months(year, (month - 20) * 3, 3);
    return month >= 33 && month <= 36 ? months(year, (month - 33) * 3 + 1, 3) : unknown;
}

static struct days days_of_one(struct str text)
{
    long first, last, month, day;
    while (text.len && strchr("~?%", text.s[text.len - 1]))
        text.len--;
    if (text.len < 4 || !read_years(str_slice(text, 0, 4), &first, &last))
        return unknown;
    if (text.len == 4)
        return (struct days){ day_number(first, 1, 1), day_number(last, 12, 31) };
    if (first != last || text.len < 7 || !str_to_long(str_slice(text, 5, 7), &month))
        return unknown;
    if (text.len == 7)
        return days_of_month(first, month);
    if (text.len != 10 || !str_to_long(str_slice(text, 8, 10), &day) || month < 1 || month > 12)
        return unknown;
    int32_t number = day_number(first, month, day);
    return (struct days){ number, number };
}

struct days days_of(struct str edtf)
{
    const char *slash = edtf.len ? memchr(edtf.s, '/', edtf.len) : NULL;
    if (!slash)
        return days_of_one(edtf);
    size_t at = (size_t)(slash - edtf.s);
    struct days ret = { days_of_one(str_slice(edtf, 0, at)).first,
                        days_of_one(str_slice(edtf, at + 1, edtf.len)).last };
    return days_known(ret) && ret.last < ret.first ? unknown : ret;
}
