/* csv_tables.h - the tables of `export --to csv`, and how they come back from files of an
 * earlier export. */
#ifndef NEWSGAZ_EXPORT_CSV_TABLES_H
#define NEWSGAZ_EXPORT_CSV_TABLES_H

#include "export/sheet.h"

struct csv_table {
    struct sheet sheet;
    const char *about;   /* for people */
    const char *key;     /* columns that identify a row, as a JSON array; NULL for none */
    bool derived;        /* made anew from the others at each export */
};

extern const struct csv_table csv_tables[];
extern const size_t csv_table_count;

/* Puts the rows of an earlier export's file into the database; `safe` as for csv_cell. NULL when
 * all went well, also when there is no such file; else why not. */
const char *csv_read(struct database *database, const struct sheet *sheet, const char *path,
                     bool safe);

#endif
