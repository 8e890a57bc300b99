#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "rules/rules.h"

enum { LARGEST_FILE = 4 << 20 };

struct parse {
    struct grammar *grammar;
    const struct fold *fold;
    struct arena *arena;
    struct diag *diag;
    struct str path, folder;    /* of the file: "rules/en/dates.rules" */
    struct str stem;            /* "en/dates" */
    struct place_in_file at;
    struct rule *rule;          /* the statement that indented lines belong to */
    struct table *table;
    ARRAY(struct str) used;     /* files already read for this language */
    struct buffer *everything;  /* names and contents, for the hash */
};

static void parse_file(struct parse *parse, struct str path);

static void fail_at(struct parse *parse, int code, struct str part, const char *hint,
                    const char *message)
{
    struct place_in_file at = parse->at;
    if (part.s >= at.line.s && part.s <= at.line.s + at.line.len) {
        at.column = (uint32_t)(part.s - at.line.s);
        at.length = (uint32_t)part.len;
    }
    diag_add(parse->diag, SEVERITY_ERROR, code, at, hint, "%s '%.*s'", message, STR_ARG(part));
}

/* The next word of a line; *rest moves behind it and the space. */
static struct str next_word(struct str *rest)
{
    size_t end = 0;
    *rest = str_trim(*rest);
    while (end < rest->len && rest->s[end] != ' ' && rest->s[end] != '\t')
        end++;
    struct str word = str_slice(*rest, 0, end);
    *rest = str_trim(str_slice(*rest, end, rest->len));
    return word;
}

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(i && ((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return name.len > 0 && name.len <= 31;
}

/* ---- tables, fragments, rules by name ------------------------------------------------------- */

static uint32_t hash_of(struct str name)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.s[i]) * 16777619u;
    return hash;
}

struct table *grammar_table(const struct grammar *grammar, struct str name)
{
    uint32_t hash = hash_of(name);
    for (size_t i = 0; i < grammar->tables.count; i++)
        if (grammar->table_hashes.items[i] == hash &&
            str_equal(grammar->tables.items[i]->name, name))
            return grammar->tables.items[i];
    return NULL;
}

struct fragment *grammar_fragment(const struct grammar *grammar, struct str name)
{
    uint32_t hash = hash_of(name);
    for (size_t i = 0; i < grammar->fragments.count; i++)
        if (grammar->fragment_hashes.items[i] == hash &&
            str_equal(grammar->fragments.items[i].name, name))
            return &grammar->fragments.items[i];
    return NULL;
}

static bool name_is_free(struct parse *parse, struct str name)
{
    if (!is_name(name))
        return fail_at(parse, 2, name, "a letter, then letters, digits and '-'; at most 31",
                       "this is no name:"), false;
    if (symbol_named(name) != SYMBOL_COUNT)
        return fail_at(parse, 3, name, NULL, "this is the name of a mention:"), false;
    if (grammar_table(parse->grammar, name) || grammar_fragment(parse->grammar, name))
        return fail_at(parse, 4, name, NULL, "this name is taken:"), false;
    return true;
}

/* ---- statements ------------------------------------------------------------------------------ */

static void parse_use(struct parse *parse, struct str rest)
{
    struct parse outer = *parse;
    struct str path = arena_printf(parse->arena, "%.*s/%.*s", STR_ARG(parse->folder), STR_ARG(rest));
    if (!rest.len)
        return fail_at(parse, 5, rest, "use FILE", "a file name is missing");
    if (!file_exists(path.s))
        return fail_at(parse, 6, rest, NULL, "there is no file");
    parse_file(parse, path);
    memcpy(&outer.used, &parse->used, sizeof outer.used);
    *parse = outer;
    parse->rule = NULL;
    parse->table = NULL;
}

static void parse_table(struct parse *parse, struct str rest)
{
    struct str name = next_word(&rest);
    parse->table = arena_new(parse->arena, struct table);
    *parse->table = (struct table){ .name = name, .at = parse->at };
    if (str_is(rest, "compound"))
        parse->table->compound = true;
    else if (rest.len)
        fail_at(parse, 7, rest, "only 'compound' may stand here", "unexpected");
    if (!name_is_free(parse, name))
        return;
    parse->table->bit = BIT_TABLES + (unsigned)parse->grammar->tables.count;
    if (parse->table->bit >= MOST_BITS)
        return fail_at(parse, 8, name, NULL, "too many tables in this language at");
    *array_push(&parse->grammar->tables, parse->arena) = parse->table;
    *array_push(&parse->grammar->table_hashes, parse->arena) = hash_of(name);
}

