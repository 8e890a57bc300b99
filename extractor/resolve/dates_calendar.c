#include "resolve/dates_calendar.h"

static const struct {
    const char *name, *precision;
    int first_month, months; /* of what is told by a code: code - first code */
    int first_code;
} units[] = {
    [UNIT_NONE] = { "", "", 0, 0, 0 },
    [UNIT_DAY] = { "day", "day", 0, 0, 0 },
    [UNIT_WEEK] = { "week", "week", 0, 0, 0 },
    [UNIT_WEEKEND] = { "weekend", "range", 0, 0, 0 },
    [UNIT_MONTH] = { "month", "month", 1, 1, 1 },
    [UNIT_SEASON] = { "season", "season", 3, 3, 21 },
    [UNIT_QUARTER] = { "quarter", "quarter", 1, 3, 33 },
    [UNIT_HALF] = { "half", "range", 1, 6, 40 },
    [UNIT_YEAR] = { "year", "year", 0, 0, 0 },
    [UNIT_DECADE] = { "decade", "decade", 0, 0, 0 },
    [UNIT_CENTURY] = { "century", "century", 0, 0, 0 },
};

enum unit unit_named(struct str name)
{
    for (int unit = UNIT_DAY; unit <= UNIT_CENTURY; unit++)
        if (str_is(name, units[unit].name))
            return (enum unit)unit;
    return UNIT_NONE;
}

const char *unit_precision(enum unit unit)
{
    return units[unit].precision;
}

static long floor_div(long a, long b)
{
    return a / b - (a % b < 0);
}

