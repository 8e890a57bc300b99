#include "export/intake.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "write/fields.h"

struct field {
    enum part part;
    const char *key;
    void (*take)(struct intake *intake, void *member, struct str value);
    size_t offset; /* of the member */
};

static void refuse(struct intake *intake, const char *what, struct str value)
{
    if (!intake->wrong[0])
        snprintf(intake->wrong, sizeof intake->wrong, "%s '%.*s'", what,
                 (int)(value.len < 60 ? value.len : 60), value.s);
}

/* ---- values -------------------------------------------------------------------------------- */

static void take_string(struct intake *intake, void *member, struct str value)
{
    *(struct str *)member = arena_str(&intake->arena, value);
}

static void take_flag(struct intake *intake, void *member, struct str value)
{
    *(bool *)member = str_is(value, "true");
}

static void take_integer(struct intake *intake, void *member, struct str value)
{
    long number;
    if (str_to_long(value, &number))
        *(int64_t *)member = number;
    else
        refuse(intake, "no whole number:", value);
}

static void take_int(struct intake *intake, void *member, struct str value)
{
    int64_t number = 0;
    take_integer(intake, &number, value);
    *(int *)member = (int)number;
}

static void take_count(struct intake *intake, void *member, struct str value)
{
    int64_t number = 0;
    take_integer(intake, &number, value);
    *(uint32_t *)member = (uint32_t)number;
}

/* Digits with one point at most: read as one whole number and divided once, so that the value is
 * the one that write/digits.h wrote. */
static void take_decimal(struct intake *intake, void *member, struct str value)
{
    double digits = 0, divisor = 1;
    bool negative = str_starts(value, STR("-")), point = false;
    for (size_t i = negative; i < value.len; i++)
        if (value.s[i] == '.' && !point) {
            point = true;
        } else if (value.s[i] >= '0' && value.s[i] <= '9') {
            digits = digits * 10 + (value.s[i] - '0');
            divisor *= point ? 10 : 1;
        } else {
            refuse(intake, "no number:", value);
            return;
        }
    *(double *)member = (negative ? -digits : digits) / divisor;
}

static void take_latitude(struct intake *intake, void *member, struct str value)
{
    struct entity *entity = intake->item;
    entity->located = true;
    take_decimal(intake, member, value);
}

static void take_number(struct intake *intake, void *member, struct str value)
{
    struct number_mention *number = intake->item;
    number->has_value = true;
    take_decimal(intake, member, value);
}

static void take_hash(struct intake *intake, void *member, struct str value)
{
    struct str prefix = STR("sha256:");
    if (str_starts(value, prefix))
        value = str_slice(value, prefix.len, value.len);
    take_string(intake, member, value);
}

static void take_sha256(struct intake *intake, void *member, struct str value)
{
    size_t room = sizeof intake->article.sha256;
    if (value.len < room)
        memcpy(member, value.s, value.len);
}

static void take_basis(struct intake *intake, void *member, struct str value)
{
    enum published_basis *basis = member;
    for (*basis = PUBLISHED_NONE; *basis <= PUBLISHED_WEEKDAY; ++*basis)
        if (str_is(value, published_basis_name(*basis)))
            return;
    *basis = PUBLISHED_NONE;
}

static void take_zone(struct intake *intake, void *member, struct str value)
{
    enum zone *zone = member;
    for (*zone = ZONE_BODY; *zone < ZONE_COUNT; ++*zone)
        if (str_is(value, zone_name(*zone)))
            return;
    *zone = ZONE_BODY;
}

static void take_type(struct intake *intake, void *member, struct str value)
{
    enum name_type *type = member;
    for (*type = NAME_PLACE; *type < NAME_ORGANISATION; ++*type)
        if (str_equal(value, name_type_name(*type)))
            return;
}

/* ---- places in the text, and references ----------------------------------------------------- */

static void take_position(struct intake *intake, void *member, struct str value)
{
    long code_point;
    if (str_to_long(value, &code_point) && code_point >= 0 && (size_t)code_point <= intake->length)
        *(uint32_t *)member = intake->starts[code_point];
    else
        refuse(intake, "an offset outside the text:", value);
}

/* Each offset whose byte in the source is told becomes a step of its own in the map. */
static void take_byte(struct intake *intake, void *member, struct str value)
{
    long byte;
    intake->article.has_source_offsets = true;
    if (str_to_long(value, &byte) && byte >= 0)
        *array_push(&intake->article.offsets, &intake->arena) =
            (struct offset_step){ *(uint32_t *)member, (uint32_t)byte, 1, 1 };
    else
        refuse(intake, "no offset:", value);
}

