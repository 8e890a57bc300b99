/* json_items.h - the members of the large arrays and objects of a JSON file, one at a time, so that
 * no file need fit into memory: {"persons": [ITEM, ITEM …]}, {"entities": {"Q1": ITEM …}},
 * [ITEM, ITEM …], or one ITEM a line. */
#ifndef NEWSGAZ_IMPORT_JSON_ITEMS_H
#define NEWSGAZ_IMPORT_JSON_ITEMS_H

#include <jansson.h>

#include "base/arena.h"
#include "import/source.h"

struct json_items {
    struct source *source;
    const char *const *lists; /* keys whose members are items, NULL behind the last */
    struct str chunk;
    struct buffer text, key; /* of the item; the last key seen */
    struct str list;         /* of `lists`, or empty */
    unsigned depth, item_depth;
    bool in_string, escaped, in_item, started, is_key;
    uint32_t lines;
};

/* The next item, to be given back with json_decref; NULL at the end. `source->line` is the line
 * where it ends. An item that is no JSON gives a null value, which is no item of any file. */
json_t *json_items_next(struct json_items *items);
void json_items_free(struct json_items *items);

/* A whole file of them, `take` with each. False when it cannot be read to its end. */
struct import;
bool import_items(struct import *import, const char *path, const char *const *lists,
                  void (*take)(struct import *import, const struct json_items *items,
                               const json_t *item));

/* Whether the item stands in the list of that key. */
bool json_items_in(const struct json_items *items, const char *list);

/* The string at a path of keys such as "datavalue/value/time", or an empty one. */
struct str json_item_text(const json_t *json, const char *path);
json_t *json_item_at(const json_t *json, const char *path);

/* A number as degrees with six decimals, or as a whole number; empty when it is none. */
struct str json_item_degrees(const json_t *number, struct arena *arena);
struct str json_item_whole(const json_t *number, struct arena *arena);

#endif
