/* judge.h - what the parts of resolve.c share while they weigh the readings of an article's names:
 *     neighbours.c  what stands beside a name, and what it says of each reading
 *     support.c     names that need support, and places that speak for their governments
 *     resolve.c     the points, the choice, the passes over the article */
#ifndef NEWSGAZ_GAZETTEER_JUDGE_H
#define NEWSGAZ_GAZETTEER_JUDGE_H

#include "gazetteer/finder.h"

enum { MOST_COUNTRIES = 64, MOST_ANCHORS = 32 };

/* Eighths of a doubling of `prior`. */
enum points {
    QUALIFIED = 150,    /* "Paris, Texas" */
    WITHIN = 40,        /* and the gazetteer has it there, not only in that country */
    LOCATED_NEARBY = 60, /* "Atlanta, Georgia": the city before is in that country */
    LISTED_ALIKE = 270, /* "Ohio, Oregon, Texas": states, not towns */
    SAME_AS = 200,      /* "Aghavno (Zabux in Azerbaijani)": the other name's place */
    HEADED = 100,       /* "the state of Washington", "Washington state" */
    NEAR_ANOTHER = 25,  /* a place that the article surely names is a few hours away */
    COUNTRY_NAMED = 25,
    COUNTRY_AGAIN = 4,  /* for each further mention, up to five */
    AS_WRITTEN = 10,    /* rather than folded */
    SAME_LANGUAGE = 9,   /* less than how it is written */
    AT_HOME = 33,        /* official in the text's language: Brest is France's in French */
    ERROR_IN_PRINT = -20,
    SELDOM_MEANT = -60, /* a name of use "context" beside one of use "yes" */
    OUT_OF_DATE = -60,
    CLEAR_MARGIN = 23,
    SURE_MARGIN = 60,   /* to say something of other names */
};

struct countries {
    uint32_t codes[MOST_COUNTRIES];
    int counts[MOST_COUNTRIES];
    int count;
};

/* Where the article surely is, in millionths of a degree. */
struct anchors {
    int32_t lat[MOST_ANCHORS], lon[MOST_ANCHORS];
    int count;
};

struct judge {
    struct finder *finder;
    struct countries countries;
    struct anchors anchors;
    struct line line;
    size_t mark;
    struct str surface; /* of the mark */
    const struct mark *before, *after; /* note_neighbours */
    const struct mark *listed;         /* a neighbour that is a part of a country */
    bool bracketed, area_headed, town_headed, water_headed;
};

static inline const struct layout_entity *entity_at(const struct judge *judge, uint32_t entity)
{
    return &judge->finder->index->entities[entity];
}

static inline const struct layout_sort *sort_at(const struct judge *judge, uint32_t entity)
{
    return index_sort(judge->finder->index, entity_at(judge, entity));
}

static inline int count_of(const struct countries *countries, uint32_t code)
{
    for (int i = 0; i < countries->count; i++)
        if (countries->codes[i] == code)
            return countries->counts[i];
    return 0;
}

static inline const struct mark *mark_at(const struct judge *judge, size_t at)
{
    return &judge->finder->marks.items[at];
}

/* ---- neighbours.c ---- */

/* The place named just before (-1) or just behind (1) the mark, a few words off, or NULL. */
const struct mark *neighbour(const struct judge *judge, int step);

/* Whether a comma or bracket, and no end of a sentence, stands between the two. */
bool is_apposed(const struct judge *judge, const struct mark *left, const struct mark *right);

bool is_country(const struct judge *judge, const struct layout_sort *sort);

/* What speaks for the entity's lying within a place that the outer mark may mean. */
int points_of_outer(const struct judge *judge, const struct layout_entity *inner,
                    const struct mark *outer);

/* A word of these classes right behind the name, or before it, perhaps with "of" between. */
bool has_head(struct judge *judge, const struct mark *mark, uint32_t classes);

/* Finds the neighbours that say something of the mark: once for all its readings. */
void note_neighbours(struct judge *judge, const struct mark *mark);
int points_of_neighbours(const struct judge *judge, const struct layout_entity *entity);

/* ---- support.c ---- */

/* Drops a name of use "context" that nothing near supports. */
void drop_unsupported(struct judge *judge, struct mark *mark);

/* Notes whether a country or capital speaks or decides. */
void note_acting(struct judge *judge, struct mark *mark);

#endif
