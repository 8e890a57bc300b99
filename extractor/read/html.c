/* html.c - HTML pages: the article's text with its zones, furniture set apart, and metadata. */
#include "read/html.h"

#include <libxml/HTMLparser.h>

#include "base/utf8.h"
#include "read/ascii.h"
#include "read/encoding.h"
#include "read/html_metadata.h"
#include "read/html_page.h"
#include "read/markup_limits.h"
#include "read/reader.h"

#define SUP_NODES 16 /* looked at in a raised number */

struct frame {
    xmlNode *node;
    struct blocks_style style;
    bool outside;  /* not within the main element */
    bool furniture;
    bool bracketed; /* a raised footnote number, closed with a bracket */
};

struct walk {
    struct page page;
    struct metadata *metadata; /* NULL for a fragment */
    enum zone zone;            /* of what has no other */
    struct arena *arena;
    struct blocks *blocks;
    ARRAY(struct frame) frames;
    bool main_seen;
};

static xmlDoc *parse(struct str html)
{
    guard_parser();
    return htmlReadMemory(html.s, (int)html.len, NULL, "UTF-8",
                          HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
                              | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
}

/* Zone of text in this frame. Outside the main element only the headline, byline and date that
 * stand above it are taken as such, and only if it has no headline of its own. */
static struct blocks_style style_of(const struct walk *walk, const struct frame *frame)
{
    struct blocks_style style = frame->style;
    bool above = !walk->main_seen && !walk->page.main_has_headline && style.zone != ZONE_BODY;
    if (frame->furniture || (frame->outside && !above))
        style.zone = ZONE_BOILERPLATE;
    return style;
}

/* ---- raised footnote numbers -------------------------------------------------------------- */

static bool is_number(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.s[i]))
            return false;
    return text.len > 0 && text.len <= 3;
}

static bool has_link(xmlNode *node)
{
    xmlNode *at = node;
    for (int nodes = 0; at && nodes < SUP_NODES; nodes++, at = next_node(at, node, true))
        if (is_element(at, "a"))
            return true;
    return false;
}

/* "12<sup>3</sup>" must not read as 123; "km<sup>2</sup>" is not a reference. */
static bool is_footnote_number(const struct walk *walk, const struct frame *frame)
{
    const struct buffer *text = &walk->blocks->text;
    if (!is_element(frame->node, "sup") || !text->len
        || !is_number(str_trim(text_within(frame->node, SUP_NODES, walk->arena))))
        return false;
    char before = text->bytes[text->len - 1];
    bool after_letter = ascii_is_alnum(before) && !ascii_is_digit(before);
    return !after_letter || frame->style.link || has_link(frame->node);
}

/* ---- characters ---------------------------------------------------------------------------- */

/* References such as &#146; count in windows-1252, whatever the page's encoding: U+0080 to U+009F
 * are never meant. Zero where that encoding has nothing. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static bool has_c1(struct str text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.s[i] == '\xC2' && (unsigned char)text.s[i + 1] < 0xA0)
            return true;
    return false;
}

static struct str mend_c1(struct str text, struct arena *arena)
{
    if (!has_c1(text))
        return text;
    char *mended = arena_alloc(arena, text.len * 2); /* two bytes become three at most */
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);
        uint32_t meant = code >= 0x80 && code < 0xA0 ? windows_1252[code - 0x80] : 0;
        len += utf8_put(meant ? meant : code, mended + len);
    }
    return (struct str){ mended, len };
}

/* ---- the walk ----------------------------------------------------------------------------- */

static bool is_label(enum zone zone)
{
    return zone == ZONE_DATELINE || zone == ZONE_BYLINE || zone == ZONE_BOILERPLATE;
}

/* What only the style sheet keeps apart: "<time>2 May</time><time>4 May</time>", two links. */
static bool is_apart(const struct walk *walk, const xmlNode *node, enum zone zone)
{
    const xmlNode *before = node->prev;
    if (!before || before->type != XML_ELEMENT_NODE || element_kind(node) != ELEMENT_INLINE)
        return false;
    return is_label(zone) || is_label(element_zone(&walk->page, before)) ||
           (is_element(node, "a") && is_element(before, "a"));
}

