/* tree.h - a rule's pattern as a tree, and the matcher that walks it.
 *
 * To PCRE2 a table is an alternation of some hundred words and "a letter" a search in a table of
 * Unicode's; a noun phrase costs it microseconds, and a pattern's machine code a millisecond before
 * it is first run. Here a table is a trie, a class of characters a few bits, and each part of a
 * pattern knows the bytes that it can begin with: most attempts end at the first byte.
 *
 * What is matched is what PCRE2 matches, with the same choices in the same order; test_modes holds
 * the two against each other. Patterns that use anything not known here have no tree, and where a
 * text takes too many steps the tree leaves it undecided: both are then PCRE2's. */
#ifndef NEWSGAZ_RULES_TREE_H
#define NEWSGAZ_RULES_TREE_H

#include "rules/rules.h"
#include "rules/trie.h"

enum { MOST_SLOTS = 128 };

enum node_kind {
    NODE_OUT,        /* the sequence ends here */
    NODE_TEXT,       /* characters as they are, folded if caseless */
    NODE_LETTERS,    /* `least` to `most` characters of a set */
    NODE_TRIE,       /* an entry of a table, or one of several words */
    NODE_CHOICE,     /* one of the ways */
    NODE_CAPTURE,    /* one of the ways, kept in `slot` */
    NODE_REPEAT,     /* the ways, `least` to `most` times */
    NODE_ATOMIC,     /* what the ways match first, and nothing else */
    NODE_AHEAD,      /* look-arounds */
    NODE_NOT_AHEAD,
    NODE_BEHIND,
    NODE_NOT_BEHIND,
    NODE_AGAIN,      /* what a group of that name captured */
    NODE_KEEP,       /* \K: the match begins here */
    NODE_START,
    NODE_END,
    NODE_BOUNDARY,
    NODE_NO_BOUNDARY,
    NODE_LAST_EDGE,  /* not before a letter or digit */
};

enum greed { GREEDY, LAZY, POSSESSIVE };

enum { NO_MOST = UINT16_MAX };

struct range {
    uint32_t first, last;
};

/* A set of characters. */
struct letters {
    uint64_t ascii[2];
    uint64_t heads;     /* what they begin with */
    uint32_t number;    /* of the set, in the plan */
    uint32_t symbols;   /* earlier mentions, by bits 1 << SYMBOL_… */
    unsigned kinds;     /* KIND_… */
    ARRAY(struct range) ranges;
    bool caseless, negated; /* of what is no ASCII: that of ASCII is in the bits */
};

/* One thing to be matched. Those of a sequence stand next to each other, and so do the ways of a
 * choice: an attempt mostly ends in the cache line that it began in. */
struct step {
    uint64_t heads; /* what the sequence may go on with from here; all if it may end */
    uint8_t kind, greed;
    bool caseless;
    bool captures;  /* there is a capture or \K in it: to be undone if what follows fails */
    uint16_t slot;
    uint16_t least, most;
    uint16_t count; /* of the ways, or the bytes of the text */
    uint32_t at;    /* where the text, the set, the trie or the ways are */
};

/* The start of a sequence that may be taken. */
struct way {
    uint64_t heads; /* what it may begin with; in a look-behind, end with, and before a space there */
    uint32_t step;
    int32_t length; /* characters, or VARIES */
};

enum { VARIES = -1 };

struct tree {
    uint64_t heads;                   /* what a match may begin with */
    uint64_t second[START_KINDS];     /* what may follow such a start */
    const struct plan *plan;          /* what the trees of a grammar consist of */
    uint32_t step;                    /* the pattern, and the last edge */
    uint32_t slots;                   /* one more than the captures; slot 0 is the match */
    bool open;                        /* it may begin where a word ends */
    ARRAY(struct group) names;        /* of the slots, in order of name, then of place */
    ARRAY(struct table_group) tables; /* the names of groups that stand for tables */
};

/* What trees are made of. */
struct plan {
    ARRAY(struct step) steps;
    ARRAY(struct way) ways;
    ARRAY(const struct letters *) sets;
    ARRAY(const struct trie *) tries;
    ARRAY(char) chars;
};

/* Where the trees of a grammar's rules are read; what they share is read once. */
struct trees;

/* `arena` is that of the trees, which need nothing else. */
struct trees *trees_new(const struct grammar *grammar, struct arena *arena);
void trees_free(struct trees *trees);

/* The rule's tree; NULL when its pattern is beyond a tree, or has a mistake. */
const struct tree *tree_read(struct trees *trees, const struct rule *rule);

enum tree_result { TREE_NONE, TREE_MATCH, TREE_UNDECIDED };

/* tree_match.c: the match that begins at `at` just so. ret_ends[2 * slot] and the one behind it are
 * where a slot's text starts and ends, SIZE_MAX if it took no part. */
enum tree_result tree_match(const struct tree *tree, struct str text, size_t at,
                            size_t ret_ends[2 * MOST_SLOTS]);

#endif
