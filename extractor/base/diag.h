/* diag.h - mistakes in files that people edit, collected so that one run reports them all:
 *
 *     rules/it/dates.rules:10:11: error: no table or let named 'mont' [NGZ-014]
 *        match  {mont} \s+ \d{4}
 *               ^~~~~~ did you mean 'month'?
 *
 * Codes never change their meaning; diag.c lists them. The library collects, the program prints. */
#ifndef NEWSGAZ_BASE_DIAG_H
#define NEWSGAZ_BASE_DIAG_H

#include <stdio.h>

#include "base/array.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct place_in_file {
    struct str file;    /* as the user would name it */
    struct str line;    /* the whole line, for the excerpt; may be empty */
    uint32_t number;    /* from 1; 0 where the file as a whole is meant */
    uint32_t column;    /* bytes from the start of the line, from 0 */
    uint32_t length;    /* bytes to underline, at least 1 */
};

struct diag_entry {
    struct place_in_file at;
    enum severity severity;
    int code;                 /* the NN of NGZ-NN */
    struct str message, hint; /* the hint may be empty */
};

struct diag {
    struct arena arena;
    ARRAY(struct diag_entry) entries;
    size_t errors, warnings;
};

/* Copies all it is given. `hint` may be NULL. */
void diag_add(struct diag *diag, enum severity severity, int code, struct place_in_file at,
              const char *hint, const char *format, ...) __attribute__((format(printf, 6, 7)));
void diag_print(const struct diag *diag, FILE *out);
void diag_free(struct diag *diag);

/* Of `count` names the nearest to `wanted` by edit distance, or an empty slice if none is near. */
struct str diag_nearest(struct str wanted, const struct str *names, size_t count);

#endif
