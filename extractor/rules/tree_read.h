/* tree_read.h - what the files share that read a pattern into a tree: tree_read.c, which reads it from
 * left to right, tree_set.c, which reads sets of characters, and tree_branch.c, which makes branches
 * of what has been read. */
#ifndef NEWSGAZ_RULES_TREE_READ_H
#define NEWSGAZ_RULES_TREE_READ_H

#include "rules/tree.h"
#include "rules/walk.h"

/* A part of a pattern, as it is read; tree_pack.c makes steps of them. */
struct node {
    uint8_t kind, greed;
    bool caseless, captures;
    uint16_t slot;
    uint16_t least, most;
    const struct node *next; /* of the sequence */
    uint64_t heads;
    union {
        struct str text;
        const struct letters *letters;
        const struct trie *trie;
        const struct branch *branches;
    };
};

struct branch {
    const struct node *first;
    const struct branch *next;
    uint64_t takes, lasts; /* what it may begin and end with; before a space at the end, too */
    bool empty;            /* it may take in nothing */
    int32_t length;        /* characters, or VARIES */
    uint32_t way;          /* one more than that of the first branch of a group, once it is packed */
};

/* What has been read of a fragment in which nothing is captured, caseless or not. */
struct shared {
    const struct branch *branches[2];
    bool looked_at, captures;
};

struct trees {
    const struct grammar *grammar;
    struct arena scratch;     /* of the nodes and branches, and what else is of no use in the end */
    struct arena *arena;      /* of what stays */
    struct plan *plan;
    struct shared *fragments; /* of the grammar's fragments and tables by their numbers */
    struct trie **tries;
};

struct reader {
    struct walk walk;
    struct trees *trees;
    struct tree *tree;
    bool caseless;
    bool silent; /* in a fragment that is not captured: nor are mentions in it */
    bool behind; /* in a look-behind: the length of each branch must be told */
    bool failed;
};

/* ---- stepping through the pattern --------------------------------------------------------------- */

static inline char reader_byte(const struct reader *reader)
{
    return walk_byte(&reader->walk);
}

/* True when `what` stands here. */
bool reader_sees(const struct reader *reader, const char *what);

/* Moves behind `what` if it stands here. */
bool reader_take(struct reader *reader, const char *what);

void reader_skip_space(struct reader *reader);

/* The character that stands here, which is read. */
uint32_t reader_code_point(struct reader *reader);

/* A node of that kind, cased as the pattern is here. */
struct node *reader_node(struct reader *reader, enum node_kind kind);

/* The pattern is beyond a tree: reads no further. Any node. */
struct node *reader_fail(struct reader *reader);

/* ---- tree_set.c ----------------------------------------------------------------------------------- */

/* A node of one character of the set; there are many spaces, digits and letters, and few sets. */
struct node *set_node(struct reader *reader, const struct letters *letters);

void set_add_range(struct reader *reader, struct letters *letters, uint32_t first, uint32_t last);
void set_negate(struct letters *letters);

/* Takes the members of a set from one that tells what it has not. */
void set_remove(struct reader *reader, struct letters *from, const struct letters *set);

/* At "\d", "\p{Lu}" and the like: adds what it stands for. False when it is a single character. */
bool set_add_escape(struct reader *reader, struct letters *letters);

/* At "[". */
struct node *set_read_class(struct reader *reader);

/* The character that an escape stands for, behind the backslash; else fails. */
uint32_t reader_escaped(struct reader *reader);

/* ---- tree_pack.c ------------------------------------------------------------------------------- */

/* Adds the sequence to the plan; returns the number of its first step. */
uint32_t pack_sequence(struct trees *trees, const struct node *first);

/* tree_second.c: what can follow the first word, number or symbol of a match of the sequence: heads of
 * the first character behind it that is no space. */
uint64_t tree_second_heads(const struct plan *plan, uint32_t step, enum start_kind kind);

/* ---- tree_branch.c --------------------------------------------------------------------------------- */

struct list {
    struct node *first, *last;
};

/* Adds a node to a sequence, or makes one of it and the last. */
void list_append(struct reader *reader, struct list *list, struct node *node);

/* A branch of these nodes, with all that is known of it. */
struct branch *branch_new(struct reader *reader, struct node *first);

/* Where many words stand one after the other, a trie takes their place. */
struct branch *branches_with_tries(struct reader *reader, struct branch *branches);

#endif
