#include <math.h>
#include <stdlib.h>

#include "import/found.h"
#include "import/json_items.h"

enum { DEEPEST_LIST = 2 }; /* {"results": {"bindings": [ */

static bool is_list(const struct json_items *items, struct str *ret)
{
    for (const char *const *list = items->lists; *list; list++)
        if (str_is(buffer_str(&items->key), *list)) {
            *ret = str_of(*list);
            return true;
        }
    return false;
}

/* An opening bracket outside of items: begins an item, or a list of them. What stands at the top
 * level is taken for an item until a list shows up in it. */
static void open_outside(struct json_items *items, char c)
{
    struct str list;
    items->depth++;
    if (items->item_depth == items->depth || (items->depth == 1 && c == '{')) {
        items->in_item = items->item_depth == items->depth;
        items->text.len = 0;
        items->started = true;
    } else if (items->depth == 1) {
        items->item_depth = 2;
    } else if (items->depth <= DEEPEST_LIST + 1 && is_list(items, &list)) {
        items->item_depth = items->depth + 1;
        items->list = list;
        items->started = false;
    }
}

/* True when the closing bracket ends an item. */
static bool close_bracket(struct json_items *items)
{
    bool item = items->started &&
                items->depth == (items->in_item ? items->item_depth : 1);
    if (items->depth)
        items->depth--;
    if (item) {
        items->started = items->in_item = false;
    } else if (!items->in_item && items->depth + 1 < items->item_depth) {
        items->item_depth = 0;
        items->list = STR("");
    }
    return item;
}

static void take_in_string(struct json_items *items, char c)
{
    if (items->escaped)
        items->escaped = false;
    else if (c == '\\')
        items->escaped = true;
    else if (c == '"')
        items->in_string = false;
    if (items->in_string && items->key.len < 64)
        buffer_byte(&items->key, c);
}

/* True at the end of an item, which then stands in `text`. */
static bool take_byte(struct json_items *items, char c)
{
    bool end = false, was_started = items->started;
    items->source->line += c == '\n';
    if (items->in_string) {
        take_in_string(items, c);
    } else if (c == '"') {
        items->in_string = true;
        items->key.len = 0;
    } else if (c == '{' || c == '[') {
        if (items->in_item)
            items->depth++;
        else
            open_outside(items, c);
        items->key.len = 0;
    } else if (c == '}' || c == ']') {
        end = close_bracket(items);
    }
    if (items->started || was_started)
        buffer_byte(&items->text, c);
    return end;
}

json_t *json_items_next(struct json_items *items)
{
    for (;;) {
        if (!items->chunk.len)
            items->chunk = source_chunk(items->source);
        if (!items->chunk.len)
            return NULL;
        char c = items->chunk.s[0];
        items->chunk = str_slice(items->chunk, 1, items->chunk.len);
        if (!take_byte(items, c))
            continue;
        json_t *item = json_loadb(items->text.bytes, items->text.len, 0, NULL);
        items->text.len = 0;
        return item ? item : json_null();
    }
}

bool json_items_in(const struct json_items *items, const char *list)
{
    return str_is(items->list, list);
}

void json_items_free(struct json_items *items)
{
    buffer_free(&items->text);
    buffer_free(&items->key);
}

json_t *json_item_at(const json_t *json, const char *path)
{
    struct str rest = str_of(path);
    while (json && rest.len) {
        struct str key = str_split(&rest, '/');
        json = json_object_getn(json, key.s, key.len);
    }
    return (json_t *)(uintptr_t)json;
}

struct str json_item_text(const json_t *json, const char *path)
{
    const json_t *at = json_item_at(json, path);
    return json_is_string(at) ? (struct str){ json_string_value(at), json_string_length(at) }
                              : STR("");
}

static bool is_in_range(const json_t *number)
{
    return json_is_number(number) && fabs(json_number_value(number)) < 1e12;
}

struct str json_item_degrees(const json_t *number, struct arena *arena)
{
    if (!is_in_range(number))
        return STR("");
    long long value = llround(json_number_value(number) * 1e6);
    unsigned long long size = (unsigned long long)llabs(value);
    return arena_printf(arena, "%s%llu.%06llu", value < 0 ? "-" : "", size / 1000000,
                        size % 1000000);
}

struct str json_item_whole(const json_t *number, struct arena *arena)
{
    if (!is_in_range(number))
        return STR("");
    return arena_printf(arena, "%lld", llround(json_number_value(number)));
}

bool import_items(struct import *import, const char *path, const char *const *lists,
                  void (*take)(struct import *import, const struct json_items *items,
                               const json_t *item))
{
    struct source source;
    if (!import_open(import, path, &source))
        return false;
    struct json_items items = { .source = &source, .lists = lists };
    for (json_t *item; (item = json_items_next(&items)); json_decref(item))
        take(import, &items, item);
    json_items_free(&items);
    return import_close(import, &source);
}
