#include <stdlib.h>

#include "coverage/report.h"

struct unseen {
    struct report *report;
    const struct fold *fold;
    struct buffer scratch;
    struct keys seen;          /* pairs of an entity and a slug */
    struct reported **entries; /* of each entity of the index; NULL: not shown */
    bool *was_seen;            /* the same */
};

static uint64_t slug_key(struct unseen *unseen, struct str id, struct str spelling)
{
    unseen->scratch.len = 0;
    slug_add(unseen->fold, spelling, &unseen->scratch);
    return key_pair(key_of(id), key_of(buffer_str(&unseen->scratch)));
}

/* All forms of all entities, shown or not. */
static void note_seen(struct unseen *unseen)
{
    const struct tally_of_names *tally = unseen->report->tally;
    bool old;
    for (size_t i = 0; i < tally->subjects.count; i++) {
        const struct subject *subject = &tally->subjects.items[i];
        for (size_t v = 0; subject->listed && v < subject->variants.count; v++) {
            struct str form = tally->variants.items[subject->variants.items[v]].surface;
            keys_put(&unseen->seen, slug_key(unseen, subject->id, form), 0, &old);
        }
    }
}

static void note_entities(struct unseen *unseen)
{
    struct report *report = unseen->report;
    struct keys shown = { 0 };
    struct arena scratch = { 0 };
    bool old;
    for (size_t i = 0; i < report->entries.items.count; i++)
        keys_put(&shown, key_of(report->entries.items.items[i].subject->id), (uint32_t)i, &old);
    for (size_t i = 0; i < listing_entities(report->index); i++) {
        uint64_t id = key_of(listing_entity(report->index, (uint32_t)i, &scratch).id);
        uint32_t entry = keys_get(&shown, id);
        unseen->was_seen[i] =
            keys_get(&report->tally->subject_keys, key_pair(id, true)) != UINT32_MAX;
        if (entry != UINT32_MAX)
            unseen->entries[i] = &report->entries.items.items[entry];
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    keys_free(&shown);
}

static struct unseen_name unseen_of(struct str id, const struct listed_name *name)
{
    return (struct unseen_name){ id, name->spelling, name->kind, name->lang, name->needs_context };
}

/* The same spelling in another language adds that language. */
static void add_unseen(struct unseen *unseen, struct reported *entry,
                       const struct listed_name *name)
{
    struct arena *arena = &unseen->report->arena;
    for (size_t i = 0; i < entry->unseen.count; i++) {
        struct unseen_name *known = &entry->unseen.items[i];
        if (str_equal(known->spelling, name->spelling)) {
            known->langs = arena_printf(arena, "%.*s %.*s", STR_ARG(known->langs),
                                        STR_ARG(name->lang));
            return;
        }
    }
    *array_push(&entry->unseen, arena) = unseen_of(entry->subject->id, name);
}

static bool is_asked_for(const struct report *report, struct listed_entity entity)
{
    struct str wanted = report->options.type;
    bool of_type = !wanted.len ||
                   str_equal(wanted, unlisted_type_name((enum unlisted_type)entity.type));
    return of_type && (!report->options.entry.len || str_equal(report->options.entry, entity.id));
}

static void add_never(struct unseen *unseen, const struct listed_name *name)
{
    struct report *report = unseen->report;
    struct listed_entity entity = listing_entity(report->index, name->entity, &report->arena);
    if (is_asked_for(report, entity))
        *array_push(&report->never, &report->arena) = unseen_of(entity.id, name);
}

static void look_at(struct unseen *unseen, const struct listed_name *name)
{
    struct reported *entry = unseen->entries[name->entity];
    if (!unseen->was_seen[name->entity] && unseen->report->options.all_unseen)
        add_never(unseen, name);
    if (entry && keys_get(&unseen->seen, slug_key(unseen, entry->subject->id, name->spelling)) ==
                     UINT32_MAX)
        add_unseen(unseen, entry, name);
}

static int by_id(const void *a, const void *b)
{
    const struct unseen_name *left = a, *right = b;
    int order = str_compare(left->id, right->id);
    order = order ? order : str_compare(left->spelling, right->spelling);
    return order ? order : str_compare(left->langs, right->langs);
}

static void sort(struct unseen_name *names, size_t count)
{
    if (count)
        qsort(names, count, sizeof *names, by_id);
}

static void cut_never(struct report *report)
{
    sort(report->never.items, report->never.count);
    report->all_never = report->never.count;
    if (report->options.limit && report->never.count > (size_t)report->options.limit)
        report->never.count = (size_t)report->options.limit;
}

void report_unseen(struct report *report)
{
    struct arena arena = { 0 };
    size_t entities = listing_entities(report->index);
    struct unseen unseen = {
        .report = report,
        .fold = index_fold(report->index),
        .entries = arena_array(&arena, struct reported *, entities + 1),
        .was_seen = arena_array(&arena, bool, entities + 1),
    };
    struct listed_name name;
    note_seen(&unseen);
    note_entities(&unseen);
    for (size_t i = 0; i < listing_names(report->index); i++)
        if (listing_name(report->index, i, &name))
            look_at(&unseen, &name);
    for (size_t i = 0; i < report->entries.items.count; i++)
        sort(report->entries.items.items[i].unseen.items,
             report->entries.items.items[i].unseen.count);
    cut_never(report);
    keys_free(&unseen.seen);
    buffer_free(&unseen.scratch);
    arena_free(&arena);
}
