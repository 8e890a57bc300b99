#include <stdlib.h>

#include "rules/rules.h"

static const struct {
    const char *name;
    enum symbol symbol;
} symbol_names[] = {
    { "place", SYMBOL_PLACE },       { "person", SYMBOL_PERSON },
    { "organisation", SYMBOL_ORGANISATION }, { "nationality", SYMBOL_NATIONALITY },
    { "number", SYMBOL_NUMBER },     { "measured", SYMBOL_MEASURED },
    { "date", SYMBOL_DATE },         { "quantity", SYMBOL_QUANTITY },
    { "toll", SYMBOL_TOLL },         { "speaker", SYMBOL_SPEAKER },
};

enum symbol symbol_named(struct str name)
{
    for (size_t i = 0; i < sizeof symbol_names / sizeof *symbol_names; i++)
        if (str_is(name, symbol_names[i].name))
            return symbol_names[i].symbol;
    return SYMBOL_COUNT;
}

enum {
    DEEPEST = 16,
    MOST_DEFINED = 48,
    SHORT_TABLE = 4,     /* entries: not worth a definition */
    SHORT_FRAGMENT = 40, /* bytes */
    LONG_PATTERN = 8000, /* bytes: from there on definitions pay */
};

struct expand {
    const struct grammar *grammar;
    const struct rule *rule;
    struct expansion *out;
    struct diag *diag;
    uint32_t column;
    unsigned depth;
    struct str defined[MOST_DEFINED]; /* tables and fragments that are called by name */
    size_t defined_count;
    bool defines;
};

/* Adds text that stands for what the author wrote at the current column. */
static void put(struct expand *expand, struct str text)
{
    struct expansion *out = expand->out;
    size_t begun = out->pattern.len;
    buffer_add(&out->pattern, text);
    if (out->pattern.len > out->columns_capacity) {
        out->columns_capacity = out->pattern.capacity;
        out->columns = xrealloc(out->columns, sizeof *out->columns * out->columns_capacity);
    }
    for (size_t i = begun; i < out->pattern.len; i++)
        out->columns[i] = expand->column;
}

/* Remembers that a group captures an entry of this table, so that its key can be told. */
static void expansion_note(struct expansion *out, struct str group, const struct table *table)
{
    for (size_t i = 0; i < out->group_count; i++)
        if (str_equal(out->groups[i].name, group) && out->groups[i].table == table)
            return;
    if (out->group_count < MOST_GROUPS)
        out->groups[out->group_count++] = (struct table_group){ group, table };
}

static void put_group(struct expand *expand, struct str name)
{
    if (!name.len)
        return put(expand, STR("(?:"));
    put(expand, STR("(?<"));
    for (size_t i = 0; i < name.len; i++)
        put(expand, name.s[i] == '-' ? STR("_") : str_slice(name, i, i + 1));
    put(expand, STR(">"));
}

static void put_symbol(struct expand *expand, enum symbol symbol)
{
    char range[32];
    unsigned first = SYMBOL_BASE + (unsigned)symbol * SYMBOL_INDEXES;
    int len = snprintf(range, sizeof range, "[\\x{%X}-\\x{%X}]", first, first + SYMBOL_INDEXES - 1);
    put(expand, (struct str){ range, (size_t)len });
}

static struct str nearest_name(const struct expand *expand, struct str wanted)
{
    struct str names[512];
    size_t count = 0;
    const struct grammar *grammar = expand->grammar;
    for (size_t i = 0; i < grammar->tables.count && count < 240; i++)
        names[count++] = grammar->tables.items[i]->name;
    for (size_t i = 0; i < grammar->fragments.count && count < 480; i++)
        names[count++] = grammar->fragments.items[i].name;
    for (size_t i = 0; i < sizeof symbol_names / sizeof *symbol_names; i++)
        names[count++] = str_of(symbol_names[i].name);
    return diag_nearest(wanted, names, count);
}

