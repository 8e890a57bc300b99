#include <stdlib.h>

#include "base/utf8.h"
#include "rules/match.h"
#include "rules/pattern.h"
#include "rules/store.h"
#include "rules/tokens.h"

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

/* ---- a thread's matcher ---------------------------------------------------------------------- */

enum { MEMO = 8192 };

struct memo {
    uint64_t hash;
    struct bits bits;
};

struct matcher {
    const struct rules *rules;
    struct pattern **patterns[MOST_LANGUAGES]; /* by rule; NULL until needed */
    size_t pattern_count[MOST_LANGUAGES];
    struct memo *memo[MOST_LANGUAGES];         /* of words that compound tables were asked about */
    struct pattern_space *space;
    struct view view;
    struct tokens tokens;
    bool exhaustive;
    const struct rule **limits;
    size_t limit_count, limit_capacity;
};

struct matcher *matcher_new(const struct rules *rules)
{
    struct matcher *matcher = xmalloc(sizeof *matcher);
    *matcher = (struct matcher){ .rules = rules, .space = pattern_space_new() };
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
    view_free(&matcher->view);
    tokens_free(&matcher->tokens);
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

static void note_limit(struct matcher *matcher, const struct rule *rule)
{
    for (size_t i = 0; i < matcher->limit_count; i++)
        if (matcher->limits[i] == rule)
            return;
    if (matcher->limit_count == matcher->limit_capacity) {
        matcher->limit_capacity = 2 * matcher->limit_capacity + 8;
        matcher->limits = xrealloc(matcher->limits, sizeof *matcher->limits * matcher->limit_capacity);
    }
    matcher->limits[matcher->limit_count++] = rule;
}

static void make_room_for_patterns(struct matcher *matcher, const struct grammar *grammar)
{
    size_t count = grammar->rules.count;
    if (matcher->patterns[grammar->lang])
        return;
    matcher->patterns[grammar->lang] = xmalloc(sizeof(struct pattern *) * count);
    memset(matcher->patterns[grammar->lang], 0, sizeof(struct pattern *) * count);
    matcher->pattern_count[grammar->lang] = count;
}

static struct pattern *pattern_of(struct matcher *matcher, const struct grammar *grammar,
                                  size_t number)
{
    struct pattern **slot = &matcher->patterns[grammar->lang][number];
    const struct rule *rule = &grammar->rules.items[number];
    if (!*slot && !matcher->exhaustive)
        *slot = store_pattern(grammar, rule);
    if (!*slot)
        *slot = pattern_compile(grammar, rule, rule->starts_known && !matcher->exhaustive);
    return *slot;
}

/* ---- one sentence ---------------------------------------------------------------------------- */

struct candidate {
    struct span view; /* in the view */
    const struct rule *rule;
    size_t order;
    struct capture *captures;
    size_t capture_count;
};

struct run {
    struct matcher *matcher;
    const struct grammar *grammar;
    const struct text *text;
    const struct sentence *sentence;
    uint32_t number; /* of the sentence */
    struct arena *arena;
    struct marks *marks;
    size_t first_mark, end_mark; /* of this sentence */
    bool finished;      /* no marks will be added to them: end_mark is known */
    struct bits bits;   /* what the sentence has */
    const struct bits **word_bits; /* what each of its words has, or NULL */
    ARRAY(struct shown) shown;
    ARRAY(struct shown) viewed; /* what the view was last built with */
    bool has_view;
    ARRAY(struct candidate) candidates;
};

static void ask_compounds(const struct run *run, const struct word *word, struct bits *ret)
{
    struct str surface = str_slice(run->text->bytes, word->start, word->end);
    for (size_t i = 0; i < run->grammar->compounds.count; i++) {
        const struct table *table = run->grammar->compounds.items[i];
        if (table_divides(table, rules_fold(run->matcher->rules), surface))
            bits_set(ret, table->bit);
    }
}

/* The compound tables that a word is made of the entries of: asked once a word. */
static const struct bits *compound_bits(struct run *run, const struct word *word)
{
    struct memo **memo = &run->matcher->memo[run->grammar->lang];
    if (!run->grammar->compounds.count || word->flags & WORD_DIGITS || word->end - word->start < 5)
        return NULL;
    if (!*memo) {
        *memo = xmalloc(sizeof **memo * MEMO);
        memset(*memo, 0, sizeof **memo * MEMO);
    }
    struct memo *slot = &(*memo)[word->hash % MEMO];
    if (slot->hash != word->hash) {
        *slot = (struct memo){ .hash = word->hash };
        ask_compounds(run, word, &slot->bits);
    }
    return bits_any(&slot->bits) ? &slot->bits : NULL;
}

static const struct bits *united(struct run *run, const struct bits *a, const struct bits *b)
{
    struct bits *both = arena_new(run->arena, struct bits);
    bits_add(both, b); /* a copy: the memo's slot may go to another word of the sentence */
    if (a)
        bits_add(both, a);
    return both;
}

/* Digits of other scripts are digits in the view: the bytes that their characters begin with. */
static bool has_digit(struct str text)
{
    bool any = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.s[i];
        any |= (byte >= '0' && byte <= '9') || (byte >= 0xD9 && byte != 0xE2);
    }
    return any;
}

