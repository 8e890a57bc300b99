/* check_records.c - holds XML records against the schema and against their own text.
 *
 *   NGZ-301  the file or the schema cannot be read
 *   NGZ-302  not well-formed XML
 *   NGZ-303  a document type declaration
 *   NGZ-304  not what the schema allows
 *   NGZ-305  offsets outside the text or the source, or the end before the start
 *   NGZ-306  a mention does not contain the characters that its offsets cite
 *   NGZ-307  an id stands twice
 *   NGZ-308  a reference to what the record does not have
 */
#include "cli/check_records.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "base/file.h"
#include "base/utf8.h"

enum {
    UNREADABLE = 301,
    MALFORMED = 302,
    DOCTYPE = 303,
    INVALID = 304,
    OUT_OF_BOUNDS = 305,
    MISCITED = 306,
    REPEATED_ID = 307,
    DANGLING = 308,
};

enum { LARGEST_FILE = 1 << 30 };

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

struct check {
    const char *path;
    struct diag *diag;
    struct arena arena;      /* what is below, one record at a time */
    struct str text;
    uint32_t *starts;        /* byte offset of each code point of the text, and its end */
    long length, bytes;      /* code points of the text, bytes of the source */
    xmlHashTablePtr entities, mentions; /* by id */
};

/* ---- reports ------------------------------------------------------------------------------ */

static void report(struct check *c, long line, int code, struct str message)
{
    struct place_in_file at = { .file = str_of(c->path), .number = line > 0 ? (uint32_t)line : 0 };
    diag_add(c->diag, SEVERITY_ERROR, code, at, NULL, "%.*s", STR_ARG(str_trim(message)));
}

static void on_schema_error(void *data, xml_error error)
{
    long line = error->node ? xmlGetLineNo(error->node) : error->line;
    report(data, line, INVALID, str_of(error->message));
}

/* Refused because no record has one, and entities are the way to attack a parser. */
static void on_doctype(void *data, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    xmlParserCtxtPtr parser = data;
    report(parser->_private, xmlSAX2GetLineNumber(parser), DOCTYPE,
           STR("a record has no document type declaration"));
    xmlStopParser(parser);
}

/* ---- one mention -------------------------------------------------------------------------- */

static struct str taken(struct check *c, xmlChar *text)
{
    struct str kept = arena_str(&c->arena, str_of((const char *)text));
    xmlFree(text);
    return kept;
}

static struct str attribute(struct check *c, xmlNodePtr node, const char *name)
{
    return taken(c, xmlGetNoNsProp(node, (const xmlChar *)name));
}

/* -1 for what is too large to be an offset; the schema has seen to the rest. */
static long number(struct check *c, xmlNodePtr node, const char *name)
{
    long value;
    return str_to_long(attribute(c, node, name), &value) ? value : -1;
}

static bool is_named(xmlNodePtr node, const char *name)
{
    return str_is(str_of((const char *)node->name), name);
}

static bool check_span(struct check *c, xmlNodePtr node, const char *start, const char *end,
                       long limit)
{
    long from = number(c, node, start), to = number(c, node, end);
    if (from >= 0 && from <= to && to <= limit)
        return true;
    report(c, xmlGetLineNo(node), OUT_OF_BOUNDS,
           arena_printf(&c->arena, "%s: %s and %s do not lie in 0 to %ld", (const char *)node->name,
                        start, end, limit));
    return false;
}

/* The offsets are those of `node`, the characters those in `quote`. */
static void check_quote(struct check *c, xmlNodePtr node, xmlNodePtr quote)
{
    if (!check_span(c, node, "start", "end", c->length))
        return;
    uint32_t from = c->starts[number(c, node, "start")], to = c->starts[number(c, node, "end")];
    struct str cited = str_slice(c->text, from, to), quoted = taken(c, xmlNodeGetContent(quote));
    if (!str_equal(cited, quoted))
        report(c, xmlGetLineNo(quote), MISCITED,
               arena_printf(&c->arena, "%s has '%.*s' where the text has '%.*s'",
                            (const char *)quote->name, STR_ARG(quoted), STR_ARG(cited)));
}

