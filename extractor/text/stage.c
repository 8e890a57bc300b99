#include "text/stage.h"
#include "text/parts.h"
#include "text/words.h"

/* Neighbouring paragraphs of one zone and one language are one segment. */
static void segments_make(struct text *text, const struct paragraphs *paragraphs,
                          struct arena *arena)
{
    for (size_t i = 0, s = 0; i < paragraphs->count; i++) {
        const struct paragraph *p = &paragraphs->items[i];
        struct segment *last = text->segments.count ? &text->segments.items[text->segments.count - 1]
                                                    : NULL;
        if (last && last->zone == p->zone && last->lang == p->lang)
            last->at.end = p->at.end;
        else
            *array_push(&text->segments, arena) = (struct segment){ p->at, p->zone, p->lang };
        for (; s < text->sentences.count && text->sentences.items[s].paragraph == i; s++)
            text->sentences.items[s].segment = (uint32_t)text->segments.count - 1;
    }
}

language text_analyse(const struct article *article, const struct fold *fold,
                      const struct languages *languages, language declared, struct arena *arena,
                      struct text *ret)
{
    struct paragraphs paragraphs = { 0 };
    *ret = (struct text){ .bytes = article->text };
    if (article->marked_up)
        markup_find(ret, arena);
    words_scan(fold, ret, arena);
    paragraphs_find(article, ret, arena, &paragraphs);
    paragraphs_tally(ret, languages, &paragraphs);
    zones_find(article, ret, languages, &paragraphs);
    language body = languages_decide(ret, languages, declared, &paragraphs);
    sentences_find(languages, &paragraphs, ret, arena);
    segments_make(ret, &paragraphs, arena);
    return body;
}
