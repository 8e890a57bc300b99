/* match.h - rules over sentences: marks out.
 * A matcher holds what one thread needs: patterns compiled on first use, buffers, a memo. */
#ifndef NEWSGAZ_RULES_MATCH_H
#define NEWSGAZ_RULES_MATCH_H

#include "rules/rules.h"

/* A named group that took part in a match. */
struct capture {
    struct str name;  /* as in the rule: "month", "quantity", "victims" */
    struct str text;  /* normalised text; empty for a symbol */
    struct str key;   /* the table's key, when the group is a table */
    struct span at;   /* in the article's text */
    uint32_t mark;    /* index of the mark that the symbol stands for, or UINT32_MAX */
};

/* Something found in the text: a name handed in, or the match of a rule. */
struct mark {
    struct span at;          /* of the whole match */
    enum symbol symbol;      /* what later stages see it as; SYMBOL_COUNT: not at all */
    const struct rule *rule; /* NULL for names */
    uint32_t sentence;
    uint32_t name;           /* of a name: its index in the names stage's result */
    struct capture *captures;
    size_t capture_count;
    struct str value;        /* the `value` attribute, filled in */
    struct str class;        /* of a number: set by class rules */
    struct str class_rule;
    uint32_t inside;         /* of a number: the date or quantity that contains it, or UINT32_MAX */
};

/* A match that gave way to another of its kind. */
struct lost_match {
    struct span at;
    const struct rule *rule;
    uint32_t winner; /* index of the mark it gave way to */
};

struct marks {
    ARRAY(struct mark) items; /* grouped by sentence; within one, in order of stage */
    /* Speakers and scenes, grouped by sentence: only of sentences that make a claim, of those
     * before them in the paragraph, and of the lead of an article that makes one: no claim can
     * refer to others. Their captures point into items. */
    ARRAY(struct mark) context;
    bool tracing;             /* set by the caller: fill `lost`, and context everywhere */
    ARRAY(struct lost_match) lost;
};

struct matcher;

struct matcher *matcher_new(const struct rules *rules);
void matcher_free(struct matcher *matcher);

/* Every rule over every sentence, whatever it needs: slow, and must find the same. */
void matcher_set_exhaustive(struct matcher *matcher, bool exhaustive);

/* A name for the rules to see: place, person, organisation or nationality. */
struct name_symbol {
    struct span at;
    enum symbol symbol;
    uint32_t name;
};

/* Runs all stages over all sentences. `names` in text order, none overlapping. */
void matcher_run(struct matcher *matcher, const struct text *text, const struct name_symbol *names,
                 size_t name_count, struct arena *arena, struct marks *ret);

/* The capture of that name, or NULL. */
const struct capture *mark_capture(const struct mark *mark, const char *name);

/* An attribute of the mark's rule with its {captures|defaults} filled in; empty if it has none. */
struct str mark_attribute(const struct mark *mark, const char *name, struct arena *arena);

/* Rules that ran into a limit since the last call, each once; valid until the next run. */
size_t matcher_limits_hit(struct matcher *matcher, const struct rule ***ret);

#endif
