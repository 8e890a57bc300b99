/* article.c - names of zones and bases; from text offsets back to source offsets. */
#include "read/article.h"

const char *zone_name(enum zone zone)
{
    static const char *const names[ZONE_COUNT] = {
        [ZONE_BODY] = "body",       [ZONE_HEADLINE] = "headline", [ZONE_BYLINE] = "byline",
        [ZONE_DATELINE] = "dateline", [ZONE_CAPTION] = "caption",   [ZONE_FOOTNOTE] = "footnote",
        [ZONE_BOILERPLATE] = "boilerplate",
    };
    return names[zone];
}

const char *published_basis_name(enum published_basis basis)
{
    static const char *const names[] = {
        [PUBLISHED_NONE] = "none",         [PUBLISHED_GIVEN] = "given",
        [PUBLISHED_METADATA] = "metadata", [PUBLISHED_DATELINE] = "dateline",
        [PUBLISHED_WEEKDAY] = "weekday",
    };
    return names[basis];
}

/* The last step that begins at or before `text_offset`; the first begins at 0. */
static const struct offset_step *step_at(const struct article *article, uint32_t text_offset)
{
    size_t low = 0, high = article->offsets.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (article->offsets.items[middle].text <= text_offset)
            low = middle;
        else
            high = middle;
    }
    return &article->offsets.items[low];
}

uint32_t article_source_offset(const struct article *article, uint32_t text_offset)
{
    if (article->offsets.count == 0)
        return text_offset;
    const struct offset_step *step = step_at(article, text_offset);
    return step->source + (text_offset - step->text) / step->text_width * step->source_width;
}
