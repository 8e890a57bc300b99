#include "resolve/dates_reader.h"

/* "A of B": one span within another, one of its parts by number, half of it, or so far from it. */

/* "Tuesday, September 26"; "Friday of last week" */
static bool weekday_within(const struct reading *part, const struct reading *whole,
                           struct reading *ret)
{
    if (!only_weekday(&part->from) || whole->range)
        return false;
    int weekday = part->from.weekday;
    *ret = *whole;
    ret->direction = whole->direction ? whole->direction : part->direction;
    ret->from.weekday = weekday;
    if (whole->from.unit == UNIT_DAY)
        return !only_weekday(&whole->from);
    if (whole->from.unit != UNIT_WEEK || !when_is_known(&whole->from))
        return false;
    ret->from = when_around(when_first(&whole->from) + weekday - 1, UNIT_DAY, 0);
    ret->range = part->range && only_weekday(&part->to); /* "from Tuesday to Thursday last week" */
    if (ret->range)
        ret->to = when_around(when_first(&whole->from) + part->to.weekday - 1, UNIT_DAY, 0);
    return true;
}

/* "the 20th of next month"; "March 3 of the same year"; "the 80s of the twentieth century" */
static bool part_within(const struct reading *part, const struct reading *whole,
                        struct reading *ret)
{
    const struct when *in = &whole->from;
    bool day_of_month = part->from.unit == UNIT_DAY && part->from.month == UNKNOWN &&
                        !only_weekday(&part->from) && in->unit == UNIT_MONTH;
    bool of_year = part->from.unit <= UNIT_HALF && part->from.year == UNKNOWN &&
                   part->from.month != UNKNOWN && in->unit == UNIT_YEAR;
    bool of_century = part->from.unit == UNIT_DECADE && in->unit == UNIT_CENTURY;
    bool both = part->range && part->to.year == UNKNOWN && part->to.unit <= UNIT_HALF &&
                (of_year || (day_of_month && part->to.unit == UNIT_DAY));
    if ((part->range && !both) || whole->range || !(day_of_month || of_year || of_century))
        return false;
    *ret = *part;
    if (both)
        ret->to.year = in->year + (part->to.month < part->from.month);
    if (both && day_of_month)
        ret->to.month = in->month;
    ret->direction = whole->direction;
    ret->basis = whole->basis;
    ret->from = when_in_year(&part->from,
                             of_century ? in->year + part->from.year % 100 : in->year);
    if (day_of_month)
        ret->from.month = in->month;
    return true;
}

/* "the weekend of 23 and 24 September" */
static bool weekend_within(const struct reader *reader, const struct reading *part,
                           struct reading *whole, struct reading *ret)
{
    if (part->from.unit != UNIT_WEEKEND || part->from.day != UNKNOWN || part->direction ||
        whole->from.unit != UNIT_DAY || only_weekday(&whole->from))
        return false;
    dates_complete(reader->dates, whole);
    *ret = *whole;
    ret->range = false;
    if (when_is_known(&whole->from))
        ret->from = when_around(when_first(&whole->from), UNIT_WEEKEND, 0);
    return when_is_known(&whole->from);
}

/* "next month on October 8": the month says the day's year. */
static bool day_inside(const struct reading *part, const struct reading *whole,
                       struct reading *ret)
{
    struct when day = part->from;
    const struct when *in = &whole->from;
    if (day.unit != UNIT_DAY || day.month == UNKNOWN || day.year != UNKNOWN || part->range ||
        whole->range || in->unit <= UNIT_DAY || in->unit == UNIT_YEAR || !when_is_known(in))
        return false;
    day = when_in_year(&day, in->year);
    if (!when_is_possible(&day) || when_first(&day) < when_first(in) ||
        when_first(&day) > when_last(in))
        return false;
    *ret = *part;
    ret->from = day;
    ret->basis = whole->basis;
    return true;
}

/* "today, Tuesday 26 September": the second says no more than the first; where they differ it is
 * the one to trust. */
static bool names_the_day(const struct reading *told, const struct reading *named,
                          struct reading *ret)
{
    const struct when *a = &told->from, *b = &named->from;
    bool day = a->unit == UNIT_DAY && b->unit == UNIT_DAY && when_is_known(a) && !told->range &&
               !named->range && b->year == UNKNOWN && b->month != UNKNOWN && b->day != UNKNOWN;
    bool same = a->month == b->month && a->day == b->day;
    if (!day || (!same && !told->base.unit)) /* "six weeks later, on 10 November" are two */
        return false;
    *ret = same ? *told : *named;
    return true;
}

enum { SATURDAY = 6 };

/* The so many days of that name from an edge on, or below zero back from it. */
static long nth_weekday(long edge, int weekday, int nth)
{
    int back = (weekday_of(edge) - weekday + 7) % 7, ahead = (7 - back) % 7;
    return nth < 0 ? edge - back + 7 * (nth + 1) : edge + ahead + 7 * (nth - 1);
}

