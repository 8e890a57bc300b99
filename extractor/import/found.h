/* found.h - what readers of formats and the rest of the room share. A reader fills `found` from a
 * record and calls import_take; texts may be as dirty as they come. */
#ifndef NEWSGAZ_IMPORT_FOUND_H
#define NEWSGAZ_IMPORT_FOUND_H

#include "gazetteer/tables.h"
#include "import/import.h"
#include "import/known.h"
#include "import/rows.h"
#include "import/source.h"

struct found_name {
    struct str name, lang, from, to;
    enum name_kind kind;
};

struct found {
    enum name_type type;
    struct str key;  /* the source's own id; empty: made of the name */
    struct str name, kind, country, lat, lon, geonames, wikidata, role, from, to, note;
    struct str class; /* for the filter by class, where the format has classes */
    uint32_t prior;
    ARRAY(struct found_name) names; /* the name itself need not be among them */
};

struct import {
    const struct importer *importer;
    const struct import_options *options;
    struct diag *diag;
    struct import_result *result;
    struct source *source;      /* being read */
    struct arena arena;         /* of the record; reset after each */
    struct found found;
    struct known known;
    struct keys foreign;        /* ids of other projects, once a record has them */
    struct rows entities[3];    /* by enum name_type */
    struct rows names;
    struct buffer row, scratch;
};

struct importer {
    const char *name, *purpose;
    const char *prefix;         /* of ids */
    const char *title, *licence, *credit;
    /* One of these: all the files of an import together, or one after the other. False when a file
     * cannot be read to its end. */
    bool (*read)(struct import *import, const char *const *paths, size_t count);
    bool (*read_file)(struct import *import, const char *path);
};

extern const struct importer geonames_importer, wikidata_importer, jrc_names_importer,
    lp_tsv_importer, linked_places_importer, popolo_importer, tei_importer,
    whosonfirst_importer, naturalearth_importer, table_importer;

/* Begins a record. */
struct found *import_begin(struct import *import, enum name_type type);
void import_add_name(struct import *import, struct str name, struct str lang, enum name_kind kind);

/* The record is complete. False when it was left out; else *ret_id (unless NULL) is the id that
 * it got, valid until the next record begins. */
bool import_take(struct import *import, struct str *ret_id);

/* Adds role, from and to of `found` to the person of its key, if there is such a record. */
void import_add_role(struct import *import);

/* A name for an entity that was taken; import->found.type is its type. */
void import_take_name(struct import *import, struct str id, const struct found_name *name);

/* The filters that readers may ask before they do more. */
bool import_wants_language(const struct import *import, struct str lang);
bool import_wants_kind(const struct import *import, enum name_type type);

/* Counts something left out. */
void import_leave_out(struct import *import, const char *what, const char *why);

/* The same for a mistake in the file, which is shown with its line. */
void import_mistake(struct import *import, const char *what, const char *why, struct str text);

/* Opens the next file; false (with an error in `diag`) when that cannot be. */
bool import_open(struct import *import, const char *path, struct source *ret);

/* Closes it; false when reading ended before the file did. */
bool import_close(struct import *import, struct source *source);

/* Splits a row at tabs into at most `most` cells; returns how many there were. */
size_t import_cells(struct str row, struct str *cells, size_t most);

#endif
