/* incidents.c - which claims are of one incident. Claims come sorted by role, place and days, so
 * that those which may be one stand together and memory holds the incidents of one place alone.
 *
 * A claim that says when is of an incident if all their days meet in one; spans of more than a
 * week meet only those that are the same. A claim that does not say when, or that says how far a
 * toll had risen, is of the last incident of the two weeks before it was made. */
#include "export/incidents.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/days.h"
#include "export/figures.h"

enum { SHORT_SPAN = 7, LOOK_BACK = 14 };

struct incident {
    struct str id;
    struct str article, last_id; /* of its last claim, where it has no days */
    struct days days;      /* what the days of all its claims have in common */
    struct days widest;    /* of its first claim */
};

struct claim {
    int64_t row;
    struct str article, id, role, where;
    struct str other; /* a claim of the article that this one tells again, or otherwise */
    struct days days;
    int32_t as_of;
    bool dated; /* says on which days harm was done */
};

struct sweep {
    struct arena arena;    /* of the incidents of one role and place */
    struct arena key_arena;
    struct str role, where;
    ARRAY(struct incident) incidents;
    struct query *assign;
};

static const char claims_in_order[] =
    "SELECT rowid, article, id, role, coalesce(place, '@' || article) AS place_or_article,"
    " first, last, as_of, first IS NOT NULL AND last IS NOT NULL AND scope <> 'cumulative' AS dated,"
    " coalesce(same_as, conflicts_with) FROM claims"
    " WHERE status IN ('reported', 'approaching') AND part_of IS NULL"
    " ORDER BY role, place_or_article, dated DESC, CASE WHEN dated THEN first END,"
    " CASE WHEN dated THEN last END, as_of, article, \"start\", id";

static int32_t day_in(const struct query *row, int column)
{
    return days_of(query_as_text(row, column)).first;
}

static struct claim claim_of(const struct query *row)
{
    return (struct claim){
        .row = query_as_integer(row, 0),
        .article = query_as_text(row, 1),
        .id = query_as_text(row, 2),
        .role = query_as_text(row, 3),
        .where = query_as_text(row, 4),
        .days = { day_in(row, 5), day_in(row, 6) },
        .as_of = day_in(row, 7),
        .dated = query_as_integer(row, 8),
        .other = query_as_text(row, 9),
    };
}

/* ---- which incident ------------------------------------------------------------------------- */

static bool same_days(struct days a, struct days b)
{
    return a.first == b.first && a.last == b.last;
}

static bool is_short(struct days days)
{
    return days.last - days.first < SHORT_SPAN;
}

static struct days common(struct days a, struct days b)
{
    return (struct days){ a.first > b.first ? a.first : b.first,
                          a.last < b.last ? a.last : b.last };
}

static bool is_of(const struct incident *incident, const struct claim *claim)
{
    struct days meet = common(incident->days, claim->days);
    return same_days(incident->widest, claim->days) ||
           (is_short(incident->widest) && is_short(claim->days) && meet.first <= meet.last);
}

/* What a claim that is not dated may be about. */
static struct days window(const struct claim *claim)
{
    if (claim->as_of == NO_DAY)
        return (struct days){ NO_DAY, NO_DAY };
    return (struct days){ claim->as_of - LOOK_BACK, claim->as_of };
}

static struct incident *find_dated(struct sweep *sweep, const struct claim *claim)
{
    for (size_t i = sweep->incidents.count; i-- > 0;)
        if (is_of(&sweep->incidents.items[i], claim))
            return &sweep->incidents.items[i];
        else if (sweep->incidents.items[i].widest.first < claim->days.first - SHORT_SPAN &&
                 !is_short(claim->days))
            return NULL;
    return NULL;
}

static struct incident *find_recent(struct sweep *sweep, const struct claim *claim)
{
    struct incident *best = NULL;
    struct days open = window(claim);
    for (size_t i = sweep->incidents.count; i-- > 0;) {
        struct incident *incident = &sweep->incidents.items[i];
        if (!days_known(open) || !days_known(incident->days) || !is_short(incident->widest))
            continue;
        if (incident->days.first <= open.last && incident->days.last >= open.first &&
            (!best || incident->days.last > best->days.last))
            best = incident;
    }
    return best;
}

/* Of an article without a date, claims that the record ties to each other. */
static struct incident *find_tied(struct sweep *sweep, const struct claim *claim)
{
    for (size_t i = sweep->incidents.count; i-- > 0;) {
        struct incident *incident = &sweep->incidents.items[i];
        if (claim->other.len && str_equal(incident->last_id, claim->other) &&
            str_equal(incident->article, claim->article)) {
            incident->last_id = arena_str(&sweep->arena, claim->id);
            return incident;
        }
    }
    return NULL;
}

/* "killed-stepanakert-2023-09-25"; a span has both its days. A claim of which no day is known is an
 * incident of its own. */
