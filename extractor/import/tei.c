/* tei.c - TEI: listPlace, listPerson, listOrg of editions, wherever they stand in the file. */
#include <libxml/xmlreader.h>

#include "gazetteer/check.h"
#include "import/columns.h"

enum { SAFE = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA };

static const struct {
    const char *element, *name;
    enum name_type type;
} lists[] = {
    { "place", "placeName", NAME_PLACE },
    { "person", "persName", NAME_PERSON },
    { "org", "orgName", NAME_ORGANISATION },
};

/* ---- nodes ---- */

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* Copied into the record's arena. */
static struct str text_of(struct import *import, xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    struct str text = arena_str(&import->arena, str_trim(str_of((const char *)content)));
    xmlFree(content);
    return text;
}

static struct str attribute(struct import *import, xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    struct str text = arena_str(&import->arena, str_of((const char *)value));
    xmlFree(value);
    return text;
}

static struct str language_of(struct import *import, xmlNode *node)
{
    xmlChar *lang = xmlNodeGetLang(node);
    struct str text = arena_str(&import->arena, str_of((const char *)lang));
    xmlFree(lang);
    return text;
}

static xmlNode *child(xmlNode *node, const char *name)
{
    xmlNode *at = node->children;
    while (at && !is_element(at, name))
        at = at->next;
    return at;
}

/* ---- records ---- */

/* "Ilham Aliyev" of <forename> and <surname>, in whatever order they stand. */
static struct str name_of(struct import *import, xmlNode *node)
{
    xmlNode *forename = child(node, "forename"), *surname = child(node, "surname");
    if (!forename || !surname)
        return text_of(import, node);
    struct str first = text_of(import, forename), last = text_of(import, surname);
    return arena_printf(&import->arena, "%.*s %.*s", STR_ARG(first), STR_ARG(last));
}

static void add_name(struct import *import, xmlNode *node)
{
    struct found *found = &import->found;
    struct found_name name = {
        .name = name_of(import, node),
        .lang = language_of(import, node),
        .from = attribute(import, node, "notBefore"),
        .to = attribute(import, node, "notAfter"),
        .kind = KIND_ALIAS,
    };
    if (!name.from.len)
        name.from = attribute(import, node, "from");
    if (!name.to.len)
        name.to = attribute(import, node, "to");
    if (name.to.len)
        name.kind = KIND_HISTORIC;
    bool main = !attribute(import, node, "type").len ||
                str_is(attribute(import, node, "type"), "main");
    if (name.name.len && (!found->name.len || (main && !found->class.len))) {
        found->name = name.name;
        found->class = main ? STR("main") : STR("");
    }
    if (name.name.len)
        *array_push(&found->names, &import->arena) = name;
}

/* Of several ids of one project none is taken: nothing tells which is meant. */
static void set_only(struct import *import, struct str *field, struct str id)
{
    if (field->len && !str_equal(*field, id)) {
        import_leave_out(import, "id", "several of one project");
        id = STR("?");
    }
    *field = id;
}

static void add_id(struct import *import, xmlNode *node)
{
    struct found *found = &import->found;
    struct str sort = attribute(import, node, "subtype"), id = last_part(text_of(import, node));
    if (!sort.len)
        sort = attribute(import, node, "type");
    for (size_t i = 0; i < sort.len; i++)
        ((char *)(uintptr_t)sort.s)[i] |= 0x20;
    if (str_is(sort, "geonames"))
        set_only(import, &found->geonames, id);
    if (str_is(sort, "wikidata"))
        set_only(import, &found->wikidata, id);
}

