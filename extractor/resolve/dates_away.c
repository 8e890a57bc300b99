#include "resolve/dates_reader.h"

/* Dates that are told from another one: the article's, the text's last, or a captured one. */

enum { HOURS_OF_DAY = 24 };

/* A headline that looks back ("One year later") does so from what only the text will tell. */
static const struct when *anchor(const struct reader *reader, bool then)
{
    static const struct when unknown = { .unit = UNIT_NONE };
    bool headline = mark_zone(reader->dates->resolve, reader->mark) == ZONE_HEADLINE;
    if (then && !reader->last.unit && headline)
        return &unknown;
    return then && reader->last.unit ? &reader->last : &reader->dates->timeline.article;
}

/* "On the eve … the next day": both are told from the same day; but "the next day … the next day"
 * goes on. */
static const struct when *day_anchor(const struct reader *reader, long moved)
{
    const struct timeline *timeline = &reader->dates->timeline;
    return timeline->told && timeline->told != moved && !reader->behind ? &timeline->base
                                                                        : anchor(reader, true);
}

/* "Five hundred have died since 2021; in September of that year …": the year that was spoken of last,
 * if only looked back to. */
static const struct when *spoken_anchor(const struct reader *reader)
{
    const struct when *mentioned = &reader->dates->timeline.mentioned;
    return mentioned->unit && !reader->behind ? mentioned : anchor(reader, true);
}

/* "day-1" "week+0" "year~0": the unit that the anchor lies in, moved. */
bool read_moved(const struct reader *reader, struct str word, bool then, struct reading *ret)
{
    size_t sign = 0;
    while (sign < word.len && !memchr("+-~", word.s[sign], 3))
        sign++;
    enum unit unit = unit_named(str_slice(word, 0, sign));
    if (unit == UNIT_NONE || sign == word.len)
        return false;
    long moved = number_in(reader, str_slice(word, sign + 1, word.len));
    moved = word.s[sign] == '-' ? -moved : moved;
    bool day = then && unit == UNIT_DAY;
    bool spoken = then && unit == UNIT_YEAR && word.s[sign] == '~';
    const struct when *from = day      ? day_anchor(reader, moved)
                              : spoken ? spoken_anchor(reader)
                                       : anchor(reader, then);
    bool fits = when_is_known(from) && (unit >= from->unit || from->unit == UNIT_DAY);
    ret->basis = BASIS_RELATIVE;
    ret->from = (struct when){ .unit = UNIT_NONE };
    if (fits)
        ret->from = when_around(when_first(from), unit, moved);
    ret->told = day ? (int)moved : 0;
    ret->base = *from;
    return true;
}

/* "hour 48" is two days, "hour 3" and "minute 20" are the same day. */
static bool add_hours(struct amount *amount, struct str word, long number)
{
    if (!str_is(word, "hour") && !str_is(word, "minute"))
        return false;
    amount_add(amount, UNIT_DAY, str_is(word, "hour") ? number / HOURS_OF_DAY : 0);
    return true;
}

/* "day three", "year 1, month 6", "year two, .5"; parts that were not captured are empty. */
static bool read_amount(const struct reader *reader, struct str text, struct amount *ret)
{
    *ret = (struct amount){ .finest = UNIT_NONE };
    while (text.len) {
        struct str part = str_split(&text, ','), word = next_word(&part);
        enum unit unit = unit_named(word);
        long number = unit || part.len ? number_in(reader, part) : 0;
        if (number < 0)
            return false;
        if (unit)
            amount_add(ret, unit, number);
        else if (!add_hours(ret, word, number) && str_is(word, ".5"))
            amount_add_half(ret);
    }
    return ret->finest != UNIT_NONE;
}

static void read_away(const struct reader *reader, struct str text, bool then, int sign,
                      struct reading *ret)
{
    struct amount amount;
    bool good = read_amount(reader, text, &amount);
    const struct when *from = anchor(reader, then);
    if (then && !reader->behind && amount.finest >= UNIT_YEAR &&
        reader->dates->timeline.mentioned.unit)
        from = &reader->dates->timeline.mentioned; /* "in 1992, and three years later" */
    ret->basis = BASIS_RELATIVE;
    if (good && when_is_known(from))
        ret->from = when_away(from, &amount, sign);
}

