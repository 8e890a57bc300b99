#include <stdlib.h>

#include "resolve/dates_pass.h"

/* The dates of an article in text order: each is read, completed from what came before, and tells
 * those behind it where they are in time. */

/* ---- before reading: parts, notes ----------------------------------------------------------- */

/* What a rule only looked at, before its match or behind it, is no part. */
static bool is_part(const struct mark *whole, const struct mark *part)
{
    return is_of_kind(part, RULE_DATE) && part->at.start >= whole->at.start &&
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

static enum tense tense_named(struct str name)
{
    if (str_is(name, "future"))
        return TENSE_FUTURE;
    return str_is(name, "present") ? TENSE_PRESENT : TENSE_PAST;
}

static void take_note(struct pass *pass, const struct mark *note)
{
    struct str tense = mark_attribute(note, "tense", pass->dates.resolve->arena);
    struct str published = mark_attribute(note, "published", pass->dates.resolve->arena);
    for (size_t i = 0; i < note->capture_count; i++) {
        uint32_t date = note->captures[i].mark;
        if (date != UINT32_MAX && str_is(tense, "aside"))
            pass->aside[date] = true;
        else if (date != UINT32_MAX && tense.len && pass->tense[date] != TENSE_FUTURE)
            pass->tense[date] = tense_named(tense);
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
    pass->aside = arena_array(arena, bool, mark_count(pass) + 1);
    pass->published = arena_array(arena, uint8_t, mark_count(pass) + 1);
    for (uint32_t i = 0; i < mark_count(pass); i++)
        pass->outer[i] = NO_INDEX;
    for (uint32_t i = 0; i < mark_count(pass); i++) {
        const struct mark *mark = mark_at(pass, i);
        if (is_of_kind(mark, RULE_DATE))
            find_parts(pass, i);
        if (is_of_kind(mark, RULE_DATE) && dates_shows_order(&pass->dates, mark))
            pass->dates.timeline.second_first = true;
        if (is_of_kind(mark, RULE_NOTE) && rule_attribute(mark->rule, "anniversary").len)
            take_anniversary(pass, mark);
        else if (is_of_kind(mark, RULE_NOTE))
            take_note(pass, mark);
    }
}

/* What its own rule says of what has begun ("since Friday") or is to come ("from Friday on"); notes
 * come before the second. */
static void take_tense(struct pass *pass, uint32_t mark)
{
    struct str own = mark_attribute(mark_at(pass, mark), "tense", pass->dates.resolve->arena);
    struct dates *dates = &pass->dates;
    dates->tense = pass->tense[mark];
    dates->begun = str_is(own, "past");
    if (dates->begun && dates->tense == TENSE_FUTURE)
        dates->tense = TENSE_NONE;
    else if (!dates->tense && str_is(own, "future"))
        dates->tense = TENSE_FUTURE;
}

/* ---- the record ----------------------------------------------------------------------------- */

static struct str basis_text(enum basis basis)
{
    static const char *const names[] = { "explicit", "relative", "context", "weekday" };
    return str_of(names[basis]);
}

static bool has_four_digits(int year)
{
    return year == UNKNOWN || (year > -9999 && year <= 9999);
}

static bool is_valueless(const struct reading *reading)
{
    const struct when *from = &reading->from;
    return !has_four_digits(from->year) || !has_four_digits(reading->to.year) ||
           from->unit == UNIT_NONE || (from->unit == UNIT_DAY && from->month == UNKNOWN) ||
           when_is_feast(from) || (reading->range && when_is_feast(&reading->to)) ||
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
static bool is_aside(const struct pass *pass, const struct mark *mark,
                     const struct reading *reading)
{
    const struct timeline *timeline = &pass->dates.timeline;
    bool near = timeline->last.unit && mark->sentence - timeline->last_sentence <= NEAR_SENTENCES;
    struct str tense = mark_attribute(mark, "tense", pass->dates.resolve->arena);
    return reading->event.len || pass->aside[mark - mark_at(pass, 0)] || str_is(tense, "aside") ||
           (near && reading->from.unit == UNIT_YEAR && timeline->last.unit < UNIT_YEAR &&
            reading->from.year <= timeline->last.year && timeline->heading == UNKNOWN);
}

enum { LEAD_OF_FRAME = 20 /* bytes: "Au cours de la " */ };

/* "Last week, … : on Tuesday …": a week that opens the sentence says whose weekdays follow. */
static void follow_frame(struct pass *pass, const struct mark *mark, const struct reading *reading)
{
    struct timeline *timeline = &pass->dates.timeline;
    const struct sentence *sentence = &pass->dates.resolve->text->sentences.items[mark->sentence];
    if (reading->from.unit != UNIT_WEEK || !when_is_known(&reading->from) || reading->range ||
        reading->open_from || reading->open_to ||
        mark->at.start - sentence->at.start > LEAD_OF_FRAME)
        return;
    timeline->frame = reading->from;
    timeline->frame_sentence = mark->sentence;
}

/* "By May 8 the town was lost": a story goes on there, not from "until 2030". */
static bool has_come(const struct pass *pass, const struct when *end)
{
    const struct when *article = &pass->dates.timeline.article;
    return end->unit <= UNIT_MONTH && article->unit && when_is_known(end) &&
           when_last(end) < when_first(article);
}

/* "On Monday", "on 3 May" in an article without a date: the story is where we cannot tell, and years
 * are what it looks back to. */
static bool tells_from_now(const struct pass *pass, const struct reading *reading)
{
    const struct when *from = &reading->from;
    bool of_event = from->unit == UNIT_YEAR && reading->basis == BASIS_EXPLICIT;
    return !pass->dates.timeline.article.unit && !when_is_known(from) && !of_event;
}

/* What an undated article looks back to is told of in one paragraph. */
static void come_back(struct pass *pass, const struct mark *mark)
{
    struct timeline *timeline = &pass->dates.timeline;
    if (timeline->from_now && timeline->last.unit &&
        !same_paragraph(pass->dates.resolve, mark->sentence, timeline->last_sentence))
        timeline->last.unit = timeline->mentioned.unit = UNIT_NONE;
}

/* "January 2021: … the previous November": in a list "June 22:" goes on from January. */
static void go_on_in_list(struct pass *pass)
{
    struct timeline *timeline = &pass->dates.timeline;
    if (!pass->dates.opens || timeline->last_opens || !timeline->opened.unit ||
        !timeline->last.unit || when_first(&timeline->last) >= when_first(&timeline->opened))
        return;
    timeline->last = timeline->opened;
    timeline->last_opens = true;
}

/* Where the text is now. Footnotes and datelines are beside its story. */
static void move_on(struct pass *pass, const struct mark *mark, const struct reading *reading)
{
    enum zone zone = mark_zone(pass->dates.resolve, mark);
    const struct when *end = reading->range ? &reading->to : &reading->from;
    if (tells_from_now(pass, reading)) {
        pass->dates.timeline.from_now = true;
        pass->dates.timeline.last.unit = UNIT_NONE;
    }
    if ((zone != ZONE_BODY && zone != ZONE_HEADLINE) || !when_is_known(end) ||
        !when_is_possible(end) || (reading->open_from && !has_come(pass, end)))
        return;
    if (!reading->event.len || !pass->dates.timeline.mentioned.unit)
        pass->dates.timeline.mentioned = *end; /* "in 1991, during the First Karabakh War" */
    if (reading->open_to || is_aside(pass, mark, reading))
        return;
    pass->dates.timeline.last = *end;
    pass->dates.timeline.told = reading->told;
    pass->dates.timeline.base = reading->base;
    pass->dates.timeline.last_sentence = mark->sentence;
    pass->dates.timeline.last_opens = pass->dates.opens;
    if (pass->dates.opens)
        pass->dates.timeline.opened = *end;
}

/* Nothing but markup stands before it in its paragraph. */
static bool heads_paragraph(const struct pass *pass, const struct mark *mark)
{
    const struct text *text = pass->dates.resolve->text;
    const struct sentence *sentence = &text->sentences.items[mark->sentence];
    bool opens = opens_paragraph(pass->dates.resolve, mark->sentence);
    for (uint32_t at = sentence->at.start; opens && at < mark->at.start; at++)
        opens = strchr(" \t\n#*_", text->bytes.s[at]) != NULL;
    return opens;
}

/* "1992.", "1992:", "1992 –" */
static bool ends_heading(struct str rest)
{
    static const char *const ends[] = { ".", ":", "\n", "-", "–", "—" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_starts(rest, str_of(ends[i])))
            return true;
    return !rest.len;
}

/* True where the date is all of its heading: "1992. In February the town falls." */
static bool stands_as_heading(const struct pass *pass, const struct mark *mark)
{
    const struct text *text = pass->dates.resolve->text;
    size_t end = mark->at.end;
    if (!heads_paragraph(pass, mark))
        return false;
    while (end < text->bytes.len && strchr(" *_", text->bytes.s[end]))
        end++;
    return ends_heading(str_slice(text->bytes, end, text->bytes.len)) ||
           end >= text->sentences.items[mark->sentence].at.end;
}

/* A year, or years, that a paragraph begins with. */
static bool is_heading(const struct pass *pass, const struct mark *mark,
                       const struct reading *reading)
{
    return reading->from.unit == UNIT_YEAR && !reading->open_from && !reading->open_to &&
           stands_as_heading(pass, mark);
}

/* The paragraph goes on behind its date: no line or heading that is but a day. */
static bool goes_on_behind(const struct pass *pass, const struct mark *mark)
{
    const struct resolve *resolve = pass->dates.resolve;
    uint32_t next = mark->sentence + 1;
    return !stands_alone(pass, mark) || (next < resolve->text->sentences.count &&
                                         same_paragraph(resolve, mark->sentence, next));
}

/* "Friday 31. – The WHO gives a toll": a day that an entry of a diary begins with. */
static bool heads_entry(const struct pass *pass, const struct mark *mark,
                        const struct reading *reading)
{
    return reading->from.unit == UNIT_DAY && reading->from.day != UNKNOWN && !reading->range &&
           !reading->open_from && !reading->open_to && reading->basis == BASIS_EXPLICIT &&
           stands_as_heading(pass, mark);
}

/* A dispatch begins with a day too, but with one. */
static void count_entries(struct pass *pass)
{
    size_t entries = 0, lines = 0;
    for (uint32_t i = 0; i < mark_count(pass) && lines < 2; i++) {
        const struct mark *mark = mark_at(pass, i);
        if (!is_whole(pass, i) || !stands_as_heading(pass, mark))
            continue;
        struct reading reading = read_alone(pass, i);
        bool entry = heads_entry(pass, mark, &reading);
        entries += entry;
        lines += entry && !goes_on_behind(pass, mark);
    }
    pass->diary = entries > 1;
    pass->lined = lines > 1;
}

/* Of weeks, not of years: in a chronicle of what is long past "today" is that of its reader. */
static bool is_told_then(const struct pass *pass, const struct when *entry)
{
    enum { WEEKS = 60 /* days */ };
    return when_is_known(entry) && (!pass->article.unit || entry->weekday ||
                                    labs(when_first(&pass->article) - when_first(entry)) < WEEKS);
}

static struct date_mention *mention_of(const struct pass *pass, uint32_t mark)
{
    const struct resolve *resolve = pass->dates.resolve;
    uint32_t at = mark == UINT32_MAX ? NO_INDEX : resolve->mention[mark];
    return at == NO_INDEX ? NULL : &resolve->record->dates.items[at];
}

/* "Friday 31. – Yesterday …": an entry counts from its own day. */
static void open_entry(struct pass *pass, uint32_t mark, const struct when *entry)
{
    struct when *now = &pass->dates.timeline.article;
    *now = is_told_then(pass, entry) ? *entry : pass->article;
    now->weekday = 0;
    pass->under_line = !goes_on_behind(pass, mark_at(pass, mark));
    mention_of(pass, mark)->heads = pass->lined && pass->under_line;
}

/* Below a line that is but a day the story goes on, and its weekdays are those of the article. */
static void come_to_now(struct pass *pass, const struct reading *reading, bool entry)
{
    if (entry || (pass->under_line && only_weekday(&reading->from)))
        pass->dates.timeline.article = pass->article;
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

/* So many years lie between the two, counted from the beginning of the event or from its end. */
static void check_anniversaries(struct pass *pass)
{
    for (size_t i = 0; i < pass->anniversaries.count; i++) {
        const struct anniversary *told = &pass->anniversaries.items[i];
        struct date_mention *day = mention_of(pass, told->day);
        const struct date_mention *event = mention_of(pass, told->event);
        struct str value = event ? event->value : told->year;
        long year, begin, end;
        if (!day || day->warning.len || !year_at(day->value, false, &year) ||
            !year_at(value, false, &begin) || !year_at(value, true, &end))
            continue;
        if (year - begin != told->years && year - end != told->years)
            day->warning = STR("not that anniversary");
    }
}

/* ---- parts of a week ------------------------------------------------------------------------ */

static bool lies_in(const struct when *day, const struct when *week)
{
    return day->unit == UNIT_DAY && when_is_known(day) && when_first(day) >= when_first(week) &&
           when_first(day) <= when_last(week);
}

/* "Earlier this week" ends before the day that it is told on, "later that week" begins behind it;
 * false where no such day lies in the week. */
static bool part_by_day(const struct timeline *timeline, const struct when *week, bool later,
                        long *first, long *last)
{
    const struct when *day = lies_in(&timeline->article, week) ? &timeline->article
                                                               : &timeline->last;
    if (!lies_in(day, week))
        return false;
    if (later)
        *first = when_first(day) + 1;
    else
        *last = when_first(day) - 1;
    return *first <= *last;
}

enum { MONDAY, WEDNESDAY = 2, THURSDAY, SUNDAY = 6 };

static const struct week_part {
    const char *mod;
    long first, last;
    bool told; /* the day that it is told on is its end */
} week_parts[] = {
    { "early", MONDAY, WEDNESDAY, false }, { "mid", WEDNESDAY, THURSDAY, false },
    { "late", THURSDAY, SUNDAY, false },   { "end", THURSDAY, SUNDAY, false },
    { "earlier", MONDAY, WEDNESDAY, true }, { "later", MONDAY, SUNDAY, true },
};

static const struct week_part *week_part(struct str mod)
{
    for (size_t i = 0; i < sizeof week_parts / sizeof *week_parts; i++)
        if (str_is(mod, week_parts[i].mod))
            return &week_parts[i];
    return NULL;
}

/* A week is written by its days, and so are its parts. */
static struct reading part_of_week(const struct timeline *timeline, const struct reading *reading)
{
    const struct week_part *days = week_part(reading->mod);
    struct reading part = *reading;
    if (!days || reading->from.unit != UNIT_WEEK || !when_is_known(&reading->from) ||
        reading->range || reading->open_from || reading->open_to)
        return part;
    long monday = when_first(&reading->from);
    long first = monday + days->first, last = monday + days->last;
    bool later = days->last == SUNDAY;
    if (days->told && !part_by_day(timeline, &reading->from, later, &first, &last))
        return part;
    part.range = first < last;
    part.from = day_of_number(first);
    part.to = day_of_number(last);
    return part;
}

/* "Earlier" and "later" are parts too. */
static struct str mod_text(struct str mod)
{
    return str_is(mod, "earlier") ? STR("early") : str_is(mod, "later") ? STR("late") : mod;
}

/* "Next month", "tomorrow", "by the end of the year" have no value without the article's date, but
 * are known to lie ahead. */
static bool is_to_come(const struct pass *pass, struct str value, const struct reading *reading)
{
    bool of_story = str_starts(value, STR("then ")) || str_starts(value, STR("near ")) ||
                    pass->dates.tense == TENSE_PAST;
    bool ahead = str_ends(value, STR(" next")) || str_ends(value, STR("+1")) ||
                 str_starts(value, STR("ahead ")) ||
                 (str_starts(value, STR("../date")) && !reading->from.weekday);
    return ahead && !of_story && !pass->dates.timeline.article.unit;
}

static void record_date(struct pass *pass, uint32_t mark, const struct reading *whole)
{
    const struct resolve *resolve = pass->dates.resolve;
    const struct mark *at = mark_at(pass, mark);
    const struct reading part = part_of_week(&pass->dates.timeline, whole), *reading = &part;
    resolve->mention[mark] = (uint32_t)resolve->record->dates.count;
    *array_push(&resolve->record->dates, resolve->arena) = (struct date_mention){
        .at = at->at, .value = value_text(reading, resolve->arena), .rule = at->rule->name,
        .time = reading->time, .mod = mod_text(reading->mod), .event = reading->event,
        .precision = precision_text(reading), .basis = basis_text(reading->basis),
        .warning = warning_of(reading), .to_come = is_to_come(pass, at->value, reading),
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
    pass->dates.opens = heads_paragraph(pass, at);
    take_tense(pass, mark);
    come_back(pass, at);
    go_on_in_list(pass);
    if (!dates_read(&pass->dates, at, &reading))
        return take_parts(pass, mark);
    follow_heading(pass, at, &reading);
    bool entry = pass->diary && heads_entry(pass, at, &reading);
    struct when now = pass->dates.timeline.article;
    come_to_now(pass, &reading, entry);
    dates_complete(&pass->dates, &reading);
    record_date(pass, mark, &reading);
    pass->dates.timeline.article = now;
    if (entry)
        open_entry(pass, mark, &reading.from);
    follow_frame(pass, at, &reading);
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
    pass.article = pass.dates.timeline.article;
    count_entries(&pass);
    size_t count = whole_dates(&pass, order);
    for (size_t i = 0; i < count; i++)
        take_date(&pass, order[i]);
    link_parts(&pass);
    check_anniversaries(&pass);
}
