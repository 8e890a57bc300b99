/* popolo.c - Popolo JSON, as EveryPolitician and parliaments' sites publish it: persons with their
 * other names and identifiers, and the memberships that tell their roles. */
#include "import/found.h"
#include "import/json_items.h"

static struct str identifier(const json_t *person, const char *scheme)
{
    json_t *one;
    size_t i;
    json_array_foreach(json_item_at(person, "identifiers"), i, one)
        if (str_is(json_item_text(one, "scheme"), scheme))
            return json_item_text(one, "identifier");
    return STR("");
}

static struct str birth_of(struct import *import, const json_t *person)
{
    struct str date = json_item_text(person, "birth_date");
    return date.len >= 4 ? arena_printf(&import->arena, "born %.4s", date.s) : STR("");
}

static void set_role(struct found *found, const json_t *membership)
{
    if (found->role.len)
        return;
    found->role = json_item_text(membership, "role");
    found->from = json_item_text(membership, "start_date");
    found->to = json_item_text(membership, "end_date");
}

static void take_person(struct import *import, const json_t *person)
{
    struct found *found = import_begin(import, NAME_PERSON);
    json_t *other;
    size_t i;
    found->key = json_item_text(person, "id");
    found->name = json_item_text(person, "name");
    found->wikidata = identifier(person, "wikidata");
    found->note = birth_of(import, person);
    set_role(found, json_array_get(json_item_at(person, "memberships"), 0));
    json_array_foreach(json_item_at(person, "other_names"), i, other)
        import_add_name(import, json_item_text(other, "name"), json_item_text(other, "lang"),
                        KIND_ALIAS);
    import_take(import, NULL);
}

static void take_organisation(struct import *import, const json_t *organisation)
{
    struct found *found = import_begin(import, NAME_ORGANISATION);
    json_t *other;
    size_t i;
    found->key = json_item_text(organisation, "id");
    found->name = json_item_text(organisation, "name");
    found->wikidata = identifier(organisation, "wikidata");
    if (str_is(json_item_text(organisation, "classification"), "party"))
        found->kind = STR("party");
    json_array_foreach(json_item_at(organisation, "other_names"), i, other)
        import_add_name(import, json_item_text(other, "name"), json_item_text(other, "lang"),
                        KIND_ALIAS);
    import_take(import, NULL);
}

/* A member's role, for the person whom another list of the file has. */
static void take_membership(struct import *import, const json_t *membership)
{
    struct found role = { .type = NAME_PERSON };
    set_role(&role, membership);
    import->found = role;
    import->found.key = json_item_text(membership, "person_id");
    if (import->found.key.len && role.role.len)
        import_add_role(import);
}

static void take_item(struct import *import, const struct json_items *items, const json_t *item)
{
    if (json_is_null(item)) {
        import->result->read++;
        import_mistake(import, "record", "not JSON", STR(""));
    } else if (json_items_in(items, "memberships")) {
        take_membership(import, item);
    } else if (json_items_in(items, "organizations")) {
        take_organisation(import, item);
    } else {
        take_person(import, item);
    }
}

static bool read_file(struct import *import, const char *path)
{
    static const char *const lists[] = { "persons", "organizations", "memberships", NULL };
    return import_items(import, path, lists, take_item);
}

const struct importer popolo_importer = {
    .name = "popolo",
    .purpose = "Popolo JSON: persons and organisations",
    .prefix = "pp-",
    .title = "Popolo data",
    .licence = "not told",
    .credit = "",
    .read_file = read_file,
};
