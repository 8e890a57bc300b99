/* processes.h - the crew as processes: what crashes, hangs or eats memory in one is the article it
 * was at, and no more. They are forked from the program once all is loaded, so they share the
 * rules and gazetteers. */
#ifndef NEWSGAZ_CLI_PROCESSES_H
#define NEWSGAZ_CLI_PROCESSES_H

#include "cli/workers.h"

/* As workers_run. An article whose process had to be ended is finished as failed, with the reason.
 * `work` runs in the process: of what it does to the job, the outcome, the reason, the error and
 * the hashes come back. */
bool processes_run(const struct crew *crew);

#endif
