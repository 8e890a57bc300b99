/* rows.h - rows in any number, given back sorted by their bytes. What memory does not hold goes to
 * temporary files, which nobody else sees and which end with the process. */
#ifndef NEWSGAZ_IMPORT_ROWS_H
#define NEWSGAZ_IMPORT_ROWS_H

#include <stdio.h>

#include "base/array.h"
#include "base/buffer.h"

struct row_at {
    size_t start;
    uint32_t len;
};

struct rows {
    struct buffer bytes; /* of the rows in memory */
    struct buffer list;  /* struct row_at */
    struct arena arena;
    ARRAY(FILE *) runs;  /* each sorted */
    int error;           /* errno of what could not be stored */
};

/* A row must not hold a line feed. */
void rows_add(struct rows *rows, struct str row);

/* Hands all rows to `take`, sorted; rows that are equal come one after the other. */
void rows_each(struct rows *rows, void (*take)(void *of, struct str row), void *of);
void rows_free(struct rows *rows);

#endif
