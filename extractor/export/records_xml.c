/* records_xml.c - records in XML: memory holds one record. */
#include "base/buffer.h"
#include "export/records.h"
#include "read/xml_stream.h"

#define NAMESPACE "urn:newsgaz:record:1"

struct parse {
    struct records *records;
    struct buffer text;
    bool in_text;
};

/* What an element is. The names of entities tell their type. */
static const struct element {
    const char *name;
    enum part part;
} elements[] = {
    { "name", PART_NAME },
    { "number", PART_NUMBER },
    { "date", PART_DATE },
    { "casualty", PART_CASUALTY },
    { "amount", PART_AMOUNT },
    { "victims", PART_VICTIMS },
    { "speaker", PART_SPEAKER },
    { "scene", PART_SCENE },
    { "perpetrator", PART_PERPETRATOR },
    { "place", PART_ENTITY },
    { "person", PART_ENTITY },
    { "organisation", PART_ENTITY },
    { "segment", PART_SEGMENT },
    { "record", PART_RECORD },
    { "source", PART_SOURCE },
    { "generator", PART_GENERATOR },
};

static enum part part_of_element(struct str name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_is(name, elements[i].name))
            return elements[i].part;
    return PART_NONE;
}

static void take_attributes(struct intake *intake, const struct xml_element *element)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        struct xml_attribute attribute = xml_attribute_at(element, i);
        intake_field(intake, attribute.name, attribute.value);
    }
}

static const char *on_start(void *taker, const struct xml_element *element)
{
    struct parse *parse = taker;
    struct intake *intake = &parse->records->intake;
    enum part part = part_of_element(element->name);
    if (!str_is(element->namespace, NAMESPACE))
        return "holds no records of newsgaz";
    if (part == PART_RECORD)
        intake_begin(intake);
    if (part != PART_NONE) {
        intake_part(intake, part, element->name);
        take_attributes(intake, element);
    }
    parse->in_text |= str_is(element->name, "text");
    return NULL;
}

static void on_end(void *taker, struct str name)
{
    struct parse *parse = taker;
    if (str_is(name, "text")) {
        intake_text(&parse->records->intake, buffer_str(&parse->text));
        parse->in_text = false;
        parse->text.len = 0;
    } else if (str_is(name, "record")) {
        records_hand_on(parse->records, "");
    }
}

static void on_text(void *taker, struct str text)
{
    struct parse *parse = taker;
    if (parse->in_text)
        buffer_add(&parse->text, text);
}

static const char *on_doctype(void *taker)
{
    return "a record has no document type declaration";
}

static int read_stream(void *stream, char *into, int length)
{
    size_t got = fread(into, 1, (size_t)length, stream);
    return got || !ferror((FILE *)stream) ? (int)got : -1;
}

static void tell(const struct records *records, const struct xml_fault *fault)
{
    char why[300];
    snprintf(why, sizeof why, "line %u: %s", (unsigned)fault->line, fault->why);
    records->to->bad(records->taker, fault->line ? why : fault->why);
}

void records_read_xml(struct records *records)
{
    static const struct xml_events events = { on_start, on_end, on_text, on_doctype };
    struct xml_input input = { read_stream, records->stream };
    struct parse parse = { .records = records };
    struct xml_fault fault;
    if (!xml_stream_read(input, &events, &parse, &fault) && !ferror(records->stream))
        tell(records, &fault);
    buffer_free(&parse.text);
}
