/* records.h - records read back from a file, one at a time: XML (one record or several inside
 * records) or JSON Lines. One table of intakes, one door for each guest. */
#ifndef NEWSGAZ_EXPORT_RECORDS_H
#define NEWSGAZ_EXPORT_RECORDS_H

#include <stdio.h>

#include "export/intake.h"

/* Who takes what a file holds. */
struct records_taker {
    void (*record)(void *taker, const struct record *record); /* valid until it returns */
    void (*bad)(void *taker, const char *why); /* what is no record; more may come after it */
    void (*failed)(void *taker); /* the line of an article that failed: no mistake of the file */
};

struct records {
    FILE *stream;
    struct intake intake;
    const struct records_taker *to;
    void *taker;
};

/* Reads a file, "-": standard input, to its end, or as far as it can be trusted. 0, or errno when
 * it cannot be read. */
int records_read(const char *path, const struct records_taker *to, void *taker);

/* The notations: each reads the whole stream. */
void records_read_xml(struct records *records);
void records_read_json(struct records *records);

/* For them: hands on what is in the intake now; `where` goes before what is wrong with it. */
void records_hand_on(struct records *records, const char *where);

#endif
