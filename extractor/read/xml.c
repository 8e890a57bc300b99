/* xml.c - news in XML: NITF, NewsML-G2, RSS, Atom, TEI, and any other by its blocks.
 * What an element is for stands in tables of paths of local names; namespaces are not looked at. */
#include <libxml/parser.h>

#include "read/ascii.h"
#include "read/encoding.h"
#include "read/html.h"
#include "read/markup_limits.h"
#include "read/metadata.h"
#include "read/reader.h"
#include "read/record.h"
#include "read/tree.h"

#define VALUE_BYTES 1000
#define SIBLINGS_MAX 64

enum treatment {
    AS_FOUND,  /* a block, or in running text a part of it */
    BLOCK,     /* a block even in running text, which may hold others */
    PARAGRAPH, /* a block of running text */
    INLINE,
    LINE,
    NOTE,      /* read after everything else, as a footnote */
    EMBEDDED,  /* HTML as escaped text */
    SKIPPED,   /* not text, but for elements in it that a path of several names speaks of */
};

struct element_rule {
    const char *path; /* local names, the element's last; the first rule that fits holds */
    enum treatment treatment;
    enum zone zone;
};

static const struct element_rule element_rules[] = {
    /* NITF */
    { "nitf/head", SKIPPED, ZONE_BODY },
    { "hl1", PARAGRAPH, ZONE_HEADLINE },
    { "hl2", PARAGRAPH, ZONE_HEADLINE },
    { "byttl", LINE, ZONE_BODY },
    { "media-caption", BLOCK, ZONE_CAPTION },
    { "media-producer", PARAGRAPH, ZONE_CAPTION },
    { "media-metadata", SKIPPED, ZONE_BODY },
    { "media-object", SKIPPED, ZONE_BODY },
    { "tagline", PARAGRAPH, ZONE_BYLINE },
    /* NewsML-G2 */
    { "catalogRef", SKIPPED, ZONE_BODY },
    { "rightsInfo", SKIPPED, ZONE_BODY },
    { "itemMeta", SKIPPED, ZONE_BODY },
    { "contentMeta/headline", PARAGRAPH, ZONE_HEADLINE },
    { "contentMeta/by", PARAGRAPH, ZONE_BYLINE },
    { "contentMeta/dateline", PARAGRAPH, ZONE_DATELINE },
    { "contentMeta", SKIPPED, ZONE_BODY },
    { "partMeta", SKIPPED, ZONE_BODY },
    { "assert", SKIPPED, ZONE_BODY },
    { "newsMessage/header", SKIPPED, ZONE_BODY },
    { "inlineData", PARAGRAPH, ZONE_BODY },
    /* RSS and Atom */
    { "item/title", EMBEDDED, ZONE_HEADLINE },
    { "item/pubDate", PARAGRAPH, ZONE_DATELINE },
    { "item/date", PARAGRAPH, ZONE_DATELINE },
    { "item/creator", PARAGRAPH, ZONE_BYLINE },
    { "item/author", PARAGRAPH, ZONE_BYLINE },
    { "item/description", EMBEDDED, ZONE_BODY },
    { "item/encoded", EMBEDDED, ZONE_BODY },
    { "channel/item", BLOCK, ZONE_BODY },
    { "channel", SKIPPED, ZONE_BODY },
    { "RDF/item", BLOCK, ZONE_BODY },
    { "item/link", SKIPPED, ZONE_BODY },
    { "item/guid", SKIPPED, ZONE_BODY },
    { "item/category", SKIPPED, ZONE_BODY },
    { "item/source", SKIPPED, ZONE_BODY },
    { "entry/title", EMBEDDED, ZONE_HEADLINE },
    { "entry/published", PARAGRAPH, ZONE_DATELINE },
    { "entry/author/name", PARAGRAPH, ZONE_BYLINE },
    { "entry/author", SKIPPED, ZONE_BODY },
    { "entry/summary", EMBEDDED, ZONE_BODY },
    { "entry/content", EMBEDDED, ZONE_BODY },
    { "feed/entry", BLOCK, ZONE_BODY },
    { "feed/entry/*", SKIPPED, ZONE_BODY },
    { "feed/*", SKIPPED, ZONE_BODY },
    /* TEI */
    { "teiHeader", SKIPPED, ZONE_BODY },
    { "note", NOTE, ZONE_FOOTNOTE },
    { "figDesc", PARAGRAPH, ZONE_CAPTION },
    { "figure/head", PARAGRAPH, ZONE_CAPTION },
    { "fw", PARAGRAPH, ZONE_BOILERPLATE },
    { "choice/corr", SKIPPED, ZONE_BODY },
    { "choice/reg", SKIPPED, ZONE_BODY },
    { "choice/expan", SKIPPED, ZONE_BODY },
    { "docAuthor", PARAGRAPH, ZONE_BYLINE },
    { "docDate", PARAGRAPH, ZONE_DATELINE },
    { "lb", LINE, ZONE_BODY },
    { "item", PARAGRAPH, ZONE_BODY },
    { "cell", PARAGRAPH, ZONE_BODY },
    { "l", PARAGRAPH, ZONE_BODY },
    { "list", BLOCK, ZONE_BODY },
    { "figure", BLOCK, ZONE_BODY },
    { "hi", INLINE, ZONE_BODY },
    { "emph", INLINE, ZONE_BODY },
    { "pb", INLINE, ZONE_BODY },
    /* XHTML */
    { "html/head", SKIPPED, ZONE_BODY },
    { "script", SKIPPED, ZONE_BODY },
    { "style", SKIPPED, ZONE_BODY },
    { "h1", PARAGRAPH, ZONE_HEADLINE },
    { "h2", PARAGRAPH, ZONE_BODY },
    { "h3", PARAGRAPH, ZONE_BODY },
    { "h4", PARAGRAPH, ZONE_BODY },
    { "li", PARAGRAPH, ZONE_BODY },
    { "td", PARAGRAPH, ZONE_BODY },
    { "table", BLOCK, ZONE_BODY },
    { "figcaption", PARAGRAPH, ZONE_CAPTION },
    { "br", LINE, ZONE_BODY },
    /* in several */
    { "p", PARAGRAPH, ZONE_BODY },
    { "head", PARAGRAPH, ZONE_HEADLINE },
    { "headline", PARAGRAPH, ZONE_HEADLINE },
    { "title", PARAGRAPH, ZONE_HEADLINE },
    { "byline", PARAGRAPH, ZONE_BYLINE },
    { "author", PARAGRAPH, ZONE_BYLINE },
    { "dateline", PARAGRAPH, ZONE_DATELINE },
    { "pubdate", PARAGRAPH, ZONE_DATELINE },
    { "pubDate", PARAGRAPH, ZONE_DATELINE },
    { "caption", PARAGRAPH, ZONE_CAPTION },
    { "footnote", NOTE, ZONE_FOOTNOTE },
    { "fn", NOTE, ZONE_FOOTNOTE },
};