static struct str id_of(struct sweep *sweep, const struct claim *claim, struct days days)
{
    struct buffer id = { 0 };
    buffer_add(&id, claim->role);
    buffer_byte(&id, '-');
    buffer_add(&id, claim->where);
    if (days_known(days))
        buffer_printf(&id, claim->dated ? "-%s" : "-until-%s",
                      day_text(claim->dated ? days.first : days.last).text);
    else
        buffer_printf(&id, "-@%.*s#%.*s", STR_ARG(claim->article), STR_ARG(claim->id));
    if (claim->dated && days.first != days.last)
        buffer_printf(&id, "-%s", day_text(days.last).text);
    struct str ret = arena_str(&sweep->arena, buffer_str(&id));
    buffer_free(&id);
    return ret;
}

static struct incident *new_incident(struct sweep *sweep, const struct claim *claim)
{
    struct days days = claim->dated ? claim->days : window(claim);
    struct incident *incident = array_push(&sweep->incidents, &sweep->arena);
    *incident = (struct incident){ id_of(sweep, claim, days), STR(""), STR(""), days, days };
    if (!days_known(days)) {
        incident->article = arena_str(&sweep->arena, claim->article);
        incident->last_id = arena_str(&sweep->arena, claim->id);
    }
    if (!claim->dated && days_known(days)) /* such claims of the days around are of one incident */
        incident->widest.first = days.last;
    return incident;
}

static struct incident *incident_for(struct sweep *sweep, const struct claim *claim)
{
    struct incident *found = claim->dated ? find_dated(sweep, claim)
                             : claim->as_of == NO_DAY ? find_tied(sweep, claim)
                                                      : find_recent(sweep, claim);
    if (!found)
        return new_incident(sweep, claim);
    if (claim->dated)
        found->days = common(found->days, claim->days);
    return found;
}

/* ---- the sweep ------------------------------------------------------------------------------ */

static void begin_place(struct sweep *sweep, const struct claim *claim)
{
    if (str_equal(sweep->role, claim->role) && str_equal(sweep->where, claim->where))
        return;
    arena_reset(&sweep->arena);
    arena_reset(&sweep->key_arena);
    memset(&sweep->incidents, 0, sizeof sweep->incidents);
    sweep->role = arena_str(&sweep->key_arena, claim->role);
    sweep->where = arena_str(&sweep->key_arena, claim->where);
}

static void assign(struct sweep *sweep, const struct claim *claim)
{
    begin_place(sweep, claim);
    query_integer(sweep->assign, claim->row);
    query_text(sweep->assign, incident_for(sweep, claim)->id);
    query_step(sweep->assign);
}

static bool assign_all(struct database *database)
{
    struct sweep sweep = { .role = STR(""), .where = STR("") };
    struct query *rows = query_new(database, claims_in_order);
    sweep.assign = query_new(database, "INSERT INTO temp.assigned VALUES (?, ?)");
    bool ready = rows && sweep.assign;
    while (ready && query_step(rows)) {
        struct claim claim = claim_of(rows);
        assign(&sweep, &claim);
    }
    query_free(rows);
    query_free(sweep.assign);
    arena_free(&sweep.arena);
    arena_free(&sweep.key_arena);
    return ready;
}

/* A part goes where its whole is, which may be a part itself. */
static bool assign_parts(struct database *database)
{
    struct query *assign = query_new(
        database, "INSERT INTO temp.assigned SELECT c.rowid, a.incident"
                  " FROM claims c JOIN claims w ON w.article = c.article AND w.id = c.part_of"
                  " JOIN temp.assigned a ON a.claim = w.rowid"
                  " WHERE c.status IN ('reported', 'approaching')"
                  " AND c.rowid NOT IN (SELECT claim FROM temp.assigned)");
    struct query *changes = query_new(database, "SELECT changes()");
    bool ready = assign && changes;
    int64_t changed = ready;
    while (changed) {
        query_step(assign);
        changed = query_step(changes) ? query_as_integer(changes, 0) : 0;
        query_reset(changes);
    }
    query_free(assign);
    query_free(changes);
    return ready;
}

/* Rows of claims are wide: each is written to once, when all is known of it. */
bool incidents_find(struct database *database, enum policy policy, const struct victims *victims)
{
    return database_do(database, "DELETE FROM incidents;"
                                 "UPDATE claims SET incident = NULL, mark = NULL,"
                                 " mark_article = NULL, mark_id = NULL WHERE incident IS NOT NULL;"
                                 "CREATE TEMP TABLE assigned ("
                                 "  claim INTEGER PRIMARY KEY, incident TEXT NOT NULL)") &&
           assign_all(database) && assign_parts(database) &&
           figures_weigh(database, policy, victims) &&
           database_do(database, "DROP TABLE temp.assigned");
}
