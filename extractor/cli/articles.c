#include "cli/articles.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/extraction.h"
#include "cli/limits.h"
#include "cli/lines.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/request.h"

/* Folders and files come one entry after the other. An entry that holds lines (standard input, and
 * files named *.jsonl) stays open until its lines have been taken. */
struct feed {
    struct articles *run;
    struct folder folder;
    size_t next;                       /* entry */
    const struct folder_entry *opened; /* whose lines are being read, or NULL */
    struct lines lines;
    size_t line;
    bool broken;
    size_t finished;
    struct progress progress;
};

/* ---- taking jobs ----------------------------------------------------------------------------- */

static bool is_stdin(const struct folder_entry *entry)
{
    return strcmp(entry->path, "-") == 0;
}

static bool holds_lines(const struct folder_entry *entry)
{
    return is_stdin(entry) || folder_holds_lines(entry->path);
}

static struct str shown(struct arena *arena, struct str name)
{
    struct buffer buffer = { 0 };
    shown_add(&buffer, name);
    struct str copy = arena_str(arena, buffer_str(&buffer));
    buffer_free(&buffer);
    return copy;
}

static struct str entry_name(const struct folder_entry *entry)
{
    return is_stdin(entry) ? STR("stdin") : str_of(entry->path);
}

static void open_lines(struct feed *feed, const struct folder_entry *entry)
{
    feed->lines.fd = is_stdin(entry) ? STDIN_FILENO : open(entry->path, O_RDONLY | O_CLOEXEC);
    feed->lines.ended = feed->lines.fd < 0;
    if (feed->lines.fd < 0)
        tally_failed(&feed->run->tally, entry->path, str_of(strerror(errno)));
    feed->line = 0;
    feed->opened = entry;
}

static void close_lines(struct feed *feed)
{
    if (feed->lines.fd > STDIN_FILENO)
        close(feed->lines.fd);
    buffer_free(&feed->lines.bytes);
    feed->lines = (struct lines){ 0 };
    feed->opened = NULL;
}

static bool is_blank(struct str line)
{
    return str_trim(line).len == 0;
}

/* NEXT_END here means the end of these lines. */
static enum next next_line(struct feed *feed, struct job *job, bool may_wait)
{
    struct str line;
    enum line found;
    do {
        found = lines_next(&feed->lines, may_wait, &line);
        feed->line += found == LINE_READ || found == LINE_TOO_LONG;
    } while (found == LINE_READ && is_blank(line));
    if (found == LINE_NOT_YET)
        return NEXT_NOT_YET;
    if (found == LINE_ERROR) {
        complain_about(entry_name(feed->opened), "%s", strerror(errno));
        feed->broken = true;
    }
    if (found == LINE_ERROR || found == LINE_END)
        return NEXT_END;
    job->entry = feed->opened;
    job->line = feed->line;
    job->outcome = found == LINE_TOO_LONG ? OUTCOME_FAILED : OUTCOME_DONE;
    buffer_add(&job->input, line);
    return NEXT_JOB;
}

static enum next next(void *context, struct job *job, bool may_wait)
{
    struct feed *feed = context;
    job->product = NULL;
    job->line = 0;
    for (;;) {
        enum next found = feed->opened ? next_line(feed, job, may_wait) : NEXT_END;
        if (found != NEXT_END)
            return found;
        if (feed->opened)
            close_lines(feed);
        if (feed->next == feed->folder.entries.count || feed->broken)
            return NEXT_END;
        job->entry = &feed->folder.entries.items[feed->next++];
        if (!holds_lines(job->entry))
            return NEXT_JOB;
        open_lines(feed, job->entry);
    }
}

/* ---- where an article comes from ------------------------------------------------------------- */

/* Of "PATH/outlet/2023/a.txt" the first folder below PATH, else the last part of PATH. */
static struct str folder_of(const struct folder_entry *entry)
{
    struct str name = str_of(entry->name), path = str_of(entry->path);
    const char *slash = memchr(name.s, '/', name.len);
    if (slash)
        return str_slice(name, 0, (size_t)(slash - name.s));
    path.len = (size_t)(entry->name - entry->path);
    while (path.len && path.s[path.len - 1] == '/')
        path.len--;
    size_t start = path.len;
    while (start && path.s[start - 1] != '/')
        start--;
    struct str last = str_slice(path, start, path.len);
    return str_is(last, ".") || str_is(last, "..") ? STR("") : last;
}

