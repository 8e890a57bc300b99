/* tokens.h - the places of views where a match may begin: words, symbols, other characters.
 *
 * The sentences of a batch share a table with the rows of what rules begin with, and a bit for
 * each token; every sentence has columns of 64 tokens of its own. A rule finds its places
 * in a sentence by uniting a few rows there. */
#ifndef NEWSGAZ_RULES_TOKENS_H
#define NEWSGAZ_RULES_TOKENS_H

#include "rules/view.h"

enum { MOST_COLUMNS = 4, BATCH_COLUMNS = 104 };

struct token_table {
    uint64_t bits[START_ROWS * BATCH_COLUMNS];
    size_t columns; /* of the batch: the length of a row */
    bool used[START_ROWS]; /* rows that are not empty */
};

/* The tokens of one sentence. They are found once, in its view without symbols; with symbols, those
 * within a mention fall away but for the first, which becomes the symbol's. */
struct tokens {
    uint32_t *places;    /* offsets in the view */
    uint32_t *origins;   /* in the article's text */
    size_t count, capacity;
    size_t column, columns;
    uint64_t words[MOST_COLUMNS]; /* the tokens that are no symbols, nor fell away */
    bool irregular;      /* some mention begins or ends within a word: found anew for every view */
};

/* Columns that a sentence should have: enough for nearly all. With more tokens than they hold, all
 * tokens are the places of every rule. */
size_t tokens_columns(const struct sentence *sentence);

/* What of a sentence stands in the table besides its view. */
struct token_words {
    const struct fold *fold;
    const struct word *words;
    size_t count;
    const struct bits *const *bits; /* tables that word i begins an entry of, or NULL */
    const struct bits *placed;      /* of these only what some rule asks for the place of is kept */
};

/* Finds the sentence's tokens in its view without symbols, and puts them into the table. */
void tokens_find(struct token_table *table, struct tokens *tokens, const struct view *view,
                 const struct token_words *words, struct arena *arena);

/* Brings them in line with another view of the sentence. */
void tokens_show(struct token_table *table, struct tokens *tokens, const struct view *view,
                 const struct token_words *words, struct arena *arena);

/* Makes the table empty, and of so many columns. */
void tokens_clear(struct token_table *table, size_t columns);

/* The places where a match of the rule may begin, as bits of tokens; returns how many words of
 * `ret` they take. 0: any token may be one. */
size_t tokens_of_rule(const struct token_table *table, const struct tokens *tokens,
                      const struct rule *rule, uint64_t ret[MOST_COLUMNS]);

#endif
