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

static void clear_rows(struct token_table *table, const struct tokens *tokens, size_t row,
                       size_t end)
{
    for (; row < end; row++)
        if (table->used[row])
            memset(columns_of(table, tokens, row), 0, tokens->columns * sizeof *table->bits);
}

void tokens_clear(struct token_table *table, size_t columns)
{
    for (size_t row = 0; row < START_ROWS; row++)
        if (table->used[row])
            memset(table->bits + row * table->columns, 0, table->columns * sizeof *table->bits);
    memset(table->used, 0, sizeof table->used);
    table->columns = columns;
}

static void put_row(const struct scan *scan, size_t row, size_t token)
{
    columns_of(scan->table, scan->tokens, row)[token / 64] |= UINT64_C(1) << token % 64;
    scan->table->used[row] = true;
}

static void put_symbol(const struct scan *scan, uint32_t c, size_t token)
{
    put_row(scan, BIT_SYMBOLS + (c - SYMBOL_BASE) / SYMBOL_INDEXES, token);
    scan->tokens->words[token / 64] &= ~(UINT64_C(1) << token % 64);
}

static void put_bits(const struct scan *scan, const struct bits *bits, size_t token)
{
    for (unsigned i = 0; i < MOST_BITS / 64; i++)
        for (uint64_t left = bits->word[i] & scan->words->placed->word[i]; left; left &= left - 1)
            put_row(scan, i * 64 + (unsigned)__builtin_ctzll(left), token);
}

