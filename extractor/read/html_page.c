/* html_page.c - see html_page.h.
 *
 * Running text is text outside links and furniture that is at least a line long. Each element
 * knows how much of it is inside (its weight); from the body we go down as long as one child
 * holds nearly all of it, so the place where that stops is the element that holds the article. */
#include "read/html_page.h"

#include <stdlib.h>

#include "read/ascii.h"

#define LINE_BYTES 32          /* shorter texts are labels, not prose */
#define SHORT_BLOCK_BYTES 200  /* a byline or date is no longer than this */

struct element_row {
    const char *name;
    enum element_kind kind;
    enum zone zone;
};

/* In bytewise order: it is searched by halving. */
static const struct element_row elements[] = {
    { "address", ELEMENT_BLOCK, ZONE_BODY },
    { "article", ELEMENT_HOLDER, ZONE_BODY },
    { "aside", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "audio", ELEMENT_DROPPED, ZONE_BODY },
    { "blockquote", ELEMENT_BLOCK, ZONE_BODY },
    { "body", ELEMENT_HOLDER, ZONE_BODY },
    { "br", ELEMENT_LINE, ZONE_BODY },
    { "button", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "canvas", ELEMENT_DROPPED, ZONE_BODY },
    { "caption", ELEMENT_BLOCK, ZONE_CAPTION },
    { "center", ELEMENT_HOLDER, ZONE_BODY },
    { "dd", ELEMENT_BLOCK, ZONE_BODY },
    { "details", ELEMENT_BLOCK, ZONE_BODY },
    { "dialog", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "div", ELEMENT_HOLDER, ZONE_BODY },
    { "dl", ELEMENT_BLOCK, ZONE_BODY },
    { "dt", ELEMENT_BLOCK, ZONE_BODY },
    { "fieldset", ELEMENT_BLOCK, ZONE_BODY },
    { "figcaption", ELEMENT_BLOCK, ZONE_CAPTION },
    { "figure", ELEMENT_BLOCK, ZONE_BODY },
    { "footer", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "form", ELEMENT_HOLDER, ZONE_BODY },
    { "h1", ELEMENT_BLOCK, ZONE_HEADLINE },
    { "h2", ELEMENT_BLOCK, ZONE_BODY },
    { "h3", ELEMENT_BLOCK, ZONE_BODY },
    { "h4", ELEMENT_BLOCK, ZONE_BODY },
    { "h5", ELEMENT_BLOCK, ZONE_BODY },
    { "h6", ELEMENT_BLOCK, ZONE_BODY },
    { "head", ELEMENT_DROPPED, ZONE_BODY },
    { "header", ELEMENT_HOLDER, ZONE_BODY },
    { "hr", ELEMENT_BLOCK, ZONE_BODY },
    { "iframe", ELEMENT_DROPPED, ZONE_BODY },
    { "legend", ELEMENT_BLOCK, ZONE_BODY },
    { "li", ELEMENT_BLOCK, ZONE_BODY },
    { "main", ELEMENT_HOLDER, ZONE_BODY },
    { "menu", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "nav", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "noscript", ELEMENT_DROPPED, ZONE_BODY },
    { "object", ELEMENT_DROPPED, ZONE_BODY },
    { "ol", ELEMENT_BLOCK, ZONE_BODY },
    { "option", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "p", ELEMENT_BLOCK, ZONE_BODY },
    { "pre", ELEMENT_BLOCK, ZONE_BODY },
    { "script", ELEMENT_DROPPED, ZONE_BODY },
    { "section", ELEMENT_HOLDER, ZONE_BODY },
    { "select", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "style", ELEMENT_DROPPED, ZONE_BODY },
    { "summary", ELEMENT_BLOCK, ZONE_BODY },
    { "svg", ELEMENT_DROPPED, ZONE_BODY },
    { "table", ELEMENT_HOLDER, ZONE_BODY },
    { "tbody", ELEMENT_HOLDER, ZONE_BODY },
    { "td", ELEMENT_HOLDER, ZONE_BODY },
    { "template", ELEMENT_DROPPED, ZONE_BODY },
    { "textarea", ELEMENT_BLOCK, ZONE_BOILERPLATE },
    { "th", ELEMENT_BLOCK, ZONE_BODY },
    { "time", ELEMENT_INLINE, ZONE_DATELINE },
    { "title", ELEMENT_DROPPED, ZONE_BODY },
    { "tr", ELEMENT_HOLDER, ZONE_BODY },
    { "ul", ELEMENT_BLOCK, ZONE_BODY },
    { "video", ELEMENT_DROPPED, ZONE_BODY },
};

static int compare_rows(const void *name, const void *row)
{
    return strcmp(name, ((const struct element_row *)row)->name);
}

