#include <stdlib.h>

#include "base/letter.h"
#include "base/utf8.h"
#include "rules/tree_read.h"

/* Reads a pattern, as its author wrote it, into a tree. What PCRE2 knows and a tree does not makes
 * the whole fail: PCRE2 then has the rule, and tells the mistakes. */

static const struct branch *alternation(struct reader *reader);

bool reader_sees(const struct reader *reader, const char *what)
{
    struct str pattern = reader->walk.pattern;
    return reader_byte(reader) == what[0] && !walk_is_over(&reader->walk) &&
           str_starts(str_slice(pattern, reader->walk.at, pattern.len), str_of(what));
}

bool reader_take(struct reader *reader, const char *what)
{
    bool there = reader_sees(reader, what);
    if (there)
        reader->walk.at += strlen(what);
    return there;
}

void reader_skip_space(struct reader *reader)
{
    while (reader_byte(reader) == ' ' || reader_byte(reader) == '\t')
        reader->walk.at++;
}

struct node *reader_node(struct reader *reader, enum node_kind kind)
{
    struct node *node = arena_new(reader->walk.arena, struct node);
    *node = (struct node){ .kind = (uint8_t)kind, .least = 1, .most = 1,
                           .caseless = reader->caseless };
    return node;
}

struct node *reader_fail(struct reader *reader)
{
    reader->failed = true;
    reader->walk.at = reader->walk.pattern.len;
    return reader_node(reader, NODE_START);
}

uint32_t reader_code_point(struct reader *reader)
{
    if (walk_is_over(&reader->walk))
        return reader_fail(reader), 0;
    return utf8_next(reader->walk.pattern, &reader->walk.at);
}

static struct node *one_character(struct reader *reader, uint32_t c)
{
    char bytes[4];
    struct node *node = reader_node(reader, NODE_TEXT);
    size_t len = utf8_put(reader->caseless ? letter_fold(c) : c, bytes);
    node->text = arena_str(reader->walk.arena, (struct str){ bytes, len });
    return node;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 128;
}

/* Where the letters end that stand here, without one that a quantifier follows. */
static size_t letters_end(const struct reader *reader)
{
    struct str pattern = reader->walk.pattern;
    size_t end = reader->walk.at, next, last = end;
    while (end < pattern.len && is_letter(pattern.s[end])) {
        last = end;
        utf8_next(pattern, &end);
    }
    for (next = end; next < pattern.len && pattern.s[next] == ' ';)
        next++;
    return next < pattern.len && strchr("?*+{", pattern.s[next]) ? last : end;
}

/* Some letters as they are; at least one character. */
static struct node *letters_here(struct reader *reader)
{
    size_t end = letters_end(reader), len = 0;
    if (end <= reader->walk.at)
        return one_character(reader, reader_code_point(reader));
    struct node *node = reader_node(reader, NODE_TEXT);
    char *folded = arena_array(reader->walk.arena, char, 2 * (end - reader->walk.at) + 4);
    while (reader->walk.at < end) {
        uint32_t c = reader_code_point(reader);
        len += utf8_put(reader->caseless ? letter_fold(c) : c, folded + len);
    }
    node->text = (struct str){ folded, len };
    return node;
}

static struct node *any_character(struct reader *reader)
{
    struct letters letters = { .caseless = reader->caseless };
    set_negate(&letters);
    return set_node(reader, &letters);
}

/* ---- references --------------------------------------------------------------------------------- */

static uint32_t new_slot(struct reader *reader, struct str name)
{
    uint32_t slot = reader->tree->slots++;
    if (slot >= MOST_SLOTS)
        return reader_fail(reader), 0;
    *array_push(&reader->tree->names, reader->trees->arena) = (struct group){ name, slot };
    return slot;
}

static void note_table(struct reader *reader, struct str name, const struct table *table)
{
    for (size_t i = 0; i < reader->tree->tables.count; i++)
        if (str_equal(reader->tree->tables.items[i].name, name) &&
            reader->tree->tables.items[i].table == table)
            return;
    if (reader->tree->tables.count < MOST_GROUPS)
        *array_push(&reader->tree->tables, reader->trees->arena) =
            (struct table_group){ name, table };
}