static void parse_let(struct parse *parse, struct str rest)
{
    struct str name = next_word(&rest);
    if (!name_is_free(parse, name))
        return;
    if (!rest.len)
        return fail_at(parse, 9, name, "let NAME PATTERN", "a pattern is missing for");
    *array_push(&parse->grammar->fragments, parse->arena) =
        (struct fragment){ .name = name, .pattern = rest, .at = parse->at };
    *array_push(&parse->grammar->fragment_hashes, parse->arena) = hash_of(name);
}

static const struct {
    const char *name;
    uint8_t stage;
} kinds[RULE_KINDS] = {
    [RULE_NUMBER] = { "number", 0 },   [RULE_DATE] = { "date", 1 },
    [RULE_NOTE] = { "note", 3 },       [RULE_CLASS] = { "class", 4 },
    [RULE_QUANTITY] = { "quantity", 5 }, [RULE_TOLL] = { "toll", 6 },
    [RULE_SPEAKER] = { "speaker", 8 }, [RULE_SCENE] = { "scene", 8 },
    [RULE_STATUS] = { "status", 9 },   [RULE_COUNT] = { "count", 10 },
};

const char *rule_kind_name(enum rule_kind kind)
{
    return kinds[kind].name;
}

static enum rule_kind kind_named(struct str name)
{
    int kind = 0;
    while (kind < RULE_KINDS && !str_is(name, kinds[kind].name))
        kind++;
    return (enum rule_kind)kind;
}

static void unknown_kind(struct parse *parse, struct str name)
{
    struct str names[RULE_KINDS];
    char hint[64] = "";
    for (size_t i = 0; i < RULE_KINDS; i++)
        names[i] = str_of(kinds[i].name);
    struct str near = diag_nearest(name, names, RULE_KINDS);
    if (near.len)
        snprintf(hint, sizeof hint, "did you mean '%.*s'?", STR_ARG(near));
    fail_at(parse, 10, name, hint, "there is no kind of rule named");
}

static bool rule_name_is_free(struct parse *parse, struct str full)
{
    for (size_t i = 0; i < parse->grammar->rules.count; i++)
        if (str_equal(parse->grammar->rules.items[i].name, full))
            return false;
    return true;
}

static void parse_rule(struct parse *parse, struct str rest)
{
    struct str name = next_word(&rest), kind_name = next_word(&rest);
    struct str full = arena_printf(parse->arena, "%.*s/%.*s", STR_ARG(parse->stem), STR_ARG(name));
    enum rule_kind kind = kind_named(kind_name);
    if (!is_name(name))
        fail_at(parse, 2, name, "a letter, then letters, digits and '-'; at most 31",
                "this is no name:");
    else if (!rule_name_is_free(parse, full))
        fail_at(parse, 4, name, NULL, "this name is taken:");
    if (kind == RULE_KINDS)
        unknown_kind(parse, kind_name);
    parse->rule = array_push(&parse->grammar->rules, parse->arena);
    *parse->rule = (struct rule){
        .name = full, .short_name = name, .kind = kind == RULE_KINDS ? RULE_COUNT : kind,
        .stage = kind == RULE_KINDS ? 0 : kinds[kind].stage, .at = parse->at,
    };
}

/* ---- the lines of a rule ------------------------------------------------------------------- */

static void line_match(struct parse *parse, struct str keyword, struct str rest)
{
    struct rule *rule = parse->rule;
    if (rule->pattern.len)
        return fail_at(parse, 11, keyword, NULL, "a second");
    if (!rest.len)
        return fail_at(parse, 9, keyword, NULL, "a pattern is missing behind");
    rule->pattern = rest;
    rule->pattern_at = parse->at;
    rule->pattern_at.column = (uint32_t)(rest.s - parse->at.line.s);
    rule->pattern_at.length = (uint32_t)rest.len;
}

static void line_edges(struct parse *parse, struct str keyword, struct str rest)
{
    (void)keyword;
    if (!str_is(rest, "open"))
        return fail_at(parse, 12, rest, "edges open", "edges can only be 'open', not");
    parse->rule->open_edges = true;
}

