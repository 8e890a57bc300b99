#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "examples.h"
#include "extract.h"
#include "resolve/tolls.h"

struct trial {
    const struct analysis *analysis;
    const struct rule *rule;
    struct arena *arena;
};

/* What a mark says, as an example would write it; empty when it came to nothing. */
typedef struct str say(const struct trial *trial, const struct mark *mark);

static struct str bounds_text(struct arena *arena, int64_t low, int64_t high, struct str qualifier)
{
    char ends[2][24] = { "", "" };
    if (low >= 0)
        snprintf(ends[0], sizeof ends[0], "%" PRId64, low);
    if (high >= 0)
        snprintf(ends[1], sizeof ends[1], "%" PRId64, high);
    return arena_printf(arena, "%s..%s %.*s", ends[0], ends[1], STR_ARG(qualifier));
}

static uint32_t mention_of(const struct trial *trial, const struct mark *mark)
{
    return trial->analysis->resolve.mention[mark - trial->analysis->marks.items.items];
}

static struct str say_date(const struct trial *trial, const struct mark *mark)
{
    uint32_t date = mention_of(trial, mark);
    return date == NO_INDEX ? STR("") : trial->analysis->record.dates.items[date].value;
}

static struct str say_number(const struct trial *trial, const struct mark *mark)
{
    uint32_t number = mention_of(trial, mark);
    if (number == NO_INDEX)
        return STR("");
    return arena_printf(trial->arena, "%.15g", trial->analysis->record.numbers.items[number].value);
}

static struct str say_class(const struct trial *trial, const struct mark *mark)
{
    return mark_attribute(mark, "class", trial->arena);
}

static struct str say_quantity(const struct trial *trial, const struct mark *mark)
{
    struct bounds bounds = quantity_bounds(&trial->analysis->resolve, mark);
    return bounds_text(trial->arena, bounds.low, bounds.high, bounds.qualifier);
}

static struct str say_toll(const struct trial *trial, const struct mark *mark)
{
    const struct record *record = &trial->analysis->record;
    for (size_t i = 0; i < record->casualties.count; i++) {
        const struct casualty *claim = &record->casualties.items[i];
        if (!str_equal(claim->rule, trial->rule->name) ||
            !span_overlaps(claim->at, mark->at))
            continue;
        struct str bounds = bounds_text(trial->arena, claim->low, claim->high, claim->qualifier);
        return arena_printf(trial->arena, "%.*s %.*s", STR_ARG(claim->role), STR_ARG(bounds));
    }
    return STR("");
}

static struct str say_phrase(const struct trial *trial, const struct mark *mark)
{
    static const char *const names[] = { "who", "scene", "place", "date" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct capture *capture = mark_capture(mark, names[i]);
        if (capture)
            return str_trim(span_text(trial->analysis->article.text, capture->at));
    }
    return STR("");
}

static struct str say_note(const struct trial *trial, const struct mark *mark)
{
    struct str tense = mark_attribute(mark, "tense", trial->arena);
    if (rule_attribute(mark->rule, "anniversary").len)
        return mark_attribute(mark, "anniversary", trial->arena);
    return tense.len ? tense : mark_attribute(mark, "published", trial->arena);
}

static struct str say_status(const struct trial *trial, const struct mark *mark)
{
    struct str status = mark_attribute(mark, "status", trial->arena);
    return status.len ? status : mark_attribute(mark, "scope", trial->arena);
}

static say *const says[RULE_KINDS] = {
    [RULE_NUMBER] = say_number, [RULE_DATE] = say_date,     [RULE_NOTE] = say_note,
    [RULE_CLASS] = say_class,
    [RULE_QUANTITY] = say_quantity, [RULE_TOLL] = say_toll, [RULE_SPEAKER] = say_phrase,
    [RULE_SCENE] = say_phrase,  [RULE_STATUS] = say_status, [RULE_COUNT] = say_class,
};

struct verdict {
    struct str wanted, said; /* all that the rule made of the text, one after the other */
    bool any, good;
};

static void hear(const struct trial *trial, const struct mark *mark, struct verdict *verdict)
{
    if (mark->rule != trial->rule)
        return;
    struct str one = says[trial->rule->kind](trial, mark), wanted = verdict->wanted;
    verdict->any = true;
    verdict->good |= str_starts(one, wanted) &&
                     (one.len == wanted.len || (wanted.len && one.s[wanted.len] == ' '));
    verdict->said = verdict->said.len ? arena_printf(trial->arena, "%.*s, %.*s",
                                                     STR_ARG(verdict->said), STR_ARG(one))
                                      : one;
}

