#include <stdlib.h>

#include "base/file.h"
#include "gazetteer/index.h"
#include "gazetteer/keys.h"
#include "gazetteer/layout.h"
#include "text/words.h"

enum { MOST_WORDS = 16, LONGEST_STRING = 0xFFFF };

struct edge {
    uint64_t key;
    uint32_t child;
};

/* A name under the node that its words lead to. */
struct placed_name {
    uint32_t node;
    struct layout_name name;
};

struct builder {
    struct tables tables;
    struct diag *diag;
    struct arena scratch, arena;
    struct fold *fold;
    struct buffer sections[SECTION_COUNT];
    struct keys strings, edges, ids, articles;
    ARRAY(struct edge) edge_list;
    ARRAY(struct placed_name) names;
    ARRAY(struct layout_surname) surnames;
    ARRAY(uint64_t) lower_keys;
    uint32_t nodes;
};

#define add_bytes(buffer, object) \
    buffer_add((buffer), (struct str){ (const char *)&(object), sizeof(object) })

static uint32_t intern(struct builder *builder, struct str text)
{
    struct buffer *pool = &builder->sections[SECTION_STRINGS];
    bool old;
    uint32_t offset = keys_put(&builder->strings, key_of(text), (uint32_t)pool->len, &old);
    if (old)
        return offset;
    uint16_t len = (uint16_t)(text.len < LONGEST_STRING ? text.len : LONGEST_STRING);
    add_bytes(pool, len);
    buffer_add(pool, (struct str){ text.s, len });
    return offset;
}

/* ---- entities ---- */

static void list_ids(struct builder *builder)
{
    bool old;
    for (uint32_t i = 0; i < builder->tables.entities.count; i++)
        keys_put(&builder->ids, key_of(builder->tables.entities.items[i].id), i, &old);
}

static const char *const settlements[] = { "capital", "city", "town", "village", "place", NULL };
static const char *const areas[] = { "country", "territory", "de-facto-state", "former-state",
                                     "region", "province", "district", "continent", NULL };

static bool is_one_of(struct str kind, const char *const *kinds)
{
    while (*kinds && !str_is(kind, *kinds))
        kinds++;
    return *kinds;
}

static void add_entities(struct builder *builder)
{
    list_ids(builder);
    for (size_t i = 0; i < builder->tables.entities.count; i++) {
        const struct table_entity *from = &builder->tables.entities.items[i];
        struct layout_entity entity = {
            .id = intern(builder, from->id),
            .name = intern(builder, from->name),
            .kind = intern(builder, from->kind),
            .country = intern(builder, from->country),
            .geonames = intern(builder, from->geonames),
            .wikidata = intern(builder, from->wikidata),
            .within = from->within.len ? keys_get(&builder->ids, key_of(from->within)) : NO_INDEX,
            .lat = from->lat,
            .lon = from->lon,
            .prior = from->prior,
            .from = (int16_t)from->from,
            .to = (int16_t)from->to,
            .type = (uint8_t)from->type,
            .located = from->located,
            .settlement = is_one_of(from->kind, settlements),
            .area = is_one_of(from->kind, areas),
        };
        add_bytes(&builder->sections[SECTION_ENTITIES], entity);
    }
}

/* ---- names ---- */

static void list_articles(struct builder *builder)
{
    bool old;
    for (size_t i = 0; i < builder->tables.words.count; i++)
        if (builder->tables.words.items[i].class == CLASS_ARTICLE)
            keys_put(&builder->articles,
                     fold_hash(builder->fold, builder->tables.words.items[i].word), 0, &old);
}

static bool begins_with_article(const struct builder *builder, const struct text *text)
{
    return text->words.count > 1 && text->words.items[1].flags & WORD_CAPITAL &&
           keys_get(&builder->articles, text->words.items[0].hash) != UINT32_MAX;
}

static struct text words_of(struct builder *builder, struct str name)
{
    struct text text = { .bytes = name };
    arena_reset(&builder->scratch);
    words_scan(builder->fold, &text, &builder->scratch);
    return text;
}

static uint32_t child_of(struct builder *builder, uint32_t parent, uint64_t word)
{
    bool old;
    uint64_t key = layout_key(parent, word);
    uint32_t child = keys_put(&builder->edges, key, builder->nodes, &old);
    if (!old) {
        *array_push(&builder->edge_list, &builder->arena) = (struct edge){ key, child };
        builder->nodes++;
    }
    return child;
}

