#include <string.h>

#include "resolve/links.h"

/* Headings in the body of an article: a round-up of news, or a report by regions, tells in them where
 * what stands below has happened, and a diary when. */

bool divides_body(const struct resolve *resolve, uint32_t heading)
{
    bool body = false;
    for (uint32_t i = heading; i-- > 0;) {
        enum zone zone = sentence_zone(resolve, i);
        if (body && zone == ZONE_HEADLINE)
            return true;
        body |= zone == ZONE_BODY;
    }
    return false;
}

/* The place that a heading shows as its scene, or NO_INDEX. */
uint32_t heading_place(const struct resolve *resolve, uint32_t heading)
{
    const uint32_t *context = resolve->first_context + heading;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        uint32_t place = shows_scene(mark) && !rule_attribute(mark->rule, "far").len
                             ? captured_place(resolve, mark) : NO_INDEX;
        if (place != NO_INDEX)
            return divides_body(resolve, heading) ? place : NO_INDEX;
    }
    return NO_INDEX;
}

/* Behind the sentence the line ends. */
static bool ends_line(const struct resolve *resolve, uint32_t sentence)
{
    const struct text *text = resolve->text;
    uint32_t end = sentence + 1 < text->sentences.count
                       ? text->sentences.items[sentence + 1].at.start : (uint32_t)text->bytes.len;
    uint32_t start = text->sentences.items[sentence].at.start;
    return memchr(text->bytes.s + start, '\n', end - start) != NULL;
}

uint32_t day_of_line(const struct resolve *resolve, uint32_t sentence)
{
    const struct record *record = resolve->record;
    struct span line = resolve->text->sentences.items[sentence].at;
    uint32_t index = first_date(record, line.start);
    const struct date_mention *date = index < record->dates.count ? &record->dates.items[index]
                                                                   : NULL;
    if (!date || date->at.start > line.start || !str_is(date->precision, "day") ||
        !ends_line(resolve, sentence))
        return NO_INDEX;
    struct str behind = span_text(resolve->text->bytes, (struct span){ date->at.end, line.end });
    return str_trim(behind).len <= 1 ? index : NO_INDEX; /* a full stop or a colon */
}

bool is_diary(const struct resolve *resolve)
{
    size_t lines = 0;
    for (uint32_t i = 0; i < resolve->text->sentences.count && lines < 2; i++)
        lines += day_of_line(resolve, i) != NO_INDEX;
    return lines == 2;
}
