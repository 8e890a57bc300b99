/* tokens.h - the places of a view where a match may begin: words, symbols, other characters. For
 * each table, symbol and first byte a set of them, so that a rule finds its own in a few steps. */
#ifndef NEWSGAZ_RULES_TOKENS_H
#define NEWSGAZ_RULES_TOKENS_H

#include "rules/view.h"

enum { TOKEN_WORDS = 4, MOST_TOKENS = 64 * TOKEN_WORDS };

struct token_set {
    uint64_t word[TOKEN_WORDS];
};

struct tokens {
    uint32_t *places; /* offsets in the view */
    size_t count, capacity;
    struct token_set of_bit[MOST_BITS], of_byte[256];
    uint16_t touched_bits[MOST_BITS];
    uint8_t touched_bytes[256];
    size_t touched_bit_count, touched_byte_count;
};

/* `word_bits[i]` are the tables that word i of the sentence begins an entry of, or NULL; of these
 * only the ones in `starts`, which some rule begins with, are kept. */
void tokens_find(struct tokens *tokens, const struct view *view, const struct fold *fold,
                 const struct word *words, size_t word_count, const struct bits *const *word_bits,
                 const struct bits *starts);

/* The places where a match of the rule may begin. With more tokens than a set holds: all of them,
 * and *ret_all is true. */
struct token_set tokens_of_rule(const struct tokens *tokens, const struct rule *rule, bool *ret_all);

void tokens_free(struct tokens *tokens);

#endif