static const struct element_row *element_row(const xmlNode *node)
{
    static const struct element_row unknown = { "", ELEMENT_INLINE, ZONE_BODY };
    const struct element_row *row = bsearch(node->name, elements, sizeof elements / sizeof *elements,
                                            sizeof *elements, compare_rows);
    return row ? row : &unknown;
}

enum element_kind element_kind(const xmlNode *node)
{
    return element_row(node)->kind;
}

/* Elements that the page's makers invented say what they are: "site-footer", "amp-ad". */
static bool is_custom(const xmlNode *node)
{
    return strchr((const char *)node->name, '-') != NULL;
}

/* The zone that an element's attributes speak of. "headline" counts as itemprop only: as a class
 * it is on teasers too. */
static enum zone attribute_zone(const struct page *page, const xmlNode *node)
{
    static const char *const names[] = { "role", "itemprop", "rel", "class", "id" };
    if (is_custom(node) &&
        page_words_zone(page->words, str_of((const char *)node->name)) == ZONE_BOILERPLATE)
        return ZONE_BOILERPLATE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        enum zone zone = page_words_zone(page->words, attribute(node, names[i]));
        if (zone == ZONE_HEADLINE && strcmp(names[i], "itemprop") != 0)
            continue;
        if (zone != ZONE_BODY)
            return zone;
    }
    return ZONE_BODY;
}

/* ---- weights --------------------------------------------------------------------------- */

/* Kept in the node: bytes of prose inside, and two marks. */
enum { MARK_CORE = 1, MARK_FURNITURE = 2, MARK_BITS = 2 };

static size_t weight(const xmlNode *node)
{
    return (uintptr_t)node->_private >> MARK_BITS;
}

static bool has_mark(const xmlNode *node, uintptr_t mark)
{
    return (uintptr_t)node->_private & mark;
}

static void set_mark(xmlNode *node, uintptr_t mark)
{
    node->_private = (void *)((uintptr_t)node->_private | mark);
}

static void add_weight(xmlNode *node, size_t bytes)
{
    node->_private = (void *)((uintptr_t)node->_private + (bytes << MARK_BITS));
}

static size_t prose_bytes(const xmlNode *node)
{
    if (node->type != XML_TEXT_NODE)
        return 0;
    struct str text = str_trim(str_of((const char *)node->content));
    return text.len >= LINE_BYTES ? text.len : 0;
}

static bool is_article_element(const xmlNode *node)
{
    return is_element(node, "main") || str_is(attribute(node, "role"), "main")
           || str_is(attribute(node, "itemprop"), "articleBody");
}

static bool has_class_like(const xmlNode *node, const struct str *parts, size_t count)
{
    struct str value = attribute(node, "class");
    for (size_t i = 0; i < count; i++)
        if (ascii_find(value, parts[i]) < value.len)
            return true;
    return false;
}

/* An h1 that is not the name of the site, or what the common publishing systems mark as such. */
static bool is_headline(const xmlNode *node)
{
    static const struct str site[] = { { "site-title", 10 }, { "logo", 4 }, { "brand", 5 } };
    static const struct str title[] = { { "entry-title", 11 }, { "post-title", 10 },
                                        { "article-title", 13 } };
    static const struct str blogger[] = { { "post-title entry-title", 22 } }; /* teasers are h3, too */
    if (is_element(node, "h1"))
        return !has_class_like(node, site, sizeof site / sizeof *site);
    return (is_element(node, "h2") && has_class_like(node, title, sizeof title / sizeof *title))
           || (is_element(node, "h3") && has_class_like(node, blogger, 1))
           || str_is(attribute(node, "itemprop"), "headline")
           || (str_is(attribute(node, "role"), "heading")
               && str_is(attribute(node, "aria-level"), "1"));
}

static bool is_core(const xmlNode *node)
{
    return is_article_element(node) || is_headline(node);
}

/* A class like "has-sidebar" on an element that holds the article itself means nothing. */
static bool holds_too_much(const struct page *page, const xmlNode *node)
{
    return page->has_core ? has_mark(node, MARK_CORE) : weight(node) * 2 > page->prose;
}

static bool is_furniture(const struct page *page, const xmlNode *node)
{
    enum zone zone = attribute_zone(page, node);
    if (node == page->body || element_kind(node) == ELEMENT_LINE)
        return false;
    bool hidden = xmlHasProp(node, (const xmlChar *)"hidden");
    if (hidden || zone == ZONE_BOILERPLATE || is_element(node, "form"))
        return !holds_too_much(page, node);
    return zone == ZONE_BODY && element_row(node)->zone == ZONE_BOILERPLATE;
}

