#include "export/facts.h"

/* A figure without place and date, such as one in a headline, is about what the next figure of its
 * kind is about, if that is no farther away than this. */
enum { NEIGHBOURHOOD = 400 };

/* A figure without a date is of the days in which the article appeared, unless what stands before
 * it tells of other days: so far back is looked, and so old may a date there be. */
enum { DATES_BEFORE = 600, RECENT = 60 };

/* What lasted longer, or ended longer before the article, was hardly in the town that it is about. */
enum { LONGEST_AT_FOCUS = 31 };

enum { LONGEST_EXCERPT = 600 };

/* ---- the article's place -------------------------------------------------------------------- */

static const char *const wide_kinds[] = {
    "country", "continent", "sea", "ocean", "former-state", NULL,
};

static const char *const narrow_kinds[] = {
    "city", "town", "village", "capital", "place", "landmark", "infrastructure", NULL,
};

static bool is_one_of(const char *const *kinds, const struct entity *place)
{
    while (*kinds && !str_is(place->kind, *kinds))
        kinds++;
    return *kinds;
}

static bool is_wide(const struct entity *place)
{
    return is_one_of(wide_kinds, place);
}

static bool names_place(const struct record *record, const struct name_mention *name)
{
    if (name->type != NAME_PLACE || name->entity == NO_INDEX || name->metonym.len ||
        str_is(name->variant_kind, "adjective"))
        return false;
    return !is_wide(&record->entities.items[name->entity]);
}

static size_t mentions_of(const struct record *record, uint32_t entity)
{
    size_t count = 0;
    for (size_t i = 0; i < record->names.count; i++)
        count += record->names.items[i].entity == entity &&
                 names_place(record, &record->names.items[i]);
    return count;
}