static void check_references(struct check *c, xmlNodePtr node)
{
    const struct {
        const char *attribute;
        xmlHashTablePtr among;
        const char *element; /* NULL: any */
    } references[] = {
        { "ref", c->entities, NULL },
        { "place", c->mentions, "name" },
        { "date", c->mentions, "date" },
        { "part-of", c->mentions, "casualty" },
        { "same-as", c->mentions, "casualty" },
        { "conflicts-with", c->mentions, "casualty" },
    };
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct str id = attribute(c, node, references[i].attribute);
        xmlNodePtr found = xmlHashLookup(references[i].among, (const xmlChar *)id.s);
        bool right = found && found != node &&
                     (!references[i].element || is_named(found, references[i].element));
        if (id.len && !right)
            report(c, xmlGetLineNo(node), DANGLING,
                   arena_printf(&c->arena, "%s '%.*s' does not resolve", references[i].attribute,
                                STR_ARG(id)));
    }
}

static void check_casualty(struct check *c, xmlNodePtr casualty)
{
    xmlNodePtr part = xmlFirstElementChild(casualty);
    for (; part; part = xmlNextElementSibling(part)) {
        check_quote(c, is_named(part, "surface") ? casualty : part, part);
        check_references(c, part);
    }
}

static void check_mention(struct check *c, xmlNodePtr mention)
{
    check_references(c, mention);
    if (xmlHasProp(mention, (const xmlChar *)"byte-start"))
        check_span(c, mention, "byte-start", "byte-end", c->bytes);
    if (is_named(mention, "casualty"))
        check_casualty(c, mention);
    else
        check_quote(c, mention, mention);
}

/* ---- one record --------------------------------------------------------------------------- */

static xmlNodePtr child(xmlNodePtr record, const char *name)
{
    xmlNodePtr node = xmlFirstElementChild(record);
    while (node && !is_named(node, name))
        node = xmlNextElementSibling(node);
    return node;
}

static void take_text(struct check *c, xmlNodePtr record)
{
    c->text = taken(c, xmlNodeGetContent(child(record, "text")));
    c->starts = arena_array(&c->arena, uint32_t, c->text.len + 1);
    c->length = 0;
    for (size_t at = 0; at < c->text.len; utf8_next(c->text, &at))
        c->starts[c->length++] = (uint32_t)at;
    c->starts[c->length] = (uint32_t)c->text.len;
}

static xmlHashTablePtr take_ids(struct check *c, xmlNodePtr parent)
{
    xmlHashTablePtr ids = xmlHashCreate(0);
    for (xmlNodePtr node = xmlFirstElementChild(parent); node; node = xmlNextElementSibling(node)) {
        struct str id = attribute(c, node, "id");
        if (xmlHashAddEntry(ids, (const xmlChar *)id.s, node))
            report(c, xmlGetLineNo(node), REPEATED_ID,
                   arena_printf(&c->arena, "the id '%.*s' stands twice", STR_ARG(id)));
    }
    return ids;
}

static void check_record(struct check *c, xmlNodePtr record)
{
    take_text(c, record);
    c->bytes = number(c, child(record, "source"), "bytes");
    c->entities = take_ids(c, child(record, "entities"));
    c->mentions = take_ids(c, child(record, "mentions"));
    xmlNodePtr node = xmlFirstElementChild(child(record, "segments"));
    for (; node; node = xmlNextElementSibling(node))
        check_span(c, node, "start", "end", c->length);
    node = xmlFirstElementChild(child(record, "mentions"));
    for (; node; node = xmlNextElementSibling(node))
        check_mention(c, node);
    xmlHashFree(c->entities, NULL);
    xmlHashFree(c->mentions, NULL);
    arena_reset(&c->arena);
}

