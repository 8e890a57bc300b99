#include "write/fields.h"

#include <math.h>

#include "write/digits.h"

struct writing writing_of(const struct record *record, const struct notation *notation,
                          struct buffer *into)
{
    return (struct writing){ record, notation, into, positions_of(record->article->text) };
}

struct str surface(const struct writing *w, struct span at)
{
    return span_text(w->record->article->text, at);
}

struct str name_type_name(enum name_type type)
{
    static const struct str names[] = {
        [NAME_PLACE] = { "place", 5 },
        [NAME_PERSON] = { "person", 6 },
        [NAME_ORGANISATION] = { "organisation", 12 },
    };
    return names[type];
}

/* ---- one field ---------------------------------------------------------------------------- */

static void begin_string(struct writing *w, struct str key)
{
    w->notation->key(w->into, key);
    buffer_byte(w->into, '"');
}

static void begin_literal(struct writing *w, struct str key)
{
    w->notation->key(w->into, key);
    if (w->notation->quotes_literals)
        buffer_byte(w->into, '"');
}

static void end_literal(struct writing *w)
{
    if (w->notation->quotes_literals)
        buffer_byte(w->into, '"');
}

static void string(struct writing *w, struct str key, struct str value)
{
    if (!value.len)
        return;
    begin_string(w, key);
    escape(w->into, value, w->notation->escapes);
    buffer_byte(w->into, '"');
}

static void flag(struct writing *w, struct str key, bool set)
{
    if (!set)
        return;
    begin_literal(w, key);
    buffer_add(w->into, STR("true"));
    end_literal(w);
}

static void integer(struct writing *w, struct str key, int64_t value)
{
    begin_literal(w, key);
    digits_integer(w->into, value);
    end_literal(w);
}

static void decimal(struct writing *w, struct str key, double value)
{
    if (!isfinite(value))
        return;
    begin_literal(w, key);
    digits_decimal(w->into, value);
    end_literal(w);
}

/* An id such as "n1" for the first of the names. */
static void numbered(struct writing *w, struct str key, char letter, size_t index)
{
    if (index == NO_INDEX)
        return;
    begin_string(w, key);
    buffer_byte(w->into, letter);
    digits_integer(w->into, (int64_t)index + 1);
    buffer_byte(w->into, '"');
}

static void entity_ref(struct writing *w, uint32_t entity)
{
    if (entity != NO_INDEX)
        string(w, STR("ref"), w->record->entities.items[entity].id);
}

static void hash(struct writing *w, struct str key, struct str digits)
{
    if (!digits.len)
        return;
    begin_string(w, key);
    buffer_add(w->into, STR("sha256:"));
    escape(w->into, digits, w->notation->escapes);
    buffer_byte(w->into, '"');
}

/* ---- the record and its source ------------------------------------------------------------ */

void record_fields(struct writing *w)
{
    const struct record *record = w->record;
    string(w, STR("id"), record->article->id);
    string(w, STR("xml:lang"), record->lang);
    string(w, STR("published"), record->published);
    string(w, STR("published-basis"), str_of(published_basis_name(record->basis)));
}

void source_fields(struct writing *w)
{
    const struct article *article = w->record->article;
    string(w, STR("href"), article->href);
    string(w, STR("format"), article->format);
    string(w, STR("encoding"), article->encoding);
    integer(w, STR("bytes"), (int64_t)article->bytes);
    string(w, STR("sha256"), str_of(article->sha256));
    if (article->replaced)
        integer(w, STR("replaced"), article->replaced);
    string(w, STR("title"), article->title);
    string(w, STR("author"), article->author);
    string(w, STR("publisher"), article->publisher);
    string(w, STR("url"), article->url);
}

void generator_fields(struct writing *w)
{
    string(w, STR("name"), STR("newsgaz"));
    string(w, STR("version"), STR(NEWSGAZ_VERSION));
    hash(w, STR("rules"), w->record->rules_hash);
    hash(w, STR("gazetteers"), w->record->gazetteers_hash);
}

void segment_fields(struct writing *w, size_t i)
{
    const struct record_segment *segment = &w->record->segments.items[i];
    span_fields(w, segment->at);
    string(w, STR("zone"), str_of(zone_name(segment->zone)));
    string(w, STR("xml:lang"), segment->lang);
}

