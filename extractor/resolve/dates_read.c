#include "resolve/dates_reader.h"

/* The value language: what stands in the `value` line of a date rule, its captures filled in. */

struct str next_word(struct str *rest)
{
    size_t end = 0;
    *rest = str_trim(*rest);
    while (end < rest->len && rest->s[end] != ' ')
        end++;
    struct str word = str_slice(*rest, 0, end);
    *rest = str_trim(str_slice(*rest, end, rest->len));
    return word;
}

long number_in(const struct reader *reader, struct str text)
{
    const struct resolve *resolve = reader->dates->resolve;
    struct mark words = { .value = str_trim(text), .rule = reader->mark->rule };
    long number;
    double value;
    if (str_to_long(words.value, &number))
        return number;
    if (words.value.len && numeral_value(resolve->rules, mark_language(resolve, reader->mark),
                                         &words, &value) && value >= 0 && value < 1e6)
        return (long)value;
    return -1;
}

/* ---- EDTF ----------------------------------------------------------------------------------- */

static int part(struct str text)
{
    long number;
    return str_to_long(text, &number) && number >= 0 && number < 10000 ? (int)number : UNKNOWN;
}

/* "98" is of the century that makes it no later than ten years from the article. */
static int full_year(const struct reader *reader, struct str text)
{
    int year = part(text), now = reader->dates->timeline.article.unit ?
                                     reader->dates->timeline.article.year : 2020;
    if (year == UNKNOWN || text.len > 2)
        return year;
    year += now - now % 100;
    return year > now + 10 ? year - 100 : year;
}

/* "199X", "18XX" */
static struct when masked_year(struct str text)
{
    struct when when = { .unit = UNIT_YEAR, .year = UNKNOWN };
    size_t digits = 0;
    while (digits < text.len && text.s[digits] != 'X')
        digits++;
    int known = part(str_slice(text, 0, digits));
    if (digits == 3 && known != UNKNOWN)
        when = (struct when){ .unit = UNIT_DECADE, .year = known * 10 };
    else if (digits == 2 && known != UNKNOWN)
        when = (struct when){ .unit = UNIT_CENTURY, .year = known * 100 };
    return when;
}

static enum unit unit_of_code(int code)
{
    if (code == UNKNOWN || code <= 20)
        return UNIT_MONTH;
    return code <= 24 ? UNIT_SEASON : code <= 36 ? UNIT_QUARTER : UNIT_HALF;
}

static struct when edtf(const struct reader *reader, struct str text)
{
    struct str year = str_split(&text, '-'), month = str_split(&text, '-'), day = text;
    struct when when = { .unit = UNIT_YEAR, .year = full_year(reader, year) };
    if (when.year == UNKNOWN)
        when = masked_year(year);
    if (month.len) {
        when.month = part(month);
        when.unit = unit_of_code(when.month);
    }
    if (day.len) {
        when.day = part(day);
        when.unit = UNIT_DAY;
    }
    return when;
}

/* ---- names of spans ------------------------------------------------------------------------- */

static enum direction direction_named(struct str word)
{
    static const char *const names[] = { "",          "last",      "next",  "this",
                                         "following", "preceding", "coming", "that" };
    for (int i = LAST; i <= THAT; i++)
        if (str_is(word, names[i]))
            return (enum direction)i;
    return NEAREST;
}

/* "weekday 7 last 3": three Sundays ago. */
static void count_weekdays(const struct reader *reader, struct str number, struct reading *ret)
{
    const struct when *article = &reader->dates->timeline.article;
    int weekday = ret->from.weekday, sign = ret->direction == LAST ? -1 : 1;
    long count = number_in(reader, number);
    if (count < 1 || !when_is_known(article) || article->unit != UNIT_DAY)
        return;
    long edge = when_first(article) + sign;
    long away = (sign * (weekday - weekday_of(edge)) + 7) % 7 + 7 * (count - 1);
    ret->from = when_around(edge + sign * away, UNIT_DAY, 0);
    ret->from.weekday = weekday;
}

static void verb_weekday(struct reader *reader, struct str text, struct reading *ret)
{
    int weekday = part(next_word(&text));
    ret->basis = BASIS_WEEKDAY;
    ret->from = (struct when){ UNIT_DAY, UNKNOWN, UNKNOWN, UNKNOWN, weekday };
    ret->direction = direction_named(next_word(&text));
    if (text.len)
        count_weekdays(reader, text, ret);
}

static void verb_weekend(struct reader *reader, struct str text, struct reading *ret)
{
    (void)reader;
    ret->basis = BASIS_RELATIVE;
    ret->from = (struct when){ UNIT_WEEKEND, UNKNOWN, UNKNOWN, UNKNOWN, 0 };
    ret->direction = direction_named(text);
}

