/* workers.h - articles through several threads, finished in the order they came in.
 * One loop, in the thread that calls: it takes the next job, hands it to a worker, and finishes
 * the oldest. Jobs wait in a ring of fixed length, so memory is bounded; with one thread the loop
 * does the work itself. What comes out does not depend on the number of threads. */
#ifndef NEWSGAZ_CLI_WORKERS_H
#define NEWSGAZ_CLI_WORKERS_H

#include "base/buffer.h"
#include "newsgaz.h"

struct folder_entry;

enum outcome { OUTCOME_DONE, OUTCOME_UNCHANGED, OUTCOME_FAILED, OUTCOME_NOT_WRITTEN };

/* One article on its way. The place in the ring keeps its buffers from job to job. */
struct job {
    const struct folder_entry *entry; /* of an article in a file */
    struct buffer input;              /* the line, where articles come as lines */
    struct buffer output;             /* the record */
    struct buffer why;                /* of OUTCOME_FAILED */
    size_t line;                      /* its number there, from 1 */
    void *product;                    /* what `finish` takes over from `work`, where no bytes */
    enum outcome outcome;
    int error;                        /* of OUTCOME_NOT_WRITTEN: errno */
    char known_hash[65], hash[65];    /* of the source: at the last run, now */
    char record_hash[65];             /* at the last run, and when the record is made anew */
    size_t place;                     /* in the ring */
    bool ready;                       /* guarded by the crew's lock */
};

/* What belongs to one thread. */
struct worker {
    struct ngz_session *session;
    struct buffer source; /* bytes of the file at work */
};

enum next { NEXT_JOB, NEXT_NOT_YET, NEXT_END };

struct crew {
    void *context;
    size_t threads;               /* or processes */
    long seconds, megabytes;      /* of processes: what an article may take; 0: no limit */
    const struct ngz_engine *engine;
    struct ngz_options options;

    /* Fills the next job. Where it would have to wait for input and `may_wait` is false it
     * returns NEXT_NOT_YET: it is called again when all jobs before it are finished. */
    enum next (*next)(void *context, struct job *job, bool may_wait);
    /* In any thread. */
    void (*work)(void *context, struct worker *worker, struct job *job);
    /* In order. False ends the run: no further job is taken or finished. */
    bool (*finish)(void *context, struct job *job);
};

/* True when all jobs were finished. */
bool workers_run(const struct crew *crew);

/* ---- for all kinds of crew ------------------------------------------------------------- */

struct worker worker_new(const struct crew *crew);
void worker_work(const struct crew *crew, struct worker *worker, struct job *job);

/* Gives back what a large article made grow; frees all. */
void job_empty(struct job *job);
void job_free(struct job *job);

#endif
