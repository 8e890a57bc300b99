/* candidates.c - a rule tried on a sentence: matches, and what their groups captured. */

#include "base/utf8.h"
#include "rules/run.h"

static uint32_t mark_of(const struct run *run, uint32_t code_point)
{
    for (size_t i = 0; i < run->shown.count; i++)
        if (run->shown.items[i].code_point == code_point)
            return run->shown.items[i].mark;
    return UINT32_MAX;
}

static struct capture make_capture(struct run *run, const struct pattern *pattern, struct str name,
                                   struct span at)
{
    struct str view = view_str(&run->view);
    struct str surface = span_text(view, at);
    size_t first = 0;
    struct capture capture = {
        .name = name, .at = view_origin(&run->view, at.start, at.end),
    };
    capture.mark = mark_of(run, utf8_next(surface, &first));
    if (capture.mark == UINT32_MAX) {
        capture.text = arena_str(run->arena, surface);
        capture.key = pattern_key(pattern, run->matcher->rules->fold, name, surface);
    }
    return capture;
}

/* "among TABLE": the words of the match, names and all, as the capture of that table. False when
 * they are not in it. */
static bool make_listed(struct run *run, const struct rule *rule, struct span at,
                        struct capture *ret)
{
    struct str name = rule_attribute(rule, "among");
    *ret = (struct capture){ .name = name, .mark = UINT32_MAX };
    if (!name.len)
        return true;
    const struct table *table = grammar_table(run->grammar, name);
    if (!table)
        return false;
    ret->at = view_origin(&run->view, at.start, at.end);
    ret->text = span_text(run->text->bytes, ret->at);
    ret->key = table_key(table, run->matcher->rules->fold, ret->text);
    return ret->key.len > 0;
}

static void add_candidate(struct run *run, const struct pattern *pattern, size_t rule,
                          struct span at)
{
    ARRAY(struct capture) captures = { 0 };
    struct str name;
    struct span part;
    struct capture listed;
    if (!make_listed(run, &run->grammar->rules.items[rule], at, &listed))
        return;
    if (listed.name.len) {
        *array_push(&captures, run->arena) = listed;
        listed.name = STR("listed"); /* the words themselves */
        listed.key = STR("");
        *array_push(&captures, run->arena) = listed;
    }
    for (size_t group = 0; pattern_group(run->matcher->space, &group, &name, &part);)
        *array_push(&captures, run->arena) = make_capture(run, pattern, name, part);
    *array_push(&run->candidates, run->arena) = (struct candidate){
        .view = at, .rule = &run->grammar->rules.items[rule], .order = rule,
        .captures = captures.items, .capture_count = captures.count,
    };
}

/* The first match from `from` on; adds it, and returns where to go on. SIZE_MAX: there is none. */
static size_t try_at(struct run *run, struct pattern *pattern, size_t rule, size_t from)
{
    struct span at;
    enum pattern_result result = pattern_next(pattern, run->matcher->space,
                                              view_str(&run->view), from, &at);
    if (result == PATTERN_LIMIT)
        matcher_note_limit(run->matcher, &run->grammar->rules.items[rule]);
    if (result != PATTERN_MATCH || at.start >= at.end)
        return SIZE_MAX;
    add_candidate(run, pattern, rule, at);
    return at.end;
}

static void try_everywhere(struct run *run, struct pattern *pattern, size_t rule)
{
    size_t from = 0;
    while (from <= run->view.len)
        from = try_at(run, pattern, rule, from);
}

static void try_token(struct run *run, struct pattern *pattern, size_t rule, size_t token,
                      size_t *from)
{
    size_t place = run->tokens.places[token];
    if (place < *from)
        return;
    size_t end = try_at(run, pattern, rule, place);
    if (end != SIZE_MAX)
        *from = end;
}

static void try_tokens(struct run *run, struct pattern *pattern, size_t rule)
{
    uint64_t places[MOST_COLUMNS];
    size_t from = 0;
    size_t words = tokens_of_rule(run->matcher->tokens, &run->tokens,
                                  &run->grammar->rules.items[rule], places);
    for (size_t token = 0; !words && token < run->tokens.count; token++)
        try_token(run, pattern, rule, token, &from);
    for (size_t i = 0; i < words; i++)
        for (uint64_t left = places[i]; left; left &= left - 1)
            try_token(run, pattern, rule, i * 64 + (size_t)__builtin_ctzll(left), &from);
}

void run_try_rule(struct run *run, struct pattern *pattern, size_t rule)
{
    bool placed = run->grammar->rules.items[rule].starts_known;
    if (placed && (!run->matcher->exhaustive || pattern_is_tree(pattern)))
        try_tokens(run, pattern, rule);
    else
        try_everywhere(run, pattern, rule);
}

int candidate_order(const void *a, const void *b)
{
    const struct candidate *p = a, *q = b;
    if (p->rule->kind != q->rule->kind)
        return p->rule->kind < q->rule->kind ? -1 : 1;
    if (p->view.start != q->view.start)
        return p->view.start < q->view.start ? -1 : 1;
    if (p->view.end != q->view.end)
        return p->view.end > q->view.end ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}
