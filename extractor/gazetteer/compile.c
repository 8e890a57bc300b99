#include <stdlib.h>

#include "gazetteer/compile.h"
#include "gazetteer/files.h"
#include "text/words.h"

enum { MOST_WORDS = 16, LONGEST_STRING = 0xFFFF, MOST_OF_A_KIND = 0xFFFF };

/* ---- strings ---- */

static uint32_t intern_in(struct buffer *pool, struct keys *known, struct str text)
{
    bool old;
    uint32_t offset = keys_put(known, key_of(text), (uint32_t)pool->len, &old);
    if (old)
        return offset;
    uint16_t len = (uint16_t)(text.len < LONGEST_STRING ? text.len : LONGEST_STRING);
    if (len >= 255) {
        buffer_byte(pool, (char)255);
        buffer_byte(pool, (char)(len & 255));
    }
    buffer_byte(pool, (char)(len < 255 ? len : len >> 8));
    buffer_add(pool, (struct str){ text.s, len });
    return offset;
}

static uint32_t intern(struct builder *builder, struct str text)
{
    return intern_in(&builder->sections[SECTION_STRINGS], &builder->strings, text);
}

static void overflow(struct builder *builder, struct str what, const char *of)
{
    diag_add(builder->diag, SEVERITY_ERROR, 130, (struct place_in_file){ .file = what }, NULL,
             "there are more different %s than a compiled gazetteer can hold", of);
}

static uint16_t label(struct builder *builder, struct str text)
{
    struct buffer *labels = &builder->sections[SECTION_LABELS];
    uint32_t offset = intern_in(labels, &builder->labels, text);
    if (offset > MOST_OF_A_KIND)
        overflow(builder, text, "kinds, countries and languages");
    return (uint16_t)offset;
}

/* ---- entities ---- */

static const char *const settlements[] = { "capital", "city", "town", "village", "place", NULL };
static const char *const areas[] = { "country", "territory", "de-facto-state", "former-state",
                                     "region", "province", "district", "continent", NULL };

static bool is_one_of(struct str kind, const char *const *kinds)
{
    while (*kinds && !str_is(kind, *kinds))
        kinds++;
    return *kinds;
}

static size_t entity_count(const struct builder *builder)
{
    return count_of(builder->sections[SECTION_ENTITIES], struct layout_entity);
}

/* Tables are sorted by id, so that each begins as the one before. */
static void add_id(struct builder *builder, struct str id)
{
    struct buffer *ids = &builder->sections[SECTION_IDS], *last = &builder->last_id;
    size_t shared = 0;
    if (entity_count(builder) % ID_GROUP == 0) {
        uint32_t start = (uint32_t)ids->len;
        add_bytes(&builder->sections[SECTION_ID_STARTS], start);
    } else {
        while (shared < last->len && shared < id.len && last->bytes[shared] == id.s[shared])
            shared++;
    }
    buffer_byte(ids, (char)shared);
    buffer_byte(ids, (char)(id.len - shared));
    buffer_add(ids, str_slice(id, shared, id.len));
    last->len = 0;
    buffer_add(last, id);
}

static uint32_t number_of(struct str foreign_id)
{
    uint32_t number = 0;
    for (size_t i = foreign_id.len && foreign_id.s[0] == 'Q'; i < foreign_id.len; i++)
        number = number * 10 + (uint32_t)(foreign_id.s[i] - '0');
    return number;
}

static uint32_t add_detail(struct builder *builder, struct layout_detail detail)
{
    struct buffer *details = &builder->sections[SECTION_DETAILS];
    uint32_t number = (uint32_t)count_of(*details, struct layout_detail);
    add_bytes(details, detail);
    return number;
}

static void take_entity(void *of, const struct table_entity *from)
{
    struct builder *builder = of;
    struct layout_detail detail = {
        .within = NO_INDEX,
        .lat = from->lat,
        .lon = from->lon,
        .geonames = number_of(from->geonames),
        .wikidata = number_of(from->wikidata),
    };
    bool detailed = from->located || detail.geonames || detail.wikidata;
    struct layout_entity entity = {
        .name = intern(builder, from->name),
        .detail = detailed ? add_detail(builder, detail) : 0,
        .kind = label(builder, from->kind),
        .country = label(builder, from->country),
        .prior = from->prior,
        .from = (int16_t)from->from,
        .to = (int16_t)from->to,
        .type = (uint8_t)from->type,
        .located = from->located,
        .settlement = is_one_of(from->kind, settlements),
        .area = is_one_of(from->kind, areas),
    };
    add_id(builder, from->id);
    add_bytes(&builder->sections[SECTION_ENTITIES], entity);
}

