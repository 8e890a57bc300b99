/* extraction.h - what `newsgaz extract` was asked to do, and the three ways of doing it. */
#ifndef NEWSGAZ_CLI_EXTRACTION_H
#define NEWSGAZ_CLI_EXTRACTION_H

#include <signal.h>

#include "cli/command.h"
#include "cli/folder.h"
#include "cli/tally.h"
#include "cli/workers.h"
#include "write/writer.h"

struct extraction {
    const struct call *call;
    struct ngz_engine *engine;
    const char *output;            /* folder for the records; NULL: standard output */
    const struct writer *writer;
    enum ngz_format format;
    const char *published, *lang;
    long threads, seconds, megabytes;
    bool no_text, force, filter, prune;
    bool lasting;                  /* what is written survives a loss of power */
    long settle, poll;             /* seconds, of a watch; poll 0: events tell when to look */
    bool quiet;                    /* tells of runs in which something was done, no others */
    const volatile sig_atomic_t *stop; /* set: the run is to end soon; NULL: never */
    char **paths;
    size_t path_count;
};

/* From lines of JSON on standard input to lines on standard output. */
enum exit_status filter_run(const struct extraction *what);

/* From files and folders to standard output. */
enum exit_status print_run(const struct extraction *what);

/* From files and folders into a folder, what has not changed since the last run left alone. */
enum exit_status store_run(const struct extraction *what);

/* The same again and again, whenever something has changed; ends on SIGTERM or SIGINT. */
enum exit_status watch_run(const struct extraction *what);

/* Appends what the file holds, or with "-" standard input; NULL, or why not. */
const char *source_take(const char *path, struct buffer *into);

/* Reads the job's article into the worker; false when that fails: the job tells why. */
bool source_read(struct worker *worker, struct job *job);

/* Makes the record of what source_read has read. */
void source_extract(const struct extraction *what, struct worker *worker, struct job *job);

/* Ends the job as failed. */
void job_fail(struct job *job, struct str why);

/* A record as it goes out: it ends in a line feed. */
void job_put_record(struct job *job, struct str record);

/* A number of threads; 0 stands for as many as there are processors. False when it is none. */
bool read_threads(const char *text, long *ret);

/* True for "2023-09-26" and "2023-09", days that the calendar has. */
bool is_published_date(struct str date);
#define PUBLISHED_FORMS "a day such as 2023-09-26 or a month such as 2023-09"

#endif
