#include <errno.h>
#include <unistd.h>
#include <zlib.h>

#include "import/source.h"

enum { CHUNK = 1 << 18, LONGEST_LINE = 1 << 28, LONGEST_RECORD = 1 << 20 };

int source_open(const char *path, struct source *ret)
{
    *ret = (struct source){ .path = path };
    errno = 0;
    ret->stream = strcmp(path, "-") == 0 ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path, "rb");
    if (!ret->stream)
        return errno ? errno : ENOMEM;
    gzbuffer(ret->stream, CHUNK);
    int first = gzgetc(ret->stream); /* a folder opens, but cannot be read */
    if (first >= 0)
        gzungetc(first, ret->stream);
    int error = first < 0 && !gzeof(ret->stream) ? errno ? errno : EIO : 0;
    if (error)
        source_close(ret);
    return error;
}

void source_close(struct source *source)
{
    if (source->stream)
        gzclose(source->stream);
    buffer_free(&source->bytes);
    buffer_free(&source->record);
    *source = (struct source){ 0 };
}

bool source_rewind(struct source *source)
{
    if (strcmp(source->path, "-") == 0 || gzrewind(source->stream))
        return false;
    source->bytes.len = source->at = source->line = 0;
    source->ended = source->failed = source->after_return = false;
    return true;
}

static void skip_byte_order_mark(struct source *source)
{
    if (str_starts(buffer_str(&source->bytes), STR("\xEF\xBB\xBF")))
        source->at = 3;
}

/* Adds to `bytes`, of which what was read is dropped; false when there is no more. */
static bool refill(struct source *source)
{
    bool begins = source->line == 0 && source->bytes.len == 0;
    if (source->ended || source->bytes.len - source->at > LONGEST_LINE) {
        source->failed |= !source->ended;
        return false;
    }
    if (source->at) {
        source->bytes.len -= source->at;
        memmove(source->bytes.bytes, source->bytes.bytes + source->at, source->bytes.len);
        source->at = 0;
    }
    buffer_reserve(&source->bytes, CHUNK);
    int got = gzread(source->stream, source->bytes.bytes + source->bytes.len, CHUNK);
    source->ended = got <= 0;
    source->failed |= got < 0;
    source->bytes.len += got > 0 ? (size_t)got : 0;
    if (begins)
        skip_byte_order_mark(source);
    return got > 0;
}

struct str source_peek(struct source *source)
{
    if (source->at == source->bytes.len)
        refill(source);
    return str_slice(buffer_str(&source->bytes), source->at, source->bytes.len);
}

static const char *line_end(const char *at, size_t len)
{
    const char *feed = len ? memchr(at, '\n', len) : NULL;
    const char *back = len ? memchr(at, '\r', feed ? (size_t)(feed - at) : len) : NULL;
    return back ? back : feed;
}

bool source_line(struct source *source, struct str *ret)
{
    size_t searched = 0;
    for (;;) {
        const char *start = source->bytes.bytes + source->at;
        size_t left = source->bytes.len - source->at;
        if (source->after_return && left) {
            source->after_return = false;
            if (*start == '\n') {
                source->at++;
                continue;
            }
        }
        const char *end = left > searched ? line_end(start + searched, left - searched) : NULL;
        searched = left;
        if (!end && refill(source))
            continue;
        if ((!end && left == 0) || source->failed)
            return false;
        size_t len = end ? (size_t)(end - start) : left;
        *ret = (struct str){ source->bytes.bytes + source->at, len };
        source->after_return = end && *end == '\r';
        source->at += len + (end != NULL);
        source->line++;
        return true;
    }
}

bool source_row(struct source *source, struct str *ret)
{
    while (source_line(source, ret))
        if (ret->len && ret->s[0] != '#')
            return true;
    return false;
}

static bool is_quote_open(struct str text)
{
    size_t quotes = 0;
    for (size_t i = 0; i < text.len; i++)
        quotes += text.s[i] == '"';
    return quotes % 2;
}

bool source_record(struct source *source, struct str *ret)
{
    struct str line;
    if (!source_line(source, &line))
        return false;
    *ret = line;
    if (!is_quote_open(line))
        return true;
    source->record.len = 0;
    buffer_add(&source->record, line);
    while (source->record.len < LONGEST_RECORD && source_line(source, &line)) {
        buffer_byte(&source->record, '\n');
        buffer_add(&source->record, line);
        if (is_quote_open(line))
            break;
    }
    *ret = buffer_str(&source->record);
    return true;
}

struct str source_chunk(struct source *source)
{
    if (source->at == source->bytes.len && !refill(source))
        return STR("");
    struct str chunk = str_slice(buffer_str(&source->bytes), source->at, source->bytes.len);
    source->at = source->bytes.len;
    return chunk;
}
