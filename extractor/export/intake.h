/* intake.h - a record on its way back in: the fields of its parts, one after the other, whatever
 * notation they are read from. The counterpart of write/fields.h; keys are those of the XML.
 * Code points become byte offsets, and ids become indices, so that what comes out is the record
 * that was once written. */
#ifndef NEWSGAZ_EXPORT_INTAKE_H
#define NEWSGAZ_EXPORT_INTAKE_H

#include "record.h"

enum part {
    PART_NONE,
    PART_RECORD,
    PART_SOURCE,
    PART_GENERATOR,
    PART_SEGMENT,
    PART_ENTITY,
    PART_NAME,
    PART_DATE,
    PART_NUMBER,
    PART_CASUALTY,
    PART_AMOUNT, /* these: of the last casualty */
    PART_VICTIMS,
    PART_SPEAKER,
    PART_SCENE,
    PART_PERPETRATOR,
    PART_COUNT,
};

struct intake {
    struct arena arena; /* of all that the record holds */
    struct article article;
    struct record record;
    uint32_t *starts;   /* byte offset of each code point of the text, and its end */
    size_t length;      /* code points of the text */
    bool has_text;
    void *item;         /* of the part at hand */
    enum part part;
    size_t next_field;  /* of the part: where it is looked for first */
    char wrong[160];    /* the first mistake; empty when there is none */
};

/* Forgets the last record. */
void intake_begin(struct intake *intake);
void intake_free(struct intake *intake);

/* The record's text, which all offsets point into: it comes before what has offsets. */
void intake_text(struct intake *intake, struct str text);

/* Begins a part; `type` is "place", "person" or "organisation" for an entity. */
void intake_part(struct intake *intake, enum part part, struct str type);

/* A field of the part at hand. Keys that are not known are passed over: later versions add some. */
void intake_field(struct intake *intake, struct str key, struct str value);

/* The record, once all its parts are in; NULL when it is none: `wrong` tells why. */
const struct record *intake_end(struct intake *intake);

#endif
