#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "cli/lines.h"

enum { LONGEST_LINE = 64 << 20, READ_AT_ONCE = 1 << 16 };

static bool is_ready(int fd)
{
    struct pollfd wanted = { .fd = fd, .events = POLLIN };
    return poll(&wanted, 1, 0) != 0;
}

/* Moves the line begun to the front, so that memory grows with the longest line alone. */
static void make_room(struct lines *lines)
{
    struct buffer *bytes = &lines->bytes;
    if (lines->at) {
        memmove(bytes->bytes, bytes->bytes + lines->at, bytes->len - lines->at);
        bytes->len -= lines->at;
        lines->searched -= lines->at;
        lines->at = 0;
    }
    if (bytes->len > LONGEST_LINE) {
        lines->too_long = true;
        bytes->len = lines->searched = 0;
    }
    buffer_reserve(bytes, READ_AT_ONCE);
}

static bool read_more(struct lines *lines)
{
    make_room(lines);
    struct buffer *bytes = &lines->bytes;
    ssize_t got;
    do
        got = read(lines->fd, bytes->bytes + bytes->len, bytes->capacity - bytes->len);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        bytes->len += (size_t)got;
    lines->ended = got == 0;
    return got >= 0;
}

/* Ends the line at `end`; what follows begins `next` bytes behind it. */
static enum line cut(struct lines *lines, size_t end, size_t next, struct str *ret)
{
    *ret = str_slice(buffer_str(&lines->bytes), lines->at, end);
    lines->at = lines->searched = end + next;
    enum line found = lines->too_long ? LINE_TOO_LONG : LINE_READ;
    lines->too_long = false;
    return found;
}

enum line lines_next(struct lines *lines, bool may_wait, struct str *ret)
{
    for (;;) {
        struct str bytes = buffer_str(&lines->bytes);
        size_t unsearched = bytes.len - lines->searched;
        const char *feed = unsearched ? memchr(bytes.s + lines->searched, '\n', unsearched) : NULL;
        if (feed)
            return cut(lines, (size_t)(feed - bytes.s), 1, ret);
        lines->searched = bytes.len;
        if (lines->ended)
            return lines->at < bytes.len || lines->too_long ? cut(lines, bytes.len, 0, ret)
                                                            : LINE_END;
        if (!may_wait && !is_ready(lines->fd))
            return LINE_NOT_YET;
        if (!read_more(lines))
            return LINE_ERROR;
    }
}
