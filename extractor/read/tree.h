/* tree.h - the few questions that both tree readers ask of libxml2's nodes.
 * Only the HTML and XML readers include it. */
#ifndef NEWSGAZ_READ_TREE_H
#define NEWSGAZ_READ_TREE_H

#include <libxml/tree.h>

#include "base/arena.h"

bool is_element(const xmlNode *node, const char *name);

/* An attribute's value, borrowed from the tree; empty if absent. */
struct str attribute(const xmlNode *node, const char *name);

/* The node after `node` in document order within `root`, below it only if `down`; NULL at the
 * end. */
xmlNode *next_node(xmlNode *node, const xmlNode *root, bool down);

/* The text of a text node or of a reference to an entity that HTML knows; empty for others. */
struct str node_text(const xmlNode *node, struct arena *arena);

/* The text within an element, one piece after another, in the arena; given up after `limit` bytes
 * or nodes. */
struct str text_within(const xmlNode *node, size_t limit, struct arena *arena);

/* Prepares the parser once for the whole process: from then on it refuses every external entity,
 * also for others who use libxml2 in this process. Call before parsing. */
void guard_parser(void);

#endif
