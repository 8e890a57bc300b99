/* The record as XML, namespace urn:newsgaz:record:1, valid against newsgaz.rng. */
#include "write/fields.h"
#include "write/writer.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NAMESPACE "xmlns=\"urn:newsgaz:record:1\""

static void attribute(struct buffer *into, struct str key)
{
    buffer_byte(into, ' ');
    buffer_add(into, key);
    buffer_byte(into, '=');
}

static const struct notation attributes = { attribute, &xml_attribute_escapes, true };

static void content(struct buffer *into, struct str text, struct str end_tag)
{
    buffer_byte(into, '>');
    escape(into, text, &xml_text_escapes);
    buffer_add(into, end_tag);
}

static void source(struct writing *w)
{
    buffer_add(w->into, STR("  <source"));
    source_fields(w);
    buffer_add(w->into, STR("/>\n  <generator"));
    generator_fields(w);
    buffer_add(w->into, STR("/>\n"));
}

static void segments(struct writing *w)
{
    buffer_add(w->into, STR("  <segments>\n"));
    for (size_t i = 0; i < w->record->segments.count; i++) {
        buffer_add(w->into, STR("    <segment"));
        segment_fields(w, i);
        buffer_add(w->into, STR("/>\n"));
    }
    buffer_add(w->into, STR("  </segments>\n"));
}

static void entities(struct writing *w)
{
    buffer_add(w->into, STR("  <entities>\n"));
    for (size_t i = 0; i < w->record->entities.count; i++) {
        buffer_add(w->into, STR("    <"));
        buffer_add(w->into, name_type_name(w->record->entities.items[i].type));
        entity_fields(w, i);
        buffer_add(w->into, STR("/>\n"));
    }
    buffer_add(w->into, STR("  </entities>\n"));
}

static void name(struct writing *w, size_t i)
{
    buffer_add(w->into, STR("    <name"));
    name_fields(w, i);
    content(w->into, surface(w, w->record->names.items[i].at), STR("</name>\n"));
}

static void date(struct writing *w, size_t i)
{
    buffer_add(w->into, STR("    <date"));
    date_fields(w, i);
    content(w->into, surface(w, w->record->dates.items[i].at), STR("</date>\n"));
}

static void number(struct writing *w, size_t i)
{
    buffer_add(w->into, STR("    <number"));
    number_fields(w, i);
    content(w->into, surface(w, w->record->numbers.items[i].at), STR("</number>\n"));
}

static void phrase(struct writing *w, struct str start_tag, struct phrase phrase,
                   struct str end_tag)
{
    if (!span_length(phrase.at))
        return;
    buffer_add(w->into, start_tag);
    phrase_fields(w, phrase);
    content(w->into, surface(w, phrase.at), end_tag);
}

static void casualty(struct writing *w, size_t i)
{
    const struct casualty *casualty = &w->record->casualties.items[i];
    struct phrase amount = { casualty->amount, NO_INDEX };
    buffer_add(w->into, STR("    <casualty"));
    casualty_fields(w, i);
    buffer_add(w->into, STR(">\n      <surface"));
    content(w->into, surface(w, casualty->at), STR("</surface>\n"));
    phrase(w, STR("      <amount"), amount, STR("</amount>\n"));
    phrase(w, STR("      <victims"), casualty->victims, STR("</victims>\n"));
    phrase(w, STR("      <speaker"), casualty->speaker, STR("</speaker>\n"));
    phrase(w, STR("      <scene"), casualty->scene, STR("</scene>\n"));
    phrase(w, STR("      <perpetrator"), casualty->perpetrator, STR("</perpetrator>\n"));
    buffer_add(w->into, STR("    </casualty>\n"));
}

static void mentions(struct writing *w)
{
    buffer_add(w->into, STR("  <mentions>\n"));
    for (size_t i = 0; i < w->record->names.count; i++)
        name(w, i);
    for (size_t i = 0; i < w->record->dates.count; i++)
        date(w, i);
    for (size_t i = 0; i < w->record->numbers.count; i++)
        number(w, i);
    for (size_t i = 0; i < w->record->casualties.count; i++)
        casualty(w, i);
    buffer_add(w->into, STR("  </mentions>\n"));
}

static void write_xml(const struct record *record, const struct write_options *options,
                      bool nested, struct buffer *into)
{
    struct writing w = writing_of(record, &attributes, into);
    buffer_add(into, nested ? STR("<record") : STR(DECLARATION "<record " NAMESPACE));
    record_fields(&w);
    buffer_add(into, STR(">\n"));
    source(&w);
    buffer_add(into, STR("  <text"));
    content(into, record->article->text, STR("</text>\n"));
    segments(&w);
    entities(&w);
    mentions(&w);
    buffer_add(into, STR("</record>\n"));
}

const struct writer xml_writer = {
    .name = "xml",
    .ending = ".xml",
    .head = DECLARATION "<records " NAMESPACE ">\n",
    .tail = "</records>\n",
    .write = write_xml,
};
