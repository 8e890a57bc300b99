/* press.h - the press key: the sounds of a name as newspapers write them, so that "Chouchi",
 * "Shushi" and "Şuşi" are one. How letters are read stands in gazetteers/press.tsv. */
#ifndef NEWSGAZ_GAZETTEER_PRESS_H
#define NEWSGAZ_GAZETTEER_PRESS_H

#include "text/fold.h"

/* Letters are read in several ways ("ch" in French, Italian, English): a name has a key for each
 * reading, up to so many. */
enum { MOST_READINGS = 8, LONGEST_KEY = 47, ALL_READINGS = 255 };

/* One row of the table, as the compiled file carries it. Strings are filled up with zero bytes. */
struct press_rule {
    char letters[8]; /* in lower case */
    char sounds[4];
    char before[8];  /* one of these letters stands before; a letter ^: the word begins */
    char after[8];   /* … behind; $: the word ends */
    uint8_t readings, length; /* bits; bytes of `letters` */
    uint8_t unused[2];
};

/* What makes a row: the cells of the table. */
struct press_row {
    struct str letters, sounds, where;
};

/* NULL, or what is wrong with the row. `readings` of the rule are the caller's. */
const char *press_read_row(const struct press_row *row, struct press_rule *ret);

/* The rules, arranged to be applied. They live in memory of the caller's, sorted by
 * press_sort; `table` must outlive the result. */
struct press {
    const struct press_rule *rules;
    uint32_t first[257];     /* of each first byte */
    uint32_t own[64];        /* letters outside ASCII that rules speak of: all others are folded */
    uint32_t own_count;
    unsigned readings;       /* how many there are */
};

void press_sort(struct press_rule *rules, size_t count);
void press_open(const struct press_rule *rules, size_t count, struct press *ret);

struct press_key {
    char sounds[LONGEST_KEY];
    uint8_t length;
};

/* The distinct keys of a name in the readings of those bits, with a space between the words;
 * returns how many. */
size_t press_keys(const struct press *press, const struct fold *fold, struct str name,
                  unsigned readings, struct press_key ret[MOST_READINGS]);

static inline struct str press_sounds(const struct press_key *key)
{
    return (struct str){ key->sounds, key->length };
}

/* Without the spaces between its words. */
struct press_key press_joined(const struct press_key *key);

/* Its consonants alone: what is left where vowels prove nothing. */
struct press_key press_skeleton(const struct press_key *key);

/* What names are filed under that may be the same as the joined key: its consonants, or all of it
 * where these are few. 0 for what is too short to be told from others. */
uint64_t press_file(const struct press_key *joined);

/* The hashes of a word's keys, those that are too short to be told from others left out. */
struct sounds {
    uint64_t hashes[MOST_READINGS];
    size_t count;
};
void press_listen(const struct press *press, const struct fold *fold, struct str word,
                  struct sounds *ret);
bool press_agree(const struct sounds *a, const struct sounds *b);

#endif
