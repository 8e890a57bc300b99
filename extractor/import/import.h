/* import.h - the door of this room: files of other projects in, gazetteer tables out.
 *
 *     source.c  json_items.c     files to lines, to JSON values
 *     geonames.c wikidata.c …    one a format: lines to what was found
 *     take.c clean.c known.c     filters, cleaning, what the gazetteers have already
 *     rows.c tables_out.c        sorted rows to tables */
#ifndef NEWSGAZ_IMPORT_IMPORT_H
#define NEWSGAZ_IMPORT_IMPORT_H

#include "base/diag.h"
#include "record.h"

struct import_map {
    struct str field, column; /* "name:fr" and the file's name for it */
};

/* What becomes of a person or organisation whose id nothing has, but whose name somebody bears: a
 * name is evidence, not identity. */
enum same_name { SAME_NAME_LEFT_OUT, SAME_NAME_LINKED, SAME_NAME_NEW };

struct import_options {
    const char *output;                /* folder; NULL: a dry run */
    const char *name;                  /* of the layer: NAME.places.tsv, NAME.names.tsv … */
    const char *merge;                 /* gazetteer folder to stand beside, or NULL */
    const char *source, *title, *licence, *date; /* of the rows; NULL: as the format has it */
    struct str languages, countries, classes, kinds; /* comma-separated; empty: all */
    enum same_name same_name;
    uint32_t least_population;
    bool boxed;
    int32_t west, south, east, north;  /* millionths of a degree; west > east crosses 180° */
    const struct import_map *map;
    size_t map_count;
};

/* How often something was left out, and why. */
struct import_reason {
    const char *what, *why; /* "record" or "name" */
    uint64_t count;
};

struct import_result {
    uint64_t read, places, persons, organisations, linked, names, doubles;
    ARRAY(struct import_reason) reasons; /* most frequent first */
    struct arena arena;
};

struct importer;

/* The importer of that name, or NULL. */
const struct importer *importer_named(struct str name);
const char *importer_name(const struct importer *importer);

/* One line about each importer, for help: NULL behind the last. */
const struct importer *importer_at(size_t i);
const char *importer_purpose(const struct importer *importer);

/* Reads `paths` and writes the tables. Single mistakes are in `diag` as warnings, the first few of
 * each sort; all are counted. False when something could not be read or written, or `merge` has
 * mistakes: `diag` then has errors. */
bool import_run(const struct importer *importer, const struct import_options *options,
                const char *const *paths, size_t count, struct diag *diag,
                struct import_result *ret);
void import_result_free(struct import_result *result);

#endif