static void unknown_name(const struct expand *expand, struct str name, uint32_t column)
{
    char hint[128] = "";
    struct str near = nearest_name(expand, name);
    struct place_in_file at = expand->rule->pattern_at;
    at.column += column;
    at.length = (uint32_t)name.len + 2;
    if (near.len)
        snprintf(hint, sizeof hint, "did you mean '%.*s'?", STR_ARG(near));
    if (expand->diag)
        diag_add(expand->diag, SEVERITY_ERROR, 14, at, hint,
                 "no table, let or mention is named '%.*s'", STR_ARG(name));
}

static void expand_pattern(struct expand *expand, struct str pattern);

static void put_fragment(struct expand *expand, const struct fragment *fragment)
{
    if (expand->depth >= DEEPEST) {
        if (expand->diag)
            diag_add(expand->diag, SEVERITY_ERROR, 15, fragment->at, NULL,
                     "let '%.*s' contains itself", STR_ARG(fragment->name));
        return;
    }
    expand->depth++;
    expand_pattern(expand, fragment->pattern);
    expand->depth--;
}

/* ---- definitions ----------------------------------------------------------------------------- */

/* In a pattern that would get too long otherwise, what is long and captures nothing stands once,
 * behind the pattern, and is called wherever it is wanted: PCRE2 would copy it into every
 * repetition. A call costs about 50 ns (PCRE2 10.42, JIT), so short patterns do without. */

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* A mention that no stage asks for when it stands in a fragment that is itself not captured. */
static bool is_idle(struct str reference)
{
    struct str name = str_split(&reference, '}');
    enum symbol symbol = symbol_named(name);
    return symbol == SYMBOL_NATIONALITY || symbol == SYMBOL_PERSON || symbol == SYMBOL_ORGANISATION;
}

static bool captures_within(const struct grammar *grammar, struct str pattern, unsigned depth)
{
    for (size_t i = 0; i + 1 < pattern.len; i++) {
        struct str rest = str_slice(pattern, i + 1, pattern.len);
        if (pattern.s[i] == '(' && rest.len > 2 && str_starts(rest, STR("?<")) &&
            is_letter(rest.s[2]))
            return true;
        if (pattern.s[i] == '\\')
            i += escape_length(pattern, i) - 1;
        else if (pattern.s[i] == '{' && is_letter(rest.s[0]) && !is_idle(rest))
            return true;
        else if (pattern.s[i] == '{' && rest.s[0] == '=') {
            struct str after = str_slice(rest, 1, rest.len);
            const struct fragment *inner = grammar_fragment(grammar, str_split(&after, '}'));
            if (inner && (depth >= DEEPEST || captures_within(grammar, inner->pattern, depth + 1)))
                return true;
        }
    }
    return false;
}

bool fragment_captures(const struct grammar *grammar, const struct fragment *fragment)
{
    return captures_within(grammar, fragment->pattern, 0);
}

static bool is_worth_defining(const struct expand *expand, const struct table *table,
                              const struct fragment *fragment)
{
    if (table)
        return table->entries.count > SHORT_TABLE;
    return fragment && fragment->pattern.len > SHORT_FRAGMENT &&
           !fragment_captures(expand->grammar, fragment);
}

/* Puts a call of the definition; false when there are too many already. */
static bool put_call(struct expand *expand, struct str name)
{
    char call[24];
    size_t i = 0;
    while (i < expand->defined_count && !str_equal(expand->defined[i], name))
        i++;
    if (i == MOST_DEFINED)
        return false;
    expand->defined[i] = name;
    expand->defined_count += i == expand->defined_count;
    put(expand, (struct str){ call, (size_t)snprintf(call, sizeof call, "(?&d%zu)", i) });
    return true;
}

/* The definitions come behind all else; they may call each other, and so add to their number. */
static void put_definitions(struct expand *expand)
{
    char head[40];
    for (size_t i = 0; i < expand->defined_count; i++) {
        const struct table *table = grammar_table(expand->grammar, expand->defined[i]);
        int len = snprintf(head, sizeof head, "(?(DEFINE)(?<d%zu>", i);
        put(expand, (struct str){ head, (size_t)len });
        expand->depth = 1;
        if (table)
            put(expand, table->pattern);
        else
            put_fragment(expand, grammar_fragment(expand->grammar, expand->defined[i]));
        put(expand, STR("))"));
    }
}

