/* links.h - what the files that link claims to places and dates share. */
#ifndef NEWSGAZ_RESOLVE_LINKS_H
#define NEWSGAZ_RESOLVE_LINKS_H

#include "resolve/tolls.h"

/* ---- links_when.c ---------------------------------------------------------------------------- */

/* The first of the record's dates that begins at this byte or behind it. */
uint32_t first_date(const struct record *record, uint32_t from);

/* True of a day on which something was said, rather than done. */
bool is_of_report(const struct resolve *resolve, uint32_t sentence, struct span date);

/* True of the day on which the dead were found, which is not that of their death. */
bool is_of_finding(const struct resolve *resolve, uint32_t sentence, struct span date);

/* "PARIS, June 3 (Agency) - …": a day or place at the head of the sentence, and a dash soon behind. */
bool is_of_dateline(const struct resolve *resolve, const struct sentence *sentence,
                    struct span date);

/* "By 2030", a day to come: no day on which anyone was harmed. */
bool tells_no_day(const struct record *record, const struct date_mention *date);

/* "During the war", "some days ago": any other date comes first. */
bool says_little(const struct resolve *resolve, uint32_t date);

/* Takes the sentence's nearest date. False while a better one is to be looked for. */
bool link_date(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
               const char *basis);

/* "Since 2015", "as of Saturday … since the war began": the count goes on from there. */
bool counts_on(const struct resolve *resolve, uint32_t sentence, const struct casualty *claim);

/* In a chronology each sentence has a day and a place of its own. */
bool has_other_day(const struct resolve *resolve, uint32_t sentence,
                   const struct casualty *claim);

/* ---- links_where.c --------------------------------------------------------------------------- */

/* The country of the entity that a name of the record stands for; empty for NO_INDEX or none. */
struct str country_of(const struct record *record, uint32_t name);

/* A scene rule that captures neither place nor scene tells none. */
bool shows_scene(const struct mark *mark);

/* A scene that has a name, whether the gazetteer knows it or not. */
bool is_named(const struct mark *scene);

/* True where the claim's scene, which the sentence tells, is a name. */
bool has_name_of_scene(const struct resolve *resolve, uint32_t sentence,
                       const struct casualty *claim);

/* The record's name that the mark has captured as its place, or NO_INDEX. */
uint32_t captured_place(const struct resolve *resolve, const struct mark *scene);

/* Takes the place or the phrase that a scene rule, or the toll rule itself, has captured. */
void take_scene(const struct resolve *resolve, const struct mark *scene, struct casualty *claim,
                const char *basis);

/* Takes the sentence's nearest scene. False while a better one is to be looked for. */
bool link_place(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
                const char *basis);

/* "In the hospital", "at the market": a sentence before says of which town. */
void link_around(const struct resolve *resolve, uint32_t sentence, struct casualty *claim);

/* "The Bosnian War left 100,000 dead": where the event was. */
bool take_event_place(const struct resolve *resolve, struct casualty *claim);

/* A part takes the scene that stands right behind it. */
void link_part(struct resolve *resolve, uint32_t sentence, struct casualty *part);

/* ---- sections.c ------------------------------------------------------------------------------ */

/* True of a heading with the body and, above that, the article's own heading before it. */
bool divides_body(const struct resolve *resolve, uint32_t heading);

/* The place that a heading in the body tells as the scene of what stands below it, or NO_INDEX. */
uint32_t heading_place(const struct resolve *resolve, uint32_t heading);

/* ---- repeats.c ------------------------------------------------------------------------------- */

/* How two circumstances stand to each other: told apart, not told, or told alike. */
enum accord { APART, OPEN, ALIKE };

/* By the places of two claims; a country is not apart from what lies in it. */
enum accord accord_of_places(const struct record *record, const struct casualty *a,
                             const struct casualty *b);

#endif
