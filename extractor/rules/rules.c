#include <stdlib.h>

#include "base/file.h"
#include "base/image.h"
#include "rules/parity.h"
#include "rules/pattern.h"

/* The rules of all languages. What was read and compiled once for a state of the files is kept as an
 * image, which the next process maps: of the languages that no text comes in, not a page is touched. */

struct compiled {
    char hash[65];
    struct grammar *grammars[MOST_LANGUAGES];
};

struct rules {
    const struct languages *languages;
    const struct fold *fold;
    struct arena arena;
    struct str path;
    struct image image;
    const struct compiled *compiled; /* in the image or the arena */
};

struct rules *rules_new(const char *path, const struct languages *languages,
                        const struct fold *fold)
{
    struct rules *rules = xmalloc(sizeof *rules);
    *rules = (struct rules){ .languages = languages, .fold = fold };
    rules->path = arena_str(&rules->arena, str_of(path));
    return rules;
}

void rules_free(struct rules *rules)
{
    if (!rules)
        return;
    image_close(&rules->image);
    arena_free(&rules->arena);
    free(rules);
}

/* Each rule gets its tree, or what PCRE2 makes of it. */
static void compile_patterns(struct grammar *grammar, struct arena *arena)
{
    struct trees *trees = trees_new(grammar, arena);
    for (size_t i = 0; i < grammar->rules.count; i++) {
        struct rule *rule = &grammar->rules.items[i];
        rule->tree = rule->starts_known ? tree_read(trees, rule) : NULL;
        if (!rule->tree)
            pattern_write(grammar, rule, arena);
    }
    trees_free(trees);
}

static struct compiled *compile(const struct rules *rules, struct arena *arena, struct diag *diag)
{
    struct compiled *compiled = arena_new(arena, struct compiled);
    struct buffer everything = { 0 };
    size_t errors = diag->errors;
    for (size_t i = 0; i < rules->languages->count; i++) {
        struct grammar *grammar = arena_new(arena, struct grammar);
        grammar->lang = (language)i;
        grammar_parse(grammar, rules->path.s, rules->languages->codes[i], rules->fold, arena, diag,
                      &everything);
        if (diag->errors == errors)
            compile_patterns(grammar, arena);
        compiled->grammars[i] = grammar;
    }
    sha256_hex(buffer_str(&everything), compiled->hash);
    buffer_free(&everything);
    return compiled;
}

bool rules_check_all(struct rules *rules, struct diag *diag)
{
    size_t errors = diag->errors;
    rules->compiled = compile(rules, &rules->arena, diag);
    for (size_t i = 0; i < rules->languages->count; i++) {
        const struct grammar *grammar = rules->compiled->grammars[i];
        for (size_t k = 0; k < grammar->rules.count; k++)
            if (grammar->rules.items[k].pattern.len)
                pattern_check(grammar, &grammar->rules.items[k], diag);
    }
    parity_check(rules, diag);
    return diag->errors == errors;
}

/* Files that have changed since they were checked may have mistakes now. */
static void *compile_again(void *context, struct arena *arena)
{
    const struct rules *rules = context;
    struct diag diag = { 0 };
    struct compiled *compiled = compile(rules, arena, &diag);
    bool same = !diag.errors && !strcmp(compiled->hash, rules->compiled->hash);
    diag_free(&diag);
    return same ? compiled : NULL;
}

bool rules_write(struct rules *rules, struct str kind, struct buffer *into)
{
    return image_make(compile_again, rules, kind, into);
}

bool rules_open(struct rules *rules, const char *path, struct str kind)
{
    if (!image_open(path, kind, &rules->image))
        return false;
    rules->compiled = rules->image.root;
    return true;
}

const struct grammar *rules_grammar(const struct rules *rules, language lang)
{
    return rules->compiled->grammars[lang];
}

const struct languages *rules_languages(const struct rules *rules)
{
    return rules->languages;
}

const struct fold *rules_fold(const struct rules *rules)
{
    return rules->fold;
}

const char *rules_hash(const struct rules *rules)
{
    return rules->compiled->hash;
}
