/* walk.h - steps through a pattern as its author wrote it, for need.c and start.c. */
#ifndef NEWSGAZ_RULES_WALK_H
#define NEWSGAZ_RULES_WALK_H

#include "rules/rules.h"

struct walk {
    const struct grammar *grammar;
    struct str pattern;
    size_t at;
    unsigned depth; /* of fragments within fragments */
    struct arena *arena;
};

enum { DEEPEST_FRAGMENT = 16 };

static inline bool walk_is_over(const struct walk *walk)
{
    return walk->at >= walk->pattern.len;
}

static inline char walk_byte(const struct walk *walk)
{
    return walk_is_over(walk) ? '\0' : walk->pattern.s[walk->at];
}

/* True for what may follow the "{" of a reference; other braces are quantifiers. */
bool walk_is_name(char byte);

/* At "{name:alias}" or "{=name}": moves behind it; returns the name. */
struct str walk_reference(struct walk *walk);

/* At "[": moves behind the class. */
void walk_class(struct walk *walk);

/* At "{2,5}": moves behind it. */
void walk_quantifier(struct walk *walk);

enum group_kind {
    GROUP_TAKES, /* takes in text */
    GROUP_WANTS, /* text that must come next */
    GROUP_WANTS_BEFORE, /* text that must stand before */
    GROUP_BANS,  /* text that must not come next, or not stand before */
};

/* Behind "(": moves behind "?:", "?<name>", "?-i:", "?=" … */
enum group_kind walk_into_group(struct walk *walk);

/* Moves over letters, spaces and the like, of which nothing follows. */
void walk_over_plain(struct walk *walk);

/* Moves to the end of the branch: to "|", ")" or the end of the pattern. */
void walk_to_branch_end(struct walk *walk);

/* True when a quantifier stands here that lets the atom before it be absent. Does not move. */
bool walk_optional(struct walk *walk);

#endif