static void take_within(void *of, uint32_t number, uint32_t larger)
{
    struct builder *builder = of;
    struct layout_entity *entity =
        items_of(builder->sections[SECTION_ENTITIES], struct layout_entity) + number;
    if (!entity->detail)
        entity->detail = add_detail(builder, (struct layout_detail){ .within = NO_INDEX });
    items_of(builder->sections[SECTION_DETAILS], struct layout_detail)[entity->detail].within =
        larger;
}

/* ---- names ---- */

/* A name while it is taken: its row, its words, and what the compiled row will be. */
struct form {
    const struct table_name *from;
    const struct table_row *row;
    struct text text;
    struct layout_name name;
};

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
        struct edge edge = { key, child };
        add_bytes(&builder->edge_list, edge);
        builder->nodes++;
    }
    return child;
}

static void place_name(struct builder *builder, uint32_t node, struct layout_name name)
{
    struct placed_name placed = { node, name };
    add_bytes(&builder->names, placed);
}

static enum name_type type_of(const struct builder *builder, const struct table_name *name)
{
    return items_of(builder->sections[SECTION_ENTITIES], struct layout_entity)[name->entity].type;
}

static uint16_t usage_of(struct builder *builder, const struct table_name *from)
{
    struct layout_usage usage = { label(builder, from->lang), (int16_t)from->from,
                                  (int16_t)from->to };
    struct buffer *usages = &builder->sections[SECTION_USAGES];
    uint64_t bits = (uint64_t)usage.lang << 32 | (uint64_t)(uint16_t)usage.from << 16 |
                    (uint16_t)usage.to;
    uint32_t number = (uint32_t)count_of(*usages, struct layout_usage);
    bool old;
    number = keys_put(&builder->usages, key_pair(bits, 1), number, &old);
    if (!old)
        add_bytes(usages, usage);
    if (number > MOST_OF_A_KIND)
        overflow(builder, from->name, "languages and years of names");
    return (uint16_t)number;
}

