#include "resolve/resolve.h"

static uint32_t *no_indexes(struct arena *arena, size_t count)
{
    uint32_t *indexes = arena_array(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++)
        indexes[i] = NO_INDEX;
    return indexes;
}

/* Marks are grouped by sentence: where each group begins. */
static uint32_t *group_marks(const struct resolve *resolve, const struct mark *marks, size_t count)
{
    size_t sentences = resolve->text->sentences.count;
    uint32_t *first = arena_array(resolve->arena, uint32_t, sentences + 1);
    uint32_t mark = 0;
    for (uint32_t i = 0; i < sentences; i++) {
        first[i] = mark;
        while (mark < count && marks[mark].sentence == i)
            mark++;
    }
    first[sentences] = mark;
    return first;
}

static void resolve_segments(struct resolve *resolve)
{
    for (size_t i = 0; i < resolve->text->segments.count; i++) {
        const struct segment *segment = &resolve->text->segments.items[i];
        *array_push(&resolve->record->segments, resolve->arena) = (struct record_segment){
            segment->at, segment->zone, language_code(resolve->rules->languages, segment->lang),
        };
    }
}

/* Demonyms served the rules; they are no names of the record. */
void resolve_names(struct resolve *resolve)
{
    struct record *record = resolve->record;
    for (size_t i = 0; i < resolve->names->entities.count; i++)
        *array_push(&record->entities, resolve->arena) = resolve->names->entities.items[i];
    for (size_t i = 0; i < resolve->names->found.count; i++) {
        const struct name_found *found = &resolve->names->found.items[i];
        if (found->demonym)
            continue;
        resolve->name_index[i] = (uint32_t)record->names.count;
        *array_push(&record->names, resolve->arena) = found->mention;
    }
}

void resolve_record(struct resolve *resolve)
{
    resolve->mention = no_indexes(resolve->arena, resolve->marks->items.count);
    resolve->name_index = no_indexes(resolve->arena, resolve->names->found.count);
    const struct marks *marks = resolve->marks;
    resolve->first_mark = group_marks(resolve, marks->items.items, marks->items.count);
    resolve->first_context = group_marks(resolve, marks->context.items, marks->context.count);
    resolve_segments(resolve);
    resolve_names(resolve);
    resolve_dates(resolve);
    resolve_tolls(resolve);
    resolve_numbers(resolve);
}
