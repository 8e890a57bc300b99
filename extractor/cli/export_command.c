/* export_command.c - `newsgaz export`: records from files and folders into the formats of other
 * datasets. Records go through one at a time; what is grouped or sorted lies in a database on
 * disk. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/message.h"
#include "engine.h"
#include "export/divisions.h"
#include "export/incidents.h"
#include "export/exporter.h"
#include "export/records.h"
#include "export/database_put.h"
#include "export/sheet.h"

enum { OPTION_TO = 256, OPTION_POLICY, OPTION_SAFE, OPTION_NO_TEXT };

struct work {
    const struct call *call;
    const struct exporter *exporter;
    struct export_options options;
    struct export export;
    struct putting *putting; /* where there is a database */
    const char *path;        /* of the file that is read */
    size_t files;            /* read so far */
    size_t unreadable;       /* files, records, tables of the data folder */
};

/* ---- records -------------------------------------------------------------------------------- */

static void take_record(void *taker, const struct record *record)
{
    struct work *work = taker;
    struct export *export = &work->export;
    export->records++;
    bool first = !work->putting || put_record(work->putting, record);
    if (export->database && database_has_failed(export->database))
        export_fail(export, work->options.output, database_error(export->database));
    if (!first)
        loss_count(&export->loss, 1,
                   "record of an article that came twice was replaced by the later",
                   "records of articles that came twice were replaced by the later");
    if (work->exporter->record)
        work->exporter->record(export, record);
    out_flush(&export->out);
    arena_reset(&export->arena);
}

static void take_bad(void *taker, const char *why)
{
    struct work *work = taker;
    complain_about(str_of(work->path), "%s", why);
    work->unreadable++;
}

static void take_failed(void *taker)
{
    struct work *work = taker;
    loss_count(&work->export.loss, 1, "article had failed and has no record",
               "articles had failed and have no record");
}

static void take_error(struct work *work, const char *path, int error)
{
    work->path = path;
    take_bad(work, strerror(error));
}

static void take_file(struct work *work, const char *path)
{
    static const struct records_taker taker = { take_record, take_bad, take_failed };
    work->path = path;
    work->files++;
    int error = records_read(path, &taker, work);
    if (error)
        take_error(work, path, error);
}

static bool is_record_file(const FTSENT *entry)
{
    struct str name = str_of(entry->fts_name);
    return entry->fts_level == FTS_ROOTLEVEL ||
           (name.s[0] != '.' && (str_ends(name, STR(".xml")) || str_ends(name, STR(".jsonl"))));
}

