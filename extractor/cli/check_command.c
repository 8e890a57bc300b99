/* check_command.c - `newsgaz check`: rule files and the examples in them, gazetteer tables, case
 * files and records. What a path is, its files' endings tell. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/cases.h"
#include "cli/check_records.h"
#include "cli/command.h"
#include "cli/data.h"
#include "cli/message.h"
#include "cli/parity_table.h"
#include "examples.h"
#include "gazetteer/index.h"

enum kind { KIND_RULES, KIND_GAZETTEER, KIND_CASES, KIND_RECORDS, KINDS };

struct check {
    const struct call *call;
    const char *schema;
    struct arena arena;
    struct diag diag;
    bool asked[KINDS], unreadable;
    size_t files[KINDS], errors[KINDS], warnings[KINDS];
    size_t examples;
    struct case_counts cases;
    struct ngz_engine *engine; /* opened when the first case file wants it */
    struct ngz_session *session;
    bool refused;              /* rules or gazetteers have mistakes: no case is run */
};

/* ---- kinds --------------------------------------------------------------------------------- */

static void check_rules(struct check *check, const char *path)
{
    check->examples += rules_check(path, check->call->data_dir, &check->diag);
}

static void check_gazetteer(struct check *check, const char *path)
{
    struct buffer compiled = { 0 };
    index_compile(path, &check->diag, &compiled);
    buffer_free(&compiled);
}

static void check_cases(struct check *check, const char *path)
{
    struct case_file file;
    if (!cases_read(path, &check->arena, &check->diag, &file))
        return;
    if (!check->engine && !check->refused) {
        check->engine = data_engine_for_texts(check->call);
        check->session = check->engine ? ngz_session_new(check->engine) : NULL;
        check->refused = !check->engine;
    }
    if (check->session)
        cases_run(&file, check->session, &check->cases);
}

static void check_record(struct check *check, const char *path)
{
    check_record_file(path, check->schema, &check->diag);
}

/* Other XML files are articles. */
static bool is_record(const char *path)
{
    static const char namespace[] = "urn:newsgaz:record:1";
    char start[4096];
    FILE *file = fopen(path, "rbe");
    size_t len = file ? fread(start, 1, sizeof start, file) : 0;
    if (file)
        fclose(file);
    return len && memmem(start, len, namespace, sizeof namespace - 1);
}

/* A kind is known by the ending of its files, or by a file's whole name. Rules and gazetteers are
 * checked as a whole, the others file by file. */
static const struct checker {
    const char *ending, *noun;
    const char *whole; /* the folder's name in a data folder, where it is checked as a whole */
    void (*check)(struct check *check, const char *path);
    bool (*is_one)(const char *path); /* a look into the file, where the ending does not tell */
} checkers[KINDS] = {
    [KIND_RULES] = { ".rules", "rule files", "rules", check_rules },
    [KIND_GAZETTEER] = { "names.tsv", "gazetteer name tables", "gazetteers", check_gazetteer },
    [KIND_CASES] = { ".cases", "case files", NULL, check_cases },
    [KIND_RECORDS] = { ".xml", "record files", NULL, check_record, is_record },
};

static void run_checker(struct check *check, enum kind kind, const char *path)
{
    size_t errors = check->diag.errors, warnings = check->diag.warnings;
    checkers[kind].check(check, path);
    check->errors[kind] += check->diag.errors - errors;
    check->warnings[kind] += check->diag.warnings - warnings;
}

/* ---- paths --------------------------------------------------------------------------------- */

static void sort_file(struct check *check, const char *path, bool *seen)
{
    for (size_t kind = 0; kind < KINDS; kind++) {
        const struct checker *checker = &checkers[kind];
        if (!str_ends(str_of(path), str_of(checker->ending)) ||
            (checker->is_one && !checker->is_one(path)))
            continue;
        seen[kind] = check->asked[kind] = true;
        check->files[kind]++;
        if (!checker->whole)
            run_checker(check, (enum kind)kind, path);
    }
}

