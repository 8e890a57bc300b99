/* columns.h - records that come as named columns (CSV, TSV, results of SPARQL): the user says, or
 * the columns' own names tell, which of them holds what. */
#ifndef NEWSGAZ_IMPORT_COLUMNS_H
#define NEWSGAZ_IMPORT_COLUMNS_H

#include "import/found.h"

enum { MOST_COLUMNS_READ = 128 };

struct columns {
    struct import *import;
    size_t count;
    struct {
        unsigned field;   /* of columns.c */
        struct str lang;  /* of a name */
    } meaning[MOST_COLUMNS_READ];
    struct arena arena;   /* holds the languages */
};

/* Finds out what each column holds; false, with an error in `diag`, when --map names a column that
 * is not there, or none holds a name. */
bool columns_begin(struct import *import, const struct str *names, size_t count,
                   struct columns *ret);

/* Takes a record of so many cells; `langs` may be NULL, or give the language of each. */
void columns_take(struct columns *columns, const struct str *cells, const struct str *langs,
                  size_t count);
void columns_end(struct columns *columns);

/* The number behind the last slash or colon of "http://www.wikidata.org/entity/Q42", "wd:Q42",
 * "https://sws.geonames.org/6690154/": its last part. */
struct str last_part(struct str uri);

#endif
