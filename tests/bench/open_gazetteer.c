/* open_gazetteer.c - how long a compiled gazetteer takes to open: open_gazetteer FILE prints the
 * mean of a hundred openings in microseconds, once it is known to be sound. */
#include <stdio.h>
#include <time.h>

#include "gazetteer/index.h"

enum { TIMES = 100 };

int main(int argc, char **argv)
{
    const char *reason = "no file given";
    struct timespec start, end;
    for (int i = -1; i < TIMES; i++) {
        struct index *index = argc == 2 ? index_open(argv[1], &reason) : NULL;
        if (!index)
            return fprintf(stderr, "%s\n", reason), 2;
        index_close(index);
        if (i < 0)
            clock_gettime(CLOCK_MONOTONIC, &start);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%.0f\n", seconds / TIMES * 1e6);
    return 0;
}
