#include <stdlib.h>

#include "rules/run.h"

/* ---- stages -------------------------------------------------------------------------------- */

#define SHOWS(symbol) (1u << (symbol))
#define SHOWS_NAMES \
    (SHOWS(SYMBOL_PLACE) | SHOWS(SYMBOL_PERSON) | SHOWS(SYMBOL_ORGANISATION) | \
     SHOWS(SYMBOL_NATIONALITY))
#define SHOWS_NUMBERS (SHOWS_NAMES | SHOWS(SYMBOL_NUMBER) | SHOWS(SYMBOL_MEASURED) | \
                       SHOWS(SYMBOL_DATE))
#define SHOWS_QUANTITIES (SHOWS_NUMBERS | SHOWS(SYMBOL_QUANTITY))

/* What the rules of each stage see as symbols. Dates are read from the digits themselves. */
static const struct {
    unsigned shows;
    unsigned rounds; /* run again while it finds more: claims made of claims */
} stages[] = {
    { 0, 1 },                /* numbers: those in names too */
    { SHOWS_NAMES, 1 },      /* dates */
    { SHOWS_NAMES | SHOWS(SYMBOL_DATE), 4 }, /* dates made of dates */
    { SHOWS_NAMES | SHOWS(SYMBOL_DATE), 1 }, /* notes on dates */
    { SHOWS_NUMBERS, 1 },    /* classes of numbers */
    { SHOWS_NUMBERS, 1 },    /* quantities */
    { SHOWS_QUANTITIES, 1 }, /* tolls */
    { SHOWS_QUANTITIES | SHOWS(SYMBOL_TOLL), 8 },
    { SHOWS_QUANTITIES, 1 }, /* speakers and scenes: those inside tolls too */
    { SHOWS_QUANTITIES | SHOWS(SYMBOL_TOLL), 1 }, /* status */
    { SHOWS_NUMBERS | SHOWS(SYMBOL_TOLL), 1 },    /* counts */
};
enum { STAGES = sizeof stages / sizeof *stages, STAGE_CONTEXT = 8 };

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

/* The marks of the sentence that this stage sees as symbols; of those within others, the outer. */
static void choose_shown(struct run *run, unsigned shows)
{
    unsigned used[SYMBOL_COUNT] = { 0 };
    run->shown.count = 0;
    size_t end = run->finished ? run->end_mark : run->marks->items.count;
    for (size_t i = run->first_mark; i < end; i++) {
        const struct mark *mark = &run->marks->items.items[i];
        if (mark->symbol == SYMBOL_COUNT || !(shows & SHOWS(mark->symbol)) ||
            used[mark->symbol] == SYMBOL_INDEXES)
            continue;
        uint32_t symbol = SYMBOL_BASE + (uint32_t)mark->symbol * SYMBOL_INDEXES +
                          used[mark->symbol]++;
        *array_push(&run->shown, run->arena) = (struct shown){ mark->at, symbol, (uint32_t)i };
    }
    if (run->shown.count)
        qsort(run->shown.items, run->shown.count, sizeof(struct shown), outermost_first);
    size_t kept = 0;
    for (size_t i = 0; i < run->shown.count; i++)
        if (!kept || run->shown.items[i].at.start >= run->shown.items[kept - 1].at.end)
            run->shown.items[kept++] = run->shown.items[i];
    run->shown.count = kept;
}

/* ---- marks ---------------------------------------------------------------------------------- */

