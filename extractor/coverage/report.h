/* report.h - what a tally shows, chosen and in its order; the writers only write it down. */
#ifndef NEWSGAZ_COVERAGE_REPORT_H
#define NEWSGAZ_COVERAGE_REPORT_H

#include "coverage/tally.h"
#include "gazetteer/listing.h"
#include "gazetteer/suggest.h"

enum { MOST_NEAR = 3, ALL_TYPES = UNLISTED_TYPES };

struct report_options {
    struct str type;        /* "place" "person" "organisation" "unknown"; empty: all */
    struct str entry;       /* id of the one entity to show; empty: all */
    long min_count;         /* what was seen fewer times is not listed */
    long limit;             /* of each list; 0: none */
    long look_up;           /* so many names that no gazetteer has; 0: all */
    bool all_unseen;        /* also the names of entities that were never seen */
};

/* A spelling of the gazetteer that was not seen. */
struct unseen_name {
    struct str id, spelling, kind, langs; /* "en fr" */
    bool needs_context;
};

/* A row that can be pasted into a table, its cells parted by tabs. */
struct paste_row {
    bool of_variant;        /* of an entity that is there; else of a new one */
    struct str table, line; /* "names.tsv" */
};

enum { MOST_ROWS = 3 };

struct report;

/* An entity that was seen, or a name that no gazetteer has. */
struct reported {
    const struct subject *subject;
    enum unlisted_type type;
    struct str name;
    const struct variant **variants; /* most frequent first */
    size_t variant_count;
    ARRAY(struct unseen_name) unseen; /* of an entity */
    struct suggestion near[MOST_NEAR]; /* of a name that no gazetteer has */
    size_t near_count;
    bool looked_up;
    bool known;                        /* the first of these has the very same name: it was not
                                          taken for it, and no row is needed */
    struct paste_row rows[MOST_ROWS];
    size_t row_count;
};

/* A row for a form that was known by its sound alone and stands in no table; empty for others. */
struct str row_for_sound(const struct report *report, const struct reported *entry,
                         const struct variant *variant, struct arena *arena);

struct reported_list {
    ARRAY(struct reported) items; /* most frequent first */
    size_t all;                   /* how many there were before the limit */
};

struct coverage_total {
    uint32_t listed, unlisted;    /* mentions */
};

struct language_totals {
    struct str lang;              /* empty: all */
    struct coverage_total types[UNLISTED_TYPES + 1]; /* the last one: all */
};

struct report {
    struct arena arena;
    struct report_options options;
    const struct tally_of_names *tally;
    const struct index *index;
    uint32_t files;
    ARRAY(struct language_totals) totals; /* by code; the last one: all languages */
    struct reported_list entries, unlisted;
    ARRAY(const struct doubt *) doubts;
    size_t all_doubts;
    ARRAY(struct unseen_name) never; /* of entities that were not seen, with all_unseen */
    size_t all_never;
};

/* `tally` and `index` must outlive the result, which is to be given back with report_free. */
void report_make(const struct tally_of_names *tally, const struct index *index,
                 struct report_options options, struct report *ret);
void report_free(struct report *report);

/* "place", "person", "organisation", "unknown" */
struct str unlisted_type_name(enum unlisted_type type);

/* Tenths of a percent; 1000 where there is nothing to cover. */
uint32_t total_share(struct coverage_total total);
struct coverage_total report_total(const struct report *report);

/* ---- parts ----------------------------------------------------------------------------------- */

/* unseen.c: fills `unseen` of the entries and `never`. */
void report_unseen(struct report *report);

/* near.c: fills `near` and `rows` of the names that no gazetteer has; with options.entry leaves
 * those that are near to it. */
void report_near(struct report *report);

/* breakdown.c: how often each variant was seen, by one of the three, or by two together. */
enum dimension { BY_LANGUAGE, BY_SOURCE, BY_MONTH, DIMENSIONS, BY_SOURCE_AND_MONTH = DIMENSIONS };

struct breakdown_row {
    struct str label;      /* empty: not known */
    uint32_t total;
    uint32_t *counts;      /* of each variant, in the order of `reported` */
};

struct breakdown {
    ARRAY(struct breakdown_row) rows; /* languages and sources the most frequent first */
};

struct breakdown breakdown_of(const struct report *report, const struct reported *of,
                              enum dimension by, struct arena *arena);

/* Orders two subjects' forms: the more frequent first, then by bytes. */
int compare_counted(uint32_t left, uint32_t right, struct str left_name, struct str right_name);

#endif
