#include <stdlib.h>

#include "base/utf8.h"
#include "rules/tokens.h"

struct scan {
    struct tokens *tokens;
    const struct view *view;
    const struct fold *fold;
    const struct word *words;
    size_t word_count, word; /* the next word of the sentence */
    const struct bits *const *word_bits;
    const struct bits *starts;
};

static void clear(struct tokens *tokens)
{
    for (size_t i = 0; i < tokens->touched_bit_count; i++)
        tokens->of_bit[tokens->touched_bits[i]] = (struct token_set){ { 0 } };
    for (size_t i = 0; i < tokens->touched_byte_count; i++)
        tokens->of_byte[tokens->touched_bytes[i]] = (struct token_set){ { 0 } };
    tokens->count = tokens->touched_bit_count = tokens->touched_byte_count = 0;
}

static bool is_empty(const struct token_set *set)
{
    uint64_t any = 0;
    for (size_t i = 0; i < TOKEN_WORDS; i++)
        any |= set->word[i];
    return !any;
}

static void put_bit(struct tokens *tokens, unsigned bit, size_t token)
{
    if (is_empty(&tokens->of_bit[bit]))
        tokens->touched_bits[tokens->touched_bit_count++] = (uint16_t)bit;
    tokens->of_bit[bit].word[token / 64] |= UINT64_C(1) << (token % 64);
}

static void put_byte(struct tokens *tokens, uint8_t byte, size_t token)
{
    if (is_empty(&tokens->of_byte[byte]))
        tokens->touched_bytes[tokens->touched_byte_count++] = byte;
    tokens->of_byte[byte].word[token / 64] |= UINT64_C(1) << (token % 64);
}

static void put_bits(const struct scan *scan, const struct bits *bits, size_t token)
{
    for (unsigned i = 0; i < MOST_BITS / 64; i++)
        for (uint64_t left = bits->word[i] & scan->starts->word[i]; left; left &= left - 1)
            put_bit(scan->tokens, i * 64 + (unsigned)__builtin_ctzll(left), token);
}

/* The tables of the word that stands at this place of the view. */
static void put_word(struct scan *scan, size_t place, size_t token)
{
    uint32_t start = scan->view->origin[place].start;
    while (scan->word < scan->word_count && scan->words[scan->word].start < start)
        scan->word++;
    if (scan->word < scan->word_count && scan->words[scan->word].start == start &&
        scan->word_bits[scan->word])
        put_bits(scan, scan->word_bits[scan->word], token);
}

static bool is_symbol(uint32_t c)
{
    return c >= SYMBOL_BASE && c < SYMBOL_BASE + SYMBOL_COUNT * SYMBOL_INDEXES;
}

static void add_token(struct scan *scan, size_t place, uint32_t c)
{
    struct tokens *tokens = scan->tokens;
    size_t token = tokens->count++;
    if (tokens->count > tokens->capacity) {
        tokens->capacity = tokens->capacity * 2 + 64;
        tokens->places = xrealloc(tokens->places, sizeof *tokens->places * tokens->capacity);
    }
    tokens->places[token] = (uint32_t)place;
    if (token >= MOST_TOKENS)
        return;
    char byte = scan->view->text.bytes[place];
    if (place == 0)
        put_bit(tokens, BIT_FIRST, token);
    if (byte >= '0' && byte <= '9')
        put_bit(tokens, BIT_DIGIT, token);
    else
        put_byte(tokens, (uint8_t)byte, token);
    if (is_symbol(c))
        put_bit(tokens, BIT_SYMBOLS + (c - SYMBOL_BASE) / SYMBOL_INDEXES, token);
    else
        put_word(scan, place, token);
}

void tokens_find(struct tokens *tokens, const struct view *view, const struct fold *fold,
                 const struct word *words, size_t word_count, const struct bits *const *word_bits,
                 const struct bits *starts)
{
    struct scan scan = { tokens, view, fold, words, word_count, 0, word_bits, starts };
    struct str text = buffer_str(&view->text);
    const uint8_t *ascii = fold_ascii(fold);
    bool in_word = false;
    clear(tokens);
    for (size_t at = 0; at < text.len;) {
        size_t place = at;
        unsigned char byte = (unsigned char)text.s[at];
        uint32_t c = byte < 128 ? (at++, byte) : utf8_next(text, &at);
        bool word = byte < 128 ? ascii[byte] != 0 : fold_is_word(fold, c);
        if (place == 0 || (c != ' ' && !(word && in_word)))
            add_token(&scan, place, c);
        in_word = word;
        while (word && at < text.len && (byte = (unsigned char)text.s[at]) < 128 && ascii[byte])
            at++;
    }
}

/* Most sentences have no more tokens than one word of a set holds. */
static void unite(struct token_set *to, const struct token_set *more, size_t words)
{
    to->word[0] |= more->word[0];
    for (size_t i = 1; i < words; i++)
        to->word[i] |= more->word[i];
}

struct token_set tokens_of_rule(const struct tokens *tokens, const struct rule *rule, bool *ret_all)
{
    struct token_set set = { { 0 } };
    size_t words = tokens->count > MOST_TOKENS ? 0 : (tokens->count + 63) / 64;
    *ret_all = tokens->count > MOST_TOKENS;
    for (unsigned i = 0; words && i < rule->start_bit_count; i++)
        unite(&set, &tokens->of_bit[rule->start_bits[i]], words);
    for (unsigned i = 0; words && i < rule->start_byte_count; i++)
        unite(&set, &tokens->of_byte[rule->start_bytes[i]], words);
    return set;
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->places);
}
