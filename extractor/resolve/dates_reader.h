/* dates_reader.h - the parts of the value language's reader, within this room: dates_read.c has the
 * grammar and the names of spans, dates_within.c one within another, dates_away.c what is told from
 * another. */
#ifndef NEWSGAZ_RESOLVE_DATES_READER_H
#define NEWSGAZ_RESOLVE_DATES_READER_H

#include "resolve/dates.h"

struct reader {
    const struct dates *dates;
    const struct mark *mark;
    struct when last;      /* what "then" means: a range's left side, or the text's last date */
    bool behind;           /* that is a captured date: "two weeks after Christmas" */
    bool failed;           /* parts that do not go together */
};

/* Takes the first word off `rest`, which is left trimmed. */
struct str next_word(struct str *rest);

/* Digits, or number words as the language's tables have them; below zero when it is neither. */
long number_in(const struct reader *reader, struct str text);

/* What either of two parts says of time of day, part and event. */
static inline void add_words(struct reading *to, const struct reading *from)
{
    to->time = to->time.len ? to->time : from->time;
    to->mod = to->mod.len ? to->mod : from->mod;
    to->event = to->event.len ? to->event : from->event;
}

/* One span of time: all but ranges and open ends. */
void read_point(struct reader *reader, struct str text, struct reading *ret);

/* The two sides of " of "; parts that do not go together make the reader fail. */
void read_within(struct reader *reader, struct str left, struct str right, struct reading *ret);

/* "day-1" "week+0": the unit that the article's day, or `then` the text's last date, lies in, moved.
 * False when `word` is nothing of the kind. */
bool read_moved(const struct reader *reader, struct str word, bool then, struct reading *ret);

/* What stands behind these words: "day three", "year 1 month 6". */
void verb_ago(struct reader *reader, struct str text, struct reading *ret);
void verb_ahead(struct reader *reader, struct str text, struct reading *ret);
void verb_earlier(struct reader *reader, struct str text, struct reading *ret);
void verb_later(struct reader *reader, struct str text, struct reading *ret);
void verb_past(struct reader *reader, struct str text, struct reading *ret);
void verb_coming(struct reader *reader, struct str text, struct reading *ret);
void verb_following(struct reader *reader, struct str text, struct reading *ret);
void verb_near(struct reader *reader, struct str text, struct reading *ret);
void verb_then(struct reader *reader, struct str text, struct reading *ret);

#endif
