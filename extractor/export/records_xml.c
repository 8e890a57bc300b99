/* records_xml.c - records in XML, through libxml2's pull reader: memory holds one record. A
 * document type declaration is refused, no entity is expanded, and nothing else is opened. */
#include <libxml/xmlreader.h>

#include "export/records.h"

#define NAMESPACE "urn:newsgaz:record:1"

/* What an element is. The names of entities tell their type. */
static const struct element {
    const char *name;
    enum part part;
} elements[] = {
    { "name", PART_NAME },         { "number", PART_NUMBER },     { "date", PART_DATE },
    { "casualty", PART_CASUALTY }, { "amount", PART_AMOUNT },     { "victims", PART_VICTIMS },
    { "speaker", PART_SPEAKER },   { "scene", PART_SCENE },       { "place", PART_ENTITY },
    { "person", PART_ENTITY },     { "organisation", PART_ENTITY }, { "segment", PART_SEGMENT },
    { "perpetrator", PART_PERPETRATOR }, { "record", PART_RECORD },     { "source", PART_SOURCE },     { "generator", PART_GENERATOR },
};

static enum part part_of_element(const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(name, elements[i].name) == 0)
            return elements[i].part;
    return PART_NONE;
}

static int read_stream(void *stream, char *into, int length)
{
    size_t got = fread(into, 1, (size_t)length, stream);
    return got || !ferror((FILE *)stream) ? (int)got : -1;
}

static void on_error(void *data, const char *message, xmlParserSeverities severity,
                     xmlTextReaderLocatorPtr locator)
{
    struct records *records = data;
    if (!records->why[0])
        snprintf(records->why, sizeof records->why, "line %d: %.*s",
                 xmlTextReaderLocatorLineNumber(locator), (int)strcspn(message, "\n"), message);
}

static void begin(struct records *records)
{
    xmlTextReaderPtr reader = xmlReaderForIO(read_stream, NULL, records->stream, NULL, NULL,
                                             XML_PARSE_NONET | XML_PARSE_HUGE);
    if (reader)
        xmlTextReaderSetErrorHandler(reader, on_error, records);
    records->guest = reader;
}

static void end(struct records *records)
{
    if (records->guest)
        xmlFreeTextReader(records->guest);
}

static struct str borrowed(const xmlChar *text)
{
    return str_of((const char *)text);
}

static void take_text(struct intake *intake, xmlTextReaderPtr reader)
{
    xmlChar *text = xmlTextReaderReadString(reader);
    intake_text(intake, borrowed(text));
    xmlFree(text);
}

static void take_attributes(struct intake *intake, xmlTextReaderPtr reader)
{
    while (xmlTextReaderMoveToNextAttribute(reader) == 1)
        intake_field(intake, borrowed(xmlTextReaderConstName(reader)),
                     borrowed(xmlTextReaderConstValue(reader)));
    xmlTextReaderMoveToElement(reader);
}

static void take_element(struct intake *intake, xmlTextReaderPtr reader)
{
    struct str name = borrowed(xmlTextReaderConstLocalName(reader));
    enum part part = part_of_element(name.s);
    if (part == PART_RECORD)
        intake_begin(intake);
    if (part != PART_NONE) {
        intake_part(intake, part, name);
        take_attributes(intake, reader);
    } else if (str_is(name, "text")) {
        take_text(intake, reader);
    }
}

static enum records_next finish_record(struct records *records, const struct record **ret)
{
    *ret = intake_end(&records->intake);
    if (*ret)
        return RECORDS_ONE;
    snprintf(records->why, sizeof records->why, "%s", records->intake.wrong);
    return RECORDS_BAD;
}

/* Ends the file: what follows could not be trusted. */
static enum records_next give_up(struct records *records, const char *why)
{
    if (!records->why[0])
        snprintf(records->why, sizeof records->why, "%s", why);
    end(records);
    records->guest = NULL;
    return RECORDS_BAD;
}

/* True at a node where reading has to stop; *ret_next says how. */
static bool take_node(struct records *records, xmlTextReaderPtr reader, const struct record **ret,
                      enum records_next *ret_next)
{
    int type = xmlTextReaderNodeType(reader);
    bool element = type == XML_READER_TYPE_ELEMENT, ends = type == XML_READER_TYPE_END_ELEMENT;
    if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
        *ret_next = give_up(records, "a record has no document type declaration");
        return true;
    }
    if (!element && !ends)
        return false;
    if (!str_is(borrowed(xmlTextReaderConstNamespaceUri(reader)), NAMESPACE)) {
        *ret_next = give_up(records, "holds no records of newsgaz");
        return true;
    }
    if (element)
        take_element(&records->intake, reader);
    if (!ends || !str_is(borrowed(xmlTextReaderConstLocalName(reader)), "record"))
        return false;
    *ret_next = finish_record(records, ret);
    return true;
}

static enum records_next next(struct records *records, const struct record **ret)
{
    xmlTextReaderPtr reader = records->guest;
    enum records_next how;
    int more = 0;
    records->why[0] = '\0';
    while (reader && (more = xmlTextReaderRead(reader)) == 1)
        if (take_node(records, reader, ret, &how))
            return how;
    return more < 0 ? give_up(records, "is not well-formed") : RECORDS_END;
}

const struct notation_reader xml_records = { begin, next, end };