static void take_entity(struct intake *intake, void *member, struct str value)
{
    for (size_t i = 0; i < intake->record.entities.count; i++)
        if (str_equal(intake->record.entities.items[i].id, value)) {
            *(uint32_t *)member = (uint32_t)i;
            return;
        }
    refuse(intake, "no such entity:", value);
}

/* "n1" is the first of the names. */
static void take_index(struct intake *intake, void *member, struct str value)
{
    long number;
    if (value.len > 1 && str_to_long(str_slice(value, 1, value.len), &number) && number > 0)
        *(uint32_t *)member = (uint32_t)number - 1;
    else
        refuse(intake, "no such mention:", value);
}

/* ---- the table ------------------------------------------------------------------------------ */

#define ARTICLE(key, take, member) { PART_RECORD, key, take, offsetof(struct article, member) }
#define SOURCE(key, take, member) { PART_SOURCE, key, take, offsetof(struct article, member) }
#define GENERATOR(key, take, member) { PART_GENERATOR, key, take, offsetof(struct record, member) }
#define SEGMENT(key, take, member) \
    { PART_SEGMENT, key, take, offsetof(struct record_segment, member) }
#define ENTITY(key, take, member) { PART_ENTITY, key, take, offsetof(struct entity, member) }
#define NAME(key, take, member) { PART_NAME, key, take, offsetof(struct name_mention, member) }
#define DATE(key, take, member) { PART_DATE, key, take, offsetof(struct date_mention, member) }
#define NUMBER(key, take, member) \
    { PART_NUMBER, key, take, offsetof(struct number_mention, member) }
#define CASUALTY(key, take, member) { PART_CASUALTY, key, take, offsetof(struct casualty, member) }

#define SPAN(KIND)                                                                  \
    KIND("start", take_position, at.start), KIND("end", take_position, at.end),     \
        KIND("byte-start", take_byte, at.start), KIND("byte-end", take_byte, at.end)

#define PHRASE(part)                                                          \
    { part, "start", take_position, offsetof(struct phrase, at.start) },      \
        { part, "end", take_position, offsetof(struct phrase, at.end) },      \
        { part, "ref", take_entity, offsetof(struct phrase, entity) }

static const struct field fields[] = {
    ARTICLE("id", take_string, id),
    ARTICLE("xml:lang", take_string, lang),
    ARTICLE("published", take_string, published),
    ARTICLE("published-basis", take_basis, basis),
    SOURCE("href", take_string, href),
    SOURCE("format", take_string, format),
    SOURCE("encoding", take_string, encoding),
    SOURCE("bytes", take_integer, bytes),
    SOURCE("sha256", take_sha256, sha256),
    SOURCE("replaced", take_count, replaced),
    SOURCE("title", take_string, title),
    SOURCE("author", take_string, author),
    SOURCE("publisher", take_string, publisher),
    SOURCE("url", take_string, url),
    GENERATOR("rules", take_hash, rules_hash),
    GENERATOR("gazetteers", take_hash, gazetteers_hash),
    SEGMENT("start", take_position, at.start),
    SEGMENT("end", take_position, at.end),
    SEGMENT("zone", take_zone, zone),
    SEGMENT("xml:lang", take_string, lang),
    ENTITY("id", take_string, id),
    ENTITY("name", take_string, name),
    ENTITY("kind", take_string, kind),
    ENTITY("country", take_string, country),
    ENTITY("lat", take_latitude, lat),
    ENTITY("lon", take_decimal, lon),
    ENTITY("geonames", take_string, geonames),
    ENTITY("wikidata", take_string, wikidata),
    SPAN(NAME),
    NAME("type", take_type, type),
    NAME("ref", take_entity, entity),
    NAME("local", take_string, local),
    NAME("variant-lang", take_string, variant_lang),
    NAME("variant-kind", take_string, variant_kind),
    NAME("metonym", take_string, metonym),
    NAME("ambiguous", take_flag, ambiguous),
    NAME("runner-up", take_string, runner_up),
    NAME("margin", take_int, margin),
    NAME("rule", take_string, rule),
    SPAN(DATE),
    DATE("value", take_string, value),
    DATE("time", take_string, time),
    DATE("mod", take_string, mod),
    DATE("precision", take_string, precision),
    DATE("basis", take_string, basis),
    DATE("event", take_string, event),
    DATE("warning", take_string, warning),
    DATE("rule", take_string, rule),
    SPAN(NUMBER),
    NUMBER("value", take_number, value),
    NUMBER("class", take_string, class),
    NUMBER("rule", take_string, rule),
    SPAN(CASUALTY),
    CASUALTY("role", take_string, role),
    CASUALTY("low", take_integer, low),
    CASUALTY("high", take_integer, high),
    CASUALTY("qualifier", take_string, qualifier),
    CASUALTY("open", take_flag, open),
    CASUALTY("negated", take_flag, negated),
    CASUALTY("status", take_string, status),
    CASUALTY("scope", take_string, scope),
    CASUALTY("place", take_index, place),
    CASUALTY("place-basis", take_string, place_basis),
    CASUALTY("date", take_index, date),
    CASUALTY("date-basis", take_string, date_basis),
    CASUALTY("part-of", take_index, part_of),
    CASUALTY("same-as", take_index, same_as),
    CASUALTY("conflicts-with", take_index, conflicts_with),
    CASUALTY("rule", take_string, rule),
    { PART_AMOUNT, "start", take_position, offsetof(struct span, start) },
    { PART_AMOUNT, "end", take_position, offsetof(struct span, end) },
    PHRASE(PART_VICTIMS),
    PHRASE(PART_SPEAKER),
    PHRASE(PART_SCENE),
    PHRASE(PART_PERPETRATOR),
};

