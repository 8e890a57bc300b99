#include <stdlib.h>

#include "base/letter.h"
#include "base/utf8.h"
#include "rules/tree.h"
#include "rules/walk.h"

/* Reads a pattern, as its author wrote it, into a tree. What PCRE2 knows and a tree does not makes
 * the whole fail: PCRE2 then has the rule, and tells the mistakes. */

/* What has been read of a fragment in which nothing is captured, caseless or not. */
struct shared {
    const struct branch *branches[2];
    bool looked_at, captures;
};

struct trees {
    const struct grammar *grammar;
    struct arena arena;
    struct shared *fragments; /* of the grammar's fragments and tables by their numbers */
    struct trie **tries;
    ARRAY(const struct letters *) sets; /* without ranges, each once */
};

struct reader {
    struct walk walk;
    struct trees *trees;
    struct tree *tree;
    bool caseless;
    bool silent; /* in a fragment that is not captured: nor are mentions in it */
    bool behind; /* in a look-behind: the length of each branch must be told */
    bool failed;
};

static const struct branch *alternation(struct reader *reader);

static char byte(const struct reader *reader)
{
    return walk_byte(&reader->walk);
}

static bool starts(const struct reader *reader, const char *what)
{
    struct str pattern = reader->walk.pattern;
    return str_starts(str_slice(pattern, reader->walk.at, pattern.len), str_of(what));
}

/* Moves behind `what` if it stands here. */
static bool take(struct reader *reader, const char *what)
{
    bool there = starts(reader, what);
    if (there)
        reader->walk.at += strlen(what);
    return there;
}

static void skip_space(struct reader *reader)
{
    while (byte(reader) == ' ' || byte(reader) == '\t')
        reader->walk.at++;
}

static struct node *new_node(struct reader *reader, enum node_kind kind)
{
    struct node *node = arena_new(reader->walk.arena, struct node);
    *node = (struct node){ .kind = (uint8_t)kind, .least = 1, .most = 1,
                           .caseless = reader->caseless };
    return node;
}

static struct node *fail(struct reader *reader)
{
    reader->failed = true;
    reader->walk.at = reader->walk.pattern.len;
    return new_node(reader, NODE_START);
}

/* ---- sets of characters ---------------------------------------------------------------------- */

static bool is_same_set(const struct letters *a, const struct letters *b)
{
    return a->ascii[0] == b->ascii[0] && a->ascii[1] == b->ascii[1] && a->symbols == b->symbols &&
           a->kinds == b->kinds && a->caseless == b->caseless && a->negated == b->negated;
}

/* A node of one character of the set; there are many spaces, digits and letters, and few sets. */
static struct node *letters_node(struct reader *reader, const struct letters *letters)
{
    struct trees *trees = reader->trees;
    struct node *node = new_node(reader, NODE_LETTERS);
    for (size_t i = 0; i < trees->sets.count && !letters->ranges.count; i++)
        if (is_same_set(trees->sets.items[i], letters))
            return node->letters = trees->sets.items[i], node;
    struct letters *kept = arena_new(&trees->arena, struct letters);
    *kept = *letters;
    if (!letters->ranges.count)
        *array_push(&trees->sets, &trees->arena) = kept;
    return node->letters = kept, node;
}

static void add_ascii(struct letters *letters, uint32_t c)
{
    letters->ascii[c / 64] |= UINT64_C(1) << c % 64;
}

static void add_range(struct reader *reader, struct letters *letters, uint32_t first, uint32_t last)
{
    for (uint32_t c = first; c <= last && c < 128; c++) {
        add_ascii(letters, c);
        uint32_t other = letter_other_case(c);
        if (reader->caseless && other < 128)
            add_ascii(letters, other);
    }
    if (last >= 128)
        *array_push(&letters->ranges, reader->walk.arena) =
            (struct range){ first < 128 ? 128 : first, last };
}

static void add_between(struct letters *letters, uint32_t first, uint32_t last)
{
    for (uint32_t c = first; c <= last; c++)
        add_ascii(letters, c);
}

