/* likeness.h - how like two strings of letters are. */
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

#endif
