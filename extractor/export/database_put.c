/* database_put.c - the rows of one record. */
#include <stdlib.h>

#include "export/facts.h"
#include "export/database_put.h"
#include "write/digits.h"
#include "write/fields.h"

/* The tables in which an article has rows, those that refer to others first. */
static const char *const removals[] = {
    "DELETE FROM claims WHERE article = ?",
    "DELETE FROM dates WHERE article = ?",
    "DELETE FROM names WHERE article = ?",
    "DELETE FROM sources WHERE article = ?",
    "DELETE FROM articles WHERE article = ?",
};

enum { REMOVALS = sizeof removals / sizeof *removals };

enum insertion { ARTICLE, SOURCE, ENTITY, NAME, DATE, CLAIM, INSERTIONS };

static const char *const insertions[INSERTIONS] = {
    [ARTICLE] = "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, ''))",
    [SOURCE] = "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [ENTITY] = "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
               " name = excluded.name, kind = excluded.kind, country = excluded.country,"
               " lat = excluded.lat, lon = excluded.lon, geonames = excluded.geonames,"
               " wikidata = excluded.wikidata",
    [NAME] = "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [DATE] = "INSERT INTO dates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [CLAIM] = ("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
               " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL)"),
};

/* The index of full-text search, which only a database that is kept has. */
static const char remove_from_search[] =
    "INSERT INTO search (search, rowid, title, text)"
    " SELECT 'delete', rowid, title, text FROM articles WHERE article = ?";
static const char insert_into_search[] =
    "INSERT INTO search (rowid, title, text) SELECT rowid, title, text FROM articles"
    " WHERE article IN (SELECT article FROM temp.came)";

/* Gives a row for an article that is there already. */
static const char is_there[] = "SELECT 1 FROM articles WHERE article = ?";

/* Gives a row for an article that has not come before in this run. */
static const char first_in_run[] =
    "INSERT INTO temp.came VALUES (?) ON CONFLICT DO NOTHING RETURNING 1";

struct putting {
    bool searchable;
    struct database *database;
    struct query *first_in_run, *is_there, *remove_from_search;
    struct query *removals[REMOVALS], *insertions[INSERTIONS];
    struct arena arena; /* of one record */
};

/* A record on its way into the tables. */
struct rows {
    struct putting *putting;
    const struct record *record;
    struct str key;
    struct positions positions;
};

/* ---- cells ---------------------------------------------------------------------------------- */

static struct str id_of(struct rows *rows, char letter, size_t index)
{
    if (index == NO_INDEX)
        return STR("");
    struct buffer digits = { 0 };
    buffer_byte(&digits, letter);
    digits_integer(&digits, (int64_t)index + 1);
    struct str id = arena_str(&rows->putting->arena, buffer_str(&digits));
    buffer_free(&digits);
    return id;
}

static void put_span(struct rows *rows, struct query *into, struct span at)
{
    query_integer(into, (int64_t)positions_at(&rows->positions, at.start));
    query_integer(into, (int64_t)positions_at(&rows->positions, at.end));
    query_text(into, span_text(rows->record->article->text, at));
}

static void put_entity_id(struct rows *rows, struct query *into, uint32_t entity)
{
    query_text(into, entity == NO_INDEX ? STR("") : rows->record->entities.items[entity].id);
}

static void put_phrase(struct rows *rows, struct query *into, struct span at)
{
    query_text(into, span_text(rows->record->article->text, at));
}

/* Copied into the arena: a query borrows what it is given. */
static void put_day(struct rows *rows, struct query *into, int32_t day)
{
    query_text(into, arena_str(&rows->putting->arena, str_of(day_text(day).text)));
}

static struct query *begin(struct rows *rows, enum insertion what)
{
    struct query *into = rows->putting->insertions[what];
    query_text(into, rows->key);
    return into;
}

