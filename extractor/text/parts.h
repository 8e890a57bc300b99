/* parts.h - the steps of the text stage, in order; each adds to what the last one left. */
#ifndef NEWSGAZ_TEXT_PARTS_H
#define NEWSGAZ_TEXT_PARTS_H

#include "text/language.h"

/* A run of lines that belong together. Words first_word to first_word + words stand in it. */
struct paragraph {
    struct span at;
    uint32_t first_word, words;
    uint32_t known[MOST_LANGUAGES]; /* words that tell a language, of each */
    uint8_t classes;                /* of the phrases that may begin at its words */
    enum zone zone;
    language lang;
};

struct paragraphs {
    struct paragraph *items;
    size_t count, capacity;
};

/* Finds the Markdown signs that matching looks through. */
void markup_find(struct text *text, struct arena *arena);

/* Divides at empty lines, at line ends where lines are paragraphs, and at the reader's zones. */
void paragraphs_find(const struct article *article, const struct text *text, struct arena *arena,
                     struct paragraphs *ret);

/* What the words of each paragraph tell, looked up once for the two steps that follow. */
void paragraphs_tally(const struct text *text, const struct languages *languages,
                      struct paragraphs *paragraphs);

/* Headline, byline, dateline, caption, footnote, boilerplate of a plain text. */
void zones_find(const struct article *article, const struct text *text,
                const struct languages *languages, struct paragraphs *paragraphs);

/* The language of each paragraph; returns that of the body. May set text->undecided. */
language languages_decide(struct text *text, const struct languages *languages,
                          language declared, struct paragraphs *paragraphs);

/* Sentences of all paragraphs; sets WORD_FIRST. */
void sentences_find(const struct languages *languages, const struct paragraphs *paragraphs,
                    struct text *text, struct arena *arena);

#endif