/* True when Markdown signs, which the view looks through, stand between two parts of one word. */
static bool goes_on(const struct run *run, uint32_t word)
{
    const struct word *words = run->text->words.items + run->sentence->first_word;
    if (!run->text->markup.count || word + 1 == run->sentence->words ||
        !(words[word + 1].flags & WORD_GLUED))
        return false;
    size_t sign = view_first_markup(run->text, words[word].end);
    return sign < run->text->markup.count &&
           run->text->markup.items[sign].start < words[word + 1].start;
}

static const struct bits *with(struct run *run, const struct bits *known, struct str letters)
{
    const struct bits *more = grammar_word(run->grammar,
                                           fold_hash(rules_fold(run->matcher->rules), letters));
    return more ? united(run, known, more) : known;
}

/* "30km", "18h30": digits have been written onto what is a word of its own to the rules. */
static const struct bits *with_tail(struct run *run, const struct word *word,
                                    const struct bits *known)
{
    static const char digits[] = "0123456789.,";
    struct str tail = str_slice(run->text->bytes, word->start, word->end);
    while (tail.len && memchr(digits, tail.s[0], sizeof digits - 1))
        tail = str_slice(tail, 1, tail.len);
    size_t end = 0;
    while (end < tail.len && !memchr(digits, tail.s[end], sizeof digits - 1))
        end++;
    if (!tail.len)
        return known;
    known = with(run, known, str_slice(tail, 0, end));
    return end < tail.len ? with(run, known, tail) : known;
}

/* What a word has, and of one that goes on behind a sign, which only the view shows: anything. */
static const struct bits *bits_of_word(struct run *run, uint32_t word)
{
    static const struct bits anything = { { [0 ... MOST_BITS / 64 - 1] = UINT64_MAX } };
    const struct word *at = run->text->words.items + run->sentence->first_word + word;
    const struct bits *known = grammar_word(run->grammar, at->hash);
    const struct bits *compound = compound_bits(run, at);
    if (goes_on(run, word))
        return &anything;
    if (at->flags & WORD_DIGITS)
        return with_tail(run, at, known);
    return compound ? united(run, known, compound) : known;
}

static void find_bits(struct run *run)
{
    run->word_bits = arena_array(run->arena, const struct bits *, run->sentence->words);
    if (has_digit(span_text(run->text->bytes, run->sentence->at)))
        bits_set(&run->bits, BIT_DIGIT);
    for (uint32_t i = 0; i < run->sentence->words; i++) {
        run->word_bits[i] = bits_of_word(run, i);
        if (run->word_bits[i])
            bits_add(&run->bits, run->word_bits[i]);
    }
}

static bool is_needed(const struct run *run, const struct rule *rule)
{
    if (run->matcher->exhaustive)
        return true;
    for (size_t i = 0; i < rule->need_count; i++) {
        int16_t bit = rule->need_bits[i];
        if (bit >= 0 ? !bits_has(&run->bits, (unsigned)bit)
                     : !bits_meet(&rule->needs[i], &run->bits))
            return false;
    }
    return true;
}

/* ---- the view ---------------------------------------------------------------------------------- */

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

static uint32_t mark_of(const struct run *run, uint32_t code_point)
{
    for (size_t i = 0; i < run->shown.count; i++)
        if (run->shown.items[i].code_point == code_point)
            return run->shown.items[i].mark;
    return UINT32_MAX;
}

/* ---- candidates --------------------------------------------------------------------------------- */

static struct capture make_capture(struct run *run, const struct pattern *pattern, struct str name,
                                   struct span at)
{
    struct str view = buffer_str(&run->matcher->view.text);
    struct str surface = span_text(view, at);
    size_t first = 0;
    struct capture capture = { .name = name, .at = view_origin(&run->matcher->view, at.start, at.end) };
    capture.mark = mark_of(run, utf8_next(surface, &first));
    if (capture.mark == UINT32_MAX) {
        capture.text = arena_str(run->arena, surface);
        capture.key = pattern_key(pattern, rules_fold(run->matcher->rules), name, surface);
    }
    return capture;
}

