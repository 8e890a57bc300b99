/* html_metadata.h - what a page's elements say about the article.
 * Only the HTML reader includes it. */
#ifndef NEWSGAZ_READ_HTML_METADATA_H
#define NEWSGAZ_READ_HTML_METADATA_H

#include <libxml/tree.h>

#include "read/metadata.h"

/* From the whole document: its language, meta elements, JSON-LD and title. */
void html_document_metadata(xmlNode *root, struct metadata *metadata);

/* From one element that is no furniture and stands in `zone`: times and microdata. */
void html_element_metadata(xmlNode *node, enum zone zone, struct metadata *metadata);

/* The text of <title>. */
struct str html_title(xmlNode *root, struct arena *arena);

#endif
