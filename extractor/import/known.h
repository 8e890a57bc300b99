/* known.h - what the gazetteers have that an import is to stand beside: their entities by the ids
 * of other projects, and their names. */
#ifndef NEWSGAZ_IMPORT_KNOWN_H
#define NEWSGAZ_IMPORT_KNOWN_H

#include "gazetteer/keys.h"
#include "gazetteer/tables.h"
#include "text/fold.h"

struct known_entity {
    struct str id, country, wikidata;
    enum name_type type;
};

struct known {
    struct arena arena;
    struct buffer table;   /* of `fold`: names that fold alike are the same name */
    struct fold *fold;
    ARRAY(struct known_entity) entities;
    struct keys ids;       /* -> entity */
    struct keys foreign;   /* "146970", "Q129352" -> entity */
    struct keys spellings; /* of an entity: known_spelling */
    struct keys names;     /* of a type: the entity that has the name, or KNOWN_SEVERAL */
    struct keys uses;      /* name -> the strictest use that any row gives it */
    struct keys words;     /* of words.tsv: what is a word besides */
    struct keys countries; /* "AZ" -> entity */
    struct keys sources;
    const char *output, *name; /* the import's own tables, which it is going to replace */
};

#define KNOWN_NONE UINT32_MAX
#define KNOWN_SEVERAL (UINT32_MAX - 1)

/* Reads the folder but for the tables that `output` and `name` say; false when it has mistakes. */
bool known_read(const char *folder, const char *output, const char *name, struct diag *diag,
                struct known *ret);
void known_free(struct known *known);

/* The entity with that id of GeoNames or Wikidata, or KNOWN_NONE. */
uint32_t known_by_foreign(const struct known *known, struct str id);

/* The entity of that type which has the name, KNOWN_SEVERAL or KNOWN_NONE. */
uint32_t known_by_name(const struct known *known, enum name_type type, struct str name);

/* Whether this one has it or one that folds to the same letters, in whatever language. */
bool known_spelling(const struct known *known, uint32_t entity, struct str name);

/* The use a new row of this name must have, not to undo what other rows say of it. */
enum name_use known_use(const struct known *known, struct str name);

/* The id of a country, or an empty one. */
struct str known_country(const struct known *known, struct str code);

#endif
