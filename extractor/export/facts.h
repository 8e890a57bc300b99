/* facts.h - what a record's claims say of where and when, so that claims of several articles can be
 * told to be of one incident. What a claim does not say itself is taken from the claim beside it
 * or from its article, and the basis says so. */
#ifndef NEWSGAZ_EXPORT_FACTS_H
#define NEWSGAZ_EXPORT_FACTS_H

#include "base/days.h"
#include "record.h"

struct fact {
    uint32_t place;         /* entity, or NO_INDEX */
    struct str place_basis; /* as in the record; "same", "neighbour", "whole", "article" */
    struct days days;       /* of the harm */
    struct str date_basis;  /* as in the record, or "same", "neighbour", "whole" */
    int32_t as_of;          /* the day on which the figure stood so, or NO_DAY */
};

/* One for each casualty, in the arena. */
struct fact *facts_of(const struct record *record, struct arena *arena);

/* The place that the article is about: the one named most often that is no country. NO_INDEX when
 * none is named twice. */
uint32_t focus_of(const struct record *record);

/* The sentence, or what fits of it, round a mention. */
struct str excerpt_of(const struct record *record, struct span at);

#endif
