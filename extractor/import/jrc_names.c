/* jrc_names.c - JRC-Names, the file "entities": id, P or O, language or u, Name+With+Pluses. */
#include "import/found.h"

enum column { ID, TYPE, LANGUAGE, NAME, COLUMNS };

/* The rows of an entity follow each other; the first name is the one it is shown by. */
static void take_row(struct import *import, const struct str *cells, struct buffer *name)
{
    name->len = 0;
    buffer_add(name, cells[NAME]);
    for (size_t i = 0; i < name->len; i++)
        if (name->bytes[i] == '+')
            name->bytes[i] = ' ';
    struct found *found = import_begin(import, cells[TYPE].s[0] == 'P' ? NAME_PERSON
                                                                       : NAME_ORGANISATION);
    found->key = cells[ID];
    found->name = buffer_str(name);
    found->names.items = NULL;
}

static bool is_row(const struct str *cells, size_t count)
{
    return count == COLUMNS && cells[ID].len && cells[NAME].len && cells[TYPE].len == 1 &&
           strchr("PO", cells[TYPE].s[0]);
}

struct entity_rows {
    struct buffer id, key; /* the entity's; and its key of the file */
};

static void take_name(struct import *import, struct entity_rows *entity, const struct str *cells,
                      struct buffer *name)
{
    struct str lang = str_is(cells[LANGUAGE], "u") ? STR("und") : cells[LANGUAGE], id;
    bool same = entity->key.len && str_equal(buffer_str(&entity->key), cells[ID]);
    take_row(import, cells, name);
    if (same) {
        import->result->read--;
        if (entity->id.len)
            import_take_name(import, buffer_str(&entity->id), &(struct found_name){
                .name = buffer_str(name), .lang = lang, .kind = KIND_ALIAS });
        return;
    }
    entity->key.len = entity->id.len = 0;
    buffer_add(&entity->key, cells[ID]);
    if (import_take(import, &id))
        buffer_add(&entity->id, id);
}

static bool read_file(struct import *import, const char *path)
{
    struct source source;
    struct entity_rows entity = { { 0 }, { 0 } };
    struct buffer name = { 0 };
    struct str row, cells[COLUMNS];
    if (!import_open(import, path, &source))
        return false;
    while (source_row(&source, &row)) {
        if (is_row(cells, import_cells(row, cells, COLUMNS))) {
            take_name(import, &entity, cells, &name);
        } else {
            import->result->read++;
            import_mistake(import, "record", "not a row of JRC-Names", row);
        }
    }
    buffer_free(&entity.id);
    buffer_free(&entity.key);
    buffer_free(&name);
    return import_close(import, &source);
}

const struct importer jrc_names_importer = {
    .name = "jrc-names",
    .purpose = "JRC-Names: the file entities",
    .prefix = "jrc-",
    .title = "JRC-Names",
    .licence = "European Commission reuse notice",
    .credit = "European Commission, Joint Research Centre",
    .read_file = read_file,
};
