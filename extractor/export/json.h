/* json.h - JSON as the exporters write it: members in the order of the calls. */
#ifndef NEWSGAZ_EXPORT_JSON_H
#define NEWSGAZ_EXPORT_JSON_H

#include "base/buffer.h"

/* A string in its quotes. */
void json_text(struct buffer *into, struct str text);

/* Members, with a comma before all but the first of an object. What is absent, an empty string, is
 * left out. */
void json_key(struct buffer *into, const char *key);
void json_member(struct buffer *into, const char *key, struct str text);
void json_integer_member(struct buffer *into, const char *key, int64_t value);

/* A comma, unless an array or object has just been opened. */
void json_comma(struct buffer *into);

#endif
