#include <limits.h>
#include <stdlib.h>

#include "import/known.h"

/* Of the letters that the name folds to, and a number. */
static uint64_t spelling_key(const struct known *known, uint64_t with, struct str name)
{
    struct buffer letters = { 0 };
    fold_append(known->fold, name, &letters);
    uint64_t key = key_pair(key_of(buffer_str(&letters)), with);
    buffer_free(&letters);
    return key;
}

static void take_entity(void *of, const struct table_entity *entity)
{
    struct known *known = of;
    bool old;
    uint32_t number = (uint32_t)known->entities.count;
    *array_push(&known->entities, &known->arena) = (struct known_entity){
        .id = arena_str(&known->arena, entity->id),
        .country = arena_str(&known->arena, entity->country),
        .wikidata = arena_str(&known->arena, entity->wikidata),
        .type = entity->type,
    };
    keys_put(&known->ids, key_of(entity->id), number, &old);
    if (entity->geonames.len)
        keys_put(&known->foreign, key_of(entity->geonames), number, &old);
    if (entity->wikidata.len)
        keys_put(&known->foreign, key_of(entity->wikidata), number, &old);
    if (str_is(entity->kind, "country") || str_is(entity->kind, "territory"))
        keys_put(&known->countries, key_of(entity->country), number, &old);
}

static void make_stricter(struct known *known, struct str name, enum name_use use)
{
    uint32_t before = keys_get(&known->uses, key_of(name));
    if (use != USE_YES && (before == KNOWN_NONE || before < (uint32_t)use))
        keys_set(&known->uses, key_of(name), use);
}

/* Numbers above those of entities tell the keys of types from those of entities. */
static uint64_t bearer_key(const struct known *known, enum name_type type, struct str name)
{
    return spelling_key(known, (UINT64_C(1) << 32) + type, name);
}

static void note_bearer(struct known *known, const struct table_name *name)
{
    bool old;
    uint64_t key = bearer_key(known, known->entities.items[name->entity].type, name->name);
    if (keys_put(&known->names, key, name->entity, &old) != name->entity)
        keys_set(&known->names, key, KNOWN_SEVERAL);
}

static void take_name(void *of, const struct table_name *name, const struct table_row *row)
{
    struct known *known = of;
    bool old;
    (void)row;
    note_bearer(known, name);
    keys_put(&known->spellings, spelling_key(known, name->entity, name->name), 0, &old);
    make_stricter(known, name->name, name->use);
}

static void take_word(void *of, const struct table_word *word, const struct table_row *row)
{
    struct known *known = of;
    bool old;
    (void)row;
    if (word->class & (CLASS_GIVEN | CLASS_TITLE | CLASS_MONTH_WEEKDAY | CLASS_COMMON_CAPITAL))
        keys_put(&known->words, key_of(word->word), 0, &old);
}

static bool is_other_table(void *of, struct str path)
{
    const struct known *known = of;
    char folder[PATH_MAX], output[PATH_MAX], copy[PATH_MAX];
    size_t slash = path.len;
    while (slash && path.s[slash - 1] != '/')
        slash--;
    struct str file = str_slice(path, slash, path.len), name = str_of(known->name);
    if (!known->output || !str_starts(file, name) || file.s[name.len] != '.' || slash >= PATH_MAX)
        return true;
    memcpy(copy, path.s, slash);
    copy[slash] = '\0';
    return !realpath(known->output, output) || !realpath(slash ? copy : ".", folder) ||
           strcmp(output, folder) != 0;
}

static void take_source(void *of, struct str code)
{
    struct known *known = of;
    bool old;
    keys_put(&known->sources, key_of(code), 0, &old);
}

bool known_read(const char *folder, const char *output, const char *name, struct diag *diag,
                struct known *ret)
{
    char hash[65];
    *ret = (struct known){ .output = output, .name = name };
    struct table_sink sink = {
        .of = ret,
        .wants = is_other_table,
        .entity = take_entity,
        .name = take_name,
        .word = take_word,
        .source = take_source,
    };
    fold_build(&ret->table);
    ret->fold = fold_open(buffer_str(&ret->table));
    return tables_read(folder, diag, &sink, hash);
}

void known_free(struct known *known)
{
    fold_close(known->fold);
    buffer_free(&known->table);
    keys_free(&known->ids);
    keys_free(&known->foreign);
    keys_free(&known->spellings);
    keys_free(&known->names);
    keys_free(&known->uses);
    keys_free(&known->words);
    keys_free(&known->countries);
    keys_free(&known->sources);
    arena_free(&known->arena);
}

uint32_t known_by_foreign(const struct known *known, struct str id)
{
    return id.len ? keys_get(&known->foreign, key_of(id)) : KNOWN_NONE;
}

uint32_t known_by_name(const struct known *known, enum name_type type, struct str name)
{
    return known->fold ? keys_get(&known->names, bearer_key(known, type, name)) : KNOWN_NONE;
}

bool known_spelling(const struct known *known, uint32_t entity, struct str name)
{
    return entity != KNOWN_NONE &&
           keys_get(&known->spellings, spelling_key(known, entity, name)) != KNOWN_NONE;
}

enum name_use known_use(const struct known *known, struct str name)
{
    uint32_t use = keys_get(&known->uses, key_of(name));
    if (use != KNOWN_NONE)
        return (enum name_use)use;
    return keys_get(&known->words, key_of(name)) != KNOWN_NONE ? USE_CONTEXT : USE_YES;
}

struct str known_country(const struct known *known, struct str code)
{
    uint32_t number = code.len ? keys_get(&known->countries, key_of(code)) : KNOWN_NONE;
    return number == KNOWN_NONE ? STR("") : known->entities.items[number].id;
}
