/* numbers_command.c - `newsgaz numbers`: every number of articles with its class, and how many
 * there are of each. What no rule explains is of class "other". */
#include <stdio.h>
#include <stdlib.h>

#include "cli/articles.h"
#include "cli/data.h"
#include "cli/extraction.h"
#include "cli/message.h"
#include "cli/numbers.h"

enum { OPTION_FORMAT = 256, OPTION_CLASS, OPTION_LANG, OPTION_SUMMARY };

struct numbers {
    struct articles articles;
    const struct numbers_format *format;
    const char *class, *lang;
    bool summary_only;
    bool any_row;
    struct numbers_found all;
};

/* ---- an article, in any thread --------------------------------------------------------------- */

static struct class_count *class_of(struct numbers_found *found, struct str class)
{
    for (size_t i = 0; i < found->classes.count; i++)
        if (str_equal(found->classes.items[i].class, class))
            return &found->classes.items[i];
    struct class_count *fresh = array_push(&found->classes, &found->arena);
    *fresh = (struct class_count){ .class = arena_str(&found->arena, class) };
    return fresh;
}

/* MOST_LANGUAGES for what has no rules. */
static size_t column_of(const struct ngz_engine *engine, struct str lang)
{
    language number = language_of_code(&engine->languages, lang);
    return number == LANGUAGE_UNKNOWN ? MOST_LANGUAGES : number;
}

static struct str language_at(const struct ngz_engine *engine, const struct text *text,
                              struct span at)
{
    size_t word = text_word_from(text, at.start);
    if (!text->sentences.count)
        return STR("und");
    const struct segment *segment =
        &text->segments.items[text_sentence_of(text, word)->segment];
    return language_code(&engine->languages, segment->lang);
}

static bool is_wanted(const struct numbers *numbers, const struct number *number)
{
    return (!numbers->lang || str_is(number->lang, numbers->lang)) &&
           (!numbers->class || str_is(number->mention->class, numbers->class));
}

static void look_at(const struct numbers *numbers, const struct analysis *analysis,
                    struct quoting *quoting, const struct number_mention *mention,
                    struct numbers_found *found)
{
    struct number number = {
        .mention = mention,
        .citation = quote(quoting, mention->at),
        .text = quote_words(quoting, mention->at),
        .lang = language_at(numbers->articles.engine, &analysis->text, mention->at),
        .end = positions_at(&quoting->positions, mention->at.end),
    };
    if (!numbers->lang || str_is(number.lang, numbers->lang))
        class_of(found, mention->class)->counts[column_of(numbers->articles.engine, number.lang)]++;
    if (!numbers->summary_only && is_wanted(numbers, &number))
        numbers->format->row(&number, &found->rows);
}

static void *look(void *context, const struct analysis *analysis, struct provenance provenance)
{
    const struct numbers *numbers = context;
    struct numbers_found *found = xmalloc(sizeof *found);
    struct arena arena = { 0 };
    struct quoting quoting = quoting_of(&analysis->text, provenance.file, &arena);
    *found = (struct numbers_found){ 0 };
    for (size_t i = 0; i < analysis->record.numbers.count; i++)
        look_at(numbers, analysis, &quoting, &analysis->record.numbers.items[i], found);
    quoting_end(&quoting);
    arena_free(&arena);
    return found;
}

/* ---- all articles, in order ------------------------------------------------------------------ */

static void print_rows(struct numbers *numbers, struct str rows)
{
    if (!rows.len)
        return;
    fputs(numbers->any_row ? numbers->format->between : "", stdout);
    fwrite(rows.s, 1, rows.len, stdout);
    numbers->any_row = true;
}

static void take(void *context, void *product)
{
    struct numbers *numbers = context;
    struct numbers_found *found = product;
    print_rows(numbers, buffer_str(&found->rows));
    for (size_t i = 0; i < found->classes.count; i++) {
        const struct class_count *of_article = &found->classes.items[i];
        struct class_count *of_all = class_of(&numbers->all, of_article->class);
        for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++)
            of_all->counts[lang] += of_article->counts[lang];
    }
    buffer_free(&found->rows);
    arena_free(&found->arena);
    free(found);
}

