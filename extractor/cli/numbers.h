/* numbers.h - the numbers of articles and how they are printed. */
#ifndef NEWSGAZ_CLI_NUMBERS_H
#define NEWSGAZ_CLI_NUMBERS_H

#include "coverage/quote.h"
#include "engine.h"

struct class_count {
    struct str class;
    size_t counts[MOST_LANGUAGES + 1]; /* the last one: in other text */
};

/* Of one article, or of all. */
struct numbers_found {
    struct arena arena;
    struct buffer rows;
    ARRAY(struct class_count) classes;
};

struct number {
    const struct number_mention *mention;
    struct citation citation;
    struct str text, lang;
    size_t end; /* code points */
};

struct numbers_format {
    const char *name;
    const char *head, *between, *tail; /* round the rows; `between` those of two articles */
    const char *end;                   /* behind the summary */
    bool summary_apart;                /* it is printed only where it alone is wanted */
    /* Appends one row to those of its article. */
    void (*row)(const struct number *number, struct buffer *into);
    /* Prints how many there are; classes come most frequent first. */
    void (*summary)(const struct ngz_engine *engine, const struct numbers_found *all);
};

/* NULL when there is none of that name. */
const struct numbers_format *numbers_format_named(const char *name);

/* How many numbers of the class there are in all languages. */
size_t class_sum(const struct class_count *count);

#endif
