/* coverage_run.h - the articles of `newsgaz coverage`, from files, folders and lines of JSON, each
 * analysed in some thread and counted in order. */
#ifndef NEWSGAZ_CLI_COVERAGE_RUN_H
#define NEWSGAZ_CLI_COVERAGE_RUN_H

#include "cli/command.h"
#include "cli/tally.h"
#include "coverage/tally.h"

struct coverage_run {
    const struct ngz_engine *engine;
    char **paths;
    size_t path_count;
    long threads;
    struct tally_of_names names; /* filled by the run, released by the caller */
    struct tally articles;       /* the same: what failed or was skipped */
};

/* False when the input broke off; it has been told why. */
bool coverage_run(struct coverage_run *run);

#endif
