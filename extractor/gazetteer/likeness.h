/* likeness.h - how like two strings of letters or sounds are. */
#ifndef NEWSGAZ_GAZETTEER_LIKENESS_H
#define NEWSGAZ_GAZETTEER_LIKENESS_H

#include "base/str.h"

/* What is behind so many bytes is not looked at. */
enum { LONGEST_COMPARED = 96 };

/* Letters (bytes of folded text) put in, left out, replaced, or swapped with their neighbour. */
unsigned edit_distance(struct str a, struct str b);

/* How many edits two names of that many letters may differ by and still be taken for one:
 * none up to 4, one up to 7, else two. */
unsigned edit_budget(size_t letters);

/* 1 for equal strings, 0 for those with nothing in common or less than `floor` of it. Vowels
 * weigh half, they are what spellings differ in most; so do sounds heard for one another. */
double likeness_above(double floor, struct str a, struct str b);

/* The same for names of several words with a space between: the words may stand in another order,
 * and words that only one of the two has weigh less than words that differ. */
double likeness_of_words(struct str a, struct str b);

#endif
