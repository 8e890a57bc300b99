/* run.h - what the files that run rules share: a thread's matcher, a sentence on its way through the
 * stages, and the batch of sentences that it goes with. */
#ifndef NEWSGAZ_RULES_RUN_H
#define NEWSGAZ_RULES_RUN_H

#include "rules/match.h"
#include "rules/pattern.h"
#include "rules/tokens.h"

enum { MEMO = 8192 };

struct memo {
    uint64_t hash;
    uint64_t compounds; /* the grammar's compound tables that divide the word, as bits */
};

struct matcher {
    const struct rules *rules;
    struct pattern **patterns[MOST_LANGUAGES]; /* by rule; NULL until needed */
    size_t pattern_count[MOST_LANGUAGES];
    struct memo *memo[MOST_LANGUAGES];         /* of words that compound tables were asked about */
    struct pattern_space *space;
    struct token_table *tokens;
    bool exhaustive;
    const struct rule **limits;
    size_t limit_count, limit_capacity;
};

struct candidate {
    struct span view; /* in the view */
    const struct rule *rule;
    size_t order;
    struct capture *captures;
    size_t capture_count;
};

/* A sentence. Its marks are numbered from 0 until all sentences are through. */
struct run {
    struct matcher *matcher;
    const struct grammar *grammar; /* NULL: its language has no rules */
    const struct text *text;
    const struct sentence *sentence;
    uint32_t number; /* of the sentence */
    struct arena *arena;
    bool tracing;
    bool before_claim; /* or in it, right behind it, or in the lead: its speakers and scenes count */
    ARRAY(struct mark) marks, context;
    ARRAY(struct lost_match) lost;
    struct bits bits;   /* what the sentence has */
    const struct bits **word_bits; /* what each of its words has, or NULL */
    ARRAY(struct shown) shown;
    ARRAY(struct shown) viewed; /* what the view was last built with */
    bool has_view, has_tokens;
    struct view view;
    struct tokens tokens;
    ARRAY(struct candidate) candidates;
};

enum { STAGE_CONTEXT = 8 }; /* speakers and scenes */

/* matcher.c */
void matcher_note_limit(struct matcher *matcher, const struct rule *rule);
void matcher_make_room(struct matcher *matcher, const struct grammar *grammar);

/* The pattern of the grammar's rule of that number; NULL when it has a mistake. */
struct pattern *matcher_pattern(struct matcher *matcher, const struct grammar *grammar,
                                size_t number);

/* triggers.c: which tables the words of the sentence begin an entry of. */
void run_find_bits(struct run *run);

/* candidates.c: tries a rule on the sentence as it is shown, and adds what it matches. */
void run_try_rule(struct run *run, struct pattern *pattern, size_t rule);

/* For qsort: by kind, then leftmost, then longest, then the earlier in the file. */
int candidate_order(const void *a, const void *b);

/* sentence.c: shows the sentence as the rules of a stage see it, with the earlier marks of these
 * symbols, given as bits. */
void run_show(struct run *run, unsigned symbols);

/* Makes marks of the best candidates, forgets them all, and returns how many marks. */
size_t run_keep_best(struct run *run);

#endif
