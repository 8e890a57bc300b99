#include "resolve/near.h"

/* When: the days of claims. */

enum { AN_EVENT = 100 /* a sentence before, "1991-92, during the war" gives the years */ };

/* A date or place inside a speaker's mark ("said on Tuesday") is that of the report. */
static const struct mark *report_over(const struct resolve *resolve, uint32_t sentence,
                                      struct span date)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (is_of_kind(mark, RULE_SPEAKER) && span_contains(mark->at, date))
            return mark;
    }
    return NULL;
}

bool is_of_report(const struct resolve *resolve, uint32_t sentence, struct span date)
{
    return report_over(resolve, sentence, date) != NULL;
}

/* The day of a report, of which the claim is not; "against seven in 2021" is for the seven alone. */
static bool is_reported(const struct resolve *resolve, uint32_t sentence, struct span date,
                        const struct casualty *claim)
{
    const struct mark *report = report_over(resolve, sentence, date);
    return report && !(rule_attribute(report->rule, "own").len &&
                       span_contains(report->at, claim->amount));
}

uint32_t first_date(const struct record *record, uint32_t from)
{
    uint32_t low = 0, high = (uint32_t)record->dates.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (record->dates.items[middle].at.start < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "Since Monday the toll has risen", "counted 1,683 between April 2014 and December 2022", "by the end
 * of 2023": the harm went on. */
static bool goes_on(const struct record *record, struct span date)
{
    enum { UNTIL_A_DAY = sizeof "../2023-09-26" - 1 };
    uint32_t index = first_date(record, date.start);
    struct str value = index < record->dates.count ? record->dates.items[index].value : STR("");
    return memchr(value.s, '/', value.len) &&
           !(str_starts(value, STR("../")) && value.len == UNTIL_A_DAY);
}

/* "By Tuesday rescuers had recovered 32 bodies": a scene rule that says so. */
bool is_of_finding(const struct resolve *resolve, uint32_t sentence, struct span date)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        const struct capture *day = is_of_kind(mark, RULE_SCENE) ? mark_capture(mark, "date") : NULL;
        if (day && rule_attribute(mark->rule, "far").len && span_contains(day->at, date))
            return !goes_on(resolve->record, date);
    }
    return false;
}

/* "PARIS, June 3 (Agency) - …": a day or place at the head of the sentence, and a dash soon behind it. */
bool is_of_dateline(const struct resolve *resolve, const struct sentence *sentence,
                           struct span date)
{
    enum { HEAD = 40, TAIL = 56 };
    uint32_t end = date.end + TAIL < sentence->at.end ? date.end + TAIL : sentence->at.end;
    struct str behind = span_text(resolve->article->text, (struct span){ date.end, end });
    return date.start - sentence->at.start <= HEAD && text_until_dash(behind, &behind);
}

/* A day or month behind that of the article, or a time that begins there; seasons and decades are
 * not compared. */
static bool is_to_come(struct str date, struct str published)
{
    date = str_split(&date, '/');
    size_t shared = date.len < published.len ? date.len : published.len;
    bool comparable = shared >= 7 && date.s[0] >= '0' && date.s[0] <= '9' && date.s[5] <= '1';
    return comparable && memcmp(date.s, published.s, shared) > 0;
}

/* "Some days ago": up to the day, month or year of the article. */
static bool is_before_now(struct str date, struct str published)
{
    return str_starts(date, STR("../")) && date.len > 3 &&
           str_starts(published, str_slice(date, 3, date.len));
}

/* "By 2030", but not "by the end of 2023" in an article of 2025. */
static bool ends_ahead(struct str date, struct str published)
{
    struct str until = str_starts(date, STR("../")) ? str_slice(date, 3, date.len) : STR("");
    size_t shared = until.len < published.len ? until.len : published.len;
    return until.len && (!shared || memcmp(until.s, published.s, shared) > 0);
}

/* "By 2030", a day to come: no day on which anyone was harmed. */
bool tells_no_day(const struct record *record, const struct date_mention *date)
{
    return ends_ahead(date->value, record->published) ||
           is_to_come(date->value, record->published) || date->to_come;
}

/* "During the civil war", "since the war began". */
static bool is_undated(struct str date)
{
    return str_is(date, "XXXX") || str_starts(date, STR("XXXX/"));
}

