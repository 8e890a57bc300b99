/* press_match.h - names by their sound alone. */
#ifndef NEWSGAZ_GAZETTEER_PRESS_MATCH_H
#define NEWSGAZ_GAZETTEER_PRESS_MATCH_H

#include "gazetteer/lookup.h"

enum { MOST_APART = 1, UNLIKE = 99 };

/* A name of the index that sounds as the letters do. */
struct likely {
    uint32_t name, node;
    unsigned apart; /* vowels (or an h) that differ: up to MOST_APART, where consonants are many */
    bool shared;    /* other entities have names as like it */
};

/* The name likest to the letters by its press key; false when there is none, or several. */
bool press_likeliest(const struct index *index, struct str letters, struct likely *ret);

#endif
