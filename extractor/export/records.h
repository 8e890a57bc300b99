/* records.h - records read back from a file, one at a time: XML (one record or several inside
 * records) or JSON Lines. One table of intakes, one door for each guest. */
#ifndef NEWSGAZ_EXPORT_RECORDS_H
#define NEWSGAZ_EXPORT_RECORDS_H

#include <stdio.h>

#include "export/intake.h"

enum records_next {
    RECORDS_ONE,
    RECORDS_BAD,    /* no record, `why` tells; the next call goes on where that is possible */
    RECORDS_FAILED, /* the line of an article that failed: no record, no mistake of the file */
    RECORDS_END,
};

struct records {
    FILE *stream;
    const struct notation_reader *reader;
    void *guest;          /* the reader's own */
    struct intake intake;
    char why[256];        /* of RECORDS_BAD and RECORDS_FAILED */
};

/* One notation. */
struct notation_reader {
    void (*begin)(struct records *records);
    enum records_next (*next)(struct records *records, const struct record **ret);
    void (*end)(struct records *records);
};

extern const struct notation_reader xml_records, json_records;

/* "-" is standard input. False when it cannot be opened: errno tells why. */
bool records_open(struct records *records, const char *path);

/* The next record, valid until the next call. */
enum records_next records_next(struct records *records, const struct record **ret);
void records_close(struct records *records);

#endif
