#include <stdlib.h>

#include "resolve/dates.h"

/* What the words leave open: the year of "26 September", the day of "Monday". Of all the days,
 * months or years that fit the words the one that fits the article's date, the tense and the
 * dates before. */

struct choice {
    long reference;         /* the day from which distance is counted */
    enum direction direction;
    enum tense tense;
    bool strict;            /* nothing said otherwise: the past */
    bool of_any_month;      /* "the 8th" */
    bool of_harm;           /* its sentence counts people harmed */
};

enum { NO_WAY = INT_MAX };

/* As how many days one against the tense counts: "the march of 3 May was banned" may be of tomorrow. */
enum { AGAINST_TENSE = 20 };

static int price_ahead(const struct choice *choice, const struct when *when)
{
    if (choice->tense == TENSE_PAST)
        return AGAINST_TENSE;
    return when->unit == UNIT_DAY && !choice->of_harm ? 1 : 3;
}

enum { WEEKEND_LEFT = 2 /* days: on Saturday "this Monday" is the next one */ };
enum { WINTER = 24 };

/* "this Friday" is of this week, "this May" of this year; a winter may begin in the last one. */
static bool in_same(const struct choice *choice, const struct when *when)
{
    long ahead = when_first(when) - choice->reference;
    if (when->weekday && ahead >= 0 && ahead <= WEEKEND_LEFT)
        return true;
    struct when whole = when_around(choice->reference, when->weekday ? UNIT_WEEK : UNIT_YEAR, 0);
    bool inside = when_first(when) >= when_first(&whole) && when_first(when) <= when_last(&whole);
    return inside || when->month == WINTER || when->unit == UNIT_WEEKEND;
}

/* "The reopening, planned for 8 January" may be over by the 17th: a day of a month is announced for
 * as much as a year ahead only where it was not lately. */
enum { BACK_OF_ANNOUNCED = 6, BACK_OF_ANY_MONTH = 12 };

static long cost_announced(const struct choice *choice, const struct when *when, long back,
                           long ahead)
{
    bool of_month = when->unit == UNIT_DAY && !when->weekday;
    long price = choice->of_any_month ? BACK_OF_ANY_MONTH : BACK_OF_ANNOUNCED;
    return !back ? ahead : of_month ? back * price : NO_WAY;
}

/* "This weekend" of what will be is the coming one, of what has been the last; where nothing says
 * which, it is the last on a Monday or Tuesday only. */
enum { BACK_OF_THIS = 2 };

static long cost_of_this(const struct choice *choice, long back, long ahead)
{
    return back * (choice->tense == TENSE_FUTURE ? AGAINST_TENSE : BACK_OF_THIS) +
           ahead * (choice->tense == TENSE_PAST ? AGAINST_TENSE : 1);
}

/* How far a span is from the reference day; 0 when that lies in it; NO_WAY when the words
 * forbid it. */
static long cost(const struct choice *choice, const struct when *when)
{
    long first = when_first(when), last = when_last(when);
    long back = choice->reference > last ? choice->reference - last : 0;
    long ahead = first > choice->reference ? first - choice->reference : 0;
    switch (choice->direction) {
    case LAST:
    case PRECEDING: return back ? back : NO_WAY;
    case NEXT:
    case FOLLOWING: return ahead ? ahead : NO_WAY;
    case COMING: return back ? NO_WAY : ahead;
    case THAT: return back + ahead;
    case THIS: return in_same(choice, when) ? cost_of_this(choice, back, ahead) : NO_WAY;
    case NEAREST: break;
    }
    if (choice->tense == TENSE_FUTURE)
        return cost_announced(choice, when, back, ahead);
    if (choice->strict)
        return ahead ? NO_WAY : back;
    return back + ahead * price_ahead(choice, when);
}

/* The candidate so many steps away: the open parts filled in around the reference. */
static struct when candidate(const struct when *open, const struct when *around, int step)
{
    struct when when = *open;
    long day = when_first(around);
    if (open->unit == UNIT_WEEKEND)
        return when_around(day, UNIT_WEEKEND, step);
    if (open->day == UNKNOWN) {
        when = when_around(day - weekday_of(day) + open->weekday + 7 * step, UNIT_DAY, 0);
        when.weekday = open->weekday;
    } else if (open->month == UNKNOWN) {
        struct when month = when_around(day, UNIT_MONTH, step);
        when.year = month.year;
        when.month = month.month;
    } else {
        when = when_in_year(open, around->year + step);
    }
    return when;
}

