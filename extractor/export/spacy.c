/* spacy.c - texts with their mentions as spaCy and Prodigy read them, one a line: names and dates
 * as entities, which must not overlap, claims as a group of spans, which may. */
#include "export/exporters.h"
#include "export/json.h"
#include "export/layers.h"
#include "write/positions.h"

static const char *label_of(const struct record *record, const struct annotation *of)
{
    static const char *const types[] = { [NAME_PLACE] = "LOC", [NAME_PERSON] = "PER",
                                         [NAME_ORGANISATION] = "ORG" };
    if (of->layer == LAYER_DATE)
        return "DATE";
    return types[record->names.items[of->index].type];
}

static void write_span(struct buffer *into, struct positions *positions, struct span at)
{
    json_comma(into);
    buffer_byte(into, '{');
    json_integer_member(into, "start", (int64_t)positions_at(positions, at.start));
    json_integer_member(into, "end", (int64_t)positions_at(positions, at.end));
}

static void write_entity(const struct record *record, const struct annotation *of,
                         struct positions *positions, struct buffer *into)
{
    write_span(into, positions, of->at);
    json_member(into, "label", str_of(label_of(record, of)));
    if (of->layer == LAYER_NAME && record->names.items[of->index].entity != NO_INDEX)
        json_member(into, "kb_id",
                    record->entities.items[record->names.items[of->index].entity].id);
    if (of->layer == LAYER_DATE)
        json_member(into, "value", record->dates.items[of->index].value);
    buffer_byte(into, '}');
}

static void write_entities(struct export *export, const struct record *record,
                           struct positions *positions)
{
    struct buffer *into = &export->out.bytes;
    struct annotations all = annotations_of(record, &export->arena);
    struct annotations plain = { arena_array(&export->arena, struct annotation, all.count + 1), 0 };
    size_t dropped;
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].layer != LAYER_CASUALTY)
            plain.items[plain.count++] = all.items[i];
    struct annotations flat = annotations_nested(plain, true, &export->arena, &dropped);
    json_key(into, "ents");
    buffer_byte(into, '[');
    for (size_t i = 0; i < flat.count; i++)
        write_entity(record, &flat.items[i], positions, into);
    buffer_byte(into, ']');
    loss_count(&export->loss, dropped, "entity inside another is left out",
               "entities inside others are left out");
}

static void write_claims(const struct record *record, struct positions *positions,
                         struct buffer *into)
{
    json_key(into, "spans");
    buffer_add(into, STR("{\"casualties\":["));
    for (size_t i = 0; i < record->casualties.count; i++) {
        const struct casualty *casualty = &record->casualties.items[i];
        write_span(into, positions, casualty->at);
        json_member(into, "label", casualty->role);
        if (casualty->low >= 0)
            json_integer_member(into, "low", casualty->low);
        if (casualty->high >= 0)
            json_integer_member(into, "high", casualty->high);
        buffer_byte(into, '}');
    }
    buffer_add(into, STR("]}"));
}

static void write_record(struct export *export, const struct record *record)
{
    struct buffer *into = &export->out.bytes;
    struct positions positions = positions_of(record->article->text);
    buffer_byte(into, '{');
    json_key(into, "text");
    json_text(into, record->article->text);
    write_entities(export, record, &positions);
    write_claims(record, &positions, into);
    json_key(into, "meta");
    buffer_byte(into, '{');
    json_member(into, "id", record->article->id);
    json_member(into, "source", record->article->href);
    json_member(into, "lang", record->lang);
    json_member(into, "published", record->published);
    buffer_add(into, STR("}}\n"));
    loss_count(&export->loss, record->casualties.count,
               "claim keeps its role and bounds alone", "claims keep their role and bounds alone");
}

const struct exporter spacy_exporter = {
    .name = "spacy",
    .target = TARGET_STREAM,
    .record = write_record,
};
