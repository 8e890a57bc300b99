#include "resolve/dates.h"

/* The dates of an article in text order: each is read, completed from what came before, and tells
 * those behind it where they are in time. */

/* "On 27 September 2021, the first anniversary of the war of 2016": two date marks. */
struct anniversary {
    uint32_t day, event;
    struct str year; /* of the event, where it is no date mark */
    long years;
};

struct pass {
    struct dates dates;
    uint32_t *outer;       /* for each mark, the date mark that it is a part of, or NO_INDEX */
    enum tense *tense;     /* of each mark, as notes say */
    uint8_t *published;    /* 1: a note says that it is the article's date; 2: the first one */
    ARRAY(struct anniversary) anniversaries;
};

static struct mark *mark_at(const struct pass *pass, uint32_t mark)
{
    return &pass->dates.resolve->marks->items.items[mark];
}

static bool is_of(const struct mark *mark, enum rule_kind kind)
{
    return mark->rule && mark->rule->kind == kind;
}

static size_t mark_count(const struct pass *pass)
{
    return pass->dates.resolve->marks->items.count;
}

/* ---- before reading: parts, notes ----------------------------------------------------------- */

/* What a rule only looked at, before its match or behind it, is no part. */
static bool is_part(const struct mark *whole, const struct mark *part)
{
    return is_of(part, RULE_DATE) && part->at.start >= whole->at.start &&
           part->at.end <= whole->at.end;
}

static void find_parts(struct pass *pass, uint32_t whole)
{
    const struct mark *mark = mark_at(pass, whole);
    for (size_t i = 0; i < mark->capture_count; i++)
        if (mark->captures[i].mark != UINT32_MAX &&
            is_part(mark, mark_at(pass, mark->captures[i].mark)))
            pass->outer[mark->captures[i].mark] = whole;
}

static void take_note(struct pass *pass, const struct mark *note)
{
    struct str tense = rule_attribute(note->rule, "tense");
    struct str published = mark_attribute(note, "published", pass->dates.resolve->arena);
    for (size_t i = 0; i < note->capture_count; i++) {
        uint32_t date = note->captures[i].mark;
        if (date != UINT32_MAX && tense.len && pass->tense[date] != TENSE_FUTURE)
            pass->tense[date] = str_is(tense, "future") ? TENSE_FUTURE : TENSE_PAST;
        if (date != UINT32_MAX && published.len)
            pass->published[date] = str_is(published, "first") ? 2 : str_is(published, "yes");
    }
}

static void take_anniversary(struct pass *pass, const struct mark *note)
{
    const struct capture *day = mark_capture(note, "date"), *event = mark_capture(note, "date2");
    struct str rest = mark_attribute(note, "anniversary", pass->dates.resolve->arena);
    struct anniversary told = { .event = event ? event->mark : UINT32_MAX };
    if (!day || day->mark == UINT32_MAX || !str_to_long(str_split(&rest, ' '), &told.years))
        return;
    told.day = day->mark;
    told.year = rest;
    *array_push(&pass->anniversaries, pass->dates.resolve->arena) = told;
}

static void prepare(struct pass *pass)
{
    struct arena *arena = pass->dates.resolve->arena;
    pass->outer = arena_array(arena, uint32_t, mark_count(pass) + 1);
    pass->tense = arena_array(arena, enum tense, mark_count(pass) + 1);
    pass->published = arena_array(arena, uint8_t, mark_count(pass) + 1);
    for (uint32_t i = 0; i < mark_count(pass); i++)
        pass->outer[i] = NO_INDEX;
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        const struct mark *mark = mark_at(pass, i);
        if (is_of(mark, RULE_DATE))
            find_parts(pass, i);
        if (is_of(mark, RULE_DATE) && dates_shows_order(&pass->dates, mark))
            pass->dates.timeline.second_first = true;
        if (is_of(mark, RULE_NOTE) && rule_attribute(mark->rule, "anniversary").len)
            take_anniversary(pass, mark);
        else if (is_of(mark, RULE_NOTE))
            take_note(pass, mark);
    }
}

