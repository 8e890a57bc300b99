/* trie.h - the surfaces of a table as a tree of their characters, so that a few steps tell which of
 * them stand at a place of the text. */
#ifndef NEWSGAZ_RULES_TRIE_H
#define NEWSGAZ_RULES_TRIE_H

#include "base/array.h"

/* A set of bytes: those that something may begin with. */
struct bytes {
    uint64_t word[4];
};

static inline bool bytes_has(const struct bytes *bytes, unsigned char byte)
{
    return bytes->word[byte / 64] >> (byte % 64) & 1;
}

static inline void bytes_add(struct bytes *to, const struct bytes *more)
{
    for (size_t i = 0; i < 4; i++)
        to->word[i] |= more->word[i];
}

/* Adds the bytes that the character, in either case, may begin with. */
void bytes_add_character(struct bytes *bytes, uint32_t code_point);

/* Adds those that characters outside ASCII begin with. */
void bytes_add_others(struct bytes *bytes);

struct trie;

/* Of surfaces sorted by their bytes, each once. */
struct trie *trie_make(const struct str *surfaces, size_t count, struct arena *arena);

const struct bytes *trie_first(const struct trie *trie);

enum { MOST_ENDS = 16 };

/* Where surfaces that stand at `at` end, into `ret`: of two of which one begins the other, the longer
 * first. A space stands for any number of them. Returns how many. */
size_t trie_ends(const struct trie *trie, struct str text, size_t at, bool caseless,
                 size_t ret[MOST_ENDS]);

#endif
