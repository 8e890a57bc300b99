/* trie.h - the surfaces of a table as a tree of their characters, so that a few steps tell which of
 * them stand at a place of the text. */
#ifndef NEWSGAZ_RULES_TRIE_H
#define NEWSGAZ_RULES_TRIE_H

#include "base/array.h"
#include "rules/heads.h"

struct trie;

/* Of surfaces sorted by their bytes, each once. */
struct trie *trie_make(const struct str *surfaces, size_t count, struct arena *arena);

/* What the surfaces begin with. */
uint64_t trie_heads(const struct trie *trie);

/* What stands behind the first word of surfaces that have more than one. */
uint64_t trie_second_heads(const struct trie *trie);

enum { MOST_ENDS = 16 };

/* Where surfaces that stand at `at` end, into `ret`: of two of which one begins the other, the longer
 * first. A space stands for any number of them. Returns how many. */
size_t trie_ends(const struct trie *trie, struct str text, size_t at, bool caseless,
                 size_t ret[MOST_ENDS]);

#endif