static const struct branch *read_fragment(struct reader *reader, const struct fragment *fragment,
                                          bool silent)
{
    struct reader inner = *reader;
    inner.walk.pattern = fragment->pattern;
    inner.walk.at = 0;
    inner.walk.depth++;
    inner.silent = silent;
    if (inner.walk.depth > DEEPEST_FRAGMENT)
        return reader_fail(reader), NULL;
    const struct branch *branches = alternation(&inner);
    if (inner.failed || !walk_is_over(&inner.walk))
        reader_fail(reader);
    return branches;
}

static struct shared *shared_of(const struct reader *reader, const struct fragment *fragment)
{
    const struct grammar *grammar = reader->walk.grammar;
    struct shared *shared = &reader->trees->fragments[fragment - grammar->fragments.items];
    if (!shared->looked_at)
        shared->captures = fragment_captures(grammar, fragment);
    shared->looked_at = true;
    return shared;
}

static const struct branch *shared_fragment(struct reader *reader, const struct fragment *fragment)
{
    const struct branch **kept = &shared_of(reader, fragment)->branches[reader->caseless];
    const struct branch *branches = *kept ? *kept : read_fragment(reader, fragment, true);
    if (!reader->failed)
        *kept = branches;
    return branches;
}

static const struct trie *trie_of(const struct reader *reader, const struct table *table)
{
    struct trie **trie = &reader->trees->tries[table->bit - BIT_TABLES];
    if (!*trie)
        *trie = trie_make(table->sorted, table->sorted_count, reader->trees->arena);
    return *trie;
}

static struct node *symbol_node(struct reader *reader, enum symbol symbol)
{
    struct letters letters = { .caseless = reader->caseless, .symbols = 1u << symbol };
    return set_node(reader, &letters);
}

static struct node *capture(struct reader *reader, uint32_t slot, const struct branch *branches)
{
    struct node *node = reader_node(reader, slot ? NODE_CAPTURE : NODE_CHOICE);
    node->slot = (uint16_t)slot;
    node->captures = slot != 0;
    node->branches = branches;
    return node;
}

/* What a reference names, not yet captured; NULL if it names nothing. */
static struct node *named(struct reader *reader, struct str name, bool silent)
{
    struct table *table = grammar_table(reader->walk.grammar, name);
    struct fragment *fragment = grammar_fragment(reader->walk.grammar, name);
    enum symbol symbol = symbol_named(name);
    if (table) {
        struct node *node = reader_node(reader, NODE_TRIE);
        node->trie = trie_of(reader, table);
        return node;
    }
    if (!fragment)
        return symbol == SYMBOL_COUNT ? NULL : symbol_node(reader, symbol);
    bool shared = silent && !reader->behind && !shared_of(reader, fragment)->captures;
    const struct branch *branches = shared ? shared_fragment(reader, fragment)
                                           : read_fragment(reader, fragment, reader->silent);
    return capture(reader, 0, branches);
}

/* {name} {name:alias} {=name} */
static struct node *reference(struct reader *reader)
{
    struct str rest = str_slice(reader->walk.pattern, reader->walk.at + 1, reader->walk.pattern.len);
    struct str inside = str_split(&rest, '}');
    reader->walk.at += inside.len + 2;
    struct str name = str_split(&inside, ':');
    bool silent = str_starts(name, STR("="));
    name = silent ? str_slice(name, 1, name.len) : name;
    struct str alias = inside.len ? inside : name;
    uint32_t slot = silent || reader->silent ? 0 : new_slot(reader, alias);
    struct node *node = named(reader, name, silent);
    if (!node)
        return reader_fail(reader);
    if (!slot)
        return node;
    if (node->kind == NODE_TRIE)
        note_table(reader, alias, grammar_table(reader->walk.grammar, name));
    node->kind = node->kind == NODE_CHOICE ? NODE_CAPTURE : node->kind;
    node->slot = (uint16_t)slot;
    node->captures = true;
    return node;
}

