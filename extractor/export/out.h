/* out.h - a file on its way out: written under a temporary name beside its own and renamed when it
 * is whole, so that readers see the old file or the new. */
#ifndef NEWSGAZ_EXPORT_OUT_H
#define NEWSGAZ_EXPORT_OUT_H

#include <limits.h>
#include <stdio.h>

#include "base/buffer.h"

struct out {
    FILE *stream;
    char path[PATH_MAX], temporary[PATH_MAX + 8]; /* empty for standard output */
    struct buffer bytes;                          /* append here, then call out_flush */
};

/* NULL or "-" is standard output. Returns 0 or an errno value. */
int out_begin(struct out *out, const char *path);

/* Writes what has come together, if it is much. An error shows at the end. */
void out_flush(struct out *out);

/* Brings the file to its place. Returns 0 or an errno value; the old file is then left. */
int out_end(struct out *out);

/* Leaves the old file as it was. What has gone to standard output stays there. */
void out_drop(struct out *out);

#endif