/* "50,07262 19,9325", "50.07, 19.93", "50.07 19.93": latitude first, unless it cannot be one. */
static void set_position(struct import *import, struct str text)
{
    char *at = (char *)(uintptr_t)text.s;
    bool divided = memchr(text.s, ' ', text.len) || memchr(text.s, ';', text.len);
    for (size_t i = 0; i < text.len; i++) {
        bool at_end = i + 1 < text.len && at[i + 1] == ' ';
        if (at[i] == ',')
            at[i] = divided && !at_end ? '.' : ' ';
        if (at[i] == ';')
            at[i] = ' ';
    }
    struct str lon = text, lat = str_split(&lon, ' ');
    lon = str_trim(lon);
    int32_t degrees;
    bool turned = !check_degrees(lat, 90, &degrees) && check_degrees(lon, 90, &degrees);
    import->found.lat = turned ? lon : lat;
    import->found.lon = turned ? lat : lon;
}

/* A place's own <location>, not that of what it lies in. */
static void add_location(struct import *import, xmlNode *node)
{
    xmlNode *geo = child(node, "geo"), *country = child(node, "country");
    if (country)
        import->found.country = attribute(import, country, "key");
    if (geo && !child(node, "placeName") && !import->found.lat.len)
        set_position(import, text_of(import, geo));
}

static void add_life(struct import *import, xmlNode *node, const char *word)
{
    struct str when = attribute(import, node, "when");
    struct str *note = &import->found.note;
    if (!when.len)
        when = attribute(import, node, "when-iso");
    if (when.len >= 4)
        *note = arena_printf(&import->arena, "%.*s%s%s %.4s", STR_ARG(*note), note->len ? ", " : "",
                             word, when.s);
}

static void take_node(struct import *import, xmlNode *node, size_t list)
{
    struct found *found = import_begin(import, lists[list].type);
    xmlChar *id = xmlGetNsProp(node, (const xmlChar *)"id", XML_XML_NAMESPACE);
    found->key = arena_str(&import->arena, str_of((const char *)id));
    xmlFree(id);
    for (xmlNode *at = node->children; at; at = at->next) {
        if (is_element(at, lists[list].name))
            add_name(import, at);
        else if (is_element(at, "idno"))
            add_id(import, at);
        else if (is_element(at, "location"))
            add_location(import, at);
        else if (is_element(at, "birth"))
            add_life(import, at, "born");
        else if (is_element(at, "death"))
            add_life(import, at, "died");
    }
    found->class = STR("");
    import_take(import, NULL);
}

/* ---- files ---- */

static int read_bytes(void *context, char *bytes, int len)
{
    struct source *source = context;
    struct str peek = source_peek(source);
    size_t count = peek.len < (size_t)len ? peek.len : (size_t)len;
    memcpy(bytes, peek.s, count);
    source->at += count;
    return source->failed ? -1 : (int)count;
}

static void visit(struct import *import, xmlTextReader *reader)
{
    if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT)
        return;
    const char *name = (const char *)xmlTextReaderConstLocalName(reader);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(name, lists[i].element) != 0)
            continue;
        xmlNode *node = xmlTextReaderExpand(reader);
        import->source->line = (uint32_t)xmlTextReaderGetParserLineNumber(reader);
        if (node)
            take_node(import, node, i);
    }
}

static bool read_file(struct import *import, const char *path)
{
    struct source source;
    if (!import_open(import, path, &source))
        return false;
    xmlTextReader *reader = xmlReaderForIO(read_bytes, NULL, &source, path, NULL, SAFE);
    int more = reader ? xmlTextReaderRead(reader) : -1;
    for (; more == 1; more = xmlTextReaderRead(reader))
        visit(import, reader);
    if (more < 0) {
        source.line = reader ? (uint32_t)xmlTextReaderGetParserLineNumber(reader) : 0;
        import_mistake(import, "rest of the file", "not well-formed XML", STR(""));
    }
    xmlFreeTextReader(reader);
    return import_close(import, &source);
}

const struct importer tei_importer = {
    .name = "tei",
    .purpose = "TEI: listPlace, listPerson, listOrg",
    .prefix = "tei-",
    .title = "TEI lists",
    .licence = "not told",
    .credit = "",
    .read_file = read_file,
};
