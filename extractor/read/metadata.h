/* metadata.h - what sources say about themselves in several places: the most trusted one wins. */
#ifndef NEWSGAZ_READ_METADATA_H
#define NEWSGAZ_READ_METADATA_H

#include "read/article.h"

enum field {
    FIELD_PUBLISHED,
    FIELD_TITLE,
    FIELD_AUTHOR,
    FIELD_LANG,
    FIELD_PUBLISHER,
    FIELD_URL,
    FIELD_COUNT
};

/* Ranks of trust, the lowest wins; within one kind the earlier in its table is trusted more. */
enum rank {
    RANK_ARTICLE = 0,   /* structured data on the article */
    RANK_PAGE = 10,     /* structured data on the page */
    RANK_META = 20,     /* meta elements */
    RANK_MARKED = 60,   /* elements marked as being the date, the author… */
    RANK_VISIBLE = 70,  /* the first of their kind in the article */
    RANK_NONE = 100
};

struct metadata {
    struct arena *arena;
    struct {
        struct str value;
        int rank;
    } fields[FIELD_COUNT];
};

struct metadata metadata_new(struct arena *arena);

/* Takes a copy of `value` if it is of a better rank than what is known. Several authors of the
 * same rank are all kept. What is no date, author or language by its form is ignored. */
void metadata_offer(struct metadata *metadata, enum field field, int rank, struct str value);

void metadata_finish(const struct metadata *metadata, struct article *article);

/* What callers give: "2023-09-26" and "2023-09" as they are, "2023-09-26T18:30:00Z" and
 * "2023-09-26 18:30" without their time; empty for anything else. */
struct str published_date(struct str value);

/* The day in "2023-09-26T18:30:00+02:00", "20230926T1830Z" or "Tue, 26 Sep 2023 18:30:00 GMT"
 * as "2023-09-26"; empty if there is none. */
struct str iso_day(struct str value, struct arena *arena);

#endif