/* {name} {name:alias} {=name}: returns the bytes read. */
static size_t put_reference(struct expand *expand, struct str pattern, uint32_t column)
{
    struct str rest = str_slice(pattern, 1, pattern.len), alias;
    struct str inside = str_split(&rest, '}');
    size_t length = inside.len + 2;
    struct str name = str_split(&inside, ':');
    bool silent = str_starts(name, STR("="));
    if (silent)
        name = str_slice(name, 1, name.len);
    alias = inside.len ? inside : name;
    const struct table *table = grammar_table(expand->grammar, name);
    const struct fragment *fragment = grammar_fragment(expand->grammar, name);
    enum symbol symbol = symbol_named(name);
    if (!table && !fragment && symbol == SYMBOL_COUNT)
        unknown_name(expand, name, column);
    bool defined = expand->defines && is_worth_defining(expand, table, fragment);
    if (silent && defined && put_call(expand, name))
        return length;
    put_group(expand, silent ? STR("") : alias);
    if (table && !silent)
        expansion_note(expand->out, alias, table);
    if (table && (!defined || !put_call(expand, name)))
        put(expand, table->pattern);
    if (fragment)
        put_fragment(expand, fragment);
    else if (!table && symbol != SYMBOL_COUNT)
        put_symbol(expand, symbol);
    put(expand, STR(")"));
    return length;
}

static bool is_reference(struct str pattern, size_t at)
{
    if (pattern.s[at] != '{' || at + 1 >= pattern.len)
        return false;
    return is_letter(pattern.s[at + 1]) || pattern.s[at + 1] == '=';
}

/* In a view every space is ' ' and every digit is one of 0-9: to say so is some ns faster each time
 * than PCRE2's properties, which \s and \d stand for in Unicode. */
static struct str plain_escape(struct str escape, bool in_class)
{
    static const struct {
        const char *escape, *outside, *inside;
    } plain[] = {
        { "\\s", "\\x20", "\\x20" }, { "\\d", "[0-9]", "0-9" }, { "\\S", "[^\\x20]", "\\S" },
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (str_is(escape, plain[i].escape))
            return str_of(in_class ? plain[i].inside : plain[i].outside);
    return escape;
}

static void expand_pattern(struct expand *expand, struct str pattern)
{
    bool in_class = false;
    for (size_t at = 0; at < pattern.len;) {
        if (expand->depth == 0)
            expand->column = (uint32_t)at;
        size_t length = 1;
        if (pattern.s[at] == '\\' && at + 1 < pattern.len) {
            length = escape_length(pattern, at);
            put(expand, plain_escape(str_slice(pattern, at, at + length), in_class));
        } else if (!in_class && is_reference(pattern, at)) {
            length = put_reference(expand, str_slice(pattern, at, pattern.len), (uint32_t)at);
        } else {
            in_class = in_class ? pattern.s[at] != ']' : pattern.s[at] == '[';
            put(expand, str_slice(pattern, at, at + 1));
        }
        at += length;
    }
}

/* A match never begins inside a word; with open edges it may begin at what is no part of one. */
static const char closed_edge[] = "(?<![\\p{L}\\p{N}])(?:";
static const char open_edge[] = "(?:(?<![\\p{L}\\p{N}])|(?![\\p{L}\\p{N}]))(?:";

static void expand_whole(struct expand *expand, bool bare)
{
    expand->out->pattern.len = 0;
    expand->out->group_count = 0;
    if (!bare)
        put(expand, str_of(expand->rule->open_edges ? open_edge : closed_edge));
    expand_pattern(expand, expand->rule->pattern);
    if (!bare)
        put(expand, expand->rule->open_edges ? STR(")") : STR(")(?![\\p{L}\\p{N}])"));
    put_definitions(expand);
}

void rule_expand(const struct grammar *grammar, const struct rule *rule, bool bare,
                 struct expansion *ret, struct diag *diag)
{
    struct expand plain = { .grammar = grammar, .rule = rule, .out = ret, .diag = diag };
    struct expand defining = { .grammar = grammar, .rule = rule, .out = ret, .defines = true };
    expand_whole(&plain, bare);
    if (ret->pattern.len > LONG_PATTERN)
        expand_whole(&defining, bare);
}
