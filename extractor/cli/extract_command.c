/* extract_command.c - `newsgaz extract`: reads its options and chooses the way. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/data.h"
#include "cli/extraction.h"
#include "read/metadata.h"

enum { OPTION_FORMAT = 256, OPTION_PUBLISHED, OPTION_LANG, OPTION_NO_TEXT, OPTION_FORCE,
       OPTION_PRUNE, OPTION_DURABILITY, OPTION_TIME, OPTION_MEMORY, OPTION_SETTLE, OPTION_POLL,
       OPTION_JSONL };

enum { MOST_THREADS = 256 };

bool is_published_date(struct str date)
{
    return date.len && published_date(date).len == date.len;
}

bool read_threads(const char *text, long *ret)
{
    if (!str_to_long(str_of(text), ret) || *ret < 0 || *ret > MOST_THREADS)
        return false;
    if (*ret == 0)
        *ret = sysconf(_SC_NPROCESSORS_ONLN);
    return *ret > 0;
}

static bool read_limit(const char *text, long *ret)
{
    return str_to_long(str_of(text), ret) && *ret >= 0 && *ret <= 1000000;
}

static bool read_format(const char *name, struct extraction *what)
{
    if (strcmp(name, "xml") != 0 && strcmp(name, "jsonl") != 0)
        return false;
    what->format = strcmp(name, "xml") == 0 ? NGZ_XML : NGZ_JSONL;
    what->writer = writer_named(str_of(name));
    return true;
}

/* One option; false when its value is not one that it takes. */
static bool take_option(struct extraction *what, int option)
{
    switch (option) {
    case 'o':
        what->output = optarg;
        return *optarg != '\0';
    case 'j':
        return read_threads(optarg, &what->threads);
    case OPTION_FORMAT:
        return read_format(optarg, what);
    case OPTION_PUBLISHED:
        what->published = optarg;
        return is_published_date(str_of(optarg));
    case OPTION_LANG:
        what->lang = optarg;
        return true;
    case OPTION_NO_TEXT:
        what->no_text = true;
        return true;
    case OPTION_FORCE:
        what->force = true;
        return true;
    case OPTION_TIME:
        return read_limit(optarg, &what->seconds);
    case OPTION_MEMORY:
        return read_limit(optarg, &what->megabytes);
    case OPTION_SETTLE:
        return read_limit(optarg, &what->settle);
    case OPTION_POLL:
        return read_limit(optarg, &what->poll);
    case OPTION_PRUNE:
        what->prune = true;
        return true;
    case OPTION_DURABILITY:
        what->lasting = strcmp(optarg, "power") == 0;
        return what->lasting || strcmp(optarg, "crash") == 0;
    default:
        what->filter = true;
        return true;
    }
}

/* What the options with more than a name for a value take. */
static const char *what_it_takes(int option)
{
    switch (option) {
    case OPTION_PUBLISHED:
        return PUBLISHED_FORMS;
    case OPTION_FORMAT:
        return "xml or jsonl";
    case OPTION_DURABILITY:
        return "crash or power";
    case 'j':
        return "a number up to 256, or 0 for one a processor";
    case 'o':
        return "the name of a folder";
    default:
        return "a whole number";
    }
}

static const struct option options[] = {
    { "output", required_argument, NULL, 'o' },
    { "jobs", required_argument, NULL, 'j' },
    { "format", required_argument, NULL, OPTION_FORMAT },
    { "published", required_argument, NULL, OPTION_PUBLISHED },
    { "lang", required_argument, NULL, OPTION_LANG },
    { "no-text", no_argument, NULL, OPTION_NO_TEXT },
    { "force", no_argument, NULL, OPTION_FORCE },
    { "prune", no_argument, NULL, OPTION_PRUNE },
    { "settle", required_argument, NULL, OPTION_SETTLE },
    { "poll", required_argument, NULL, OPTION_POLL },
    { "max-seconds", required_argument, NULL, OPTION_TIME },
    { "max-memory", required_argument, NULL, OPTION_MEMORY },
    { "durability", required_argument, NULL, OPTION_DURABILITY },
    { "jsonl", no_argument, NULL, OPTION_JSONL },
    COMMON_OPTIONS
};

