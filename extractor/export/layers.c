#include "export/layers.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const struct annotation *left = a, *right = b;
    if (left->at.start != right->at.start)
        return left->at.start < right->at.start ? -1 : 1;
    if (left->at.end != right->at.end)
        return left->at.end > right->at.end ? -1 : 1;
    if (left->layer != right->layer)
        return left->layer > right->layer ? -1 : 1;
    return (left->index > right->index) - (left->index < right->index);
}

static void add(struct annotations *to, struct span at, enum layer layer, size_t index)
{
    if (span_length(at))
        to->items[to->count++] = (struct annotation){ at, layer, index };
}

struct annotations annotations_of(const struct record *record, struct arena *arena)
{
    struct annotations all = { 0 };
    size_t most = record->names.count + record->dates.count + record->casualties.count;
    all.items = arena_array(arena, struct annotation, most + 1);
    for (size_t i = 0; i < record->names.count; i++)
        add(&all, record->names.items[i].at, LAYER_NAME, i);
    for (size_t i = 0; i < record->dates.count; i++)
        add(&all, record->dates.items[i].at, LAYER_DATE, i);
    for (size_t i = 0; i < record->casualties.count; i++)
        add(&all, record->casualties.items[i].at, LAYER_CASUALTY, i);
    qsort(all.items, all.count, sizeof *all.items, compare);
    return all;
}

struct annotations annotations_nested(struct annotations all, bool flat, struct arena *arena,
                                      size_t *ret_dropped)
{
    struct annotations kept = { .items = arena_array(arena, struct annotation, all.count + 1) };
    struct span *open = arena_array(arena, struct span, all.count + 1);
    size_t depth = 0;
    for (size_t i = 0; i < all.count; i++) {
        struct span at = all.items[i].at;
        while (depth && open[depth - 1].end <= at.start)
            depth--;
        if (depth && (flat || !span_contains(open[depth - 1], at)))
            continue;
        open[depth++] = at;
        kept.items[kept.count++] = all.items[i];
    }
    *ret_dropped = all.count - kept.count;
    return kept;
}