static void line_example(struct parse *parse, struct str keyword, struct str rest)
{
    struct example example = { .yes = str_is(keyword, "yes"), .text = rest, .at = parse->at };
    example.at.column = (uint32_t)(rest.s - parse->at.line.s);
    example.at.length = (uint32_t)rest.len;
    for (size_t i = 0; i + 1 < rest.len; i++)
        if (rest.s[i] == '=' && rest.s[i + 1] == '>') {
            example.text = str_trim(str_slice(rest, 0, i));
            example.value = str_trim(str_slice(rest, i + 2, rest.len));
        }
    if (!example.text.len)
        return fail_at(parse, 13, keyword, NULL, "a text is missing behind");
    *array_push(&parse->rule->examples, parse->arena) = example;
}

static void line_attribute(struct parse *parse, struct str keyword, struct str rest)
{
    if (!rest.len && !str_is(keyword, "why"))
        return fail_at(parse, 13, keyword, NULL, "a value is missing behind");
    if (rule_attribute(parse->rule, arena_str(parse->arena, keyword).s).len)
        return fail_at(parse, 11, keyword, NULL, "a second");
    *array_push(&parse->rule->attributes, parse->arena) =
        (struct attribute){ keyword, rest, parse->at };
}

/* Every keyword that may stand in a rule. */
static const struct {
    const char *keyword;
    void (*parse)(struct parse *, struct str keyword, struct str rest);
} rule_lines[] = {
    { "match", line_match },         { "edges", line_edges },
    { "yes", line_example },         { "no", line_example },
    { "value", line_attribute },     { "why", line_attribute },
    { "precision", line_attribute }, { "basis", line_attribute },
    { "time", line_attribute },      { "mod", line_attribute },
    { "event", line_attribute },     { "tense", line_attribute },
    { "class", line_attribute },     { "group", line_attribute },
    { "decimal", line_attribute },   { "low", line_attribute },
    { "high", line_attribute },      { "qualifier", line_attribute },
    { "negated", line_attribute },   { "open", line_attribute },
    { "role", line_attribute },      { "status", line_attribute },
    { "scope", line_attribute },     { "part-of", line_attribute },
    { "victims", line_attribute },   { "reach", line_attribute },
    { "published", line_attribute }, { "alone", line_attribute },
    { "among", line_attribute },     { "anniversary", line_attribute },
    { "far", line_attribute },       { "named", line_attribute },
    { "other", line_attribute },     { "again", line_attribute },
    { "opens", line_attribute },     { "own", line_attribute },
    { "site", line_attribute },      { "told", line_attribute },
};

const struct attribute *rule_attribute_line(const struct rule *rule, const char *name)
{
    for (size_t i = 0; i < rule->attributes.count; i++)
        if (str_is(rule->attributes.items[i].name, name))
            return &rule->attributes.items[i];
    return NULL;
}

struct str rule_attribute(const struct rule *rule, const char *name)
{
    const struct attribute *line = rule_attribute_line(rule, name);
    return line ? line->value : STR("");
}

static void parse_rule_line(struct parse *parse, struct str line)
{
    struct str names[sizeof rule_lines / sizeof *rule_lines];
    char hint[64] = "";
    struct str keyword = next_word(&line);
    for (size_t i = 0; i < sizeof rule_lines / sizeof *rule_lines; i++) {
        if (str_is(keyword, rule_lines[i].keyword))
            return rule_lines[i].parse(parse, keyword, line);
        names[i] = str_of(rule_lines[i].keyword);
    }
    struct str near = diag_nearest(keyword, names, sizeof names / sizeof *names);
    if (near.len)
        snprintf(hint, sizeof hint, "did you mean '%.*s'?", STR_ARG(near));
    fail_at(parse, 16, keyword, hint, "a rule has no line");
}

static void parse_entry(struct parse *parse, struct str line)
{
    const char *equals = memchr(line.s, '=', line.len);
    if (!equals)
        return fail_at(parse, 17, line, "KEY = SURFACE | SURFACE", "'=' is missing in");
    struct str key = str_trim(str_slice(line, 0, (size_t)(equals - line.s)));
    struct str surfaces = str_trim(str_slice(line, (size_t)(equals + 1 - line.s), line.len));
    if (!key.len || !surfaces.len)
        return fail_at(parse, 17, line, "KEY = SURFACE | SURFACE", "a key or a surface is missing in");
    table_add(parse->table, key, surfaces, parse->arena);
}

