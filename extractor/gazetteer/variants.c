#include "base/utf8.h"
#include "gazetteer/lookup.h"
#include "gazetteer/press.h"
#include "gazetteer/tables.h"
#include "gazetteer/variants.h"
#include "text/words.h"

enum { NOBODY = UINT32_MAX, MOST_ELISIONS = 32 };

/* An article or the like that loses its vowel before a name: "dell'". */
struct elision {
    struct str word, lang;
};

struct collector {
    const struct index *index;
    struct variants *variants;
    struct arena *arena;
    uint32_t *place_of; /* of each entity of the index: in variants->entities, or NOBODY */
    struct elision elisions[MOST_ELISIONS];
    size_t elision_count;
    ARRAY(struct table_name) rows; /* of the entities asked for */
};

/* ---- the entities asked for ---- */

static void want(struct collector *collector, uint32_t entity)
{
    const struct index *index = collector->index;
    const struct layout_entity *from = &index->entities[entity];
    const struct layout_sort *sort = index_sort(index, from);
    if (collector->place_of[entity] != NOBODY)
        return;
    collector->place_of[entity] = (uint32_t)collector->variants->entities.count;
    *array_push(&collector->variants->entities, collector->arena) = (struct entity_variants){
        .id = index_id(index, entity, collector->arena),
        .name = index_called(index, from),
        .kind = index_label(index, sort->kind),
        .country = index_label(index, sort->country),
        .type = (enum name_type)sort->type,
    };
}

static bool folds_to(const struct index *index, struct str name, struct str letters,
                     struct buffer *folded)
{
    folded->len = 0;
    fold_append(index->fold, name, folded);
    return str_equal(buffer_str(folded), letters);
}

static void want_named(struct collector *collector, struct str name)
{
    const struct index *index = collector->index;
    struct buffer letters = { 0 }, folded = { 0 };
    fold_append(index->fold, name, &letters);
    for (uint32_t i = 0; letters.len && i < index->name_count; i++)
        if (index_has_names(index, i) &&
            folds_to(index, index_spelling(index, i), buffer_str(&letters), &folded))
            want(collector, index->names[i].entity);
    buffer_free(&letters);
    buffer_free(&folded);
}

