/* cache.h - compiled files, kept from one process to the next in the user's cache folder. */
#ifndef NEWSGAZ_CACHE_H
#define NEWSGAZ_CACHE_H

#include "base/arena.h"

/* Where the file of this kind ("rules") is kept, or would be, of sources in this state. */
struct str cache_path(struct arena *arena, const char *kind, const char state[65]);

/* Puts a file there; two processes that do so at once are in nobody's way. Files that no process has
 * used for a month are removed. Returns 0 or an errno value. */
int cache_put(const char *path, struct str contents);

#endif