static bool nth_within(const struct reader *reader, const struct reading *part,
                       struct reading *whole, struct reading *ret)
{
    dates_complete(reader->dates, whole);
    *ret = *whole;
    ret->nth = 0;
    if (!when_is_known(&whole->from) || whole->range)
        return whole->from.unit > UNIT_DAY;
    bool back = part->nth < 0;
    enum unit unit = part->from.unit;
    long edge = back ? when_last(&whole->from) : when_first(&whole->from);
    if (part->from.weekday || unit == UNIT_WEEKEND) {
        int weekday = unit == UNIT_WEEKEND ? SATURDAY : part->from.weekday;
        ret->from = when_around(nth_weekday(edge, weekday, part->nth), unit, 0);
    } else {
        if (unit == UNIT_WEEK) /* a week belongs where most of its days lie */
            edge += back ? -3 : 3;
        ret->from = when_around(edge, unit, back ? part->nth + 1 : part->nth - 1);
    }
    return true;
}

/* "later week 2 of date", "week of date": then is that date. */
static void read_away_from(struct reader *reader, struct str left, struct reading *whole,
                           struct reading *ret)
{
    struct when last = reader->last;
    dates_complete(reader->dates, whole);
    reader->failed |= whole->range || !when_is_known(&whole->from);
    reader->last = whole->from;
    reader->behind = true;
    if (unit_named(left))
        *ret = *whole, ret->from = when_around(reader->failed ? 0 : when_first(&whole->from),
                                               unit_named(left), 0);
    else
        read_point(reader, left, ret);
    reader->last = last;
}

/* "following date of date2": the Monday after Easter. */
static void read_beside(struct reader *reader, bool behind, struct reading *whole,
                        struct reading *ret)
{
    struct dates beside = *reader->dates;
    dates_complete(reader->dates, whole);
    read_point(reader, STR("date"), ret);
    reader->failed |= !only_weekday(&ret->from) || ret->range || whole->range ||
                      only_weekday(&whole->from) || !when_is_known(&whole->from);
    beside.timeline.last = whole->from;
    ret->direction = behind ? FOLLOWING : PRECEDING;
    if (!reader->failed)
        dates_complete(&beside, ret);
}

/* "the second half of September", "the first half of the 19th century" */
static bool take_half(const struct when *whole, bool second, struct reading *ret)
{
    static const int years[] = { [UNIT_DECADE] = 10, [UNIT_CENTURY] = 100 };
    ret->range = whole->unit != UNIT_YEAR;
    ret->from = ret->to = *whole;
    if (whole->unit == UNIT_YEAR) {
        ret->from.unit = UNIT_HALF;
        ret->from.month = second ? 41 : 40;
    } else if (whole->unit == UNIT_MONTH) {
        ret->from.unit = ret->to.unit = UNIT_DAY;
        ret->from.day = second ? 16 : 1;
        ret->to.day = second ? days_in_month(whole->year, whole->month) : 15;
    } else if (whole->unit >= UNIT_DECADE) {
        int half = years[whole->unit] / 2;
        ret->from.unit = ret->to.unit = UNIT_YEAR;
        ret->from.year += second ? half : 0;
        ret->to.year = ret->from.year + half - 1;
    }
    return whole->unit == UNIT_MONTH || whole->unit >= UNIT_YEAR;
}

static void read_half(struct reader *reader, struct str left, struct reading *whole,
                      struct reading *ret)
{
    dates_complete(reader->dates, whole);
    reader->failed |= whole->range || whole->open_from || whole->open_to ||
                      !when_is_known(&whole->from);
    *ret = *whole;
    next_word(&left);
    if (!reader->failed && !take_half(&whole->from, str_is(left, "41"), ret))
        reader->failed = true;
}

void read_within(struct reader *reader, struct str left, struct str right,
                        struct reading *ret)
{
    struct reading part = { 0 }, whole = { 0 };
    read_point(reader, right, &whole);
    if (str_starts(left, STR("half ")))
        return read_half(reader, left, &whole, ret);
    if (str_is(left, "following date") || str_is(left, "preceding date"))
        return read_beside(reader, str_starts(left, STR("following")), &whole, ret);
    if (str_starts(left, STR("later ")) || str_starts(left, STR("earlier ")) || unit_named(left))
        return read_away_from(reader, left, &whole, ret);
    read_point(reader, left, &part);
    bool good = part.nth ? nth_within(reader, &part, &whole, ret)
                         : weekday_within(&part, &whole, ret) ||
                               weekday_within(&whole, &part, ret) ||
                               part_within(&part, &whole, ret) ||
                               part_within(&whole, &part, ret) ||
                               day_inside(&part, &whole, ret) ||
                               day_inside(&whole, &part, ret) ||
                               weekend_within(reader, &part, &whole, ret);
    good = good || names_the_day(&part, &whole, ret);
    add_words(ret, &part);
    add_words(ret, &whole);
    ret->open_from = part.open_from; /* "since Sunday, 3 September" */
    ret->open_to = part.open_to;
    reader->failed |= !good || whole.open_from || whole.open_to;
}
