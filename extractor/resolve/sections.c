#include "resolve/links.h"

/* Headings in the body of an article: a round-up of news, or a report by regions, tells in them where
 * what stands below has happened. */

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
