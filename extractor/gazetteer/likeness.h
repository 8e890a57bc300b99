/* likeness.h - how like two strings of letters or sounds are. */
#ifndef NEWSGAZ_GAZETTEER_LIKENESS_H
#define NEWSGAZ_GAZETTEER_LIKENESS_H

#include "base/str.h"

/* What is behind so many bytes is not looked at. */
enum { LONGEST_COMPARED = 96 };

/* Letters (bytes of folded text) put in, left out, replaced, or swapped with their neighbour; where
 * they are more than `most`, some number above it. */
unsigned edit_distance(struct str a, struct str b, unsigned most);

/* How many edits two names of that many letters may differ by and still be taken for one:
 * none up to 4, one up to 7, else two. */
unsigned edit_budget(size_t letters);

/* 1 for equal strings, 0 for those with nothing in common or less than `floor` of it. Vowels
 * weigh half, they are what spellings differ in most; so do sounds heard for one another. */
double likeness_above(double floor, struct str a, struct str b);

/* How many names have a word. Words are told apart by a hash, seldom wrongly. */
struct word_counts {
    uint32_t names, of_word[1 << 16];
};

void count_words(struct word_counts *counts, struct str name);

/* 1 for a word of one name, 0 for one of all. */
double word_rarity(const struct word_counts *counts, struct str word);

/* The same for names of several words with a space between: the words may stand in another order,
 * words that only one of the two has weigh less than words that differ, and those of many names
 * ("province", "san") less than those of few. */
double likeness_of_words(const struct word_counts *counts, struct str a, struct str b);

#endif