void verb_ago(struct reader *reader, struct str text, struct reading *ret)
{
    read_away(reader, text, false, -1, ret);
}

void verb_ahead(struct reader *reader, struct str text, struct reading *ret)
{
    read_away(reader, text, false, 1, ret);
}

void verb_earlier(struct reader *reader, struct str text, struct reading *ret)
{
    read_away(reader, text, true, -1, ret);
}

void verb_later(struct reader *reader, struct str text, struct reading *ret)
{
    read_away(reader, text, true, 1, ret);
}

/* The so many units before or behind the day: a range of whole units. Hours begin on that day. */
static void read_stretch(const struct reader *reader, struct str text, const struct when *from,
                         int sign, struct reading *ret)
{
    struct str word = next_word(&text);
    bool hours = str_is(word, "hour");
    enum unit unit = hours ? UNIT_DAY : unit_named(word);
    long number = number_in(reader, text), nearest = hours ? 0 : 1;
    ret->basis = BASIS_RELATIVE;
    number = hours ? number / HOURS_OF_DAY : number;
    if (!unit || number < 1 || !when_is_known(from) ||
        (unit < from->unit && from->unit != UNIT_DAY))
        return;
    ret->from = when_around(when_first(from), unit, sign < 0 ? -number : nearest);
    ret->to = when_around(when_first(from), unit, sign < 0 ? -nearest : number);
    ret->range = hours || number > 1;
}

void verb_past(struct reader *reader, struct str text, struct reading *ret)
{
    read_stretch(reader, text, &reader->dates->timeline.article, -1, ret);
}

/* "The attack began on 19 September … Over the next 24 hours, hundreds died": what was to come, and
 * is past, is told from the story. */
void verb_coming(struct reader *reader, struct str text, struct reading *ret)
{
    const struct dates *dates = reader->dates;
    bool story = dates->tense == TENSE_PAST && dates->timeline.last.unit &&
                 dates->sentence - dates->timeline.last_sentence <= NEAR_SENTENCES;
    read_stretch(reader, text, anchor(reader, story), 1, ret);
}

void verb_following(struct reader *reader, struct str text, struct reading *ret)
{
    read_stretch(reader, text, anchor(reader, true), 1, ret);
}

/* What an earlier paragraph has told of another year is over: "in the night" is of now. */
static bool has_come_back(const struct dates *dates)
{
    const struct timeline *timeline = &dates->timeline;
    return timeline->last.year < timeline->article.year && timeline->heading == UNKNOWN &&
           !same_paragraph(dates->resolve, dates->sentence, timeline->last_sentence);
}

/* "By the end of the year 5,000 were dead": of the story's year where that is no longer this one.
 * "Later in the day" is of the story's day. */
void verb_near(struct reader *reader, struct str text, struct reading *ret)
{
    const struct dates *dates = reader->dates;
    const struct timeline *timeline = &dates->timeline;
    struct str word = next_word(&text);
    bool told = dates->tense == TENSE_PAST || timeline->heading != UNKNOWN;
    bool moved = str_starts(word, STR("day")) ? timeline->last.unit == UNIT_DAY
                                              : timeline->last.year < timeline->article.year;
    bool story = told && timeline->last.unit && timeline->article.unit && moved &&
                 dates->sentence - timeline->last_sentence <= NEAR_SENTENCES &&
                 !(str_starts(word, STR("day")) && has_come_back(dates));
    if (!read_moved(reader, word, story, ret))
        reader->failed = true;
}

void verb_then(struct reader *reader, struct str text, struct reading *ret)
{
    struct str word = next_word(&text);
    bool story = !(str_is(word, "day+0") && has_come_back(reader->dates));
    if (!read_moved(reader, word, story, ret))
        reader->failed = true;
}
