/* layers.h - the mentions of a record in text order, for formats that mark them in the text. */
#ifndef NEWSGAZ_EXPORT_LAYERS_H
#define NEWSGAZ_EXPORT_LAYERS_H

#include "record.h"

enum layer { LAYER_NAME, LAYER_DATE, LAYER_CASUALTY };

struct annotation {
    struct span at;
    enum layer layer;
    size_t index; /* among the record's mentions of that kind */
};

struct annotations {
    struct annotation *items;
    size_t count;
};

/* All of them: by their start, the longer before the shorter. */
struct annotations annotations_of(const struct record *record, struct arena *arena);

/* Without those that begin in one and end outside it, and where `flat` without those inside one.
 * *ret_dropped: how many went. */
struct annotations annotations_nested(struct annotations all, bool flat, struct arena *arena,
                                      size_t *ret_dropped);

#endif
