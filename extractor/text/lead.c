#include <string.h>

#include "text/text.h"

enum { LEAD_PARAGRAPHS = 3, LEAD_SENTENCES = 12 };

uint32_t text_lead(const struct text *text)
{
    uint32_t count = (uint32_t)text->sentences.count, paragraphs = 0, last = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        const struct sentence *sentence = &text->sentences.items[i];
        bool body = text->segments.items[sentence->segment].zone == ZONE_BODY;
        paragraphs += body && sentence->paragraph != last;
        last = body ? sentence->paragraph : last;
        if (paragraphs > LEAD_PARAGRAPHS || i == LEAD_SENTENCES)
            return i;
    }
    return count;
}

bool text_until_dash(struct str bytes, struct str *ret)
{
    static const char *const dashes[] = { " - ", " – ", " — ", " -- " };
    *ret = bytes;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        const char *dash = memmem(ret->s, ret->len, dashes[i], strlen(dashes[i]));
        if (dash)
            ret->len = (size_t)(dash - ret->s);
    }
    return ret->len < bytes.len;
}