static void add_candidate(struct run *run, const struct pattern *pattern, size_t rule,
                          struct span at)
{
    ARRAY(struct capture) captures = { 0 };
    struct str name;
    struct span part;
    for (size_t group = 0; pattern_group(pattern, run->matcher->space, &group, &name, &part);)
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
                                              buffer_str(&run->matcher->view.text), from, &at);
    if (result == PATTERN_LIMIT)
        note_limit(run->matcher, &run->grammar->rules.items[rule]);
    if (result != PATTERN_MATCH || at.start >= at.end)
        return SIZE_MAX;
    add_candidate(run, pattern, rule, at);
    return at.end;
}

static void try_everywhere(struct run *run, struct pattern *pattern, size_t rule)
{
    size_t from = 0;
    while (from <= run->matcher->view.text.len)
        from = try_at(run, pattern, rule, from);
}

static void try_token(struct run *run, struct pattern *pattern, size_t rule, size_t token,
                      size_t *from)
{
    size_t place = run->matcher->tokens.places[token];
    if (place < *from)
        return;
    size_t end = try_at(run, pattern, rule, place);
    if (end != SIZE_MAX)
        *from = end;
}

static void try_tokens(struct run *run, struct pattern *pattern, size_t rule)
{
    const struct tokens *tokens = &run->matcher->tokens;
    size_t from = 0;
    bool all;
    struct token_set set = tokens_of_rule(tokens, &run->grammar->rules.items[rule], &all);
    for (size_t token = 0; all && token < tokens->count; token++)
        try_token(run, pattern, rule, token, &from);
    for (size_t i = 0; !all && i < TOKEN_WORDS; i++)
        for (uint64_t left = set.word[i]; left; left &= left - 1)
            try_token(run, pattern, rule, i * 64 + (size_t)__builtin_ctzll(left), &from);
}

static void try_rule(struct run *run, size_t rule)
{
    struct pattern *pattern = pattern_of(run->matcher, run->grammar, rule);
    if (!pattern)
        return;
    if (run->grammar->rules.items[rule].starts_known && !run->matcher->exhaustive)
        try_tokens(run, pattern, rule);
    else
        try_everywhere(run, pattern, rule);
}

static int leftmost_longest(const void *a, const void *b)
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

/* ---- marks ---------------------------------------------------------------------------------------- */

const struct capture *mark_capture(const struct mark *mark, const char *name)
{
    for (size_t i = 0; i < mark->capture_count; i++)
        if (str_is(mark->captures[i].name, name))
            return &mark->captures[i];
    return NULL;
}

static struct str capture_value(const struct capture *capture)
{
    return capture->key.len ? capture->key : capture->text;
}

/* "{name|default}": what the group captured, its table's key, or the default. */
static struct str reference(const struct mark *mark, struct str inside)
{
    struct str name = str_split(&inside, '|');
    for (size_t i = 0; i < mark->capture_count; i++)
        if (str_equal(mark->captures[i].name, name))
            return capture_value(&mark->captures[i]);
    return inside;
}

static struct str fill(const struct mark *mark, struct str template, struct arena *arena)
{
    struct buffer filled = { 0 };
    if (!memchr(template.s, '{', template.len))
        return template;
    while (template.len) {
        buffer_add(&filled, str_split(&template, '{'));
        if (template.len)
            buffer_add(&filled, reference(mark, str_split(&template, '}')));
    }
    struct str result = arena_str(arena, buffer_str(&filled));
    buffer_free(&filled);
    return result;
}

struct str mark_attribute(const struct mark *mark, const char *name, struct arena *arena)
{
    return mark->rule ? fill(mark, rule_attribute(mark->rule, name), arena) : STR("");
}

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
              leftmost_longest);
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
                    run->word_bits);
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
        if (!is_needed(run, rule))
            continue;
        if (!viewed) {
            choose_shown(run, stages[stage].shows);
            show(run);
            viewed = true;
        }
        try_rule(run, i);
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
    find_bits(run);
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
        if (names[at].at.start < run->sentence->at.start || names[at].at.end > run->sentence->at.end)
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
        make_room_for_patterns(matcher, run.grammar);
        run_sentence(&run);
        *array_push(&waiting, arena) = run;
    }
    finish_paragraph(&waiting);
}