/* A class rule makes no mark of its own: it gives its class to the numbers that it matched. */
static void give_class(struct run *run, const struct mark *mark)
{
    struct str class = mark_attribute(mark, "class", run->arena);
    for (size_t i = 0; i < mark->capture_count; i++) {
        if (mark->captures[i].mark == UINT32_MAX)
            continue;
        struct mark *number = &run->marks->items.items[mark->captures[i].mark];
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
        .at = view_origin(&run->matcher->view, candidate->view.start, candidate->view.end),
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
        *array_push(&run->marks->context, run->arena) = mark;
    else
        *array_push(&run->marks->items, run->arena) = mark;
}

static void note_lost(struct run *run, const struct candidate *candidate)
{
    if (run->marks->tracing && candidate->rule->stage != STAGE_CONTEXT)
        *array_push(&run->marks->lost, run->arena) = (struct lost_match){
            view_origin(&run->matcher->view, candidate->view.start, candidate->view.end),
            candidate->rule, (uint32_t)run->marks->items.count - 1,
        };
}

/* Of overlapping candidates of one kind the leftmost stays, then the longest, then the earlier
 * in the file. */
static size_t keep_best(struct run *run)
{
    size_t kept = 0;
    const struct candidate *last = NULL;
    if (run->candidates.count)
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
    return kept;
}

static bool is_same_view(const struct run *run)
{
    return run->has_view && run->viewed.count == run->shown.count &&
           (!run->shown.count || !memcmp(run->viewed.items, run->shown.items,
                                         run->shown.count * sizeof *run->shown.items));
}

/* Builds the view for the marks to be shown, unless the last stage's view will do. */
static void show(struct run *run)
{
    struct matcher *matcher = run->matcher;
    if (is_same_view(run))
        return;
    view_build(&matcher->view, run->text, run->sentence, run->shown.items, run->shown.count);
    if (!matcher->exhaustive)
        tokens_find(&matcher->tokens, &matcher->view, rules_fold(matcher->rules),
                    run->text->words.items + run->sentence->first_word, run->sentence->words,
                    run->word_bits, &run->grammar->starts);
    run->viewed.count = 0;
    for (size_t i = 0; i < run->shown.count; i++)
        *array_push(&run->viewed, run->arena) = run->shown.items[i];
    run->has_view = true;
}

/* Runs the rules from *rule on that belong to the stage; returns how many marks it made. */
static size_t run_stage(struct run *run, unsigned stage, size_t first)
{
    bool viewed = false;
    run->candidates.count = 0;
    for (size_t i = first; i < run->grammar->rules.count; i++) {
        const struct rule *rule = &run->grammar->rules.items[i];
        if (rule->stage != stage)
            break;
        if (!run_needs(run, rule))
            continue;
        if (!viewed) {
            choose_shown(run, stages[stage].shows);
            show(run);
            viewed = true;
        }
        run_try_rule(run, i);
    }
    return keep_best(run);
}

static size_t first_of_stage(const struct grammar *grammar, unsigned stage, size_t rule)
{
    while (rule < grammar->rules.count && grammar->rules.items[rule].stage < stage)
        rule++;
    return rule;
}

static void run_sentence(struct run *run)
{
    size_t rule = 0;
    run_find_bits(run);
    for (unsigned stage = 0; stage < STAGES; stage++) {
        rule = first_of_stage(run->grammar, stage, rule);
        for (unsigned round = 0; stage != STAGE_CONTEXT && round < stages[stage].rounds; round++)
            if (!run_stage(run, stage, rule))
                break;
    }
    run->end_mark = run->marks->items.count;
    run->finished = true;
}

static bool wants_context(const struct run *run)
{
    struct bits toll = { { 0 } };
    bits_set(&toll, BIT_SYMBOLS + SYMBOL_TOLL);
    return run->matcher->exhaustive || run->marks->tracing || bits_meet(&run->bits, &toll);
}

/* Speakers and scenes of a paragraph's sentences, as far as its last claim. */
static void run_context(struct run *runs, size_t count)
{
    while (count && !wants_context(&runs[count - 1]))
        count--;
    for (size_t i = 0; i < count; i++) {
        runs[i].has_view = false;
        run_stage(&runs[i], STAGE_CONTEXT, first_of_stage(runs[i].grammar, STAGE_CONTEXT, 0));
    }
}

static size_t add_names(struct run *run, const struct name_symbol *names, size_t count, size_t at)
{
    for (; at < count && names[at].at.start < run->sentence->at.end; at++) {
        if (!span_contains(run->sentence->at, names[at].at))
            continue;
        *array_push(&run->marks->items, run->arena) = (struct mark){
            .at = names[at].at, .symbol = names[at].symbol, .sentence = run->number,
            .name = names[at].name, .inside = UINT32_MAX,
        };
        bits_set(&run->bits, BIT_SYMBOLS + names[at].symbol);
    }
    return at;
}

/* The sentences of a paragraph whose rules have run, and whose context has yet to be looked at. */
struct waiting {
    struct run *items;
    size_t count, capacity;
    uint32_t paragraph;
};

static void finish_paragraph(struct waiting *waiting)
{
    run_context(waiting->items, waiting->count);
    waiting->count = 0;
}

void matcher_run(struct matcher *matcher, const struct text *text, const struct name_symbol *names,
                 size_t name_count, struct arena *arena, struct marks *ret)
{
    struct waiting waiting = { 0 };
    size_t name = 0;
    matcher->limit_count = 0;
    for (size_t i = 0; i < text->sentences.count; i++) {
        struct run run = { .matcher = matcher, .text = text, .number = (uint32_t)i,
                           .sentence = &text->sentences.items[i], .arena = arena, .marks = ret,
                           .first_mark = ret->items.count };
        language lang = text->segments.items[run.sentence->segment].lang;
        if (run.sentence->paragraph != waiting.paragraph)
            finish_paragraph(&waiting);
        waiting.paragraph = run.sentence->paragraph;
        name = add_names(&run, names, name_count, name);
        if (lang >= rules_languages(matcher->rules)->count)
            continue;
        run.grammar = rules_grammar(matcher->rules, lang);
        matcher_make_room(matcher, run.grammar);
        run_sentence(&run);
        *array_push(&waiting, arena) = run;
    }
    finish_paragraph(&waiting);
}
