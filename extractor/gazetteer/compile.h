/* compile.h - what compile.c, which takes the rows of tables, and arrange.c, which writes the file,
 * share. Rows are taken one at a time; kept is little more than what the file will hold. */
#ifndef NEWSGAZ_GAZETTEER_COMPILE_H
#define NEWSGAZ_GAZETTEER_COMPILE_H

#include "gazetteer/index.h"
#include "gazetteer/keys.h"
#include "gazetteer/layout.h"
#include "gazetteer/lists.h"
#include "text/text.h"

/* A name at the node that its words lead to. */
struct placed_name {
    uint64_t key;      /* layout_key */
    uint32_t entity;   /* or NO_ENTITY */
    uint32_t spelling; /* of `strings` */
    uint16_t manner;
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
    struct keys known[SECTION_COUNT]; /* rows of the sections where each stands once */
    struct buffer strings;            /* each once, behind its layout_length; the first is empty */
    struct keys known_strings, passed, articles;
    struct buffer names;       /* struct placed_name */
    struct buffer first;       /* uint32_t: of each name of the tables, the first in `names` */
    struct buffer called;      /* uint32_t: of each entity, its name in `strings` */
    struct buffer surnames;    /* struct surname */
    struct buffer words;       /* struct layout_word, none merged with another yet */
    struct buffer lower_keys;  /* uint64_t */
    struct buffer last_id;     /* of the entities */
    bool is_full;              /* and told so */
};

#define add_bytes(buffer, object) \
    buffer_add((buffer), (struct str){ (const char *)&(object), sizeof(object) })
#define items_of(buffer, type) ((type *)(void *)(buffer).bytes)
#define count_of(buffer, type) ((buffer).len / sizeof(type))

static inline const struct layout_manner *manner_of(const struct builder *builder,
                                                    const struct placed_name *name)
{
    return items_of(builder->sections[SECTION_MANNERS], struct layout_manner) + name->manner;
}

struct str spelling_of(const struct builder *builder, const struct placed_name *name);

/* Writes the press sections. The names stand in the order of theirs. */
void write_press(struct builder *builder);

/* Appends a string behind its length. */
void add_string(struct buffer *into, struct str text);

/* Writes what rows left into the sections, and gives back all but these. */
void arrange_sections(struct builder *builder);

/* Appends header and sections, and gives the sections back. */
void arrange_file(struct builder *builder, const char hash[65], struct buffer *into);

#endif
