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

/* From `text` on, the text's bytes stand in the source from `source` on, byte for byte while
 * `step` is 1; with another step each byte or character there was re-coded (see source_offset). */
struct offset_step {
    uint32_t text, source;
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
    bool marked_up;               /* Markdown signs stand in the text and are looked through */

    /* Where the source is the text itself, each text offset has a source offset. */
    bool has_source_offsets;
    ARRAY(struct offset_step) offsets; /* empty: offsets are the same */

    struct str title, author, lang; /* from metadata; empty where unknown */
    struct str published;           /* "2023-09-26" */
    enum published_basis basis;
    ARRAY(struct zone_mark) zones;  /* what the reader knows of zones, in text order */
};

/* The source byte offset for a text byte offset that stands at a code point boundary. */
uint32_t article_source_offset(const struct article *article, uint32_t text_offset);

#endif
