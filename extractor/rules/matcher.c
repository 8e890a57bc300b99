#include <stdlib.h>

#include "rules/run.h"

struct matcher *matcher_new(const struct rules *rules)
{
    struct matcher *matcher = xmalloc(sizeof *matcher);
    *matcher = (struct matcher){ .rules = rules, .space = pattern_space_new() };
    matcher->tokens = xcalloc(1, sizeof *matcher->tokens);
    return matcher;
}

static void drop_patterns(struct matcher *matcher)
{
    for (size_t i = 0; i < MOST_LANGUAGES; i++) {
        for (size_t k = 0; k < matcher->pattern_count[i]; k++)
            pattern_free(matcher->patterns[i][k]);
        free(matcher->patterns[i]);
        matcher->patterns[i] = NULL;
        matcher->pattern_count[i] = 0;
    }
}

void matcher_free(struct matcher *matcher)
{
    if (!matcher)
        return;
    drop_patterns(matcher);
    for (size_t i = 0; i < MOST_LANGUAGES; i++)
        free(matcher->memo[i]);
    pattern_space_free(matcher->space);
    free(matcher->tokens);
    free(matcher->limits);
    free(matcher);
}

void matcher_set_exhaustive(struct matcher *matcher, bool exhaustive)
{
    if (matcher->exhaustive != exhaustive)
        drop_patterns(matcher);
    matcher->exhaustive = exhaustive;
}

size_t matcher_limits_hit(struct matcher *matcher, const struct rule ***ret)
{
    *ret = matcher->limits;
    return matcher->limit_count;
}

void matcher_note_limit(struct matcher *matcher, const struct rule *rule)
{
    for (size_t i = 0; i < matcher->limit_count; i++)
        if (matcher->limits[i] == rule)
            return;
    if (matcher->limit_count == matcher->limit_capacity) {
        matcher->limit_capacity = 2 * matcher->limit_capacity + 8;
        matcher->limits = xrealloc(matcher->limits,
                                   sizeof *matcher->limits * matcher->limit_capacity);
    }
    matcher->limits[matcher->limit_count++] = rule;
}

void matcher_make_room(struct matcher *matcher, const struct grammar *grammar)
{
    size_t count = grammar->rules.count;
    if (matcher->patterns[grammar->lang])
        return;
    matcher->patterns[grammar->lang] = xcalloc(count, sizeof(struct pattern *));
    matcher->pattern_count[grammar->lang] = count;
}

struct pattern *matcher_pattern(struct matcher *matcher, const struct grammar *grammar,
                                size_t number)
{
    struct pattern **slot = &matcher->patterns[grammar->lang][number];
    const struct rule *rule = &grammar->rules.items[number];
    if (!*slot && !matcher->exhaustive)
        *slot = rule->tree ? pattern_of_tree(grammar, rule, rule->tree)
                           : pattern_read(grammar, rule);
    if (!*slot)
        *slot = pattern_compile(grammar, rule, rule->starts_known && !matcher->exhaustive);
    if (!*slot)
        *slot = pattern_of_tree(grammar, rule, rule->tree);
    return *slot;
}