/* Once all of an element has been seen: its marks, and its share in its parent's. */
static void leave(const struct page *page, xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE) {
        add_weight(node->parent, prose_bytes(node));
        return;
    }
    if (is_core(node))
        set_mark(node, MARK_CORE);
    if (is_furniture(page, node))
        set_mark(node, MARK_FURNITURE);
    if (node == page->body || has_mark(node, MARK_FURNITURE))
        return;
    if (has_mark(node, MARK_CORE))
        set_mark(node->parent, MARK_CORE);
    if (!is_element(node, "a") && element_kind(node) != ELEMENT_DROPPED)
        add_weight(node->parent, weight(node));
}

static void weigh(const struct page *page)
{
    xmlNode *node = page->body;
    for (;;) {
        while (node->type == XML_ELEMENT_NODE && node->children)
            node = node->children;
        leave(page, node);
        while (node != page->body && !node->next) {
            node = node->parent;
            leave(page, node);
        }
        if (node == page->body)
            return;
        node = node->next;
    }
}

/* ---- the main element ------------------------------------------------------------------- */

static bool has_own_paragraphs(const xmlNode *node)
{
    for (const xmlNode *at = node->children; at; at = at->next)
        if (is_element(at, "p") && weight(at) > 0)
            return true;
    return false;
}

static xmlNode *heaviest_child(const xmlNode *node)
{
    xmlNode *best = NULL;
    for (xmlNode *at = node->children; at; at = at->next)
        if (at->type == XML_ELEMENT_NODE && element_kind(at) == ELEMENT_HOLDER
            && !has_mark(at, MARK_FURNITURE) && (!best || weight(at) > weight(best)))
            best = at;
    return best;
}

/* The share of the prose, in percent, that a child must have to be gone into: little if it calls
 * itself the article, most if it is one of several, nearly all if it has no headline either. */
static size_t share_needed(const xmlNode *child)
{
    if (is_article_element(child))
        return 25;
    if (is_element(child, "article"))
        return 60;
    return has_mark(child, MARK_CORE) ? 50 : 80;
}

static bool holds_article(const xmlNode *child, const xmlNode *parent)
{
    bool called = is_element(child, "article") || is_article_element(child);
    bool leaves_core = !has_mark(child, MARK_CORE) && has_mark(parent, MARK_CORE);
    if (!called && (has_own_paragraphs(parent) || leaves_core))
        return false;
    return weight(child) > 0 && weight(child) * 100 >= weight(parent) * share_needed(child);
}

static xmlNode *main_element(const struct page *page)
{
    xmlNode *at = page->body;
    while (!is_element(at, "article")) {
        xmlNode *child = heaviest_child(at);
        if (!child || !holds_article(child, at))
            break;
        at = child;
    }
    return at;
}

static xmlNode *body_of(xmlNode *root)
{
    for (xmlNode *at = root->children; at; at = at->next)
        if (is_element(at, "body"))
            return at;
    return root;
}

static void survey(struct page *page)
{
    xmlNode *node = page->body;
    for (bool down = true; node; node = next_node(node, page->body, down)) {
        page->prose += prose_bytes(node);
        down = node->type != XML_ELEMENT_NODE || element_kind(node) != ELEMENT_DROPPED;
        if (node->type != XML_ELEMENT_NODE)
            continue;
        page->has_core |= is_core(node);
        page->has_headline |= is_headline(node);
    }
}

static bool has_headline_within(xmlNode *root)
{
    for (xmlNode *at = root; at; at = next_node(at, root, true))
        if (at->type == XML_ELEMENT_NODE && is_headline(at))
            return true;
    return false;
}

void page_measure(xmlDoc *document, const struct page_words *words, struct page *ret)
{
    xmlNode *root = xmlDocGetRootElement(document);
    *ret = (struct page){ .words = words, .root = root, .body = body_of(root) };
    survey(ret);
    weigh(ret);
    ret->main = main_element(ret);
    ret->main_has_headline = has_headline_within(ret->main);
}

enum zone element_zone(const struct page *page, const xmlNode *node)
{
    if (has_mark(node, MARK_FURNITURE))
        return ZONE_BOILERPLATE;
    if (is_element(node, "header") && page->main == page->body && !has_mark(node, MARK_CORE))
        return ZONE_BOILERPLATE;
    if (is_headline(node))
        return ZONE_HEADLINE;
    enum zone zone = attribute_zone(page, node), own = element_row(node)->zone;
    bool is_short = weight(node) <= SHORT_BLOCK_BYTES && !has_mark(node, MARK_CORE);
    if (zone == ZONE_CAPTION || zone == ZONE_FOOTNOTE
        || ((zone == ZONE_BYLINE || zone == ZONE_DATELINE) && is_short))
        return zone;
    return own == ZONE_BOILERPLATE || own == ZONE_HEADLINE ? ZONE_BODY : own;
}
