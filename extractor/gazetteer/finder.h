/* finder.h - what the steps of the names stage share while they read one article:
 *     match.c     words that are those of a gazetteer name         -> hits
 *     press_match.c  unknown words that sound as one name does   -> more hits
 *     marks.c     each sentence read from the left, with its hits  -> marks (see reading.h)
 *     works.c     marks within titles of works dropped
 *     persons.c   marks of one person brought together             -> persons
 *     loose.c     capitalised words judged by the whole article (see loose.h)
 *     resolve.c   which entity each mark means (see judge.h)
 *     names.c     the corridor, and what later stages get */
#ifndef NEWSGAZ_GAZETTEER_FINDER_H
#define NEWSGAZ_GAZETTEER_FINDER_H

#include "gazetteer/match.h"
#include "gazetteer/names.h"

enum mark_type {
    MARK_PLACE = NAME_PLACE,
    MARK_PERSON = NAME_PERSON,
    MARK_ORGANISATION = NAME_ORGANISATION,
    MARK_DEMONYM,
    MARK_LOOSE, /* one capitalised word that may turn out to be a surname */
    MARK_NONE
};

/* Words of the text that are, or may be, a name. */
struct mark {
    uint32_t first, words;
    enum mark_type type;
    bool needs_support;    /* a name of use "context" */
    bool family;           /* a small place called as a family is */
    bool weak;             /* a place called as persons or things are: wants a locative before it */
    struct hit hit;        /* node 0: no gazetteer name */
    uint32_t person;       /* of finder.persons, or NO_INDEX */
    uint32_t entity;       /* of the index, or NO_INDEX */
    uint32_t runner_up;    /* of the index, or NO_INDEX */
    int margin;            /* points between it and the runner-up */
    bool ambiguous;
    bool placed;           /* shown to be a place by where it stands */
    bool renames;          /* another name of the place before: "(Kərkicahan in Azerbaijani)" */
    bool acts;             /* a country or capital that speaks or decides: its government */
    struct str rule;
    struct str kind, lang; /* of the variant */
};

/* A person of this article, by all its mentions. */
struct known_person {
    uint32_t first, words;   /* its fullest form */
    uint64_t surname, given; /* hashes; given is 0 while only the surname is known */
    uint64_t initial;        /* hash of the given name's first letter */
    uint32_t entity;         /* of the index, or NO_INDEX */
    const struct sounds *sounds; /* of the surname, once asked for */
    struct str local;
};

/* A sentence while it is read. */
struct line {
    uint32_t first, end; /* words */
    uint32_t tag;        /* layout_tag of its language */
    bool title_case;     /* Every Word Capitalised, or ALL CAPITALS: capitals prove nothing */
    bool boilerplate;
};

struct finder {
    const struct index *index;
    const struct text *text;
    const struct str *codes; /* of languages */
    struct arena *arena;
    int year;                /* of publication, or NO_YEAR */
    struct hits hits;
    struct line *lines;      /* of each sentence */
    struct buffer scratch;
    uint32_t *classes;       /* of each word, once CLASSES_KNOWN */
    uint8_t *notes;          /* of each word: enum note */
    ARRAY(struct mark) marks; /* in text order */
    ARRAY(struct known_person) persons;
    ARRAY(uint32_t) scores; /* words: "3-1", as results of matches have them */
};

enum note { CLASSES_KNOWN = 1, BEGINS_HIT = 2 };

static inline const struct word *finder_word(const struct finder *finder, uint32_t word)
{
    return &finder->text->words.items[word];
}

static inline uint32_t finder_classes(struct finder *finder, const struct line *line, uint32_t word)
{
    if (!(finder->notes[word] & CLASSES_KNOWN))
        finder->classes[word] = index_classes(finder->index, finder_word(finder, word)->hash,
                                              line->tag);
    finder->notes[word] |= CLASSES_KNOWN;
    return finder->classes[word];
}

/* The classes of the endings of the word, with letters before them. */
uint32_t finder_endings(const struct finder *finder, const struct line *line, uint32_t word);

/* Whether a word of one of the classes stands before the word: "in", "near", "Lake". */
bool finder_led_to(struct finder *finder, const struct line *line, uint32_t word, uint32_t classes);

/* "Uccise a Ginevra", "a Ficarolo", "près de Gao", but not "chiede a Foreman", "davanti a Falcao",
 * "a Ginevra Bompiani": whether the words from `first` up to `end` are led to as places are, and end
 * a phrase. */
bool finder_located(struct finder *finder, const struct line *line, uint32_t first, uint32_t end);

/* "East of", "30 miles from": whether a direction or distance leads to the word. */
bool finder_directed(struct finder *finder, const struct line *line, uint32_t first);

/* "A Lincoln resident", "the Madison mayor": who is of a town stands right behind its name. */
bool finder_peopled(struct finder *finder, const struct line *line, uint32_t first, uint32_t end);

/* "La Guaira, Vargas.": between commas behind a place it is the area which that lies in. */
bool finder_area_behind(const struct finder *finder, const struct mark *mark);

#define LEADS_TO_PLACE (CLASS_PLACE_PREPOSITION | CLASS_PLACE_HEAD | CLASS_LOCATIVE)
#define LOCATES (CLASS_PLACE_HEAD | CLASS_LOCATIVE)

/* Whether quotation marks stand around just these words: the name of a book, ship, company … */
bool finder_quoted(const struct finder *finder, uint32_t first, uint32_t end);

/* Whether one of the words' letters is followed by a dot: an initial. */
bool finder_abbreviated(const struct finder *finder, uint32_t word);

/* An id of its own for what no gazetteer knows: "chude-marrakech". */
struct str finder_slug(struct finder *finder, uint32_t first, uint32_t words);

/* Adds hits for unknown words that sound as one name does. */
void press_find(struct finder *finder);

void marks_read(struct finder *finder);
void works_drop(struct finder *finder); /* what stands in titles */
void persons_link(struct finder *finder);
void persons_add(struct finder *finder, struct mark *mark); /* one more, by one mention */
void persons_name(struct finder *finder); /* once all are known */
void loose_judge(struct finder *finder);
void resolve_marks(struct finder *finder);

#endif
