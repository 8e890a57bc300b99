/* explain_command.c - `newsgaz explain`: for every mention of an article what made it (the line of
 * the rule, what its parts captured, the gazetteer's row) and what gave way to it. */
#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"
#include "cli/data.h"
#include "cli/extraction.h"
#include "cli/limits.h"
#include "cli/message.h"
#include "extract.h"

struct explanation {
    const struct analysis *analysis;
};

/* ---- lines of the output -------------------------------------------------------------------- */

static struct str text_at(const struct explanation *e, struct span at)
{
    return span_text(e->analysis->article.text, at);
}

/* The text of a span on one line, as a reader would quote it. */
static void print_quoted(const struct explanation *e, struct span at)
{
    struct str text = text_at(e, at);
    putchar('"');
    for (size_t i = 0; i < text.len; i++)
        putchar(text.s[i] == '\n' || text.s[i] == '\r' ? ' ' : text.s[i]);
    putchar('"');
}

static void print_head(const struct explanation *e, struct span at, const char *kind)
{
    struct str before = str_slice(e->analysis->article.text, 0, at.start);
    size_t start = utf8_count(before);
    printf("%zu-%zu %s ", start, start + utf8_count(text_at(e, at)), kind);
    print_quoted(e, at);
}

static void print_detail(const char *name, struct str value)
{
    if (value.len)
        printf("    %-9s%.*s\n", name, STR_ARG(value));
}

static void print_rule(const struct rule *rule)
{
    printf("    %-9s%.*s  %.*s:%u\n", "rule", STR_ARG(rule->name), STR_ARG(rule->at.file),
           rule->at.number);
    print_detail("match", rule->pattern);
    print_detail("why", rule_attribute(rule, "why"));
}

static void print_captures(const struct explanation *e, const struct mark *mark)
{
    for (size_t i = 0; i < mark->capture_count; i++) {
        const struct capture *capture = &mark->captures[i];
        printf("    %-9s%.*s = ", "captured", STR_ARG(capture->name));
        print_quoted(e, capture->at);
        if (capture->key.len)
            printf(" (%.*s)", STR_ARG(capture->key));
        putchar('\n');
    }
}

static void print_lost(const struct explanation *e, uint32_t mark)
{
    const struct marks *marks = &e->analysis->marks;
    for (size_t i = 0; i < marks->lost.count; i++) {
        const struct lost_match *lost = &marks->lost.items[i];
        if (lost->winner != mark)
            continue;
        printf("    %-9s%.*s ", "lost", STR_ARG(lost->rule->name));
        print_quoted(e, lost->at);
        putchar('\n');
    }
}

/* ---- one function a kind of mention ------------------------------------------------------- */

static void explain_name(const struct explanation *e, uint32_t name)
{
    const struct name_found *found = &e->analysis->names.found.items[name];
    const struct name_mention *mention = &found->mention;
    static const char *const types[] = { "place", "person", "organisation" };
    print_head(e, mention->at, found->demonym ? "nationality" : types[mention->type]);
    if (!found->demonym && mention->entity != NO_INDEX)
        printf(" = %.*s", STR_ARG(e->analysis->names.entities.items[mention->entity].id));
    else if (mention->local.len)
        printf(" = %.*s, in no gazetteer", STR_ARG(mention->local));
    putchar('\n');
    print_detail("rule", mention->rule);
    for (size_t i = 0; i < e->analysis->names.traces.count; i++) {
        const struct name_trace *trace = &e->analysis->names.traces.items[i];
        if (trace->at.start != mention->at.start || trace->at.end != mention->at.end)
            continue;
        print_detail("row", trace->row);
        print_detail("lost", trace->lost);
    }
}

static void print_date(const struct explanation *e, uint32_t index)
{
    const struct date_mention *date = &e->analysis->record.dates.items[index];
    print_head(e, date->at, "date");
    printf(" = %.*s\n", STR_ARG(date->value));
    print_detail("basis", date->basis);
    print_detail("event", date->event);
    print_detail("warning", date->warning);
}

static void print_number(const struct explanation *e, uint32_t index)
{
    const struct number_mention *number = &e->analysis->record.numbers.items[index];
    print_head(e, number->at, "number");
    if (number->has_value)
        printf(" = %.15g", number->value);
    printf(", %.*s\n", STR_ARG(number->class));
    print_detail("class by", number->rule);
}

