#include "base/utf8.h"
#include "rules/tokens.h"

struct scan {
    struct token_table *table;
    struct tokens *tokens;
    const struct view *view;
    const struct token_words *words;
    struct arena *arena;
    size_t word, piece; /* of the next token */
};

size_t tokens_columns(const struct sentence *sentence)
{
    size_t columns = (2 * (size_t)sentence->words + 16) / 64 + 1;
    return columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
}

static uint64_t *columns_of(struct token_table *table, const struct tokens *tokens, size_t row)
{
    return table->bits + row * table->columns + tokens->column;
}

void tokens_clear(struct token_table *table, struct tokens *tokens)
{
    for (size_t i = 0; i < tokens->rows.count; i++)
        memset(columns_of(table, tokens, tokens->rows.items[i]), 0,
               tokens->columns * sizeof *table->bits);
    tokens->rows.count = tokens->count = 0;
}

static void put_row(const struct scan *scan, size_t row, size_t token)
{
    uint64_t *columns = columns_of(scan->table, scan->tokens, row), any = 0;
    for (size_t i = 0; i < scan->tokens->columns; i++)
        any |= columns[i];
    if (!any)
        *array_push(&scan->tokens->rows, scan->arena) = (uint16_t)row;
    columns[token / 64] |= UINT64_C(1) << (token % 64);
}

static void put_bits(const struct scan *scan, const struct bits *bits, size_t token)
{
    for (unsigned i = 0; i < MOST_BITS / 64; i++)
        for (uint64_t left = bits->word[i] & scan->words->starts->word[i]; left; left &= left - 1)
            put_row(scan, i * 64 + (unsigned)__builtin_ctzll(left), token);
}

/* Where in the article's text the place of the view is. */
static uint32_t origin(struct scan *scan, size_t place)
{
    const struct view *view = scan->view;
    while (scan->piece + 1 < view->pieces.count &&
           view->pieces.items[scan->piece + 1].start <= place)
        scan->piece++;
    const struct piece *piece = &view->pieces.items[scan->piece];
    return piece->of.start + (piece->as_it_is ? (uint32_t)place - piece->start : 0);
}

/* The tables of the word that stands at this place of the view. */
static void put_word(struct scan *scan, size_t place, size_t token)
{
    const struct token_words *words = scan->words;
    uint32_t start = origin(scan, place);
    while (scan->word < words->count && words->words[scan->word].start < start)
        scan->word++;
    if (scan->word < words->count && words->words[scan->word].start == start &&
        words->bits[scan->word])
        put_bits(scan, words->bits[scan->word], token);
}

static bool is_symbol(uint32_t c)
{
    return c >= SYMBOL_BASE && c < SYMBOL_BASE + SYMBOL_COUNT * SYMBOL_INDEXES;
}

static void add_place(struct scan *scan, size_t place)
{
    struct tokens *tokens = scan->tokens;
    if (tokens->count == tokens->capacity) {
        size_t capacity = tokens->capacity * 2 + 64;
        uint32_t *places = arena_array(scan->arena, uint32_t, capacity);
        if (tokens->count)
            memcpy(places, tokens->places, sizeof *places * tokens->count);
        tokens->places = places;
        tokens->capacity = capacity;
    }
    tokens->places[tokens->count++] = (uint32_t)place;
}

static void add_token(struct scan *scan, size_t place, uint32_t c)
{
    size_t token = scan->tokens->count;
    unsigned char byte = (unsigned char)scan->view->bytes[place];
    add_place(scan, place);
    if (token >= 64 * scan->tokens->columns)
        return;
    if (place == 0)
        put_row(scan, BIT_FIRST, token);
    put_row(scan, byte >= '0' && byte <= '9' ? BIT_DIGIT : MOST_BITS + byte, token);
    if (is_symbol(c))
        put_row(scan, BIT_SYMBOLS + (c - SYMBOL_BASE) / SYMBOL_INDEXES, token);
    else
        put_word(scan, place, token);
}

void tokens_find(struct token_table *table, struct tokens *tokens, const struct view *view,
                 const struct token_words *words, struct arena *arena)
{
    struct scan scan = { table, tokens, view, words, arena, 0, 0 };
    struct str text = view_str(view);
    const uint8_t *ascii = fold_ascii(words->fold);
    bool in_word = false;
    tokens_clear(table, tokens);
    for (size_t at = 0; at < text.len;) {
        size_t place = at;
        unsigned char byte = (unsigned char)text.s[at];
        uint32_t c = byte < 128 ? (at++, byte) : utf8_next(text, &at);
        bool word = byte < 128 ? ascii[byte] != 0 : fold_is_word(words->fold, c);
        if (place == 0 || (c != ' ' && !(word && in_word)))
            add_token(&scan, place, c);
        in_word = word;
        while (word && at < text.len && (byte = (unsigned char)text.s[at]) < 128 && ascii[byte])
            at++;
    }
}

size_t tokens_of_rule(const struct token_table *table, const struct tokens *tokens,
                      const struct rule *rule, uint64_t ret[MOST_COLUMNS])
{
    size_t words = (tokens->count + 63) / 64;
    if (words > tokens->columns)
        return 0;
    for (size_t i = 0; i < words; i++)
        ret[i] = 0;
    for (size_t k = 0; k < rule->start_row_count; k++) {
        const uint64_t *row = table->bits + rule->start_rows[k] * table->columns + tokens->column;
        for (size_t i = 0; i < words; i++)
            ret[i] |= row[i];
    }
    return words;
}