static void want_id(struct collector *collector, struct str id)
{
    struct arena scratch = { 0 };
    for (uint32_t i = 0; i < collector->index->entity_count; i++) {
        if (str_equal(index_id(collector->index, i, &scratch), id))
            want(collector, i);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

/* ---- forms made by rule ---- */

static struct entity_variants *entity_of(const struct collector *collector, uint32_t entity)
{
    return &collector->variants->entities.items[collector->place_of[entity]];
}

static void derive(struct collector *collector, const struct table_name *from, struct str form,
                   const char *kind, const char *rule)
{
    struct entity_variants *entity = entity_of(collector, from->entity);
    for (size_t i = 0; i < entity->list.count; i++)
        if (str_equal(entity->list.items[i].form, form))
            return;
    *array_push(&entity->list, collector->arena) = (struct variant){
        .form = arena_str(collector->arena, form),
        .lang = arena_str(collector->arena, from->lang),
        .kind = str_of(kind),
        .use = name_use_word(from->use),
        .made = arena_printf(collector->arena, "%s %.*s", rule, STR_ARG(from->name)),
    };
}

/* The words of the name, folded or not, with `between` them. */
static struct str joined(struct collector *collector, const struct text *text, bool folded,
                         const char *between)
{
    struct buffer all = { 0 };
    for (size_t i = 0; i < text->words.count; i++) {
        const struct word *word = &text->words.items[i];
        struct str letters = str_slice(text->bytes, word->start, word->end);
        if (i)
            buffer_add(&all, str_of(between));
        if (folded)
            fold_append(collector->index->fold, letters, &all);
        else
            buffer_add(&all, letters);
    }
    struct str ret = arena_str(collector->arena, buffer_str(&all));
    buffer_free(&all);
    return ret;
}

static struct str word_at(const struct text *text, size_t at)
{
    return str_slice(text->bytes, text->words.items[at].start, text->words.items[at].end);
}

static void derive_person(struct collector *collector, const struct table_name *from,
                          const struct text *text)
{
    struct arena *arena = collector->arena;
    size_t last = text->words.count - 1;
    if (last == 0)
        return;
    struct str surname = word_at(text, last), given = word_at(text, 0);
    size_t initial = 0;
    utf8_next(given, &initial);
    derive(collector, from, surname, "surname", "surname, after the full name, of");
    derive(collector, from,
           arena_printf(arena, "%.*s. %.*s", (int)initial, given.s, STR_ARG(surname)), "initials",
           "initial of");
    if (last == 1)
        derive(collector, from, arena_printf(arena, "%.*s %.*s", STR_ARG(surname), STR_ARG(given)),
               "inverted", "the other way round of");
}

static bool begins_with_vowel(const struct collector *collector, struct str name)
{
    struct buffer folded = { 0 };
    fold_append(collector->index->fold, name, &folded);
    bool vowel = folded.len && strchr("aeiou", folded.bytes[0]);
    buffer_free(&folded);
    return vowel;
}

static void derive_elided(struct collector *collector, const struct table_name *from)
{
    if (!begins_with_vowel(collector, from->name))
        return;
    for (size_t i = 0; i < collector->elision_count; i++) {
        const struct elision *elision = &collector->elisions[i];
        if (str_equal(elision->lang, from->lang))
            derive(collector, from,
                   arena_printf(collector->arena, "%.*s%.*s", STR_ARG(elision->word),
                                STR_ARG(from->name)),
                   "derived", "elision before");
    }
}

static void derive_sounds(struct collector *collector, const struct table_name *from)
{
    const struct index *index = collector->index;
    struct press_key keys[MOST_READINGS];
    size_t count = press_keys(&index->press, index->fold, from->name, ALL_READINGS, keys);
    for (size_t i = 0; i < count; i++) {
        struct press_key key = press_joined(&keys[i]);
        if (press_file(&key))
            derive(collector, from,
                   arena_printf(collector->arena, "/%.*s/", STR_ARG(press_sounds(&key))), "press",
                   "whatever sounds as");
    }
}

/* Places, and persons in full. */
static bool is_known_by_sound(const struct collector *collector, const struct table_name *from,
                              const struct text *text)
{
    enum name_type type = entity_of(collector, from->entity)->type;
    return from->use == USE_YES && from->kind != KIND_ABBREVIATION &&
           (type == NAME_PLACE || (type == NAME_PERSON && text->words.count > 1));
}

static void derive_all(struct collector *collector, const struct table_name *from)
{
    struct arena scratch = { 0 };
    struct text text = { .bytes = from->name };
    words_scan(collector->index->fold, &text, &scratch);
    bool adjective = from->kind == KIND_ADJECTIVE || from->use == USE_NEVER;
    if (text.words.count && !adjective) {
        derive(collector, from, joined(collector, &text, true, " "), "derived", "letters of");
        if (text.words.count > 1) {
            derive(collector, from, joined(collector, &text, false, " "), "derived", "spaces in");
            derive(collector, from, joined(collector, &text, false, "-"), "derived", "hyphens in");
        }
        if (entity_of(collector, from->entity)->type == NAME_PERSON)
            derive_person(collector, from, &text);
        else
            derive_elided(collector, from);
        if (is_known_by_sound(collector, from, &text))
            derive_sounds(collector, from);
    }
    arena_free(&scratch);
}

/* ---- rows ---- */

static void take_name(void *of, const struct table_name *name, const struct table_row *row)
{
    struct collector *collector = of;
    struct arena *arena = collector->arena;
    if (collector->place_of[name->entity] == NOBODY)
        return;
    *array_push(&entity_of(collector, name->entity)->list, arena) = (struct variant){
        .form = arena_str(arena, name->name),
        .lang = arena_str(arena, name->lang),
        .kind = name_kind_word(name->kind),
        .use = name_use_word(name->use),
        .source = arena_str(arena, name->source),
        .made = arena_printf(arena, "%.*s:%u", STR_ARG(row->file), row->number),
    };
    struct table_name *kept = array_push(&collector->rows, arena);
    *kept = *name;
    kept->name = arena_str(arena, name->name);
    kept->lang = arena_str(arena, name->lang);
}

static void take_word(void *of, const struct table_word *word, const struct table_row *row)
{
    (void)row;
    struct collector *collector = of;
    if (!str_ends(word->word, STR("'")) || !word->lang.len ||
        collector->elision_count == MOST_ELISIONS)
        return;
    for (size_t i = 0; i < collector->elision_count; i++)
        if (str_equal(collector->elisions[i].word, word->word) &&
            str_equal(collector->elisions[i].lang, word->lang))
            return;
    collector->elisions[collector->elision_count++] = (struct elision){
        arena_str(collector->arena, word->word), arena_str(collector->arena, word->lang),
    };
}

static void pass_entity(void *of, const struct table_entity *entity)
{
    (void)of, (void)entity;
}

static void pass_within(void *of, uint32_t entity, uint32_t larger)
{
    (void)of, (void)entity, (void)larger;
}

static void pass_stricter(void *of, uint32_t name, enum name_use use)
{
    (void)of, (void)name, (void)use;
}

static void pass_press(void *of, const struct press_rule *rule)
{
    (void)of, (void)rule;
}

bool variants_read(const struct index *index, const char *folder, struct str name,
                   struct diag *diag, struct variants *ret)
{
    struct collector collector = { .index = index, .variants = ret, .arena = &ret->arena };
    struct table_sink sink = { .of = &collector, .entity = pass_entity, .within = pass_within,
                               .name = take_name, .stricter = pass_stricter, .word = take_word,
                               .press = pass_press };
    char hash[65];
    *ret = (struct variants){ .entities.count = 0 };
    collector.place_of = arena_array(&ret->arena, uint32_t, index->entity_count + 1);
    memset(collector.place_of, 0xFF, index->entity_count * sizeof(uint32_t));
    want_id(&collector, name);
    want_named(&collector, name);
    if (!ret->entities.count)
        return true;
    bool good = tables_read(folder, diag, &sink, hash);
    for (size_t i = 0; i < collector.rows.count; i++)
        derive_all(&collector, &collector.rows.items[i]);
    return good;
}

void variants_free(struct variants *variants)
{
    arena_free(&variants->arena);
}
