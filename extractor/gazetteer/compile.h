/* compile.h - what compile.c, which takes the rows of tables, and arrange.c, which writes the file,
 * share. Rows are taken one at a time; kept is little more than what the file will hold. */
#ifndef NEWSGAZ_GAZETTEER_COMPILE_H
#define NEWSGAZ_GAZETTEER_COMPILE_H

#include "gazetteer/index.h"
#include "gazetteer/keys.h"
#include "gazetteer/layout.h"
#include "text/text.h"

struct edge {
    uint64_t key;
    uint32_t child;
};

/* A name under the node that its words lead to. */
struct placed_name {
    uint32_t node;
    struct layout_name name;
};

struct surname {
    uint64_t hash;
    uint32_t entity;
    uint32_t name; /* of `names` */
};

struct builder {
    struct diag *diag;
    struct arena scratch;
    struct fold *fold;
    struct buffer sections[SECTION_COUNT];
    struct keys strings, labels, usages, edges, articles;
    struct buffer edge_list;  /* struct edge */
    struct buffer names;      /* struct placed_name */
    struct buffer first;      /* uint32_t: of each name of the tables, the first in `names` */
    struct buffer surnames;   /* struct surname */
    struct buffer words;      /* struct layout_word, none merged with another yet */
    struct buffer lower_keys; /* uint64_t */
    struct buffer last_id;    /* of the entities */
    uint32_t nodes;
};

#define add_bytes(buffer, object) \
    buffer_add((buffer), (struct str){ (const char *)&(object), sizeof(object) })
#define items_of(buffer, type) ((type *)(void *)(buffer).bytes)
#define count_of(buffer, type) ((buffer).len / sizeof(type))

/* A filter of so many bits for each of `count` keys, `stride` bytes apart. */
void write_filter(struct buffer *section, const uint64_t *keys, size_t stride, size_t count,
                  size_t bits_each);

struct str spelling_of(const struct builder *builder, const struct layout_name *name);

/* Writes the press sections; the names stand in theirs. */
void write_press(struct builder *builder);

/* Writes what rows left into the sections, and gives back all but these. */
void arrange_sections(struct builder *builder);

/* Appends header and sections, and gives the sections back. */
void arrange_file(struct builder *builder, const char hash[65], struct buffer *into);

#endif