static int feast_named(struct str word)
{
    return str_is(word, "pascha") ? FEAST_PASCHA : str_is(word, "hijri") ? FEAST_HIJRI : FEAST_EASTER;
}

/* "feast easter -2 2019": Good Friday of that year. */
static void verb_feast(struct reader *reader, struct str text, struct reading *ret)
{
    int month = feast_named(next_word(&text));
    long away;
    if (!str_to_long(next_word(&text), &away))
        reader->failed = true, away = 0;
    struct when feast = { UNIT_DAY, UNKNOWN, month, (int)away, 0 };
    ret->from = when_in_year(&feast, full_year(reader, next_word(&text)));
    ret->direction = direction_named(text);
}

static void verb_decade(struct reader *reader, struct str text, struct reading *ret)
{
    long year = number_in(reader, text);
    if (year < 0 || year % 10)
        reader->failed = true;
    else if (year < 100)
        year += year == 0 || year == 10 ? 2000 : 1900;
    ret->from = (struct when){ .unit = UNIT_DECADE, .year = (int)year };
}

static void verb_century(struct reader *reader, struct str text, struct reading *ret)
{
    long century = number_in(reader, text);
    if (century < 1 || century > 30)
        reader->failed = true;
    ret->from = (struct when){ .unit = UNIT_CENTURY, .year = (int)(century - 1) * 100 };
}

/* "bc 44" is the year before so many others and the year 1: EDTF counts a year 0. */
static void verb_bc(struct reader *reader, struct str text, struct reading *ret)
{
    bool century = str_starts(text, STR("century "));
    if (century)
        next_word(&text);
    long number = number_in(reader, text);
    reader->failed |= number < 1 || number > (century ? 50 : 5000);
    ret->from = (struct when){ .unit = century ? UNIT_CENTURY : UNIT_YEAR,
                               .year = 1 - (int)number * (century ? 100 : 1) };
}

/* "year 1900 ninety-six", "year 000 two thousand and eight" */
static void verb_year(struct reader *reader, struct str text, struct reading *ret)
{
    long year = number_in(reader, next_word(&text));
    if (text.len)
        year += number_in(reader, text);
    if (year < 1000 || year > 2100)
        reader->failed = true;
    ret->from = (struct when){ .unit = UNIT_YEAR, .year = (int)year };
}

/* "2016-17" is two years, "2016-04" a month. */
static void verb_years(struct reader *reader, struct str text, struct reading *ret)
{
    int first = part(next_word(&text)), second = part(text);
    ret->from = (struct when){ .unit = UNIT_YEAR, .year = first };
    if (second > first % 100) {
        ret->range = true;
        ret->to = (struct when){ .unit = UNIT_YEAR, .year = first - first % 100 + second };
    } else if (second >= 1 && second <= 12) {
        ret->from = (struct when){ .unit = UNIT_MONTH, .year = first, .month = second };
    } else {
        reader->failed = true;
    }
}

static bool read_captured(struct reader *reader, struct str word, struct reading *ret);

/* "nth -1 day", "nth 1 date": a unit, or a weekday captured as a date; completed by "of". */
static void verb_nth(struct reader *reader, struct str text, struct reading *ret)
{
    struct str number = next_word(&text);
    bool from_end = str_starts(number, STR("-"));
    int nth = (int)number_in(reader, from_end ? str_slice(number, 1, number.len) : number);
    if (str_starts(text, STR("weekday ")))
        read_point(reader, text, ret);
    else if (!read_captured(reader, text, ret))
        ret->from = (struct when){ .unit = unit_named(text) };
    bool named = only_weekday(&ret->from) || ret->from.unit == UNIT_WEEKEND;
    reader->failed |= nth < 1 || !ret->from.unit || (ret->from.day && !named);
    ret->nth = from_end ? -nth : nth;
}

/* ---- points --------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*read)(struct reader *, struct str, struct reading *);
} verbs[] = {
    { "ago", verb_ago },               { "ahead", verb_ahead },
    { "earlier", verb_earlier },       { "later", verb_later },
    { "past", verb_past },             { "coming", verb_coming },
    { "following", verb_following },   { "near", verb_near },
    { "then", verb_then },             { "weekday", verb_weekday },
    { "weekend", verb_weekend },       { "decade", verb_decade },
    { "century", verb_century },       { "year", verb_year },
    { "years", verb_years },           { "nth", verb_nth },
    { "feast", verb_feast },           { "bc", verb_bc },
};

/* The date that `word` names, or NULL. */
static const struct capture *captured(const struct reader *reader, struct str word)
{
    const struct capture *capture = NULL;
    if (str_is(word, "date"))
        capture = mark_capture(reader->mark, "date");
    else if (str_is(word, "date2"))
        capture = mark_capture(reader->mark, "date2");
    return capture && capture->mark != UINT32_MAX ? capture : NULL;
}

