/* tree.c - see tree.h. */
#include "read/tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <pthread.h>

#include "base/array.h"
#include "base/utf8.h"

bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

struct str attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (strcmp((const char *)at->name, name) == 0)
            return str_of(at->children ? (const char *)at->children->content : NULL);
    return STR("");
}

xmlNode *next_node(xmlNode *node, const xmlNode *root, bool down)
{
    if (down && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

/* News formats declare entities in DTDs that we do not open; most are those of HTML. */
static struct str entity_text(const char *name, struct arena *arena)
{
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    char utf8[4];
    if (!entity)
        return arena_printf(arena, "&%s;", name);
    return arena_str(arena, (struct str){ utf8, utf8_put(entity->value, utf8) });
}

struct str node_text(const xmlNode *node, struct arena *arena)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        return str_of((const char *)node->content);
    if (node->type == XML_ENTITY_REF_NODE)
        return entity_text((const char *)node->name, arena);
    return STR("");
}

struct str text_within(const xmlNode *node, size_t limit, struct arena *arena)
{
    ARRAY(char) text = { 0 };
    xmlNode *at = next_node((xmlNode *)node, node, true);
    for (size_t nodes = 0; at && nodes < limit; nodes++, at = next_node(at, node, true)) {
        struct str part = node_text(at, arena);
        for (size_t i = 0; i < part.len && text.count < limit; i++)
            *array_push(&text, arena) = part.s[i];
    }
    return (struct str){ text.items ? text.items : "", text.count };
}

static xmlParserInputPtr deny(const char *url, const char *id, xmlParserCtxtPtr context)
{
    return NULL;
}

static void prepare(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(deny);
}

void guard_parser(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);
}
