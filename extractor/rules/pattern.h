/* pattern.h - one rule's pattern as PCRE2 has it. The only door to PCRE2, with pattern.c. */
#ifndef NEWSGAZ_RULES_PATTERN_H
#define NEWSGAZ_RULES_PATTERN_H

#include "rules/tree.h"

struct pattern;

/* What matching needs that may not be shared by threads. */
struct pattern_space;

struct pattern_space *pattern_space_new(void);
void pattern_space_free(struct pattern_space *space);

/* NULL when the pattern has a mistake, which compiled_check tells, or is too large for PCRE2. An
 * anchored pattern matches only just where it is tried. */
struct pattern *pattern_compile(const struct grammar *grammar, const struct rule *rule,
                                bool anchored);

/* The pattern of a rule from its tree; PCRE2 only comes in where that leaves a text undecided. */
struct pattern *pattern_of_tree(const struct grammar *grammar, const struct rule *rule,
                                const struct tree *tree);

/* It matches only just where it is tried. */
bool pattern_is_tree(const struct pattern *pattern);

/* Adds every mistake of the rule's pattern to `diag`, at the author's column. */
void pattern_check(const struct grammar *grammar, const struct rule *rule, struct diag *diag);

/* Keeps a rule's pattern in it as bytes, for another process with the same PCRE2: its code, and the
 * names of its groups that stand for tables. Nothing is kept when it has a mistake. */
void pattern_write(const struct grammar *grammar, struct rule *rule, struct arena *arena);

/* The pattern from these bytes; NULL when there are none, or they are of another PCRE2. */
struct pattern *pattern_read(const struct grammar *grammar, const struct rule *rule);

void pattern_free(struct pattern *pattern);

enum pattern_result { PATTERN_NONE, PATTERN_MATCH, PATTERN_LIMIT };

/* Looks for the next match in valid UTF-8 from `from` on. */
enum pattern_result pattern_next(struct pattern *pattern, struct pattern_space *space,
                                 struct str subject, size_t from, struct span *ret);

/* Of the match just found: the named groups that took part, one after the other. `*group` starts
 * at 0. False when there are no more. */
bool pattern_group(const struct pattern_space *space, size_t *group, struct str *ret_name,
                   struct span *ret_at);

/* The key of what a group of that name captured, if it stands for a table. */
struct str pattern_key(const struct pattern *pattern, const struct fold *fold, struct str name,
                       struct str surface);

#endif
