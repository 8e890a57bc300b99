#include "base/utf8.h"
#include "rules/walk.h"

/* Where a match of a rule can begin, read off its pattern: at words of these tables, at these
 * symbols, at these first letters or bytes. Rules are then tried at those places only. */

struct first {
    struct bits bits;
    uint64_t bytes[4], letters[LETTER_ROWS / 64]; /* rows, less START_BYTES, START_LETTERS */
    uint32_t anywhere; /* at more than can be told */
    uint32_t nothing;  /* may match without taking in anything: what follows counts too */
};

static void add_byte(struct first *first, unsigned char byte)
{
    if (byte >= '0' && byte <= '9') /* digits are told apart by the pattern itself */
        return bits_set(&first->bits, BIT_DIGIT);
    bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    unsigned char other = letter ? byte ^ ('a' ^ 'A') : byte; /* the other case */
    first->bytes[byte / 64] |= UINT64_C(1) << (byte % 64);
    first->bytes[other / 64] |= UINT64_C(1) << (other % 64);
}

static void add_digits(struct first *first)
{
    for (unsigned char digit = '0'; digit <= '9'; digit++)
        add_byte(first, digit);
}

static void add_first(struct first *to, const struct first *more)
{
    bits_add(&to->bits, &more->bits);
    for (size_t i = 0; i < 4; i++)
        to->bytes[i] |= more->bytes[i];
    for (size_t i = 0; i < LETTER_ROWS / 64; i++)
        to->letters[i] |= more->letters[i];
    to->anywhere |= more->anywhere;
}

/* A literal character. Of those outside ASCII both cases must share their first byte, as é and É
 * (C3) and œ and Œ (C5) do. */
static void add_literal(struct first *first, unsigned char byte)
{
    if (byte < 128 || byte == 0xC3 || byte == 0xC5)
        add_byte(first, byte);
    else
        first->anywhere = true;
}

/* Text that begins with so many letters of ASCII; one alone tells no more than its byte. */
static void add_text(struct first *first, struct str text, size_t letters)
{
    if (letters < 2)
        return add_literal(first, (unsigned char)text.s[0]);
    unsigned row = start_row(str_slice(text, 0, letters));
    first->letters[row / 64] |= UINT64_C(1) << (row % 64);
}

static struct first alternation(struct walk *walk);

static struct first of_fragment(const struct walk *walk, struct fragment *fragment)
{
    struct walk inner = { walk->grammar, fragment->pattern, 0, walk->depth + 1, walk->arena };
    if (inner.depth >= DEEPEST_FRAGMENT)
        return (struct first){ .anywhere = true };
    if (!fragment->first) {
        struct first first = alternation(&inner);
        fragment->first = arena_new(walk->arena, struct first);
        *fragment->first = first;
    }
    return *fragment->first;
}

static struct first of_table(const struct table *table)
{
    struct first first = { 0 };
    bits_set(&first.bits, table->bit);
    for (size_t i = 0; i < table->entries.count; i++) {
        struct entry entry = table->entries.items[i];
        if (table->compound || entry.begins_bare)
            add_text(&first, entry.surface, start_letters(entry.surface));
    }
    return first;
}

static struct first reference(struct walk *walk)
{
    struct first first = { 0 };
    struct str name = walk_reference(walk);
    const struct table *table = grammar_table(walk->grammar, name);
    struct fragment *fragment = grammar_fragment(walk->grammar, name);
    enum symbol symbol = symbol_named(name);
    if (table)
        return of_table(table);
    if (fragment)
        return of_fragment(walk, fragment);
    if (symbol == SYMBOL_COUNT)
        first.anywhere = true;
    else
        bits_set(&first.bits, BIT_SYMBOLS + (unsigned)symbol);
    return first;
}

/* "[A-Z\d'-]": the characters of a class, if all are plain. */
static struct first character_class(struct walk *walk)
{
    struct first first = { 0 };
    size_t start = walk->at + 1;
    walk_class(walk);
    struct str inside = str_slice(walk->pattern, start, walk->at > start ? walk->at - 1 : start);
    first.anywhere = inside.len == 0 || inside.s[0] == '^';
    for (size_t i = 0; i < inside.len; i++) {
        unsigned char byte = (unsigned char)inside.s[i];
        if (byte == '\\' && i + 1 < inside.len && inside.s[i + 1] == 'd')
            add_digits(&first), i++;
        else if (byte == '\\' || byte == '[')
            first.anywhere = true;
        else if (byte == '-' && i && i + 1 < inside.len)
            for (int c = (unsigned char)inside.s[i - 1]; c <= (unsigned char)inside.s[i + 1]; c++)
                add_literal(&first, (unsigned char)c);
        else if (!utf8_is_tail((char)byte))
            add_literal(&first, byte);
    }
    return first;
}

static struct first escape(struct walk *walk)
{
    struct first first = { 0 };
    char kind = walk->at + 1 < walk->pattern.len ? walk->pattern.s[walk->at + 1] : '\0';
    walk->at += escape_length(walk->pattern, walk->at);
    if (kind == 'd')
        add_digits(&first);
    else if (strchr("bBAKGZz", kind))
        first.nothing = true;
    else if ((kind >= 'a' && kind <= 'z') || (kind >= 'A' && kind <= 'Z') ||
             (kind >= '0' && kind <= '9'))
        first.anywhere = true;
    else
        add_literal(&first, (unsigned char)kind);
    return first;
}