static bool agrees(const struct when *when)
{
    return when_is_possible(when) && (when->unit != UNIT_DAY || !when->weekday ||
                                      weekday_of(when_first(when)) == when->weekday);
}

enum { STEPS = 14, STEPS_OF_YEARS = 2 };

/* The cheapest candidate; false when there is none. */
static bool choose(const struct choice *choice, const struct when *open, struct when *ret)
{
    struct when around = day_of_number(choice->reference);
    bool of_years = open->day != UNKNOWN && open->month != UNKNOWN;
    int steps = of_years ? STEPS_OF_YEARS : STEPS;
    long best = NO_WAY;
    for (int step = -steps; step <= steps; step++) {
        struct when when = candidate(open, &around, step);
        long price = agrees(&when) ? cost(choice, &when) : NO_WAY;
        if (price < best) {
            best = price;
            *ret = when;
        }
    }
    return best != NO_WAY;
}

/* The same where no year has that weekday: the writer erred. */
static bool choose_any(const struct choice *choice, const struct when *open, struct when *ret)
{
    struct when bare = *open;
    bare.weekday = 0;
    if (choose(choice, open, ret))
        return true;
    if (!open->weekday || open->day == UNKNOWN || !choose(choice, &bare, ret))
        return false;
    ret->weekday = open->weekday;
    return true;
}

static bool is_open_day(const struct when *when)
{
    return when->unit == UNIT_DAY && when->day == UNKNOWN;
}

/* ---- the text before ------------------------------------------------------------------------ */

enum { FRESH_BACK = 31, FRESH_AHEAD = 10 /* days */ };

/* A heading in the body begins another story. */
static bool is_headed_since(const struct dates *dates, uint32_t sentence)
{
    for (uint32_t i = sentence + 1; i < dates->sentence; i++)
        if (sentence_zone(dates->resolve, i) == ZONE_HEADLINE)
            return true;
    return false;
}

static bool last_is_near(const struct dates *dates, uint32_t sentences)
{
    uint32_t last = dates->timeline.last_sentence;
    return dates->timeline.last.unit && dates->sentence - last <= sentences &&
           !is_headed_since(dates, last);
}

enum { BACK_IN_STORY = 14 /* days */ };

/* A story of days may look back to one of the same weeks; another is of a later year. */
static bool is_long_before(const struct when *when, const struct when *last)
{
    long back = when_first(last) - when_last(when);
    return back > (last->unit == UNIT_DAY && when->unit == UNIT_DAY ? BACK_IN_STORY : 0);
}

static bool goes_on_next_year(const struct timeline *timeline, const struct when *with)
{
    return timeline->heading == UNKNOWN && timeline->last.unit &&
           timeline->last.unit <= UNIT_MONTH && timeline->last.year < timeline->article.year &&
           when_is_possible(with) && is_long_before(with, &timeline->last);
}

/* A paragraph tells of years that are long gone: all that it tells is of them. */
static bool is_of_old(const struct dates *dates)
{
    enum { LONG_GONE = 3 /* years */ };
    const struct timeline *timeline = &dates->timeline;
    return timeline->article.year - timeline->last.year > LONG_GONE &&
           same_paragraph(dates->resolve, dates->sentence, timeline->last_sentence);
}

static bool looks_ahead(const struct dates *dates)
{
    return dates->tense == TENSE_FUTURE || dates->tense == TENSE_PRESENT;
}

/* "January 2023: the road is blocked. It reopens in September" is no announcement, once it is past. */
static bool is_announced(const struct dates *dates, const struct when *when)
{
    const struct timeline *timeline = &dates->timeline;
    if (dates->tense != TENSE_PRESENT)
        return dates->tense == TENSE_FUTURE;
    return when_first(when) <= when_last(&timeline->last) ||
           when_last(when) > when_last(&timeline->article);
}

static bool is_counted_in(const struct resolve *resolve, uint32_t sentence)
{
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++)
        if (is_of_kind(&resolve->marks->items.items[i], RULE_TOLL))
            return true;
    return false;
}

/* "On 11 April a jet dropped four bombs. Nine people died": told in October that is half a year ago. */
static bool counts_harm(const struct dates *dates)
{
    const struct resolve *resolve = dates->resolve;
    for (uint32_t i = dates->sentence; same_paragraph(resolve, i, dates->sentence); i--) {
        if (is_counted_in(resolve, i))
            return true;
        if (!i)
            break;
    }
    for (uint32_t i = dates->sentence + 1; i < resolve->text->sentences.count &&
                                           same_paragraph(resolve, i, dates->sentence); i++)
        if (is_counted_in(resolve, i))
            return true;
    return false;
}

