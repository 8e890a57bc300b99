/* records_json.c - records in JSON Lines: one object a line, its members named as the XML's
 * attributes with "_" for "-". */
#include <jansson.h>
#include <stdlib.h>

#include "export/records.h"
#include "write/digits.h"

struct lines {
    struct records *records;
    char *line;
    size_t capacity, number;
    struct buffer digits;
};

/* ---- members -------------------------------------------------------------------------------- */

/* "variant_lang" is "variant-lang"; the language of a record or segment is "xml:lang". */
static struct str key_of_member(const char *member, char room[32])
{
    if (strcmp(member, "lang") == 0)
        return STR("xml:lang");
    size_t len = strnlen(member, 31);
    for (size_t i = 0; i < len; i++)
        room[i] = member[i] == '_' ? '-' : member[i];
    return (struct str){ room, len };
}

/* A scalar as it would stand in the XML; false for an object or array. */
static bool as_text(const json_t *value, struct buffer *digits, struct str *ret)
{
    digits->len = 0;
    if (json_is_string(value)) {
        *ret = (struct str){ json_string_value(value), json_string_length(value) };
        return true;
    }
    if (json_is_integer(value))
        digits_integer(digits, json_integer_value(value));
    else if (json_is_real(value))
        digits_decimal(digits, json_real_value(value));
    else if (json_is_true(value))
        buffer_add(digits, STR("true"));
    else
        return false;
    *ret = buffer_str(digits);
    return true;
}

static void take_members(struct lines *lines, json_t *object)
{
    const char *member;
    json_t *value;
    char room[32];
    struct str text;
    json_object_foreach(object, member, value)
        if (as_text(value, &lines->digits, &text))
            intake_field(&lines->records->intake, key_of_member(member, room), text);
}

static void take_object(struct lines *lines, enum part part, json_t *object)
{
    if (!json_is_object(object))
        return;
    intake_part(&lines->records->intake, part,
                str_of(json_string_value(json_object_get(object, "type"))));
    take_members(lines, object);
}

static void take_array(struct lines *lines, json_t *record, const char *key, enum part part)
{
    size_t i;
    json_t *object;
    json_array_foreach(json_object_get(record, key), i, object)
        take_object(lines, part, object);
}

static void take_casualties(struct lines *lines, json_t *record)
{
    size_t i;
    json_t *object;
    json_array_foreach(json_object_get(record, "casualties"), i, object) {
        take_object(lines, PART_CASUALTY, object);
        take_object(lines, PART_AMOUNT, json_object_get(object, "amount"));
        take_object(lines, PART_VICTIMS, json_object_get(object, "victims"));
        take_object(lines, PART_SPEAKER, json_object_get(object, "speaker"));
        take_object(lines, PART_SCENE, json_object_get(object, "scene"));
        take_object(lines, PART_PERPETRATOR, json_object_get(object, "perpetrator"));
    }
}

static void take_record(struct lines *lines, json_t *record)
{
    json_t *text = json_object_get(record, "text");
    struct intake *intake = &lines->records->intake;
    intake_begin(intake);
    if (json_is_string(text))
        intake_text(intake, (struct str){ json_string_value(text), json_string_length(text) });
    take_object(lines, PART_RECORD, record);
    take_object(lines, PART_SOURCE, json_object_get(record, "source"));
    take_object(lines, PART_GENERATOR, json_object_get(record, "generator"));
    take_array(lines, record, "segments", PART_SEGMENT);
    take_array(lines, record, "entities", PART_ENTITY);
    take_array(lines, record, "names", PART_NAME);
    take_array(lines, record, "dates", PART_DATE);
    take_array(lines, record, "numbers", PART_NUMBER);
    take_casualties(lines, record);
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void bad(struct lines *lines, const char *why)
{
    char text[256];
    snprintf(text, sizeof text, "line %zu: %s", lines->number, why);
    lines->records->to->bad(lines->records->taker, text);
}

static void take_value(struct lines *lines, json_t *value)
{
    char where[32];
    if (!json_is_object(value)) {
        bad(lines, "no object");
    } else if (json_is_string(json_object_get(value, "error"))) {
        lines->records->to->failed(lines->records->taker);
    } else {
        take_record(lines, value);
        snprintf(where, sizeof where, "line %zu: ", lines->number);
        records_hand_on(lines->records, where);
    }
}

static void take_line(struct lines *lines, struct str line)
{
    json_error_t error;
    if (!str_trim(line).len)
        return;
    json_t *value = json_loadb(line.s, line.len, JSON_ALLOW_NUL, &error);
    if (value)
        take_value(lines, value);
    else
        bad(lines, error.text);
    json_decref(value);
}

void records_read_json(struct records *records)
{
    struct lines lines = { .records = records };
    ssize_t len;
    while ((len = getline(&lines.line, &lines.capacity, records->stream)) > 0) {
        lines.number++;
        take_line(&lines, (struct str){ lines.line, (size_t)len });
    }
    free(lines.line);
    buffer_free(&lines.digits);
}
