/* buffer.h - bytes that grow; kept and reused from one article to the next. */
#ifndef NEWSGAZ_BASE_BUFFER_H
#define NEWSGAZ_BASE_BUFFER_H

#include "base/str.h"

struct buffer {
    char *bytes; /* not NUL-terminated; NULL while empty */
    size_t len, capacity;
};

void buffer_reserve(struct buffer *buffer, size_t more);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_free(struct buffer *buffer);

/* Inline, so that literals are copied without a call. */
static inline void buffer_add(struct buffer *buffer, struct str text)
{
    if (!text.len)
        return;
    if (buffer->capacity - buffer->len < text.len)
        buffer_reserve(buffer, text.len);
    memcpy(buffer->bytes + buffer->len, text.s, text.len);
    buffer->len += text.len;
}

static inline void buffer_byte(struct buffer *buffer, char byte)
{
    if (buffer->len == buffer->capacity)
        buffer_reserve(buffer, 1);
    buffer->bytes[buffer->len++] = byte;
}

static inline struct str buffer_str(const struct buffer *buffer)
{
    return (struct str){ buffer->bytes ? buffer->bytes : "", buffer->len };
}

#endif
