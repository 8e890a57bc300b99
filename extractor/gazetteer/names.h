/* names.h - the names stage: an article's words in, its places, persons and organisations out. */
#ifndef NEWSGAZ_GAZETTEER_NAMES_H
#define NEWSGAZ_GAZETTEER_NAMES_H

#include "gazetteer/index.h"
#include "record.h"
#include "text/text.h"

/* A name found. Those of kind demonym ("Armenian", "azero", "Arméniens") are no places and stay
 * out of the record; later stages see them as {nationality}. */
struct name_found {
    bool demonym;
    struct str country; /* of a demonym, as that of its places: "AM"; else empty */
    struct name_mention mention; /* mention.entity indexes names.entities */
};

/* What `newsgaz explain` shows of a name: its gazetteer row, and the readings that lost and why. */
struct name_trace {
    struct span at;
    struct str row, lost;
};

struct names {
    ARRAY(struct entity) entities;  /* in order of first mention, each once */
    ARRAY(struct name_found) found; /* in text order, none overlapping another */
    bool tracing;                   /* set by the caller: fill `traces` */
    ARRAY(struct name_trace) traces;
};

/* Finds the names of a text whose words, sentences and segments are known. `published` (EDTF, may
 * be empty) lets dated names and namesakes be told apart. `language_codes` gives the BCP 47 code
 * of each `language` value. All results live in `arena` or in the index. */
void names_find(const struct index *index, const struct text *text, struct str published,
                const struct str *language_codes, struct arena *arena, struct names *ret);

/* Every Word Capitalised, or ALL CAPITALS: capitals prove nothing in it. */
bool sentence_is_shouted(const struct text *text, const struct sentence *sentence);

#endif