int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Years begin in March, so that the leap day is the last. */
long day_number(int year, int month, int day)
{
    long y = year - (month <= 2), era = floor_div(y, 400), of_era = y - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

struct when day_of_number(long number)
{
    long era = floor_div(number, 146097), of_era = number - era * 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long march = (5 * of_year + 2) / 153;
    int month = (int)(march < 10 ? march + 3 : march - 9);
    return (struct when){
        .unit = UNIT_DAY, .year = (int)(year + era * 400 + (month <= 2)), .month = month,
        .day = (int)(of_year - (153 * march + 2) / 5 + 1),
    };
}

int weekday_of(long number)
{
    return (int)(number + 2 - floor_div(number + 2, 7) * 7) + 1; /* 0000-03-01 was a Wednesday */
}

/* The Sunday of Easter by the rule that S. Butcher gave in 1876 (J. Meeus, Astronomical Algorithms,
 * 1991, chapter 8): from the year's place in the moon's cycle, the ages of the moon that centuries
 * shift, and the weekday. */
static long western_easter(int year)
{
    int cycle = year % 19, century = year / 100, of_century = year % 100;
    int shift = (century - (century + 8) / 25 + 1) / 3;
    int moon = (19 * cycle + century - century / 4 - shift + 15) % 30;
    int sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    int late = (cycle + 11 * moon + 22 * sunday) / 451;
    int from_march = moon + sunday - 7 * late + 114;
    return day_number(year, from_march / 31, from_march % 31 + 1);
}

/* The same by the Julian calendar (Meeus, chapter 8), brought to ours. */
static long orthodox_easter(int year)
{
    int moon = (19 * (year % 19) + 15) % 30;
    int sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    int from_march = moon + sunday + 114, behind = year / 100 - year / 400 - 2;
    return day_number(year, from_march / 31, from_march % 31 + 1) + behind;
}

/* The first day of a Muslim year by the reckoned calendar of thirty years with eleven leap days,
 * which those who look for the moon may miss by a day. */
static long hijri_new_year(int year)
{
    enum { FIRST_YEAR = 227320 /* 16 July 622 by the Julian calendar */ };
    return FIRST_YEAR + 354L * (year - 1) + floor_div(3 + 11L * year, 30);
}

/* The first day in a year of ours that comes so many days behind a Muslim new year. */
static long hijri_day(int year, int away)
{
    int hijri = (year - 622) * 33 / 32 - 1;
    while (day_of_number(hijri_new_year(hijri) + away).year < year)
        hijri++;
    return hijri_new_year(hijri) + away;
}

static long feast_day(const struct when *feast, int year)
{
    switch (feast->month) {
    case FEAST_EASTER: return western_easter(year) + feast->day;
    case FEAST_PASCHA: return orthodox_easter(year) + feast->day;
    default: return hijri_day(year, feast->day);
    }
}

bool when_is_feast(const struct when *when)
{
    return when->unit == UNIT_DAY && when->month >= FEAST_EASTER;
}

struct when when_in_year(const struct when *when, int year)
{
    struct when in = *when;
    in.year = year;
    if (!when_is_feast(when) || year < 0)
        return in;
    in = day_of_number(feast_day(when, year));
    in.weekday = when->weekday;
    return in;
}

bool when_is_known(const struct when *when)
{
    return when->unit != UNIT_NONE && when->year != UNKNOWN && when->month != UNKNOWN &&
           when->day != UNKNOWN;
}

bool when_is_possible(const struct when *when)
{
    bool leap_or_unknown = when->year == UNKNOWN && when->month == 2;
    if (when_is_feast(when))
        return true;
    if (when->unit == UNIT_MONTH || when->unit == UNIT_DAY)
        if (when->month != UNKNOWN && (when->month < 1 || when->month > 12))
            return false;
    if (when->unit != UNIT_DAY || when->day == UNKNOWN || when->month == UNKNOWN)
        return true;
    return when->day >= 1 &&
           when->day <= (leap_or_unknown ? 29 : days_in_month(when->year, when->month));
}

static bool has_code(enum unit unit)
{
    return units[unit].months > 0;
}

/* Months are counted from the year 0 on: winter reaches into the next year. */
static long first_month(const struct when *when)
{
    return when->year * 12L + units[when->unit].first_month - 1 +
           (long)(when->month - units[when->unit].first_code) * units[when->unit].months;
}

static long month_begin(long months)
{
    long year = floor_div(months, 12);
    return day_number((int)year, (int)(months - year * 12) + 1, 1);
}

long when_first(const struct when *when)
{
    if (has_code(when->unit))
        return month_begin(first_month(when));
    if (when->unit >= UNIT_YEAR)
        return day_number(when->year, 1, 1);
    return day_number(when->year, when->month, when->day);
}

long when_last(const struct when *when)
{
    if (has_code(when->unit))
        return month_begin(first_month(when) + units[when->unit].months) - 1;
    switch (when->unit) {
    case UNIT_WEEK: return when_first(when) + 6;
    case UNIT_WEEKEND: return when_first(when) + 1;
    case UNIT_YEAR: return day_number(when->year, 12, 31);
    case UNIT_DECADE: return day_number(when->year + 9, 12, 31);
    case UNIT_CENTURY: return day_number(when->year + 99, 12, 31);
    default: return when_first(when);
    }
}

static struct when of_days(long first, enum unit unit)
{
    struct when when = day_of_number(first);
    when.unit = unit;
    return when;
}

static struct when of_months(long month, enum unit unit)
{
    long count = floor_div(month - (units[unit].first_month - 1), units[unit].months);
    long in_year = 12 / units[unit].months, year = floor_div(count, in_year);
    return (struct when){ .unit = unit, .year = (int)year,
                          .month = (int)(count - year * in_year) + units[unit].first_code };
}

static struct when of_years(long year, long length, enum unit unit)
{
    return (struct when){ .unit = unit, .year = (int)(floor_div(year, length) * length) };
}

struct when when_around(long day, enum unit unit, long moved)
{
    struct when in = day_of_number(day);
    long monday = day - weekday_of(day) + 1;
    switch (unit) {
    case UNIT_DAY: return of_days(day + moved, unit);
    case UNIT_WEEK: return of_days(monday + 7 * moved, unit);
    case UNIT_WEEKEND: return of_days(monday + 5 + 7 * moved, unit);
    case UNIT_YEAR: return of_years(in.year + moved, 1, unit);
    case UNIT_DECADE: return of_years(in.year + 10 * moved, 10, unit);
    case UNIT_CENTURY: return of_years(in.year + 100 * moved, 100, unit);
    case UNIT_NONE: return (struct when){ .unit = UNIT_NONE };
    default: return of_months(in.year * 12L + in.month - 1 + moved * units[unit].months, unit);
    }
}

static bool in_days(enum unit unit)
{
    return unit == UNIT_DAY || unit == UNIT_WEEK || unit == UNIT_WEEKEND;
}

static long months_in(enum unit unit)
{
    static const int years[] = { [UNIT_YEAR] = 1, [UNIT_DECADE] = 10, [UNIT_CENTURY] = 100 };
    return unit >= UNIT_YEAR ? 12L * years[unit] : units[unit].months;
}

void amount_add(struct amount *amount, enum unit unit, long number)
{
    if (in_days(unit))
        amount->days += number * (unit == UNIT_DAY ? 1 : 7);
    else
        amount->months += number * months_in(unit);
    if (!amount->finest || unit < amount->finest)
        amount->finest = unit;
}

void amount_add_half(struct amount *amount)
{
    if (in_days(amount->finest) || amount->finest == UNIT_NONE)
        return;
    long months = months_in(amount->finest);
    amount->months += months / 2;
    amount->days += months % 2 * 15;
    if (amount->finest == UNIT_YEAR)
        amount->finest = UNIT_MONTH;
}

/* The same day of another month, or its last. */
static long same_day_of_month(long day, long months)
{
    struct when when = day_of_number(day);
    long month = when.year * 12L + when.month - 1 + months;
    long first = month_begin(month), last = month_begin(month + 1) - 1;
    return first + when.day - 1 < last ? first + when.day - 1 : last;
}

struct when when_away(const struct when *from, const struct amount *amount, int sign)
{
    enum unit finest = amount->finest;
    bool told = from->unit <= UNIT_YEAR && (from->unit != UNIT_YEAR || finest >= UNIT_YEAR) &&
                (!in_days(finest) || from->unit == UNIT_DAY ||
                 (from->unit == UNIT_WEEK && finest == UNIT_WEEK));
    if (!told || finest == UNIT_NONE)
        return (struct when){ .unit = UNIT_NONE };
    long day = same_day_of_month(when_first(from), sign * amount->months) + sign * amount->days;
    enum unit unit = finest > UNIT_YEAR ? UNIT_YEAR : finest;
    if (in_days(finest) && (finest != UNIT_WEEK || amount->days)) /* "two years ago this week" */
        unit = from->unit;
    return when_around(day, unit, 0);
}

/* ---- EDTF ----------------------------------------------------------------------------------- */

static struct str number_text(int number, const char *unknown, int width, struct arena *arena)
{
    if (number == UNKNOWN)
        return str_of(unknown);
    return arena_printf(arena, number < 0 ? "-%0*d" : "%0*d", width, number < 0 ? -number : number);
}

static struct str days_text(const struct when *when, struct arena *arena)
{
    struct when first = day_of_number(when_first(when)), last = day_of_number(when_last(when));
    struct str from = when_text(&first, arena), to = when_text(&last, arena);
    return arena_printf(arena, "%.*s/%.*s", STR_ARG(from), STR_ARG(to));
}

static struct str half_text(struct str year, int half, struct arena *arena)
{
    return arena_printf(arena, half == 40 ? "%.*s-01/%.*s-06" : "%.*s-07/%.*s-12", STR_ARG(year),
                        STR_ARG(year));
}

struct str when_text(const struct when *when, struct arena *arena)
{
    struct str year = number_text(when->year, "XXXX", 4, arena);
    struct str month = number_text(when->month, "XX", 2, arena);
    struct str day = number_text(when->day, "XX", 2, arena);
    switch (when->unit) {
    case UNIT_NONE: return STR("");
    case UNIT_DAY:
        return arena_printf(arena, "%.*s-%.*s-%.*s", STR_ARG(year), STR_ARG(month), STR_ARG(day));
    case UNIT_WEEK:
    case UNIT_WEEKEND: return days_text(when, arena);
    case UNIT_HALF: return half_text(year, when->month, arena);
    case UNIT_YEAR: return year;
    case UNIT_DECADE:
        return arena_printf(arena, "%.*sX", STR_ARG(str_slice(year, 0, year.len - 1)));
    case UNIT_CENTURY:
        return arena_printf(arena, "%.*sXX", STR_ARG(str_slice(year, 0, year.len - 2)));
    default: return arena_printf(arena, "%.*s-%.*s", STR_ARG(year), STR_ARG(month));
    }
}
