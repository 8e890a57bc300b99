#include "base/array.h"

void *array_grow(struct arena *arena, void *items, size_t *capacity, size_t item_size)
{
    size_t count = *capacity;
    *capacity = count ? count * 2 : 8;
    return arena_grow(arena, items, count * item_size, *capacity * item_size);
}