static int compare_names(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Sees every file below the path; false when some could not be seen, which it tells. */
static bool sort_files(struct check *check, const char *path, bool *seen)
{
    char *const roots[] = { (char *)path, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, compare_names);
    FTSENT *entry;
    bool all = walk != NULL;
    int error = 0;
    while (walk && (entry = file_walk(walk, &error))) {
        if (entry->fts_info == FTS_F) {
            sort_file(check, entry->fts_path, seen);
        } else if (entry->fts_errno) {
            complain_about(str_of(entry->fts_path), "%s", strerror(entry->fts_errno));
            all = false;
        }
    }
    if (error)
        complain_about(str_of(path), "%s", strerror(error));
    if (walk)
        fts_close(walk);
    return all && !error;
}

/* The rules or gazetteers that the path names: itself, or a folder in it. */
static void check_whole(struct check *check, enum kind kind, const char *path)
{
    const char *inside = arena_printf(&check->arena, "%s/%s", path, checkers[kind].whole).s;
    run_checker(check, kind, file_exists(inside) ? inside : path);
}

static void check_path(struct check *check, const char *path)
{
    bool seen[KINDS] = { false }, any = false, all = sort_files(check, path, seen);
    for (size_t kind = 0; kind < KINDS; kind++) {
        any |= seen[kind];
        if (seen[kind] && checkers[kind].whole)
            check_whole(check, (enum kind)kind, path);
    }
    if (all && !any)
        complain_about(str_of(path), "holds no rules, gazetteer, cases or records to check");
    check->unreadable |= !all || !any;
}

/* ---- the command --------------------------------------------------------------------------- */

static void print_summaries(const struct check *check)
{
    for (size_t kind = 0; kind < KINDS; kind++) {
        if (!check->asked[kind])
            continue;
        printf("%s: %zu, errors %zu, warnings %zu", checkers[kind].noun, check->files[kind],
               check->errors[kind], check->warnings[kind]);
        if (kind == KIND_RULES)
            printf("; examples %zu", check->examples);
        if (kind == KIND_CASES)
            printf("; cases passed %zu, failed %zu, known to fail %zu", check->cases.passed,
                   check->cases.failed, check->cases.known);
        putchar('\n');
    }
}

static enum exit_status verdict(const struct check *check)
{
    size_t of_data = check->errors[KIND_RULES] + check->errors[KIND_GAZETTEER];
    if (check->unreadable || check->refused || of_data)
        return EXIT_REFUSED;
    return check->diag.errors || check->cases.failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

static const char *in_data_folder(struct check *check, const char *name)
{
    return arena_printf(&check->arena, "%s/%s", engine_data_folder(check->call->data_dir), name).s;
}

/* Beside the rules where they are installed; in a source tree, with the writers. */
static const char *schema(struct check *check)
{
    const char *installed = in_data_folder(check, "newsgaz.rng");
    return file_exists(installed) ? installed
                                  : in_data_folder(check, "extractor/write/newsgaz.rng");
}

static enum exit_status run_check(struct check *check, const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_path(check, paths[i]);
    diag_print(&check->diag, stderr);
    print_summaries(check);
    if (check->engine) {
        ngz_session_free(check->session);
        ngz_engine_close(check->engine);
    }
    enum exit_status status = verdict(check);
    diag_free(&check->diag);
    arena_free(&check->arena);
    return status;
}

static enum exit_status check_parity(const struct call *call, const char *kind)
{
    if (call->argc - optind > 1)
        return usage_error(call, "--parity takes one folder of rules");
    return parity_table(call, kind, call->argv[optind]);
}

static enum exit_status check(struct call *call)
{
    static const struct option options[] = { { "schema", required_argument, NULL, 's' },
                                             { "parity", optional_argument, NULL, 'p' },
                                             COMMON_OPTIONS };
    struct check check = { .call = call };
    const char *parity = NULL;
    int option;
    while ((option = next_option(call, "", options)) != -1)
        *(option == 's' ? &check.schema : &parity) = optarg ? optarg : "date";
    if (parity)
        return check_parity(call, parity);
    if (!check.schema)
        check.schema = schema(&check);
    const char *used[] = { in_data_folder(&check, "rules"), in_data_folder(&check, "gazetteers") };
    return optind < call->argc ? run_check(&check, (const char *const *)call->argv + optind,
                                           (size_t)(call->argc - optind))
                               : run_check(&check, used, 2);
}

const struct command check_command = {
    .name = "check",
    .usage = "check [options] [--] [PATH...]",
    .purpose = "check rules, gazetteers, cases and records",
    .details =
        "Checks what each path holds: rule files (*.rules) with the examples in them, a\n"
        "gazetteer's folder (with its names.tsv), case files (*.cases) and records (*.xml).\n"
        "Without a path, the rules and gazetteers that the program uses.\n\n"
        "      --schema FILE       RelaxNG schema for records (default: the installed one)\n"
        "      --parity[=KIND]     instead, a table of the rules of that kind (date; or all): in\n"
        "                          which line of each language's file the rule of that name\n"
        "                          stands, or why it has none; PATH is a folder of rules\n\n"
        "Exit status: 1 when a case or record is wrong or a rule lacks its twin, 2 when a rule or\n"
        "gazetteer is wrong.\n",
    .run = check,
};
