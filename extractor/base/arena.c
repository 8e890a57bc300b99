#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

enum { FIRST_BLOCK = 64 * 1024, ALIGNMENT = 16 };

struct arena_block {
    struct arena_block *older;
    size_t size;
    bool lent; /* not the arena's own */
    char bytes[] __attribute__((aligned(ALIGNMENT)));
};

static void out_of_memory(void)
{
    fputs("newsgaz: out of memory\n", stderr);
    abort();
}

void *xmalloc(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xcalloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xrealloc(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

static void add_block(struct arena *arena, size_t at_least)
{
    bool own = arena->blocks && !arena->blocks->lent;
    size_t size = own ? arena->blocks->size * 2 : FIRST_BLOCK;
    while (size < at_least)
        size *= 2;
    struct arena_block *block = xmalloc(sizeof *block + size);
    *block = (struct arena_block){ .older = arena->blocks, .size = size };
    arena->blocks = block;
    arena->used = 0;
}

void arena_over(struct arena *arena, void *bytes, size_t size)
{
    struct arena_block *block = bytes;
    *block = (struct arena_block){ .size = size - sizeof *block, .lent = true };
    *arena = (struct arena){ .blocks = block };
}

static size_t rounded(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Memory not zeroed, for callers that fill it. */
static void *take(struct arena *arena, size_t size)
{
    size = rounded(size);
    if (!arena->blocks || arena->blocks->size - arena->used < size)
        add_block(arena, size);
    void *memory = arena->blocks->bytes + arena->used;
    arena->used += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_grow(struct arena *arena, void *old, size_t size, size_t larger)
{
    struct arena_block *block = arena->blocks;
    bool is_last = block && size && (char *)old + rounded(size) == block->bytes + arena->used;
    if (is_last && rounded(larger) - rounded(size) <= block->size - arena->used) {
        arena->used += rounded(larger) - rounded(size);
        return memset((char *)old + size, 0, larger - size), old;
    }
    char *memory = take(arena, larger);
    if (size)
        memcpy(memory, old, size);
    memset(memory + size, 0, larger - size);
    return memory;
}

struct str arena_str(struct arena *arena, struct str text)
{
    char *copy = take(arena, text.len + 1);
    if (text.len)
        memcpy(copy, text.s, text.len);
    copy[text.len] = '\0';
    return (struct str){ copy, text.len };
}

struct str arena_join(struct arena *arena, struct str a, struct str b, struct str c)
{
    struct str parts[] = { a, b, c };
    char *all = take(arena, a.len + b.len + c.len + 1), *end = all;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len)
            memcpy(end, parts[i].s, parts[i].len);
        end += parts[i].len;
    }
    *end = '\0';
    return (struct str){ all, (size_t)(end - all) };
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    enum { MOSTLY_ENOUGH = 128 };
    char short_text[MOSTLY_ENOUGH];
    va_list arguments;
    va_start(arguments, format);
    size_t len = (size_t)vsnprintf(short_text, sizeof short_text, format, arguments);
    va_end(arguments);
    if (len < sizeof short_text)
        return arena_str(arena, (struct str){ short_text, len });
    char *text = take(arena, len + 1);
    va_start(arguments, format);
    vsnprintf(text, len + 1, format, arguments);
    va_end(arguments);
    return (struct str){ text, len };
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *older = block->older;
        if (!block->lent)
            free(block);
        block = older;
    }
}

void arena_reset(struct arena *arena)
{
    if (!arena->blocks)
        return;
    free_blocks(arena->blocks->older); /* the newest block is the largest */
    arena->blocks->older = NULL;
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    free_blocks(arena->blocks);
    *arena = (struct arena){ 0 };
}
