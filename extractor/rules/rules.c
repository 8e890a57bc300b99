#include "base/file.h"
#include "rules/parity.h"
#include "rules/pattern.h"

/* The rule's tree, where the places are known that it is to be tried at: its pattern may tell them,
 * and no tree is tried at spaces. */
static const struct tree *placed_tree(struct trees *trees, struct rule *rule, struct arena *arena)
{
    const struct tree *tree = tree_read(trees, rule);
    if (tree && !rule->starts_known && !(tree->heads & head_of(' ')))
        rule_start_anywhere(rule, arena);
    return rule->starts_known ? tree : NULL;
}

/* Each rule gets its tree, or what PCRE2 makes of it. */
static void compile_patterns(struct grammar *grammar, struct arena *arena)
{
    struct trees *trees = trees_new(grammar, arena);
    for (size_t i = 0; i < grammar->rules.count; i++) {
        struct rule *rule = &grammar->rules.items[i];
        rule->tree = placed_tree(trees, rule, arena);
        if (!rule->tree)
            pattern_write(grammar, rule, arena);
        rule->too_large = !rule->tree && !rule->code.len;
    }
    trees_free(trees);
}

const struct compiled *rules_compile(const char *path, const struct languages *languages,
                                     const struct fold *fold, struct arena *arena,
                                     struct diag *diag)
{
    struct compiled *compiled = arena_new(arena, struct compiled);
    struct buffer everything = { 0 };
    size_t errors = diag->errors;
    for (size_t i = 0; i < languages->count; i++) {
        struct grammar *grammar = arena_new(arena, struct grammar);
        grammar->lang = (language)i;
        grammar_parse(grammar, path, languages->codes[i], fold, arena, diag, &everything);
        if (diag->errors == errors)
            compile_patterns(grammar, arena);
        compiled->grammars[i] = grammar;
    }
    sha256_hex(buffer_str(&everything), compiled->hash);
    buffer_free(&everything);
    return compiled;
}

void compiled_check(const struct compiled *compiled, const struct languages *languages,
                 struct diag *diag)
{
    const struct rules rules = { .languages = languages, .compiled = compiled };
    for (size_t i = 0; i < languages->count; i++) {
        const struct grammar *grammar = compiled->grammars[i];
        for (size_t k = 0; k < grammar->rules.count; k++)
            if (grammar->rules.items[k].pattern.len)
                pattern_check(grammar, &grammar->rules.items[k], diag);
    }
    parity_check(&rules, diag);
}
