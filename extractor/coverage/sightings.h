/* sightings.h - what coverage takes from one article: where each name was seen, in what form.
 * First of the three steps of this room, through which data flows one way:
 *     sightings.c   an analysed article  -> sightings
 *     tally.c       sightings            -> counts over all articles
 *     report.c      counts               -> what is shown, in its order, for one of the writers */
#ifndef NEWSGAZ_COVERAGE_SIGHTINGS_H
#define NEWSGAZ_COVERAGE_SIGHTINGS_H

#include "coverage/quote.h"
#include "extract.h"
#include "gazetteer/unlisted.h"

struct sighting {
    struct str surface;         /* on one line */
    struct str subject;         /* id of the entity, or a key that all forms of a name share that no
                                   gazetteer has */
    bool listed;                /* the subject is an entity */
    struct str called, kind;    /* of the entity */
    enum unlisted_type type;
    struct str lang;            /* of the segment */
    struct str variant_kind;
    struct str runner_up;       /* id of the next best reading, or empty */
    struct str beside;          /* id of the entity that an unlisted name seems to be another name
                                   of: "Stepanakert (Khankendi)"; or empty */
    bool ambiguous;
    bool found;                 /* the record has it; else its capitals alone speak for it */
    bool unproved;              /* and these may be those of a beginning */
    uint64_t first_word;        /* hash */
    bool one_word;
    struct citation citation;
};

struct sightings {
    struct arena arena;             /* holds all that the strings point to */
    struct str source, month;       /* "2023-09"; empty where unknown */
    ARRAY(struct sighting) names;
    ARRAY(uint64_t) small_words;    /* hashes of the words that are written small */
};

/* Where the article comes from, as the caller knows it. */
struct provenance {
    struct str file;
    struct str source; /* empty: the article's publisher, the host of `url` or of the article's
                          own address, else `folder` */
    struct str url, folder;
};

/* The names of the article that the session analysed last; those in bylines and in furniture of the
 * page are left out. To be given back with sightings_free. */
struct sightings *sightings_of(const struct ngz_engine *engine, const struct analysis *analysis,
                               struct provenance provenance);
void sightings_free(struct sightings *sightings);

/* Appends "nagorno-karabakh" for "Nagorno-Karabakh" and for "Nagorno Karabakh". */
void slug_add(const struct fold *fold, struct str name, struct buffer *into);

#endif