static struct verdict hear_all(const struct trial *trial, struct str wanted)
{
    struct verdict verdict = { .wanted = wanted, .said = STR("") };
    const struct marks *marks = &trial->analysis->marks;
    for (size_t i = 0; i < marks->items.count; i++)
        hear(trial, &marks->items.items[i], &verdict);
    for (size_t i = 0; i < marks->context.count; i++)
        hear(trial, &marks->context.items[i], &verdict);
    return verdict;
}

static void judge(const struct trial *trial, const struct example *example, struct diag *diag)
{
    struct verdict verdict = hear_all(trial, example->value);
    if (!example->yes && verdict.any)
        diag_add(diag, SEVERITY_ERROR, 41, example->at, NULL, "matches, and must not: %.*s",
                 STR_ARG(verdict.said));
    else if (example->yes && !verdict.any)
        diag_add(diag, SEVERITY_ERROR, 42, example->at, NULL, "the rule does not match this");
    else if (example->yes && example->value.len && !verdict.good)
        diag_add(diag, SEVERITY_ERROR, 43, example->at, NULL, "gives '%.*s', not '%.*s'",
                 STR_ARG(verdict.said), STR_ARG(example->value));
}

static void run_example(struct ngz_session *session, const struct ngz_engine *engine,
                        const struct grammar *grammar, const struct rule *rule,
                        const struct example *example, struct diag *diag)
{
    struct arena arena = { 0 };
    struct ngz_input input = {
        .id = "example", .bytes = example->text.s, .len = example->text.len, .is_text = true,
        .published = EXAMPLE_DAY,
        .lang = arena_str(&arena, language_code(&engine->languages, grammar->lang)).s,
    };
    if (!session_analyse(session, &input)) {
        struct trial trial = { session_analysis(session), rule, &arena };
        judge(&trial, example, diag);
    }
    arena_free(&arena);
}

/* `part` is "en/dates", "en" or empty. */
static bool is_of_part(const struct rule *rule, struct str part)
{
    return !part.len || (str_starts(rule->name, part) && rule->name.s[part.len] == '/');
}

size_t examples_run(const struct ngz_engine *engine, struct str only, struct diag *diag)
{
    struct ngz_session *session = ngz_session_new(engine);
    size_t count = 0;
    session_trace(session, true);
    for (size_t l = 0; l < engine->languages.count; l++) {
        const struct grammar *grammar = rules_grammar(&engine->rules, (language)l);
        for (size_t r = 0; r < grammar->rules.count; r++)
            for (size_t e = 0; e < grammar->rules.items[r].examples.count; e++) {
                const struct rule *rule = &grammar->rules.items[r];
                if (!is_of_part(rule, only))
                    continue;
                run_example(session, engine, grammar, rule, &rule->examples.items[e], diag);
                count++;
            }
    }
    ngz_session_free(session);
    return count;
}

/* ---- newsgaz check --------------------------------------------------------------------------- */

static struct str parent(struct str path)
{
    while (path.len && path.s[path.len - 1] != '/')
        path.len--;
    return path.len > 1 ? str_slice(path, 0, path.len - 1) : path;
}

/* The folder at or above the absolute `path` that holds languages.tsv; empty if there is none. */
static struct str rules_folder(struct str path, struct arena *arena)
{
    for (; path.len > 1; path = parent(path))
        if (file_exists(arena_printf(arena, "%.*s/languages.tsv", STR_ARG(path)).s))
            return arena_str(arena, path);
    return STR("");
}

/* "rules/en/dates.rules" in "rules" → "en/dates" */
static struct str part_below(struct str folder, struct str path)
{
    if (!folder.len || path.len <= folder.len + 1)
        return STR("");
    struct str part = str_slice(path, folder.len + 1, path.len);
    return str_ends(part, STR(".rules")) ? str_slice(part, 0, part.len - 6) : part;
}

size_t rules_check(const char *path, const char *data_dir, struct diag *diag)
{
    struct arena arena = { 0 };
    char *absolute = realpath(path, NULL);
    struct str name = arena_str(&arena, str_of(absolute ? absolute : path));
    free(absolute);
    struct str folder = rules_folder(name, &arena);
    struct ngz_engine *engine = engine_open_with_rules(data_dir, folder.len ? folder.s : path, diag);
    size_t count = engine ? examples_run(engine, part_below(folder, name), diag) : 0;
    ngz_engine_close(engine);
    arena_free(&arena);
    return count;
}
