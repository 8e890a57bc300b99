/* press_index.c - which names of the gazetteer are found by their press key. */
#include <stdlib.h>

#include "base/utf8.h"
#include "gazetteer/compile.h"

enum { FIRST_BEHIND_LATIN = 0x370 };

/* A name under one of its keys. */
struct filed {
    uint64_t file;   /* press_file */
    uint64_t sounds; /* hash of the whole key */
    uint32_t entity, name;
};

static const struct layout_entity *entity_of(const struct builder *builder,
                                             const struct placed_name *name)
{
    return items_of(builder->sections[SECTION_ENTITIES], struct layout_entity) + name->entity;
}

static struct layout_sort *sort_of(const struct builder *builder, const struct placed_name *name)
{
    return items_of(builder->sections[SECTION_SORTS], struct layout_sort) +
           entity_of(builder, name)->sort;
}

/* Full names that stand by themselves, of what may have been heard of. */
static bool is_wanted(const struct builder *builder, const struct placed_name *name,
                      struct str spelling)
{
    if (name->entity == NO_ENTITY)
        return false;
    const struct layout_manner *manner = manner_of(builder, name);
    bool full = manner->bit == HIT_PLACE ||
                (manner->bit == HIT_PERSON && memchr(spelling.s, ' ', spelling.len));
    return full && !layout_is_obscure(entity_of(builder, name), sort_of(builder, name)) &&
           manner->form == FORM_AS_WRITTEN && manner->use == USE_YES &&
           manner->kind != KIND_ABBREVIATION;
}

static void file_name(const struct builder *builder, const struct press *press, uint32_t number,
                      struct buffer *into)
{
    struct press_key keys[MOST_READINGS];
    const struct placed_name *name = items_of(builder->names, struct placed_name) + number;
    struct str spelling = spelling_of(builder, name);
    if (!is_wanted(builder, name, spelling))
        return;
    size_t count = press_keys(press, builder->fold, spelling, ALL_READINGS, keys);
    for (size_t i = 0; i < count; i++) {
        struct press_key joined = press_joined(&keys[i]);
        struct filed filed = { press_file(&joined), key_of(press_sounds(&joined)), name->entity,
                               number };
        if (filed.file)
            add_bytes(into, filed);
    }
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_file(const void *left, const void *right)
{
    const struct filed *a = left, *b = right;
    int order = compare_numbers(a->file, b->file);
    order = order ? order : compare_numbers(a->sounds, b->sounds);
    order = order ? order : compare_numbers(a->entity, b->entity);
    return order ? order : compare_numbers(a->name, b->name);
}

static bool is_repeated(const struct filed *a, const struct filed *b)
{
    return a->file == b->file && a->sounds == b->sounds && a->entity == b->entity;
}

static void write_filed(struct builder *builder, struct filed *all, size_t count)
{
    size_t kept = 0;
    lists_sort(all, sizeof *all, count, by_file);
    for (size_t i = 0; i < count; i++) {
        if (kept && is_repeated(&all[i], &all[kept - 1]))
            continue;
        all[kept++] = all[i];
        struct layout_press row = layout_press(all[i].name, all[i].file);
        add_bytes(&builder->sections[SECTION_PRESS], row);
    }
    lists_starts(all, sizeof *all, kept, lists_for(kept),
                 &builder->sections[SECTION_PRESS_STARTS]);
    lists_filter(all, sizeof *all, kept, &builder->sections[SECTION_PRESS_FILTER]);
}

/* ---- countries whose names are transcribed ---- */

static bool is_latin(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) >= FIRST_BEHIND_LATIN)
            return false;
    return true;
}

static void count_places(const struct builder *builder, uint32_t *all, uint32_t *transcribed)
{
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    for (size_t i = 0; i < count_of(builder->names, struct placed_name); i++) {
        const struct layout_manner *manner = manner_of(builder, &names[i]);
        if (names[i].entity == NO_ENTITY || manner->bit != HIT_PLACE)
            continue;
        bool other = manner->kind == KIND_TRANSLITERATION ||
                     !is_latin(spelling_of(builder, &names[i]));
        uint16_t country = sort_of(builder, &names[i])->country;
        all[country]++;
        transcribed[country] += other;
    }
}

/* One name of a hundred tells: tables seldom have them all. */
static void mark_transcribed(struct builder *builder)
{
    size_t countries = builder->sections[SECTION_LABELS].len, room = countries * sizeof(uint32_t);
    uint32_t *all = xmalloc(room), *transcribed = xmalloc(room);
    memset(all, 0, room);
    memset(transcribed, 0, room);
    count_places(builder, all, transcribed);
    struct layout_sort *sorts = items_of(builder->sections[SECTION_SORTS], struct layout_sort);
    for (size_t i = 0; i < count_of(builder->sections[SECTION_SORTS], struct layout_sort); i++)
        sorts[i].transcribed = transcribed[sorts[i].country] * 100 > all[sorts[i].country];
    free(all);
    free(transcribed);
}

void write_press(struct builder *builder)
{
    struct buffer *rules = &builder->sections[SECTION_PRESS_RULES], filed = { 0 };
    struct press press;
    press_sort(items_of(*rules, struct press_rule), count_of(*rules, struct press_rule));
    press_open(items_of(*rules, struct press_rule), count_of(*rules, struct press_rule), &press);
    size_t names = count_of(builder->names, struct placed_name);
    mark_transcribed(builder);
    for (size_t i = 0; i < names; i++)
        file_name(builder, &press, (uint32_t)i, &filed);
    write_filed(builder, items_of(filed, struct filed), count_of(filed, struct filed));
    buffer_free(&filed);
}