struct metadata_rule {
    const char *path, *attribute; /* NULL: the element's text */
    enum field field;
    int rank;
    bool of_item; /* of one item of a feed: holds for the whole only when all items agree */
};

static const struct metadata_rule metadata_rules[] = {
    { "docdata/date.issue", "norm", FIELD_PUBLISHED, 0, false },
    { "docdata/date.release", "norm", FIELD_PUBLISHED, 1, false },
    { "head/pubdata", "date.publication", FIELD_PUBLISHED, 2, false },
    { "dateline/story.date", "norm", FIELD_PUBLISHED, 3, false },
    { "hedline/hl1", NULL, FIELD_TITLE, 0, false },
    { "nitf/head/title", NULL, FIELD_TITLE, 1, false },
    { "byline/person", NULL, FIELD_AUTHOR, 0, false },
    { "contentMeta/contentCreated", NULL, FIELD_PUBLISHED, 0, false },
    { "itemMeta/firstCreated", NULL, FIELD_PUBLISHED, 1, false },
    { "itemMeta/versionCreated", NULL, FIELD_PUBLISHED, 2, false },
    { "contentMeta/headline", NULL, FIELD_TITLE, 0, false },
    { "itemMeta/title", NULL, FIELD_TITLE, 2, false },
    { "contentMeta/creator/name", NULL, FIELD_AUTHOR, 0, false },
    { "contentMeta/by", NULL, FIELD_AUTHOR, 1, false },
    { "contentMeta/language", "tag", FIELD_LANG, 0, false },
    { "item/pubDate", NULL, FIELD_PUBLISHED, 0, true },
    { "item/date", NULL, FIELD_PUBLISHED, 1, true },
    { "item/creator", NULL, FIELD_AUTHOR, 0, true },
    { "item/author", NULL, FIELD_AUTHOR, 1, true },
    { "channel/title", NULL, FIELD_TITLE, RANK_META, false },
    { "channel/language", NULL, FIELD_LANG, 0, false },
    { "entry/published", NULL, FIELD_PUBLISHED, 0, true },
    { "entry/updated", NULL, FIELD_PUBLISHED, 1, true },
    { "entry/author/name", NULL, FIELD_AUTHOR, 0, true },
    { "feed/title", NULL, FIELD_TITLE, RANK_META, false },
    { "publicationStmt/date", "when", FIELD_PUBLISHED, 0, false },
    { "imprint/date", "when", FIELD_PUBLISHED, 1, false },
    { "bibl/date", "when", FIELD_PUBLISHED, 2, false },
    { "creation/date", "when", FIELD_PUBLISHED, 3, false },
    { "titleStmt/title", NULL, FIELD_TITLE, 0, false },
    { "titleStmt/author", NULL, FIELD_AUTHOR, 0, false },
    { "publicationStmt/publisher", NULL, FIELD_PUBLISHER, 0, false },
    { "imprint/publisher", NULL, FIELD_PUBLISHER, 1, false },
    { "itemMeta/provider/name", NULL, FIELD_PUBLISHER, 0, false },
    { "item/link", NULL, FIELD_URL, 0, true },
    { "headline", NULL, FIELD_TITLE, RANK_VISIBLE, false },
    { "pubdate", NULL, FIELD_PUBLISHED, RANK_VISIBLE, false },
};