static void put_letters(const struct scan *scan, size_t place, size_t token)
{
    struct str text = str_slice(view_str(scan->view), place, scan->view->len);
    size_t letters = start_letters(text);
    for (size_t len = 2; len <= letters; len++)
        put_row(scan, START_LETTERS + start_row(str_slice(text, 0, len)), token);
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

/* The tables of the word that stands at this place of the text, or that the place is in: "km" behind
 * the symbol in "30km". */
static void put_word(struct scan *scan, uint32_t start, size_t token)
{
    const struct token_words *words = scan->words;
    while (scan->word < words->count && words->words[scan->word].end <= start)
        scan->word++;
    if (scan->word < words->count && words->words[scan->word].start <= start &&
        words->bits[scan->word])
        put_bits(scan, words->bits[scan->word], token);
}

static bool is_symbol(uint32_t c)
{
    return c >= SYMBOL_BASE && c < SYMBOL_BASE + SYMBOL_COUNT * SYMBOL_INDEXES;
}

static uint32_t *grown(struct scan *scan, const uint32_t *old, size_t capacity)
{
    uint32_t *items = arena_array(scan->arena, uint32_t, capacity);
    if (scan->tokens->count)
        memcpy(items, old, sizeof *items * scan->tokens->count);
    return items;
}

static void add_place(struct scan *scan, size_t place, uint32_t start)
{
    struct tokens *tokens = scan->tokens;
    if (tokens->count == tokens->capacity) {
        size_t capacity = tokens->capacity * 2 + 64;
        tokens->places = grown(scan, tokens->places, capacity);
        tokens->origins = grown(scan, tokens->origins, capacity);
        tokens->capacity = capacity;
    }
    tokens->places[tokens->count] = (uint32_t)place;
    tokens->origins[tokens->count++] = start;
}

static void add_token(struct scan *scan, size_t place, uint32_t c)
{
    size_t token = scan->tokens->count;
    unsigned char byte = (unsigned char)scan->view->bytes[place];
    uint32_t start = origin(scan, place);
    add_place(scan, place, start);
    if (token >= 64 * scan->tokens->columns)
        return;
    if (place == 0)
        put_row(scan, BIT_FIRST, token);
    if (is_symbol(c))
        return put_symbol(scan, c, token);
    put_row(scan, BIT_ANY, token);
    put_row(scan, byte >= '0' && byte <= '9' ? BIT_DIGIT : START_BYTES + byte, token);
    put_letters(scan, place, token);
    put_word(scan, start, token);
}

static bool holds_all(const struct tokens *tokens)
{
    return tokens->count <= 64 * tokens->columns;
}

static void all_words(struct tokens *tokens)
{
    for (size_t i = 0; i < MOST_COLUMNS; i++)
        tokens->words[i] = UINT64_MAX;
}

void tokens_find(struct token_table *table, struct tokens *tokens, const struct view *view,
                 const struct token_words *words, struct arena *arena)
{
    struct scan scan = { table, tokens, view, words, arena, 0, 0 };
    struct str text = view_str(view);
    const uint8_t *ascii = fold_ascii(words->fold);
    bool in_word = false;
    tokens->count = 0;
    all_words(tokens);
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
    tokens->irregular |= !holds_all(tokens);
}

/* ---- other views --------------------------------------------------------------------------------- */

static uint32_t first_character(const struct view *view, const struct piece *piece)
{
    size_t at = piece->start;
    return utf8_next(view_str(view), &at);
}

/* True when behind the piece a word stands that does not begin there: `next` is the first token
 * behind it. */
static bool ends_in_word(const struct scan *scan, const struct piece *piece, size_t next)
{
    const struct piece *behind = piece + 1;
    if (behind == scan->view->pieces.items + scan->view->pieces.count ||
        !fold_is_word(scan->words->fold, first_character(scan->view, behind)))
        return false;
    return next == scan->tokens->count || scan->tokens->origins[next] != behind->of.start;
}

/* The tokens from *token on that a symbol stands for. False when it does not stand for whole words. */
static bool show_symbol(const struct scan *scan, const struct piece *piece, size_t *token)
{
    struct tokens *tokens = scan->tokens;
    if (*token == tokens->count || tokens->origins[*token] != piece->of.start)
        return false;
    tokens->places[*token] = piece->start;
    put_symbol(scan, first_character(scan->view, piece), (*token)++);
    for (; *token < tokens->count && tokens->origins[*token] < piece->of.end; ++*token)
        tokens->words[*token / 64] &= ~(UINT64_C(1) << (*token % 64));
    return !ends_in_word(scan, piece, *token);
}

static void show_words(const struct scan *scan, const struct piece *piece, size_t *token)
{
    struct tokens *tokens = scan->tokens;
    for (; *token < tokens->count && tokens->origins[*token] < piece->of.end; ++*token)
        tokens->places[*token] = piece->start + (piece->as_it_is ? tokens->origins[*token] -
                                                                       piece->of.start : 0);
}

static bool show_pieces(const struct scan *scan)
{
    size_t token = 0;
    for (size_t i = 0; i < scan->view->pieces.count; i++) {
        const struct piece *piece = &scan->view->pieces.items[i];
        if (piece->as_it_is || !is_symbol(first_character(scan->view, piece)))
            show_words(scan, piece, &token);
        else if (!show_symbol(scan, piece, &token))
            return false;
    }
    return true;
}

void tokens_show(struct token_table *table, struct tokens *tokens, const struct view *view,
                 const struct token_words *words, struct arena *arena)
{
    struct scan scan = { table, tokens, view, words, arena, 0, 0 };
    clear_rows(table, tokens, BIT_SYMBOLS, BIT_TABLES);
    all_words(tokens);
    tokens->irregular = tokens->irregular || !show_pieces(&scan);
    if (!tokens->irregular)
        return;
    clear_rows(table, tokens, 0, START_ROWS);
    tokens_find(table, tokens, view, words, arena);
}

/* In one column of the sentence, the tokens that any of the rows has. */
static uint64_t united(const struct token_table *table, const struct tokens *tokens, size_t column,
                       const uint16_t *rows, size_t count)
{
    const uint64_t *bits = table->bits + tokens->column + column;
    uint64_t any = 0;
    for (size_t i = 0; i < count; i++)
        any |= bits[rows[i] * table->columns];
    return any;
}

/* The rule's places in one column. What stands in the table once and for all, be it shown as a symbol
 * or not, counts where the view shows words. */
static uint64_t starts_in(const struct token_table *table, const struct tokens *tokens,
                          const struct rule *rule, size_t column)
{
    size_t shown = rule->start_rows_shown;
    return united(table, tokens, column, rule->start_rows, shown) |
           (united(table, tokens, column, rule->start_rows + shown, rule->start_row_count - shown) &
            tokens->words[column]);
}

/* Whether digits stand in a word tells no row. */
static bool has_places(const struct need *need)
{
    return need->count && need->bits[0] >= BIT_SYMBOLS;
}

/* Of the places, leaves those that what is needed stands behind, or at. */
static void leave_before(const struct token_table *table, const struct tokens *tokens,
                         const struct need *need, uint64_t *places, size_t words)
{
    for (size_t i = words; i-- > 0;) {
        uint64_t met = united(table, tokens, i, need->bits, need->count);
        if (met) {
            places[i] &= UINT64_MAX >> __builtin_clzll(met);
            return;
        }
        places[i] = 0;
    }
}

size_t tokens_of_rule(const struct token_table *table, const struct tokens *tokens,
                      const struct rule *rule, uint64_t ret[MOST_COLUMNS])
{
    size_t words = (tokens->count + 63) / 64;
    uint64_t any = 0;
    if (words > tokens->columns)
        return 0;
    for (size_t i = 0; i < words; i++)
        any |= ret[i] = starts_in(table, tokens, rule, i);
    for (size_t i = 0; any && i < rule->need_count; i++)
        if (has_places(&rule->needs[i]))
            leave_before(table, tokens, &rule->needs[i], ret, words);
    return words;
}