static struct layout_name name_row(struct builder *builder, const struct form *form)
{
    const struct table_name *from = form->from;
    bool adjective = from->kind == KIND_ADJECTIVE;
    struct layout_name name = {
        .entity = from->entity,
        .spelling = intern(builder, from->name),
        .usage = usage_of(builder, from),
        .kind = (uint8_t)from->kind & 15,
        .use = (uint8_t)from->use & 3,
        .bit = (adjective ? HIT_DEMONYM : 1u << type_of(builder, from)) & 15,
    };
    for (size_t i = 0; i < form->text.words.count; i++) {
        uint8_t flags = form->text.words.items[i].flags;
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
                     const struct table_row *row, enum layout_form kind);

static void add_surname(struct builder *builder, const struct form *form)
{
    const struct text *text = &form->text;
    const struct word *last = &text->words.items[text->words.count - 1];
    if (type_of(builder, form->from) != NAME_PERSON || form->from->use == USE_NEVER ||
        text->words.count < 2 || last->end - last->start < 2 || !(last->flags & WORD_CAPITAL))
        return;
    struct surname surname = { last->hash, form->from->entity,
                               (uint32_t)count_of(builder->names, struct placed_name) };
    add_bytes(&builder->surnames, surname);
}

/* "L'Aia" is "Aia" where its article is fused with a preposition: "all'Aia". */
static void add_bare(struct builder *builder, const struct form *form)
{
    struct table_name bare = *form->from;
    if (type_of(builder, form->from) != NAME_PLACE || form->from->use == USE_NEVER)
        return;
    bare.name = str_slice(bare.name, form->text.words.items[1].start, bare.name.len);
    bare.use = USE_CONTEXT;
    add_form(builder, &bare, form->row, FORM_BARE);
}

static bool can_be_matched(struct builder *builder, const struct form *form)
{
    size_t words = form->text.words.count;
    if (words > 0 && words <= MOST_WORDS)
        return true;
    diag_add(builder->diag, SEVERITY_WARNING, 128, table_place(form->row, form->from->name), NULL,
             words ? "more than %d words: the name is left out"
                   : "no letters or digits: the name is left out", MOST_WORDS);
    return false;
}

static void add_form(struct builder *builder, const struct table_name *from,
                     const struct table_row *row, enum layout_form kind)
{
    struct form form = { from, row, words_of(builder, from->name), { 0 } };
    if (!can_be_matched(builder, &form))
        return;
    uint32_t node = 0;
    for (size_t i = 0; i < form.text.words.count; i++)
        node = child_of(builder, node, form.text.words.items[i].hash);
    form.name = name_row(builder, &form);
    form.name.form = (uint8_t)kind & 3;
    uint64_t key = layout_key(0, form.text.words.items[0].hash);
    if (!(form.name.capital & 1))
        add_bytes(&builder->lower_keys, key);
    add_surname(builder, &form);
    place_name(builder, node, form.name);
    bool single = form.text.words.count == 1;
    if (begins_with_article(builder, &form.text))
        add_bare(builder, &form);
    if (single && form.name.capitals && from->name.len <= 6 && is_letters(from->name))
        place_dotted(builder, form.name, from->name);
}

static void take_name(void *of, const struct table_name *from, const struct table_row *row)
{
    struct builder *builder = of;
    uint32_t first = (uint32_t)count_of(builder->names, struct placed_name);
    add_bytes(&builder->first, first);
    add_form(builder, from, row, FORM_AS_WRITTEN);
}

/* All forms that a name gave follow its first. */
static void take_stricter(void *of, uint32_t name, enum name_use use)
{
    struct builder *builder = of;
    const uint32_t *first = items_of(builder->first, uint32_t);
    struct placed_name *names = items_of(builder->names, struct placed_name);
    bool last = name + 1 == count_of(builder->first, uint32_t);
    uint32_t end = last ? (uint32_t)count_of(builder->names, struct placed_name) : first[name + 1];
    for (uint32_t i = first[name]; i < end; i++)
        if (names[i].name.use < use)
            names[i].name.use = (uint8_t)use & 3;
}

/* ---- words ---- */

/* Of several words each capitalised one is meant ("Anne-Marie"), else the last, which is the head
 * ("vice-president"). */
static void take_word(void *of, const struct table_word *from, const struct table_row *row)
{
    struct builder *builder = of;
    struct text text = words_of(builder, from->word);
    bool old;
    if (text.words.count == 0)
        diag_add(builder->diag, SEVERITY_WARNING, 128, table_place(row, from->word), NULL,
                 "no letters or digits");
    if (from->class == CLASS_ARTICLE)
        keys_put(&builder->articles, fold_hash(builder->fold, from->word), 0, &old);
    for (size_t i = 0; i < text.words.count; i++) {
        struct layout_word word = { text.words.items[i].hash, layout_tag(from->lang), from->class };
        if (i + 1 == text.words.count || text.words.items[i].flags & WORD_CAPITAL)
            add_bytes(&builder->words, word);
    }
}

/* ---- press keys ---- */

static void take_press(void *of, const struct press_rule *rule)
{
    struct builder *builder = of;
    add_bytes(&builder->sections[SECTION_PRESS_RULES], *rule);
}

/* ---- the whole ---- */

static void begin(struct builder *builder)
{
    struct buffer *fold = &builder->sections[SECTION_FOLD];
    fold_build(fold);
    builder->fold = fold_open(buffer_str(fold));
    builder->nodes = 1;
    intern(builder, STR(""));
    label(builder, STR(""));
    add_detail(builder, (struct layout_detail){ .within = NO_INDEX });
}

bool index_compile(const char *folder, struct diag *diag, struct buffer *into)
{
    struct builder builder = { .diag = diag };
    struct table_sink sink = {
        .of = &builder,
        .entity = take_entity,
        .within = take_within,
        .name = take_name,
        .stricter = take_stricter,
        .word = take_word,
        .press = take_press,
    };
    char hash[65];
    size_t before = diag->errors;
    begin(&builder);
    tables_read(folder, diag, &sink, hash);
    arrange_sections(&builder);
    if (diag->errors == before)
        arrange_file(&builder, hash, into);
    for (int i = 0; i < SECTION_COUNT; i++)
        buffer_free(&builder.sections[i]);
    return diag->errors == before;
}