struct frame {
    xmlNode *node;
    struct blocks_style style;
    enum treatment treatment;
    bool running; /* its children are parts of running text */
    bool apart;   /* ... but with no text between them */
    bool skipped;
};

enum { ITEM_RANKS = 2 };

struct item_field {
    struct str value;
    bool differs;
};

struct walk {
    struct arena *arena;
    const struct page_words *words; /* for HTML within */
    struct blocks blocks;
    struct metadata metadata;
    struct item_field items[FIELD_COUNT][ITEM_RANKS];
    ARRAY(struct frame) frames;
    ARRAY(xmlNode *) notes;
    bool has_headline; /* in the content itself */
};

/* ---- paths and values --------------------------------------------------------------------- */

static bool fits(const xmlNode *node, struct str path)
{
    for (; path.len; node = node->parent) {
        if (!node || node->type != XML_ELEMENT_NODE)
            return false;
        struct str name = str_of((const char *)node->name);
        bool any = path.s[path.len - 1] == '*';
        if (!any && !str_ends(path, name))
            return false;
        path.len -= any ? 1 : name.len;
        if (path.len && path.s[--path.len] != '/')
            return false;
    }
    return true;
}

static const struct element_rule *rule_of(const xmlNode *node)
{
    static const struct element_rule none = { "", AS_FOUND, ZONE_BODY };
    for (size_t i = 0; i < sizeof element_rules / sizeof *element_rules; i++)
        if (fits(node, str_of(element_rules[i].path)))
            return &element_rules[i];
    return &none;
}

/* ---- metadata ------------------------------------------------------------------------------ */

static void note_item_field(struct walk *walk, const struct metadata_rule *rule, struct str value)
{
    struct item_field *known = &walk->items[rule->field][rule->rank];
    if (rule->field == FIELD_PUBLISHED)
        value = iso_day(value, walk->arena);
    known->differs |= known->value.len && !str_equal(known->value, value);
    known->value = value;
}

static void note_metadata(struct walk *walk, xmlNode *node)
{
    for (size_t i = 0; i < sizeof metadata_rules / sizeof *metadata_rules; i++) {
        const struct metadata_rule *rule = &metadata_rules[i];
        if (!fits(node, str_of(rule->path)))
            continue;
        struct str value = rule->attribute ? attribute(node, rule->attribute)
                                           : text_within(node, VALUE_BYTES, walk->arena);
        if (rule->of_item)
            note_item_field(walk, rule, value);
        else
            metadata_offer(&walk->metadata, rule->field, rule->rank, value);
        return;
    }
}

static void offer_item_fields(struct walk *walk)
{
    for (enum field field = 0; field < FIELD_COUNT; field++)
        for (int rank = 0; rank < ITEM_RANKS; rank++)
            if (!walk->items[field][rank].differs)
                metadata_offer(&walk->metadata, field, rank, walk->items[field][rank].value);
            else
                break;
}

/* ---- the walk ------------------------------------------------------------------------------ */

static bool is_text(const xmlNode *node)
{
    return node->type == XML_ENTITY_REF_NODE
           || ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
               && str_trim(str_of((const char *)node->content)).len);
}

static bool has_text_child(const xmlNode *node)
{
    const xmlNode *at = node->children;
    while (at && !is_text(at))
        at = at->next;
    return at != NULL;
}

