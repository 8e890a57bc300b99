/* coverage_command.c - `newsgaz coverage`: what the gazetteer covers of the names in articles. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/articles.h"
#include "cli/data.h"
#include "cli/extraction.h"
#include "cli/message.h"
#include "coverage/writer.h"
#include "gazetteer/listing.h"

enum { OPTION_FORMAT = 256, OPTION_LANG, OPTION_TYPE, OPTION_ENTRY, OPTION_MIN_COUNT, OPTION_LIMIT,
       OPTION_UNSEEN, OPTION_FAIL_UNDER };

enum { CITATIONS_OF_ONE_ENTRY = 1000, LOOKED_UP = 1000, NOTHING_FAILS = -1 };

struct coverage {
    struct articles articles;
    struct tally_of_names names;
    struct report_options options;
    const struct coverage_writer *writer;
    const char *lang, *output;
    bool limited;
    long fail_under; /* tenths of a percent, or NOTHING_FAILS */
};

static bool read_count(const char *text, long *ret)
{
    return str_to_long(str_of(text), ret) && *ret >= 0;
}

/* "95" or "97.5" as tenths. */
static bool read_percent(const char *text, long *ret)
{
    struct str rest = str_of(text), whole = str_split(&rest, '.');
    bool has_tenths = whole.len < strlen(text);
    long percent, tenths = 0;
    if (!str_to_long(whole, &percent))
        return false;
    if (has_tenths && (rest.len != 1 || !str_to_long(rest, &tenths)))
        return false;
    *ret = percent * 10 + tenths;
    return percent >= 0 && tenths >= 0 && *ret <= 1000;
}

static bool is_type(const char *name)
{
    for (int i = 0; i < UNLISTED_TYPES; i++)
        if (str_equal(str_of(name), unlisted_type_name((enum unlisted_type)i)))
            return true;
    return false;
}

/* One option; false when its value is not one that it takes. */
static bool take_option(struct coverage *coverage, int option)
{
    struct report_options *options = &coverage->options;
    switch (option) {
    case 'o':
        coverage->output = optarg;
        return *optarg != '\0';
    case 'j':
        return read_threads(optarg, &coverage->articles.threads);
    case OPTION_FORMAT:
        coverage->writer = coverage_writer_named(str_of(optarg));
        return coverage->writer != NULL;
    case OPTION_LANG:
        coverage->lang = optarg;
        return true;
    case OPTION_TYPE:
        options->type = str_of(optarg);
        return is_type(optarg);
    case OPTION_ENTRY:
        options->entry = str_of(optarg);
        return *optarg != '\0';
    case OPTION_MIN_COUNT:
        return read_count(optarg, &options->min_count);
    case OPTION_LIMIT:
        coverage->limited = true;
        return read_count(optarg, &options->limit);
    case OPTION_UNSEEN:
        options->all_unseen = true;
        return true;
    default:
        return read_percent(optarg, &coverage->fail_under);
    }
}

static const struct option options[] = {
    { "output", required_argument, NULL, 'o' },
    { "jobs", required_argument, NULL, 'j' },
    { "format", required_argument, NULL, OPTION_FORMAT },
    { "lang", required_argument, NULL, OPTION_LANG },
    { "type", required_argument, NULL, OPTION_TYPE },
    { "entry", required_argument, NULL, OPTION_ENTRY },
    { "min-count", required_argument, NULL, OPTION_MIN_COUNT },
    { "limit", required_argument, NULL, OPTION_LIMIT },
    { "unseen", no_argument, NULL, OPTION_UNSEEN },
    { "fail-under", required_argument, NULL, OPTION_FAIL_UNDER },
    COMMON_OPTIONS
};

static bool put_out(const char *path, struct str report)
{
    if (!path)
        return fwrite(report.s, 1, report.len, stdout) == report.len && fflush(stdout) == 0;
    int error = file_replace(path, report);
    if (error)
        complain_about(str_of(path), "%s", strerror(error));
    return !error;
}

/* Tells when less is covered than was asked for. */
static bool suffices(const struct coverage *coverage, const struct report *report)
{
    struct coverage_total total = report_total(report);
    uint32_t share = total_share(total);
    if (coverage->fail_under == NOTHING_FAILS || share >= (uint32_t)coverage->fail_under)
        return true;
    complain("the gazetteer has %u.%u %% of the names (%u of %u), less than %ld.%ld %%",
             share / 10, share % 10, total.listed, total.listed + total.unlisted,
             coverage->fail_under / 10, coverage->fail_under % 10);
    return false;
}

