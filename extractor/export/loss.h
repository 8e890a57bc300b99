/* loss.h - what a format could not hold, counted: the report at the end of an export. */
#ifndef NEWSGAZ_EXPORT_LOSS_H
#define NEWSGAZ_EXPORT_LOSS_H

#include "base/array.h"

struct loss_line {
    const char *one, *many; /* "range written as one integer", "ranges written as one integer" */
    size_t count;
};

struct loss {
    struct arena arena;
    ARRAY(struct loss_line) lines; /* in the order of their first counting */
};

/* Both texts are constants. */
void loss_count(struct loss *loss, size_t count, const char *one, const char *many);

/* On standard error, a line each: "acled: 12 ranges written as one integer". */
void loss_print(const struct loss *loss, const char *format);
void loss_free(struct loss *loss);

#endif