static void enter(struct walk *walk, xmlNode *node)
{
    struct frame frame = { .outside = true, .style.zone = walk->zone };
    if (walk->frames.count)
        frame = walk->frames.items[walk->frames.count - 1];
    enum zone zone = element_zone(&walk->page, node);
    frame.node = node;
    frame.bracketed = false;
    if (node == walk->page.main) {
        frame.outside = frame.furniture = false;
        walk->main_seen = true;
    }
    frame.furniture |= zone == ZONE_BOILERPLATE;
    if (frame.style.zone == ZONE_BODY)
        frame.style.zone = zone;
    frame.style.link |= is_element(node, "a");
    frame.style.preformatted |= is_element(node, "pre");
    frame.bracketed = is_footnote_number(walk, &frame);
    enum element_kind kind = element_kind(node);
    if (kind == ELEMENT_BLOCK || kind == ELEMENT_HOLDER)
        blocks_end(walk->blocks);
    if (kind == ELEMENT_LINE)
        blocks_line(walk->blocks);
    struct blocks_style style = style_of(walk, &frame);
    if (is_apart(walk, node, style.zone))
        blocks_text(walk->blocks, STR(" "), style);
    if (frame.bracketed)
        blocks_text(walk->blocks, STR("["), style);
    if (walk->metadata && style.zone != ZONE_BOILERPLATE)
        html_element_metadata(node, style.zone, walk->metadata);
    *array_push(&walk->frames, walk->arena) = frame;
}

static void leave(struct walk *walk)
{
    struct frame frame = walk->frames.items[--walk->frames.count];
    enum element_kind kind = element_kind(frame.node);
    if (frame.bracketed)
        blocks_text(walk->blocks, STR("]"), style_of(walk, &frame));
    if (kind == ELEMENT_BLOCK || kind == ELEMENT_HOLDER)
        blocks_end(walk->blocks);
}

static void leave_up_to(struct walk *walk, const xmlNode *parent)
{
    while (walk->frames.count && walk->frames.items[walk->frames.count - 1].node != parent)
        leave(walk);
}

static void walk_page(struct walk *walk)
{
    bool down = true;
    for (xmlNode *node = walk->page.body; node; node = next_node(node, walk->page.body, down)) {
        if (node != walk->page.body)
            leave_up_to(walk, node->parent);
        down = node->type == XML_ELEMENT_NODE && element_kind(node) != ELEMENT_DROPPED;
        if (down)
            enter(walk, node);
        else if (node->type == XML_TEXT_NODE && walk->frames.count)
            blocks_text(walk->blocks, mend_c1(str_of((const char *)node->content), walk->arena),
                        style_of(walk, &walk->frames.items[walk->frames.count - 1]));
    }
    leave_up_to(walk, NULL);
}

void html_fragment(struct str html, enum zone zone, const struct page_words *words,
                   struct blocks *blocks)
{
    xmlDoc *document = refuse_costly_tags(html, true) ? NULL : parse(html);
    if (!document || !xmlDocGetRootElement(document)) {
        blocks_text(blocks, html, (struct blocks_style){ .zone = zone });
    } else {
        struct walk walk = { .arena = blocks->arena, .blocks = blocks, .zone = zone };
        walk.page.words = words;
        walk.page.root = walk.page.body = walk.page.main = xmlDocGetRootElement(document);
        walk_page(&walk);
    }
    blocks_end(blocks);
    xmlFreeDoc(document);
}

static struct str first_headline(const struct article *article)
{
    for (size_t i = 0; i < article->zones.count; i++)
        if (article->zones.items[i].zone == ZONE_HEADLINE)
            return span_text(article->text, article->zones.items[i].at);
    return STR("");
}

static void read_page(xmlDoc *document, const struct page_words *words, struct arena *arena,
                      struct article *ret)
{
    struct metadata metadata = metadata_new(arena);
    struct blocks blocks = { .arena = arena, .article = ret };
    struct walk walk = { .metadata = &metadata, .arena = arena, .blocks = &blocks };
    page_measure(document, words, &walk.page);
    html_document_metadata(walk.page.root, &metadata);
    if (!walk.page.has_headline)
        blocks_text(&blocks, html_title(walk.page.root, arena),
                    (struct blocks_style){ .zone = ZONE_HEADLINE });
    blocks_end(&blocks);
    walk_page(&walk);
    blocks_finish(&blocks);
    metadata_offer(&metadata, FIELD_TITLE, RANK_MARKED, first_headline(ret));
    metadata_finish(&metadata, ret);
}

static const char *read_html(struct source source, struct arena *arena, struct article *ret)
{
    struct str declared = source.encoding.len ? source.encoding
                                              : html_declared_encoding(source.bytes);
    decode(source.bytes, declared, arena, ret);
    struct str html = ret->text;
    ret->text = STR("");
    ret->offsets.count = 0;
    const char *why = refuse_costly_tags(html, true);
    if (why)
        return why;
    xmlDoc *document = parse(html);
    if (document && xmlDocGetRootElement(document))
        read_page(document, source.words, arena, ret);
    xmlFreeDoc(document);
    return NULL;
}

static bool probe_html(struct str start)
{
    static const char *const openings[] = { "<!doctype html", "<html", "<head", "<body" };
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (ascii_starts(start, str_of(openings[i])))
            return true;
    return false;
}

const struct reader html_reader = { "html", "html htm xhtml", probe_html, read_html };
