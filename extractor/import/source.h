/* source.h - a file of another project, read piece by piece: plain or gzip, any line ends, with or
 * without a byte order mark. Nothing is held but the line at hand. */
#ifndef NEWSGAZ_IMPORT_SOURCE_H
#define NEWSGAZ_IMPORT_SOURCE_H

#include "base/buffer.h"

struct source {
    const char *path; /* "-" is standard input */
    struct gzFile_s *stream;
    struct buffer bytes;
    size_t at;        /* in `bytes` */
    uint32_t line;    /* of the line read last, from 1 */
    bool ended, failed, after_return;
    struct buffer record;
};

/* 0, or an errno value. */
int source_open(const char *path, struct source *ret);
void source_close(struct source *source);

/* From the beginning again; false where that cannot be, as with standard input. */
bool source_rewind(struct source *source);

/* What the file goes on with, at least some kilobytes unless it is shorter; nothing is taken. */
struct str source_peek(struct source *source);

/* The next line without its end (LF, CR LF or CR alone), valid until the next call; false at the
 * end, and when reading fails (`failed` tells). A line of over 256 MB counts as a failure. */
bool source_line(struct source *source, struct str *ret);

/* The next line that is neither empty nor a comment behind '#'. */
bool source_row(struct source *source, struct str *ret);

/* The next record of a CSV file: a line, or several where line ends stand in quotes. */
bool source_record(struct source *source, struct str *ret);

/* The next bytes, for readers that do not go by lines; empty at the end. `line` stays as it is. */
struct str source_chunk(struct source *source);

#endif
