/* stage.h - the text stage: an article in; words, sentences, segments out. */
#ifndef NEWSGAZ_TEXT_STAGE_H
#define NEWSGAZ_TEXT_STAGE_H

#include "text/language.h"

/* Fills `ret`. `declared` is the language that the caller or the metadata gave, or
 * LANGUAGE_UNKNOWN; it wins for the body. Returns the language of the body. */
language text_analyse(const struct article *article, const struct fold *fold,
                      const struct languages *languages, language declared, struct arena *arena,
                      struct text *ret);

#endif