static void place_name(struct builder *builder, uint32_t node, struct layout_name name)
{
    *array_push(&builder->names, &builder->arena) = (struct placed_name){ node, name };
}

static uint8_t bit_of(const struct builder *builder, const struct table_name *name)
{
    return name->kind == KIND_ADJECTIVE
               ? HIT_DEMONYM
               : (uint8_t)(1u << builder->tables.entities.items[name->entity].type);
}

static struct layout_name name_row(struct builder *builder, const struct table_name *from,
                                   const struct text *text)
{
    struct layout_name name = {
        .entity = from->entity,
        .spelling = intern(builder, from->name),
        .lang = intern(builder, from->lang),
        .from = (int16_t)from->from,
        .to = (int16_t)from->to,
        .kind = (uint8_t)from->kind,
        .use = (uint8_t)from->use,
        .bit = bit_of(builder, from),
    };
    for (size_t i = 0; i < text->words.count; i++) {
        uint8_t flags = text->words.items[i].flags;
        name.capital |= (uint16_t)((flags & WORD_CAPITAL ? 1u : 0u) << i);
        name.capitals |= (uint16_t)((flags & WORD_CAPITALS ? 1u : 0u) << i);
    }
    return name;
}

/* "USA" is also written "U.S.A.", which the text divides into its letters. */
static void place_dotted(struct builder *builder, struct layout_name name, struct str spelling)
{
    uint32_t node = 0;
    for (size_t i = 0; i < spelling.len; i++)
        node = child_of(builder, node, fold_hash(builder->fold, str_slice(spelling, i, i + 1)));
    name.capital = (uint16_t)((1u << spelling.len) - 1);
    name.capitals = 0;
    name.form = FORM_DOTTED;
    place_name(builder, node, name);
}

static bool is_letters(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] < 'A' || text.s[i] > 'Z')
            return false;
    return true;
}

static void add_form(struct builder *builder, const struct table_name *from,
                     enum layout_form form);

static void add_surname(struct builder *builder, const struct table_name *from,
                        const struct text *text)
{
    const struct word *last = &text->words.items[text->words.count - 1];
    bool person = builder->tables.entities.items[from->entity].type == NAME_PERSON;
    if (!person || from->use == USE_NEVER || text->words.count < 2 || last->end - last->start < 2 ||
        !(last->flags & WORD_CAPITAL))
        return;
    *array_push(&builder->surnames, &builder->arena) =
        (struct layout_surname){ .hash = last->hash, .entity = from->entity };
}

/* "L'Aia" is "Aia" where its article is fused with a preposition: "all'Aia". */
static void add_bare(struct builder *builder, const struct table_name *from,
                     const struct text *text)
{
    struct table_name bare = *from;
    if (builder->tables.entities.items[from->entity].type != NAME_PLACE || from->use == USE_NEVER)
        return;
    bare.name = str_slice(from->name, text->words.items[1].start, from->name.len);
    bare.use = USE_CONTEXT;
    add_form(builder, &bare, FORM_BARE);
}

static void add_form(struct builder *builder, const struct table_name *from,
                     enum layout_form form)
{
    struct text text = words_of(builder, from->name);
    if (text.words.count == 0 || text.words.count > MOST_WORDS) {
        diag_add(builder->diag, SEVERITY_WARNING, 128,
                 tables_place(&builder->tables, from->at, from->name), NULL,
                 text.words.count ? "more than %d words: the name is left out"
                                  : "no letters or digits: the name is left out", MOST_WORDS);
        return;
    }
    uint32_t node = 0;
    for (size_t i = 0; i < text.words.count; i++)
        node = child_of(builder, node, text.words.items[i].hash);
    struct layout_name name = name_row(builder, from, &text);
    name.form = (uint8_t)form;
    if (!(name.capital & 1))
        *array_push(&builder->lower_keys, &builder->arena) =
            layout_key(0, text.words.items[0].hash);
    add_surname(builder, from, &text);
    if (begins_with_article(builder, &text))
        add_bare(builder, from, &text);
    place_name(builder, node, name);
    if (text.words.count == 1 && name.capitals && from->name.len <= 6 && is_letters(from->name))
        place_dotted(builder, name, from->name);
}

/* Names in the order of their nodes, and within one in the order of the tables. */
static struct placed_name *sort_names(struct builder *builder, uint32_t *first)
{
    struct placed_name *sorted = xmalloc((builder->names.count + 1) * sizeof *sorted);
    for (size_t i = 0; i < builder->names.count; i++)
        first[builder->names.items[i].node + 1]++;
    for (uint32_t node = 0; node < builder->nodes; node++)
        first[node + 1] += first[node];
    for (size_t i = 0; i < builder->names.count; i++)
        sorted[first[builder->names.items[i].node]++] = builder->names.items[i];
    for (uint32_t node = builder->nodes; node > 0; node--)
        first[node] = first[node - 1];
    first[0] = 0;
    return sorted;
}

