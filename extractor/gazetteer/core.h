/* core.h - a name without what it is ("province", "lago") and without the small words that join its
 * parts: "provincia di Tokat", "Tokat Province" and "province de Tokat" are one name. */
#ifndef NEWSGAZ_GAZETTEER_CORE_H
#define NEWSGAZ_GAZETTEER_CORE_H

#include "gazetteer/lookup.h"

struct core {
    struct press_key keys[MOST_READINGS]; /* joined */
    size_t count;   /* of keys; 0 where nothing is left */
    uint32_t heads; /* classes of the words that say what it is */
    bool cut;       /* something was left out */
};

/* The classes of a word in any language: a name may be of all of them. */
uint32_t classes_in_any(const struct index *index, uint64_t word);

void core_of(const struct index *index, struct str name, struct core *ret);

#endif
