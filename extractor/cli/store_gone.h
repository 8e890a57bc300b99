/* store_gone.h - articles of earlier runs that are not in their folder any more. */
#ifndef NEWSGAZ_CLI_STORE_GONE_H
#define NEWSGAZ_CLI_STORE_GONE_H

#include "cli/folder.h"
#include "cli/state.h"

/* Marks those that were once in a folder that was walked now, and keeps their records; with
 * `prune` it removes these and forgets them. Where some of a folder could not be seen, nothing is
 * taken to be gone. Counts what is gone, what of it was there at the last run, and what was
 * pruned. False when the state file or the
 * output folder cannot be written. */
bool gone_settle(struct state *state, const struct folder *folder, const char *output, bool prune,
                 size_t *ret_gone, size_t *ret_new, size_t *ret_pruned);

#endif
