/* fields.h - what a record says of each thing, once for all notations: XML writes a field as an
 * attribute, JSON as a member. What is absent is left out. export/intake.c reads the same fields
 * back: a new one needs a row there. */
#ifndef NEWSGAZ_WRITE_FIELDS_H
#define NEWSGAZ_WRITE_FIELDS_H

#include "base/buffer.h"
#include "record.h"
#include "write/escape.h"
#include "write/positions.h"

struct notation {
    /* Writes all that stands before a value. Keys are those of the XML. */
    void (*key)(struct buffer *into, struct str key);
    const struct escapes *escapes; /* of strings, which stand in double quotes */
    bool quotes_literals;          /* numbers and "true" as well */
};

/* A record on its way out. */
struct writing {
    const struct record *record;
    const struct notation *notation;
    struct buffer *into;
    struct positions positions;
};

struct writing writing_of(const struct record *record, const struct notation *notation,
                          struct buffer *into);

void record_fields(struct writing *w);
void source_fields(struct writing *w);
void generator_fields(struct writing *w);

/* Of the i-th of its kind; the first of the names has the id "n1". */
void segment_fields(struct writing *w, size_t i);
void entity_fields(struct writing *w, size_t i);
void name_fields(struct writing *w, size_t i);
void date_fields(struct writing *w, size_t i);
void number_fields(struct writing *w, size_t i);
void casualty_fields(struct writing *w, size_t i);

/* The parts of a casualty. */
void span_fields(struct writing *w, struct span at);
void phrase_fields(struct writing *w, struct phrase phrase);

/* "place", "person", "organisation" */
struct str name_type_name(enum name_type type);

struct str surface(const struct writing *w, struct span at);

#endif
