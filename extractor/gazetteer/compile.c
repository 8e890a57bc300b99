#include <stdlib.h>

#include "gazetteer/compile.h"
#include "gazetteer/files.h"
#include "text/words.h"

enum { MOST_WORDS = 16, LONGEST_STRING = 0xFFFF, MOST_OF_A_KIND = 0xFFFF };

/* ---- strings and rows that stand once ---- */

static void overflow(struct builder *builder, const char *of, unsigned most)
{
    if (!builder->is_full)
        diag_add(builder->diag, SEVERITY_ERROR, 130, (struct place_in_file){ STR("gazetteers") },
                 NULL, "there are more %s than a compiled gazetteer can hold (%u)", of, most);
    builder->is_full = true;
}

void add_string(struct buffer *into, struct str text)
{
    uint16_t len = (uint16_t)(text.len < LONGEST_STRING ? text.len : LONGEST_STRING);
    if (len >= 255) {
        buffer_byte(into, (char)255);
        buffer_byte(into, (char)(len & 255));
    }
    buffer_byte(into, (char)(len < 255 ? len : len >> 8));
    buffer_add(into, (struct str){ text.s, len });
}

static uint32_t intern(struct buffer *pool, struct keys *known, struct str text)
{
    bool old;
    uint32_t offset = keys_put(known, key_of(text), (uint32_t)pool->len, &old);
    if (!old)
        add_string(pool, text);
    return offset;
}

static uint16_t label(struct builder *builder, struct str text)
{
    uint32_t offset = intern(&builder->sections[SECTION_LABELS], &builder->known[SECTION_LABELS],
                             text);
    if (offset > MOST_OF_A_KIND)
        overflow(builder, "letters in kinds, countries and languages", MOST_OF_A_KIND);
    return (uint16_t)offset;
}

/* The number of the row in its section, which has it once. */
static uint16_t number_of_row(struct builder *builder, enum section section, struct str row)
{
    bool old;
    struct buffer *rows = &builder->sections[section];
    uint32_t number = keys_put(&builder->known[section], key_of(row),
                               (uint32_t)(rows->len / row.len), &old);
    if (!old)
        buffer_add(rows, row);
    if (number > MOST_OF_A_KIND)
        overflow(builder, "kinds of entities, manners of names or pairs of years", MOST_OF_A_KIND);
    return (uint16_t)number;
}

#define row_number(builder, section, row) \
    number_of_row((builder), (section), (struct str){ (const char *)&(row), sizeof(row) })