/* ---- groups --------------------------------------------------------------------------------------- */

static struct node *close_group(struct reader *reader, struct node *node)
{
    bool outer = reader->behind, behind = node->kind == NODE_BEHIND || node->kind == NODE_NOT_BEHIND;
    reader->behind |= behind;
    node->branches = alternation(reader);
    reader->behind = outer;
    for (const struct branch *branch = node->branches; branch; branch = branch->next)
        if (behind && branch->length == VARIES)
            return reader_fail(reader);
    return reader_take(reader, ")") ? node : reader_fail(reader);
}

/* Behind "(?-i:" or "(?i:". */
static struct node *cased_group(struct reader *reader, bool caseless)
{
    bool outer = reader->caseless;
    reader->caseless = caseless;
    struct node *node = close_group(reader, reader_node(reader, NODE_CHOICE));
    reader->caseless = outer;
    return node;
}

/* As captures are named: PCRE2 has no '-' in names, so '_' stands for it. */
static struct str group_name(struct reader *reader, char end)
{
    struct str rest = str_slice(reader->walk.pattern, reader->walk.at, reader->walk.pattern.len);
    struct str name = str_split(&rest, end);
    reader->walk.at += name.len + 1;
    name = arena_str(reader->trees->arena, name);
    for (size_t i = 0; i < name.len; i++)
        if (name.s[i] == '_')
            ((char *)name.s)[i] = '-';
    return name;
}

/* (?P=name): of that name there must be one group only. */
static struct node *again(struct reader *reader)
{
    struct node *node = reader_node(reader, NODE_AGAIN);
    struct str name = group_name(reader, ')');
    for (size_t i = 0; i < reader->tree->names.count; i++)
        if (str_equal(reader->tree->names.items[i].name, name)) {
            if (node->slot)
                return reader_fail(reader);
            node->slot = (uint16_t)reader->tree->names.items[i].number;
        }
    return node->slot ? node : reader_fail(reader);
}