static enum exit_status write_report(struct coverage *coverage)
{
    struct report report;
    struct buffer bytes = { 0 };
    report_make(&coverage->names, coverage->articles.engine->index, coverage->options, &report);
    coverage->writer->write(&report, &bytes);
    bool written = put_out(coverage->output, buffer_str(&bytes));
    bool good = suffices(coverage, &report);
    buffer_free(&bytes);
    report_free(&report);
    return !written ? EXIT_BROKEN_OFF : good ? EXIT_DONE : EXIT_SOME_FAILED;
}

static void *look(void *context, const struct analysis *analysis, struct provenance provenance)
{
    const struct coverage *coverage = context;
    return sightings_of(coverage->articles.engine, analysis, provenance);
}

static void take(void *context, void *product)
{
    struct coverage *coverage = context;
    tally_sightings(&coverage->names, product);
    sightings_free(product);
}

static bool has_entry(const struct index *index, struct str id)
{
    struct arena arena = { 0 };
    bool found = false;
    for (uint32_t i = 0; i < listing_entities(index) && !found; i++) {
        found = str_equal(listing_entity(index, i, &arena).id, id);
        arena_reset(&arena);
    }
    arena_free(&arena);
    return found;
}

static enum exit_status run_with_engine(struct coverage *coverage, const struct call *call)
{
    struct articles *articles = &coverage->articles;
    struct tally_of_names *names = &coverage->names;
    if (coverage->lang && !data_has_language(articles->engine, coverage->lang))
        return usage_error(call, "there are no rules for the language '%s'", coverage->lang);
    struct str entry = coverage->options.entry;
    if (entry.len && !has_entry(articles->engine->index, entry))
        return usage_error(call, "there is no entry '%.*s' in the gazetteers: 'newsgaz suggest' and "
                                 "'newsgaz variants' tell the ids", STR_ARG(entry));
    if (!articles_are_there(articles))
        return EXIT_SOME_FAILED;
    articles->context = coverage;
    articles->look = look;
    articles->take = take;
    names->only_lang = str_of(coverage->lang);
    names->citations_kept = coverage->options.entry.len ? CITATIONS_OF_ONE_ENTRY
                                                        : coverage->writer->citations;
    enum exit_status status = articles_run(articles) ? write_report(coverage) : EXIT_BROKEN_OFF;
    enum exit_status read = articles_report(&articles->tally);
    tally_of_names_free(names);
    return status == EXIT_DONE ? read : status;
}

static enum exit_status coverage(struct call *call)
{
    struct coverage coverage = { .articles = { .threads = 1 }, .options = { .min_count = 1 },
                                 .writer = &coverage_text, .fail_under = NOTHING_FAILS };
    int option;
    while ((option = next_option(call, "o:j:", options)) != -1)
        if (!take_option(&coverage, option))
            return usage_error(call, "--%s does not take '%s'", option_name(options, option), optarg);
    coverage.articles.paths = call->argv + optind;
    coverage.articles.path_count = (size_t)(call->argc - optind);
    if (!coverage.articles.path_count)
        return usage_error(call, "no files or folders given");
    if (!coverage.limited) {
        coverage.options.limit = coverage.writer->limit;
        coverage.options.look_up = LOOKED_UP;
    }
    struct ngz_engine *engine = data_engine_for_texts(call);
    if (!engine)
        return EXIT_REFUSED;
    coverage.articles.engine = engine;
    enum exit_status status = run_with_engine(&coverage, call);
    ngz_engine_close(engine);
    return status;
}

const struct command coverage_command = {
    .name = "coverage",
    .usage = "coverage [options] [--] PATH...",
    .purpose = "tell which names of articles the gazetteer has",
    .details =
        "Reads articles or their records (files, folders; '-' and *.jsonl are lines of JSON with\n"
        "\"text\" and perhaps \"id\", \"published\", \"lang\", \"source\", \"url\") and tells:\n"
        "for each entry of the gazetteer the variants seen, by language, source and month, and\n"
        "those never seen; names that no gazetteer has, with the nearest entries, contexts and\n"
        "rows to paste; names with several readings; the share of names that it has.\n\n"
        "      --format FORMAT     text (default), tsv, json or html (one page, no script)\n"
        "  -o, --output FILE       where to write (else: standard output)\n"
        "      --lang LANGUAGE     only names in text of that language: it, fr or en\n"
        "      --type TYPE         only place, person, organisation or unknown\n"
        "      --entry ID          one entry in full, and what may be a name of it\n"
        "      --min-count N       list only what was seen N times\n"
        "      --limit N           the longest a list may be (0: no limit; text 30, html 300);\n"
        "                          without it, 1000 names are looked up for their nearest entries\n"
        "      --unseen            also the names of all entries that were never seen\n"
        "      --fail-under N      end with status 1 if the gazetteer has less than N percent\n"
        "  -j, --jobs N            threads (default 1; 0: one a processor)\n",
    .run = coverage,
};
