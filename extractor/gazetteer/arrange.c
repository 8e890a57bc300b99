#include <stdlib.h>

#include "base/sound.h"
#include "gazetteer/compile.h"

enum { MOST_TRIED = 64 };

/* ---- names ---- */

struct str spelling_of(const struct builder *builder, const struct placed_name *name)
{
    const char *at = builder->strings.bytes + name->spelling;
    uint16_t len = layout_length(&at);
    return (struct str){ at, len };
}

static int by_key(const void *left, const void *right)
{
    const struct placed_name *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->entity == NO_ENTITY) - (b->entity == NO_ENTITY);
}

/* All names of one node must fold to the same letters: then a match verifies one of them only. */
static void check_node(struct builder *builder, const struct placed_name *first,
                       const struct placed_name *other)
{
    struct str a = spelling_of(builder, first), b = spelling_of(builder, other);
    struct buffer folded[2] = { { 0 }, { 0 } };
    fold_append(builder->fold, a, &folded[0]);
    fold_append(builder->fold, b, &folded[1]);
    if (!str_equal(buffer_str(&folded[0]), buffer_str(&folded[1])))
        diag_add(builder->diag, SEVERITY_ERROR, 128, (struct place_in_file){ .file = a }, NULL,
                 "has the same hash as '%.*s': leave one of them out", STR_ARG(b));
    buffer_free(&folded[0]);
    buffer_free(&folded[1]);
}

/* Into the order of their nodes, and within one of the tables. Nodes where names end need no row of
 * their own. */
static void sort_names(struct builder *builder)
{
    struct placed_name *names = items_of(builder->names, struct placed_name);
    size_t count = count_of(builder->names, struct placed_name), kept = 0;
    lists_sort(names, sizeof *names, count, by_key);
    for (size_t i = 0; i < count; i++) {
        bool again = kept && names[i].key == names[kept - 1].key;
        if (again && names[i].entity == NO_ENTITY)
            continue;
        names[kept++] = names[i];
        if (again && names[kept - 1].spelling != names[kept - 2].spelling)
            check_node(builder, &names[kept - 2], &names[kept - 1]);
    }
    builder->names.len = kept * sizeof *names;
}

/* Whether the checks tell each node from the others of its list and from the one before it. */
static bool are_told_apart(const struct placed_name *names, size_t count, uint32_t lists)
{
    for (size_t i = 1, begun = 0; i < count; i++) {
        if (layout_list(names[i].key, lists) != layout_list(names[i - 1].key, lists))
            begun = i - 1;
        if (names[i].key == names[i - 1].key)
            continue;
        for (size_t j = begun; j < i; j++)
            if (layout_check(names[j].key) == layout_check(names[i].key))
                return false;
    }
    return true;
}

/* Two nodes that have the same check must not fall into one list. */
static uint32_t lists_of_names(struct builder *builder)
{
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    size_t count = count_of(builder->names, struct placed_name);
    uint32_t lists = lists_for(count), most = lists + MOST_TRIED;
    while (lists < most && !are_told_apart(names, count, lists))
        lists++;
    if (lists == most)
        diag_add(builder->diag, SEVERITY_ERROR, 130, (struct place_in_file){ STR("gazetteers") },
                 NULL, "there are more names than a compiled gazetteer can hold");
    return lists;
}

static void write_names(struct builder *builder)
{
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    size_t count = count_of(builder->names, struct placed_name);
    buffer_reserve(&builder->sections[SECTION_NAMES], count * sizeof(struct layout_name));
    for (size_t i = 0; i < count; i++) {
        struct layout_name name = { layout_check(names[i].key), names[i].entity & NO_ENTITY,
                                    names[i].manner };
        add_bytes(&builder->sections[SECTION_NAMES], name);
    }
    lists_starts(names, sizeof *names, count, lists_of_names(builder),
                 &builder->sections[SECTION_NAME_STARTS]);
    lists_filter(names, sizeof *names, count, &builder->sections[SECTION_NAME_FILTER]);
    lists_filter(builder->lower_keys.bytes, sizeof(uint64_t),
                 count_of(builder->lower_keys, uint64_t),
                 &builder->sections[SECTION_LOWER_FILTER]);
}

/* ---- spellings ---- */

/* Entities are called by one of their names, as a rule. */
static void call_entity(struct builder *builder, uint32_t entity, uint32_t string, uint32_t at)
{
    if (items_of(builder->called, uint32_t)[entity] == string)
        items_of(builder->sections[SECTION_ENTITIES], struct layout_entity)[entity].name = at;
}

static void call_others(struct builder *builder)
{
    struct buffer *spellings = &builder->sections[SECTION_SPELLINGS];
    for (uint32_t i = 0; i < count_of(builder->called, uint32_t); i++) {
        struct placed_name called = { .spelling = items_of(builder->called, uint32_t)[i] };
        if (items_of(builder->sections[SECTION_ENTITIES], struct layout_entity)[i].name)
            continue;
        call_entity(builder, i, called.spelling, (uint32_t)spellings->len);
        add_string(spellings, spelling_of(builder, &called));
    }
}

