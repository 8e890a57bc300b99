#include "resolve/dates_pass.h"

/* The article's own date: given, or told by a dateline, a byline, a note, a line of its own, or by a
 * weekday with its day. */

static struct when given_day(struct str published)
{
    long year, month, day;
    struct str rest = published;
    struct str y = str_split(&rest, '-'), m = str_split(&rest, '-');
    struct when none = { .unit = UNIT_NONE };
    if (!str_to_long(y, &year) || !str_to_long(m, &month) ||
        !str_to_long(rest.len > 2 ? str_slice(rest, 0, 2) : rest, &day))
        return none;
    struct when when = { UNIT_DAY, (int)year, (int)month, (int)day, 0 };
    return year > 0 && year < 10000 && when_is_possible(&when) ? when : none;
}

struct reading read_alone(struct pass *pass, uint32_t mark)
{
    struct reading reading = { 0 };
    pass->dates.sentence = mark_at(pass, mark)->sentence;
    pass->dates.tense = pass->tense[mark];
    if (!dates_read(&pass->dates, mark_at(pass, mark), &reading))
        reading = (struct reading){ 0 };
    return reading;
}

static bool is_plain_day(const struct reading *reading)
{
    return reading->from.unit == UNIT_DAY && !reading->range && !reading->open_from &&
           !reading->open_to && reading->basis == BASIS_EXPLICIT && when_is_known(&reading->from) &&
           when_is_possible(&reading->from);
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte & 0x80);
}

bool stands_alone(const struct pass *pass, const struct mark *mark)
{
    const struct text *text = pass->dates.resolve->text;
    struct span date = mark->at;
    struct span line = text->sentences.items[mark->sentence].at;
    for (uint32_t at = line.start; at < line.end; at++)
        if ((at < date.start || at >= date.end) && is_letter(text->bytes.s[at]))
            return false;
    return true;
}

/* "26 September 2023 - The road is open": the day of a dispatch, or of an entry of a chronicle. */
static bool heads_line(const struct pass *pass, uint32_t mark)
{
    const struct mark *date = mark_at(pass, mark);
    const struct text *text = pass->dates.resolve->text;
    return stands_alone(pass, date) ||
           (pass->published[mark] && date->at.start == text->sentences.items[date->sentence].at.start);
}

enum { TOP = 5 /* paragraphs */ };

static bool is_at_top(const struct pass *pass, uint32_t mark)
{
    const struct text *text = pass->dates.resolve->text;
    return text->sentences.items[mark_at(pass, mark)->sentence].paragraph < TOP;
}

/* How well a date would serve as the article's: a note says so, or its zone does. */
static int claim_to_publication(const struct pass *pass, uint32_t mark)
{
    enum zone zone = mark_zone(pass->dates.resolve, mark_at(pass, mark));
    if (zone == ZONE_CAPTION || zone == ZONE_FOOTNOTE)
        return 0;
    if (pass->published[mark])
        return 1 + pass->published[mark];
    return zone == ZONE_DATELINE || zone == ZONE_BYLINE ||
           (is_at_top(pass, mark) && stands_alone(pass, mark_at(pass, mark)));
}

static void publish(struct pass *pass, const struct when *day, enum published_basis basis)
{
    struct record *record = pass->dates.resolve->record;
    struct when article = *day;
    article.weekday = 0;
    pass->dates.timeline.article = article;
    record->published = when_text(&article, pass->dates.resolve->arena);
    record->basis = basis;
}

/* The first day that heads a line. Where later ones follow, they head a chronicle and
 * none is the article's: LONG_MIN. */
static long first_line_day(struct pass *pass)
{
    long first = LONG_MIN;
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        if (!is_whole(pass, i) || !heads_line(pass, i))
            continue;
        struct reading reading = read_alone(pass, i);
        if (!is_plain_day(&reading))
            continue;
        if (first != LONG_MIN && when_first(&reading.from) > first)
            return LONG_MIN;
        first = first == LONG_MIN ? when_first(&reading.from) : first;
    }
    return first;
}

static bool date_from_dateline(struct pass *pass)
{
    int best = 0;
    long line_day = first_line_day(pass);
    struct when day = { .unit = UNIT_NONE };
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        int claim = is_whole(pass, i) ? claim_to_publication(pass, i) : 0;
        if (claim <= best)
            continue;
        struct reading reading = read_alone(pass, i);
        if (!is_plain_day(&reading) ||
            (heads_line(pass, i) && when_first(&reading.from) != line_day))
            continue;
        best = claim;
        day = reading.from;
    }
    if (best)
        publish(pass, &day, PUBLISHED_DATELINE);
    return best > 0;
}

enum { YEARS_ON = 5, YEARS_BACK = 7 };

/* Years to try for a day of the week, the likeliest first: those soon after the latest year that the
 * article speaks of, then those before it ("for 2024 a third is foreseen"). */
static int year_to_try(int spoken, int attempt)
{
    return attempt <= YEARS_ON ? spoken + attempt : spoken - (attempt - YEARS_ON);
}

/* "Tuesday, September 26" in an article that speaks of 2020: a year in which that was a Tuesday. */
static void date_from_weekday(struct pass *pass)
{
    int spoken = UNKNOWN;
    struct when weekday = { .unit = UNIT_NONE };
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        struct reading reading = is_whole(pass, i) ? read_alone(pass, i) : (struct reading){ 0 };
        struct when *from = &reading.from;
        if (from->unit == UNIT_DAY && from->weekday && from->month != UNKNOWN &&
            from->day != UNKNOWN && from->year == UNKNOWN && !weekday.unit)
            weekday = *from;
        else if (from->unit && from->unit <= UNIT_YEAR && from->year > spoken &&
                 from->year < 2100 && !reading.open_from)
            spoken = from->year;
    }
    for (int i = 0; weekday.unit && spoken > 0 && i <= YEARS_ON + YEARS_BACK; i++) {
        weekday.year = year_to_try(spoken, i);
        if (when_is_possible(&weekday) && weekday_of(when_first(&weekday)) == weekday.weekday)
            return publish(pass, &weekday, PUBLISHED_WEEKDAY);
    }
}

/* "May 2024", "1 to 15 June 2024": the month or the days that an article without a day tells of. */
static bool tells_issue(const struct reading *reading)
{
    bool open = reading->open_from || reading->open_to;
    return !open && when_is_known(&reading->from) &&
           (reading->range ? reading->to.unit == UNIT_DAY && when_is_known(&reading->to)
                           : reading->from.unit == UNIT_MONTH);
}

/* "By our correspondent, May 2024": no day, but days of the year are told from there. */
static void find_issue(struct pass *pass)
{
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        struct reading reading = is_whole(pass, i) && claim_to_publication(pass, i)
                                     ? read_alone(pass, i) : (struct reading){ 0 };
        if (!tells_issue(&reading))
            continue;
        const struct when *last = reading.range ? &reading.to : &reading.from;
        pass->dates.timeline.issue = day_of_number(when_last(last));
        return;
    }
}

void find_article_date(struct pass *pass)
{
    struct record *record = pass->dates.resolve->record;
    pass->dates.timeline.article = given_day(record->published);
    if (!pass->dates.timeline.article.unit && !date_from_dateline(pass))
        date_from_weekday(pass);
    if (!pass->dates.timeline.article.unit)
        find_issue(pass);
}
