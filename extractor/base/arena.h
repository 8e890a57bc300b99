/* arena.h - memory that is given back all at once.
 * One arena holds what lives as long as the engine, one what lives as long as an article.
 * Out of memory ends the program with a message: no stage has to check. */
#ifndef NEWSGAZ_BASE_ARENA_H
#define NEWSGAZ_BASE_ARENA_H

#include "base/str.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes taken of the newest block */
};

/* Zeroed memory, aligned for any type, valid until the arena is reset or freed. */
void *arena_alloc(struct arena *arena, size_t size);

/* The memory at `old`, of `size` bytes, made larger: where it is if nothing has been taken since, else
 * in another place. What is added is zeroed. */
void *arena_grow(struct arena *arena, void *old, size_t size, size_t larger);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, n) ((type *)arena_alloc((arena), sizeof(type) * (n)))

/* Makes the empty arena take from these zeroed bytes, which must outlive it, until they are full. */
void arena_over(struct arena *arena, void *bytes, size_t size);

/* A copy of `text` with a NUL behind it (not counted in its length). */
struct str arena_str(struct arena *arena, struct str text);
/* `a`, `b` and `c` one after the other, with a NUL behind. */
struct str arena_join(struct arena *arena, struct str a, struct str b, struct str c);

struct str arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Forgets all contents but keeps the largest block, so the next article allocates nothing. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

/* malloc, calloc and realloc that never return NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);

#endif
