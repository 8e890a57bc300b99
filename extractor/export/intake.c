#include "export/intake.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "write/fields.h"

struct field {
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

#define SPAN(type)                                                                                \
    { "start", take_position, offsetof(type, at.start) },                                         \
        { "end", take_position, offsetof(type, at.end) },                                         \
        { "byte-start", take_byte, offsetof(type, at.start) },                                    \
        { "byte-end", take_byte, offsetof(type, at.end) }

static const struct field of_record[] = {
    { "id", take_string, offsetof(struct article, id) },
    { "xml:lang", take_string, offsetof(struct article, lang) },
    { "published", take_string, offsetof(struct article, published) },
    { "published-basis", take_basis, offsetof(struct article, basis) },
};

static const struct field of_source[] = {
    { "href", take_string, offsetof(struct article, href) },
    { "format", take_string, offsetof(struct article, format) },
    { "encoding", take_string, offsetof(struct article, encoding) },
    { "bytes", take_integer, offsetof(struct article, bytes) },
    { "sha256", take_sha256, offsetof(struct article, sha256) },
    { "replaced", take_count, offsetof(struct article, replaced) },
    { "title", take_string, offsetof(struct article, title) },
    { "author", take_string, offsetof(struct article, author) },
    { "publisher", take_string, offsetof(struct article, publisher) },
    { "url", take_string, offsetof(struct article, url) },
};

static const struct field of_generator[] = {
    { "rules", take_hash, offsetof(struct record, rules_hash) },
    { "gazetteers", take_hash, offsetof(struct record, gazetteers_hash) },
};

static const struct field of_segment[] = {
    { "start", take_position, offsetof(struct record_segment, at.start) },
    { "end", take_position, offsetof(struct record_segment, at.end) },
    { "zone", take_zone, offsetof(struct record_segment, zone) },
    { "xml:lang", take_string, offsetof(struct record_segment, lang) },
};

static const struct field of_entity[] = {
    { "id", take_string, offsetof(struct entity, id) },
    { "name", take_string, offsetof(struct entity, name) },
    { "kind", take_string, offsetof(struct entity, kind) },
    { "country", take_string, offsetof(struct entity, country) },
    { "lat", take_latitude, offsetof(struct entity, lat) },
    { "lon", take_decimal, offsetof(struct entity, lon) },
    { "geonames", take_string, offsetof(struct entity, geonames) },
    { "wikidata", take_string, offsetof(struct entity, wikidata) },
};

static const struct field of_name[] = {
    SPAN(struct name_mention),
    { "type", take_type, offsetof(struct name_mention, type) },
    { "ref", take_entity, offsetof(struct name_mention, entity) },
    { "local", take_string, offsetof(struct name_mention, local) },
    { "variant-lang", take_string, offsetof(struct name_mention, variant_lang) },
    { "variant-kind", take_string, offsetof(struct name_mention, variant_kind) },
    { "metonym", take_string, offsetof(struct name_mention, metonym) },
    { "ambiguous", take_flag, offsetof(struct name_mention, ambiguous) },
    { "runner-up", take_string, offsetof(struct name_mention, runner_up) },
    { "margin", take_int, offsetof(struct name_mention, margin) },
    { "rule", take_string, offsetof(struct name_mention, rule) },
};

static const struct field of_date[] = {
    SPAN(struct date_mention),
    { "value", take_string, offsetof(struct date_mention, value) },
    { "time", take_string, offsetof(struct date_mention, time) },
    { "mod", take_string, offsetof(struct date_mention, mod) },
    { "precision", take_string, offsetof(struct date_mention, precision) },
    { "basis", take_string, offsetof(struct date_mention, basis) },
    { "event", take_string, offsetof(struct date_mention, event) },
    { "warning", take_string, offsetof(struct date_mention, warning) },
    { "rule", take_string, offsetof(struct date_mention, rule) },
};

static const struct field of_number[] = {
    SPAN(struct number_mention),
    { "value", take_number, offsetof(struct number_mention, value) },
    { "class", take_string, offsetof(struct number_mention, class) },
    { "rule", take_string, offsetof(struct number_mention, rule) },
};

static const struct field of_casualty[] = {
    SPAN(struct casualty),
    { "role", take_string, offsetof(struct casualty, role) },
    { "low", take_integer, offsetof(struct casualty, low) },
    { "high", take_integer, offsetof(struct casualty, high) },
    { "qualifier", take_string, offsetof(struct casualty, qualifier) },
    { "open", take_flag, offsetof(struct casualty, open) },
    { "negated", take_flag, offsetof(struct casualty, negated) },
    { "status", take_string, offsetof(struct casualty, status) },
    { "scope", take_string, offsetof(struct casualty, scope) },
    { "place", take_index, offsetof(struct casualty, place) },
    { "place-basis", take_string, offsetof(struct casualty, place_basis) },
    { "date", take_index, offsetof(struct casualty, date) },
    { "date-basis", take_string, offsetof(struct casualty, date_basis) },
    { "part-of", take_index, offsetof(struct casualty, part_of) },
    { "same-as", take_index, offsetof(struct casualty, same_as) },
    { "conflicts-with", take_index, offsetof(struct casualty, conflicts_with) },
    { "rule", take_string, offsetof(struct casualty, rule) },
};

static const struct field of_amount[] = {
    { "start", take_position, offsetof(struct span, start) },
    { "end", take_position, offsetof(struct span, end) },
};

static const struct field of_phrase[] = {
    { "start", take_position, offsetof(struct phrase, at.start) },
    { "end", take_position, offsetof(struct phrase, at.end) },
    { "ref", take_entity, offsetof(struct phrase, entity) },
};

#define ALL(fields) { fields, sizeof fields / sizeof *fields }

static const struct {
    const struct field *fields;
    size_t count;
} parts[PART_COUNT] = {
    [PART_RECORD] = ALL(of_record),
    [PART_SOURCE] = ALL(of_source),
    [PART_GENERATOR] = ALL(of_generator),
    [PART_SEGMENT] = ALL(of_segment),
    [PART_ENTITY] = ALL(of_entity),
    [PART_NAME] = ALL(of_name),
    [PART_DATE] = ALL(of_date),
    [PART_NUMBER] = ALL(of_number),
    [PART_CASUALTY] = ALL(of_casualty),
    [PART_AMOUNT] = ALL(of_amount),
    [PART_VICTIMS] = ALL(of_phrase),
    [PART_SPEAKER] = ALL(of_phrase),
    [PART_SCENE] = ALL(of_phrase),
    [PART_PERPETRATOR] = ALL(of_phrase),
};

/* Fields come in the table's order, so the search begins after the one found last. */
static const struct field *find_field(struct intake *intake, struct str key)
{
    const struct field *fields = parts[intake->part].fields;
    size_t count = parts[intake->part].count;
    for (size_t n = 0; n < count; n++) {
        size_t i = intake->next_field < count ? intake->next_field : 0;
        intake->next_field = i + 1;
        if (str_is(key, fields[i].key))
            return &fields[i];
    }
    return NULL;
}

void intake_field(struct intake *intake, struct str key, struct str value)
{
    const struct field *field = find_field(intake, key);
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
    intake->next_field = 0;
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
