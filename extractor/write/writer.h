/* writer.h - one table of writers: record in, bytes out. No writer knows another, or a reader. */
#ifndef NEWSGAZ_WRITE_WRITER_H
#define NEWSGAZ_WRITE_WRITER_H

#include "base/buffer.h"
#include "record.h"

struct writer {
    const char *name;      /* of --format */
    const char *ending;    /* of the files */
    const char *head, *tail; /* round several records in one stream: "<records …>\n"; "" for none */
    /* Appends one record. With `nested` it stands inside head and tail. */
    void (*write)(const struct record *record, const struct write_options *options, bool nested,
                  struct buffer *into);
};

extern const struct writer xml_writer, jsonl_writer;

const struct writer *writer_named(struct str name);

/* The line that stands in a stream of JSON Lines for an article that failed. */
void jsonl_error(struct str id, struct str why, struct buffer *into);

#endif
