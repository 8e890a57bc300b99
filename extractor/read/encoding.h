/* encoding.h - bytes in any encoding to text: valid UTF-8, XML-legal, with LF line ends. */
#ifndef NEWSGAZ_READ_ENCODING_H
#define NEWSGAZ_READ_ENCODING_H

#include "read/article.h"

/* Fills the article's text, encoding, replaced and offsets. The encoding is that of the byte order
 * mark, else the `declared` one (empty or unknown to us: none), else UTF-8 where the bytes are
 * valid, else what they look like. UTF-8 that needs no change is not copied. */
void decode(struct str bytes, struct str declared, struct arena *arena, struct article *ret);

/* What a page's <meta charset> or an XML declaration says, or nothing where the bytes prove it
 * wrong: files are often saved in UTF-8 with the old declaration left in them. */
struct str html_declared_encoding(struct str bytes);
struct str xml_declared_encoding(struct str bytes);

/* What bytes without mark or declaration look like: "UTF-8", "windows-1252", … */
const char *guess_encoding(struct str bytes);

#endif
