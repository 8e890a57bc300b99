/* dates_calendar.h - the proleptic Gregorian calendar: days as numbers, and spans of time.
 * Pure functions: no clock, no locale, no time zone. */
#ifndef NEWSGAZ_RESOLVE_DATES_CALENDAR_H
#define NEWSGAZ_RESOLVE_DATES_CALENDAR_H

#include <limits.h>

#include "base/arena.h"

enum unit {
    UNIT_NONE,
    UNIT_DAY,
    UNIT_WEEK,    /* year, month and day are those of its Monday */
    UNIT_WEEKEND, /* … of its Saturday */
    UNIT_MONTH,
    UNIT_SEASON,  /* month is 21 spring … 24 winter, as in EDTF */
    UNIT_QUARTER, /* month is 33 … 36 */
    UNIT_HALF,    /* month is 40 or 41 */
    UNIT_YEAR,
    UNIT_DECADE,  /* year is its first */
    UNIT_CENTURY
};

enum { UNKNOWN = INT_MIN };

/* A span of time that has a name. What the text leaves open is UNKNOWN: the year of "26 September",
 * year and month of "the 19th", all three of "Monday". */
struct when {
    enum unit unit;
    int year, month, day;
    int weekday; /* 1 Monday … 7 Sunday, where the text says it; else 0 */
};

/* A weekday of which nothing else is known. */
static inline bool only_weekday(const struct when *when)
{
    return when->unit == UNIT_DAY && when->weekday && when->day == UNKNOWN;
}

enum unit unit_named(struct str name);

int days_in_month(int year, int month);
long day_number(int year, int month, int day); /* 0 is 0000-03-01 */
struct when day_of_number(long number);
int weekday_of(long number);

/* What a day has for its month while the year is open in which a feast falls: `day` is then so many
 * days from it. Pascha is the Easter of the Orthodox churches, hijri the Muslim new year. */
enum { FEAST_EASTER = 50, FEAST_PASCHA, FEAST_HIJRI };

bool when_is_feast(const struct when *when);
/* The same of that year, or of none where it is UNKNOWN: what a feast is told by becomes a day. */
struct when when_in_year(const struct when *when, int year);

bool when_is_known(const struct when *when);
bool when_is_possible(const struct when *when); /* no 30 February, no month 13 */

/* First and last day; only of what is known. */
long when_first(const struct when *when);
long when_last(const struct when *when);

/* The span of that unit that contains the day, moved by so many of them. */
struct when when_around(long day, enum unit unit, long moved);
/* "Two years, a month and three days": of units that differ, the finest says how exact it is. */
struct amount {
    long months, days;
    enum unit finest;
};

void amount_add(struct amount *amount, enum unit unit, long number);
void amount_add_half(struct amount *amount); /* "and a half": of the finest unit so far */
/* The day or month that lies so far away, back below zero; a year or longer gives only that, and
 * what is told less exactly than the amount gives nothing. */
struct when when_away(const struct when *from, const struct amount *amount, int sign);

/* EDTF: "2023-09-26" "XXXX-09" "198X" "2023-09-18/2023-09-24". */
struct str when_text(const struct when *when, struct arena *arena);
const char *unit_precision(enum unit unit);

#endif