static bool has_sibling(const xmlNode *node, const char *name)
{
    const xmlNode *at = node->parent ? node->parent->children : NULL;
    for (int siblings = 0; at && siblings < SIBLINGS_MAX; siblings++, at = at->next)
        if (is_element(at, name))
            return true;
    return false;
}

/* True where the same text stands elsewhere in full. */
static bool is_repeated(const struct walk *walk, const xmlNode *node)
{
    return (walk->has_headline && fits(node, STR("contentMeta/*")))
           || (fits(node, STR("item/description")) && has_sibling(node, "encoded"))
           || (fits(node, STR("entry/summary")) && has_sibling(node, "content"));
}

/* In running text only what is always a block is one; elsewhere everything is. */
static enum treatment treatment_in(const struct frame *parent, const struct element_rule *rule)
{
    bool always = rule->zone == ZONE_BODY && rule->treatment != AS_FOUND;
    if (parent->running && !always && rule->treatment != NOTE)
        return INLINE;
    return rule->treatment == AS_FOUND ? BLOCK : rule->treatment;
}

static bool is_block(enum treatment treatment)
{
    return treatment == BLOCK || treatment == PARAGRAPH || treatment == EMBEDDED;
}

static struct frame frame_of(const struct walk *walk, xmlNode *node)
{
    struct frame frame = { 0 };
    if (walk->frames.count)
        frame = walk->frames.items[walk->frames.count - 1];
    const struct element_rule *rule = rule_of(node);
    bool by_path = strchr(rule->path, '/') != NULL;
    frame.node = node;
    frame.treatment = treatment_in(&frame, rule);
    if (frame.treatment != INLINE && frame.style.zone == ZONE_BODY)
        frame.style.zone = rule->zone;
    frame.skipped = (frame.skipped && !by_path) || rule->treatment == SKIPPED
                    || is_repeated(walk, node);
    bool mixed = has_text_child(node);
    frame.running = frame.treatment == PARAGRAPH || mixed
                    || (frame.running && frame.treatment == INLINE);
    frame.apart = !mixed;
    return frame;
}

static void enter(struct walk *walk, xmlNode *node)
{
    bool apart = walk->frames.count && walk->frames.items[walk->frames.count - 1].apart;
    struct frame frame = frame_of(walk, node);
    if (is_block(frame.treatment))
        blocks_end(&walk->blocks);
    else if (str_is(attribute(node, "break"), "no"))
        blocks_join(&walk->blocks); /* TEI: a line or page ends within a word */
    else if (frame.treatment == LINE)
        blocks_line(&walk->blocks);
    else if (apart)
        blocks_text(&walk->blocks, STR(" "), frame.style);
    *array_push(&walk->frames, walk->arena) = frame;
}

static void leave_up_to(struct walk *walk, const xmlNode *parent)
{
    while (walk->frames.count && walk->frames.items[walk->frames.count - 1].node != parent)
        if (is_block(walk->frames.items[--walk->frames.count].treatment))
            blocks_end(&walk->blocks);
}

/* Enters an element; true when the walk is to go on inside it. */
static bool take_element(struct walk *walk, xmlNode *node)
{
    note_metadata(walk, node);
    enter(walk, node);
    struct frame frame = walk->frames.items[walk->frames.count - 1];
    if (frame.treatment == NOTE && !frame.skipped) {
        *array_push(&walk->notes, walk->arena) = node;
        return false;
    }
    if (frame.treatment == EMBEDDED && !frame.skipped && !xmlFirstElementChild(node)) {
        html_fragment(text_within(node, SIZE_MAX, walk->arena), frame.style.zone, walk->words,
                      &walk->blocks);
        return false;
    }
    return true;
}

/* Walks below `root`, whose own frame is there already. */
static void walk_below(struct walk *walk, xmlNode *root)
{
    bool down = true;
    for (xmlNode *node = root; (node = next_node(node, root, down));) {
        leave_up_to(walk, node->parent);
        const struct frame *frame = &walk->frames.items[walk->frames.count - 1];
        down = node->type == XML_ELEMENT_NODE;
        if (down)
            down = take_element(walk, node);
        else if (!frame->skipped)
            blocks_text(&walk->blocks, node_text(node, walk->arena), frame->style);
    }
    leave_up_to(walk, root);
}