enum { FIELDS = sizeof fields / sizeof *fields };

/* Fields come in the table's order, so the search goes on where the last one ended. */
static const struct field *find_field(enum part part, struct str key)
{
    static _Thread_local size_t last;
    for (size_t n = 0; n < FIELDS; n++) {
        const struct field *field = &fields[(last + n) % FIELDS];
        if (field->part == part && str_is(key, field->key)) {
            last = (last + n) % FIELDS;
            return field;
        }
    }
    return NULL;
}

void intake_field(struct intake *intake, struct str key, struct str value)
{
    const struct field *field = find_field(intake->part, key);
    if (field)
        field->take(intake, (char *)intake->item + field->offset, value);
}

/* ---- parts ---------------------------------------------------------------------------------- */

void intake_begin(struct intake *intake)
{
    struct arena arena = intake->arena;
    arena_reset(&arena);
    *intake = (struct intake){ .arena = arena };
    intake->record.article = &intake->article;
    intake_text(intake, STR(""));
    intake->has_text = false;
}

void intake_free(struct intake *intake)
{
    arena_free(&intake->arena);
}

/* Bytes that are no UTF-8 cannot be in XML or JSON: their readers have seen to it. */
void intake_text(struct intake *intake, struct str text)
{
    text = arena_str(&intake->arena, text);
    intake->article.text = text;
    intake->has_text = true;
    intake->length = 0;
    intake->starts = arena_array(&intake->arena, uint32_t, utf8_count(text) + 1);
    for (size_t at = 0; at < text.len; utf8_next(text, &at))
        intake->starts[intake->length++] = (uint32_t)at;
    intake->starts[intake->length] = (uint32_t)text.len;
}

static void *new_casualty(struct intake *intake)
{
    struct casualty *casualty = array_push(&intake->record.casualties, &intake->arena);
    struct phrase none = { .entity = NO_INDEX };
    *casualty = (struct casualty){ .low = -1, .high = -1, .place = NO_INDEX, .date = NO_INDEX,
                                   .part_of = NO_INDEX, .same_as = NO_INDEX,
                                   .conflicts_with = NO_INDEX, .victims = none, .speaker = none,
                                   .scene = none, .perpetrator = none };
    return casualty;
}

static void *phrase_of_last(struct intake *intake, enum part part)
{
    static struct casualty none;
    size_t count = intake->record.casualties.count;
    struct casualty *last = count ? &intake->record.casualties.items[count - 1] : &none;
    switch (part) {
    case PART_AMOUNT:
        return &last->amount;
    case PART_VICTIMS:
        return &last->victims;
    case PART_SPEAKER:
        return &last->speaker;
    case PART_PERPETRATOR:
        return &last->perpetrator;
    default:
        return &last->scene;
    }
}

static void *new_entity(struct intake *intake, struct str type)
{
    struct entity *entity = array_push(&intake->record.entities, &intake->arena);
    *entity = (struct entity){ 0 };
    take_type(intake, &entity->type, type);
    return entity;
}