static int compare_names(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Hidden files and folders are newsgaz's own; what else lies in a folder of records is no
 * record. */
static void take_folder(struct work *work, const char *path)
{
    char *const roots[] = { (char *)path, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, compare_names);
    FTSENT *entry;
    int error = walk ? 0 : errno;
    size_t before = work->files + work->unreadable;
    while (walk && (entry = file_walk(walk, &error)) && !work->export.why[0]) {
        if (entry->fts_info == FTS_D && entry->fts_level > 0 && entry->fts_name[0] == '.') {
            fts_set(walk, entry, FTS_SKIP);
        } else if (entry->fts_info == FTS_F && is_record_file(entry)) {
            take_file(work, entry->fts_path);
        } else if (entry->fts_errno) {
            take_error(work, entry->fts_path, entry->fts_errno);
        }
    }
    if (error)
        take_error(work, path, error);
    else if (work->files + work->unreadable == before)
        complain_about(str_of(path), "no records in it (files of the endings xml and jsonl)");
    if (walk)
        fts_close(walk);
}

static void take_path(struct work *work, const char *path)
{
    if (strcmp(path, "-") == 0)
        take_file(work, path);
    else
        take_folder(work, path);
}

/* ---- the run -------------------------------------------------------------------------------- */

static bool open_database(struct work *work)
{
    const char *why;
    struct export *export = &work->export;
    bool keep = work->exporter->target == TARGET_DATABASE;
    if (!work->exporter->from_database)
        return true;
    export->database = database_open(keep ? work->options.output : NULL, &why);
    if (export->database)
        work->putting = putting_new(export->database);
    if (!export->database)
        export_fail(export, keep ? work->options.output : "temporary database", why);
    else if (!work->putting)
        export_fail(export, work->options.output, database_error(export->database));
    return work->putting;
}

/* What no record speaks of any more goes. */
static const char forget_entities[] =
    "DELETE FROM divisions WHERE place NOT IN (SELECT entity FROM names WHERE entity IS NOT NULL);"
    "DELETE FROM entities WHERE entity NOT IN"
    " (SELECT entity FROM names WHERE entity IS NOT NULL"
    "  UNION SELECT speaker_entity FROM claims WHERE speaker_entity IS NOT NULL"
    "  UNION SELECT place FROM claims WHERE place IS NOT NULL)";

/* For tables of incidents, each of which asks for its claims. */
static const char claims_by_incident[] =
    "CREATE INDEX IF NOT EXISTS claims_by_incident ON claims (incident)";

/* The export goes on, but is not what it could be. */
static void take_lack(struct work *work, const char *what)
{
    complain("%s", what);
    work->unreadable++;
}

/* Without a gazetteer a place is known by its record alone. */
static bool find_divisions(struct work *work)
{
    struct diag diag = { 0 };
    struct ngz_engine *engine = engine_open(work->call->data_dir, &diag);
    bool good = true;
    if (engine)
        good = divisions_find(work->export.database, engine->index);
    else
        take_lack(work, "no gazetteer: the countries and divisions of places are left out");
    ngz_engine_close(engine);
    diag_free(&diag);
    return good;
}

static void find_incidents(struct work *work)
{
    struct victims victims = { 0 };
    struct database *database = work->export.database;
    const char *folder = engine_data_folder(work->call->data_dir);
    struct arena *arena = &work->export.arena;
    const char *path = arena_printf(arena, "%s/rules/victims.tsv", folder).s;
    int error = victims_read(&victims, path);
    if (error)
        take_lack(work, arena_printf(arena, "%s: %s: civilians are not told from others", path,
                                     strerror(error)).s);
    if (!put_search(work->putting) || !database_do(database, forget_entities) ||
        !find_divisions(work) || !incidents_find(database, work->options.policy, &victims) ||
        !database_do(database, claims_by_incident))
        export_fail(&work->export, work->options.output, database_error(database));
    victims_free(&victims);
}

static void write_sheet(struct work *work)
{
    struct export *export = &work->export;
    if (!sheet_write(export, work->exporter->sheet, &export->out))
        export_fail(export, work->options.output, database_error(export->database));
    sheet_count_losses(export, work->exporter->sheet);
}

static void write_all(struct work *work, char *const *paths)
{
    struct export *export = &work->export;
    if (work->exporter->begin)
        work->exporter->begin(export);
    for (size_t i = 0; paths[i] && !export->why[0]; i++)
        take_path(work, paths[i]);
    if (!export->records && work->unreadable)
        export_fail(export, NULL, "no record could be read, so nothing is written");
    if (export->database && !export->why[0])
        find_incidents(work);
    if (work->exporter->sheet && !export->why[0])
        write_sheet(work);
    if (work->exporter->end && !export->why[0])
        work->exporter->end(export);
    if (export->database && database_has_failed(export->database))
        export_fail(export, work->options.output, database_error(export->database));
}

static void write_stream(struct work *work, char *const *paths)
{
    struct export *export = &work->export;
    int error = out_begin(&export->out, work->options.output);
    if (!error) {
        write_all(work, paths);
        if (export->why[0])
            out_drop(&export->out);
        else
            error = out_end(&export->out);
    }
    if (error)
        export_fail(export, work->options.output, strerror(error));
}

static enum exit_status finish(struct work *work)
{
    struct export *export = &work->export;
    if (work->putting)
        putting_free(work->putting);
    if (export->database)
        database_close(export->database);
    if (!export->why[0])
        loss_print(&export->loss, work->exporter->name);
    else
        complain("%s", export->why);
    enum exit_status status = export->why[0]    ? EXIT_BROKEN_OFF
                              : work->unreadable ? EXIT_SOME_FAILED
                                                 : EXIT_DONE;
    loss_free(&export->loss);
    arena_free(&export->arena);
    return status;
}

static enum exit_status run(struct work *work, char *const *paths)
{
    work->export.options = &work->options;
    if (open_database(work)) {
        if (work->exporter->target == TARGET_STREAM)
            write_stream(work, paths);
        else
            write_all(work, paths);
    }
    return finish(work);
}

/* ---- the command ---------------------------------------------------------------------------- */

static const struct option options[] = {
    { "to", required_argument, NULL, OPTION_TO },
    { "output", required_argument, NULL, 'o' },
    { "policy", required_argument, NULL, OPTION_POLICY },
    { "spreadsheet-safe", no_argument, NULL, OPTION_SAFE },
    { "no-text", no_argument, NULL, OPTION_NO_TEXT },
    COMMON_OPTIONS
};

static bool take_option(struct work *work, int option)
{
    switch (option) {
    case OPTION_TO:
        work->exporter = exporter_named(str_of(optarg));
        return work->exporter;
    case 'o':
        work->options.output = optarg;
        return *optarg != '\0';
    case OPTION_POLICY:
        return policy_named(str_of(optarg), &work->options.policy);
    case OPTION_SAFE:
        work->options.spreadsheet_safe = true;
        return true;
    default:
        work->options.no_text = true;
        return true;
    }
}

static const char *what_it_takes(int option)
{
    switch (option) {
    case OPTION_TO:
        return "csv, sqlite, jsonl, ucdp, acled, idmc, hxl, geojson, lpf, tei, brat or spacy";
    case OPTION_POLICY:
        return "most-recent, lowest, highest, majority or all";
    default:
        return "a name";
    }
}

static enum exit_status export(struct call *call)
{
    struct work work = { .call = call };
    int option;
    while ((option = next_option(call, "o:", options)) != -1)
        if (!take_option(&work, option))
            return usage_error(call, "--%s does not take '%s', but %s",
                               option_name(options, option), optarg, what_it_takes(option));
    if (!work.exporter)
        return usage_error(call, "no format given: --to FORMAT");
    if (optind == call->argc)
        return usage_error(call, "no records given");
    if (!work.options.output && work.exporter->target != TARGET_STREAM)
        return usage_error(call, "--to %s needs -o", work.exporter->name);
    return run(&work, call->argv + optind);
}

const struct command export_command = {
    .name = "export",
    .usage = "export --to FORMAT [options] [--] RECORDS...",
    .purpose = "write records as tables and files of other datasets",
    .details =
        "Reads records, XML or JSON Lines, from files and folders ('-': standard input).\n\n"
        "      --to FORMAT         csv      tables with a data package (-o DIR)\n"
        "                          sqlite   a database with full-text search (-o FILE)\n"
        "                          jsonl    the records, one a line\n"
        "                          ucdp     deaths, in the columns of UCDP GED\n"
        "                          acled    deaths, in the columns of ACLED\n"
        "                          idmc     displacement, in the columns of IDMC's figures\n"
        "                          hxl      incidents with a tag row\n"
        "                          geojson  incidents and places, as GeoJSON\n"
        "                          lpf      places and the names used, as Linked Places\n"
        "                          tei      texts with their mentions, as TEI P5\n"
        "                          brat     text and annotation files (-o DIR)\n"
        "                          spacy    texts with entities and spans, one a line\n"
        "  -o, --output PATH       where to write (else: standard output); an SQLite file and\n"
        "                          CSV tables that are there already are brought up to date\n"
        "      --policy POLICY     which figure stands for an incident: most-recent (default),\n"
        "                          lowest, highest, majority, or all (none is chosen)\n"
        "      --spreadsheet-safe  put ' before text that a spreadsheet would run as a formula\n"
        "      --no-text           leave the text out of JSON records\n\n"
        "What a format cannot hold is counted on standard error.\n",
    .run = export,
};
