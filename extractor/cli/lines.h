/* lines.h - lines of a stream that may come slowly, each in memory only while it is at work. */
#ifndef NEWSGAZ_CLI_LINES_H
#define NEWSGAZ_CLI_LINES_H

#include "base/buffer.h"

struct lines {
    int fd;
    struct buffer bytes;
    size_t at, searched; /* in `bytes`: the next line's start; before this is no line feed */
    bool ended, too_long;
};

enum line { LINE_READ, LINE_TOO_LONG, LINE_NOT_YET, LINE_END, LINE_ERROR };

/* The next line without its line feed, valid until the next call. LINE_NOT_YET: none is there
 * yet, and `may_wait` is false. LINE_TOO_LONG: that line was passed over. LINE_ERROR: see errno. */
enum line lines_next(struct lines *lines, bool may_wait, struct str *ret);

#endif