static struct first group(struct walk *walk)
{
    walk->at++;
    enum group_kind kind = walk_into_group(walk);
    struct first first = alternation(walk);
    walk->at++; /* ")" */
    return kind == GROUP_TAKES ? first : (struct first){ .nothing = true };
}

/* How many letters stand here that no match can do without. */
static size_t certain_letters(const struct walk *walk)
{
    size_t count = start_letters(str_slice(walk->pattern, walk->at, walk->pattern.len));
    struct walk behind = *walk;
    behind.at += count;
    return count && walk_optional(&behind) ? count - 1 : count;
}

static struct first literal(struct walk *walk)
{
    struct first first = { 0 };
    size_t letters = certain_letters(walk);
    struct str text = str_slice(walk->pattern, walk->at, walk->pattern.len);
    unsigned char byte = (unsigned char)walk->pattern.s[walk->at++];
    if (byte == '^') {
        bits_set(&first.bits, BIT_FIRST);
        return first;
    }
    first.nothing = strchr(" \t$?*+", byte) != NULL;
    first.anywhere = byte == '.' || byte == '#';
    if (!first.nothing && !first.anywhere)
        add_text(&first, text, letters);
    while (byte >= 128 && utf8_is_tail(walk_byte(walk)) && !walk_is_over(walk))
        walk->at++;
    return first;
}

static struct first atom(struct walk *walk)
{
    char next = walk->at + 1 < walk->pattern.len ? walk->pattern.s[walk->at + 1] : '\0';
    switch (walk_byte(walk)) {
    case '(':
        return group(walk);
    case '\\':
        return escape(walk);
    case '[':
        return character_class(walk);
    case '{':
        if (walk_is_name(next))
            return reference(walk);
        walk_quantifier(walk);
        return (struct first){ .nothing = true };
    default:
        return literal(walk);
    }
}

static bool ends_sequence(const struct walk *walk)
{
    return walk_is_over(walk) || walk_byte(walk) == '|' || walk_byte(walk) == ')';
}

/* Only what stands before the first atom that takes something in counts. */
static struct first sequence(struct walk *walk)
{
    struct first whole = { .nothing = true };
    while (whole.nothing && !ends_sequence(walk)) {
        struct first part = atom(walk);
        add_first(&whole, &part);
        whole.nothing = part.nothing || walk_optional(walk);
    }
    walk_to_branch_end(walk);
    return whole;
}

static struct first alternation(struct walk *walk)
{
    struct first whole = sequence(walk);
    while (walk_byte(walk) == '|') {
        walk->at++;
        struct first branch = sequence(walk);
        add_first(&whole, &branch);
        whole.nothing |= branch.nothing;
    }
    return whole;
}

/* The rows from `start` on whose bits are set; returns how many. */
static size_t add_rows(uint16_t *rows, unsigned start, const uint64_t *bits, unsigned bit_count)
{
    size_t count = 0;
    for (unsigned i = 0; i < bit_count / 64; i++)
        for (uint64_t left = bits[i]; left; left &= left - 1)
            rows[count++] = (uint16_t)(start + i * 64 + (unsigned)__builtin_ctzll(left));
    return count;
}

/* The rows of what a view shows come first. */
static void keep(struct rule *rule, const struct first *first, struct arena *arena)
{
    static const uint64_t shown = (UINT64_C(1) << BIT_TABLES) - (UINT64_C(1) << BIT_SYMBOLS) +
                                  (UINT64_C(1) << BIT_FIRST);
    struct bits words = first->bits, views = { { first->bits.word[0] & shown } };
    words.word[0] &= ~shown;
    uint16_t rows[START_ROWS];
    size_t count = add_rows(rows, 0, views.word, MOST_BITS);
    rule->start_rows_shown = count;
    count += add_rows(rows + count, 0, words.word, MOST_BITS);
    count += add_rows(rows + count, START_BYTES, first->bytes, 256);
    count += add_rows(rows + count, START_LETTERS, first->letters, LETTER_ROWS);
    rule->start_rows = arena_array(arena, uint16_t, count);
    memcpy(rule->start_rows, rows, sizeof *rows * count);
    rule->start_row_count = count;
}

void rule_find_starts(const struct grammar *grammar, struct rule *rule, struct arena *arena)
{
    struct walk walk = { grammar, rule->pattern, 0, 0, arena };
    struct first first = alternation(&walk);
    rule->starts_known = !first.anywhere && !first.nothing;
    if (rule->starts_known)
        keep(rule, &first, arena);
}

void rule_start_anywhere(struct rule *rule, struct arena *arena)
{
    struct first first = { 0 };
    bits_set(&first.bits, BIT_ANY);
    for (unsigned symbol = 0; symbol < SYMBOL_COUNT; symbol++)
        bits_set(&first.bits, BIT_SYMBOLS + symbol);
    rule->starts_known = true;
    keep(rule, &first, arena);
}
