/* print_run.c - records of files and folders to standard output. */
#include <stdio.h>
#include <sys/stat.h>

#include "cli/extraction.h"
#include "cli/message.h"
#include "cli/progress.h"

struct print {
    const struct extraction *what;
    const struct folder *folder;
    size_t next, finished;
    struct tally tally;
    struct progress progress;
};

static enum next next(void *context, struct job *job, bool may_wait)
{
    struct print *print = context;
    if (print->next == print->folder->entries.count)
        return NEXT_END;
    job->entry = &print->folder->entries.items[print->next++];
    return NEXT_JOB;
}

static void work(void *context, struct worker *worker, struct job *job)
{
    struct print *print = context;
    if (source_read(worker, job))
        source_extract(print->what, worker, job);
}

static bool finish(void *context, struct job *job)
{
    struct print *print = context;
    progress_step(&print->progress, ++print->finished);
    if (job->outcome == OUTCOME_FAILED) {
        tally_failed(&print->tally, job->entry->path, buffer_str(&job->why));
        return true;
    }
    print->tally.done++;
    return fwrite(job->output.bytes, 1, job->output.len, stdout) == job->output.len;
}

/* A single article is printed as it is, several inside the writer's head and tail. */
static bool prints_several(const struct extraction *what)
{
    struct stat about;
    return what->path_count > 1 ||
           (stat(what->paths[0], &about) == 0 && S_ISDIR(about.st_mode));
}

static bool print_all(struct print *print, bool several)
{
    const struct extraction *what = print->what;
    struct crew crew = {
        .context = print,
        .threads = (size_t)what->threads,
        .engine = what->engine,
        .options = { .no_text = what->no_text, .nested = several },
        .next = next,
        .work = work,
        .finish = finish,
    };
    fputs(several ? what->writer->head : "", stdout);
    progress_begin(&print->progress, print->folder->entries.count);
    bool written = workers_run(&crew);
    progress_end(&print->progress);
    fputs(several ? what->writer->tail : "", stdout);
    return written && fflush(stdout) == 0;
}

static enum exit_status report(const struct tally *tally)
{
    tally_print_notes(tally);
    if (tally->failed.total || tally->skipped.total)
        tally_print_summary(tally);
    return tally->failed.total ? EXIT_SOME_FAILED : EXIT_DONE;
}

enum exit_status print_run(const struct extraction *what)
{
    struct folder folder = { 0 };
    for (size_t i = 0; i < what->path_count; i++)
        folder_add(&folder, what->paths[i], NULL);
    struct print print = { .what = what, .folder = &folder };
    tally_refusals(&print.tally, &folder);
    enum exit_status status = EXIT_BROKEN_OFF;
    if (print_all(&print, prints_several(what)))
        status = report(&print.tally);
    else
        complain("cannot write standard output");
    tally_free(&print.tally);
    folder_free(&folder);
    return status;
}
