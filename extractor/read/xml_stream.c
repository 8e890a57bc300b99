/* xml_stream.c - see xml_stream.h. */
#include "read/xml_stream.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>

struct stream {
    const struct xml_events *events;
    void *taker;
    xmlParserCtxt *parser;
    struct xml_fault *fault;
    bool stopped;
};

static struct str borrowed(const xmlChar *text)
{
    return str_of((const char *)text);
}

static void note_fault(struct stream *stream, struct str why, uint32_t line)
{
    if (stream->fault->why[0])
        return;
    snprintf(stream->fault->why, sizeof stream->fault->why, "%.*s", STR_ARG(why));
    stream->fault->line = line;
}

static void stop(struct stream *stream)
{
    stream->stopped = true;
    xmlStopParser(stream->parser);
}

static void stop_if(struct stream *stream, const char *why)
{
    if (!why)
        return;
    note_fault(stream, str_of(why), 0);
    stop(stream);
}

/* ---- events --------------------------------------------------------------------------------- */

/* Each attribute is five pointers: name, prefix, namespace, and where its value starts and ends. */
struct xml_attribute xml_attribute_at(const struct xml_element *element, size_t i)
{
    const xmlChar *const *at = (const xmlChar *const *)element->attributes + 5 * i;
    struct xml_attribute ret = { borrowed(at[0]), { (const char *)at[3], (size_t)(at[4] - at[3]) } };
    bool of_xml = at[1] && str_is(borrowed(at[1]), "xml");
    if (of_xml && str_is(ret.name, "lang"))
        ret.name = STR("xml:lang");
    if (of_xml && str_is(ret.name, "id"))
        ret.name = STR("xml:id");
    return ret;
}

static void on_start(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **declared, int attributes, int defaulted,
                     const xmlChar **values)
{
    struct stream *stream = data;
    uint32_t line = (uint32_t)stream->parser->input->line;
    struct xml_element element = { borrowed(uri), borrowed(local), line, (size_t)attributes,
                                   values };
    (void)prefix, (void)namespaces, (void)declared, (void)defaulted;
    stop_if(stream, stream->events->start(stream->taker, &element));
}

static void on_end(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct stream *stream = data;
    (void)prefix, (void)uri;
    stream->events->end(stream->taker, borrowed(local));
}

static void on_characters(void *data, const xmlChar *text, int len)
{
    struct stream *stream = data;
    stream->events->text(stream->taker, (struct str){ (const char *)text, (size_t)len });
}

static void on_doctype(void *data, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    struct stream *stream = data;
    (void)name, (void)external, (void)system;
    if (stream->events->doctype)
        stop_if(stream, stream->events->doctype(stream->taker));
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

/* A reference that a document type may declare elsewhere is but a warning of libxml2's, and would
 * be left out of the text. */
static void on_error(void *data, xml_error error)
{
    struct stream *stream = data;
    struct str message = str_of(error->message);
    bool lost = error->code == XML_WAR_UNDECLARED_ENTITY;
    if (lost || error->level >= XML_ERR_ERROR)
        note_fault(stream, str_slice(message, 0, strcspn(message.s, "\n")), (uint32_t)error->line);
    if (lost)
        stop(stream);
}

/* ---- the file ------------------------------------------------------------------------------- */

static const xmlSAXHandler handlers = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_characters,
    .ignorableWhitespace = on_characters,
    .cdataBlock = on_characters,
    .internalSubset = on_doctype,
    .serror = on_error,
};

/* A parser that may replace entities writes "&" for "&amp;" in attributes too; it knows no others
 * than those of XML itself. */
bool xml_stream_read(struct xml_input input, const struct xml_events *events, void *taker,
                     struct xml_fault *ret)
{
    xmlSAXHandler copy = handlers;
    struct stream stream = { .events = events, .taker = taker, .fault = ret };
    *ret = (struct xml_fault){ 0 };
    stream.parser = xmlCreateIOParserCtxt(&copy, &stream, input.read, NULL, input.from,
                                          XML_CHAR_ENCODING_NONE);
    if (stream.parser) {
        xmlCtxtUseOptions(stream.parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
        xmlParseDocument(stream.parser);
    }
    bool whole = stream.parser && stream.parser->wellFormed && !stream.stopped;
    if (!whole)
        note_fault(&stream, STR("is not well-formed"), 0);
    xmlFreeParserCtxt(stream.parser);
    return whole;
}
