#include "export/figures.h"

#include "base/array.h"
#include "base/days.h"

/* A claim about an incident. */
struct said {
    int64_t row;
    struct str article, id, part_of, same_as, conflicts_with;
    struct str speaker, victims; /* in lower case; no victims: all of them */
    struct str group;            /* the victims, or those of the whole that this is a part of */
    struct str role, place, place_basis, first, last, as_of;
    bool dated;
    struct figure figure;
    const char *mark;
    size_t earlier;              /* the claim that the mark is about */
};

struct weighing {
    enum policy policy;
    const struct victims *victims;
    struct arena arena; /* of one incident */
    struct str incident;
    ARRAY(struct said) said;
    ARRAY(size_t) distinct; /* those that gave a figure for the first time */
    struct query *mark, *insert;
};

static const char claims_in_order[] =
    "SELECT t.incident, c.article, c.id, c.part_of, c.same_as, c.conflicts_with,"
    " lower(c.speaker), lower(c.victims), c.role,"
    " c.place, c.place_basis, c.first, c.last, c.as_of,"
    " c.scope <> 'cumulative' AND c.first IS NOT NULL AND c.last IS NOT NULL, c.low, c.high,"
    " c.qualifier = 'vague' OR c.negated, c.open, c.rowid"
    " FROM temp.assigned t JOIN claims c ON c.rowid = t.claim"
    " LEFT JOIN articles a USING (article)"
    " ORDER BY t.incident, c.as_of, a.published, c.article, c.\"start\", c.id";

/* ---- one figure beside the others ----------------------------------------------------------- */

static bool same_figure(const struct figure *a, const struct figure *b)
{
    return a->low == b->low && a->high == b->high && a->open == b->open;
}

static bool exclude_each_other(const struct figure *a, const struct figure *b)
{
    int64_t high_a = a->open ? -1 : a->high, high_b = b->open ? -1 : b->high;
    return (high_a >= 0 && b->low > high_a) || (high_b >= 0 && a->low > high_b);
}

static bool same_speaker(const struct said *a, const struct said *b)
{
    return a->speaker.len && str_equal(a->speaker, b->speaker);
}

/* Two speakers who on one day give two numbers contradict each other, though "at least 68" leaves
 * room for 125. */
static bool contradict(const struct said *a, const struct said *b)
{
    if (a->figure.weak || b->figure.weak || a->figure.as_of != b->figure.as_of)
        return false;
    return exclude_each_other(&a->figure, &b->figure) ||
           ((a->speaker.len || b->speaker.len) && !same_speaker(a, b) &&
            a->figure.low != b->figure.low);
}

/* The mark of a figure beside an earlier, different one; NULL when it has nothing to say to it. */
static const char *mark_beside(const struct said *said, const struct said *earlier)
{
    if (contradict(said, earlier))
        return "contradicts";
    bool later = said->figure.as_of > earlier->figure.as_of;
    if (later && (same_speaker(said, earlier) ||
                  exclude_each_other(&said->figure, &earlier->figure)))
        return "revises";
    return NULL;
}

/* Claims of an article stand together but for those that say as of when: not far is looked. */
enum { NEAR = 256 };

static size_t place_of(const struct weighing *w, const struct said *near, struct str id)
{
    size_t at = (size_t)(near - w->said.items), end = at + NEAR;
    for (size_t i = at > NEAR ? at - NEAR : 0; i < w->said.count && i < end; i++)
        if (str_equal(w->said.items[i].id, id) &&
            str_equal(w->said.items[i].article, near->article))
            return i;
    return w->said.count;
}

/* What the record itself says of two claims of an article, if both are of this incident. */
static bool mark_by_record(struct weighing *w, struct said *said)
{
    bool same = said->same_as.len;
    struct str id = same ? said->same_as : said->conflicts_with;
    size_t other = id.len ? place_of(w, said, id) : w->said.count;
    if (other >= (size_t)(said - w->said.items) ||
        !str_equal(w->said.items[other].group, said->group))
        return false;
    said->mark = same ? "repeats" : "contradicts";
    said->earlier = other;
    return true;
}

/* Looks at the figures given before, the last one first; one that repeats another has nothing new
 * to be looked at. */
static void mark_one(struct weighing *w, size_t at)
{
    struct said *said = &w->said.items[at];
    bool any = false, known = mark_by_record(w, said);
    if (known && said->same_as.len)
        return;
    for (size_t i = w->distinct.count; i-- > 0;) {
        struct said *earlier = &w->said.items[w->distinct.items[i]];
        if (!str_equal(earlier->group, said->group))
            continue;
        any = true;
        bool same = same_figure(&said->figure, &earlier->figure);
        const char *mark = same ? "repeats" : said->mark ? NULL : mark_beside(said, earlier);
        if (!mark)
            continue;
        said->mark = mark;
        said->earlier = w->distinct.items[i];
        if (same)
            return;
    }
    if (!said->mark)
        said->mark = any ? "agrees" : "first";
    *array_push(&w->distinct, &w->arena) = at;
}

