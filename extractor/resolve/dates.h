/* dates.h - what the `value` line of a date rule says. The language is told in rules/README.md,
 * "Values of dates". Reading gives what the words say; completing adds what only the article, its
 * date and the dates before can tell. */
#ifndef NEWSGAZ_RESOLVE_DATES_H
#define NEWSGAZ_RESOLVE_DATES_H

#include "resolve/dates_calendar.h"
#include "resolve/resolve.h"

enum direction {
    NEAREST,   /* to the article's date, as the tense allows */
    LAST,      /* "last September": the latest that is over */
    NEXT,      /* the earliest that has not begun */
    THIS,
    FOLLOWING, /* the earliest behind the text's last date */
    PRECEDING,
    COMING,    /* the earliest that is not over */
    THAT       /* "that Thursday": the nearest to the text's last date */
};

enum { NEAR_SENTENCES = 4 }; /* so far back the text's last date is what others are told from */

/* The present is of what is to come, "the show opens in May", or of a story of the past. */
enum tense { TENSE_NONE, TENSE_PAST, TENSE_PRESENT, TENSE_FUTURE };

enum basis { BASIS_EXPLICIT, BASIS_RELATIVE, BASIS_CONTEXT, BASIS_WEEKDAY };

struct reading {
    struct when from, to;         /* `to` only of a range */
    bool range, open_from, open_to, about;
    enum direction direction;
    enum basis basis;
    int nth;                      /* "the last day of": `from` says which unit */
    int told;                     /* days from `base`: "the day after" */
    struct when base;
    struct str time, mod, event;
};

/* What is known when a date is read: the article's date and the last one of the text. */
struct timeline {
    struct when article;          /* unit NONE: not known */
    struct when issue;            /* of an article that tells but its month: the last day of that */
    struct when last;             /* where the story is */
    struct when base;             /* the day that `last` was told from, if it was */
    int told;                     /* so many days from it */
    struct when mentioned;        /* the last date of all, looked back to or not */
    uint32_t last_sentence;
    bool last_opens;              /* it began its paragraph */
    struct when opened;           /* the last that did */
    bool from_now;                /* the text tells from a day that is not known: "on Monday" */
    struct when frame;            /* the week that opens a sentence: its weekdays lie in it */
    uint32_t frame_sentence;
    int heading;                  /* the year over a chronicle's paragraph, or UNKNOWN */
    uint32_t heading_paragraph;
    bool second_first;            /* of "X or Y" the text writes Y: days before months */
};

struct dates {
    const struct resolve *resolve;
    struct timeline timeline;
    uint32_t sentence;            /* of the date being read */
    bool opens;                   /* it begins its paragraph, as in a chronicle */
    enum tense tense;
    bool begun;                   /* it is the beginning of what is going on: "since November" */
};

/* False when the parts do not go together: then they are dates of their own. */
bool dates_read(const struct dates *dates, const struct mark *mark, struct reading *ret);

/* Fills in what the words leave open, as far as that can be known. */
void dates_complete(const struct dates *dates, struct reading *reading);

/* "{a} or {b}" of which only the second is possible: the text puts days first. */
bool dates_shows_order(const struct dates *dates, const struct mark *mark);

#endif
