/* span.h - a half-open range of byte offsets into the article's UTF-8 text.
 * Offsets rather than pointers, so that spans survive growth and go into the record as they are. */
#ifndef NEWSGAZ_BASE_SPAN_H
#define NEWSGAZ_BASE_SPAN_H

#include "base/str.h"

struct span {
    uint32_t start, end;
};

static inline uint32_t span_length(struct span a)
{
    return a.end - a.start;
}

static inline bool span_overlaps(struct span a, struct span b)
{
    return a.start < b.end && b.start < a.end;
}

static inline bool span_contains(struct span outer, struct span inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

static inline struct span span_hull(struct span a, struct span b)
{
    return (struct span){ a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end };
}

static inline struct str span_text(struct str text, struct span at)
{
    return str_slice(text, at.start, at.end);
}

#endif