/* At "(". */
static struct node *group(struct reader *reader)
{
    static const struct {
        const char *sign;
        enum node_kind kind;
    } kinds[] = {
        { "(?:", NODE_CHOICE }, { "(?=", NODE_AHEAD }, { "(?!", NODE_NOT_AHEAD },
        { "(?<=", NODE_BEHIND }, { "(?<!", NODE_NOT_BEHIND }, { "(?>", NODE_ATOMIC },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (reader_take(reader, kinds[i].sign))
            return close_group(reader, reader_node(reader, kinds[i].kind));
    if (reader_take(reader, "(?-i:"))
        return cased_group(reader, false);
    if (reader_take(reader, "(?i:"))
        return cased_group(reader, true);
    if (reader_take(reader, "(?P="))
        return again(reader);
    if (!reader_take(reader, "(?<") || reader->silent)
        return reader_fail(reader);
    struct node *node = reader_node(reader, NODE_CAPTURE);
    node->slot = (uint16_t)new_slot(reader, group_name(reader, '>'));
    node->captures = true;
    return close_group(reader, node);
}

/* ---- atoms ------------------------------------------------------------------------------------------ */

static struct node *escape(struct reader *reader)
{
    static const struct {
        const char *escape;
        enum node_kind kind;
    } edges[] = {
        { "\\b", NODE_BOUNDARY }, { "\\B", NODE_NO_BOUNDARY }, { "\\K", NODE_KEEP },
    };
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        if (reader_take(reader, edges[i].escape)) {
            struct node *node = reader_node(reader, edges[i].kind);
            node->captures = edges[i].kind == NODE_KEEP;
            return node;
        }
    struct letters letters = { .caseless = reader->caseless };
    if (reader_take(reader, "\\S")) {
        set_add_range(reader, &letters, ' ', ' ');
        set_negate(&letters);
        return set_node(reader, &letters);
    }
    if (set_add_escape(reader, &letters))
        return set_node(reader, &letters);
    reader_take(reader, "\\");
    return one_character(reader, reader_escaped(reader));
}

static struct node *atom(struct reader *reader)
{
    char next = reader->walk.at + 1 < reader->walk.pattern.len
                    ? reader->walk.pattern.s[reader->walk.at + 1] : '\0';
    switch (reader_byte(reader)) {
    case '(':
        return group(reader);
    case '[':
        return set_read_class(reader);
    case '\\':
        return escape(reader);
    case '{':
        return walk_is_name(next) ? reference(reader) : reader_fail(reader);
    case '.':
        reader->walk.at++;
        return any_character(reader);
    case '^':
        reader->walk.at++;
        return reader_node(reader, NODE_START);
    case '$':
        reader->walk.at++;
        return reader_node(reader, NODE_END);
    case '*':
    case '+':
    case '?':
    case '#':
        return reader_fail(reader);
    default:
        return letters_here(reader);
    }
}

/* ---- quantifiers --------------------------------------------------------------------------------------- */

static uint16_t number(struct reader *reader)
{
    uint32_t value = 0;
    if (reader_byte(reader) < '0' || reader_byte(reader) > '9')
        reader_fail(reader);
    for (; reader_byte(reader) >= '0' && reader_byte(reader) <= '9' && value < NO_MOST; reader->walk.at++)
        value = value * 10 + (uint32_t)(reader_byte(reader) - '0');
    if (value >= NO_MOST)
        reader_fail(reader);
    return (uint16_t)value;
}

/* "{2}", "{2,}" or "{2,5}" */
static void read_bounds(struct reader *reader, uint16_t *ret_least, uint16_t *ret_most)
{
    reader_take(reader, "{");
    *ret_least = *ret_most = number(reader);
    if (reader_take(reader, ","))
        *ret_most = reader_byte(reader) == '}' ? NO_MOST : number(reader);
    if (!reader_take(reader, "}"))
        reader_fail(reader);
}

/* False when no quantifier stands here. */
static bool read_quantifier(struct reader *reader, uint16_t *ret_least, uint16_t *ret_most)
{
    reader_skip_space(reader);
    *ret_least = reader_byte(reader) == '+';
    *ret_most = reader_byte(reader) == '?' ? 1 : NO_MOST;
    if (reader_take(reader, "?") || reader_take(reader, "*") || reader_take(reader, "+"))
        return true;
    char next = reader->walk.at + 1 < reader->walk.pattern.len
                    ? reader->walk.pattern.s[reader->walk.at + 1] : 'a';
    if (reader_byte(reader) != '{' || walk_is_name(next))
        return false;
    read_bounds(reader, ret_least, ret_most);
    return true;
}

static struct node *letters_of_text(struct reader *reader, struct str text)
{
    size_t at = 0;
    uint32_t c = utf8_next(text, &at);
    struct letters letters = { .caseless = reader->caseless };
    set_add_range(reader, &letters, c, c);
    return set_node(reader, &letters);
}

/* A group of nothing but one character of a set is repeated as the set is. */
static struct node *only_letters(struct reader *reader, const struct node *group)
{
    const struct branch *branch = group->kind == NODE_CHOICE ? group->branches : NULL;
    const struct node *first = branch && !branch->next ? branch->first : NULL;
    if (!first || first->next || first->kind != NODE_LETTERS || first->least != 1 ||
        first->most != 1 || first->slot)
        return NULL;
    return set_node(reader, first->letters);
}

static struct node *repeated(struct reader *reader, struct node *atom)
{
    struct node *letters = only_letters(reader, atom);
    if (letters || (atom->kind == NODE_LETTERS && !atom->slot))
        return letters ? letters : atom;
    if (atom->kind == NODE_TEXT)
        return letters_of_text(reader, atom->text);
    if (atom->kind != NODE_CHOICE && atom->kind != NODE_CAPTURE && atom->kind != NODE_TRIE &&
        atom->kind != NODE_AGAIN && atom->kind != NODE_LETTERS)
        return reader_fail(reader);
    struct node *node = reader_node(reader, NODE_REPEAT);
    node->branches = atom->kind == NODE_CHOICE ? atom->branches : branch_new(reader, atom);
    return node;
}

static struct node *quantified(struct reader *reader, struct node *atom)
{
    uint16_t least, most;
    if (!read_quantifier(reader, &least, &most))
        return atom;
    struct node *node = repeated(reader, atom);
    node->least = least;
    node->most = most;
    node->greed = reader_take(reader, "?") ? LAZY : reader_take(reader, "+") ? POSSESSIVE : GREEDY;
    reader_skip_space(reader);
    if (!walk_is_over(&reader->walk) && strchr("?+*", reader_byte(reader)))
        return reader_fail(reader);
    if (node->kind != NODE_REPEAT || node->greed != POSSESSIVE)
        return node;
    struct node *whole = reader_node(reader, NODE_ATOMIC);
    node->greed = GREEDY;
    whole->branches = branch_new(reader, node);
    return whole;
}

/* ---- sequences --------------------------------------------------------------------------------- */

static struct branch *sequence(struct reader *reader)
{
    struct list list = { NULL, NULL };
    for (reader_skip_space(reader); !walk_is_over(&reader->walk) && reader_byte(reader) != '|' &&
                             reader_byte(reader) != ')'; reader_skip_space(reader)) {
        struct node *node = quantified(reader, atom(reader));
        list_append(reader, &list, node);
    }
    return branch_new(reader, list.first);
}

static const struct branch *alternation(struct reader *reader)
{
    struct branch *first = sequence(reader), *last = first;
    while (reader_take(reader, "|")) {
        last->next = sequence(reader);
        last = (struct branch *)last->next;
    }
    return reader->behind ? first : branches_with_tries(reader, first);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct group *p = a, *q = b;
    int order = str_compare(p->name, q->name);
    return order ? order : p->number < q->number ? -1 : 1;
}

/* With the edge behind it that every pattern has. */
static const struct node *with_edge(struct reader *reader, const struct branch *branches, bool open)
{
    struct list list = { NULL, NULL };
    list_append(reader, &list, capture(reader, 0, branches));
    if (!open)
        list_append(reader, &list, reader_node(reader, NODE_LAST_EDGE));
    return branch_new(reader, list.first)->first;
}

const struct tree *tree_read(struct trees *trees, const struct rule *rule)
{
    struct tree *tree = arena_new(trees->arena, struct tree);
    struct reader reader = { .walk = { trees->grammar, rule->pattern, 0, 0, &trees->scratch },
                             .trees = trees, .tree = tree, .caseless = true };
    tree->slots = 1;
    const struct branch *branches = alternation(&reader);
    if (reader.failed || !walk_is_over(&reader.walk))
        return NULL;
    tree->plan = trees->plan;
    tree->step = pack_sequence(trees, with_edge(&reader, branches, rule->open_edges));
    tree->heads = tree->plan->steps.items[tree->step].heads;
    for (unsigned kind = 0; kind < START_KINDS; kind++)
        tree->second[kind] = tree_second_heads(tree->plan, tree->step, kind);
    tree->open = rule->open_edges;
    if (tree->names.count)
        qsort(tree->names.items, tree->names.count, sizeof *tree->names.items, by_name);
    return tree;
}

struct trees *trees_new(const struct grammar *grammar, struct arena *arena)
{
    struct trees *trees = xcalloc(1, sizeof *trees);
    trees->grammar = grammar;
    trees->arena = arena;
    trees->plan = arena_new(arena, struct plan);
    trees->fragments = arena_array(&trees->scratch, struct shared, grammar->fragments.count);
    trees->tries = arena_array(&trees->scratch, struct trie *, grammar->tables.count);
    return trees;
}

void trees_free(struct trees *trees)
{
    arena_free(&trees->scratch);
    free(trees);
}
