/* sheet.h - tables of the database as CSV: RFC 4180 with line feeds, in UTF-8, columns by name. */
#ifndef NEWSGAZ_EXPORT_SHEET_H
#define NEWSGAZ_EXPORT_SHEET_H

#include "export/exporter.h"

/* What a column holds, in the words of Frictionless. */
#define TYPE_STRING "string"
#define TYPE_INTEGER "integer"
#define TYPE_NUMBER "number"
#define TYPE_DATE "date"

struct column {
    const char *name;
    const char *sql;  /* what stands in it; NULL: the database's column of that name */
    const char *type; /* NULL: a string */
    const char *tag;  /* of HXL; NULL elsewhere */
};

#define SQL(name, sql) { name, sql, NULL, NULL }
#define EMPTY(name) { name, "NULL", NULL, NULL }

/* What the rows of a table are bound to lose: an SQL count, and its words. */
struct loss_rule {
    const char *sql, *one, *many;
};

struct sheet {
    const char *name;
    const struct column *columns;
    size_t column_count;
    const char *from;      /* FROM and what follows, with the order of the rows */
    bool tagged;           /* a second line with the tags of HXL */
    const struct loss_rule *losses;
    size_t loss_count;
};

#define SHEET_COLUMNS(array) .columns = (array), .column_count = sizeof(array) / sizeof *(array)
#define SHEET_LOSSES(array) .losses = (array), .loss_count = sizeof(array) / sizeof *(array)

/* Writes the table to `out`; false when the database cannot be read. */
bool sheet_write(struct export *export, const struct sheet *sheet, struct out *out);

/* Counts what the table's loss rules say. */
void sheet_count_losses(struct export *export, const struct sheet *sheet);

/* One cell of CSV. With `safe`, text that a spreadsheet would run as a formula gets a "'" before
 * it, and so does text that begins with one: taking it away gives the text back. */
void csv_cell(struct buffer *into, struct str text, bool safe);

#endif