static bool is_whole(const struct pass *pass, uint32_t mark)
{
    return is_of(mark_at(pass, mark), RULE_DATE) && pass->outer[mark] == NO_INDEX;
}

/* ---- the article's date --------------------------------------------------------------------- */

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

static struct reading read_alone(struct pass *pass, uint32_t mark)
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

/* A line that is nothing but a date. */
static bool stands_alone(const struct pass *pass, uint32_t mark)
{
    const struct text *text = pass->dates.resolve->text;
    struct span date = mark_at(pass, mark)->at;
    struct span line = text->sentences.items[mark_at(pass, mark)->sentence].at;
    for (uint32_t at = line.start; at < line.end; at++)
        if ((at < date.start || at >= date.end) && is_letter(text->bytes.s[at]))
            return false;
    return true;
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
           (is_at_top(pass, mark) && stands_alone(pass, mark));
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

/* The first day that has a line of its own. Where later ones follow, they head a chronicle and
 * none is the article's: LONG_MIN. */
static long first_line_day(struct pass *pass)
{
    long first = LONG_MIN;
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        if (!is_whole(pass, i) || !stands_alone(pass, i))
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
            (stands_alone(pass, i) && when_first(&reading.from) != line_day))
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

static void find_article_date(struct pass *pass)
{
    struct record *record = pass->dates.resolve->record;
    pass->dates.timeline.article = given_day(record->published);
    if (!pass->dates.timeline.article.unit && !date_from_dateline(pass))
        date_from_weekday(pass);
}

/* ---- the record ----------------------------------------------------------------------------- */

static struct str basis_text(enum basis basis)
{
    static const char *const names[] = { "explicit", "relative", "context", "weekday" };
    return str_of(names[basis]);
}

static bool has_four_digits(int year)
{
    return year == UNKNOWN || (year >= 0 && year <= 9999);
}

static bool is_valueless(const struct reading *reading)
{
    const struct when *from = &reading->from;
    return !has_four_digits(from->year) || !has_four_digits(reading->to.year) ||
           from->unit == UNIT_NONE || (from->unit == UNIT_DAY && from->month == UNKNOWN) ||
           (from->unit == UNIT_WEEKEND && from->day == UNKNOWN) ||
           (from->year == UNKNOWN && from->month == UNKNOWN) ||
           (reading->range && !when_is_known(&reading->to) && reading->to.month == UNKNOWN);
}

static struct when edge(const struct when *when, bool end)
{
    bool days = when->unit == UNIT_WEEK || when->unit == UNIT_WEEKEND || when->unit == UNIT_HALF;
    if (!days || !when_is_known(when))
        return *when;
    return day_of_number(end ? when_last(when) : when_first(when));
}

/* A bound of an interval: the first or last day where the span itself has no EDTF of its own. */
static struct str bound_text(const struct when *when, bool end, struct arena *arena)
{
    struct when at = edge(when, end);
    return when_text(&at, arena);
}

static struct str value_text(const struct reading *reading, struct arena *arena)
{
    if (is_valueless(reading))
        return STR("");
    struct str from = bound_text(&reading->from, false, arena);
    if (reading->range) {
        struct str to = bound_text(&reading->to, true, arena);
        return arena_printf(arena, "%.*s/%.*s", STR_ARG(from), STR_ARG(to));
    }
    if (reading->open_to)
        return arena_printf(arena, "%.*s/..", STR_ARG(from));
    if (reading->open_from) {
        struct str to = bound_text(&reading->from, true, arena);
        return arena_printf(arena, "../%.*s", STR_ARG(to));
    }
    from = when_text(&reading->from, arena);
    return reading->about ? arena_printf(arena, "%.*s~", STR_ARG(from)) : from;
}

static struct str precision_text(const struct reading *reading)
{
    bool interval = reading->range || reading->open_from || reading->open_to;
    return interval ? STR("range") : str_of(unit_precision(reading->from.unit));
}

static struct str warning_of(const struct reading *reading)
{
    const struct when *from = &reading->from;
    if (!when_is_possible(from) || (reading->range && !when_is_possible(&reading->to)))
        return STR("no such day");
    if (from->unit == UNIT_DAY && from->weekday && when_is_known(from) &&
        weekday_of(when_first(from)) != from->weekday)
        return STR("not that weekday");
    return STR("");
}

/* A year behind the story's day, or an event, is only looked back to. */
static bool is_aside(const struct pass *pass, const struct reading *reading, uint32_t sentence)
{
    const struct timeline *timeline = &pass->dates.timeline;
    bool near = timeline->last.unit && sentence - timeline->last_sentence <= NEAR_SENTENCES;
    return reading->event.len ||
           (near && reading->from.unit == UNIT_YEAR && timeline->last.unit < UNIT_YEAR &&
            reading->from.year <= timeline->last.year && timeline->heading == UNKNOWN);
}

/* Where the text is now. Footnotes and datelines are beside its story. */
static void move_on(struct pass *pass, const struct mark *mark, const struct reading *reading)
{
    enum zone zone = mark_zone(pass->dates.resolve, mark);
    const struct when *end = reading->range ? &reading->to : &reading->from;
    if ((zone != ZONE_BODY && zone != ZONE_HEADLINE) || reading->open_from || reading->open_to ||
        !when_is_known(end) || !when_is_possible(end))
        return;
    pass->dates.timeline.mentioned = *end;
    if (is_aside(pass, reading, mark->sentence))
        return;
    pass->dates.timeline.last = *end;
    pass->dates.timeline.told = reading->told;
    pass->dates.timeline.base = reading->base;
    pass->dates.timeline.last_sentence = mark->sentence;
}

/* A year that begins a paragraph and stands for itself: "1992. In February the town falls." */
static bool is_heading(const struct pass *pass, const struct mark *mark,
                       const struct reading *reading)
{
    const struct text *text = pass->dates.resolve->text;
    const struct sentence *sentence = &text->sentences.items[mark->sentence];
    bool first = mark->sentence == 0 || sentence->paragraph != (sentence - 1)->paragraph;
    if (!first || reading->from.unit != UNIT_YEAR || reading->open_from || reading->open_to)
        return false;
    for (uint32_t at = sentence->at.start; at < mark->at.start; at++)
        if (!strchr(" \t\n#*_", text->bytes.s[at]))
            return false;
    size_t end = mark->at.end;
    while (end < text->bytes.len && strchr(" *_", text->bytes.s[end]))
        end++;
    return end == text->bytes.len || strchr(".:\n", text->bytes.s[end]) || end >= sentence->at.end;
}

static void follow_heading(struct pass *pass, const struct mark *mark,
                           const struct reading *reading)
{
    struct timeline *timeline = &pass->dates.timeline;
    uint32_t paragraph = pass->dates.resolve->text->sentences.items[mark->sentence].paragraph;
    if (is_heading(pass, mark, reading)) {
        timeline->heading = reading->range ? UNKNOWN : reading->from.year;
        timeline->heading_paragraph = paragraph;
    } else if (paragraph > timeline->heading_paragraph + 1) {
        timeline->heading = UNKNOWN;
    }
}

/* The year that an EDTF value begins with, or ends with. */
static bool year_at(struct str value, bool end, long *ret)
{
    struct str right = value, left = str_split(&right, '/');
    struct str side = end && right.len ? right : left;
    return side.len >= 4 && str_to_long(str_slice(side, 0, 4), ret);
}

static struct date_mention *mention_of(const struct pass *pass, uint32_t mark)
{
    const struct resolve *resolve = pass->dates.resolve;
    uint32_t at = mark == UINT32_MAX ? NO_INDEX : resolve->mention[mark];
    return at == NO_INDEX ? NULL : &resolve->record->dates.items[at];
}

/* So many years lie between the two, counted from the beginning of the event or from its end. */
static void check_anniversaries(struct pass *pass)
{
    for (size_t i = 0; i < pass->anniversaries.count; i++) {
        const struct anniversary *told = &pass->anniversaries.items[i];
        struct date_mention *day = mention_of(pass, told->day), *event = mention_of(pass, told->event);
        struct str value = event ? event->value : told->year;
        long year, begin, end;
        if (!day || day->warning.len || !year_at(day->value, false, &year) ||
            !year_at(value, false, &begin) || !year_at(value, true, &end))
            continue;
        if (year - begin != told->years && year - end != told->years)
            day->warning = STR("not that anniversary");
    }
}

static void record_date(struct pass *pass, uint32_t mark, const struct reading *reading)
{
    const struct resolve *resolve = pass->dates.resolve;
    const struct mark *at = mark_at(pass, mark);
    resolve->mention[mark] = (uint32_t)resolve->record->dates.count;
    *array_push(&resolve->record->dates, resolve->arena) = (struct date_mention){
        .at = at->at, .value = value_text(reading, resolve->arena), .rule = at->rule->name,
        .time = reading->time, .mod = reading->mod, .event = reading->event,
        .precision = precision_text(reading), .basis = basis_text(reading->basis),
        .warning = warning_of(reading),
    };
}

static void take_date(struct pass *pass, uint32_t mark);

/* The part of `whole` that begins next behind `from`, or NO_INDEX. */
static uint32_t next_part(const struct pass *pass, uint32_t whole, uint32_t from)
{
    const struct mark *mark = mark_at(pass, whole);
    uint32_t next = NO_INDEX;
    for (size_t i = 0; i < mark->capture_count; i++) {
        uint32_t part = mark->captures[i].mark;
        if (part == UINT32_MAX || pass->outer[part] != whole ||
            mark_at(pass, part)->at.start < from)
            continue;
        if (next == NO_INDEX || mark_at(pass, part)->at.start < mark_at(pass, next)->at.start)
            next = part;
    }
    return next;
}

/* Parts that do not go together are dates of their own. */
static void take_parts(struct pass *pass, uint32_t whole)
{
    uint32_t first = (uint32_t)pass->dates.resolve->record->dates.count;
    for (uint32_t part = next_part(pass, whole, 0); part != NO_INDEX;
         part = next_part(pass, whole, mark_at(pass, part)->at.end)) {
        pass->tense[part] = pass->tense[part] ? pass->tense[part] : pass->tense[whole];
        take_date(pass, part);
    }
    if (pass->dates.resolve->record->dates.count > first)
        pass->dates.resolve->mention[whole] = first;
}

static void take_date(struct pass *pass, uint32_t mark)
{
    struct reading reading;
    const struct mark *at = mark_at(pass, mark);
    pass->dates.sentence = at->sentence;
    pass->dates.tense = pass->tense[mark];
    if (!dates_read(&pass->dates, at, &reading))
        return take_parts(pass, mark);
    follow_heading(pass, at, &reading);
    dates_complete(&pass->dates, &reading);
    record_date(pass, mark, &reading);
    move_on(pass, at, &reading);
}

static bool comes_before(const struct pass *pass, uint32_t a, uint32_t b)
{
    return mark_at(pass, a)->at.start < mark_at(pass, b)->at.start;
}

/* Whole dates in text order: those of a sentence stand in the order of their stages. */
static size_t whole_dates(const struct pass *pass, uint32_t *ret)
{
    size_t count = 0;
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        if (!is_whole(pass, i))
            continue;
        size_t at = count++;
        for (; at > 0 && comes_before(pass, i, ret[at - 1]); at--)
            ret[at] = ret[at - 1];
        ret[at] = i;
    }
    return count;
}

/* A part is told by the mention of the date that it is a part of. */
static void link_parts(struct pass *pass)
{
    uint32_t *mention = pass->dates.resolve->mention;
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        uint32_t outer = i;
        while (mention[i] == NO_INDEX && pass->outer[outer] != NO_INDEX) {
            outer = pass->outer[outer];
            mention[i] = mention[outer];
        }
    }
}

void resolve_dates(struct resolve *resolve)
{
    struct pass pass = { .dates.resolve = resolve };
    uint32_t *order = arena_array(resolve->arena, uint32_t, resolve->marks->items.count + 1);
    pass.dates.timeline.heading = UNKNOWN;
    prepare(&pass);
    find_article_date(&pass);
    size_t count = whole_dates(&pass, order);
    for (size_t i = 0; i < count; i++)
        take_date(&pass, order[i]);
    link_parts(&pass);
    check_anniversaries(&pass);
}
