#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"

void buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t wanted = buffer->len + more;
    if (wanted <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
    buffer->capacity = capacity < wanted ? wanted : capacity;
    buffer->bytes = xrealloc(buffer->bytes, buffer->capacity);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    buffer_reserve(buffer, (size_t)len + 1);
    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->len, (size_t)len + 1, format, arguments);
    va_end(arguments);
    buffer->len += (size_t)len;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){ 0 };
}
