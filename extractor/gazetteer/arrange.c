#include <stdlib.h>

#include "base/sound.h"
#include "gazetteer/compile.h"

/* ---- names ---- */

/* Writes SECTION_NODES, and returns the names' numbers in the order of their nodes and within one
 * in the order of the tables. */
static uint32_t *sort_names(struct builder *builder)
{
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    size_t count = count_of(builder->names, struct placed_name);
    struct buffer *section = &builder->sections[SECTION_NODES];
    section->len = (builder->nodes + 1) * sizeof(uint32_t);
    section->bytes = xmalloc(section->capacity = section->len);
    memset(section->bytes, 0, section->len);
    uint32_t *first = items_of(*section, uint32_t);
    uint32_t *sorted = xmalloc((count + 1) * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        first[names[i].node + 1]++;
    for (uint32_t node = 0; node < builder->nodes; node++)
        first[node + 1] += first[node];
    for (size_t i = 0; i < count; i++)
        sorted[first[names[i].node]++] = (uint32_t)i;
    for (uint32_t node = builder->nodes; node > 0; node--)
        first[node] = first[node - 1];
    first[0] = 0;
    return sorted;
}

struct str spelling_of(const struct builder *builder, const struct layout_name *name)
{
    const char *at = builder->sections[SECTION_STRINGS].bytes + name->spelling;
    uint16_t len = layout_length(&at);
    return (struct str){ at, len };
}

/* All names of one node must fold to the same letters: then a match verifies one of them only. */
static void check_node(struct builder *builder, const struct placed_name *first,
                       const struct placed_name *other)
{
    struct str a = spelling_of(builder, &first->name), b = spelling_of(builder, &other->name);
    struct buffer folded[2] = { { 0 }, { 0 } };
    fold_append(builder->fold, a, &folded[0]);
    fold_append(builder->fold, b, &folded[1]);
    if (!str_equal(buffer_str(&folded[0]), buffer_str(&folded[1])))
        diag_add(builder->diag, SEVERITY_ERROR, 128, (struct place_in_file){ .file = a }, NULL,
                 "has the same hash as '%.*s': leave one of them out", STR_ARG(b));
    buffer_free(&folded[0]);
    buffer_free(&folded[1]);
}

static void write_names(struct builder *builder)
{
    uint32_t *sorted = sort_names(builder);
    const struct placed_name *names = items_of(builder->names, struct placed_name);
    size_t count = count_of(builder->names, struct placed_name);
    buffer_reserve(&builder->sections[SECTION_NAMES], count * sizeof(struct layout_name));
    for (size_t i = 0; i < count; i++) {
        const struct placed_name *placed = &names[sorted[i]];
        add_bytes(&builder->sections[SECTION_NAMES], placed->name);
        if (i && placed->node == names[sorted[i - 1]].node &&
            placed->name.spelling != names[sorted[i - 1]].name.spelling)
            check_node(builder, &names[sorted[i - 1]], placed);
    }
    free(sorted);
}

/* ---- edges ---- */

void write_filter(struct buffer *section, const uint64_t *keys, size_t stride, size_t count,
                  size_t bits_each)
{
    uint64_t bits = 512;
    while (bits < count * bits_each)
        bits *= 2;
    buffer_reserve(section, bits / 8);
    memset(section->bytes, 0, bits / 8);
    section->len = bits / 8;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = layout_bit(*(const uint64_t *)((const char *)keys + i * stride), bits);
        section->bytes[bit / 8] |= (char)(1 << bit % 8);
    }
}

/* False when two edges cannot be told apart in a table of this size. */
static bool fill_edges(const struct builder *builder, struct layout_edge *table, uint32_t size)
{
    const struct edge *edges = items_of(builder->edge_list, struct edge);
    memset(table, 0, size * sizeof *table);
    for (size_t i = 0; i < count_of(builder->edge_list, struct edge); i++) {
        uint32_t check = (uint32_t)(edges[i].key >> 32), at = layout_slot(edges[i].key, size);
        while (table[at].child) {
            if (table[at].check == check)
                return false;
            at = at + 1 < size ? at + 1 : 0;
        }
        table[at] = (struct layout_edge){ check, edges[i].child };
    }
    return true;
}