/* Entities stand in the order of their first mention, which decides between equals. */
uint32_t focus_of(const struct record *record)
{
    uint32_t best = NO_INDEX;
    size_t most = 1;
    for (uint32_t i = 0; i < record->entities.count; i++) {
        size_t count = record->entities.items[i].type == NAME_PLACE ? mentions_of(record, i) : 0;
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return best;
}

/* ---- one claim ------------------------------------------------------------------------------ */

static uint32_t own_place(const struct record *record, const struct casualty *casualty)
{
    return casualty->place == NO_INDEX ? NO_INDEX : record->names.items[casualty->place].entity;
}

static struct days own_days(const struct record *record, const struct casualty *casualty)
{
    if (casualty->date == NO_INDEX)
        return (struct days){ NO_DAY, NO_DAY };
    return days_of(record->dates.items[casualty->date].value);
}

static struct fact own_fact(const struct record *record, const struct casualty *casualty)
{
    return (struct fact){
        .place = own_place(record, casualty),
        .place_basis = casualty->place_basis,
        .days = own_days(record, casualty),
        .date_basis = casualty->date_basis,
    };
}

static uint32_t distance(struct span a, struct span b)
{
    return a.end <= b.start ? b.start - a.end : a.start >= b.end ? a.start - b.end : 0;
}

static bool bounds_meet(const struct casualty *a, const struct casualty *b)
{
    return (a->high < 0 || b->low <= a->high) && (b->high < 0 || a->low <= b->high);
}

/* True when the other claim may tell where and when this one was. */
static bool lends(const struct fact *facts, const struct casualty *to, const struct casualty *from,
                  size_t i)
{
    return from->part_of == NO_INDEX && str_equal(from->role, to->role) &&
           days_known(facts[i].days) && str_is(from->scope, "incident") &&
           distance(to->at, from->at) < NEIGHBOURHOOD && bounds_meet(to, from);
}

static void take_from_neighbour(const struct record *record, struct fact *facts, size_t at)
{
    const struct casualty *all = record->casualties.items, *to = &all[at];
    size_t nearest = record->casualties.count;
    if (facts[at].place != NO_INDEX || to->date != NO_INDEX || days_known(facts[at].days) ||
        to->victims.at.end ||
        to->part_of != NO_INDEX || str_is(to->scope, "cumulative"))
        return;
    for (size_t i = 0; i < record->casualties.count; i++)
        if (i != at && !str_is(facts[i].date_basis, "neighbour") && lends(facts, to, &all[i], i) &&
            (nearest == record->casualties.count ||
             distance(to->at, all[i].at) < distance(to->at, all[nearest].at)))
            nearest = i;
    if (nearest == record->casualties.count)
        return;
    facts[at].place = facts[nearest].place;
    facts[at].days = facts[nearest].days;
    facts[at].place_basis = facts[at].date_basis = STR("neighbour");
}

/* True where all dates that stand before the claim are long past: it is told as history. */
static bool is_history(const struct record *record, const struct casualty *casualty)
{
    int32_t published = days_of(record->published).last;
    bool any = false;
    for (size_t i = 0; i < record->dates.count && published != NO_DAY; i++) {
        struct span at = record->dates.items[i].at;
        if (at.end > casualty->at.start || casualty->at.start - at.end > DATES_BEFORE)
            continue;
        int32_t last = days_of(record->dates.items[i].value).last;
        if (last == NO_DAY || last >= published - RECENT)
            return false;
        any = true;
    }
    return any;
}

/* A part is where and when its whole is, as far as it does not say. */
static void take_from_whole(const struct record *record, struct fact *facts, size_t at)
{
    uint32_t whole = record->casualties.items[at].part_of;
    if (whole == NO_INDEX)
        return;
    if (facts[at].place == NO_INDEX) {
        facts[at].place = facts[whole].place;
        facts[at].place_basis = STR("whole");
    }
    if (!days_known(facts[at].days)) {
        facts[at].days = facts[whole].days;
        facts[at].date_basis = STR("whole");
    }
    facts[at].as_of = facts[whole].as_of;
}

/* True where the first says nothing of the place, or only the country of the second. */
static bool says_less_of_place(const struct record *record, const struct fact *less,
                               const struct fact *more)
{
    if (less->place == NO_INDEX || more->place == NO_INDEX)
        return less->place == NO_INDEX && more->place != NO_INDEX;
    const struct entity *wide = &record->entities.items[less->place];
    const struct entity *narrow = &record->entities.items[more->place];
    return is_wide(wide) && !is_wide(narrow) && str_equal(wide->country, narrow->country);
}

static void take_what_is_more(const struct record *record, struct fact *to, const struct fact *from)
{
    if (says_less_of_place(record, to, from)) {
        to->place = from->place;
        to->place_basis = STR("same");
    }
    if (!days_known(to->days) && days_known(from->days)) {
        to->days = from->days;
        to->date_basis = STR("same");
    }
}

/* What is told again, or otherwise by another voice, was where and when any of the mentions says. */
static void take_from_each_other(const struct record *record, struct fact *facts, size_t at)
{
    const struct casualty *casualty = &record->casualties.items[at];
    uint32_t other = casualty->same_as != NO_INDEX ? casualty->same_as : casualty->conflicts_with;
    if (other == NO_INDEX)
        return;
    take_what_is_more(record, &facts[at], &facts[other]);
    take_what_is_more(record, &facts[other], &facts[at]);
}

static int32_t as_of(const struct record *record, const struct casualty *casualty,
                     const struct fact *fact)
{
    bool cumulative = str_is(casualty->scope, "cumulative");
    int32_t published = days_of(record->published).last;
    if ((cumulative && fact->days.last != NO_DAY) || published == NO_DAY)
        return fact->days.last;
    return days_known(fact->days) || !is_history(record, casualty) ? published : NO_DAY;
}

/* "Since 1 January" lasts until the day of the report. */
static void close_days(struct fact *fact)
{
    if (fact->days.last == NO_DAY && fact->days.first != NO_DAY && fact->as_of >= fact->days.first)
        fact->days.last = fact->as_of;
}

/* True where the claim tells a place that the gazetteer lacks. */
static bool is_elsewhere(const struct casualty *casualty)
{
    return casualty->place == NO_INDEX && casualty->place_basis.len && !casualty->scene.at.end;
}

/* True where the claim may be of what the article is about. A region has a history. */
static bool is_at_focus(const struct record *record, const struct casualty *casualty,
                        const struct fact *fact, uint32_t focus)
{
    int32_t published = days_of(record->published).last;
    if (!is_one_of(narrow_kinds, &record->entities.items[focus]))
        return true;
    if (!days_known(fact->days))
        return !is_history(record, casualty);
    return fact->days.last - fact->days.first <= LONGEST_AT_FOCUS &&
           (published == NO_DAY || fact->days.last >= published - RECENT);
}

static void take_from_article(const struct record *record, struct fact *fact, size_t at,
                              uint32_t focus)
{
    const struct casualty *casualty = &record->casualties.items[at];
    fact->as_of = as_of(record, casualty, fact);
    close_days(fact);
    if (fact->place == NO_INDEX && focus != NO_INDEX && casualty->part_of == NO_INDEX &&
        !is_elsewhere(casualty) && is_at_focus(record, casualty, fact, focus)) {
        fact->place = focus;
        fact->place_basis = STR("article");
    }
}

struct fact *facts_of(const struct record *record, struct arena *arena)
{
    size_t count = record->casualties.count;
    struct fact *facts = arena_array(arena, struct fact, count + 1);
    uint32_t focus = focus_of(record);
    for (size_t i = 0; i < count; i++)
        facts[i] = own_fact(record, &record->casualties.items[i]);
    for (size_t i = 0; i < count; i++)
        take_from_each_other(record, facts, i);
    for (size_t i = count; i-- > 0;)
        take_from_each_other(record, facts, i);
    for (size_t i = 0; i < count; i++)
        take_from_neighbour(record, facts, i);
    for (size_t i = 0; i < count; i++)
        take_from_article(record, &facts[i], i, focus);
    for (size_t i = 0; i < count; i++)
        take_from_whole(record, facts, i);
    return facts;
}

/* ---- the words round it --------------------------------------------------------------------- */

static bool ends_sentence(struct str text, size_t at)
{
    return text.s[at] == '\n' || (at + 1 < text.len && memchr(".!?", text.s[at], 3) &&
                                  (text.s[at + 1] == ' ' || text.s[at + 1] == '\n'));
}

struct str excerpt_of(const struct record *record, struct span at)
{
    struct str text = record->article->text;
    size_t start = at.start, end = at.end;
    while (start > 0 && at.start - start < LONGEST_EXCERPT && !ends_sentence(text, start - 1))
        start--;
    while (end < text.len && end - at.end < LONGEST_EXCERPT && !ends_sentence(text, end))
        end++;
    if (end < text.len && text.s[end] != '\n')
        end++;
    while (start < at.start && (text.s[start] & 0xC0) == 0x80)
        start++;
    while (end < text.len && (text.s[end] & 0xC0) == 0x80)
        end++;
    return str_trim(str_slice(text, start, end));
}
