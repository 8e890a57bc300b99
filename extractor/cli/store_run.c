/* store_run.c - records of files and folders into a folder. Each record is written under a
 * temporary name and renamed, so that a file of that name is always whole; what was read before
 * and has not changed is left alone. Killed at any moment, the next run ends with the same files.
 *
 * Articles go in batches: the names of a batch are claimed in the state file, then its records
 * are written and renamed, and their rows become lasting with the claims of the next batch. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/extraction.h"
#include "cli/message.h"
#include "cli/processes.h"
#include "cli/progress.h"
#include "cli/state.h"
#include "cli/store_gone.h"

enum { BATCH = 256 };

struct claim {
    const struct folder_entry *entry;
    char known_hash[65]; /* empty: the record must be made whatever the source's hash */
    char record_hash[65];
};

struct store {
    const struct extraction *what;
    long program;          /* process id: a process of a run that was killed writes elsewhere */
    const struct folder *folder;
    struct state *state;
    char recipe[65];
    struct claim batch[BATCH];
    size_t batch_count, batch_next;
    size_t seen, finished; /* entries */
    size_t worked;         /* of these: those whose record, failure or absence is new */
    bool broken;           /* state or output folder cannot be written */
    struct tally tally;
    struct progress progress;
};

/* ---- names in the output folder ---------------------------------------------------------- */

/* Longer than the system takes, so that a path cut off is refused and never another file's. */
struct path {
    char text[PATH_MAX + 2];
};

static struct path output_path(const struct store *store, struct str name)
{
    struct path path;
    snprintf(path.text, sizeof path.text, "%s/%.*s", store->what->output, STR_ARG(name));
    return path;
}

static struct path temporary_path(const struct store *store, size_t place)
{
    struct path path;
    snprintf(path.text, sizeof path.text, "%s/.newsgaz.tmp/%ld.%zu", store->what->output,
             store->program, place);
    return path;
}

static struct path record_name(const struct store *store, const struct folder_entry *entry)
{
    struct path path;
    struct str stem = folder_record_stem(entry);
    snprintf(path.text, sizeof path.text, "%.*s%s", STR_ARG(stem), store->what->writer->ending);
    return path;
}