static void add_kinds(struct letters *letters, unsigned kinds)
{
    letters->kinds |= kinds;
    if (kinds & (KIND_LETTER | KIND_UPPER))
        add_between(letters, 'A', 'Z');
    if (kinds & (KIND_LETTER | KIND_LOWER))
        add_between(letters, 'a', 'z');
    if (kinds & KIND_NUMBER)
        add_between(letters, '0', '9');
}

/* Takes the members of a set from one that tells what it has not. */
static void remove_set(struct reader *reader, struct letters *from, const struct letters *set)
{
    from->ascii[0] &= ~set->ascii[0];
    from->ascii[1] &= ~set->ascii[1];
    from->symbols |= set->symbols;
    from->kinds |= set->kinds;
    for (size_t i = 0; i < set->ranges.count; i++)
        *array_push(&from->ranges, reader->walk.arena) = set->ranges.items[i];
}

static uint32_t code_point(struct reader *reader)
{
    return utf8_next(reader->walk.pattern, &reader->walk.at);
}

/* "{F8FF}", behind \x */
static uint32_t hexadecimal(struct reader *reader)
{
    static const char digits[] = "0123456789ABCDEF";
    uint32_t value = 0;
    const char *digit;
    if (!take(reader, "{"))
        fail(reader);
    while (byte(reader) && (digit = strchr(digits, byte(reader)))) {
        value = value * 16 + (uint32_t)(digit - digits);
        reader->walk.at++;
    }
    if (!take(reader, "}"))
        fail(reader);
    return value;
}

/* The character that an escape stands for, behind the backslash; else fails. */
static uint32_t escaped_character(struct reader *reader)
{
    if (take(reader, "x"))
        return hexadecimal(reader);
    char c = byte(reader);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || !c)
        return fail(reader), 0;
    return code_point(reader);
}

/* At "\d", "\p{Lu}" and the like: adds what it stands for. False when it is a single character. In a
 * view every space is ' ' and every digit one of 0 to 9. */
