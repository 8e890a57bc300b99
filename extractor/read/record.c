/* record.c - see record.h. */
#include "read/record.h"

#include "base/utf8.h"
#include "read/reader.h"

static const char namespace[] = "urn:newsgaz:record:1";

bool is_record(const xmlNode *root)
{
    bool named = is_element(root, "record") || is_element(root, "records");
    return named && root->ns && str_is(str_of((const char *)root->ns->href), namespace);
}

static xmlNode *child(const xmlNode *parent, const char *name)
{
    for (xmlNode *at = parent ? parent->children : NULL; at; at = at->next)
        if (is_element(at, name))
            return at;
    return NULL;
}

static struct str kept(const xmlNode *node, const char *name, struct arena *arena)
{
    return node ? arena_str(arena, attribute(node, name)) : STR("");
}

static void read_day(const xmlNode *root, struct arena *arena, struct article *ret)
{
    struct str basis = attribute(root, "published-basis");
    ret->published = kept(root, "published", arena);
    for (int i = PUBLISHED_NONE; ret->published.len && i <= PUBLISHED_WEEKDAY; i++)
        if (str_is(basis, published_basis_name((enum published_basis)i)))
            ret->basis = (enum published_basis)i;
}

static enum zone zone_named(struct str name)
{
    int zone = 0;
    while (zone < ZONE_COUNT && !str_is(name, zone_name((enum zone)zone)))
        zone++;
    return zone == ZONE_COUNT ? ZONE_BODY : (enum zone)zone;
}

/* The code points of a segment as bytes; segments follow each other, so *code_point and *byte, an
 * offset in both ways, only go forward. */
static uint32_t byte_at(struct str text, struct str wanted, long *code_point, size_t *byte)
{
    long goal = 0;
    str_to_long(wanted, &goal);
    for (; *code_point < goal && *byte < text.len; ++*code_point)
        utf8_next(text, byte);
    return (uint32_t)*byte;
}

static void read_zones(const xmlNode *segments, struct arena *arena, struct article *ret)
{
    long code_point = 0;
    size_t byte = 0;
    for (const xmlNode *at = segments ? segments->children : NULL; at; at = at->next) {
        if (!is_element(at, "segment"))
            continue;
        struct zone_mark mark = { .zone = zone_named(attribute(at, "zone")) };
        mark.at.start = byte_at(ret->text, attribute(at, "start"), &code_point, &byte);
        mark.at.end = byte_at(ret->text, attribute(at, "end"), &code_point, &byte);
        *array_push(&ret->zones, arena) = mark;
    }
}

/* Signs of Markdown in the text of a page are no markup. */
static bool from_tree(const xmlNode *source)
{
    struct str format = source ? attribute(source, "format") : STR("");
    return str_is(format, "html") || str_is(format, "xml");
}

const char *record_read(xmlNode *root, struct arena *arena, struct article *ret)
{
    const xmlNode *text = child(root, "text"), *source = child(root, "source");
    if (is_element(root, "records"))
        return "several records in one file: give each a file of its own (extract -o)";
    if (!text)
        return "a record without its text";
    xmlChar *content = xmlNodeGetContent((xmlNode *)text);
    ret->text = arena_str(arena, str_of((const char *)content));
    xmlFree(content);
    ret->is_record = true;
    ret->id = kept(root, "id", arena);
    ret->lang = kept(root, "lang", arena);
    ret->title = kept(source, "title", arena);
    ret->author = kept(source, "author", arena);
    ret->publisher = kept(source, "publisher", arena);
    ret->url = kept(source, "url", arena);
    ret->marked_up = !from_tree(source) && has_markdown(ret->text);
    read_day(root, arena, ret);
    read_zones(child(root, "segments"), arena, ret);
    return NULL;
}
