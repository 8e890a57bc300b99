/* articles.h - articles for a report: from files, folders and lines of JSON, each analysed in some
 * thread and taken over in order. */
#ifndef NEWSGAZ_CLI_ARTICLES_H
#define NEWSGAZ_CLI_ARTICLES_H

#include "cli/command.h"
#include "cli/tally.h"
#include "coverage/sightings.h"

struct articles {
    const struct ngz_engine *engine;
    char **paths;
    size_t path_count;
    long threads;
    void *context;

    /* In any thread: what the report needs of the article, not NULL. */
    void *(*look)(void *context, const struct analysis *analysis, struct provenance provenance);
    /* In the order of the articles; takes over what `look` made. */
    void (*take)(void *context, void *product);

    struct tally tally; /* what failed or was skipped: see articles_report */
};

/* Tells what failed or was skipped, and releases the tally. */
enum exit_status articles_report(struct tally *tally);

/* False when none of the paths is there: each has been told of, and there is nothing to report. */
bool articles_are_there(const struct articles *run);

/* False when the input broke off; it has been told why. */
bool articles_run(struct articles *run);

#endif
