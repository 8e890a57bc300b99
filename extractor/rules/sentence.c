#include <stdlib.h>

#include "rules/run.h"

/* One sentence at one stage: what it shows, and which of the matches become marks. */

/* What later stages see the marks of each kind of rule as. */
static const enum symbol symbol_of_kind[RULE_KINDS] = {
    [RULE_NUMBER] = SYMBOL_NUMBER,     [RULE_DATE] = SYMBOL_DATE,
    [RULE_NOTE] = SYMBOL_COUNT,        [RULE_CLASS] = SYMBOL_COUNT,
    [RULE_QUANTITY] = SYMBOL_QUANTITY,
    [RULE_TOLL] = SYMBOL_TOLL,         [RULE_SPEAKER] = SYMBOL_SPEAKER,
    [RULE_SCENE] = SYMBOL_COUNT,       [RULE_STATUS] = SYMBOL_COUNT,
    [RULE_COUNT] = SYMBOL_COUNT,
};

/* ---- the view -------------------------------------------------------------------------------- */

static int outermost_first(const void *a, const void *b)
{
    const struct shown *p = a, *q = b;
    if (p->at.start != q->at.start)
        return p->at.start < q->at.start ? -1 : 1;
    if (p->at.end != q->at.end)
        return p->at.end > q->at.end ? -1 : 1;
    return p->mark > q->mark ? -1 : 1; /* the later mark is of the later stage */
}

static void sort_shown(struct run *run)
{
    bool sorted = true;
    for (size_t i = 1; i < run->shown.count; i++)
        sorted &= outermost_first(&run->shown.items[i - 1], &run->shown.items[i]) < 0;
    if (!sorted)
        qsort(run->shown.items, run->shown.count, sizeof(struct shown), outermost_first);
}

/* The marks of the sentence that this stage sees as symbols; of those within others, the outer. */
static void choose_shown(struct run *run, unsigned symbols)
{
    unsigned used[SYMBOL_COUNT] = { 0 };
    run->shown.count = 0;
    for (size_t i = 0; i < run->marks.count; i++) {
        const struct mark *mark = &run->marks.items[i];
        if (mark->symbol == SYMBOL_COUNT || !(symbols >> mark->symbol & 1) ||
            used[mark->symbol] == SYMBOL_INDEXES)
            continue;
        uint32_t symbol = SYMBOL_BASE + (uint32_t)mark->symbol * SYMBOL_INDEXES +
                          used[mark->symbol]++;
        *array_push(&run->shown, run->arena) = (struct shown){ mark->at, symbol, (uint32_t)i };
    }
    sort_shown(run);
    size_t kept = 0;
    for (size_t i = 0; i < run->shown.count; i++)
        if (!kept || run->shown.items[i].at.start >= run->shown.items[kept - 1].at.end)
            run->shown.items[kept++] = run->shown.items[i];
    run->shown.count = kept;
}

static bool is_same_view(const struct run *run)
{
    return run->has_view && run->viewed.count == run->shown.count &&
           (!run->shown.count || !memcmp(run->viewed.items, run->shown.items,
                                         run->shown.count * sizeof *run->shown.items));
}

static void build_view(struct run *run, size_t shown)
{
    view_build(&run->view, run->text, run->sentence, run->shown.items, shown, run->arena);
    run->viewed.count = 0;
    for (size_t i = 0; i < shown; i++)
        *array_push(&run->viewed, run->arena) = run->shown.items[i];
    run->has_view = true;
}

static struct token_words token_words(const struct run *run)
{
    return (struct token_words){
        run->matcher->rules->fold, run->text->words.items + run->sentence->first_word,
        run->sentence->words, run->word_bits, &run->grammar->placed,
    };
}

/* In the view without symbols, once for the batch. */
static void find_tokens(struct run *run)
{
    struct token_words words = token_words(run);
    if (!run->has_view || run->viewed.count)
        build_view(run, 0);
    tokens_find(run->matcher->tokens, &run->tokens, &run->view, &words, run->arena);
    run->has_tokens = true;
}

/* The last stage's view will do if it shows the same. */
void run_show(struct run *run, unsigned symbols)
{
    choose_shown(run, symbols);
    if (!run->has_tokens)
        find_tokens(run);
    if (is_same_view(run))
        return;
    build_view(run, run->shown.count);
    struct token_words words = token_words(run);
    tokens_show(run->matcher->tokens, &run->tokens, &run->view, &words, run->arena);
}

/* ---- marks ---------------------------------------------------------------------------------- */

/* A class rule makes no mark of its own: it gives its class to the numbers that it matched. */
static void give_class(struct run *run, const struct mark *mark)
{
    struct str class = mark_attribute(mark, "class", run->arena);
    for (size_t i = 0; i < mark->capture_count; i++) {
        if (mark->captures[i].mark == UINT32_MAX)
            continue;
        struct mark *number = &run->marks.items[mark->captures[i].mark];
        if (number->symbol != SYMBOL_NUMBER || number->class.len)
            continue;
        number->symbol = SYMBOL_MEASURED;
        number->class = class;
        number->class_rule = mark->rule->name;
    }
    bits_set(&run->bits, BIT_SYMBOLS + SYMBOL_MEASURED);
}

static void add_mark(struct run *run, const struct candidate *candidate)
{
    struct mark mark = {
        .at = view_origin(&run->view, candidate->view.start, candidate->view.end),
        .symbol = symbol_of_kind[candidate->rule->kind],
        .rule = candidate->rule,
        .sentence = run->number,
        .captures = candidate->captures,
        .capture_count = candidate->capture_count,
        .inside = UINT32_MAX,
    };
    mark.value = mark_attribute(&mark, "value", run->arena);
    if (mark.rule->kind == RULE_NUMBER && (mark.class = rule_attribute(mark.rule, "class")).len) {
        mark.class_rule = mark.rule->name; /* "the 19th": no claim can take it */
        mark.symbol = SYMBOL_MEASURED;
    }
    if (mark.symbol != SYMBOL_COUNT)
        bits_set(&run->bits, BIT_SYMBOLS + mark.symbol);
    if (candidate->rule->kind == RULE_CLASS || candidate->rule->kind == RULE_COUNT)
        give_class(run, &mark);
    if (candidate->rule->stage == STAGE_CONTEXT)
        *array_push(&run->context, run->arena) = mark;
    else
        *array_push(&run->marks, run->arena) = mark;
}

static void note_lost(struct run *run, const struct candidate *candidate)
{
    if (run->tracing && candidate->rule->stage != STAGE_CONTEXT)
        *array_push(&run->lost, run->arena) = (struct lost_match){
            view_origin(&run->view, candidate->view.start, candidate->view.end),
            candidate->rule, (uint32_t)run->marks.count - 1,
        };
}

/* Of overlapping candidates of one kind the leftmost stays, then the longest, then the earlier
 * in the file. */
size_t run_keep_best(struct run *run)
{
    size_t kept = 0;
    const struct candidate *last = NULL;
    if (run->candidates.count > 1)
        qsort(run->candidates.items, run->candidates.count, sizeof(struct candidate),
              candidate_order);
    for (size_t i = 0; i < run->candidates.count; i++) {
        const struct candidate *candidate = &run->candidates.items[i];
        if (last && last->rule->kind == candidate->rule->kind &&
            candidate->view.start < last->view.end) {
            note_lost(run, candidate);
            continue;
        }
        add_mark(run, candidate);
        last = candidate;
        kept++;
    }
    run->candidates.count = 0;
    return kept;
}
