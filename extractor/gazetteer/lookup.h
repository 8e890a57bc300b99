/* lookup.h - reading of the mapped gazetteer, for the matching in this room.
 * The file's checksum was verified when it was first opened, so what stands in it is trusted. */
#ifndef NEWSGAZ_GAZETTEER_LOOKUP_H
#define NEWSGAZ_GAZETTEER_LOOKUP_H

#include "gazetteer/index.h"
#include "gazetteer/layout.h"
#include "gazetteer/press.h"

struct index {
    const char *map;
    size_t size;
    bool is_own; /* not mapped: bytes of its own */
    const struct layout_header *header;
    struct fold *fold;
    char hash[65];
    const char *strings, *labels, *ids;
    const uint32_t *id_starts;
    const struct layout_entity *entities;
    const struct layout_detail *details;
    const struct layout_name *names;
    const struct layout_usage *usages;
    const uint32_t *nodes;
    const struct layout_edge *edges;
    const uint8_t *filter, *lower, *surname_filter;
    const struct layout_word *words;
    const struct layout_surname *surnames;
    const uint32_t *press_starts, *press_names;
    const uint8_t *press_filter;
    struct press press;
    uint32_t edge_count, word_count, surname_count, entity_count, press_lists, node_count;
    uint64_t filter_bits, lower_bits, surname_bits, press_bits;
};

static inline struct str index_string(const struct index *index, uint32_t offset)
{
    const char *at = index->strings + offset;
    uint16_t len = layout_length(&at);
    return (struct str){ at, len };
}

/* A kind, country or language. */
static inline struct str index_label(const struct index *index, uint16_t offset)
{
    const char *at = index->labels + offset;
    uint16_t len = layout_length(&at);
    return (struct str){ at, len };
}

static inline const struct layout_detail *index_detail(const struct index *index,
                                                       const struct layout_entity *entity)
{
    return &index->details[entity->detail];
}

static inline const struct layout_usage *index_usage(const struct index *index,
                                                     const struct layout_name *name)
{
    return &index->usages[name->usage];
}

/* The entity's id, put together in the arena. */
struct str index_id(const struct index *index, uint32_t entity, struct arena *arena);

static inline bool bit_at(const uint8_t *bits, uint64_t at)
{
    return bits[at / 8] >> at % 8 & 1;
}

/* The node that `word` leads to from `node`, or 0. */
static inline uint32_t index_child(const struct index *index, uint32_t node, uint64_t word)
{
    uint64_t key = layout_key(node, word);
    if (!bit_at(index->filter, layout_bit(key, index->filter_bits)))
        return 0;
    uint32_t check = (uint32_t)(key >> 32), at = layout_slot(key, index->edge_count);
    while (index->edges[at].child && index->edges[at].check != check)
        at = at + 1 < index->edge_count ? at + 1 : 0;
    return index->edges[at].child;
}

/* The classes of a word for the language of that layout_tag, and those for all. */
static inline uint32_t index_classes(const struct index *index, uint64_t word, uint32_t lang)
{
    uint32_t classes = 0, at = layout_slot(word, index->word_count);
    for (; index->words[at].hash; at = at + 1 < index->word_count ? at + 1 : 0)
        if (index->words[at].hash == word &&
            (index->words[at].lang == lang || index->words[at].lang == 0))
            classes |= index->words[at].classes;
    return classes;
}

/* Surname rows of this hash: *ret_count of them from the result on. */
const struct layout_surname *index_surnames(const struct index *index, uint64_t word,
                                            uint32_t *ret_count);

#endif
