/* html.h - HTML within other formats, such as the description of a feed's item. */
#ifndef NEWSGAZ_READ_HTML_H
#define NEWSGAZ_READ_HTML_H

#include "read/blocks.h"
#include "read/page_words.h"

/* Adds the text of a piece of HTML, block by block, in `zone` where its elements name no other.
 * `words` may be NULL. */
void html_fragment(struct str html, enum zone zone, const struct page_words *words,
                   struct blocks *blocks);

#endif