static void write_spellings(struct builder *builder)
{
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    struct buffer *spellings = &builder->sections[SECTION_SPELLINGS];
    buffer_reserve(spellings, builder->strings.len);
    for (size_t i = 0, at = 0; i < count_of(builder->names, struct placed_name); i++) {
        bool begins = i % SPELLING_GROUP == 0;
        bool again = !begins && names[i].spelling == names[i - 1].spelling;
        if (!again)
            at = spellings->len;
        uint32_t start = (uint32_t)at;
        if (begins)
            add_bytes(&builder->sections[SECTION_SPELLING_STARTS], start);
        add_string(spellings, again ? STR("") : spelling_of(builder, &names[i]));
        if (names[i].entity != NO_ENTITY)
            call_entity(builder, names[i].entity, names[i].spelling, start);
    }
    call_others(builder);
}

/* ---- words and surnames ---- */

static int by_hash_and_lang(const void *left, const void *right)
{
    const struct layout_word *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->lang < b->lang ? -1 : a->lang > b->lang;
}

static void write_words(struct builder *builder)
{
    struct layout_word *words = items_of(builder->words, struct layout_word);
    size_t count = count_of(builder->words, struct layout_word), kept = 0;
    lists_sort(words, sizeof *words, count, by_hash_and_lang);
    for (size_t i = 0; i < count; i++)
        if (kept && by_hash_and_lang(&words[i], &words[kept - 1]) == 0)
            words[kept - 1].classes |= words[i].classes;
        else
            words[kept++] = words[i];
    lists_starts(words, sizeof *words, kept, lists_for(kept),
                 &builder->sections[SECTION_WORD_STARTS]);
    buffer_add(&builder->sections[SECTION_WORDS],
               (struct str){ builder->words.bytes, kept * sizeof *words });
}

static int by_hash_and_entity(const void *left, const void *right)
{
    const struct surname *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static bool is_never_taken(const struct builder *builder, const struct surname *surname)
{
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    return manner_of(builder, &names[surname->name])->use == USE_NEVER;
}

/* Drops those of names that are never taken, and repetitions; returns how many are left. */
static size_t thin_surnames(struct builder *builder)
{
    struct surname *all = items_of(builder->surnames, struct surname);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < count_of(builder->surnames, struct surname); i++)
        if (!is_never_taken(builder, &all[i]))
            all[count++] = all[i];
    lists_sort(all, sizeof *all, count, by_hash_and_entity);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || by_hash_and_entity(&all[i], &all[kept - 1]))
            all[kept++] = all[i];
    return kept;
}

static void write_surnames(struct builder *builder)
{
    size_t count = thin_surnames(builder);
    const struct surname *all = items_of(builder->surnames, struct surname);
    for (size_t i = 0; i < count; i++) {
        struct layout_surname row = { all[i].entity, (uint32_t)all[i].hash };
        add_bytes(&builder->sections[SECTION_SURNAMES], row);
    }
    lists_starts(all, sizeof *all, count, lists_for(count),
                 &builder->sections[SECTION_SURNAME_STARTS]);
    lists_filter(all, sizeof *all, count, &builder->sections[SECTION_SURNAME_FILTER]);
}

void arrange_sections(struct builder *builder)
{
    keys_free(&builder->known_strings);
    keys_free(&builder->passed);
    keys_free(&builder->articles);
    for (int i = 0; i < SECTION_COUNT; i++)
        keys_free(&builder->known[i]);
    buffer_free(&builder->first);
    buffer_free(&builder->last_id);
    write_words(builder);
    buffer_free(&builder->words);
    write_surnames(builder);
    buffer_free(&builder->surnames);
    sort_names(builder);
    write_names(builder);
    buffer_free(&builder->lower_keys);
    write_spellings(builder);
    buffer_free(&builder->called);
    write_press(builder);
    buffer_free(&builder->names);
    buffer_free(&builder->strings);
    fold_close(builder->fold);
    arena_free(&builder->scratch);
}

/* ---- the file ---- */

uint64_t layout_checksum(struct str behind, struct str sections, struct str source_hash)
{
    return sound_checksum(sound_checksum(sound_checksum(1, behind), sections), source_hash);
}

static void pad(struct buffer *into, size_t begun)
{
    while ((into->len - begun) % SECTION_ALIGNMENT)
        buffer_byte(into, '\0');
}

static size_t size_of_file(const struct builder *builder)
{
    size_t size = sizeof(struct layout_header);
    for (int i = 0; i < SECTION_COUNT; i++)
        size += builder->sections[i].len + SECTION_ALIGNMENT;
    return size;
}

void arrange_file(struct builder *builder, const char hash[65], struct buffer *into)
{
    struct layout_header header = { .version = LAYOUT_VERSION, .order = LAYOUT_ORDER };
    size_t begun = into->len;
    memcpy(header.magic, LAYOUT_MAGIC, sizeof header.magic);
    memcpy(header.source_hash, hash, sizeof header.source_hash);
    buffer_reserve(into, size_of_file(builder));
    add_bytes(into, header);
    for (int i = 0; i < SECTION_COUNT; i++) {
        pad(into, begun);
        header.sections[i] = (struct layout_section){ into->len - begun, builder->sections[i].len };
        buffer_add(into, buffer_str(&builder->sections[i]));
        buffer_free(&builder->sections[i]);
    }
    size_t behind = begun + sizeof header;
    header.checksum = layout_checksum(
        str_slice(buffer_str(into), behind, into->len),
        (struct str){ (const char *)&header.sections, sizeof header.sections },
        (struct str){ header.source_hash, sizeof header.source_hash });
    memcpy(into->bytes + begun, &header, sizeof header);
}
