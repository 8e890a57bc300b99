/* article.h - what the readers make of a source: its text, its map back to the bytes, its metadata.
 * Everything lives in the article's arena. */
#ifndef NEWSGAZ_READ_ARTICLE_H
#define NEWSGAZ_READ_ARTICLE_H

#include "base/array.h"
#include "base/span.h"

enum zone {
    ZONE_BODY,
    ZONE_HEADLINE,
    ZONE_BYLINE,
    ZONE_DATELINE,
    ZONE_CAPTION,
    ZONE_FOOTNOTE,
    ZONE_BOILERPLATE,
    ZONE_COUNT
};

/* "body", "headline", … */
const char *zone_name(enum zone zone);

enum published_basis {
    PUBLISHED_NONE,
    PUBLISHED_GIVEN,
    PUBLISHED_METADATA,
    PUBLISHED_DATELINE,
    PUBLISHED_WEEKDAY
};

const char *published_basis_name(enum published_basis basis);

/* One rule for the characters from `text` on, up to the next step: each takes a multiple of
 * `text_width` bytes in the text and as many times `source_width` bytes in the source. Text that
 * stands unchanged is 1:1, an accented letter of windows-1252 2:1, the LF that was a CRLF 1:2,
 * ASCII from UTF-16 1:2, a U+FFFD for one invalid byte 3:1. A new step begins where the ratio
 * changes, so that at every code point boundary the source offset is exact:
 *     source + (offset - text) / text_width * source_width */
struct offset_step {
    uint32_t text, source;
    uint16_t text_width, source_width;
};

struct zone_mark {
    struct span at;
    enum zone zone;
};

struct article {
    struct str id, href;          /* the id is the file name without its ending */
    struct str format;            /* "text" "markdown" "html" "xml" "json" */
    struct str encoding;          /* as the source had it: "UTF-8", "windows-1252", … */
    uint64_t bytes;               /* of the source */
    char sha256[65];              /* of the source; empty when it was not a file */
    uint32_t replaced;            /* characters that became U+FFFD */
    struct str text;              /* valid UTF-8, XML-legal, LF line ends */
    bool is_record;               /* the source is a record, made of this article before */
    bool marked_up;               /* Markdown signs stand in the text and are looked through */

    /* Where the source is the text itself, each text offset has a source offset. */
    bool has_source_offsets;
    ARRAY(struct offset_step) offsets; /* empty: text and source offsets are the same */

    struct str title, author, lang; /* from metadata; empty where unknown */
    struct str publisher, url;      /* the same: who brought it out, where on the web it stands */
    struct str published;           /* "2023-09-26" */
    enum published_basis basis;
    ARRAY(struct zone_mark) zones;  /* what the reader knows of zones, in text order; the
                                       rest of a marked-up source is body */
    bool zones_in_part;             /* … or not: it is told by what stands there, as in text */
};

/* The source byte offset for a text byte offset that stands at a code point boundary. */
uint32_t article_source_offset(const struct article *article, uint32_t text_offset);

#endif
