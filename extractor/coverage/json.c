#include <jansson.h>

#include "coverage/writer.h"

/* One object. Keys that would be empty are left out. */

static void set_string(json_t *object, const char *key, struct str value)
{
    if (value.len)
        json_object_set_new(object, key, json_stringn_nocheck(value.s, value.len));
}

static void set_number(json_t *object, const char *key, uint32_t value)
{
    json_object_set_new(object, key, json_integer(value));
}

static void set_count(json_t *object, const struct count *count)
{
    set_number(object, "count", count->names);
    set_number(object, "files", count->files);
}

static json_t *citation(const struct citation *at)
{
    json_t *object = json_object();
    set_string(object, "file", at->file);
    set_number(object, "start", at->at);
    set_string(object, "before", at->before);
    set_string(object, "after", at->after);
    return object;
}

static json_t *cell(const struct report *report, const struct cell *cell)
{
    json_t *object = json_object();
    set_string(object, "lang", report->tally->labels.items[cell->lang]);
    set_string(object, "source", report->tally->labels.items[cell->source]);
    set_string(object, "month", report->tally->labels.items[cell->month]);
    set_count(object, &cell->count);
    return object;
}

static void set_row(json_t *object, const struct report *report, const struct reported *of,
                    const struct variant *variant)
{
    struct arena arena = { 0 };
    set_string(object, "row", row_for_sound(report, of, variant, &arena));
    arena_free(&arena);
}

static json_t *variants(const struct report *report, const struct reported *of)
{
    json_t *list = json_array();
    for (size_t v = 0; v < of->variant_count; v++) {
        const struct variant *variant = of->variants[v];
        json_t *object = json_object(), *seen = json_array(), *cited = json_array();
        set_string(object, "text", variant->surface);
        set_string(object, "kind", variant->kind);
        set_count(object, &variant->count);
        for (size_t i = 0; i < variant->cells.count; i++)
            json_array_append_new(seen, cell(report, &variant->cells.items[i]));
        for (size_t i = 0; i < variant->citations.count; i++)
            json_array_append_new(cited, citation(&variant->citations.items[i]));
        set_row(object, report, of, variant);
        json_object_set_new(object, "seen", seen);
        json_object_set_new(object, "contexts", cited);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *unseen(const struct unseen_name *names, size_t count, bool with_id)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        if (with_id)
            set_string(object, "id", names[i].id);
        set_string(object, "name", names[i].spelling);
        set_string(object, "langs", names[i].langs);
        set_string(object, "kind", names[i].kind);
        if (names[i].needs_context)
            set_string(object, "use", STR("context"));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *entry(const struct report *report, const struct reported *entry)
{
    json_t *object = json_object();
    set_string(object, "id", entry->subject->id);
    set_string(object, "name", entry->name);
    set_string(object, "type", unlisted_type_name(entry->type));
    set_string(object, "kind", entry->subject->kind);
    set_count(object, &entry->subject->count);
    json_object_set_new(object, "variants", variants(report, entry));
    json_object_set_new(object, "unseen", unseen(entry->unseen.items, entry->unseen.count, false));
    return object;
}

/* In the shape of the reconciliation API. */
static json_t *near(const struct reported *name)
{
    json_t *list = json_array();
    for (size_t i = 0; i < name->near_count; i++) {
        const struct suggestion *suggestion = &name->near[i];
        json_t *object = json_object();
        set_string(object, "id", suggestion->id);
        set_string(object, "name", suggestion->called);
        set_string(object, "nearest", suggestion->nearest);
        json_object_set_new(object, "score",
                            json_real((double)(int)(suggestion->score * 1000 + 0.5) / 1000));
        json_object_set_new(object, "match", json_boolean(suggestion->match));
        set_string(object, "reason", suggestion->reason);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *unlisted(const struct report *report, const struct reported *name)
{
    json_t *object = json_object(), *rows = json_array();
    set_string(object, "name", name->name);
    set_string(object, "type", unlisted_type_name(name->type));
    set_count(object, &name->subject->count);
    json_object_set_new(object, "variants", variants(report, name));
    if (name->looked_up)
        json_object_set_new(object, "near", near(name));
    set_string(object, "beside", name->subject->beside);
    json_object_set_new(object, "known", json_boolean(name->known));
    for (size_t i = 0; i < name->row_count; i++) {
        json_t *row = json_object();
        set_string(row, "for", name->rows[i].of_variant ? STR("variant") : STR("new"));
        set_string(row, "table", name->rows[i].table);
        set_string(row, "row", name->rows[i].line);
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "rows", rows);
    return object;
}

static json_t *doubt(const struct doubt *doubt)
{
    json_t *object = json_object();
    set_string(object, "text", doubt->surface);
    set_string(object, "id", doubt->chosen);
    set_string(object, "runner_up", doubt->other);
    json_object_set_new(object, "decided", json_boolean(!doubt->undecided));
    set_count(object, &doubt->count);
    json_object_set_new(object, "context", citation(&doubt->citation));
    return object;
}

static json_t *totals(const struct report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->totals.count; i++)
        for (int type = 0; type <= ALL_TYPES; type++) {
            const struct coverage_total *total = &report->totals.items[i].types[type];
            if (!total->listed && !total->unlisted)
                continue;
            json_t *object = json_object();
            set_string(object, "lang", report->totals.items[i].lang);
            if (type < ALL_TYPES)
                set_string(object, "type", unlisted_type_name((enum unlisted_type)type));
            set_number(object, "listed", total->listed);
            set_number(object, "unlisted", total->unlisted);
            json_object_set_new(object, "percent", json_real(total_share(*total) / 10.0));
            json_array_append_new(list, object);
        }
    return list;
}

static int append(const char *bytes, size_t len, void *into)
{
    buffer_add(into, (struct str){ bytes, len });
    return 0;
}

static void write_json(const struct report *report, struct buffer *into)
{
    json_t *root = json_object(), *entries = json_array(), *names = json_array();
    json_t *doubts = json_array();
    for (size_t i = 0; i < report->entries.items.count; i++)
        json_array_append_new(entries, entry(report, &report->entries.items.items[i]));
    for (size_t i = 0; i < report->unlisted.items.count; i++)
        json_array_append_new(names, unlisted(report, &report->unlisted.items.items[i]));
    for (size_t i = 0; i < report->doubts.count; i++)
        json_array_append_new(doubts, doubt(report->doubts.items[i]));
    set_number(root, "articles", report->files);
    json_object_set_new(root, "totals", totals(report));
    json_object_set_new(root, "entries", entries);
    json_object_set_new(root, "unlisted", names);
    json_object_set_new(root, "readings", doubts);
    if (report->options.all_unseen)
        json_object_set_new(root, "never",
                            unseen(report->never.items, report->never.count, true));
    json_dump_callback(root, append, into, JSON_INDENT(1) | JSON_REAL_PRECISION(4));
    buffer_byte(into, '\n');
    json_decref(root);
}

const struct coverage_writer coverage_json = {
    .name = "json", .limit = 0, .citations = 3, .write = write_json,
};
