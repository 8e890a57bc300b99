/* records_xml.c - records in XML, through libxml2's events: memory holds one record. A document type
 * declaration is refused, so that there are no entities, and nothing else is opened. */
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/buffer.h"
#include "export/records.h"

#define NAMESPACE "urn:newsgaz:record:1"

struct parse {
    struct records *records;
    xmlParserCtxt *parser;
    struct buffer text;
    bool in_text, stopped;
    char why[256]; /* the first mistake of the markup */
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

static struct str borrowed(const xmlChar *text)
{
    return str_of((const char *)text);
}

/* Ends the file: what follows could not be trusted. */
static void give_up(struct parse *parse, const char *why)
{
    parse->stopped = true;
    if (!parse->why[0])
        snprintf(parse->why, sizeof parse->why, "%s", why);
    xmlStopParser(parse->parser);
}

/* ---- events --------------------------------------------------------------------------------- */

/* Each attribute is five pointers: name, prefix, namespace, and where its value starts and ends. */
static void take_attributes(struct intake *intake, const xmlChar *const *at, int count)
{
    for (; count > 0; count--, at += 5) {
        struct str value = { (const char *)at[3], (size_t)(at[4] - at[3]) };
        struct str key = borrowed(at[0]);
        if (!at[1])
            intake_field(intake, key, value);
        else if (str_is(borrowed(at[1]), "xml") && str_is(key, "lang"))
            intake_field(intake, STR("xml:lang"), value);
    }
}

static void on_start(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **declared, int attributes, int defaulted,
                     const xmlChar **values)
{
    struct parse *parse = data;
    struct intake *intake = &parse->records->intake;
    struct str name = borrowed(local);
    enum part part = part_of_element(name);
    (void)prefix, (void)namespaces, (void)declared, (void)defaulted;
    if (!str_is(borrowed(uri), NAMESPACE)) {
        give_up(parse, "holds no records of newsgaz");
        return;
    }
    if (part == PART_RECORD)
        intake_begin(intake);
    if (part != PART_NONE) {
        intake_part(intake, part, name);
        take_attributes(intake, values, attributes);
    }
    parse->in_text |= str_is(name, "text");
}

static void on_end(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct parse *parse = data;
    struct str name = borrowed(local);
    (void)prefix, (void)uri;
    if (str_is(name, "text")) {
        intake_text(&parse->records->intake, buffer_str(&parse->text));
        parse->in_text = false;
        parse->text.len = 0;
    } else if (str_is(name, "record")) {
        records_hand_on(parse->records, "");
    }
}

static void on_characters(void *data, const xmlChar *text, int len)
{
    struct parse *parse = data;
    if (parse->in_text)
        buffer_add(&parse->text, (struct str){ (const char *)text, (size_t)len });
}

static void on_doctype(void *data, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    give_up(data, "a record has no document type declaration");
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

static void on_error(void *data, xml_error error)
{
    struct parse *parse = data;
    if (!parse->why[0] && error->level >= XML_ERR_ERROR)
        snprintf(parse->why, sizeof parse->why, "line %d: %.*s", error->line,
                 (int)strcspn(error->message, "\n"), error->message);
}

/* ---- the file ------------------------------------------------------------------------------- */

static int read_stream(void *stream, char *into, int length)
{
    size_t got = fread(into, 1, (size_t)length, stream);
    return got || !ferror((FILE *)stream) ? (int)got : -1;
}

/* A parser that may replace entities writes "&" for "&amp;" in attributes too; it knows no others
 * than those of XML itself. */
void records_read_xml(struct records *records)
{
    xmlSAXHandler events = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_characters,
        .cdataBlock = on_characters,
        .internalSubset = on_doctype,
        .serror = on_error,
    };
    struct parse parse = { .records = records };
    parse.parser = xmlCreateIOParserCtxt(&events, &parse, read_stream, NULL, records->stream,
                                         XML_CHAR_ENCODING_NONE);
    if (parse.parser) {
        xmlCtxtUseOptions(parse.parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
        xmlParseDocument(parse.parser);
    }
    bool whole = parse.parser && parse.parser->wellFormed && !parse.stopped;
    if (!whole && !ferror(records->stream))
        records->to->bad(records->taker, parse.why[0] ? parse.why : "is not well-formed");
    xmlFreeParserCtxt(parse.parser);
    buffer_free(&parse.text);
}
