/* listing.h - what a compiled gazetteer holds, row by row, for reports about it. */
#ifndef NEWSGAZ_GAZETTEER_LISTING_H
#define NEWSGAZ_GAZETTEER_LISTING_H

#include "gazetteer/index.h"
#include "record.h"

struct listed_entity {
    struct str id, name, kind, country;
    enum name_type type;
    uint32_t within; /* the entity that it lies in, or NO_INDEX */
};

/* A row of a table of names. */
struct listed_name {
    uint32_t entity; /* of the index */
    struct str spelling, lang, kind;
    bool needs_context;
};

size_t listing_entities(const struct index *index);
/* The id is put together in the arena; other strings live in the index. */
struct listed_entity listing_entity(const struct index *index, uint32_t entity,
                                    struct arena *arena);

/* Names are numbered from 0 in the order of the compiled file. False for those that are no names
 * found by themselves: rows of use "never", adjectives, forms made of other rows. */
size_t listing_names(const struct index *index);
bool listing_name(const struct index *index, size_t number, struct listed_name *ret);

#endif
