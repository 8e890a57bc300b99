/* view.h - a sentence as a stage's rules see it: normalised UTF-8 in which earlier mentions are
 * single private-use characters, and which part of the article's text each part of it stands for.
 *
 * Normalised: NFC, without the marks that it leaves apart; every space and line end is ' ';
 * ’ ‘ ʼ are '; “ ” « » „ are "; hyphens, figure and en dashes are '-'; digits of all scripts are
 * 0 to 9; soft hyphens, zero-width characters and Markdown signs are left out.
 * Case stays: patterns are caseless unless they say (?-i:…). */
#ifndef NEWSGAZ_RULES_VIEW_H
#define NEWSGAZ_RULES_VIEW_H

#include "rules/match.h"

/* A part of a view, up to where the next begins. */
struct piece {
    uint32_t start;   /* in the view */
    struct span of;   /* in the article's text */
    bool as_it_is;    /* byte for byte; else all of it stands for all of `of` */
};

struct view {
    char *bytes;
    size_t len, capacity;
    ARRAY(struct piece) pieces;
};

/* A mention to be shown as a symbol. */
struct shown {
    struct span at;
    uint32_t code_point;
    uint32_t mark;
};

/* Makes the view anew, with memory of the arena or that of what it was before. `shown` in text
 * order, none overlapping another, all within the sentence. */
void view_build(struct view *view, const struct text *text, const struct sentence *sentence,
                const struct shown *shown, size_t count, struct arena *arena);

static inline struct str view_str(const struct view *view)
{
    return (struct str){ view->bytes ? view->bytes : "", view->len };
}

/* The part of the article's text that a part of the view stands for. */
struct span view_origin(const struct view *view, size_t start, size_t end);

/* Index of the first Markdown sign that ends behind that byte; their count if none does. */
size_t view_first_markup(const struct text *text, uint32_t from);

#endif
