/* variants.h - every form that the gazetteer takes for an entity: those of its tables, and those that
 * follow from them by rule. */
#ifndef NEWSGAZ_GAZETTEER_VARIANTS_H
#define NEWSGAZ_GAZETTEER_VARIANTS_H

#include "base/diag.h"
#include "gazetteer/index.h"
#include "record.h"

struct variant {
    struct str form, lang;
    struct str kind;   /* as in the tables, or what records call a derived one: "surname" */
    struct str use;    /* "yes", "context", "never" */
    struct str source; /* a code of SOURCES.tsv; empty where it is derived */
    struct str made;   /* the table and line it stands in, or the rule and the form it was made of */
};

struct entity_variants {
    struct str id, name, kind, country;
    enum name_type type;
    ARRAY(struct variant) list; /* the tables' first */
};

struct variants {
    struct arena arena; /* holds all of it */
    ARRAY(struct entity_variants) entities;
};

/* The entities whose id or one of whose names (by their folded letters) is `name`, with all their
 * forms. `folder` holds the tables that the index was compiled from. False when these have
 * mistakes, which are added to `diag`. Release with variants_free. */
bool variants_read(const struct index *index, const char *folder, struct str name,
                   struct diag *diag, struct variants *ret);
void variants_free(struct variants *variants);

#endif
