/* unlisted.h - capitalised words that look like a name and were not found to be one: candidates
 * for new rows. They are no mentions: nothing but reports about coverage sees them. */
#ifndef NEWSGAZ_GAZETTEER_UNLISTED_H
#define NEWSGAZ_GAZETTEER_UNLISTED_H

#include "gazetteer/index.h"
#include "record.h"
#include "text/language.h"

/* What covers a word of the text already. */
enum taken { TAKEN_BY_NOTHING, TAKEN_BY_NAME, TAKEN_BY_OTHER };

/* What the words in and around it say that it is. */
enum unlisted_type {
    UNLISTED_PLACE = NAME_PLACE,
    UNLISTED_PERSON = NAME_PERSON,
    UNLISTED_ORGANISATION = NAME_ORGANISATION,
    UNLISTED_UNKNOWN,
    UNLISTED_TYPES
};

struct unlisted_name {
    struct span at;
    enum unlisted_type type;
    uint32_t sentence;
    bool unproved; /* its capital may be that of a beginning: of a sentence, a quotation, a line */
};

struct unlisted {
    ARRAY(struct unlisted_name) items; /* in text order */
};

/* `taken` says for each word of the text what covers it. Furniture of the page, bylines, headings
 * Written Like This and text in languages without rules are left out. */
void unlisted_find(const struct index *index, const struct languages *languages,
                   const struct text *text, const uint8_t *taken, struct arena *arena,
                   struct unlisted *ret);

#endif