/* "A year ago to the day … On 27 January": that day again, though today's is one too. */
static bool is_same_of_year(const struct when *when, const struct when *last)
{
    return last->unit && last->unit <= UNIT_MONTH && when->month == last->month &&
           (when->unit == UNIT_MONTH || (last->unit == UNIT_DAY && when->day == last->day));
}

/* The year of "On March 24" under "1992." or behind "September 27, 2020". */
static bool inherit_year(const struct dates *dates, struct when *when, const struct when *nearest)
{
    const struct timeline *timeline = &dates->timeline;
    struct when with;
    long ago = nearest ? when_first(&timeline->article) - when_first(nearest) : LONG_MAX;
    bool listed = dates->opens && timeline->last_opens && last_is_near(dates, NEAR_SENTENCES);
    bool same_sentence = dates->sentence == timeline->last_sentence || listed;
    with = when_in_year(when, timeline->heading != UNKNOWN ? timeline->heading
                                                           : timeline->last.year);
    if (same_sentence && goes_on_next_year(timeline, &with))
        with = when_in_year(when, with.year + 1); /* "on 31 December 2019, and by 11 March" */
    if (!agrees(&with) && when->weekday)
        return false;
    if (timeline->heading == UNKNOWN) {
        long ahead_of_now = when->unit == UNIT_DAY || looks_ahead(dates) ? FRESH_AHEAD : 0;
        bool fresh = ago >= -ahead_of_now && ago <= FRESH_BACK && !same_sentence &&
                     !is_same_of_year(when, &timeline->last) && !is_of_old(dates);
        bool to_come = nearest && when_first(&with) > when_last(&timeline->article) &&
                       (dates->tense == TENSE_PAST || when->unit == UNIT_DAY);
        bool ahead = nearest && timeline->last.unit &&
                     when_first(&timeline->last) > when_last(&timeline->article);
        if (timeline->last.unit == UNIT_NONE || timeline->last.unit > UNIT_YEAR || ahead || to_come ||
            (nearest && (!last_is_near(dates, NEAR_SENTENCES) || fresh ||
                         is_announced(dates, &with) ||
                         (is_long_before(&with, &timeline->last) && !is_of_old(dates)))))
            return false;
    }
    *when = with;
    return true;
}

enum { NEAR_BARE_DAY = 2 /* sentences */ };

/* The day of "Tuesday" behind "Last week," */
static bool inherit_week(const struct dates *dates, struct when *when)
{
    const struct timeline *timeline = &dates->timeline;
    if (timeline->frame.unit != UNIT_WEEK || timeline->frame_sentence != dates->sentence)
        return false;
    *when = when_around(when_first(&timeline->frame) + when->weekday - 1, UNIT_DAY, 0);
    return true;
}

/* The month of "On the 19th" behind "It reopens in September". */
static bool inherit_month(const struct dates *dates, struct when *when)
{
    const struct when *last = &dates->timeline.last;
    struct when with = *when;
    if (!last_is_near(dates, NEAR_BARE_DAY) || (last->unit != UNIT_DAY && last->unit != UNIT_MONTH))
        return false;
    with.year = last->year;
    with.month = last->month;
    if (!agrees(&with))
        return false;
    *when = with;
    return true;
}

static bool inherit(const struct dates *dates, struct when *when, const struct when *nearest)
{
    if (when->unit == UNIT_WEEKEND)
        return false;
    if (is_open_day(when))
        return inherit_week(dates, when);
    return when->month == UNKNOWN ? inherit_month(dates, when) : inherit_year(dates, when, nearest);
}

/* ---- completing ----------------------------------------------------------------------------- */

static bool told_from_text(enum direction direction)
{
    return direction == FOLLOWING || direction == PRECEDING || direction == THAT;
}

/* The day that "Monday" or "the following Monday" is counted from; where no date is before, that
 * Monday is of the week after the article's. */
static long reference_day(const struct when *from, const struct when *when,
                          enum direction direction, bool from_text)
{
    struct when week = when_around(when_first(from), UNIT_WEEK, 0);
    const struct when *whole = !from_text && is_open_day(when) && told_from_text(direction) ? &week
                                                                                          : from;
    return direction == FOLLOWING ? when_last(whole) : when_first(whole);
}

static bool is_of_any_year(const struct when *when)
{
    return when->year == UNKNOWN && when->month != UNKNOWN;
}

