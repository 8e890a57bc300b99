#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "rules/pattern.h"

/* Limits measured in research on PCRE2 10.42: a hostile pattern ends within 10 ms. */
enum {
    MATCH_LIMIT = 1000000,
    DEPTH_LIMIT = 10000,
    HEAP_LIMIT = 64 * 1024, /* KiB */
    JIT_STACK = 1024 * 1024,
    MOST_PAIRS = MOST_SLOTS,
    JIT_AFTER = 300, /* matches: compiling to machine code costs as much as some hundreds */
};

struct pattern {
    pcre2_code *code;
    unsigned uses;
    bool jit;
    struct group *groups;
    size_t group_count;
    struct table_group *tables;
    size_t table_count;

    const struct tree *tree;   /* NULL, or what is tried first; groups and tables are its own */
    const struct grammar *grammar;
    const struct rule *rule;
    struct pattern *otherwise; /* PCRE2's, made when it is first wanted */
};

struct pattern_space {
    pcre2_match_data *match;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    size_t ends[2 * MOST_SLOTS]; /* a tree's captures */

    /* The last match: whose it was, and where its captures are. */
    const struct pattern *matched;
    const size_t *captured;
};

struct pattern_space *pattern_space_new(void)
{
    struct pattern_space *space = xmalloc(sizeof *space);
    space->match = pcre2_match_data_create(MOST_PAIRS, NULL);
    space->context = pcre2_match_context_create(NULL);
    space->stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK, NULL);
    pcre2_set_match_limit(space->context, MATCH_LIMIT);
    pcre2_set_depth_limit(space->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(space->context, HEAP_LIMIT);
    pcre2_jit_stack_assign(space->context, NULL, space->stack);
    return space;
}

void pattern_space_free(struct pattern_space *space)
{
    if (!space)
        return;
    pcre2_match_data_free(space->match);
    pcre2_match_context_free(space->context);
    pcre2_jit_stack_free(space->stack);
    free(space);
}

/* PCRE2 takes no pattern beyond 64 kB; a tree does. */
static void report(const struct rule *rule, const struct expansion *expansion, int code,
                   size_t offset, struct diag *diag)
{
    if (code == PCRE2_ERROR_PATTERN_TOO_LARGE && !rule->too_large)
        return;
    char message[256];
    struct place_in_file at = rule->pattern_at;
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message);
    if (offset > expansion->pattern.len)
        offset = expansion->pattern.len;
    if (offset > 0)
        at.column += expansion->columns[offset - 1];
    at.length = 1;
    diag_add(diag, SEVERITY_ERROR, 24, at, NULL, "%s", message);
}

static void keep_groups(struct pattern *pattern, const struct table_group *groups,
                        size_t groups_count)
{
    uint32_t count = 0, size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
    pattern->groups = xmalloc(sizeof *pattern->groups * count);
    pattern->group_count = count;
    for (uint32_t i = 0; i < count; i++, table += size) {
        char *name = strdup((const char *)table + 2);
        for (char *c = name; *c; c++)
            if (*c == '_')
                *c = '-';
        pattern->groups[i] = (struct group){ str_of(name), (uint32_t)(table[0] << 8 | table[1]) };
    }
    pattern->table_count = groups_count;
    pattern->tables = xmalloc(sizeof *pattern->tables * groups_count);
    memcpy(pattern->tables, groups, sizeof *pattern->tables * groups_count);
}

static struct pattern *new_pattern(pcre2_code *code, const struct table_group *groups, size_t count)
{
    struct pattern *pattern = xmalloc(sizeof *pattern);
    *pattern = (struct pattern){ .code = code };
    keep_groups(pattern, groups, count);
    return pattern;
}

static pcre2_code *compile(const struct grammar *grammar, const struct rule *rule, bool bare,
                           uint32_t more, struct expansion *expansion, struct diag *diag)
{
    enum { OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_EXTENDED | PCRE2_DUPNAMES |
                     PCRE2_NO_UTF_CHECK };
    int error = 0;
    size_t offset = 0, errors = diag ? diag->errors : 0;
    rule_expand(grammar, rule, bare, expansion, diag);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)expansion->pattern.bytes, expansion->pattern.len,
                                     OPTIONS | more, &error, &offset, NULL);
    if (!code && diag && diag->errors == errors)
        report(rule, expansion, error, offset, diag);
    return code;
}

static void expansion_free(struct expansion *expansion)
{
    buffer_free(&expansion->pattern);
    free(expansion->columns);
}

struct pattern *pattern_compile(const struct grammar *grammar, const struct rule *rule,
                                bool anchored)
{
    struct expansion expansion = { 0 };
    pcre2_code *code = compile(grammar, rule, false, anchored ? PCRE2_ANCHORED : 0,
                               &expansion, NULL);
    struct pattern *pattern = code ? new_pattern(code, expansion.groups, expansion.group_count)
                                   : NULL;
    expansion_free(&expansion);
    return pattern;
}

struct pattern *pattern_of_tree(const struct grammar *grammar, const struct rule *rule,
                                const struct tree *tree)
{
    struct pattern *pattern = xmalloc(sizeof *pattern);
    *pattern = (struct pattern){
        .groups = tree->names.items, .group_count = tree->names.count,
        .tables = tree->tables.items, .table_count = tree->tables.count,
        .tree = tree, .grammar = grammar, .rule = rule,
    };
    return pattern;
}

static void free_groups(struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->group_count; i++)
        free((char *)pattern->groups[i].name.s);
    free(pattern->groups);
    free(pattern->tables);
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    if (!pattern->tree)
        free_groups(pattern);
    pattern_free(pattern->otherwise);
    pcre2_code_free(pattern->code);
    free(pattern);
}

