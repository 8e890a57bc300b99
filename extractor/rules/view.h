/* view.h - a sentence as a stage's rules see it: normalised UTF-8 in which earlier mentions are
 * single private-use characters, each byte knowing which part of the article's text it stands for.
 *
 * Normalised: NFC, without the marks that it leaves apart; every space and line end is ' ';
 * ’ ‘ ʼ are '; “ ” « » „ are "; hyphens, figure and en dashes are '-'; digits of all scripts are
 * 0 to 9; soft hyphens, zero-width characters and Markdown signs are left out.
 * Case stays: patterns are caseless unless they say (?-i:…). */
#ifndef NEWSGAZ_RULES_VIEW_H
#define NEWSGAZ_RULES_VIEW_H

#include "rules/match.h"

struct view {
    struct buffer text;
    struct span *origin;      /* for each byte, the span of the text it stands for */
    size_t origin_capacity;
};

/* A mention to be shown as a symbol. */
struct shown {
    struct span at;
    uint32_t code_point;
    uint32_t mark;
};

/* `shown` in text order, none overlapping another, all within the sentence. */
void view_build(struct view *view, const struct text *text, const struct sentence *sentence,
                const struct shown *shown, size_t count);
void view_free(struct view *view);

/* The part of the article's text that a part of the view stands for. */
struct span view_origin(const struct view *view, size_t start, size_t end);

/* Index of the first Markdown sign that ends behind that byte; their count if none does. */
size_t view_first_markup(const struct text *text, uint32_t from);

#endif