static void *new_item(struct intake *intake, enum part part, struct str type)
{
    struct record *record = &intake->record;
    switch (part) {
    case PART_RECORD:
    case PART_SOURCE:
        return &intake->article;
    case PART_GENERATOR:
        return record;
    case PART_SEGMENT:
        return array_push(&record->segments, &intake->arena);
    case PART_ENTITY:
        return new_entity(intake, type);
    case PART_NAME:
        *array_push(&record->names, &intake->arena) = (struct name_mention){ .entity = NO_INDEX };
        return &record->names.items[record->names.count - 1];
    case PART_DATE:
        return array_push(&record->dates, &intake->arena);
    case PART_NUMBER:
        return array_push(&record->numbers, &intake->arena);
    case PART_CASUALTY:
        return new_casualty(intake);
    default:
        return phrase_of_last(intake, part);
    }
}

void intake_part(struct intake *intake, enum part part, struct str type)
{
    intake->part = part;
    intake->item = new_item(intake, part, type);
}

/* ---- the end -------------------------------------------------------------------------------- */

static int compare_steps(const void *a, const void *b)
{
    const struct offset_step *left = a, *right = b;
    return (left->text > right->text) - (left->text < right->text);
}

/* Readers of the map want one step at most for an offset, and one at 0. */
static void order_offsets(struct intake *intake)
{
    struct article *article = &intake->article;
    if (!article->has_source_offsets)
        return;
    *array_push(&article->offsets, &intake->arena) = (struct offset_step){ 0, 0, 1, 1 };
    qsort(article->offsets.items, article->offsets.count, sizeof *article->offsets.items,
          compare_steps);
    size_t kept = 0;
    for (size_t i = 0; i < article->offsets.count; i++)
        if (i == 0 || article->offsets.items[i].text != article->offsets.items[kept - 1].text)
            article->offsets.items[kept++] = article->offsets.items[i];
    article->offsets.count = kept;
}

static bool is_within(uint32_t index, size_t count)
{
    return index == NO_INDEX || index < count;
}

static void check_references(struct intake *intake)
{
    const struct record *record = &intake->record;
    for (size_t i = 0; i < record->casualties.count; i++) {
        const struct casualty *casualty = &record->casualties.items[i];
        if (!is_within(casualty->place, record->names.count) ||
            !is_within(casualty->date, record->dates.count) ||
            !is_within(casualty->part_of, record->casualties.count) ||
            !is_within(casualty->same_as, record->casualties.count) ||
            !is_within(casualty->conflicts_with, record->casualties.count) ||
            casualty->part_of == i)
            refuse(intake, "a reference that does not resolve in a casualty of role",
                   casualty->role);
    }
}

static void check_span(struct intake *intake, struct span at)
{
    if (at.start > at.end)
        refuse(intake, "offsets that end before they start in record", intake->article.id);
}

static void check_spans(struct intake *intake)
{
    const struct record *record = &intake->record;
    for (size_t i = 0; i < record->segments.count; i++)
        check_span(intake, record->segments.items[i].at);
    for (size_t i = 0; i < record->names.count; i++)
        check_span(intake, record->names.items[i].at);
    for (size_t i = 0; i < record->dates.count; i++)
        check_span(intake, record->dates.items[i].at);
    for (size_t i = 0; i < record->numbers.count; i++)
        check_span(intake, record->numbers.items[i].at);
    for (size_t i = 0; i < record->casualties.count; i++) {
        const struct casualty *casualty = &record->casualties.items[i];
        const struct span spans[] = { casualty->at, casualty->amount, casualty->victims.at,
                                      casualty->speaker.at, casualty->scene.at,
                                      casualty->perpetrator.at };
        for (size_t j = 0; j < sizeof spans / sizeof *spans; j++)
            check_span(intake, spans[j]);
    }
}

const struct record *intake_end(struct intake *intake)
{
    if (!intake->article.id.len)
        refuse(intake, "no record: it has no", STR("id"));
    else if (!intake->has_text)
        refuse(intake, "made with --no-text: nothing to export from record", intake->article.id);
    order_offsets(intake);
    check_references(intake);
    check_spans(intake);
    intake->record.lang = intake->article.lang;
    intake->record.published = intake->article.published;
    intake->record.basis = intake->article.basis;
    return intake->wrong[0] ? NULL : &intake->record;
}