/* pcre2_jit_match leaves out checks that our own calls have no need of. */
static int run(struct pattern *pattern, struct pattern_space *space, struct str subject,
               size_t from)
{
    int result = PCRE2_ERROR_JIT_STACKLIMIT;
    if (pattern->jit)
        result = pcre2_jit_match(pattern->code, (PCRE2_SPTR)subject.s, subject.len, from, 0,
                                 space->match, space->context);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT)
        result = pcre2_match(pattern->code, (PCRE2_SPTR)subject.s, subject.len, from,
                             PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, space->match, space->context);
    return result;
}

static enum pattern_result next_by_pcre(struct pattern *pattern, struct pattern_space *space,
                                        struct str subject, size_t from)
{
    if (++pattern->uses == JIT_AFTER)
        pattern->jit = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
    int result = run(pattern, space, subject, from);
    if (result == PCRE2_ERROR_NOMATCH)
        return PATTERN_NONE;
    if (result < 0)
        return PATTERN_LIMIT;
    space->matched = pattern;
    space->captured = pcre2_get_ovector_pointer(space->match);
    return PATTERN_MATCH;
}

static enum pattern_result next_undecided(struct pattern *pattern, struct pattern_space *space,
                                          struct str subject, size_t from)
{
    if (!pattern->otherwise)
        pattern->otherwise = pattern_compile(pattern->grammar, pattern->rule, true);
    return pattern->otherwise ? next_by_pcre(pattern->otherwise, space, subject, from)
                              : PATTERN_LIMIT;
}

static enum pattern_result next_by_tree(struct pattern *pattern, struct pattern_space *space,
                                        struct str subject, size_t from)
{
    switch (tree_match(pattern->tree, subject, from, space->ends)) {
    case TREE_NONE:
        return PATTERN_NONE;
    case TREE_UNDECIDED:
        return next_undecided(pattern, space, subject, from);
    default:
        space->matched = pattern;
        space->captured = space->ends;
        return PATTERN_MATCH;
    }
}

bool pattern_is_tree(const struct pattern *pattern)
{
    return pattern->tree != NULL;
}

enum pattern_result pattern_next(struct pattern *pattern, struct pattern_space *space,
                                 struct str subject, size_t from, struct span *ret)
{
    enum pattern_result result = pattern->tree ? next_by_tree(pattern, space, subject, from)
                                               : next_by_pcre(pattern, space, subject, from);
    if (result == PATTERN_MATCH)
        *ret = (struct span){ (uint32_t)space->captured[0], (uint32_t)space->captured[1] };
    return result;
}

bool pattern_group(const struct pattern_space *space, size_t *group, struct str *ret_name,
                   struct span *ret_at)
{
    while (*group < space->matched->group_count) {
        const struct group *g = &space->matched->groups[(*group)++];
        if (g->number >= MOST_PAIRS)
            continue;
        size_t start = space->captured[2 * g->number], end = space->captured[2 * g->number + 1];
        if (start == PCRE2_UNSET || start >= end)
            continue;
        *ret_name = g->name;
        *ret_at = (struct span){ (uint32_t)start, (uint32_t)end };
        return true;
    }
    return false;
}

struct str pattern_key(const struct pattern *pattern, const struct fold *fold, struct str name,
                       struct str surface)
{
    for (size_t i = 0; i < pattern->table_count; i++) {
        if (!str_equal(pattern->tables[i].name, name))
            continue;
        struct str key = table_key(pattern->tables[i].table, fold, surface);
        if (key.len)
            return key;
    }
    return STR("");
}

void pattern_check(const struct grammar *grammar, const struct rule *rule, struct diag *diag)
{
    struct expansion expansion = { 0 };
    pcre2_code_free(compile(grammar, rule, true, 0, &expansion, diag));
    expansion_free(&expansion);
}

static struct str serialized(const pcre2_code *code, struct arena *arena)
{
    uint8_t *bytes = NULL;
    PCRE2_SIZE size = 0;
    if (pcre2_serialize_encode(&code, 1, &bytes, &size, NULL) != 1)
        return (struct str){ NULL, 0 };
    struct str kept = arena_str(arena, (struct str){ (const char *)bytes, size });
    pcre2_serialize_free(bytes);
    return kept;
}

void pattern_write(const struct grammar *grammar, struct rule *rule, struct arena *arena)
{
    struct expansion expansion = { 0 };
    struct buffer groups = { 0 };
    pcre2_code *code = compile(grammar, rule, false, rule->starts_known ? PCRE2_ANCHORED : 0,
                               &expansion, NULL);
    for (size_t i = 0; i < expansion.group_count; i++)
        buffer_printf(&groups, "%.*s\t%.*s\n", STR_ARG(expansion.groups[i].name),
                      STR_ARG(expansion.groups[i].table->name));
    if (code) {
        rule->code = serialized(code, arena);
        rule->groups = arena_str(arena, buffer_str(&groups));
    }
    buffer_free(&groups);
    pcre2_code_free(code);
    expansion_free(&expansion);
}

struct pattern *pattern_read(const struct grammar *grammar, const struct rule *rule)
{
    pcre2_code *code = NULL;
    struct table_group list[MOST_GROUPS];
    struct str groups = rule->groups;
    size_t count = 0;
    if (!rule->code.len ||
        pcre2_serialize_decode(&code, 1, (const uint8_t *)rule->code.s, NULL) != 1)
        return NULL;
    while (groups.len && count < MOST_GROUPS) {
        struct str table = str_split(&groups, '\n');
        struct str name = str_split(&table, '\t');
        list[count++] = (struct table_group){ name, grammar_table(grammar, table) };
    }
    return new_pattern(code, list, count);
}
