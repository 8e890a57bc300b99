/* cache.h - compiled files, kept from one process to the next in the user's cache folder. */
#ifndef NEWSGAZ_CACHE_H
#define NEWSGAZ_CACHE_H

#include "base/arena.h"

/* Where the file of this kind ("rules") is kept, or would be, of the sources in a folder while they
 * are in this state. */
struct str cache_path(struct arena *arena, const char *kind, const char *sources,
                      const char state[65]);

/* Puts a file there; processes that do so at once are in nobody's way. Of the states that a folder
 * has been in the last few are kept, and nothing that has not been used for a month. Returns 0 or an
 * errno value. */
int cache_put(const char *path, struct str contents);

#endif