static void run_with_key(struct query *query, struct str key)
{
    query_text(query, key);
    query_step(query);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void put_article(struct rows *rows)
{
    const struct record *record = rows->record;
    struct query *into = begin(rows, ARTICLE);
    query_text(into, record->article->id);
    query_text(into, record->lang);
    query_text(into, record->published);
    query_text(into, str_of(published_basis_name(record->basis)));
    query_text(into, record->article->title);
    query_text(into, record->article->author);
    query_text(into, record->article->publisher);
    query_text(into, record->article->url);
    put_entity_id(rows, into, focus_of(record));
    query_text(into, rows->putting->searchable ? record->article->text : STR(""));
    query_step(into);
}

static void put_source(struct rows *rows)
{
    const struct article *article = rows->record->article;
    struct query *into = begin(rows, SOURCE);
    query_text(into, article->href);
    query_text(into, article->format);
    query_text(into, article->encoding);
    query_integer(into, (int64_t)article->bytes);
    query_text(into, str_of(article->sha256));
    query_at_least(into, article->replaced, 1);
    query_text(into, rows->record->rules_hash);
    query_text(into, rows->record->gazetteers_hash);
    query_step(into);
}

static void put_entity(struct rows *rows, const struct entity *entity)
{
    struct query *into = rows->putting->insertions[ENTITY];
    query_text(into, entity->id);
    query_text(into, name_type_name(entity->type));
    query_text(into, entity->name);
    query_text(into, entity->kind);
    query_text(into, entity->country);
    if (entity->located)
        query_decimal(into, entity->lat), query_decimal(into, entity->lon);
    else
        query_null(into), query_null(into);
    query_text(into, entity->geonames);
    query_text(into, entity->wikidata);
    query_step(into);
}

static const struct record_segment *segment_at(const struct record *record, uint32_t at)
{
    static const struct record_segment none = { 0 };
    for (size_t i = 0; i < record->segments.count; i++)
        if (record->segments.items[i].at.start <= at && at < record->segments.items[i].at.end)
            return &record->segments.items[i];
    return &none;
}

static void put_name(struct rows *rows, size_t i)
{
    const struct name_mention *name = &rows->record->names.items[i];
    const struct record_segment *segment = segment_at(rows->record, name->at.start);
    struct query *into = begin(rows, NAME);
    query_text(into, id_of(rows, 'n', i));
    put_span(rows, into, name->at);
    query_text(into, name_type_name(name->type));
    put_entity_id(rows, into, name->entity);
    query_text(into, name->local);
    query_text(into, name->variant_lang);
    query_text(into, name->variant_kind);
    query_text(into, name->metonym);
    query_integer(into, name->ambiguous);
    query_text(into, name->runner_up);
    query_text(into, segment->lang);
    query_text(into, str_of(zone_name(segment->zone)));
    query_text(into, name->rule);
    query_step(into);
}

static void put_date(struct rows *rows, size_t i)
{
    const struct date_mention *date = &rows->record->dates.items[i];
    struct days days = days_of(date->value);
    struct query *into = begin(rows, DATE);
    query_text(into, id_of(rows, 'd', i));
    put_span(rows, into, date->at);
    query_text(into, date->value);
    put_day(rows, into, days.first);
    put_day(rows, into, days.last);
    query_text(into, date->time);
    query_text(into, date->mod);
    query_text(into, date->precision);
    query_text(into, date->basis);
    query_text(into, date->event);
    query_text(into, date->warning);
    query_text(into, date->rule);
    query_step(into);
}

static void put_figure(struct query *into, const struct casualty *casualty)
{
    query_text(into, casualty->role);
    query_at_least(into, casualty->low, 0);
    query_at_least(into, casualty->high, 0);
    query_text(into, casualty->qualifier);
    query_integer(into, casualty->open);
    query_integer(into, casualty->negated);
    query_text(into, casualty->status);
    query_text(into, casualty->scope.len ? casualty->scope : STR("incident"));
}

static void put_where_and_when(struct rows *rows, struct query *into,
                               const struct casualty *casualty, const struct fact *fact)
{
    query_text(into, id_of(rows, 'n', casualty->place));
    put_entity_id(rows, into, fact->place);
    query_text(into, fact->place_basis);
    query_text(into, id_of(rows, 'd', casualty->date));
    query_text(into, casualty->date == NO_INDEX ? STR("")
                                                : rows->record->dates.items[casualty->date].value);
    put_day(rows, into, fact->days.first);
    put_day(rows, into, fact->days.last);
    query_text(into, fact->date_basis);
    put_day(rows, into, fact->as_of);
}

static void put_claim(struct rows *rows, size_t i, const struct fact *fact)
{
    const struct casualty *casualty = &rows->record->casualties.items[i];
    struct query *into = begin(rows, CLAIM);
    query_text(into, id_of(rows, 'c', i));
    put_span(rows, into, casualty->at);
    put_figure(into, casualty);
    put_phrase(rows, into, casualty->amount);
    put_phrase(rows, into, casualty->victims.at);
    put_phrase(rows, into, casualty->speaker.at);
    put_entity_id(rows, into, casualty->speaker.entity);
    put_phrase(rows, into, casualty->perpetrator.at);
    put_phrase(rows, into, casualty->scene.at);
    put_where_and_when(rows, into, casualty, fact);
    query_text(into, id_of(rows, 'c', casualty->part_of));
    query_text(into, id_of(rows, 'c', casualty->same_as));
    query_text(into, id_of(rows, 'c', casualty->conflicts_with));
    query_text(into, excerpt_of(rows->record, casualty->at));
    query_text(into, casualty->rule);
    query_step(into);
}

static void put_all(struct rows *rows)
{
    const struct record *record = rows->record;
    struct fact *facts = facts_of(record, &rows->putting->arena);
    put_article(rows);
    put_source(rows);
    for (size_t i = 0; i < record->entities.count; i++)
        put_entity(rows, &record->entities.items[i]);
    for (size_t i = 0; i < record->names.count; i++)
        put_name(rows, i);
    for (size_t i = 0; i < record->dates.count; i++)
        put_date(rows, i);
    for (size_t i = 0; i < record->casualties.count; i++)
        put_claim(rows, i, &facts[i]);
}

/* ---- the door ------------------------------------------------------------------------------- */

struct putting *putting_new(struct database *database)
{
    struct putting *putting = xmalloc(sizeof *putting);
    *putting = (struct putting){ 0 };
    putting->database = database;
    putting->searchable = database_is_kept(database);
    bool ready = database_do(database, "CREATE TEMP TABLE came (article TEXT PRIMARY KEY)"
                                       " WITHOUT ROWID") &&
                 (putting->first_in_run = query_new(database, first_in_run)) &&
                 (putting->is_there = query_new(database, is_there));
    if (putting->searchable)
        ready &= (putting->remove_from_search = query_new(database, remove_from_search)) != NULL;
    for (size_t i = 0; i < REMOVALS; i++)
        ready &= (putting->removals[i] = query_new(database, removals[i])) != NULL;
    for (size_t i = 0; i < INSERTIONS; i++)
        ready &= (putting->insertions[i] = query_new(database, insertions[i])) != NULL;
    if (ready)
        return putting;
    putting_free(putting);
    return NULL;
}

void putting_free(struct putting *putting)
{
    query_free(putting->first_in_run);
    query_free(putting->is_there);
    query_free(putting->remove_from_search);
    for (size_t i = 0; i < REMOVALS; i++)
        query_free(putting->removals[i]);
    for (size_t i = 0; i < INSERTIONS; i++)
        query_free(putting->insertions[i]);
    arena_free(&putting->arena);
    free(putting);
}

struct str article_key(const struct record *record)
{
    return record->article->href.len ? record->article->href : record->article->id;
}

static bool gives_a_row(struct query *query, struct str key)
{
    query_text(query, key);
    bool any = query_step(query);
    query_reset(query);
    return any;
}

/* An article that came before in this run is not in the search yet. */
static void remove_article(struct putting *putting, struct str key, bool first)
{
    if (!gives_a_row(putting->is_there, key))
        return;
    if (putting->searchable && first)
        run_with_key(putting->remove_from_search, key);
    for (size_t i = 0; i < REMOVALS; i++)
        run_with_key(putting->removals[i], key);
}

bool put_record(struct putting *putting, const struct record *record)
{
    struct rows rows = { putting, record, article_key(record),
                         positions_of(record->article->text) };
    bool first = gives_a_row(putting->first_in_run, rows.key);
    remove_article(putting, rows.key, first);
    put_all(&rows);
    arena_reset(&putting->arena);
    return first;
}

/* At the end, because an index for full-text search is written out before each next row of another
 * table. */
bool put_search(struct putting *putting)
{
    return !putting->searchable || database_do(putting->database, insert_into_search);
}
