#include "base/array.h"

void *array_grow(struct arena *arena, void *items, size_t *capacity, size_t item_size)
{
    size_t count = *capacity;
    *capacity = count ? count * 2 : 8;
    void *larger = arena_alloc(arena, *capacity * item_size);
    return count ? memcpy(larger, items, count * item_size) : larger;
}
