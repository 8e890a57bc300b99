/* lookup.h - reading of the mapped gazetteer, for the matching in this room.
 * The file's checksum was verified when it was first opened, so what stands in it is trusted. */
#ifndef NEWSGAZ_GAZETTEER_LOOKUP_H
#define NEWSGAZ_GAZETTEER_LOOKUP_H

#include "gazetteer/index.h"
#include "gazetteer/layout.h"
#include "gazetteer/press.h"

/* Where the lists of a section begin; one bit for each hash in them. */
struct lists {
    const uint32_t *starts;
    uint32_t count;
};

struct filter {
    const uint8_t *bits;
    uint32_t count;
};

struct index {
    const char *map;
    size_t size;
    bool is_own; /* not mapped: bytes of its own */
    const struct layout_header *header;
    struct fold *fold;
    char hash[65];
    const char *labels, *ids, *spellings;
    const uint32_t *id_starts, *spelling_starts;
    const struct layout_press *press_names;
    const struct layout_entity *entities;
    const struct layout_sort *sorts;
    const struct layout_years *years;
    const struct layout_detail *details;
    const struct layout_name *names;
    const struct layout_manner *manners;
    const struct layout_word *words;
    const struct layout_surname *surnames;
    struct lists name_lists, word_lists, surname_lists, press_lists;
    struct filter name_filter, lower_filter, surname_filter, press_filter;
    struct press press;
    uint32_t entity_count, name_count;
};

/* ---- strings ---- */

static inline struct str index_string(const char *at)
{
    uint16_t len = layout_length(&at);
    return (struct str){ at, len };
}

/* A kind, country or language. */
static inline struct str index_label(const struct index *index, uint16_t offset)
{
    return index_string(index->labels + offset);
}

struct str index_spelling(const struct index *index, uint32_t name);

/* ---- entities ---- */

static inline const struct layout_sort *index_sort(const struct index *index,
                                                   const struct layout_entity *entity)
{
    return &index->sorts[entity->sort];
}

static inline const struct layout_years *index_years(const struct index *index,
                                                     const struct layout_entity *entity)
{
    return &index->years[entity->years];
}

static inline const struct layout_detail *index_detail(const struct index *index,
                                                       const struct layout_entity *entity)
{
    return &index->details[entity->detail];
}

/* What it is called, whichever of its names was read. */
static inline struct str index_called(const struct index *index, const struct layout_entity *entity)
{
    return index_string(index->spellings + entity->name);
}

/* The entity's id, put together in the arena. */
struct str index_id(const struct index *index, uint32_t entity, struct arena *arena);

/* ---- names ---- */

static inline const struct layout_manner *index_manner(const struct index *index, uint32_t name)
{
    return &index->manners[index->names[name].manner];
}

/* What the name is one of. */
static inline const struct layout_entity *index_entity(const struct index *index, uint32_t name)
{
    return &index->entities[index->names[name].entity];
}

static inline bool index_has_names(const struct index *index, uint32_t node)
{
    return index->names[node].entity != NO_ENTITY;
}

/* Behind the names of the node, which begin at its number. */
static inline uint32_t index_end(const struct index *index, uint32_t node)
{
    uint32_t end = node, check = index->names[node].check;
    while (index_has_names(index, node) && index->names[end].check == check)
        end++;
    return end;
}

/* ---- rows by hash ---- */

static inline bool filter_has(const struct filter *filter, uint64_t hash)
{
    uint32_t bit = layout_bit(hash, filter->count);
    return filter->bits[bit / 8] >> bit % 8 & 1;
}

/* Where the list of the hash begins; the next number of `starts` tells where it ends. */
static inline const uint32_t *list_at(const struct lists *lists, uint64_t hash)
{
    return &lists->starts[layout_list(hash, lists->count)];
}

/* The node of the key, or 0. */
static inline uint32_t index_node(const struct index *index, uint64_t key)
{
    if (!filter_has(&index->name_filter, key))
        return 0;
    const uint32_t *list = list_at(&index->name_lists, key);
    for (uint32_t i = list[0]; i < list[1]; i++)
        if (index->names[i].check == layout_check(key))
            return i;
    return 0;
}

/* The classes of a word for the language of that layout_tag, and those for all. */
static inline uint32_t index_classes(const struct index *index, uint64_t word, uint32_t lang)
{
    uint32_t classes = 0;
    const uint32_t *list = list_at(&index->word_lists, word);
    for (uint32_t i = list[0]; i < list[1]; i++)
        if (index->words[i].hash == word &&
            (index->words[i].lang == lang || index->words[i].lang == 0))
            classes |= index->words[i].classes;
    return classes;
}

/* Surname rows of this hash: *ret_count of them from the result on. */
const struct layout_surname *index_surnames(const struct index *index, uint64_t word,
                                            uint32_t *ret_count);

#endif
