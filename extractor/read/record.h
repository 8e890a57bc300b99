/* record.h - a finished record, read as the article that it was made of: its text and zones, and
 * what was known of it. What was found in it is left out, so that it can be found anew. */
#ifndef NEWSGAZ_READ_RECORD_H
#define NEWSGAZ_READ_RECORD_H

#include "read/article.h"
#include "read/tree.h"

/* True for the root of a record, or of several. */
bool is_record(const xmlNode *root);

/* NULL when done, else why it cannot be read. */
const char *record_read(xmlNode *root, struct arena *arena, struct article *ret);

#endif