static uint16_t years_of(struct builder *builder, int from, int to)
{
    struct layout_years years = { (int16_t)from, (int16_t)to };
    return row_number(builder, SECTION_YEARS, years);
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

static uint32_t foreign_number(struct str id)
{
    uint32_t number = 0;
    for (size_t i = id.len && id.s[0] == 'Q'; i < id.len; i++)
        number = number * 10 + (uint32_t)(id.s[i] - '0');
    return number;
}

static uint32_t add_detail(struct builder *builder, struct layout_detail detail)
{
    struct buffer *details = &builder->sections[SECTION_DETAILS];
    uint32_t number = (uint32_t)count_of(*details, struct layout_detail);
    add_bytes(details, detail);
    return number;
}

static uint16_t sort_of(struct builder *builder, const struct table_entity *from)
{
    struct layout_sort sort = {
        .kind = label(builder, from->kind),
        .country = label(builder, from->country),
        .type = (uint8_t)from->type,
        .located = from->located,
        .settlement = is_one_of(from->kind, settlements),
        .area = is_one_of(from->kind, areas),
    };
    return row_number(builder, SECTION_SORTS, sort);
}

static void take_entity(void *of, const struct table_entity *from)
{
    struct builder *builder = of;
    struct layout_detail detail = {
        .within = NO_INDEX,
        .lat = from->lat,
        .lon = from->lon,
        .geonames = foreign_number(from->geonames),
        .wikidata = foreign_number(from->wikidata),
    };
    bool detailed = from->located || detail.geonames || detail.wikidata;
    struct layout_entity entity = {
        .prior = from->prior,
        .detail = detailed ? add_detail(builder, detail) : 0,
        .sort = sort_of(builder, from),
        .years = years_of(builder, from->from, from->to),
    };
    uint32_t called = intern(&builder->strings, &builder->known_strings, from->name);
    if (entity_count(builder) == NO_ENTITY)
        overflow(builder, "entities", NO_ENTITY);
    add_id(builder, from->id);
    add_bytes(&builder->sections[SECTION_ENTITIES], entity);
    add_bytes(&builder->called, called);
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

/* A name while it is taken: its row, its words, and how it is written. */
struct form {
    const struct table_name *from;
    const struct table_row *row;
    struct text text;
    struct layout_manner manner;
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

static void place_name(struct builder *builder, struct placed_name placed)
{
    if (count_of(builder->names, struct placed_name) > MOST_NAMES)
        overflow(builder, "names", MOST_NAMES);
    add_bytes(&builder->names, placed);
}

/* A node by itself, should no name end there. */
static void place_node(struct builder *builder, uint64_t key)
{
    place_name(builder, (struct placed_name){ .key = key, .entity = NO_ENTITY });
}

/* The key of the node that the word leads to from another. */
static uint64_t lead_on(struct builder *builder, uint64_t from, uint64_t word)
{
    bool old = true;
    if (from)
        keys_put(&builder->passed, from, 0, &old);
    if (!old)
        place_node(builder, from);
    return layout_key(from, word);
}

static enum name_type type_of(const struct builder *builder, const struct table_name *name)
{
    const struct layout_entity *entities =
        items_of(builder->sections[SECTION_ENTITIES], struct layout_entity);
    return items_of(builder->sections[SECTION_SORTS],
                    struct layout_sort)[entities[name->entity].sort].type;
}

static struct layout_manner manner_in(struct builder *builder, const struct form *form)
{
    const struct table_name *from = form->from;
    bool adjective = from->kind == KIND_ADJECTIVE;
    struct layout_manner manner = {
        .lang = label(builder, from->lang),
        .years = years_of(builder, from->from, from->to),
        .kind = (uint8_t)from->kind & 15,
        .use = (uint8_t)from->use & 3,
        .bit = (adjective ? HIT_DEMONYM : 1u << type_of(builder, from)) & 15,
    };
    for (size_t i = 0; i < form->text.words.count; i++) {
        uint8_t flags = form->text.words.items[i].flags;
        manner.capital |= (uint16_t)((flags & WORD_CAPITAL ? 1u : 0u) << i);
        manner.capitals |= (uint16_t)((flags & WORD_CAPITALS ? 1u : 0u) << i);
    }
    return manner;
}

static void place_form(struct builder *builder, uint64_t key, const struct form *form)
{
    place_name(builder, (struct placed_name){
        .key = key,
        .entity = form->from->entity,
        .spelling = intern(&builder->strings, &builder->known_strings, form->from->name),
        .manner = row_number(builder, SECTION_MANNERS, form->manner),
    });
}

/* "USA" is also written "U.S.A.", which the text divides into its letters. */
static void place_dotted(struct builder *builder, struct form form)
{
    uint64_t key = 0;
    struct str name = form.from->name;
    for (size_t i = 0; i < name.len; i++)
        key = lead_on(builder, key, fold_hash(builder->fold, str_slice(name, i, i + 1)));
    form.manner.capital = (uint16_t)((1u << name.len) - 1);
    form.manner.capitals = 0;
    form.manner.form = FORM_DOTTED;
    place_form(builder, key, &form);
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
    uint64_t key = 0;
    for (size_t i = 0; i < form.text.words.count; i++)
        key = lead_on(builder, key, form.text.words.items[i].hash);
    form.manner = manner_in(builder, &form);
    form.manner.form = (uint8_t)kind & 3;
    uint64_t first = layout_key(0, form.text.words.items[0].hash);
    if (!(form.manner.capital & 1))
        add_bytes(&builder->lower_keys, first);
    add_surname(builder, &form);
    place_form(builder, key, &form);
    bool single = form.text.words.count == 1;
    if (begins_with_article(builder, &form.text))
        add_bare(builder, &form);
    if (single && form.manner.capitals && from->name.len <= 6 && is_letters(from->name))
        place_dotted(builder, form);
}

static void take_name(void *of, const struct table_name *from, const struct table_row *row)
{
    struct builder *builder = of;
    uint32_t first = (uint32_t)count_of(builder->names, struct placed_name);
    add_bytes(&builder->first, first);
    add_form(builder, from, row, FORM_AS_WRITTEN);
}

static void make_stricter(struct builder *builder, struct placed_name *name, enum name_use use)
{
    if (name->entity == NO_ENTITY || manner_of(builder, name)->use >= use)
        return;
    struct layout_manner manner = *manner_of(builder, name);
    manner.use = (uint8_t)use & 3;
    name->manner = row_number(builder, SECTION_MANNERS, manner);
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
        make_stricter(builder, &names[i], use);
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
    intern(&builder->strings, &builder->known_strings, STR(""));
    label(builder, STR(""));
    place_node(builder, 0);
    place_node(builder, UINT64_MAX); /* the last, so that there is one behind every other */
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
