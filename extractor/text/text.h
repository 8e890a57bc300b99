/* text.h - an article's text as words, sentences and segments. */
#ifndef NEWSGAZ_TEXT_TEXT_H
#define NEWSGAZ_TEXT_TEXT_H

#include "read/article.h"

/* A language is its index in rules/languages.tsv, so that the C code knows none by name. */
typedef uint8_t language;
#define LANGUAGE_UNKNOWN 255

enum word_flag {
    WORD_CAPITAL = 1,      /* begins with an upper-case letter */
    WORD_CAPITALS = 2,     /* two letters or more, all upper-case */
    WORD_DIGITS = 4,       /* begins with a digit */
    WORD_GLUED = 8,        /* no white space between it and the word before */
    WORD_FIRST = 16,       /* first of its sentence: its capital proves nothing */
};

struct word {
    uint32_t start, end; /* bytes of the text */
    uint64_t hash;       /* of the folded letters: fold.h */
    uint8_t flags;
};

struct sentence {
    struct span at;
    uint32_t first_word, words;
    uint32_t segment;
    uint32_t paragraph;
};

struct segment {
    struct span at;
    enum zone zone;
    language lang;
};

struct text {
    struct str bytes;
    ARRAY(struct word) words;
    ARRAY(struct sentence) sentences;
    ARRAY(struct segment) segments;
    ARRAY(struct span) markup; /* spans that matching looks through: "](#)", "**" */
    bool undecided; /* the models of languages could not be read: a language may be wrong */
};

/* The number of sentences in the text's head: headline, standfirst and the paragraphs that tell what
 * the article is about. */
uint32_t text_lead(const struct text *text);

/* What stands before the first dash between spaces, as behind the place and day of a dispatch: true
 * where one stands in the bytes. */
bool text_until_dash(struct str bytes, struct str *ret);

#endif
