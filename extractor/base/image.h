/* image.h - what an arena holds, in a file that later processes map and use as it stands.
 *
 * Nothing in the arena need know how it is written or read. Whoever fills it is asked to do so twice,
 * in two places of memory: words that differ are pointers, and the file has a bit for each of them.
 * They are written as for one address; where that is taken, or the system gives another, they are
 * moved. */
#ifndef NEWSGAZ_BASE_IMAGE_H
#define NEWSGAZ_BASE_IMAGE_H

#include "base/arena.h"
#include "base/buffer.h"

/* Fills an arena, with the same each time, and with no pointer to anything outside of it. Returns
 * the place in it from which all else is reached, or NULL when it must not be kept. */
typedef void *image_fill(void *context, struct arena *arena);

/* Appends the file to `into`. `kind` says what it holds and what made it. False when it was not
 * filled with the same both times, or takes too much room; `into` is then of no use. */
bool image_make(image_fill *fill, void *context, struct str kind, struct buffer *into);

struct image {
    const void *root; /* what was returned when it was filled */
    struct str mapped;
};

/* Maps the file, to be read only. False when it is none of that kind, or damaged. */
bool image_open(const char *path, struct str kind, struct image *ret);
void image_close(struct image *image);

#endif
