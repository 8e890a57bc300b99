#include "export/divisions.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/country.h"
#include "gazetteer/listing.h"

enum { DEEPEST = 8, LETTERS = 26 };

struct finding {
    const struct index *index;
    struct arena arena;   /* of all */
    struct arena scratch; /* of one place */
    ARRAY(struct str) wanted; /* ids of places, sorted */
    struct str countries[LETTERS * LETTERS]; /* names, by code */
    bool *holds; /* by entity: another place lies within */
    struct query *put;
};

/* Names of divisions around a place, the innermost first. */
struct chain {
    struct str names[DEEPEST];
    size_t count;
};

/* ---- countries ------------------------------------------------------------------------------ */

static struct str *country_of(struct finding *f, struct str code)
{
    static struct str none;
    none = STR("");
    for (size_t i = 0; i < code.len; i++)
        if (code.s[i] < 'A' || code.s[i] > 'Z')
            return &none;
    return code.len == 2 ? &f->countries[(code.s[0] - 'A') * LETTERS + code.s[1] - 'A'] : &none;
}

/* England is within another; a territory has a code of its own. */
static void take_country(struct finding *f, const struct listed_entity *entity)
{
    bool whole = str_is(entity->kind, "country") && entity->within == NO_INDEX;
    struct str *name = country_of(f, entity->country);
    if (whole || (str_is(entity->kind, "territory") && !name->len))
        *name = entity->name;
}

static void look_round(struct finding *f)
{
    f->holds = arena_array(&f->arena, bool, listing_entities(f->index));
    for (uint32_t i = 0; i < listing_entities(f->index); i++) {
        struct listed_entity entity = listing_entity(f->index, i, &f->scratch);
        if (entity.type == NAME_PLACE)
            take_country(f, &entity);
        if (entity.within != NO_INDEX)
            f->holds[entity.within] = true;
        arena_reset(&f->scratch);
    }
}

/* ---- divisions ------------------------------------------------------------------------------ */

/* A region may be a landscape, and an island a rock: where the gazetteer has places in it, it is
 * one of those that a country is divided into. */
static bool is_division(const struct finding *f, uint32_t number,
                        const struct listed_entity *entity)
{
    if (entity->within == NO_INDEX)
        return false;
    return str_is(entity->kind, "province") || str_is(entity->kind, "district") ||
           str_is(entity->kind, "country") ||
           (f->holds[number] &&
            (str_is(entity->kind, "region") || str_is(entity->kind, "island")));
}

static struct chain chain_of(struct finding *f, uint32_t at)
{
    struct chain chain = { .count = 0 };
    for (int depth = 0; depth < DEEPEST && at != NO_INDEX; depth++) {
        struct listed_entity entity = listing_entity(f->index, at, &f->scratch);
        if (is_division(f, at, &entity))
            chain.names[chain.count++] = entity.name;
        at = entity.within;
    }
    return chain;
}

static void put_place(struct finding *f, uint32_t number, const struct listed_entity *place)
{
    struct chain chain = chain_of(f, number);
    struct country_codes codes = country_codes_of(place->country);
    query_text(f->put, place->id);
    query_text(f->put, *country_of(f, place->country));
    query_text(f->put, str_of(codes.alpha3));
    query_at_least(f->put, codes.numeric, 1);
    for (size_t i = 1; i <= 2; i++)
        query_text(f->put, i <= chain.count ? chain.names[chain.count - i] : STR(""));
    query_step(f->put);
}

/* ---- the places of the database ------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool find_wanted(struct finding *f, struct database *database)
{
    struct query *places =
        query_new(database, "SELECT entity FROM entities WHERE type = 'place'");
    while (places && query_step(places))
        *array_push(&f->wanted, &f->arena) = arena_str(&f->arena, query_as_text(places, 0));
    query_free(places);
    if (f->wanted.count)
        qsort(f->wanted.items, f->wanted.count, sizeof *f->wanted.items, compare_ids);
    return places;
}

static bool is_wanted(const struct finding *f, struct str id)
{
    return f->wanted.count && bsearch(&id, f->wanted.items, f->wanted.count,
                                      sizeof *f->wanted.items, compare_ids);
}

static void put_wanted(struct finding *f)
{
    for (uint32_t i = 0; i < listing_entities(f->index); i++) {
        struct listed_entity entity = listing_entity(f->index, i, &f->scratch);
        if (entity.type == NAME_PLACE && is_wanted(f, entity.id))
            put_place(f, i, &entity);
        arena_reset(&f->scratch);
    }
}

bool divisions_find(struct database *database, const struct index *index)
{
    struct finding f = { .index = index };
    f.put = query_new(database, "INSERT OR REPLACE INTO divisions VALUES (?, ?, ?, ?, ?, ?)");
    bool ready = f.put && find_wanted(&f, database);
    if (ready) {
        look_round(&f);
        put_wanted(&f);
    }
    query_free(f.put);
    arena_free(&f.arena);
    arena_free(&f.scratch);
    return ready && !database_has_failed(database);
}
