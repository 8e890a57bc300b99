/* press_index.c - which names of the gazetteer are found by their press key. */
#include <stdlib.h>

#include "base/utf8.h"
#include "gazetteer/compile.h"

enum { FIRST_BEHIND_LATIN = 0x370, KNOWN_ABROAD = 15000 };

/* A name under one of its keys. */
struct filed {
    uint64_t file;   /* press_file */
    uint64_t sounds; /* hash of the whole key */
    uint32_t entity, name;
};

/* Full names that stand by themselves, of what may have been heard of. */
static bool is_wanted(const struct builder *builder, const struct layout_name *name,
                      struct str spelling)
{
    const struct layout_entity *entities = items_of(builder->sections[SECTION_ENTITIES],
                                                    struct layout_entity);
    bool full = name->bit == HIT_PLACE ||
                (name->bit == HIT_PERSON && memchr(spelling.s, ' ', spelling.len));
    return full && !entities[name->entity].obscure && name->form == FORM_AS_WRITTEN && name->use == USE_YES &&
           name->kind != KIND_ABBREVIATION;
}

static void file_name(const struct builder *builder, const struct press *press, uint32_t number,
                      struct buffer *into)
{
    struct press_key keys[MOST_READINGS];
    const struct layout_name *name = items_of(builder->sections[SECTION_NAMES], struct layout_name) +
                                     number;
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

static int by_file(const struct filed *a, const struct filed *b)
{
    int order = compare_numbers(a->file, b->file);
    order = order ? order : compare_numbers(a->sounds, b->sounds);
    order = order ? order : compare_numbers(a->entity, b->entity);
    return order ? order : compare_numbers(a->name, b->name);
}

static bool is_repeated(const struct filed *a, const struct filed *b)
{
    return a->file == b->file && a->sounds == b->sounds && a->entity == b->entity;
}

/* Lists of about four names each. */
static size_t list_count(size_t names)
{
    return names / 4 + 1;
}

/* All in the order of their lists, each list by itself in no order. */
static struct filed *spread(const struct filed *all, size_t count)
{
    size_t lists = list_count(count);
    struct filed *ret = xmalloc((count + 1) * sizeof *ret);
    uint32_t *next = xmalloc((lists + 1) * sizeof *next);
    memset(next, 0, (lists + 1) * sizeof *next);
    for (size_t i = 0; i < count; i++)
        next[press_list(all[i].file, lists) + 1]++;
    for (size_t list = 0; list < lists; list++)
        next[list + 1] += next[list];
    for (size_t i = 0; i < count; i++)
        ret[next[press_list(all[i].file, lists)]++] = all[i];
    free(next);
    return ret;
}

/* A few names: put into order one by one. */
static void sort_list(struct filed *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct filed moved = list[i];
        size_t at = i;
        for (; at > 0 && by_file(&list[at - 1], &moved) > 0; at--)
            list[at] = list[at - 1];
        list[at] = moved;
    }
}

static void write_lists(struct builder *builder, struct filed *all, size_t count)
{
    struct buffer *names = &builder->sections[SECTION_PRESS];
    size_t lists = list_count(count), at = 0;
    for (size_t list = 0; list <= lists; list++) {
        uint32_t first = (uint32_t)count_of(*names, uint32_t);
        size_t begun = at;
        add_bytes(&builder->sections[SECTION_PRESS_STARTS], first);
        while (at < count && press_list(all[at].file, lists) == list)
            at++;
        sort_list(all + begun, at - begun);
        for (size_t i = begun; i < at; i++)
            if (i == begun || !is_repeated(&all[i], &all[i - 1]))
                add_bytes(names, all[i].name);
    }
}

static void write_filed(struct builder *builder, const struct filed *all, size_t count)
{
    struct filed *sorted = spread(all, count);
    write_lists(builder, sorted, count);
    write_filter(&builder->sections[SECTION_PRESS_FILTER], count ? &all->file : NULL, sizeof *all,
                 count, 8);
    free(sorted);
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
    const struct layout_entity *entities = items_of(builder->sections[SECTION_ENTITIES],
                                                    struct layout_entity);
    const struct layout_name *names = items_of(builder->sections[SECTION_NAMES],
                                               struct layout_name);
    for (size_t i = 0; i < count_of(builder->sections[SECTION_NAMES], struct layout_name); i++) {
        if (names[i].bit != HIT_PLACE)
            continue;
        bool other = names[i].kind == KIND_TRANSLITERATION ||
                     !is_latin(spelling_of(builder, &names[i]));
        uint16_t country = entities[names[i].entity].country;
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
    struct layout_entity *entities = items_of(builder->sections[SECTION_ENTITIES],
                                              struct layout_entity);
    for (size_t i = 0; i < count_of(builder->sections[SECTION_ENTITIES], struct layout_entity); i++) {
        struct layout_entity *entity = &entities[i];
        entity->transcribed = transcribed[entity->country] * 100 > all[entity->country];
        entity->obscure = entity->settlement && !entity->transcribed && entity->prior < KNOWN_ABROAD;
    }
    free(all);
    free(transcribed);
}

void write_press(struct builder *builder)
{
    struct buffer *rules = &builder->sections[SECTION_PRESS_RULES], filed = { 0 };
    struct press press;
    press_sort(items_of(*rules, struct press_rule), count_of(*rules, struct press_rule));
    press_open(items_of(*rules, struct press_rule), count_of(*rules, struct press_rule), &press);
    size_t names = count_of(builder->sections[SECTION_NAMES], struct layout_name);
    mark_transcribed(builder);
    for (size_t i = 0; i < names; i++)
        file_name(builder, &press, (uint32_t)i, &filed);
    write_filed(builder, items_of(filed, struct filed), count_of(filed, struct filed));
    buffer_free(&filed);
}