/* What a date is told from: "10 May" from the month of a magazine too, "Monday" from a day alone. */
static const struct when *told_from(const struct timeline *timeline, const struct when *when,
                                    bool from_text)
{
    bool by_month = !timeline->article.unit && is_of_any_year(when);
    return from_text ? &timeline->last : by_month ? &timeline->issue : &timeline->article;
}

/* False when nothing is known that it could be told from. */
static bool complete_span(const struct dates *dates, enum direction direction, struct when *when,
                          enum basis *basis)
{
    const struct timeline *timeline = &dates->timeline;
    struct choice choice = { .direction = direction,
                             .tense = looks_ahead(dates) ? TENSE_FUTURE : dates->tense };
    struct when nearest;
    bool from_text = told_from_text(direction) && timeline->last.unit;
    const struct when *from = told_from(timeline, when, from_text);
    bool found = false;
    choice.strict = is_open_day(when) || when->unit == UNIT_WEEKEND ||
                    (when->month == UNKNOWN && !when->weekday) || dates->begun;
    choice.of_any_month = when->month == UNKNOWN;
    choice.of_harm = counts_harm(dates);
    if (from->unit) {
        choice.reference = reference_day(from, when, direction, from_text);
        found = choose_any(&choice, when, &nearest);
    }
    if (direction == NEAREST && inherit(dates, when, found ? &nearest : NULL))
        return *basis = BASIS_CONTEXT, true;
    if (!found)
        return false;
    *when = nearest;
    *basis = from_text ? BASIS_CONTEXT : *basis == BASIS_EXPLICIT ? BASIS_RELATIVE : *basis;
    return true;
}

/* The second side of a range is the first of its kind behind the first side; or the first the last
 * of its kind before the second. */
static void complete_from(const struct dates *dates, struct reading *reading,
                          enum direction direction)
{
    struct dates beside = *dates;
    enum basis basis = reading->basis;
    struct when *known = direction == FOLLOWING ? &reading->from : &reading->to;
    if (!when_is_known(known))
        return;
    beside.timeline.last = *known;
    complete_span(&beside, direction, direction == FOLLOWING ? &reading->to : &reading->from,
                  &basis);
}

static long distance(const struct reading *range, const struct when *day)
{
    long back = when_first(day) - when_last(&range->to);
    long ahead = when_first(&range->from) - when_last(day);
    return back > 0 ? back : ahead > 0 ? ahead : 0;
}

/* "From January to October" is of the year that brings its end, not its beginning, to where we are:
 * in November it is over. */
static void prefer_nearer_range(const struct dates *dates, const struct reading *open,
                                struct reading *reading)
{
    struct reading other = *open;
    const struct when *article = &dates->timeline.article;
    if (!is_of_any_year(&open->from) || !is_of_any_year(&open->to) || open->direction ||
        !article->unit || reading->basis == BASIS_CONTEXT || looks_ahead(dates) ||
        !complete_span(dates, NEAREST, &other.to, &other.basis))
        return;
    complete_from(dates, &other, PRECEDING);
    if (when_is_known(&other.from) && when_is_known(&reading->to) &&
        distance(&other, article) < distance(reading, article))
        *reading = other;
}

/* "During the civil war": words that leave the year open and say nothing else. */
static bool is_undated(const struct reading *reading)
{
    return reading->from.unit == UNIT_YEAR && reading->from.year == UNKNOWN &&
           reading->direction == NEAREST;
}

void dates_complete(const struct dates *dates, struct reading *reading)
{
    struct dates at = *dates;
    struct reading open = *reading;
    bool of_week = is_open_day(&reading->from) || reading->from.unit == UNIT_WEEKEND;
    if (reading->open_from && at.tense == TENSE_NONE && of_week)
        at.tense = TENSE_FUTURE; /* "until Friday" */
    else if (reading->open_from && at.tense == TENSE_PAST && !of_week)
        at.tense = TENSE_NONE; /* "was extended until 30 November" */
    if (reading->open_to && at.tense != TENSE_PAST && !told_from_text(reading->direction))
        at.timeline.last.unit = UNIT_NONE; /* "begun in 2011 and dry since July" */
    if (reading->from.unit && !when_is_known(&reading->from) && !is_undated(reading))
        complete_span(&at, reading->direction, &reading->from, &reading->basis);
    if (reading->range && reading->to.unit && !when_is_known(&reading->to))
        complete_from(dates, reading, FOLLOWING);
    if (reading->range)
        prefer_nearer_range(dates, &open, reading);
}