static void check_document(struct check *c, xmlDocPtr document)
{
    xmlNodePtr root = xmlDocGetRootElement(document);
    if (is_named(root, "record")) {
        check_record(c, root);
        return;
    }
    for (xmlNodePtr node = xmlFirstElementChild(root); node; node = xmlNextElementSibling(node))
        check_record(c, node);
}

/* ---- the file and the schema -------------------------------------------------------------- */

static xmlDocPtr parse(struct check *c, struct str bytes)
{
    enum { OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE |
                     XML_PARSE_BIG_LINES };
    size_t before = c->diag->errors;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    parser->_private = c;
    parser->sax->internalSubset = on_doctype;
    xmlDocPtr document = xmlCtxtReadMemory(parser, bytes.s, (int)bytes.len, NULL, NULL, OPTIONS);
    if (!document && c->diag->errors == before)
        report(c, parser->lastError.line, MALFORMED, str_of(parser->lastError.message));
    xmlFreeParserCtxt(parser);
    if (c->diag->errors == before)
        return document;
    xmlFreeDoc(document); /* what stood before a document type declaration */
    return NULL;
}

static xmlDocPtr read_document(struct check *c)
{
    struct buffer buffer = { 0 };
    int error = file_read(c->path, LARGEST_FILE, &buffer);
    if (error)
        report(c, 0, UNREADABLE, str_of(strerror(error)));
    xmlDocPtr document = error ? NULL : parse(c, buffer_str(&buffer));
    buffer_free(&buffer);
    return document;
}

/* A schema keeps no hold on the document that it was read from. */
static xmlRelaxNGPtr read_schema(struct check *c)
{
    xmlDocPtr document = read_document(c);
    if (!document)
        return NULL;
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewDocParserCtxt(document);
    xmlRelaxNGSetParserStructuredErrors(parser, on_schema_error, c);
    xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    xmlFreeDoc(document);
    return schema;
}

static bool valid_characters(xmlRelaxNGValidCtxtPtr context, const xmlChar *text)
{
    return xmlRelaxNGValidatePushCData(context, text, xmlStrlen(text)) == 1;
}

/* Holds one element after the other against the schema rather than the document at once: only so
 * does libxml2 know the line. Ends at the first mistake: those behind it would follow from it. */
static bool valid_element(xmlRelaxNGValidCtxtPtr context, xmlNodePtr element)
{
    int pushed = xmlRelaxNGValidatePushElement(context, element->doc, element);
    if (pushed == 0)
        return xmlRelaxNGValidateFullElement(context, element->doc, element) == 1;
    bool valid = pushed == 1;
    for (xmlNodePtr node = element->children; node && valid; node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            valid = valid_element(context, node);
        else if (xmlNodeIsText(node))
            valid = valid_characters(context, node->content);
    return valid && xmlRelaxNGValidatePopElement(context, element->doc, element) == 1;
}

static bool validate(struct check *c, xmlRelaxNGPtr schema, xmlDocPtr document)
{
    xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt(schema);
    xmlRelaxNGSetValidStructuredErrors(context, on_schema_error, c);
    bool valid = valid_element(context, xmlDocGetRootElement(document));
    xmlRelaxNGFreeValidCtxt(context);
    return valid;
}

bool check_record_file(const char *path, const char *schema_path, struct diag *diag)
{
    size_t before = diag->errors;
    struct check c = { .path = schema_path, .diag = diag };
    xmlRelaxNGPtr schema = read_schema(&c);
    c.path = path;
    xmlDocPtr document = schema ? read_document(&c) : NULL;
    if (document && validate(&c, schema, document))
        check_document(&c, document);
    xmlFreeDoc(document);
    xmlRelaxNGFree(schema);
    arena_free(&c.arena);
    return diag->errors == before;
}
