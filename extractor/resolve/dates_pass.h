/* dates_pass.h - what is known while the dates of an article are read, within this room: dates.c
 * takes them in text order, dates_article.c finds the article's own. */
#ifndef NEWSGAZ_RESOLVE_DATES_PASS_H
#define NEWSGAZ_RESOLVE_DATES_PASS_H

#include "resolve/dates.h"

/* "On 27 September 2021, the first anniversary of the war of 2016": two date marks. */
struct anniversary {
    uint32_t day, event;
    struct str year; /* of the event, where it is no date mark */
    long years;
};

struct pass {
    struct dates dates;
    uint32_t *outer;       /* for each mark, the date mark that it is a part of, or NO_INDEX */
    enum tense *tense;     /* of each mark, as notes say */
    bool *aside;           /* of each mark: looked back to, as notes say */
    uint8_t *published;    /* 1: a note says that it is the article's date; 2: the first one */
    ARRAY(struct anniversary) anniversaries;
    struct when article;   /* the article's own day; the timeline's is that of a diary's entry */
    bool diary;            /* two of its paragraphs or more begin with a day */
    bool lined;            /* … in lines of their own; one may be the day of the article */
    bool under_line;       /* the entry's day stands in a line of its own */
};

static inline struct mark *mark_at(const struct pass *pass, uint32_t mark)
{
    return &pass->dates.resolve->marks->items.items[mark];
}

static inline size_t mark_count(const struct pass *pass)
{
    return pass->dates.resolve->marks->items.count;
}

/* No part of another date. */
static inline bool is_whole(const struct pass *pass, uint32_t mark)
{
    return is_of_kind(mark_at(pass, mark), RULE_DATE) && pass->outer[mark] == NO_INDEX;
}

/* What the date says by itself, whatever stands before it. */
struct reading read_alone(struct pass *pass, uint32_t mark);

/* A line that is nothing but a date. */
bool stands_alone(const struct pass *pass, const struct mark *mark);

/* The caller's date, or the metadata's, or what the text tells of it; sets the timeline's and the
 * record's. Reads dates alone, before their order is known. */
void find_article_date(struct pass *pass);

#endif
