/* frame.h - what the article's lead says of where and when, for the claims that do not say it. */
#ifndef NEWSGAZ_RESOLVE_FRAME_H
#define NEWSGAZ_RESOLVE_FRAME_H

#include "base/days.h"
#include "resolve/links.h"

enum harm_kind { HARM, FLIGHT, ABDUCTION, ARREST };

/* The article's main event. */
struct frame {
    enum harm_kind kind;
    uint32_t place, date; /* indexes, or NO_INDEX */
    struct days days;     /* not known where the article has no date: "on Monday" */
    bool alone;           /* a place without a day, and not of all that the article tells */
};

/* Finds the frame that the lead tells; false where it tells none. `marks` has the toll mark of each
 * claim. */
bool frame_found(const struct resolve *resolve, const uint32_t *marks, struct frame *ret);

/* ---- claims and the sentences that they stand in --------------------------------------------- */

enum harm_kind kind_of(const struct casualty *claim);

uint32_t sentence_of(const struct resolve *resolve, const uint32_t *marks, uint32_t claim);

uint32_t paragraph_of(const struct resolve *resolve, uint32_t sentence);

/* True of a claim that is no part of another and stands in the article's prose. */
bool is_body_claim(const struct resolve *resolve, const uint32_t *marks, uint32_t claim);

/* The claim's date as that of the harm: NO_INDEX where it has none, or the dead were found then. */
uint32_t date_of(const struct resolve *resolve, uint32_t claim);

/* False where the claim tells a place, if only one that the gazetteer lacks. */
bool lacks_place(const struct resolve *resolve, uint32_t sentence, const struct casualty *claim);

/* True where the sentence is of a line that begins with a bullet. */
bool is_item(const struct resolve *resolve, uint32_t sentence);

/* A context rule of the sentence has the attribute `other`: "yes" where it speaks of another event,
 * "no" where it comes back to this one. */
bool has_other(const struct resolve *resolve, uint32_t sentence, const char *what);

/* "A similar attack", "since the war began": the sentence speaks of another event. */
bool speaks_of_other(const struct resolve *resolve, uint32_t sentence);

/* ---- days and places ------------------------------------------------------------------------- */

/* The days of a date of the record; unknown for NO_INDEX. */
struct days days_at(const struct record *record, uint32_t date);

/* True of days so few that one event may fill them. */
bool is_short(struct days days);

/* "On Monday", "on 3 May": a day that an article without a date does not tell. */
bool is_untold(const struct record *record, uint32_t date);

/* True of the place in a dateline, where something happened only as long as nothing says otherwise. */
bool is_sent_from(const struct resolve *resolve, uint32_t place);

/* True of a scene in the article's own headline. */
bool is_in_headline(const struct resolve *resolve, const struct mark *scene);

/* The first scene before the sentence `lead` that has a name and stands so, or NO_INDEX. */
uint32_t place_of_lead(const struct resolve *resolve, uint32_t lead,
                       bool (*stands)(const struct resolve *, const struct mark *));

#endif