static struct str spelling_of(const struct builder *builder, const struct layout_name *name)
{
    const char *at = builder->sections[SECTION_STRINGS].bytes + name->spelling;
    uint16_t len;
    memcpy(&len, at, sizeof len);
    return (struct str){ at + sizeof len, len };
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
    size_t size = (builder->nodes + 1) * sizeof(uint32_t);
    uint32_t *first = xmalloc(size);
    memset(first, 0, size);
    struct placed_name *sorted = sort_names(builder, first);
    for (size_t i = 0; i < builder->names.count; i++) {
        add_bytes(&builder->sections[SECTION_NAMES], sorted[i].name);
        if (i && sorted[i].node == sorted[i - 1].node)
            check_node(builder, &sorted[i - 1], &sorted[i]);
    }
    buffer_add(&builder->sections[SECTION_NODES], (struct str){ (char *)first, size });
    free(sorted);
    free(first);
}

/* ---- edges ---- */

static void write_filter(struct buffer *section, const uint64_t *keys, size_t stride, size_t count,
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
    memset(table, 0, size * sizeof *table);
    for (size_t i = 0; i < builder->edge_list.count; i++) {
        struct edge edge = builder->edge_list.items[i];
        uint32_t check = (uint32_t)(edge.key >> 32), at = layout_slot(edge.key, size);
        while (table[at].child) {
            if (table[at].check == check)
                return false;
            at = at + 1 < size ? at + 1 : 0;
        }
        table[at] = (struct layout_edge){ check, edge.child };
    }
    return true;
}