/* Why a claim is linked to a place or a date. */
static const char *reason_of(struct str basis)
{
    static const struct {
        const char *basis, *reason;
    } reasons[] = {
        { "rule", " by the claim's own rule" },     { "sentence", " in the same sentence" },
        { "paragraph", " in the same paragraph" },  { "lead", " from the article's lead" },
        { "same", " where the figure stood first" }, { "heading", " from the heading above" },
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (str_is(basis, reasons[i].basis))
            return reasons[i].reason;
    return "";
}

static void print_linked(const struct explanation *e, const char *name, struct span at,
                         struct str basis)
{
    if (at.start == at.end)
        return;
    printf("    %-9s", name);
    print_quoted(e, at);
    printf("%s\n", reason_of(basis));
}

static void print_claim(const struct explanation *e, uint32_t index)
{
    const struct record *record = &e->analysis->record;
    const struct casualty *claim = &record->casualties.items[index];
    print_head(e, claim->at, "claim");
    printf(" = %.*s ", STR_ARG(claim->role));
    if (claim->low >= 0)
        printf("%" PRId64, claim->low);
    fputs("..", stdout);
    if (claim->high >= 0)
        printf("%" PRId64, claim->high);
    printf(" %.*s, %.*s\n", STR_ARG(claim->qualifier), STR_ARG(claim->status));
    print_linked(e, "victims", claim->victims.at, STR(""));
    print_linked(e, "speaker", claim->speaker.at, STR(""));
    print_linked(e, "by", claim->perpetrator.at, STR(""));
    print_linked(e, "scene", claim->scene.at, claim->place_basis);
    if (claim->place != NO_INDEX)
        print_linked(e, "place", record->names.items[claim->place].at, claim->place_basis);
    if (claim->date != NO_INDEX)
        print_linked(e, "date", record->dates.items[claim->date].at, claim->date_basis);
    if (claim->same_as != NO_INDEX)
        print_linked(e, "same as", record->casualties.items[claim->same_as].at, STR(""));
    if (claim->conflicts_with != NO_INDEX)
        print_linked(e, "against", record->casualties.items[claim->conflicts_with].at, STR(""));
}

static void print_plain(const struct explanation *e, const struct mark *mark)
{
    print_head(e, mark->at, rule_kind_name(mark->rule->kind));
    putchar('\n');
}

static void explain_mark(const struct explanation *e, uint32_t index)
{
    const struct mark *mark = &e->analysis->marks.items.items[index];
    uint32_t mention = e->analysis->resolve.mention[index];
    if (!mark->rule)
        return explain_name(e, mark->name);
    if (mark->rule->kind == RULE_DATE && mention != NO_INDEX)
        print_date(e, mention);
    else if (mark->rule->kind == RULE_NUMBER && mention != NO_INDEX)
        print_number(e, mention);
    else
        print_plain(e, mark);
    print_rule(mark->rule);
    print_captures(e, mark);
    print_lost(e, index);
}

/* A speaker or a scene. */
static void explain_context(const struct explanation *e, const struct mark *mark)
{
    print_plain(e, mark);
    print_rule(mark->rule);
    print_captures(e, mark);
}

static void explain_article(const struct explanation *e)
{
    const struct record *record = &e->analysis->record;
    printf("article %.*s, %.*s, published %.*s (%s)\n", STR_ARG(record->article->id),
           STR_ARG(record->lang), STR_ARG(record->published), published_basis_name(record->basis));
    for (size_t i = 0; i < e->analysis->marks.items.count; i++)
        explain_mark(e, (uint32_t)i);
    for (size_t i = 0; i < e->analysis->marks.context.count; i++)
        explain_context(e, &e->analysis->marks.context.items[i]);
    puts("\nclaims");
    for (size_t i = 0; i < record->casualties.count; i++) {
        print_claim(e, (uint32_t)i);
        print_detail("rule", record->casualties.items[i].rule);
    }
}

/* ---- the command ---------------------------------------------------------------------------- */

static enum exit_status explain_file(struct ngz_session *session, struct ngz_input *input)
{
    struct buffer source = { 0 };
    const char *why = source_take(input->name, &source);
    if (strcmp(input->name, "-") == 0)
        input->name = "stdin";
    input->bytes = source.bytes;
    input->len = source.len;
    if (!why)
        why = session_analyse(session, input);
    if (why) {
        complain_about(str_of(input->name), "%s", why);
    } else {
        struct explanation e = { .analysis = session_analysis(session) };
        explain_article(&e);
        complain_of_limits(session, str_of(input->name));
    }
    buffer_free(&source);
    return why ? EXIT_SOME_FAILED : EXIT_DONE;
}

static enum exit_status explain(struct call *call)
{
    static const struct option options[] = { { "published", required_argument, NULL, 'p' },
                                             { "lang", required_argument, NULL, 'l' },
                                             COMMON_OPTIONS };
    struct ngz_input input = { 0 };
    for (int letter; (letter = next_option(call, "", options)) != -1;)
        *(letter == 'p' ? &input.published : &input.lang) = optarg;
    if (optind + 1 != call->argc)
        return usage_error(call, "one file is wanted");
    if (input.published && !is_published_date(str_of(input.published)))
        return usage_error(call, "--published does not take '%s', but %s", input.published,
                           PUBLISHED_FORMS);
    struct ngz_engine *engine = data_engine_for_texts(call);
    if (!engine)
        return EXIT_REFUSED;
    struct ngz_session *session = ngz_session_new(engine);
    session_trace(session, true);
    input.name = call->argv[optind];
    enum exit_status status = explain_file(session, &input);
    ngz_session_free(session);
    ngz_engine_close(engine);
    return status;
}

const struct command explain_command = {
    .name = "explain",
    .usage = "explain [options] [--] FILE",
    .purpose = "tell what made each mention of an article",
    .details =
        "Lists every mention with the line of the rule that made it, what the rule captured, the\n"
        "gazetteer's row, and the readings that gave way to it. A FILE of - is standard input.\n\n"
        "      --published DATE    when the article appeared\n"
        "      --lang LANG         its language\n",
    .run = explain,
};