static void write_edges(struct builder *builder)
{
    size_t count = count_of(builder->edge_list, struct edge);
    uint32_t size = (uint32_t)(count + count / 3 + 8);
    struct buffer *section = &builder->sections[SECTION_EDGES];
    buffer_reserve(section, (size + 64) * sizeof(struct layout_edge));
    while (!fill_edges(builder, items_of(*section, struct layout_edge), size) && size % 64)
        size++;
    section->len = size * sizeof(struct layout_edge);
    const struct edge *edges = items_of(builder->edge_list, struct edge);
    write_filter(&builder->sections[SECTION_FILTER], count ? &edges->key : NULL, sizeof *edges,
                 count, 8);
    write_filter(&builder->sections[SECTION_LOWER], items_of(builder->lower_keys, uint64_t),
                 sizeof(uint64_t), count_of(builder->lower_keys, uint64_t), 16);
}

/* ---- words and surnames ---- */

static void insert_word(struct layout_word *table, uint32_t size, struct layout_word word)
{
    uint32_t at = layout_slot(word.hash, size);
    while (table[at].hash && (table[at].hash != word.hash || table[at].lang != word.lang))
        at = at + 1 < size ? at + 1 : 0;
    word.classes |= table[at].classes;
    table[at] = word;
}

static void write_words(struct builder *builder)
{
    size_t count = count_of(builder->words, struct layout_word);
    uint32_t size = (uint32_t)count * 3 + 8;
    struct buffer *section = &builder->sections[SECTION_WORDS];
    section->len = size * sizeof(struct layout_word);
    section->bytes = xmalloc(section->capacity = section->len);
    memset(section->bytes, 0, section->len);
    for (size_t i = 0; i < count; i++)
        insert_word(items_of(*section, struct layout_word), size,
                    items_of(builder->words, struct layout_word)[i]);
}

static int by_hash_and_entity(const void *left, const void *right)
{
    const struct surname *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

/* Drops those of names that are never taken, and repetitions; returns how many are left. */
static size_t thin_surnames(struct builder *builder)
{
    struct surname *all = items_of(builder->surnames, struct surname);
    size_t count = count_of(builder->surnames, struct surname), kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool never = items_of(builder->names, struct placed_name)[all[i].name].name.use == USE_NEVER;
        if (!never)
            all[kept++] = all[i];
    }
    if (kept)
        qsort(all, count = kept, sizeof *all, by_hash_and_entity);
    for (size_t i = kept = 0; i < count; i++)
        if (i == 0 || by_hash_and_entity(&all[i], &all[kept - 1]))
            all[kept++] = all[i];
    return kept;
}

static void write_surnames(struct builder *builder)
{
    size_t count = thin_surnames(builder);
    const struct surname *all = items_of(builder->surnames, struct surname);
    for (size_t i = 0; i < count; i++) {
        struct layout_surname row = { all[i].entity, (uint32_t)all[i].hash,
                                      (uint32_t)(all[i].hash >> 32) };
        add_bytes(&builder->sections[SECTION_SURNAMES], row);
    }
    write_filter(&builder->sections[SECTION_SURNAME_FILTER], count ? &all->hash : NULL,
                 sizeof *all, count, 16);
}

void arrange_sections(struct builder *builder)
{
    keys_free(&builder->strings);
    keys_free(&builder->edges);
    keys_free(&builder->labels);
    keys_free(&builder->usages);
    keys_free(&builder->articles);
    buffer_free(&builder->first);
    buffer_free(&builder->last_id);
    write_words(builder);
    buffer_free(&builder->words);
    write_surnames(builder);
    buffer_free(&builder->surnames);
    write_names(builder);
    buffer_free(&builder->names);
    write_edges(builder);
    buffer_free(&builder->edge_list);
    buffer_free(&builder->lower_keys);
    write_press(builder);
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
