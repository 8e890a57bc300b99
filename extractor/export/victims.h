/* victims.h - which words for victims say that these are civilians: rules/victims.tsv, a table that
 * linguists edit. */
#ifndef NEWSGAZ_EXPORT_VICTIMS_H
#define NEWSGAZ_EXPORT_VICTIMS_H

#include "base/array.h"

struct victims {
    struct arena arena;
    ARRAY(struct str) civilians; /* words, in lower case */
};

/* Reads the table; 0 or an errno value. */
int victims_read(struct victims *victims, const char *path);
void victims_free(struct victims *victims);

/* True when one of the words of the phrase, which is in lower case, is one of the table's. */
bool victims_are_civilian(const struct victims *victims, struct str phrase);

#endif
