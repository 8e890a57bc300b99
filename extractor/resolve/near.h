/* near.h - how near a day, a place or a voice stands to a claim. */
#ifndef NEWSGAZ_RESOLVE_NEAR_H
#define NEWSGAZ_RESOLVE_NEAR_H

#include "resolve/links.h"

enum {
    FAR = 1 << 20,
    A_CLAIM = 60,         /* what stands behind another claim may be that one's alone */
    A_DATELINE = 1 << 16, /* a dispatch's day or place: any other comes first */
};

/* How far two spans stand apart, in bytes, with what clauses and brackets between add; 0 when they
 * touch. */
uint32_t apart(const struct resolve *resolve, struct span a, struct span b);

/* The first name that begins at this byte or behind it; the count of names where none does. */
size_t first_name_from(const struct record *record, uint32_t start);

/* True when one of these signs of ASCII stands between the two bytes; false where none can. */
bool has_sign(const struct resolve *resolve, uint32_t start, uint32_t end, const char *signs);

/* True when the sentence counts anyone behind this byte, but for parts. */
bool counts_behind(const struct resolve *resolve, uint32_t sentence, uint32_t from);

/* True when a scene rule says that a clause opens between the two. */
bool opens_between(const struct resolve *resolve, uint32_t sentence, struct span before,
                   struct span behind);

/* True when a claim that is no part of another stands between the two. */
bool has_claim_between(const struct resolve *resolve, struct span at,
                       const struct casualty *claim);

/* True when a day or place stands in another clause, which tells it of another claim. */
bool is_of_other_clause(const struct resolve *resolve, uint32_t sentence, struct span at,
                        const struct casualty *claim);

#endif