/* Notes may hold notes: those follow. */
static void walk_notes(struct walk *walk)
{
    for (size_t i = 0; i < walk->notes.count; i++) {
        xmlNode *note = walk->notes.items[i];
        walk->frames.count = 0;
        *array_push(&walk->frames, walk->arena) = (struct frame){
            .node = note, .style.zone = ZONE_FOOTNOTE, .running = has_text_child(note),
        };
        walk_below(walk, note);
        blocks_end(&walk->blocks);
    }
}

static bool has_headline(xmlNode *root)
{
    for (xmlNode *at = root; at; at = next_node(at, root, true))
        if (is_element(at, "hl1") || is_element(at, "h1"))
            return true;
    return false;
}

/* The headline where there is one alone: a feed of several items has none of its own. */
static struct str only_headline(const struct article *article)
{
    const struct zone_mark *found = NULL;
    for (size_t i = 0; i < article->zones.count; i++) {
        const struct zone_mark *mark = &article->zones.items[i];
        if (mark->zone == ZONE_HEADLINE && found)
            return STR("");
        if (mark->zone == ZONE_HEADLINE)
            found = mark;
    }
    return found ? span_text(article->text, found->at) : STR("");
}

static void read_tree(xmlNode *root, const struct page_words *words, struct arena *arena,
                      struct article *ret)
{
    struct walk walk = { .arena = arena, .words = words, .metadata = metadata_new(arena) };
    walk.blocks.arena = arena;
    walk.blocks.article = ret;
    walk.has_headline = has_headline(root);
    metadata_offer(&walk.metadata, FIELD_LANG, RANK_META, attribute(root, "lang"));
    enter(&walk, root);
    walk_below(&walk, root);
    walk_notes(&walk);
    blocks_finish(&walk.blocks);
    offer_item_fields(&walk);
    metadata_offer(&walk.metadata, FIELD_TITLE, RANK_PAGE, only_headline(ret));
    metadata_finish(&walk.metadata, ret);
}

/* ---- the parser ------------------------------------------------------------------------------ */

struct attempt {
    struct arena *arena;
    const char *why; /* the first reason to give up */
};

/* Declared entities are how XML attacks expand or read files: the parser stops at the first. */
static void refuse_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                          const xmlChar *system_id, xmlChar *content)
{
    xmlParserCtxt *parser = context;
    struct attempt *attempt = parser->_private;
    if (!attempt->why)
        attempt->why = "DOCTYPE that declares entities refused";
    xmlStopParser(parser);
}

static void refuse_unparsed(void *context, const xmlChar *name, const xmlChar *public_id,
                            const xmlChar *system_id, const xmlChar *notation)
{
    refuse_entity(context, name, 0, public_id, system_id, NULL);
}

static void note_error(void *context, xmlErrorPtr error)
{
    struct attempt *attempt = ((xmlParserCtxt *)context)->_private;
    if (error->level < XML_ERR_FATAL || attempt->why)
        return;
    struct str message = str_trim(str_of(error->message));
    attempt->why = arena_printf(attempt->arena, "not well-formed XML: line %d: %.*s", error->line,
                                STR_ARG(message)).s;
}

static const char *parse(struct str xml, struct arena *arena, xmlDoc **ret)
{
    guard_parser();
    struct attempt attempt = { arena, NULL };
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser)
        return "out of memory";
    parser->_private = &attempt;
    parser->sax->entityDecl = refuse_entity;
    parser->sax->unparsedEntityDecl = refuse_unparsed;
    parser->sax->serror = note_error;
    *ret = xmlCtxtReadMemory(parser, xml.s, (int)xml.len, NULL, "UTF-8",
                             XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC);
    xmlFreeParserCtxt(parser);
    if (!*ret && !attempt.why)
        return "not well-formed XML";
    return attempt.why;
}

static const char *read_xml(struct source source, struct arena *arena, struct article *ret)
{
    struct str declared = source.encoding.len ? source.encoding
                                              : xml_declared_encoding(source.bytes);
    xmlDoc *document = NULL;
    decode(source.bytes, declared, arena, ret);
    struct str xml = str_trim(ret->text);
    const char *why = refuse_costly_tags(xml, false);
    if (!why && xml.len)
        why = parse(xml, arena, &document);
    ret->text = STR("");
    ret->offsets.count = 0;
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    if (!why && root && is_record(root))
        why = record_read(root, arena, ret);
    else if (!why && root)
        read_tree(root, source.words, arena, ret);
    xmlFreeDoc(document);
    return why;
}

static bool probe_xml(struct str start)
{
    return str_starts(start, STR("<?xml"));
}

const struct reader xml_reader = { "xml", "xml", probe_xml, read_xml };
