/* escape.h - the one way by which text reaches a record: what a notation cannot carry as it is
 * becomes an escape, and what it cannot carry at all one U+FFFD a character. */
#ifndef NEWSGAZ_WRITE_ESCAPE_H
#define NEWSGAZ_WRITE_ESCAPE_H

#include "base/buffer.h"

struct escapes {
    const char *of[256]; /* what stands for a byte; NULL where the byte stands for itself */
};

extern const struct escapes xml_text_escapes, xml_attribute_escapes, json_escapes;

/* `text` may be any bytes: those that are no UTF-8 are replaced, too. */
void escape(struct buffer *into, struct str text, const struct escapes *escapes);

#endif