static void write_edges(struct builder *builder)
{
    size_t count = builder->edge_list.count;
    uint32_t size = (uint32_t)(count + count / 3 + 8);
    struct layout_edge *table = xmalloc((size + 64) * sizeof *table);
    while (!fill_edges(builder, table, size) && size % 64)
        size++;
    buffer_add(&builder->sections[SECTION_EDGES],
               (struct str){ (char *)table, size * sizeof *table });
    free(table);
    const struct edge *edges = builder->edge_list.items;
    write_filter(&builder->sections[SECTION_FILTER], count ? &edges->key : NULL, sizeof *edges,
                 count, 8);
    write_filter(&builder->sections[SECTION_LOWER], builder->lower_keys.items, sizeof(uint64_t),
                 builder->lower_keys.count, 16);
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

/* Of several words each capitalised one is meant ("Anne-Marie"), else the last, which is the head
 * ("vice-president"). */
static void add_word(struct builder *builder, struct layout_word *table, uint32_t size,
                     const struct table_word *from)
{
    struct text text = words_of(builder, from->word);
    if (text.words.count == 0)
        diag_add(builder->diag, SEVERITY_WARNING, 128, (struct place_in_file){ .file = from->word },
                 NULL, "in words.tsv, but without letters or digits");
    for (size_t i = 0; i < text.words.count; i++)
        if (i + 1 == text.words.count || text.words.items[i].flags & WORD_CAPITAL)
            insert_word(table, size, (struct layout_word){
                .hash = text.words.items[i].hash,
                .lang = layout_tag(from->lang),
                .classes = from->class,
            });
}

static void write_words(struct builder *builder)
{
    uint32_t size = (uint32_t)builder->tables.words.count * 3 + 8;
    struct layout_word *table = xmalloc(size * sizeof *table);
    memset(table, 0, size * sizeof *table);
    for (size_t i = 0; i < builder->tables.words.count; i++)
        add_word(builder, table, size, &builder->tables.words.items[i]);
    buffer_add(&builder->sections[SECTION_WORDS],
               (struct str){ (char *)table, size * sizeof *table });
    free(table);
}

static int by_hash_and_entity(const void *left, const void *right)
{
    const struct layout_surname *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static void write_surnames(struct builder *builder)
{
    struct layout_surname *all = builder->surnames.items;
    if (builder->surnames.count)
        qsort(all, builder->surnames.count, sizeof *all, by_hash_and_entity);
    for (size_t i = 0; i < builder->surnames.count; i++)
        if (i == 0 || by_hash_and_entity(&all[i], &all[i - 1]))
            add_bytes(&builder->sections[SECTION_SURNAMES], all[i]);
    write_filter(&builder->sections[SECTION_SURNAME_FILTER], all ? &all->hash : NULL, sizeof *all,
                 builder->surnames.count, 16);
}

/* ---- the file ---- */

/* Fletcher's sums in eight chains that the processor adds up side by side: opening a file must not
 * take longer than reading it. */
static uint64_t checksum(uint64_t seed, struct str bytes)
{
    uint64_t plain[8] = { seed }, weighed[8] = { seed }, words[8];
    for (; bytes.len >= sizeof words; bytes = str_slice(bytes, sizeof words, bytes.len)) {
        memcpy(words, bytes.s, sizeof words);
        for (int i = 0; i < 8; i++) {
            plain[i] += words[i];
            weighed[i] += plain[i];
        }
    }
    uint64_t sum = bytes.len;
    for (size_t i = 0; i < bytes.len; i++)
        sum = (sum ^ (unsigned char)bytes.s[i]) * 0x100000001B3u;
    for (int i = 0; i < 8; i++)
        sum = key_pair(key_pair(sum, plain[i]), weighed[i]);
    return sum;
}

uint64_t layout_checksum(struct str behind, struct str sections, struct str source_hash)
{
    return checksum(checksum(checksum(1, behind), sections), source_hash);
}

static void pad(struct buffer *into, size_t begun)
{
    while ((into->len - begun) % SECTION_ALIGNMENT)
        buffer_byte(into, '\0');
}

/* What only building needed, given back before the sections are copied into one. */
static void release_tables(struct builder *builder)
{
    fold_close(builder->fold);
    keys_free(&builder->strings);
    keys_free(&builder->edges);
    keys_free(&builder->ids);
    keys_free(&builder->articles);
    arena_free(&builder->scratch);
    arena_free(&builder->arena);
    tables_free(&builder->tables);
}

static void write_file(struct builder *builder, const char hash[65], struct buffer *into)
{
    struct layout_header header = { .version = LAYOUT_VERSION, .order = LAYOUT_ORDER };
    size_t begun = into->len;
    memcpy(header.magic, LAYOUT_MAGIC, sizeof header.magic);
    memcpy(header.source_hash, hash, sizeof header.source_hash);
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

static void hash_tables(const struct tables *tables, char ret[65])
{
    struct buffer sums = { 0 };
    for (size_t i = 0; i < tables->paths.count; i++) {
        sha256_hex(tables->contents.items[i], ret);
        buffer_printf(&sums, "%s  %.*s\n", ret, STR_ARG(tables->paths.items[i]));
    }
    sha256_hex(buffer_str(&sums), ret);
    buffer_free(&sums);
}

bool index_source_hash(const char *folder, char ret[65])
{
    struct diag diag = { 0 };
    struct tables tables;
    bool good = tables_list(folder, &diag, &tables);
    hash_tables(&tables, ret);
    tables_free(&tables);
    diag_free(&diag);
    return good;
}

/* Arrays of their final size, so that a million names are not copied while they grow. */
static void reserve(struct builder *builder)
{
    size_t names = builder->tables.names.count;
    builder->names.items = arena_array(&builder->arena, struct placed_name, names + 64);
    builder->names.capacity = names + 64;
    builder->edge_list.items = arena_array(&builder->arena, struct edge, names + names / 2 + 64);
    builder->edge_list.capacity = names + names / 2 + 64;
}

static void build(struct builder *builder)
{
    reserve(builder);
    struct buffer *fold = &builder->sections[SECTION_FOLD];
    fold_build(fold);
    builder->fold = fold_open(buffer_str(fold));
    builder->nodes = 1;
    intern(builder, STR(""));
    add_entities(builder);
    list_articles(builder);
    for (size_t i = 0; i < builder->tables.names.count; i++)
        add_form(builder, &builder->tables.names.items[i], FORM_AS_WRITTEN);
    write_words(builder);
    write_names(builder);
    write_edges(builder);
    write_surnames(builder);
}

bool index_compile(const char *folder, struct diag *diag, struct buffer *into)
{
    struct builder builder = { .diag = diag };
    char hash[65];
    size_t before = diag->errors;
    if (tables_read(folder, diag, &builder.tables)) {
        hash_tables(&builder.tables, hash);
        build(&builder);
    }
    release_tables(&builder);
    if (diag->errors == before)
        write_file(&builder, hash, into);
    for (int i = 0; i < SECTION_COUNT; i++)
        buffer_free(&builder.sections[i]);
    return diag->errors == before;
}