/* Takes out what runs that were killed have left there. */
static int empty_temporary_folder(struct path folder)
{
    DIR *dir = opendir(folder.text);
    if (!dir)
        return errno;
    struct dirent *entry;
    while ((entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    return 0;
}

static int make_temporary_folder(const struct store *store)
{
    struct path folder = output_path(store, STR(".newsgaz.tmp"));
    int error = folder_make(folder.text);
    return error ? error : empty_temporary_folder(folder);
}

/* A process of a run that was killed may have written after this one began. */
static void remove_temporary_folder(const struct store *store)
{
    struct path folder = output_path(store, STR(".newsgaz.tmp"));
    empty_temporary_folder(folder);
    rmdir(folder.text);
}

static bool fail_store(struct store *store, const char *path, const char *why)
{
    complain_about(str_of(path), "%s", why);
    store->broken = true;
    return false;
}

static bool fail_state(struct store *store)
{
    return fail_store(store, output_path(store, STR(STATE_FILE)).text, state_error(store->state));
}

/* ---- what is new or changed -------------------------------------------------------------- */

/* All that a record depends on besides its source. */
static void compute_recipe(const struct extraction *what, char ret[65])
{
    struct buffer text = { 0 };
    buffer_printf(&text, "%s\n%s\n%s\n%s\n%s\n%s\n%d\n", ngz_version(),
                  ngz_engine_rules_hash(what->engine), ngz_engine_gazetteers_hash(what->engine),
                  what->writer->name, what->published ? what->published : "",
                  what->lang ? what->lang : "", what->no_text);
    sha256_hex(buffer_str(&text), ret);
    buffer_free(&text);
}

static bool record_is_there(const struct store *store, const struct state_row *row)
{
    struct stat about;
    return stat(output_path(store, row->record).text, &about) == 0 && S_ISREG(about.st_mode) &&
           about.st_size == row->record_size;
}

/* True when the record would be made anew from the same bytes in the same way. */
static bool is_same_work(const struct store *store, const struct state_row *row, const char *record)
{
    return !store->what->force && strcmp(row->recipe, store->recipe) == 0 &&
           (row->status == STATE_FAILED ||
            ((row->status == STATE_DONE || row->status == STATE_GONE) &&
             str_is(row->record, record) && record_is_there(store, row)));
}

/* A row of an earlier version does not know the article's folder, and one of an article that had
 * gone has to be told that it is back. */
static bool looks_unchanged(const struct folder_entry *entry, const struct state_row *row)
{
    return strcmp(entry->path, "-") != 0 && row->status != STATE_GONE &&
           str_is(row->root, entry->root) && row->size == (int64_t)entry->size &&
           row->changed[0] == entry->changed[0] && row->changed[1] == entry->changed[1];
}

static void count_unread(struct store *store, const struct folder_entry *entry,
                         const struct state_row *row)
{
    store->finished++;
    if (row->status == STATE_FAILED)
        tally_failed(&store->tally, entry->path, row->why);
    else
        store->tally.unchanged++;
}

/* Claims the article unless nothing is to be done for it. A record that it had under another name
 * goes: a folder in which that name is another article's is left with one record each. */
static bool consider(struct store *store, const struct folder_entry *entry)
{
    struct path record = record_name(store, entry);
    struct state_row row;
    bool found;
    if (!state_find(store->state, entry->name, &found, &row))
        return fail_state(store);
    bool same = found && is_same_work(store, &row, record.text);
    if (same && looks_unchanged(entry, &row)) {
        count_unread(store, entry, &row);
        return true;
    }
    if (found && row.record.len && !str_is(row.record, record.text))
        unlink(output_path(store, row.record).text);
    struct claim *claim = &store->batch[store->batch_count++];
    *claim = (struct claim){ .entry = entry };
    if (same && row.status != STATE_FAILED)
        memcpy(claim->known_hash, row.hash, sizeof row.hash);
    memcpy(claim->record_hash, row.record_hash, found ? sizeof row.record_hash : 0);
    return state_claim(store->state, entry->name, str_of(record.text)) || fail_state(store);
}

/* Rows become lasting after the records that they tell of. */
static bool commit(struct store *store)
{
    int error = store->what->lasting ? file_system_sync(store->what->output) : 0;
    if (error)
        return fail_store(store, store->what->output, strerror(error));
    return state_commit(store->state) || fail_state(store);
}

static bool claim_batch(struct store *store)
{
    store->batch_count = store->batch_next = 0;
    while (store->batch_count < BATCH && store->seen < store->folder->entries.count) {
        const struct folder_entry *entry = &store->folder->entries.items[store->seen++];
        if (!entry->repeated && !consider(store, entry))
            return false;
    }
    return commit(store);
}

/* ---- the crew's part --------------------------------------------------------------------- */

static enum next next(void *context, struct job *job, bool may_wait)
{
    struct store *store = context;
    if (store->what->stop && *store->what->stop)
        return NEXT_END;
    if (store->batch_next == store->batch_count && (!claim_batch(store) || !store->batch_count))
        return NEXT_END;
    const struct claim *claim = &store->batch[store->batch_next++];
    job->entry = claim->entry;
    memcpy(job->known_hash, claim->known_hash, sizeof job->known_hash);
    memcpy(job->record_hash, claim->record_hash, sizeof job->record_hash);
    return NEXT_JOB;
}

static void work(void *context, struct worker *worker, struct job *job)
{
    struct store *store = context;
    job->hash[0] = '\0';
    if (!source_read(worker, job))
        return;
    sha256_hex(buffer_str(&worker->source), job->hash);
    if (strcmp(job->hash, job->known_hash) == 0) {
        job->outcome = OUTCOME_UNCHANGED;
        return;
    }
    source_extract(store->what, worker, job);
    if (job->outcome != OUTCOME_DONE)
        return;
    struct path temporary = temporary_path(store, job->place);
    struct str record = buffer_str(&job->output);
    sha256_hex(record, job->record_hash);
    job->error = store->what->lasting ? file_write_lasting(temporary.text, record)
                                      : file_write(temporary.text, record);
    if (job->error)
        job->outcome = OUTCOME_NOT_WRITTEN;
}

/* Moves a record from its temporary name to its own, making the folders above it. */
static int publish(const char *temporary, struct path path)
{
    if (rename(temporary, path.text) == 0)
        return 0;
    if (errno != ENOENT)
        return errno;
    struct path above = path;
    *strrchr(above.text, '/') = '\0';
    int error = folder_make(above.text);
    return error ? error : rename(temporary, path.text) ? errno : 0;
}

/* Errors of a name that cannot be had in the output folder: no reason to stop for others. */
static bool concerns_name_alone(int error)
{
    return error == ENAMETOOLONG || error == EISDIR || error == ENOTDIR || error == EEXIST ||
           error == ENOTEMPTY;
}

/* Brings a finished record to its place; false when the output folder cannot be written. */
static bool finish_record(struct store *store, struct job *job, struct path path)
{
    int error = job->outcome == OUTCOME_NOT_WRITTEN
                    ? job->error
                    : publish(temporary_path(store, job->place).text, path);
    if (error && !concerns_name_alone(error))
        return fail_store(store, path.text, strerror(error));
    if (error)
        job_fail(job, str_of(strerror(error)));
    return true;
}

static void count(struct store *store, const struct job *job)
{
    if (job->outcome == OUTCOME_FAILED)
        tally_failed(&store->tally, job->entry->path, buffer_str(&job->why));
    else if (job->outcome == OUTCOME_UNCHANGED)
        store->tally.unchanged++;
    else
        store->tally.done++;
}

static bool put_row(struct store *store, const struct job *job, struct path name, struct path path)
{
    const struct folder_entry *entry = job->entry;
    struct stat about;
    struct state_row row = {
        .status = job->outcome == OUTCOME_FAILED ? STATE_FAILED : STATE_DONE,
        .size = (int64_t)entry->size,
        .changed = { entry->changed[0], entry->changed[1] },
        .record_size = stat(path.text, &about) ? -1 : about.st_size,
        .record = str_of(name.text),
        .why = buffer_str(&job->why),
        .root = str_of(entry->root),
    };
    if (job->hash[0]) { /* else it could not be read: the next run tries again */
        memcpy(row.hash, job->hash, sizeof row.hash);
        memcpy(row.recipe, store->recipe, sizeof row.recipe);
        memcpy(row.record_hash, job->record_hash, sizeof row.record_hash);
    }
    return state_put(store->state, entry->name, &row) || fail_state(store);
}

static bool finish(void *context, struct job *job)
{
    struct store *store = context;
    struct path name = record_name(store, job->entry);
    struct path path = output_path(store, str_of(name.text));
    progress_step(&store->progress, ++store->finished);
    if (job->outcome != OUTCOME_FAILED && job->outcome != OUTCOME_UNCHANGED &&
        !finish_record(store, job, path))
        return false;
    store->worked += job->outcome != OUTCOME_UNCHANGED;
    if (job->outcome == OUTCOME_FAILED)
        unlink(path.text);
    count(store, job);
    return put_row(store, job, name, path);
}

/* ---- the run ----------------------------------------------------------------------------- */

static void run_crew(struct store *store)
{
    struct crew crew = {
        .context = store,
        .threads = (size_t)store->what->threads,
        .seconds = store->what->seconds,
        .megabytes = store->what->megabytes,
        .engine = store->what->engine,
        .options = { .no_text = store->what->no_text },
        .next = next,
        .work = work,
        .finish = finish,
    };
    progress_begin(&store->progress, store->folder->entries.count);
    if (!processes_run(&crew) && !store->broken)
        fail_store(store, store->what->output, "no process could be started");
    progress_end(&store->progress);
    if (!store->broken && !gone_settle(store->state, store->folder, store->what->output,
                                       store->what->prune, &store->tally.gone, &store->worked,
                                       &store->tally.pruned))
        fail_state(store);
    commit(store);
    remove_temporary_folder(store);
}

static enum exit_status run_with_state(struct store *store)
{
    int error = make_temporary_folder(store);
    if (error) {
        complain_about(str_of(store->what->output), "%s", strerror(error));
        return EXIT_BROKEN_OFF;
    }
    tally_refusals(&store->tally, store->folder);
    run_crew(store);
    if (!store->what->quiet || store->worked || store->tally.pruned) {
        tally_print_notes(&store->tally);
        tally_print_summary(&store->tally);
    }
    return store->broken ? EXIT_BROKEN_OFF
                         : store->tally.failed.total ? EXIT_SOME_FAILED : EXIT_DONE;
}

static enum exit_status run_on_folder(const struct extraction *what, const struct folder *folder)
{
    struct store store = { .what = what, .program = getpid(), .folder = folder };
    struct path path = output_path(&store, STR(STATE_FILE));
    const char *why;
    compute_recipe(what, store.recipe);
    store.state = state_open(path.text, &why);
    if (!store.state) {
        complain_about(str_of(path.text), "%s", why);
        return EXIT_BROKEN_OFF;
    }
    enum exit_status status = run_with_state(&store);
    state_close(store.state);
    tally_free(&store.tally);
    return status;
}

/* True when the article or folder lies in the output folder: a record could replace a source. */
static bool lies_in_output(const char *path, const char *output)
{
    char *inner = realpath(path, NULL), *outer = realpath(output, NULL);
    size_t len = outer ? strlen(outer) : 0;
    bool inside = inner && outer && strncmp(inner, outer, len) == 0 &&
                  (inner[len] == '/' || inner[len] == '\0');
    free(inner);
    free(outer);
    return inside;
}

static enum exit_status run_on_paths(const struct extraction *what, const struct stat *output)
{
    struct folder folder = { 0 };
    const struct folder_entry *same[2];
    for (size_t i = 0; i < what->path_count; i++)
        folder_add(&folder, what->paths[i], output);
    enum exit_status status = EXIT_REFUSED;
    if (folder_name_records(&folder, same))
        status = run_on_folder(what, &folder);
    else
        complain_about(str_of(same[0]->path),
                       "has the name of another article, %s; give the folder above both",
                       same[1]->path);
    folder_free(&folder);
    return status;
}

enum exit_status store_run(const struct extraction *what)
{
    struct stat about;
    for (size_t i = 0; i < what->path_count; i++)
        if (lies_in_output(what->paths[i], what->output))
            return usage_error(what->call, "'%s' lies in the output folder", what->paths[i]);
    int error = folder_make(what->output);
    if (!error && stat(what->output, &about))
        error = errno;
    if (!error && !S_ISDIR(about.st_mode))
        return usage_error(what->call, "-o names a folder for the records, and '%s' is none",
                           what->output);
    if (error) {
        complain_about(str_of(what->output), "%s", strerror(error));
        return EXIT_BROKEN_OFF;
    }
    return run_on_paths(what, &about);
}
