/* writer.h - the table of writers: a report in, bytes out. */
#ifndef NEWSGAZ_COVERAGE_WRITER_H
#define NEWSGAZ_COVERAGE_WRITER_H

#include "coverage/report.h"

struct coverage_writer {
    const char *name;     /* of --format */
    long limit;           /* of each list, where the user sets none; 0: no limit */
    size_t citations;     /* of each variant */
    void (*write)(const struct report *report, struct buffer *into);
};

extern const struct coverage_writer coverage_text, coverage_tsv, coverage_json, coverage_html;

/* NULL when there is none of that name. */
const struct coverage_writer *coverage_writer_named(struct str name);

/* ---- what several of them write -------------------------------------------------------------- */

/* "81.3 %" of tenths. */
void put_share(struct buffer *into, struct coverage_total total);

/* "en 12, fr 3": where the variant of that number was seen, the first `most` rows. */
void put_breakdown(struct buffer *into, const struct breakdown *breakdown, size_t variant,
                   size_t most);

/* "(unknown)" for what has no label. */
struct str shown_label(struct str label);

/* "0.83" */
void put_score(struct buffer *into, double score);

#endif