static void mark_part(struct weighing *w, struct said *said)
{
    size_t whole = place_of(w, said, said->part_of);
    said->mark = "part";
    said->earlier = whole < w->said.count ? whole : (size_t)(said - w->said.items);
    said->group = w->said.items[said->earlier].group;
}

/* ---- an incident ---------------------------------------------------------------------------- */

/* What becomes a row: all claims of an incident, or those for one group of victims. */
struct lot {
    struct str id, group;
    bool whole;
    size_t *at, count;            /* of the rivals */
    struct figure *figures;
    int64_t civilians;            /* the most of them in any part, or -1 */
    size_t claims, articles;
    struct days_text {
        struct str first, last, basis;
    } days;
    struct str place_basis;
};

static void put_mark(struct weighing *w, const struct said *said, struct str incident,
                     const char *mark)
{
    bool beside = mark == said->mark && strcmp(mark, "first") != 0 && strcmp(mark, "agrees") != 0;
    const struct said *earlier = beside ? &w->said.items[said->earlier] : NULL;
    query_text(w->mark, incident);
    query_text(w->mark, str_of(mark));
    query_text(w->mark, earlier ? earlier->article : STR(""));
    query_text(w->mark, earlier ? earlier->id : STR(""));
    query_integer(w->mark, said->row);
    query_step(w->mark);
}

static struct str later(struct str a, struct str b)
{
    return !a.len || (b.len && str_compare(b, a) > 0) ? b : a;
}

static struct str earlier(struct str a, struct str b)
{
    return !a.len || (b.len && str_compare(b, a) < 0) ? b : a;
}

/* The days that all dated claims have in common, else the day before which it was. */
static void take_days(struct lot *lot, const struct said *said)
{
    bool was_dated = str_is(lot->days.basis, "claim");
    if (said->dated)
        lot->days = (struct days_text){ later(was_dated ? lot->days.first : STR(""), said->first),
                                        earlier(was_dated ? lot->days.last : STR(""), said->last),
                                        STR("claim") };
    else if (!was_dated && said->as_of.len)
        lot->days = (struct days_text){ STR(""), earlier(lot->days.last, said->as_of),
                                        STR("as-of") };
}

static bool is_in(const struct lot *lot, const struct said *said)
{
    return lot->whole || str_equal(said->group, lot->group);
}

/* Whether the article has a claim in the lot before this one. */
static bool is_first_of_article(const struct weighing *w, const struct lot *lot, size_t at)
{
    for (size_t i = at > NEAR ? at - NEAR : 0; i < at; i++)
        if (is_in(lot, &w->said.items[i]) &&
            str_equal(w->said.items[i].article, w->said.items[at].article))
            return false;
    return true;
}

static void take_into_lot(struct weighing *w, struct lot *lot, size_t at, bool rival)
{
    const struct said *said = &w->said.items[at];
    lot->claims++;
    lot->articles += is_first_of_article(w, lot, at);
    take_days(lot, said);
    if (said->place.len && !str_is(lot->place_basis, "claim"))
        lot->place_basis = str_is(said->place_basis, "article") ? STR("article") : STR("claim");
    if (rival) {
        lot->at[lot->count] = at;
        lot->figures[lot->count++] = said->figure;
    }
    if ((!rival || lot->group.len) && victims_are_civilian(w->victims, said->victims) &&
        said->figure.low > lot->civilians)
        lot->civilians = said->figure.low;
}

static struct lot lot_of(struct weighing *w, struct str id, struct str group, bool whole)
{
    struct lot lot = {
        .id = id, .group = group, .whole = whole, .civilians = -1, .place_basis = STR("none"),
        .at = arena_array(&w->arena, size_t, w->said.count),
        .figures = arena_array(&w->arena, struct figure, w->said.count),
        .days = { STR(""), STR(""), STR("none") },
    };
    for (size_t i = 0; i < w->said.count; i++) {
        const struct said *said = &w->said.items[i];
        if (is_in(&lot, said))
            take_into_lot(w, &lot, i, str_equal(said->group, group) && !said->part_of.len);
    }
    return lot;
}

static void put_lot(struct weighing *w, const struct lot *lot)
{
    struct query *into = w->insert;
    struct estimate estimate = estimate_of(lot->figures, lot->count, w->policy);
    const struct said *any = &w->said.items[lot->at[0]];
    const struct said *chosen =
        estimate.chosen < lot->count ? &w->said.items[lot->at[estimate.chosen]] : NULL;
    query_text(into, lot->id);
    query_text(into, any->role);
    query_text(into, any->place);
    query_text(into, lot->place_basis);
    query_text(into, lot->days.first);
    query_text(into, lot->days.last);
    query_text(into, lot->days.basis);
    query_text(into, lot->group);
    query_text(into, str_of(policy_name(w->policy)));
    query_at_least(into, estimate.low, 0);
    query_at_least(into, estimate.best, 0);
    query_at_least(into, estimate.high, 0);
    query_at_least(into, lot->civilians, 0);
    query_integer(into, (int64_t)lot->claims);
    query_integer(into, (int64_t)lot->articles);
    query_text(into, chosen ? chosen->article : STR(""));
    query_text(into, chosen ? chosen->id : STR(""));
    query_step(into);
}