static bool add_escaped_set(struct reader *reader, struct letters *letters)
{
    static const struct {
        const char *escape;
        unsigned kinds;
        const char *more;
    } sets[] = {
        { "\\s", 0, " " }, { "\\d", 0, "0123456789" }, { "\\w", KIND_LETTER | KIND_NUMBER, "_" },
        { "\\p{L}", KIND_LETTER, "" }, { "\\p{Lu}", KIND_UPPER, "" }, { "\\p{Ll}", KIND_LOWER, "" },
        { "\\p{N}", KIND_NUMBER, "" }, { "\\p{Co}", KIND_PRIVATE, "" },
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (take(reader, sets[i].escape)) {
            add_kinds(letters, sets[i].kinds);
            for (const char *c = sets[i].more; *c; c++)
                add_ascii(letters, (uint32_t)*c);
            return true;
        }
    return false;
}

static uint32_t class_character(struct reader *reader)
{
    return take(reader, "\\") ? escaped_character(reader) : code_point(reader);
}

static void class_item(struct reader *reader, struct letters *letters)
{
    if (starts(reader, "[:") || starts(reader, "[.") || starts(reader, "[="))
        fail(reader);
    else if (!add_escaped_set(reader, letters)) {
        uint32_t first = class_character(reader), last = first;
        size_t hyphen = reader->walk.at;
        if (take(reader, "-") && byte(reader) != ']' && !starts(reader, "\\p") &&
            !starts(reader, "\\s") && !starts(reader, "\\d") && !starts(reader, "\\w"))
            last = class_character(reader);
        else
            reader->walk.at = hyphen;
        add_range(reader, letters, first, last);
    }
}

static void negate(struct letters *letters)
{
    letters->negated = true;
    letters->ascii[0] = ~letters->ascii[0];
    letters->ascii[1] = ~letters->ascii[1];
}

/* At "[". */
static struct node *class(struct reader *reader)
{
    struct letters letters = { .caseless = reader->caseless };
    take(reader, "[");
    bool negated = take(reader, "^");
    bool first = true;
    while (!walk_is_over(&reader->walk) && (first || byte(reader) != ']')) {
        class_item(reader, &letters);
        first = false;
    }
    if (negated)
        negate(&letters);
    return take(reader, "]") ? letters_node(reader, &letters) : fail(reader);
}

static struct node *one_character(struct reader *reader, uint32_t c)
{
    char bytes[4];
    struct node *node = new_node(reader, NODE_TEXT);
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
        return one_character(reader, code_point(reader));
    struct node *node = new_node(reader, NODE_TEXT);
    char *folded = arena_array(reader->walk.arena, char, 2 * (end - reader->walk.at) + 4);
    while (reader->walk.at < end) {
        uint32_t c = code_point(reader);
        len += utf8_put(reader->caseless ? letter_fold(c) : c, folded + len);
    }
    node->text = (struct str){ folded, len };
    return node;
}

static struct node *any_character(struct reader *reader)
{
    struct letters letters = { .caseless = reader->caseless };
    negate(&letters);
    return letters_node(reader, &letters);
}

/* ---- references --------------------------------------------------------------------------------- */

static uint32_t new_slot(struct reader *reader, struct str name)
{
    uint32_t slot = reader->tree->slots++;
    if (slot >= MOST_SLOTS)
        return fail(reader), 0;
    *array_push(&reader->tree->names, reader->walk.arena) = (struct group){ name, slot };
    return slot;
}

static void note_table(struct reader *reader, struct str name, const struct table *table)
{
    for (size_t i = 0; i < reader->tree->tables.count; i++)
        if (str_equal(reader->tree->tables.items[i].name, name) &&
            reader->tree->tables.items[i].table == table)
            return;
    if (reader->tree->tables.count < MOST_GROUPS)
        *array_push(&reader->tree->tables, reader->walk.arena) = (struct table_group){ name, table };
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
        return fail(reader), NULL;
    const struct branch *branches = alternation(&inner);
    if (inner.failed || !walk_is_over(&inner.walk))
        fail(reader);
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
        *trie = trie_make(table->sorted, table->sorted_count, &reader->trees->arena);
    return *trie;
}

static struct node *symbol_node(struct reader *reader, enum symbol symbol)
{
    struct letters letters = { .caseless = reader->caseless, .symbols = 1u << symbol };
    return letters_node(reader, &letters);
}

static struct branch *only_branch(struct reader *reader, const struct node *first);

static struct node *capture(struct reader *reader, uint32_t slot, const struct branch *branches)
{
    struct node *node = new_node(reader, slot ? NODE_CAPTURE : NODE_CHOICE);
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
        struct node *node = new_node(reader, NODE_TRIE);
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
        return fail(reader);
    if (!slot)
        return node;
    if (node->kind == NODE_TRIE)
        note_table(reader, alias, grammar_table(reader->walk.grammar, name));
    if (node->kind == NODE_LETTERS)
        return capture(reader, slot, only_branch(reader, node));
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
            return fail(reader);
    return take(reader, ")") ? node : fail(reader);
}

/* Behind "(?-i:" or "(?i:". */
static struct node *cased_group(struct reader *reader, bool caseless)
{
    bool outer = reader->caseless;
    reader->caseless = caseless;
    struct node *node = close_group(reader, new_node(reader, NODE_CHOICE));
    reader->caseless = outer;
    return node;
}

/* As captures are named: PCRE2 has no '-' in names, so '_' stands for it. */
static struct str group_name(struct reader *reader, char end)
{
    struct str rest = str_slice(reader->walk.pattern, reader->walk.at, reader->walk.pattern.len);
    struct str name = str_split(&rest, end);
    reader->walk.at += name.len + 1;
    name = arena_str(reader->walk.arena, name);
    for (size_t i = 0; i < name.len; i++)
        if (name.s[i] == '_')
            ((char *)name.s)[i] = '-';
    return name;
}

/* (?P=name): of that name there must be one group only. */
static struct node *again(struct reader *reader)
{
    struct node *node = new_node(reader, NODE_AGAIN);
    struct str name = group_name(reader, ')');
    for (size_t i = 0; i < reader->tree->names.count; i++)
        if (str_equal(reader->tree->names.items[i].name, name)) {
            if (node->slot)
                return fail(reader);
            node->slot = (uint16_t)reader->tree->names.items[i].number;
        }
    return node->slot ? node : fail(reader);
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
        if (take(reader, kinds[i].sign))
            return close_group(reader, new_node(reader, kinds[i].kind));
    if (take(reader, "(?-i:"))
        return cased_group(reader, false);
    if (take(reader, "(?i:"))
        return cased_group(reader, true);
    if (take(reader, "(?P="))
        return again(reader);
    if (!take(reader, "(?<") || reader->silent)
        return fail(reader);
    struct node *node = new_node(reader, NODE_CAPTURE);
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
        if (take(reader, edges[i].escape)) {
            struct node *node = new_node(reader, edges[i].kind);
            node->captures = edges[i].kind == NODE_KEEP;
            return node;
        }
    struct letters letters = { .caseless = reader->caseless };
    if (take(reader, "\\S")) {
        add_ascii(&letters, ' ');
        negate(&letters);
        return letters_node(reader, &letters);
    }
    if (add_escaped_set(reader, &letters))
        return letters_node(reader, &letters);
    take(reader, "\\");
    return one_character(reader, escaped_character(reader));
}

static struct node *atom(struct reader *reader)
{
    char next = reader->walk.at + 1 < reader->walk.pattern.len
                    ? reader->walk.pattern.s[reader->walk.at + 1] : '\0';
    switch (byte(reader)) {
    case '(':
        return group(reader);
    case '[':
        return class(reader);
    case '\\':
        return escape(reader);
    case '{':
        return walk_is_name(next) ? reference(reader) : fail(reader);
    case '.':
        reader->walk.at++;
        return any_character(reader);
    case '^':
        reader->walk.at++;
        return new_node(reader, NODE_START);
    case '$':
        reader->walk.at++;
        return new_node(reader, NODE_END);
    case '*':
    case '+':
    case '?':
    case '#':
        return fail(reader);
    default:
        return letters_here(reader);
    }
}

/* ---- quantifiers --------------------------------------------------------------------------------------- */

static uint32_t number(struct reader *reader)
{
    uint32_t value = 0;
    if (byte(reader) < '0' || byte(reader) > '9')
        fail(reader);
    for (; byte(reader) >= '0' && byte(reader) <= '9' && value < 100000; reader->walk.at++)
        value = value * 10 + (uint32_t)(byte(reader) - '0');
    return value;
}

/* "{2}", "{2,}" or "{2,5}" */
static void read_bounds(struct reader *reader, uint32_t *ret_least, uint32_t *ret_most)
{
    take(reader, "{");
    *ret_least = *ret_most = number(reader);
    if (take(reader, ","))
        *ret_most = byte(reader) == '}' ? UINT32_MAX : number(reader);
    if (!take(reader, "}"))
        fail(reader);
}

/* False when no quantifier stands here. */
static bool read_quantifier(struct reader *reader, uint32_t *ret_least, uint32_t *ret_most)
{
    skip_space(reader);
    *ret_least = byte(reader) == '+';
    *ret_most = byte(reader) == '?' ? 1 : UINT32_MAX;
    if (take(reader, "?") || take(reader, "*") || take(reader, "+"))
        return true;
    char next = reader->walk.at + 1 < reader->walk.pattern.len
                    ? reader->walk.pattern.s[reader->walk.at + 1] : 'a';
    if (byte(reader) != '{' || walk_is_name(next))
        return false;
    read_bounds(reader, ret_least, ret_most);
    return true;
}

static struct node *letters_of_text(struct reader *reader, struct str text)
{
    size_t at = 0;
    uint32_t c = utf8_next(text, &at);
    struct letters letters = { .caseless = reader->caseless };
    add_range(reader, &letters, c, c);
    return letters_node(reader, &letters);
}

/* A group of nothing but one character of a set is repeated as the set is. */
static struct node *only_letters(struct reader *reader, const struct node *group)
{
    const struct branch *branch = group->kind == NODE_CHOICE ? group->branches : NULL;
    const struct node *first = branch && !branch->next ? branch->first : NULL;
    if (!first || first->next || first->kind != NODE_LETTERS || first->least != 1 || first->most != 1)
        return NULL;
    return letters_node(reader, first->letters);
}

static struct node *repeated(struct reader *reader, struct node *atom)
{
    struct node *letters = only_letters(reader, atom);
    if (letters || atom->kind == NODE_LETTERS)
        return letters ? letters : atom;
    if (atom->kind == NODE_TEXT)
        return letters_of_text(reader, atom->text);
    if (atom->kind != NODE_CHOICE && atom->kind != NODE_CAPTURE && atom->kind != NODE_TRIE &&
        atom->kind != NODE_AGAIN)
        return fail(reader);
    struct node *node = new_node(reader, NODE_REPEAT);
    node->branches = atom->kind == NODE_CHOICE ? atom->branches : only_branch(reader, atom);
    return node;
}

static struct node *quantified(struct reader *reader, struct node *atom)
{
    uint32_t least, most;
    if (!read_quantifier(reader, &least, &most))
        return atom;
    struct node *node = repeated(reader, atom);
    node->least = least;
    node->most = most;
    node->greed = take(reader, "?") ? LAZY : take(reader, "+") ? POSSESSIVE : GREEDY;
    skip_space(reader);
    if (!walk_is_over(&reader->walk) && strchr("?+*", byte(reader)))
        return fail(reader);
    if (node->kind != NODE_REPEAT || node->greed != POSSESSIVE)
        return node;
    struct node *whole = new_node(reader, NODE_ATOMIC);
    node->greed = GREEDY;
    whole->branches = only_branch(reader, node);
    return whole;
}

/* ---- sequences ------------------------------------------------------------------------------------------- */

static void add_all(struct bytes *bytes)
{
    memset(bytes, 0xFF, sizeof *bytes);
}

static void add_letters(struct bytes *bytes, const struct letters *letters)
{
    bytes->word[0] |= letters->ascii[0];
    bytes->word[1] |= letters->ascii[1];
    if (letters->negated || letters->kinds || letters->symbols || letters->ranges.count)
        bytes_add_others(bytes);
}

/* Adds the bytes that the node itself may begin with; returns whether it may take in nothing. */
static bool add_taken(const struct node *node, struct bytes *bytes)
{
    bool empty = node->kind == NODE_REPEAT && node->least == 0;
    size_t at = 0;
    switch (node->kind) {
    case NODE_TEXT:
        bytes_add_character(bytes, utf8_next(node->text, &at));
        return false;
    case NODE_LETTERS:
        add_letters(bytes, node->letters);
        return node->least == 0;
    case NODE_TRIE:
        bytes_add(bytes, trie_first(node->trie));
        return false;
    case NODE_AGAIN:
        add_all(bytes);
        return true;
    case NODE_CHOICE:
    case NODE_CAPTURE:
    case NODE_ATOMIC:
    case NODE_REPEAT:
        for (const struct branch *branch = node->branches; branch; branch = branch->next) {
            bytes_add(bytes, &branch->takes);
            empty |= branch->empty;
        }
        return empty;
    default:
        return true;
    }
}

static int32_t length_of(const struct node *node)
{
    int32_t length = VARIES;
    switch (node->kind) {
    case NODE_TEXT:
        return (int32_t)utf8_count(node->text);
    case NODE_LETTERS:
        return node->least == node->most ? (int32_t)node->least : VARIES;
    case NODE_CHOICE:
    case NODE_CAPTURE:
    case NODE_ATOMIC:
        length = node->branches ? node->branches->length : VARIES;
        for (const struct branch *branch = node->branches; branch; branch = branch->next)
            length = branch->length == length ? length : VARIES;
        return length;
    case NODE_TRIE:
    case NODE_REPEAT:
    case NODE_AGAIN:
    case NODE_KEEP:
        return VARIES;
    default:
        return 0;
    }
}

/* The bytes that a branch may end with whose last node this is. */
static struct bytes last_bytes(const struct node *node)
{
    struct bytes bytes = { { 0 } };
    if (node->kind == NODE_LETTERS && node->least) {
        add_letters(&bytes, node->letters);
        bytes.word[2] = bytes.word[3]; /* the tails of what begins so */
    } else if (node->kind == NODE_TEXT) {
        size_t at = node->text.len;
        bytes_add_character(&bytes, utf8_previous(node->text, &at));
        bytes.word[2] = bytes.word[3];
    } else {
        add_all(&bytes);
    }
    return bytes;
}

static bool captures_within(const struct node *node)
{
    if (node->kind < NODE_CHOICE || node->kind > NODE_NOT_BEHIND)
        return node->captures;
    for (const struct branch *branch = node->branches; branch; branch = branch->next)
        for (const struct node *part = branch->first; part; part = part->next)
            if (part->captures)
                return true;
    return node->captures;
}

/* What must be seen ahead narrows down what may come: `takes`, or anything if that may be `empty`.
 * False when nothing need be ahead. */
static bool narrow(const struct node *node, struct bytes *takes, bool empty)
{
    struct bytes ahead = { { 0 } };
    for (const struct branch *branch = node->branches; branch; branch = branch->next) {
        if (branch->empty)
            return false;
        bytes_add(&ahead, &branch->takes);
    }
    for (size_t i = 0; i < 4; i++)
        takes->word[i] = empty ? ahead.word[i] : takes->word[i] & ahead.word[i];
    return true;
}

/* From the last node of the sequence to the first. */
static void finish_nodes(struct node *node, struct branch *branch)
{
    struct node *next = (struct node *)node->next;
    if (next)
        finish_nodes(next, branch);
    else
        branch->lasts = last_bytes(node);
    struct bytes takes = { { 0 } };
    bool empty = add_taken(node, &takes);
    if (node->kind == NODE_AHEAD)
        branch->empty &= !narrow(node, &branch->takes, branch->empty);
    if (empty)
        bytes_add(&takes, &branch->takes);
    branch->takes = takes;
    branch->empty = empty && branch->empty;
    node->first = takes;
    if (branch->empty)
        add_all(&node->first);
    node->captures = captures_within(node);
    int32_t length = length_of(node);
    branch->length = length == VARIES || branch->length == VARIES ? VARIES
                                                                  : branch->length + length;
}

static struct branch *new_branch(struct reader *reader, struct node *first)
{
    struct branch *branch = arena_new(reader->walk.arena, struct branch);
    *branch = (struct branch){ .first = first, .empty = true };
    add_all(&branch->lasts);
    if (first)
        finish_nodes(first, branch);
    return branch;
}

static struct branch *only_branch(struct reader *reader, const struct node *first)
{
    return new_branch(reader, (struct node *)first);
}

/* Letters that follow each other, but for groups between them, become one text. */
static bool join_text(struct reader *reader, struct node *last, const struct node *node)
{
    if (last->kind != NODE_TEXT || node->kind != NODE_TEXT ||
        last->caseless != node->caseless)
        return false;
    last->text = arena_join(reader->walk.arena, last->text, node->text, STR(""));
    return true;
}

/* Of "(?! {=quantity} | [,;] ) [^.]": whether that is one set, and then which. */
static bool without(struct reader *reader, struct node *ban, const struct node *node)
{
    if (ban->kind != NODE_NOT_AHEAD || node->kind != NODE_LETTERS || node->least != 1 ||
        node->most != 1 || !node->letters->negated)
        return false;
    struct letters letters = *node->letters;
    letters.ranges.capacity = letters.ranges.count; /* the old ones stay as they are */
    for (const struct branch *branch = ban->branches; branch; branch = branch->next) {
        const struct node *banned = branch->first;
        if (!banned || banned->next || banned->kind != NODE_LETTERS || banned->least != 1 ||
            banned->most != 1 || banned->letters->negated ||
            banned->letters->caseless != letters.caseless)
            return false;
        remove_set(reader, &letters, banned->letters);
    }
    *ban = *letters_node(reader, &letters);
    return true;
}

struct list {
    struct node *first, *last;
};

static void append(struct reader *reader, struct list *list, struct node *node)
{
    if (list->last && (join_text(reader, list->last, node) || without(reader, list->last, node)))
        return;
    if (list->last)
        list->last->next = node;
    else
        list->first = node;
    list->last = node;
}

/* A group of one branch only holds together what is quantified: without that its nodes take its
 * place. They are copied, since fragments are shared. */
static bool splice(struct reader *reader, struct list *list, const struct node *node)
{
    if (node->kind != NODE_CHOICE || !node->branches || node->branches->next)
        return false;
    for (const struct node *part = node->branches->first; part; part = part->next) {
        struct node *copy = arena_new(reader->walk.arena, struct node);
        *copy = *part;
        copy->next = NULL;
        append(reader, list, copy);
    }
    return true;
}

static struct branch *sequence(struct reader *reader)
{
    struct list list = { NULL, NULL };
    for (skip_space(reader); !walk_is_over(&reader->walk) && byte(reader) != '|' &&
                             byte(reader) != ')'; skip_space(reader)) {
        struct node *node = quantified(reader, atom(reader));
        if (!splice(reader, &list, node))
            append(reader, &list, node);
    }
    return new_branch(reader, list.first);
}

/* ---- alternatives --------------------------------------------------------------------------------------- */

static bool is_word(const struct branch *branch)
{
    const struct node *first = branch->first;
    return first && first->kind == NODE_TEXT && !first->next &&
           !memchr(first->text.s, ' ', first->text.len); /* in a trie that is any number of them */
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* True when no word begins another that stands behind it: a trie tries the longer first. */
static bool may_go_by_length(const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            if (str_starts(words[k], words[i]))
                return false;
    return true;
}

/* The `count` branches from `first` on, each a word, as one branch with a trie; NULL when it would
 * try them in another order. */
static struct branch *words_as_trie(struct reader *reader, const struct branch *first, size_t count)
{
    struct str *words = arena_array(reader->walk.arena, struct str, count);
    struct node *node = new_node(reader, NODE_TRIE);
    for (size_t i = 0; i < count; i++, first = first->next)
        words[i] = first->first->text;
    if (!may_go_by_length(words, count))
        return NULL;
    qsort(words, count, sizeof *words, by_bytes);
    node->trie = trie_make(words, count, reader->walk.arena);
    struct branch *branch = new_branch(reader, node);
    branch->next = first;
    return branch;
}

enum { FEW_WORDS = 3 };

/* Where many words stand one after the other, a trie takes their place. */
static struct branch *with_tries(struct reader *reader, struct branch *branches)
{
    struct branch **link = &branches;
    while (*link) {
        const struct branch *end = *link;
        size_t count = 0;
        for (; end && is_word(end) && end->first->caseless == reader->caseless; end = end->next)
            count++;
        struct branch *trie = count > FEW_WORDS ? words_as_trie(reader, *link, count) : NULL;
        if (trie)
            *link = trie;
        link = (struct branch **)&(*link)->next;
    }
    return branches;
}

static const struct branch *alternation(struct reader *reader)
{
    struct branch *first = sequence(reader), *last = first;
    while (take(reader, "|")) {
        last->next = sequence(reader);
        last = (struct branch *)last->next;
    }
    return reader->behind ? first : with_tries(reader, first);
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
    struct node *whole = capture(reader, 0, branches);
    if (!open)
        whole->next = new_node(reader, NODE_LAST_EDGE);
    return new_branch(reader, whole)->first;
}

const struct tree *tree_read(struct trees *trees, const struct rule *rule)
{
    struct tree *tree = arena_new(&trees->arena, struct tree);
    struct reader reader = { .walk = { trees->grammar, rule->pattern, 0, 0, &trees->arena },
                             .trees = trees, .tree = tree, .caseless = true };
    tree->slots = 1;
    const struct branch *branches = alternation(&reader);
    if (reader.failed || !walk_is_over(&reader.walk))
        return NULL;
    tree->whole = with_edge(&reader, branches, rule->open_edges);
    tree->open = rule->open_edges;
    if (tree->names.count)
        qsort(tree->names.items, tree->names.count, sizeof *tree->names.items, by_name);
    return tree;
}

struct trees *trees_new(const struct grammar *grammar)
{
    struct trees *trees = xmalloc(sizeof *trees);
    *trees = (struct trees){ .grammar = grammar };
    trees->fragments = arena_array(&trees->arena, struct shared, grammar->fragments.count);
    trees->tries = arena_array(&trees->arena, struct trie *, grammar->tables.count);
    return trees;
}

void trees_free(struct trees *trees)
{
    if (!trees)
        return;
    arena_free(&trees->arena);
    free(trees);
}
