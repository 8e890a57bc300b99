#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/progress.h"

enum { PATIENCE_MS = 1000, REDRAW_MS = 100, WIDTH = 40 };

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, size_t total)
{
    *progress = (struct progress){ .on = isatty(STDERR_FILENO), .total = total };
    if (progress->on)
        progress->next = milliseconds() + PATIENCE_MS;
}

void progress_step(struct progress *progress, size_t done)
{
    static const char marks[] = "########################################";
    if (!progress->on || !progress->total)
        return;
    int64_t now = milliseconds();
    if (now < progress->next)
        return;
    int filled = (int)(done * WIDTH / progress->total);
    fprintf(stderr, "\r[%-*.*s] %zu/%zu", WIDTH, filled, marks, done, progress->total);
    progress->drawn = true;
    progress->next = now + REDRAW_MS;
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->on = progress->drawn = false;
}
