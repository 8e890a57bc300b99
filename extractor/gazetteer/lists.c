#include <stdlib.h>

#include "gazetteer/layout.h"
#include "gazetteer/lists.h"

enum { ROWS_OF_LIST = 6, FILTER_BITS = 12, FILTER_BLOCK = 64 };

static uint64_t hash_at(const void *rows, size_t size, size_t at)
{
    uint64_t hash;
    memcpy(&hash, (const char *)rows + at * size, sizeof hash);
    return hash;
}

uint32_t lists_for(size_t rows)
{
    return (uint32_t)(rows / ROWS_OF_LIST + 1);
}

/* ---- order ---- */

/* Puts the rows into the order of their lists, each list in the order of the rows. */
static void spread(const char *rows, size_t size, size_t count, char *into)
{
    uint32_t lists = lists_for(count);
    uint32_t *next = xmalloc((lists + 1) * sizeof *next);
    memset(next, 0, (lists + 1) * sizeof *next);
    for (size_t i = 0; i < count; i++)
        next[layout_list(hash_at(rows, size, i), lists) + 1]++;
    for (uint32_t list = 0; list < lists; list++)
        next[list + 1] += next[list];
    for (size_t i = 0; i < count; i++)
        memcpy(into + size * next[layout_list(hash_at(rows, size, i), lists)]++, rows + size * i,
               size);
    free(next);
}

/* Where row `at` belongs among those before it. All behind that place are of its list: hashes
 * order the lists. */
static size_t place_of(const char *rows, size_t size, size_t at, lists_order *order)
{
    size_t place = at;
    while (place > 0 && order(rows + size * (place - 1), rows + size * at) > 0)
        place--;
    return place;
}

/* A few rows a list: put into order one by one. */
void lists_sort(void *rows, size_t size, size_t count, lists_order *order)
{
    char *all = xmalloc((count + 1) * size), *moved = all + count * size;
    spread(rows, size, count, all);
    for (size_t i = 1; i < count; i++) {
        size_t place = place_of(all, size, i, order);
        if (place == i)
            continue;
        memcpy(moved, all + size * i, size);
        memmove(all + size * (place + 1), all + size * place, (i - place) * size);
        memcpy(all + size * place, moved, size);
    }
    if (count)
        memcpy(rows, all, count * size);
    free(all);
}

/* ---- sections ---- */

static void add_number(struct buffer *into, size_t number)
{
    uint32_t bytes = (uint32_t)number;
    buffer_add(into, (struct str){ (const char *)&bytes, sizeof bytes });
}

void lists_starts(const void *rows, size_t size, size_t count, uint32_t lists,
                  struct buffer *starts)
{
    size_t at = 0;
    for (uint32_t list = 0; list < lists; list++) {
        add_number(starts, at);
        while (at < count && layout_list(hash_at(rows, size, at), lists) == list)
            at++;
    }
    add_number(starts, at);
}

void lists_filter(const void *rows, size_t size, size_t count, struct buffer *filter)
{
    size_t bytes = (count * FILTER_BITS / 8 / FILTER_BLOCK + 1) * FILTER_BLOCK;
    buffer_reserve(filter, bytes);
    memset(filter->bytes, 0, bytes);
    filter->len = bytes;
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = layout_bit(hash_at(rows, size, i), (uint32_t)(bytes * 8));
        filter->bytes[bit / 8] |= (char)(1 << bit % 8);
    }
}
