/* match.h - where the words of a text are those of a gazetteer name. */
#ifndef NEWSGAZ_GAZETTEER_MATCH_H
#define NEWSGAZ_GAZETTEER_MATCH_H

#include "gazetteer/lookup.h"
#include "text/text.h"

/* How words whose letters are no name's were found. */
enum sound {
    SOUND_NONE,
    SOUND_SAME, /* their press key is a name's that is written in other letters at home */
    SOUND_NEAR, /* less than that: only with the name's country in the text */
};

struct hit {
    uint32_t first, words; /* words of the text */
    uint32_t node;
    uint8_t bits;    /* enum hit_bit: what it is without further evidence */
    uint8_t context; /* what it is where something near supports it */
    bool small;      /* written without the capitals that the name has */
    enum sound by_sound;
};

struct hits {
    struct hit *items;
    size_t count, capacity;
};

/* match_joined for what is not one space. */
bool match_joined_otherwise(const struct text *text, uint32_t word);

/* How a word and the one before it may stand to each other inside a name. */
static inline bool match_joined(const struct text *text, uint32_t word)
{
    const struct word *before = &text->words.items[word - 1], *after = before + 1;
    return (after->start - before->end == 1 && text->bytes.s[before->end] == ' ') ||
           match_joined_otherwise(text, word);
}

/* All names of the text, longest first from the left, none overlapping. */
void match_find(const struct index *index, const struct text *text, struct arena *arena,
                struct hits *ret);

/* The hit that `words` words in the given order make, whatever stands between them. */
bool match_words(const struct index *index, const struct text *text, const uint32_t *words,
                 uint32_t count, struct hit *ret);

/* Whether the name may be written as these words are: the case of each letter is evidence. */
bool match_case(const struct text *text, const struct hit *hit,
                const struct layout_manner *manner);

/* The prior of the likeliest entity that the hit may name. */
uint32_t match_prior(const struct index *index, const struct hit *hit);

/* The bytes of the hit, with the last dot of "U.S." */
struct span match_span(const struct index *index, const struct text *text, const struct hit *hit);

#endif
