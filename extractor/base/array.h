/* array.h - a growing array in an arena.
 *     struct words { struct word *items; size_t count, capacity; };
 *     *array_push(&words, arena) = (struct word){ … };
 * Growing leaves the old items behind in the arena: it is given back with the article. */
#ifndef NEWSGAZ_BASE_ARRAY_H
#define NEWSGAZ_BASE_ARRAY_H

#include "base/arena.h"

#define ARRAY(type)             \
    struct {                    \
        type *items;            \
        size_t count, capacity; \
    }

#define array_push(array, arena)                                                             \
    ((array)->count == (array)->capacity                                                     \
         ? (array)->items = array_grow((arena), (array)->items, &(array)->capacity,          \
                                       sizeof *(array)->items)                               \
         : (array)->items,                                                                   \
     &(array)->items[(array)->count++])

void *array_grow(struct arena *arena, void *items, size_t *capacity, size_t item_size);

#endif