/* "During the war", "some days ago", "in the 19th century": any date that says more comes first. */
bool says_little(const struct resolve *resolve, uint32_t index)
{
    const struct date_mention *date = &resolve->record->dates.items[index];
    return is_undated(date->value) || is_before_now(date->value, resolve->record->published) ||
           str_is(date->precision, "century");
}

/* True when a claim of the same role that is no part of another stands between the two, behind a
 * comma. */
static bool has_like_between(const struct resolve *resolve, const struct casualty *claim,
                             struct span at)
{
    const struct record *record = resolve->record;
    const struct casualty *end = record->casualties.items + record->casualties.count;
    for (const struct casualty *next = claim + 1; next < end && next->at.end <= at.start; next++)
        if (next->part_of == NO_INDEX && str_equal(next->role, claim->role) &&
            has_sign(resolve, claim->at.end, next->amount.start, ","))
            return true;
    return false;
}

/* "Two were killed, bringing to 418 the dead since May": the span is that of the later count. */
static bool is_counted_in_later(const struct resolve *resolve, const struct date_mention *date,
                                const struct casualty *claim)
{
    return str_ends(date->value, STR("/..")) && has_like_between(resolve, claim, date->at);
}

/* "2010 - Trial opens", "26 September – The road is open": an entry of a chronicle has its day at
 * its head; there the article's own date heads a dispatch. */
static bool heads_entry(const struct resolve *resolve, const struct sentence *in,
                        const struct date_mention *date)
{
    return date->at.start == in->at.start && !str_equal(date->value, resolve->record->published);
}

/* "… 90,000 displaced, half of them back by spring 2021": behind a comma it ends something else. */
static bool ends_other(const struct resolve *resolve, const struct date_mention *date,
                       const struct casualty *claim)
{
    return str_starts(date->value, STR("../")) &&
           has_sign(resolve, claim->at.end, date->at.start, ",");
}

static uint32_t date_distance(const struct resolve *resolve, uint32_t sentence,
                              const struct date_mention *date, const struct casualty *claim)
{
    if (span_overlaps(date->at, claim->amount) || tells_no_day(resolve->record, date) ||
        is_of_other_clause(resolve, sentence, date->at, claim) ||
        is_counted_in_later(resolve, date, claim) || ends_other(resolve, date, claim) ||
        is_reported(resolve, sentence, date->at, claim))
        return FAR;
    const struct sentence *in = &resolve->text->sentences.items[sentence];
    bool weak = says_little(resolve, (uint32_t)(date - resolve->record->dates.items)) ||
                (is_of_dateline(resolve, in, date->at) && !heads_entry(resolve, in, date)) ||
                is_of_finding(resolve, sentence, date->at);
    bool event_before = date->event.len && !span_contains(in->at, claim->at);
    return apart(resolve, date->at, claim->at) + (weak ? A_DATELINE : 0) +
           (event_before ? AN_EVENT : 0) +
           (has_claim_between(resolve, date->at, claim) ? A_CLAIM : 0) +
           (has_sign(resolve, claim->at.end, date->at.start, ":") ? 2 * A_CLAIM : 0) +
           (opens_between(resolve, sentence, date->at, claim->at) ? A_CLAIM : 0);
}

static uint32_t nearest_date(const struct resolve *resolve, uint32_t sentence,
                             const struct casualty *claim)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    uint32_t best = NO_INDEX, shortest = FAR;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++) {
        uint32_t distance = date_distance(resolve, sentence, &record->dates.items[i], claim);
        if (distance >= shortest)
            continue;
        shortest = distance;
        best = i;
    }
    return best;
}

bool link_date(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
               const char *basis)
{
    uint32_t date = nearest_date(resolve, sentence, claim);
    bool found = date != NO_INDEX &&
                 is_of_finding(resolve, sentence, resolve->record->dates.items[date].at);
    bool own = span_contains(resolve->text->sentences.items[sentence].at, claim->at);
    if (date == NO_INDEX || (found && (!own || claim->date != NO_INDEX)))
        return false;
    claim->date = date;
    claim->date_basis = str_of(basis);
    return !found;
}

bool counts_on(const struct resolve *resolve, uint32_t sentence, const struct casualty *claim)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++) {
        struct str value = record->dates.items[i].value;
        if (str_ends(value, STR("/..")) && (i == claim->date || is_undated(value)))
            return true;
    }
    return false;
}

bool has_other_day(const struct resolve *resolve, uint32_t sentence,
                   const struct casualty *claim)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++)
        if (!str_equal(record->dates.items[i].value, record->dates.items[claim->date].value))
            return true;
    return false;
}