/* "date", "date2": what that capture says. */
static bool read_captured(struct reader *reader, struct str word, struct reading *ret)
{
    const struct capture *capture = captured(reader, word);
    if (!capture)
        return false;
    struct dates dates = *reader->dates;
    dates.timeline.last = reader->last;
    if (!dates_read(&dates, &dates.resolve->marks->items.items[capture->mark], ret))
        reader->failed = true;
    return true;
}

static bool split_at(struct str text, const char *word, struct str *left, struct str *right)
{
    const char *at = memmem(text.s, text.len, word, strlen(word));
    if (!at)
        return false;
    *left = str_slice(text, 0, (size_t)(at - text.s));
    *right = str_slice(text, (size_t)(at - text.s) + strlen(word), text.len);
    return true;
}

static void read_either(struct reader *reader, struct str left, struct str right,
                        struct reading *ret)
{
    struct reading other = { 0 };
    read_point(reader, left, ret);
    read_point(reader, right, &other);
    bool prefers_other = reader->dates->timeline.second_first && when_is_possible(&other.from);
    if (prefers_other || !when_is_possible(&ret->from))
        *ret = other;
    reader->failed |= !when_is_possible(&ret->from);
}

/* "by the 2020 ceasefire": no year by itself has an article, but "by the year 2020". */
static bool is_bare_year(const struct reader *reader, const struct capture *said,
                         const struct reading *year)
{
    char first = reader->dates->resolve->text->bytes.s[said->at.start];
    return year->from.unit == UNIT_YEAR && !year->mod.len && year->basis == BASIS_EXPLICIT &&
           first >= '0' && first <= '9';
}

static void read_word(struct reader *reader, struct str text, struct reading *ret)
{
    struct str rest = text, word = next_word(&rest);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_is(word, verbs[i].name))
            return verbs[i].read(reader, rest, ret);
    if (read_captured(reader, word, ret)) {
        reader->failed |= rest.len && is_bare_year(reader, captured(reader, word), ret);
        return;
    }
    if (read_moved(reader, word, false, ret))
        return;
    ret->from = edtf(reader, word);
    ret->direction = direction_named(rest);
}

static void share_year(struct when *a, struct when *b);

/* "July and September 2022": both of that year; "December and January 2022": of two. */
static void read_listed(struct reader *reader, struct str left, struct str right,
                        struct reading *ret)
{
    struct reading last = { 0 };
    read_point(reader, left, ret);
    read_point(reader, right, &last);
    share_year(&ret->from, &last.from);
}

void read_point(struct reader *reader, struct str text, struct reading *ret)
{
    struct str left, right;
    text = str_trim(text);
    if (split_at(text, " or ", &left, &right))
        read_either(reader, left, right, ret);
    else if (split_at(text, " before ", &left, &right))
        read_listed(reader, left, right, ret);
    else if (split_at(text, " of ", &left, &right))
        read_within(reader, left, right, ret);
    else
        read_word(reader, text, ret);
}

/* ---- ranges --------------------------------------------------------------------------------- */

/* "between 19 and 20 September": what one side leaves out, the other says. */
static bool share(struct reading *left, struct reading *right)
{
    struct when *a = &left->from, *b = right->range ? &right->to : &right->from;
    if (a->unit == UNIT_DAY && a->month == UNKNOWN && !only_weekday(a)) {
        if (b->unit != UNIT_DAY || only_weekday(b))
            return false;
        a->month = b->month;
        a->year = b->year;
    } else if (b->unit == UNIT_DAY && b->month == UNKNOWN && !only_weekday(b)) {
        if (a->unit != UNIT_DAY || a->month == UNKNOWN)
            return false;
        b->month = a->month;
        b->year = b->year == UNKNOWN ? a->year : b->year;
    }
    return true;
}

/* The year of one side holds for the other: "27 September to 10 November 2020". */
static void share_year(struct when *a, struct when *b)
{
    bool feast = when_is_feast(a) || when_is_feast(b);
    bool coded = a->month != UNKNOWN && a->unit <= UNIT_HALF && b->month != UNKNOWN &&
                 b->unit <= UNIT_HALF && (feast || (a->month <= 12 && b->month <= 12));
    if (!coded || (a->year == UNKNOWN) == (b->year == UNKNOWN))
        return;
    bool over_new_year = !feast && a->month > b->month;
    if (a->year == UNKNOWN)
        *a = when_in_year(a, b->year - over_new_year);
    else
        *b = when_in_year(b, a->year + over_new_year);
}

static bool begins_before(const struct when *a, const struct when *b)
{
    return !when_is_known(a) || !when_is_known(b) || !when_is_possible(a) || !when_is_possible(b) ||
           when_first(a) <= when_last(b);
}