/* ---- the command ----------------------------------------------------------------------------- */

static int by_count(const void *a, const void *b)
{
    size_t left = class_sum(a), right = class_sum(b);
    if (left != right)
        return left > right ? -1 : 1;
    return str_compare(((const struct class_count *)a)->class,
                       ((const struct class_count *)b)->class);
}

static void print_summary(struct numbers *numbers)
{
    struct numbers_found *all = &numbers->all;
    const struct numbers_format *format = numbers->format;
    if (all->classes.count)
        qsort(all->classes.items, all->classes.count, sizeof *all->classes.items, by_count);
    bool whole = !format->summary_apart && !numbers->summary_only;
    fputs(whole || *format->end ? format->tail : "", stdout);
    if (whole || numbers->summary_only)
        format->summary(numbers->articles.engine, all);
    fputs(format->end, stdout);
}

static bool take_option(struct numbers *numbers, int option)
{
    switch (option) {
    case 'j':
        return read_threads(optarg, &numbers->articles.threads);
    case OPTION_FORMAT:
        numbers->format = numbers_format_named(optarg);
        return numbers->format != NULL;
    case OPTION_CLASS:
        numbers->class = optarg;
        return true;
    case OPTION_LANG:
        numbers->lang = optarg;
        return true;
    default:
        numbers->summary_only = true;
        return true;
    }
}

static enum exit_status run_with_engine(struct numbers *numbers, const struct call *call)
{
    struct articles *articles = &numbers->articles;
    if (numbers->lang && !data_has_language(articles->engine, numbers->lang))
        return usage_error(call, "there are no rules for the language '%s'", numbers->lang);
    if (!articles_are_there(articles))
        return EXIT_SOME_FAILED;
    articles->context = numbers;
    articles->look = look;
    articles->take = take;
    bool alone = numbers->summary_only && numbers->format->summary_apart;
    fputs(alone ? "" : numbers->format->head, stdout);
    bool whole = articles_run(articles);
    print_summary(numbers);
    enum exit_status status = articles_report(&articles->tally);
    arena_free(&numbers->all.arena);
    return whole ? status : EXIT_BROKEN_OFF;
}

static enum exit_status numbers(struct call *call)
{
    static const struct option options[] = { { "format", required_argument, NULL, OPTION_FORMAT },
                                             { "class", required_argument, NULL, OPTION_CLASS },
                                             { "lang", required_argument, NULL, OPTION_LANG },
                                             { "summary", no_argument, NULL, OPTION_SUMMARY },
                                             { "jobs", required_argument, NULL, 'j' },
                                             COMMON_OPTIONS };
    struct numbers numbers = { .articles = { .threads = 1 },
                               .format = numbers_format_named("text") };
    int option;
    while ((option = next_option(call, "j:", options)) != -1)
        if (!take_option(&numbers, option))
            return usage_error(call, "--%s does not take '%s'", option_name(options, option), optarg);
    numbers.articles.paths = call->argv + optind;
    numbers.articles.path_count = (size_t)(call->argc - optind);
    if (!numbers.articles.path_count)
        return usage_error(call, "no files or folders given");
    struct ngz_engine *engine = data_engine_for_texts(call);
    if (!engine)
        return EXIT_REFUSED;
    numbers.articles.engine = engine;
    enum exit_status status = run_with_engine(&numbers, call);
    ngz_engine_close(engine);
    return status;
}

const struct command numbers_command = {
    .name = "numbers",
    .usage = "numbers [options] [--] PATH...",
    .purpose = "list every number of articles with its class",
    .details =
        "Lists every number and number word of articles (files, folders; '-' and *.jsonl are\n"
        "lines of JSON) with its class, its value, the rule that gave the class, and its context;\n"
        "then how many there are of each class in each language. What nothing explains is of\n"
        "class other.\n\n"
        "      --format FORMAT     text (default), tsv or json\n"
        "      --class CLASS       list only numbers of that class, such as other\n"
        "      --lang LANGUAGE     only numbers in text of that language: it, fr or en\n"
        "      --summary           only how many there are\n"
        "  -j, --jobs N            threads (default 1; 0: one a processor)\n",
    .run = numbers,
};
