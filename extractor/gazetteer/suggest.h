/* suggest.h - which entities of the gazetteer may be meant by a name that it does not have. */
#ifndef NEWSGAZ_GAZETTEER_SUGGEST_H
#define NEWSGAZ_GAZETTEER_SUGGEST_H

#include "gazetteer/index.h"
#include "record.h"

/* All names of an index, arranged to be found by what they are like. Making one reads the whole
 * index (a tenth of a second for 80,000 names); asking takes a few milliseconds or less. One thread
 * at a time may ask. The index must outlive it. */
struct suggester;

struct suggester *suggester_new(const struct index *index);
void suggester_free(struct suggester *suggester);

struct suggestion {
    uint32_t entity;    /* of the index */
    struct str id, called; /* the entity's id and the name shown to readers */
    enum name_type type;
    struct str kind;    /* of the entity: "city"; empty for persons */
    struct str nearest; /* its name that is most like the one asked for, as the tables spell it */
    double score;       /* 0 to 1: how like the two are; 1 is the same spelling */
    struct str reason;  /* "exact", "folded", "press key", "edit distance 1", "similar" … */
    bool match;         /* near enough, and nothing else is: safe to take without a look */
};

/* What may be suggested: bits 1 << enum name_type. */
enum { SUGGEST_PLACES = 1 << NAME_PLACE, SUGGEST_PERSONS = 1 << NAME_PERSON,
       SUGGEST_ORGANISATIONS = 1 << NAME_ORGANISATION, SUGGEST_ANY = 7 };

/* Up to `most` entities, the likeliest first, each once, written to `ret`; returns how many.
 * `surface` is valid UTF-8. The strings stay valid as long as the index. */
size_t suggest(struct suggester *suggester, struct str surface, unsigned types, size_t most,
               struct suggestion *ret);

#endif