/* What a filter cannot be asked for besides; NULL when all is well. */
static const char *filter_conflict(const struct extraction *what)
{
    bool only_stdin =
        what->path_count == 0 || (what->path_count == 1 && strcmp(what->paths[0], "-") == 0);
    if (!only_stdin)
        return "--jsonl reads standard input, not files";
    if (what->output)
        return "--jsonl writes to standard output, not to a folder";
    return what->writer && what->format == NGZ_XML ? "--jsonl writes no XML" : NULL;
}

static enum exit_status run_with_engine(const struct extraction *what)
{
    if (what->lang && !data_has_language(what->engine, what->lang))
        return usage_error(what->call, "there are no rules for the language '%s'", what->lang);
    if (what->filter)
        return filter_run(what);
    if (what->call->command == &watch_command)
        return watch_run(what);
    return what->output ? store_run(what) : print_run(what);
}

static enum exit_status extract(struct call *call)
{
    struct extraction what = { .call = call, .threads = 1, .seconds = 60, .megabytes = 4096,
                               .settle = 1 };
    int option;
    while ((option = next_option(call, "o:j:", options)) != -1)
        if (!take_option(&what, option))
            return usage_error(call, "--%s does not take '%s', but %s",
                               option_name(options, option), optarg, what_it_takes(option));
    what.paths = call->argv + optind;
    what.path_count = (size_t)(call->argc - optind);
    const char *conflict = what.filter ? filter_conflict(&what) : NULL;
    if (conflict)
        return usage_error(call, "%s", conflict);
    if (call->command == &watch_command && (what.filter || !what.output))
        return usage_error(call, "watch needs -o");
    if (!what.filter && !what.path_count)
        return usage_error(call, "no files or folders given");
    if (!what.writer)
        read_format(what.filter ? "jsonl" : "xml", &what);
    what.engine = data_engine_for_texts(call);
    if (!what.engine)
        return EXIT_REFUSED;
    enum exit_status status = run_with_engine(&what);
    ngz_engine_close(what.engine);
    return status;
}

const struct command extract_command = {
    .name = "extract",
    .usage = "extract [options] [--] PATH...\n"
             "       newsgaz extract --jsonl [options]",
    .purpose = "read articles and write their records",
    .details =
        "Writes a record for each article: files, and folders with all their files of the\n"
        "endings txt, md, html, htm and xml. '-' is standard input.\n\n"
        "  -o, --output DIR        one file an article, named as the article is; a later run\n"
        "                          reads only what is new or changed (else: standard output)\n"
        "      --format FORMAT     xml (default) or jsonl\n"
        "      --published DATE    date of the articles: 2023-09-26 or 2023-09\n"
        "      --lang LANGUAGE     language of the articles: it, fr or en\n"
        "  -j, --jobs N            processes or threads (default 1; 0: one a processor)\n"
        "      --no-text           leave the text out of JSON records\n"
        "      --force             read all again, changed or not (with -o)\n"
        "      --max-seconds N     what an article may take before it is given up (with -o;\n"
        "      --max-memory MB     defaults 60 and 4096; 0: no limit)\n"
        "      --prune             remove the records of articles that are gone (with -o)\n"
        "      --durability LEVEL  crash (default): a run that is killed loses nothing; power:\n"
        "                          nor does one whose machine loses power, more slowly\n"
        "      --jsonl             filter: one JSON object a line in, with \"id\", \"text\" and\n"
        "                          if known \"published\" and \"lang\"; one record a line out\n",
    .run = extract,
};

const struct command watch_command = {
    .name = "watch",
    .usage = "watch [options] -o RECORDS [--] PATH...",
    .purpose = "keep a folder of records up to date with its articles",
    .details =
        "Runs `extract -o RECORDS` at once, and again whenever something has changed below the\n"
        "paths, until it gets SIGTERM or SIGINT. Takes the options of `extract`, and:\n\n"
        "      --settle N          wait until nothing has changed for N seconds (default 1)\n"
        "      --poll N            look every N seconds instead of waiting for events, as for\n"
        "                          folders on a network\n",
    .run = extract,
};