static bool any_for_all_victims(const struct weighing *w)
{
    for (size_t i = 0; i < w->said.count; i++)
        if (!w->said.items[i].group.len && !w->said.items[i].part_of.len)
            return true;
    return false;
}

/* One incident, in which figures for groups are parts. */
static void put_whole(struct weighing *w)
{
    for (size_t i = 0; i < w->said.count; i++) {
        const struct said *said = &w->said.items[i];
        put_mark(w, said, w->incident, said->group.len && !said->part_of.len ? "part" : said->mark);
    }
    struct lot lot = lot_of(w, w->incident, STR(""), true);
    put_lot(w, &lot);
}

/* A group's first figure is a distinct one. */
static bool is_first_of_group(const struct said *said)
{
    return !said->part_of.len && strcmp(said->mark, "first") == 0;
}

static struct str id_of_group(struct weighing *w, struct str group)
{
    struct str id = arena_printf(&w->arena, "%.*s-%.*s", STR_ARG(w->incident), STR_ARG(group));
    for (char *at = (char *)id.s + w->incident.len; *at; at++)
        if (*at == ' ' || *at == '\n')
            *at = '-';
    return id;
}

static void put_groups(struct weighing *w)
{
    for (size_t i = 0; i < w->said.count; i++) {
        const struct said *said = &w->said.items[i];
        put_mark(w, said, id_of_group(w, said->group), said->mark);
        if (!is_first_of_group(said))
            continue;
        struct lot lot = lot_of(w, id_of_group(w, said->group), said->group, false);
        put_lot(w, &lot);
    }
}

static void finish_incident(struct weighing *w)
{
    for (size_t i = 0; i < w->said.count; i++)
        if (w->said.items[i].part_of.len)
            mark_part(w, &w->said.items[i]);
        else
            mark_one(w, i);
    if (any_for_all_victims(w))
        put_whole(w);
    else if (w->said.count)
        put_groups(w);
    arena_reset(&w->arena);
    memset(&w->said, 0, sizeof w->said);
    memset(&w->distinct, 0, sizeof w->distinct);
    w->incident = STR("");
}

/* ---- all incidents -------------------------------------------------------------------------- */

static struct str copy(struct weighing *w, const struct query *row, int column)
{
    return arena_str(&w->arena, query_as_text(row, column));
}

static int64_t bound(const struct query *row, int column)
{
    return query_is_null(row, column) ? -1 : query_as_integer(row, column);
}

static struct said said_of(struct weighing *w, const struct query *row)
{
    struct said said = {
        .article = copy(w, row, 1),      .id = copy(w, row, 2),
        .part_of = copy(w, row, 3),      .same_as = copy(w, row, 4),
        .conflicts_with = copy(w, row, 5), .speaker = copy(w, row, 6),
        .victims = copy(w, row, 7),      .role = copy(w, row, 8),
        .place = copy(w, row, 9),        .place_basis = copy(w, row, 10),
        .first = copy(w, row, 11),       .last = copy(w, row, 12),
        .as_of = copy(w, row, 13),       .dated = query_as_integer(row, 14),
        .figure = { .low = bound(row, 15),
                    .high = bound(row, 16),
                    .weak = query_as_integer(row, 17),
                    .open = query_as_integer(row, 18),
                    .as_of = days_of(query_as_text(row, 13)).first },
        .row = query_as_integer(row, 19),
    };
    said.group = said.victims;
    return said;
}

/* The rows are sorted, so all have been read before the first claim is written to. */
static void take(struct weighing *w, const struct query *row)
{
    if (!str_equal(query_as_text(row, 0), w->incident)) {
        finish_incident(w);
        w->incident = copy(w, row, 0);
    }
    *array_push(&w->said, &w->arena) = said_of(w, row);
}

bool figures_weigh(struct database *database, enum policy policy, const struct victims *victims)
{
    struct weighing w = { .policy = policy, .victims = victims, .incident = STR("") };
    struct query *rows = query_new(database, claims_in_order);
    w.mark = query_new(database, "UPDATE claims SET incident = ?, mark = ?, mark_article = ?,"
                              " mark_id = ? WHERE rowid = ?");
    w.insert = query_new(database, "INSERT INTO incidents VALUES"
                                " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bool ready = rows && w.mark && w.insert;
    while (ready && query_step(rows))
        take(&w, rows);
    if (ready)
        finish_incident(&w);
    query_free(rows);
    query_free(w.mark);
    query_free(w.insert);
    arena_free(&w.arena);
    return ready;
}
