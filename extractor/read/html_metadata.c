/* html_metadata.c - see html_metadata.h. */
#include "read/html_metadata.h"

#include "read/ascii.h"
#include "read/html_page.h"
#include "read/json_ld.h"

#define PROSE_BYTES 60      /* a time within more text than this is not the article's own */
#define SIBLINGS_MAX 64     /* that are asked for it */
#define VALUE_BYTES 1000    /* of a title or name */
#define JSON_BYTES (1u << 20)

/* Names of meta elements, the most trusted of each field first. */
static const struct {
    const char *name;
    enum field field;
} meta_names[] = {
    { "article:published_time", FIELD_PUBLISHED },
    { "og:article:published_time", FIELD_PUBLISHED },
    { "og:published_time", FIELD_PUBLISHED },
    { "datepublished", FIELD_PUBLISHED },
    { "parsely-pub-date", FIELD_PUBLISHED },
    { "sailthru.date", FIELD_PUBLISHED },
    { "citation_publication_date", FIELD_PUBLISHED },
    { "dcterms.issued", FIELD_PUBLISHED },
    { "dc.date.issued", FIELD_PUBLISHED },
    { "dcterms.created", FIELD_PUBLISHED },
    { "dc.date.created", FIELD_PUBLISHED },
    { "dcterms.date", FIELD_PUBLISHED },
    { "dc.date", FIELD_PUBLISHED },
    { "pubdate", FIELD_PUBLISHED },
    { "publishdate", FIELD_PUBLISHED },
    { "publish-date", FIELD_PUBLISHED },
    { "publication_date", FIELD_PUBLISHED },
    { "date", FIELD_PUBLISHED },
    { "og:title", FIELD_TITLE },
    { "dcterms.title", FIELD_TITLE },
    { "dc.title", FIELD_TITLE },
    { "twitter:title", FIELD_TITLE },
    { "author", FIELD_AUTHOR },
    { "article:author", FIELD_AUTHOR },
    { "dcterms.creator", FIELD_AUTHOR },
    { "dc.creator", FIELD_AUTHOR },
    { "byl", FIELD_AUTHOR },
    { "parsely-author", FIELD_AUTHOR },
    { "sailthru.author", FIELD_AUTHOR },
    { "citation_author", FIELD_AUTHOR },
    { "og:locale", FIELD_LANG },
    { "dcterms.language", FIELD_LANG },
    { "dc.language", FIELD_LANG },
    { "content-language", FIELD_LANG },
    { "og:site_name", FIELD_PUBLISHER },
    { "dcterms.publisher", FIELD_PUBLISHER },
    { "dc.publisher", FIELD_PUBLISHER },
    { "publisher", FIELD_PUBLISHER },
    { "citation_journal_title", FIELD_PUBLISHER },
    { "og:url", FIELD_URL },
    { "twitter:url", FIELD_URL },
};

/* Microdata, on any element of the article. */
static const struct {
    const char *name;
    enum field field;
} properties[] = {
    { "datePublished", FIELD_PUBLISHED },
    { "headline", FIELD_TITLE },
    { "author", FIELD_AUTHOR },
    { "inLanguage", FIELD_LANG },
};

static void offer_meta(const xmlNode *node, struct metadata *metadata)
{
    static const char *const keys[] = { "property", "name", "http-equiv" };
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        struct str name = attribute(node, keys[k]);
        for (size_t i = 0; name.len && i < sizeof meta_names / sizeof *meta_names; i++)
            if (ascii_equal(name, str_of(meta_names[i].name)))
                metadata_offer(metadata, meta_names[i].field, RANK_META + (int)i,
                               attribute(node, "content"));
    }
}

static bool is_json_ld(const xmlNode *node)
{
    return is_element(node, "script")
           && ascii_starts(attribute(node, "type"), STR("application/ld+json"));
}

struct str html_title(xmlNode *root, struct arena *arena)
{
    for (xmlNode *at = root; at; at = next_node(at, root, !is_element(at, "body")))
        if (is_element(at, "title"))
            return text_within(at, VALUE_BYTES, arena);
    return STR("");
}

void html_document_metadata(xmlNode *root, struct metadata *metadata)
{
    metadata_offer(metadata, FIELD_LANG, RANK_ARTICLE, attribute(root, "lang"));
    for (xmlNode *at = root; at; at = next_node(at, root, true)) {
        if (is_element(at, "meta"))
            offer_meta(at, metadata);
        else if (is_element(at, "link") && ascii_equal(attribute(at, "rel"), STR("canonical")))
            metadata_offer(metadata, FIELD_URL, RANK_PAGE, attribute(at, "href"));
        else if (is_json_ld(at))
            json_ld_read(text_within(at, JSON_BYTES, metadata->arena), metadata);
    }
    metadata_offer(metadata, FIELD_TITLE, RANK_VISIBLE, html_title(root, metadata->arena));
}

/* The value of microdata: in an attribute, else the element's text. */
static struct str property_value(const xmlNode *node, struct arena *arena)
{
    static const char *const places[] = { "content", "datetime" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct str value = attribute(node, places[i]);
        if (value.len)
            return value;
    }
    return text_within(node, VALUE_BYTES, arena);
}

/* An author described by properties of his own: the name is one of them. */
static bool is_described(const xmlNode *node)
{
    return xmlHasProp((xmlNode *)node, (const xmlChar *)"itemscope") != NULL;
}

static void offer_property(xmlNode *node, struct metadata *metadata)
{
    struct str name = attribute(node, "itemprop");
    struct arena *arena = metadata->arena;
    for (size_t i = 0; name.len && i < sizeof properties / sizeof *properties; i++)
        if (str_is(name, properties[i].name) && !is_described(node))
            metadata_offer(metadata, properties[i].field, RANK_MARKED, property_value(node, arena));
    bool of_author = node->parent && str_is(attribute(node->parent, "itemprop"), "author");
    if (of_author && str_is(name, "name"))
        metadata_offer(metadata, FIELD_AUTHOR, RANK_MARKED, property_value(node, arena));
    if (str_is(attribute(node, "rel"), "author"))
        metadata_offer(metadata, FIELD_AUTHOR, RANK_MARKED + 1, property_value(node, arena));
}

static size_t text_bytes_around(const xmlNode *node)
{
    size_t bytes = 0, siblings = 0;
    for (const xmlNode *at = node->parent->children; at && siblings < SIBLINGS_MAX;
         at = at->next, siblings++)
        bytes += at->type == XML_TEXT_NODE ? strlen((const char *)at->content) : 0;
    return bytes;
}

/* A <time> counts unless it stands in running text (there it is a day of the story) or says when
 * the page was changed. */
static void offer_time(const xmlNode *node, struct metadata *metadata)
{
    static const struct str changed[] = { { "modif", 5 }, { "updat", 5 } };
    struct str property = attribute(node, "itemprop"), class = attribute(node, "class");
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        if (ascii_find(class, changed[i]) < class.len
            || ascii_find(property, changed[i]) < property.len)
            return;
    bool declared = xmlHasProp((xmlNode *)node, (const xmlChar *)"pubdate");
    if (declared || text_bytes_around(node) < PROSE_BYTES)
        metadata_offer(metadata, FIELD_PUBLISHED, declared ? RANK_MARKED + 1 : RANK_VISIBLE,
                       attribute(node, "datetime"));
}

void html_element_metadata(xmlNode *node, enum zone zone, struct metadata *metadata)
{
    offer_property(node, metadata);
    if (is_element(node, "time") && zone == ZONE_DATELINE)
        offer_time(node, metadata);
}
