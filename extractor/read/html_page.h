/* html_page.h - what the elements of a page are for: which hold the article, which are furniture.
 * Only the HTML reader includes it. */
#ifndef NEWSGAZ_READ_HTML_PAGE_H
#define NEWSGAZ_READ_HTML_PAGE_H

#include <libxml/tree.h>

#include "read/page_words.h"
#include "read/tree.h"

enum element_kind {
    ELEMENT_INLINE,
    ELEMENT_BLOCK,
    ELEMENT_HOLDER,  /* a block that may hold the whole article */
    ELEMENT_LINE,    /* br */
    ELEMENT_DROPPED, /* not text: script, style… */
};

struct page {
    const struct page_words *words;
    xmlNode *root, *body;
    xmlNode *main;     /* the element that holds the article; the body if none stands out */
    bool has_core;     /* some element says that it is the article, or is its h1 */
    bool has_headline; /* an h1 or so with text */
    bool main_has_headline;
    size_t prose;      /* bytes of running text in the body */
};

/* Finds the main element. Leaves marks in the nodes for element_zone. `words` may be NULL. */
void page_measure(xmlDoc *document, const struct page_words *words, struct page *ret);

enum element_kind element_kind(const xmlNode *node);

/* The zone that the element itself opens; ZONE_BODY if it opens none. */
enum zone element_zone(const struct page *page, const xmlNode *node);

#endif
