/* progress.h - a bar on standard error, only where that is a terminal and only for runs that last
 * longer than a second. It is drawn without colour, so NO_COLOR has nothing left to ask for. */
#ifndef NEWSGAZ_CLI_PROGRESS_H
#define NEWSGAZ_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool on;         /* a terminal listens */
    bool drawn;
    int64_t next;    /* when to draw again, in milliseconds */
    size_t total;
};

void progress_begin(struct progress *progress, size_t total);
void progress_step(struct progress *progress, size_t done);
void progress_end(struct progress *progress);

#endif
