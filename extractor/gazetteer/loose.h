/* loose.h - what the two halves of judging capitalised words share:
 *     loose.c       the words, the rows they stand in, the verdict of the whole article
 *     loose_cues.c  what stands beside a word that shows what it is */
#ifndef NEWSGAZ_GAZETTEER_LOOSE_H
#define NEWSGAZ_GAZETTEER_LOOSE_H

#include "gazetteer/finder.h"

enum { MOST_BETWEEN = 4 }; /* words between a name and what tells of it */

/* A name or would-be name of the text, in order. */
struct item {
    uint32_t first, end; /* words */
    uint32_t parts;      /* divided by spaces */
    size_t mark;
    enum mark_type type; /* MARK_LOOSE: to be judged; MARK_NONE: a name that says nothing */
    bool unsure;         /* a place by name that may be something else */
    size_t line;
    bool listed, joined; /* with the next one: in a row, by "and" */
    bool settled;        /* its row is one of places */
    bool divided;        /* "West Thorby": a part of a town, or of two that share a name */
    uint64_t key;
};

/* What the article says of a spelling. */
struct verdict {
    uint64_t key;
    uint32_t places, persons, sightings;
    bool located; /* led to as places are: "at Sangi" */
};

struct judge {
    struct finder *finder;
    ARRAY(struct item) items;
    ARRAY(struct verdict) verdicts;
};

static inline uint32_t classes_of(const struct judge *judge, size_t line, uint32_t word)
{
    return finder_classes(judge->finder, &judge->finder->lines[line], word);
}

static inline const struct line *line_of(const struct judge *judge, const struct item *item)
{
    return &judge->finder->lines[item->line];
}

static inline char byte_behind(const struct finder *finder, uint32_t word, uint32_t offset)
{
    uint32_t at = finder_word(finder, word)->end + offset;
    return at < finder->text->bytes.len ? finder->text->bytes.s[at] : '\0';
}

/* The word behind a bracket that opens behind the item, or its end. */
uint32_t loose_behind_bracket(const struct finder *finder, const struct item *item);

bool loose_is_example(const struct judge *judge, const struct item *item);

/* "la Ducati", "the Tigers": persons and towns have no article. */
bool loose_has_article(const struct judge *judge, const struct item *item);

/* "Wilkins": what families are called and little else. */
bool loose_is_surname(const struct judge *judge, const struct item *item);

/* "the Mandovi river", "Atwick village": what it is stands behind it, in small letters. */
bool loose_is_called(const struct judge *judge, const struct item *item);

/* Whether what stands beside the item shows a place, or a person where it shows none. */
bool loose_shows_place(const struct judge *judge, const struct item *item);
bool loose_shows_person(const struct judge *judge, const struct item *item);

#endif
