/* tolls.h - the steps from toll marks to claims. */
#ifndef NEWSGAZ_RESOLVE_TOLLS_H
#define NEWSGAZ_RESOLVE_TOLLS_H

#include "resolve/resolve.h"

/* What a quantity says, by the table of values in the annotation guide. */
struct bounds {
    int64_t low, high;    /* -1: no bound */
    struct str qualifier; /* "at-least" */
    double value;         /* of the first number, before it is rounded */
    bool negated, open;
    struct span amount;   /* the number alone, without its qualifier */
    bool any;             /* false: the quantity has no value */
};

struct bounds quantity_bounds(const struct resolve *resolve, const struct mark *quantity);

/* Who says so, where and when: links.c. `marks[i]` is the mark that made claim i. */
void link_claims(struct resolve *resolve, const uint32_t *marks);

/* Where and when a claim was that says neither: frame.c. After link_claims, once parts are joined. */
void link_frame(struct resolve *resolve, const uint32_t *marks);

/* What is said twice, and what is said otherwise by others: repeats.c. After link_claims. */
void link_repeats(struct resolve *resolve, const uint32_t *marks);

#endif
