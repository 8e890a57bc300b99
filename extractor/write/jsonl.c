/* The record as one line of JSON: keys are the XML's names with "_" for "-". */
#include "write/fields.h"
#include "write/writer.h"

/* "variant-lang" as "variant_lang", "xml:lang" as "lang". A comma precedes all but the first. */
static void key(struct buffer *into, struct str name)
{
    buffer_reserve(into, name.len + 4);
    if (into->bytes[into->len - 1] != '{')
        buffer_byte(into, ',');
    buffer_byte(into, '"');
    char *start = into->bytes + into->len, *to = start;
    for (size_t i = 0; i < name.len; i++)
        if (name.s[i] == ':')
            to = start;
        else
            *to++ = name.s[i] == '-' ? '_' : name.s[i];
    memcpy(to, "\":", 2);
    into->len += (size_t)(to - start) + 2;
}

static const struct notation members = { key, &json_escapes, false };

static void string(struct buffer *into, struct str name, struct str value)
{
    key(into, name);
    buffer_byte(into, '"');
    escape(into, value, &json_escapes);
    buffer_byte(into, '"');
}

static void open_member(struct buffer *into, struct str name, char bracket)
{
    key(into, name);
    buffer_byte(into, bracket);
}

static void source(struct writing *w)
{
    open_member(w->into, STR("source"), '{');
    source_fields(w);
    buffer_byte(w->into, '}');
    open_member(w->into, STR("generator"), '{');
    generator_fields(w);
    buffer_byte(w->into, '}');
}

static void entity(struct writing *w, size_t i)
{
    string(w->into, STR("type"), name_type_name(w->record->entities.items[i].type));
    entity_fields(w, i);
}

static void text(struct writing *w, struct span at)
{
    string(w->into, STR("text"), surface(w, at));
}

static void name(struct writing *w, size_t i)
{
    name_fields(w, i);
    text(w, w->record->names.items[i].at);
}

static void date(struct writing *w, size_t i)
{
    date_fields(w, i);
    text(w, w->record->dates.items[i].at);
}

static void number(struct writing *w, size_t i)
{
    number_fields(w, i);
    text(w, w->record->numbers.items[i].at);
}

static void phrase(struct writing *w, struct str name, struct phrase phrase)
{
    if (!span_length(phrase.at))
        return;
    open_member(w->into, name, '{');
    phrase_fields(w, phrase);
    text(w, phrase.at);
    buffer_byte(w->into, '}');
}

static void casualty(struct writing *w, size_t i)
{
    const struct casualty *casualty = &w->record->casualties.items[i];
    casualty_fields(w, i);
    text(w, casualty->at);
    phrase(w, STR("amount"), (struct phrase){ casualty->amount, NO_INDEX });
    phrase(w, STR("victims"), casualty->victims);
    phrase(w, STR("speaker"), casualty->speaker);
    phrase(w, STR("scene"), casualty->scene);
    phrase(w, STR("perpetrator"), casualty->perpetrator);
}

static void array(struct writing *w, struct str name, size_t count,
                  void (*item)(struct writing *w, size_t i))
{
    open_member(w->into, name, '[');
    for (size_t i = 0; i < count; i++) {
        buffer_add(w->into, i ? STR(",{") : STR("{"));
        item(w, i);
        buffer_byte(w->into, '}');
    }
    buffer_byte(w->into, ']');
}

static void write_jsonl(const struct record *record, const struct write_options *options,
                        bool nested, struct buffer *into)
{
    struct writing w = writing_of(record, &members, into);
    buffer_byte(into, '{');
    record_fields(&w);
    source(&w);
    if (!options->no_text)
        string(into, STR("text"), record->article->text);
    array(&w, STR("segments"), record->segments.count, segment_fields);
    array(&w, STR("entities"), record->entities.count, entity);
    array(&w, STR("names"), record->names.count, name);
    array(&w, STR("dates"), record->dates.count, date);
    array(&w, STR("numbers"), record->numbers.count, number);
    array(&w, STR("casualties"), record->casualties.count, casualty);
    buffer_add(into, STR("}\n"));
}

void jsonl_error(struct str id, struct str why, struct buffer *into)
{
    buffer_byte(into, '{');
    string(into, STR("id"), id);
    string(into, STR("error"), why);
    buffer_add(into, STR("}\n"));
}

const struct writer jsonl_writer = {
    .name = "jsonl",
    .ending = ".jsonl",
    .head = "",
    .tail = "",
    .write = write_jsonl,
};