void entity_fields(struct writing *w, size_t i)
{
    const struct entity *entity = &w->record->entities.items[i];
    string(w, STR("id"), entity->id);
    string(w, STR("name"), entity->name);
    string(w, STR("kind"), entity->kind);
    string(w, STR("country"), entity->country);
    if (entity->located) {
        decimal(w, STR("lat"), entity->lat);
        decimal(w, STR("lon"), entity->lon);
    }
    string(w, STR("geonames"), entity->geonames);
    string(w, STR("wikidata"), entity->wikidata);
}

/* ---- mentions ----------------------------------------------------------------------------- */

void span_fields(struct writing *w, struct span at)
{
    integer(w, STR("start"), (int64_t)positions_at(&w->positions, at.start));
    integer(w, STR("end"), (int64_t)positions_at(&w->positions, at.end));
}

static void mention_fields(struct writing *w, char letter, size_t i, struct span at)
{
    const struct article *article = w->record->article;
    numbered(w, STR("id"), letter, i);
    span_fields(w, at);
    if (!article->has_source_offsets)
        return;
    integer(w, STR("byte-start"), article_source_offset(article, at.start));
    integer(w, STR("byte-end"), article_source_offset(article, at.end));
}

void name_fields(struct writing *w, size_t i)
{
    const struct name_mention *name = &w->record->names.items[i];
    mention_fields(w, 'n', i, name->at);
    string(w, STR("type"), name_type_name(name->type));
    entity_ref(w, name->entity);
    string(w, STR("local"), name->local);
    string(w, STR("variant-lang"), name->variant_lang);
    string(w, STR("variant-kind"), name->variant_kind);
    string(w, STR("metonym"), name->metonym);
    flag(w, STR("ambiguous"), name->ambiguous);
    string(w, STR("runner-up"), name->runner_up);
    if (name->runner_up.len)
        integer(w, STR("margin"), name->margin);
    string(w, STR("rule"), name->rule);
}

void date_fields(struct writing *w, size_t i)
{
    const struct date_mention *date = &w->record->dates.items[i];
    mention_fields(w, 'd', i, date->at);
    string(w, STR("value"), date->value);
    string(w, STR("time"), date->time);
    string(w, STR("mod"), date->mod);
    string(w, STR("precision"), date->precision);
    string(w, STR("basis"), date->basis);
    string(w, STR("event"), date->event);
    string(w, STR("warning"), date->warning);
    string(w, STR("rule"), date->rule);
}

void number_fields(struct writing *w, size_t i)
{
    const struct number_mention *number = &w->record->numbers.items[i];
    mention_fields(w, 'q', i, number->at);
    if (number->has_value)
        decimal(w, STR("value"), number->value);
    string(w, STR("class"), number->class);
    string(w, STR("rule"), number->rule);
}

void phrase_fields(struct writing *w, struct phrase phrase)
{
    span_fields(w, phrase.at);
    entity_ref(w, phrase.entity);
}

static void bound(struct writing *w, struct str key, int64_t value)
{
    if (value >= 0)
        integer(w, key, value);
}

void casualty_fields(struct writing *w, size_t i)
{
    const struct casualty *casualty = &w->record->casualties.items[i];
    mention_fields(w, 'c', i, casualty->at);
    string(w, STR("role"), casualty->role);
    bound(w, STR("low"), casualty->low);
    bound(w, STR("high"), casualty->high);
    string(w, STR("qualifier"), casualty->qualifier);
    flag(w, STR("open"), casualty->open);
    flag(w, STR("negated"), casualty->negated);
    string(w, STR("status"), casualty->status);
    string(w, STR("scope"), casualty->scope);
    numbered(w, STR("place"), 'n', casualty->place);
    string(w, STR("place-basis"), casualty->place_basis);
    numbered(w, STR("date"), 'd', casualty->date);
    string(w, STR("date-basis"), casualty->date_basis);
    numbered(w, STR("part-of"), 'c', casualty->part_of);
    numbered(w, STR("same-as"), 'c', casualty->same_as);
    numbered(w, STR("conflicts-with"), 'c', casualty->conflicts_with);
    string(w, STR("rule"), casualty->rule);
}