static void read_range(struct reader *reader, struct str first, struct str second,
                       struct reading *ret)
{
    struct reading left = { 0 }, right = { 0 };
    read_point(reader, first, &left);
    if (when_is_known(&left.from))
        reader->last = left.from;
    read_point(reader, second, &right);
    reader->failed |= !share(&left, &right);
    *ret = left;
    ret->range = true;
    ret->to = right.range ? right.to : right.from;
    share_year(&ret->from, &ret->to);
    ret->direction = left.direction ? left.direction : right.direction;
    ret->basis = left.basis > right.basis ? left.basis : right.basis;
    ret->time = left.time.len ? left.time : right.time;
    reader->failed |= !begins_before(&ret->from, &ret->to) || left.open_from || left.open_to ||
                      right.open_from || right.open_to;
}

static void read_sides(struct reader *reader, struct str text, struct reading *ret);

enum { LIFETIME = 20 /* years */ };

/* "Smith (3 May 1944 - 2 June 2013)" was born on the one and died on the other. */
static void read_apart(struct reader *reader, struct str text, struct reading *ret)
{
    read_sides(reader, text, ret);
    reader->failed |= ret->range && ret->to.year != UNKNOWN && ret->from.year != UNKNOWN &&
                      ret->to.year - ret->from.year >= LIFETIME;
}

static void read_sides(struct reader *reader, struct str text, struct reading *ret)
{
    struct str right = text, left = str_split(&right, '/');
    bool one = left.len == text.len;
    if (one)
        return read_point(reader, left, ret);
    if (!str_is(str_trim(left), "..") && !str_is(str_trim(right), ".."))
        return read_range(reader, left, right, ret);
    bool open_from = str_is(str_trim(left), "..");
    read_point(reader, open_from ? right : left, ret);
    reader->failed |= ret->open_from || ret->open_to;
    if (ret->range && open_from != (ret->event.len > 0))
        ret->from = ret->to; /* "until 2016-17", but "since the war": since its end */
    ret->range = false;
    ret->open_from = open_from;
    ret->open_to = !open_from;
}

/* "6:30/p.m." is half past six in the evening. The parts are the hour and minute, what stands for
 * the second half of the day, for its first, and what makes them no single time of day. */
static struct str clock_text(struct str said, struct arena *arena)
{
    struct str rest = said, minute = str_split(&rest, '/'), hour = str_split(&minute, ':');
    bool second = str_split(&rest, '/').len > 0, first = str_split(&rest, '/').len > 0;
    int hours = part(hour), minutes = minute.len ? part(minute) : 0;
    bool clear = minute.len || first || second;
    if (rest.len || !clear || hours == UNKNOWN || ((first || second) && hours > 12))
        return STR("");
    if (first || second)
        hours = hours % 12 + (second ? 12 : 0);
    return arena_printf(arena, "T%02d:%02d", hours % 24, minutes);
}

static struct str time_text(const struct mark *mark, struct arena *arena)
{
    struct str time = mark_attribute(mark, "time", arena);
    return memchr(time.s, ':', time.len) ? clock_text(time, arena) : time;
}

bool dates_read(const struct dates *dates, const struct mark *mark, struct reading *ret)
{
    struct arena *arena = dates->resolve->arena;
    struct reader reader = { .dates = dates, .mark = mark, .last = dates->timeline.last };
    struct str value = mark->value;
    bool about = str_ends(value, STR("~"));
    struct reading own = { .time = time_text(mark, arena),
                           .mod = mark_attribute(mark, "mod", arena),
                           .event = mark_attribute(mark, "event", arena) };
    *ret = (struct reading){ 0 };
    if (str_starts(value, STR("apart ")))
        read_apart(&reader, str_slice(value, strlen("apart "), value.len), ret);
    else
        read_sides(&reader, about ? str_slice(value, 0, value.len - 1) : value, ret);
    add_words(&own, ret);
    ret->time = own.time, ret->mod = own.mod, ret->event = own.event;
    ret->about |= about;
    if ((own.time.len && ret->from.unit > UNIT_DAY) ||
        (about && (own.time.len || only_weekday(&ret->from))))
        return false; /* no year has a morning; "around noon on 3 May" is about no day */
    return !reader.failed;
}

bool dates_shows_order(const struct dates *dates, const struct mark *mark)
{
    struct reader reader = { .dates = dates, .mark = mark };
    struct reading first = { 0 }, second = { 0 };
    struct str left, right;
    if (!split_at(mark->value, " or ", &left, &right))
        return false;
    read_point(&reader, left, &first);
    read_point(&reader, right, &second);
    return !when_is_possible(&first.from) && when_is_possible(&second.from);
}
