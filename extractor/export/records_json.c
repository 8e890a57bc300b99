/* records_json.c - records in JSON Lines: one object a line, its members named as the XML's
 * attributes with "_" for "-". */
#include <jansson.h>
#include <stdlib.h>

#include "export/records.h"
#include "write/digits.h"

struct lines {
    char *line;
    size_t capacity, number;
    struct buffer digits;
};

static void begin(struct records *records)
{
    records->guest = xmalloc(sizeof(struct lines));
    *(struct lines *)records->guest = (struct lines){ 0 };
}

static void end(struct records *records)
{
    struct lines *lines = records->guest;
    free(lines->line);
    buffer_free(&lines->digits);
    free(lines);
}

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

static void take_members(struct records *records, json_t *object)
{
    struct lines *lines = records->guest;
    const char *member;
    json_t *value;
    char room[32];
    struct str text;
    json_object_foreach(object, member, value)
        if (as_text(value, &lines->digits, &text))
            intake_field(&records->intake, key_of_member(member, room), text);
}

static void take_object(struct records *records, enum part part, json_t *object)
{
    if (!json_is_object(object))
        return;
    intake_part(&records->intake, part, str_of(json_string_value(json_object_get(object, "type"))));
    take_members(records, object);
}

static void take_array(struct records *records, json_t *record, const char *key, enum part part)
{
    size_t i;
    json_t *object;
    json_array_foreach(json_object_get(record, key), i, object)
        take_object(records, part, object);
}

static void take_casualties(struct records *records, json_t *record)
{
    size_t i;
    json_t *object;
    json_array_foreach(json_object_get(record, "casualties"), i, object) {
        take_object(records, PART_CASUALTY, object);
        take_object(records, PART_AMOUNT, json_object_get(object, "amount"));
        take_object(records, PART_VICTIMS, json_object_get(object, "victims"));
        take_object(records, PART_SPEAKER, json_object_get(object, "speaker"));
        take_object(records, PART_SCENE, json_object_get(object, "scene"));
        take_object(records, PART_PERPETRATOR, json_object_get(object, "perpetrator"));
    }
}

static void take_record(struct records *records, json_t *record)
{
    json_t *text = json_object_get(record, "text");
    intake_begin(&records->intake);
    if (json_is_string(text))
        intake_text(&records->intake,
                    (struct str){ json_string_value(text), json_string_length(text) });
    take_object(records, PART_RECORD, record);
    take_object(records, PART_SOURCE, json_object_get(record, "source"));
    take_object(records, PART_GENERATOR, json_object_get(record, "generator"));
    take_array(records, record, "segments", PART_SEGMENT);
    take_array(records, record, "entities", PART_ENTITY);
    take_array(records, record, "names", PART_NAME);
    take_array(records, record, "dates", PART_DATE);
    take_array(records, record, "numbers", PART_NUMBER);
    take_casualties(records, record);
}

/* ---- lines ---------------------------------------------------------------------------------- */

static enum records_next bad(struct records *records, const char *why)
{
    const struct lines *lines = records->guest;
    snprintf(records->why, sizeof records->why, "line %zu: %s", lines->number, why);
    return RECORDS_BAD;
}

static enum records_next take_line(struct records *records, json_t *record,
                                   const struct record **ret)
{
    const char *error = json_string_value(json_object_get(record, "error"));
    if (error) {
        snprintf(records->why, sizeof records->why, "%s", error);
        return RECORDS_FAILED;
    }
    take_record(records, record);
    *ret = intake_end(&records->intake);
    return *ret ? RECORDS_ONE : bad(records, records->intake.wrong);
}

static bool is_blank(struct str line)
{
    return str_trim(line).len == 0;
}

static enum records_next next(struct records *records, const struct record **ret)
{
    struct lines *lines = records->guest;
    ssize_t len;
    do {
        len = getline(&lines->line, &lines->capacity, records->stream);
        lines->number++;
    } while (len > 0 && is_blank((struct str){ lines->line, (size_t)len }));
    if (len <= 0)
        return RECORDS_END;
    json_error_t error;
    json_t *record = json_loadb(lines->line, (size_t)len, JSON_ALLOW_NUL, &error);
    enum records_next how = json_is_object(record)
                                ? take_line(records, record, ret)
                                : bad(records, record ? "no object" : error.text);
    json_decref(record);
    return how;
}

const struct notation_reader json_records = { begin, next, end };