static const struct {
    const char *keyword;
    void (*parse)(struct parse *, struct str rest);
} statements[] = {
    { "use", parse_use }, { "table", parse_table }, { "let", parse_let }, { "rule", parse_rule },
};

static void parse_statement(struct parse *parse, struct str line)
{
    struct str keyword = next_word(&line);
    parse->rule = NULL;
    parse->table = NULL;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (str_is(keyword, statements[i].keyword))
            return statements[i].parse(parse, line);
    fail_at(parse, 18, keyword, "a statement is use, table, let or rule", "unknown statement");
}

static void parse_line(struct parse *parse, struct str line)
{
    struct str content = str_trim(line);
    if (!content.len || content.s[0] == '#')
        return;
    if (content.s == line.s)
        parse_statement(parse, content);
    else if (parse->rule)
        parse_rule_line(parse, content);
    else if (parse->table)
        parse_entry(parse, content);
    else
        fail_at(parse, 19, content, NULL, "this line belongs to no rule or table:");
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Joins lines that end in '\' with what follows; the line number stays that of the first. */
static struct str take_line(struct parse *parse, struct str *rest, uint32_t *number)
{
    struct str line = str_split(rest, '\n');
    parse->at.number = ++*number;
    while (line.len && line.s[line.len - 1] == '\\' && rest->len) {
        struct str more = str_split(rest, '\n');
        ++*number;
        line = arena_join(parse->arena, str_slice(line, 0, line.len - 1), STR(" "),
                          str_trim(more));
    }
    if (line.len && line.s[line.len - 1] == '\r')
        line.len--;
    return line;
}

static bool already_used(struct parse *parse, struct str path)
{
    for (size_t i = 0; i < parse->used.count; i++)
        if (str_equal(parse->used.items[i], path))
            return true;
    *array_push(&parse->used, parse->arena) = path;
    return false;
}

/* "rules/en/dates.rules" → folder "rules/en", stem "en/dates" */
static void name_file(struct parse *parse, struct str path)
{
    size_t slash = path.len, second;
    while (slash && path.s[slash - 1] != '/')
        slash--;
    parse->path = path;
    parse->folder = slash ? str_slice(path, 0, slash - 1) : STR(".");
    for (second = slash ? slash - 1 : 0; second && path.s[second - 1] != '/'; second--)
        ;
    parse->stem = str_slice(path, second, path.len - (str_ends(path, STR(".rules")) ? 6 : 0));
}

static void parse_file(struct parse *parse, struct str path)
{
    struct buffer contents = { 0 };
    uint32_t number = 0;
    if (already_used(parse, path))
        return;
    name_file(parse, path);
    parse->at = (struct place_in_file){ .file = path };
    int error = file_read(path.s, LARGEST_FILE, &contents);
    if (error)
        diag_add(parse->diag, SEVERITY_ERROR, 1, parse->at, NULL, "cannot read the file: %s",
                 strerror(error));
    buffer_add(parse->everything, parse->stem);
    buffer_byte(parse->everything, '\n');
    buffer_add(parse->everything, buffer_str(&contents));
    struct str rest = arena_str(parse->arena, buffer_str(&contents));
    buffer_free(&contents);
    while (rest.len) {
        struct str line = take_line(parse, &rest, &number);
        parse->at.line = line;
        parse->at.column = 0;
        parse->at.length = (uint32_t)line.len;
        parse_line(parse, line);
    }
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void fail_folder(struct parse *parse, struct str folder)
{
    diag_add(parse->diag, SEVERITY_ERROR, 1, (struct place_in_file){ .file = folder }, NULL,
             "cannot read the folder: %s", strerror(errno));
}

/* The rule files of a folder, in order of their names. */
static void parse_folder(struct parse *parse, struct str folder)
{
    ARRAY(struct str) paths = { 0 };
    DIR *listing = opendir(folder.s);
    if (listing)
        errno = 0;
    for (struct dirent *item; listing && (item = readdir(listing));)
        if (str_ends(str_of(item->d_name), STR(".rules")))
            *array_push(&paths, parse->arena) =
                arena_printf(parse->arena, "%.*s/%s", STR_ARG(folder), item->d_name);
    if (errno && errno != ENOENT)
        fail_folder(parse, folder);
    if (listing)
        closedir(listing);
    if (paths.count)
        qsort(paths.items, paths.count, sizeof *paths.items, by_name);
    for (size_t i = 0; i < paths.count; i++)
        parse_file(parse, paths.items[i]);
}

static void note_places(struct grammar *grammar, const struct rule *rule)
{
    for (size_t i = 0; i < rule->start_row_count; i++)
        if (rule->start_rows[i] < MOST_BITS)
            bits_set(&grammar->placed, rule->start_rows[i]);
    for (size_t i = 0; i < rule->need_count; i++)
        for (size_t k = 0; k < rule->needs[i].count; k++)
            bits_set(&grammar->placed, rule->needs[i].bits[k]);
}

/* ---- a whole grammar ------------------------------------------------------------------------- */

static void check_rule(struct parse *parse, struct rule *rule)
{
    bool shown = false;
    for (size_t i = 0; i < rule->examples.count; i++)
        shown |= rule->examples.items[i].yes;
    if (!rule->pattern.len)
        diag_add(parse->diag, SEVERITY_ERROR, 20, rule->at, NULL, "rule '%.*s' has no match line",
                 STR_ARG(rule->short_name));
    if (!shown)
        diag_add(parse->diag, SEVERITY_ERROR, 21, rule->at, NULL,
                 "rule '%.*s' has no example: add a yes line", STR_ARG(rule->short_name));
    rule_find_needs(parse->grammar, rule, parse->arena);
    rule_find_starts(parse->grammar, rule, parse->arena);
    note_places(parse->grammar, rule);
    if (rule->pattern.len && !rule->need_count)
        diag_add(parse->diag, SEVERITY_ERROR, 22, rule->pattern_at,
                 "no match may do without at least one {table}, {mention} or \\d",
                 "nothing triggers rule '%.*s'", STR_ARG(rule->short_name));
}

/* Claims made of other claims ("…, including seven civilians") come after those, as do dates
 * made of dates ("since Monday"). */
static void place_in_stage(struct rule *rule)
{
    if (!rule->pattern.len)
        return;
    bool of_tolls = memmem(rule->pattern.s, rule->pattern.len, "{toll", 5) != NULL;
    bool of_dates = memmem(rule->pattern.s, rule->pattern.len, "{date", 5) != NULL;
    if ((rule->kind == RULE_TOLL && of_tolls) || (rule->kind == RULE_DATE && of_dates))
        rule->stage++;
}

static void sort_rules(struct grammar *grammar, struct arena *arena)
{
    struct rule *sorted = arena_array(arena, struct rule, grammar->rules.count + 1);
    size_t count = 0;
    for (unsigned stage = 0; stage < 16; stage++)
        for (size_t i = 0; i < grammar->rules.count; i++)
            if (grammar->rules.items[i].stage == stage)
                sorted[count++] = grammar->rules.items[i];
    grammar->rules.items = sorted;
    grammar->rules.capacity = count;
}

static void finish_grammar(struct parse *parse)
{
    struct grammar *grammar = parse->grammar;
    for (size_t i = 0; i < grammar->tables.count; i++) {
        struct table *table = grammar->tables.items[i];
        if (!table->entries.count)
            diag_add(parse->diag, SEVERITY_ERROR, 23, table->at, NULL, "table '%.*s' is empty",
                     STR_ARG(table->name));
        table_finish(table, parse->fold, parse->arena);
    }
    grammar->numeral = grammar_table(grammar, STR("numeral"));
    grammar->ordinal = grammar_table(grammar, STR("ordinal"));
    grammar_index(grammar, parse->fold, parse->arena);
    for (size_t i = 0; i < grammar->rules.count; i++) {
        place_in_stage(&grammar->rules.items[i]);
        check_rule(parse, &grammar->rules.items[i]);
    }
    sort_rules(grammar, parse->arena);
}

void grammar_parse(struct grammar *grammar, const char *path, struct str code,
                   const struct fold *fold, struct arena *arena, struct diag *diag,
                   struct buffer *everything)
{
    struct parse parse = { .grammar = grammar, .fold = fold, .arena = arena, .diag = diag,
                           .everything = everything };
    if (!str_ends(str_of(path), STR(".rules")))
        parse_folder(&parse, arena_printf(arena, "%s/%.*s", path, STR_ARG(code)));
    else if (grammar->lang == 0)
        parse_file(&parse, arena_str(arena, str_of(path)));
    finish_grammar(&parse);
}
