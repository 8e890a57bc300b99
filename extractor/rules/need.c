#include "rules/walk.h"

/* What a sentence must have for a pattern to match at all, read off the pattern as written: each
 * table, symbol or digit that no match can do without, from its first word on. A conjunction of
 * alternatives. */

struct needs {
    struct bits all[MOST_NEEDS];
    size_t count;
};

static void need(struct needs *needs, struct bits bits)
{
    if (needs->count < MOST_NEEDS)
        needs->all[needs->count++] = bits;
}

static void need_bit(struct needs *needs, unsigned bit)
{
    struct bits bits = { { 0 } };
    bits_set(&bits, bit);
    need(needs, bits);
}

static void need_all(struct needs *to, const struct needs *more)
{
    for (size_t i = 0; i < more->count; i++)
        need(to, more->all[i]);
}

static size_t how_many(const struct bits *bits)
{
    size_t count = 0;
    for (size_t i = 0; i < MOST_BITS / 64; i++)
        count += (size_t)__builtin_popcountll(bits->word[i]);
    return count;
}

/* Tables are rarer than symbols and digits, and fewer of them rarer still. */
static const struct bits *rarest(const struct needs *needs)
{
    const struct bits *best = NULL;
    size_t best_cost = SIZE_MAX;
    for (size_t i = 0; i < needs->count; i++) {
        bool common = needs->all[i].word[0] & ((UINT64_C(1) << BIT_TABLES) - 1);
        size_t cost = how_many(&needs->all[i]) + (common ? 1000 : 0);
        if (cost < best_cost) {
            best_cost = cost;
            best = &needs->all[i];
        }
    }
    return best;
}

static struct needs alternation(struct walk *walk);

static struct needs of_fragment(const struct walk *walk, struct fragment *fragment)
{
    struct walk inner = { walk->grammar, fragment->pattern, 0, walk->depth + 1, walk->arena };
    if (inner.depth >= DEEPEST_FRAGMENT)
        return (struct needs){ 0 };
    if (!fragment->needs) {
        struct needs needs = alternation(&inner);
        fragment->needs = arena_new(walk->arena, struct needs);
        *fragment->needs = needs;
    }
    return *fragment->needs;
}

/* {name} or {name:alias} */
static struct needs reference(struct walk *walk)
{
    struct needs needs = { 0 };
    struct str name = walk_reference(walk);
    const struct table *table = grammar_table(walk->grammar, name);
    struct fragment *fragment = grammar_fragment(walk->grammar, name);
    enum symbol symbol = symbol_named(name);
    if (table && !table->wordless)
        need_bit(&needs, table->bit);
    else if (fragment)
        needs = of_fragment(walk, fragment);
    else if (!table) /* an unknown name is a mistake that is reported as such */
        need_bit(&needs, BIT_SYMBOLS + (symbol == SYMBOL_COUNT ? 0 : symbol));
    return needs;
}

static struct needs group(struct walk *walk)
{
    walk->at++;
    enum group_kind kind = walk_into_group(walk);
    struct needs needs = alternation(walk);
    walk->at++; /* ")" */
    return kind == GROUP_BANS || kind == GROUP_WANTS_BEFORE ? (struct needs){ 0 } : needs;
}

static struct needs escape(struct walk *walk)
{
    struct needs needs = { 0 };
    if (walk->at + 1 < walk->pattern.len && walk->pattern.s[walk->at + 1] == 'd')
        need_bit(&needs, BIT_DIGIT);
    walk->at += escape_length(walk->pattern, walk->at);
    return needs;
}

/* "7", "[1-9]", "[0-3]": none but digits fit. */
static struct needs of_characters(struct str characters)
{
    struct needs needs = { 0 };
    size_t digits = 0;
    for (size_t i = 0; i < characters.len; i++) {
        digits += characters.s[i] >= '0' && characters.s[i] <= '9';
        if (!strchr("0123456789[]-", characters.s[i]))
            return needs;
    }
    if (digits)
        need_bit(&needs, BIT_DIGIT);
    return needs;
}

static struct needs atom(struct walk *walk)
{
    char byte = walk->pattern.s[walk->at];
    char next = walk->at + 1 < walk->pattern.len ? walk->pattern.s[walk->at + 1] : 0;
    if (byte == '(')
        return group(walk);
    if (byte == '\\')
        return escape(walk);
    if (byte == '{' && walk_is_name(next))
        return reference(walk);
    size_t begun = walk->at;
    if (byte == '{') {
        walk_quantifier(walk);
        return (struct needs){ 0 };
    }
    if (byte == '[')
        walk_class(walk);
    else
        walk->at++;
    return of_characters(str_slice(walk->pattern, begun, walk->at));
}

static struct needs sequence(struct walk *walk)
{
    struct needs needs = { 0 };
    while (walk->at < walk->pattern.len && walk->pattern.s[walk->at] != '|' &&
           walk->pattern.s[walk->at] != ')') {
        size_t begun = walk->at;
        walk_over_plain(walk);
        if (walk->at > begun)
            continue;
        struct needs part = atom(walk);
        if (!walk_optional(walk))
            need_all(&needs, &part);
    }
    return needs;
}

static bool has(const struct needs *needs, const struct bits *wanted)
{
    for (size_t i = 0; i < needs->count; i++)
        if (!memcmp(&needs->all[i], wanted, sizeof *wanted))
            return true;
    return false;
}

/* Of what the branches so far have in common, what this one needs too. */
static void keep_common(struct needs *common, const struct needs *branch)
{
    size_t kept = 0;
    for (size_t i = 0; i < common->count; i++)
        if (has(branch, &common->all[i]))
            common->all[kept++] = common->all[i];
    common->count = kept;
}

/* What all branches need; and one of the rarest things that each needs. */
static struct needs alternation(struct walk *walk)
{
    struct needs common = sequence(walk);
    if (walk_byte(walk) != '|')
        return common;
    const struct bits *best = rarest(&common);
    bool each = best != NULL;
    struct bits any = each ? *best : (struct bits){ { 0 } };
    while (walk_byte(walk) == '|') {
        walk->at++;
        struct needs branch = sequence(walk);
        keep_common(&common, &branch);
        best = rarest(&branch);
        each = each && best;
        if (best)
            bits_add(&any, best);
    }
    if (each && !has(&common, &any))
        need(&common, any);
    return common;
}

static struct need bits_of(const struct bits *bits, struct arena *arena)
{
    struct need need = { arena_array(arena, uint16_t, how_many(bits)), 0 };
    for (unsigned i = 0; i < MOST_BITS / 64; i++)
        for (uint64_t left = bits->word[i]; left; left &= left - 1)
            need.bits[need.count++] = (uint16_t)(i * 64 + (unsigned)__builtin_ctzll(left));
    return need;
}

void rule_find_needs(const struct grammar *grammar, struct rule *rule, struct arena *arena)
{
    struct walk walk = { grammar, rule->pattern, 0, 0, arena };
    struct needs needs = alternation(&walk);
    rule->need_count = needs.count;
    for (size_t i = 0; i < needs.count; i++)
        rule->needs[i] = bits_of(&needs.all[i], arena);
}
