#include "rules/run.h"

/* The sentences of an article go through the stages together, some dozens at a time, so that each
 * rule is tried on all of them while it is at hand: the rules of a language are more than the
 * processor's caches hold. Which sentences have what a rule needs is then a few operations on
 * bits, one bit a sentence. */

/* ---- stages -------------------------------------------------------------------------------- */

#define SHOWS(symbol) (1u << (symbol))
#define SHOWS_NAMES \
    (SHOWS(SYMBOL_PLACE) | SHOWS(SYMBOL_PERSON) | SHOWS(SYMBOL_ORGANISATION) | \
     SHOWS(SYMBOL_NATIONALITY))
#define SHOWS_NUMBERS (SHOWS_NAMES | SHOWS(SYMBOL_NUMBER) | SHOWS(SYMBOL_MEASURED) | \
                       SHOWS(SYMBOL_DATE))
#define SHOWS_QUANTITIES (SHOWS_NUMBERS | SHOWS(SYMBOL_QUANTITY))

/* What the rules of each stage see as symbols. Dates are read from the digits themselves. */
static const struct stage {
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
enum { STAGES = sizeof stages / sizeof *stages };

/* ---- batches --------------------------------------------------------------------------------- */

enum { BATCH = 64 };

struct batch {
    struct matcher *matcher;
    const struct grammar *grammar;
    struct run *runs[BATCH];
    size_t count, columns;
    uint64_t has[MOST_BITS]; /* for each bit, the sentences that have it */
};

static void note_bits(struct batch *batch, size_t number)
{
    const struct bits *bits = &batch->runs[number]->bits;
    for (unsigned i = 0; i < MOST_BITS / 64; i++)
        for (uint64_t left = bits->word[i]; left; left &= left - 1)
            batch->has[i * 64 + (unsigned)__builtin_ctzll(left)] |= UINT64_C(1) << number;
}

/* False when it does not fit in any more. */
static bool batch_add(struct batch *batch, struct run *run)
{
    size_t columns = tokens_columns(run->sentence);
    if (batch->count && (batch->count == BATCH || batch->columns + columns > BATCH_COLUMNS ||
                         batch->grammar != run->grammar))
        return false;
    batch->grammar = run->grammar;
    run->tokens.column = batch->columns;
    run->tokens.columns = columns;
    run->has_tokens = false;
    batch->columns += columns;
    batch->runs[batch->count++] = run;
    note_bits(batch, batch->count - 1);
    return true;
}

static uint64_t all_of(const struct batch *batch)
{
    return batch->count ? UINT64_MAX >> (64 - batch->count) : 0;
}

/* Of these sentences, those that have all that the rule needs. */
static uint64_t with_needs(const struct batch *batch, const struct rule *rule, uint64_t all)
{
    for (size_t i = 0; all && i < rule->need_count && !batch->matcher->exhaustive; i++) {
        uint64_t any = 0;
        for (size_t k = 0; k < rule->needs[i].count; k++)
            any |= batch->has[rule->needs[i].bits[k]];
        all &= any;
    }
    return all;
}

static uint64_t keep_best(struct batch *batch, uint64_t tried)
{
    uint64_t found = 0;
    for (uint64_t left = tried; left; left &= left - 1) {
        size_t number = (size_t)__builtin_ctzll(left);
        if (run_keep_best(batch->runs[number])) {
            found |= UINT64_C(1) << number;
            note_bits(batch, number);
        }
    }
    return found;
}

/* Runs the rules from `first` on that belong to the stage; returns in which of the sentences `among`
 * they made marks. */
static uint64_t run_stage(struct batch *batch, unsigned stage, size_t first, uint64_t among)
{
    uint64_t shown = 0;
    for (size_t i = first; i < batch->grammar->rules.count; i++) {
        const struct rule *rule = &batch->grammar->rules.items[i];
        if (rule->stage != stage)
            break;
        uint64_t left = with_needs(batch, rule, among);
        struct pattern *pattern = left ? matcher_pattern(batch->matcher, batch->grammar, i) : NULL;
        for (; pattern && left; left &= left - 1) {
            struct run *run = batch->runs[__builtin_ctzll(left)];
            if (!(shown & left & -left))
                run_show(run, stages[stage].shows);
            shown |= left & -left;
            run_try_rule(run, pattern, i);
        }
    }
    return keep_best(batch, shown);
}

static size_t first_of_stage(const struct grammar *grammar, unsigned stage, size_t rule)
{
    while (rule < grammar->rules.count && grammar->rules.items[rule].stage < stage)
        rule++;
    return rule;
}

/* The sentences that a stage is for: speakers and scenes count before claims only. */
static uint64_t concerned(const struct batch *batch, bool context)
{
    uint64_t before_claims = 0;
    for (size_t i = 0; i < batch->count; i++)
        before_claims |= (uint64_t)batch->runs[i]->before_claim << i;
    return context ? before_claims : all_of(batch);
}

/* Runs the stages over the batch, or that of speakers and scenes only. */
static void run_batch(struct batch *batch, bool context)
{
    size_t rule = 0;
    for (unsigned stage = 0; batch->count && stage < STAGES; stage++) {
        uint64_t among = (stage == STAGE_CONTEXT) == context ? concerned(batch, context) : 0;
        rule = first_of_stage(batch->grammar, stage, rule);
        for (unsigned round = 0; among && round < stages[stage].rounds; round++)
            among = run_stage(batch, stage, rule, among);
    }
}

/* ---- an article ------------------------------------------------------------------------------- */

struct runs {
    struct run *items;
    size_t count;
};

static bool makes_claim(const struct run *run)
{
    return bits_has(&run->bits, BIT_SYMBOLS + SYMBOL_TOLL);
}

static bool is_heading(const struct run *run)
{
    return run->text->segments.items[run->sentence->segment].zone == ZONE_HEADLINE;
}

/* Speakers and scenes are wanted of the sentences that make a claim, of those before them in the
 * paragraph and the one behind ("The army said so."), and, where any claim is made, of the
 * article's lead and its headings. */
static void find_claims(struct runs *runs, uint32_t lead)
{
    bool before_claim = false, any = false;
    for (size_t i = runs->count; i-- > 0;) {
        struct run *run = &runs->items[i];
        if (i + 1 == runs->count || run[1].sentence->paragraph != run->sentence->paragraph)
            before_claim = run->matcher->exhaustive || run->tracing;
        before_claim |= makes_claim(run);
        run->before_claim = before_claim ||
                            (i > 0 && run[-1].sentence->paragraph == run->sentence->paragraph &&
                             makes_claim(run - 1));
        any |= before_claim;
    }
    for (size_t i = 0; any && i < runs->count; i++)
        runs->items[i].before_claim |= i < lead || is_heading(&runs->items[i]);
}

static void run_new_batch(struct batch *batch, bool context)
{
    tokens_clear(batch->matcher->tokens, batch->columns);
    run_batch(batch, context);
}

/* Runs all sentences through all stages but that of speakers and scenes, or those before claims
 * through that. The last batch is left as it is. */
static void run_sentences(struct batch *batch, struct runs *runs, bool context)
{
    *batch = (struct batch){ .matcher = batch->matcher };
    for (size_t i = 0; i < runs->count; i++) {
        struct run *run = &runs->items[i];
        if (!run->grammar || (context && !run->before_claim) || batch_add(batch, run))
            continue;
        run_new_batch(batch, context);
        *batch = (struct batch){ .matcher = batch->matcher };
        batch_add(batch, run);
    }
    run_new_batch(batch, context);
}

static bool holds_all(const struct batch *batch, const struct runs *runs)
{
    size_t count = 0;
    for (size_t i = 0; i < runs->count; i++)
        count += runs->items[i].grammar != NULL;
    return batch->count == count;
}

static void run_article(struct matcher *matcher, struct runs *runs, uint32_t lead)
{
    struct batch batch = { .matcher = matcher };
    run_sentences(&batch, runs, false);
    find_claims(runs, lead);
    if (holds_all(&batch, runs))
        run_batch(&batch, true);
    else
        run_sentences(&batch, runs, true);
}

static void add_names(struct run *run, const struct name_symbol *names, size_t count, size_t *at)
{
    for (; *at < count && names[*at].at.start < run->sentence->at.end; ++*at) {
        if (!span_contains(run->sentence->at, names[*at].at))
            continue;
        *array_push(&run->marks, run->arena) = (struct mark){
            .at = names[*at].at, .symbol = names[*at].symbol, .sentence = run->number,
            .name = names[*at].name, .inside = UINT32_MAX,
        };
        bits_set(&run->bits, BIT_SYMBOLS + names[*at].symbol);
    }
}

static struct runs new_runs(struct matcher *matcher, const struct text *text, bool tracing,
                            struct arena *arena)
{
    size_t count = text->sentences.count;
    struct runs runs = { arena_array(arena, struct run, count), count };
    for (size_t i = 0; i < count; i++) {
        const struct sentence *sentence = &text->sentences.items[i];
        language lang = text->segments.items[sentence->segment].lang;
        runs.items[i] = (struct run){ .matcher = matcher, .text = text, .number = (uint32_t)i,
                                      .sentence = sentence, .arena = arena, .tracing = tracing };
        if (lang >= matcher->rules->languages->count)
            continue;
        runs.items[i].grammar = rules_grammar(matcher->rules, lang);
        matcher_make_room(matcher, runs.items[i].grammar);
        run_find_bits(&runs.items[i]);
    }
    return runs;
}

static void renumber(const struct mark *mark, uint32_t first)
{
    for (size_t i = 0; i < mark->capture_count; i++)
        if (mark->captures[i].mark != UINT32_MAX)
            mark->captures[i].mark += first;
}

static void gather(const struct run *run, struct marks *ret)
{
    uint32_t first = (uint32_t)ret->items.count;
    for (size_t i = 0; i < run->marks.count; i++) {
        renumber(&run->marks.items[i], first);
        *array_push(&ret->items, run->arena) = run->marks.items[i];
    }
    for (size_t i = 0; i < run->context.count; i++) {
        renumber(&run->context.items[i], first);
        *array_push(&ret->context, run->arena) = run->context.items[i];
    }
    for (size_t i = 0; i < run->lost.count; i++) {
        *array_push(&ret->lost, run->arena) = run->lost.items[i];
        ret->lost.items[ret->lost.count - 1].winner += first;
    }
}

void matcher_run(struct matcher *matcher, const struct text *text, const struct name_symbol *names,
                 size_t name_count, struct arena *arena, struct marks *ret)
{
    struct runs runs = new_runs(matcher, text, ret->tracing, arena);
    size_t name = 0;
    matcher->limit_count = 0;
    for (size_t i = 0; i < runs.count; i++)
        add_names(&runs.items[i], names, name_count, &name);
    run_article(matcher, &runs, text_lead(text));
    for (size_t i = 0; i < runs.count; i++)
        gather(&runs.items[i], ret);
}
