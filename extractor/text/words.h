/* words.h - the one pass over the text that everything else works on. */
#ifndef NEWSGAZ_TEXT_WORDS_H
#define NEWSGAZ_TEXT_WORDS_H

#include "text/fold.h"
#include "text/text.h"

/* Words are runs of letters, digits and marks. Apostrophes and hyphens divide: "l'Armenia" is
 * l|Armenia, "Nagorno-Karabakh" is Nagorno|Karabakh, "U.S." is U|S, each later part WORD_GLUED.
 * Characters that are not seen do not divide: a soft hyphen, a zero-width space.
 * A dot or comma between digits does not: "28,120" and "2.9" are one word each.
 * Spans of `markup` (in text order) stand for nothing, as if they were not there.
 * Fills text->words from text->bytes and text->markup; WORD_FIRST is left to sentences.c. */
void words_scan(const struct fold *fold, struct text *text, struct arena *arena);

/* True for a word of one letter or digit, with whatever marks it carries. */
bool word_is_single(struct str text, const struct word *word);

#endif