static struct str given_source(const json_t *line)
{
    const json_t *source = json_object_get(line, "source");
    const char *given = json_is_object(source) ? request_member(source, "publisher")
                                               : request_member(line, "source");
    return str_of(given);
}

/* ---- the work -------------------------------------------------------------------------------- */

static void analyse(struct feed *feed, struct worker *worker, struct job *job,
                    const struct ngz_input *input, struct provenance provenance)
{
    const char *why = session_analyse(worker->session, input);
    if (why)
        job_fail(job, str_of(why));
    else
        job->product = feed->run->look(feed->run->context, session_analysis(worker->session),
                                       provenance);
    complain_of_limits(worker->session, provenance.file);
}

static void work_on_file(struct feed *feed, struct worker *worker, struct job *job)
{
    struct arena arena = { 0 };
    if (source_read(worker, job)) {
        struct ngz_input input = { .name = job->entry->name, .bytes = worker->source.bytes,
                                   .len = worker->source.len };
        struct provenance provenance = { .file = shown(&arena, entry_name(job->entry)),
                                         .folder = shown(&arena, folder_of(job->entry)) };
        analyse(feed, worker, job, &input, provenance);
    }
    arena_free(&arena);
}

static struct str line_name(const struct job *job, struct arena *arena)
{
    return arena_printf(arena, "%.*s line %zu", STR_ARG(entry_name(job->entry)), job->line);
}

static void work_on_line(struct feed *feed, struct worker *worker, struct job *job)
{
    struct arena arena = { 0 };
    json_error_t error;
    struct request request =
        request_parse(feed->run->engine, buffer_str(&job->input), NULL, NULL, &error);
    const char *id = request_member(request.json, "id"), *url = request_member(request.json, "url");
    struct provenance provenance = {
        .file = id ? shown(&arena, str_of(id)) : line_name(job, &arena),
        .source = given_source(request.json),
        .url = str_of(url),
    };
    if (request.warning)
        complain_about(provenance.file, "%s", request.warning);
    request.input.id = id ? id : "line";
    if (request.error)
        job_fail(job, str_of(request.error));
    else
        analyse(feed, worker, job, &request.input, provenance);
    json_decref(request.json);
    arena_free(&arena);
}

static void work(void *context, struct worker *worker, struct job *job)
{
    struct feed *feed = context;
    if (job->line && job->outcome == OUTCOME_FAILED)
        job_fail(job, STR("the line is too long"));
    else if (job->line)
        work_on_line(feed, worker, job);
    else
        work_on_file(feed, worker, job);
}

static bool finish(void *context, struct job *job)
{
    struct feed *feed = context;
    progress_step(&feed->progress, ++feed->finished);
    if (job->product) {
        feed->run->take(feed->run->context, job->product);
        feed->run->tally.done++;
        return true;
    }
    struct arena arena = { 0 };
    const char *path = job->line ? line_name(job, &arena).s : job->entry->path;
    tally_failed(&feed->run->tally, path, buffer_str(&job->why));
    arena_free(&arena);
    return true;
}

enum exit_status articles_report(struct tally *tally)
{
    bool failed = tally->failed.total > 0;
    tally_print_notes(tally);
    if (failed || tally->skipped.total)
        tally_print_summary(tally);
    tally_free(tally);
    return failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

bool articles_are_there(const struct articles *run)
{
    struct stat about;
    for (size_t i = 0; i < run->path_count; i++)
        if (strcmp(run->paths[i], "-") == 0 || stat(run->paths[i], &about) == 0)
            return true;
    for (size_t i = 0; i < run->path_count; i++)
        if (stat(run->paths[i], &about))
            complain_about(str_of(run->paths[i]), "%s", strerror(errno));
    return false;
}

bool articles_run(struct articles *run)
{
    struct feed feed = { .run = run, .folder.takes_lines = true };
    struct crew crew = {
        .context = &feed, .threads = (size_t)run->threads, .engine = run->engine,
        .next = next, .work = work, .finish = finish,
    };
    for (size_t i = 0; i < run->path_count; i++)
        folder_add(&feed.folder, run->paths[i], NULL);
    tally_refusals(&run->tally, &feed.folder);
    progress_begin(&feed.progress, feed.folder.entries.count);
    workers_run(&crew);
    progress_end(&feed.progress);
    folder_free(&feed.folder);
    return !feed.broken;
}
