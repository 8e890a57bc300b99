#include "resolve/frame.h"

/* The article's main event. News tells in its lead where and when something happened, and says
 * neither again of the figures further down. The lead's place and day are the frame in which such a
 * figure stands, unless the text has moved on to another event. A headline stands in that of the
 * figure below it. */

enum {
    ASIDE = 30,    /* days between a date and the event, for it to open another */
    BEFORE = 3,    /* … before which a story may begin */
    AFTER = 1,     /* days behind the event in which a day is still its own */
    HEADING = 3,   /* paragraphs below a headline that it may speak of */
    OPENING = 24,  /* bytes in which the date of another event opens its sentence */
};

/* The kinds of places that a sum may be of. */
#define LANDS "country,territory,de-facto-state,region,province,district,island,peninsula"

/* Which harms tell of the same place and day: arrests follow what they are for, hostages are taken
 * first, flight lasts. */
enum lending { NOTHING, PLACE_ONLY, ALL };
static const enum lending lends[4][4] = {
    [HARM] = { ALL, PLACE_ONLY, PLACE_ONLY, PLACE_ONLY },
    [FLIGHT] = { [FLIGHT] = ALL, [HARM] = PLACE_ONLY },
    [ABDUCTION] = { [ABDUCTION] = ALL, [HARM] = ALL },
    [ARREST] = { [ARREST] = ALL },
};

/* ---- where the text stands ------------------------------------------------------------------- */

/* The two days are told in the same words. */
static bool is_same_word(const struct resolve *resolve, uint32_t date, uint32_t other)
{
    const struct date_mention *dates = resolve->record->dates.items;
    return str_equal(span_text(resolve->text->bytes, dates[date].at),
                     span_text(resolve->text->bytes, dates[other].at));
}

static bool is_of_event(const struct resolve *resolve, const struct frame *frame, uint32_t date)
{
    struct days days = days_at(resolve->record, date);
    if (!days_known(days))
        return date != NO_INDEX && frame->date != NO_INDEX && !days_known(frame->days) &&
               is_same_word(resolve, date, frame->date);
    return is_short(days) && frame->days.first != NO_DAY &&
           days.first <= frame->days.last + AFTER && frame->days.first <= days.last;
}

/* "Six were arrested on Thursday": the story goes on where it began. */
static bool is_soon_after(const struct resolve *resolve, const struct frame *frame, uint32_t date)
{
    struct days days = days_at(resolve->record, date);
    return is_short(days) && days_known(frame->days) && days.last >= frame->days.first - BEFORE &&
           days.first <= frame->days.last + ASIDE;
}

/* In an article without a date any that tells its year is. */
static bool is_of_another(const struct resolve *resolve, const struct frame *frame, uint32_t date)
{
    struct days days = days_at(resolve->record, date);
    return days.last != NO_DAY &&
           (frame->days.first == NO_DAY ? is_untold(resolve->record, frame->date)
                                        : days.last < frame->days.first - ASIDE);
}

/* An aside ends with its paragraph; what opens a paragraph may fill those behind it. */
enum standing { AT_EVENT, ASIDE_OF_IT, ELSEWHERE };

static enum standing leaves(const struct resolve *resolve, uint32_t sentence, enum standing standing)
{
    return standing == ELSEWHERE || opens_paragraph(resolve, sentence) ? ELSEWHERE : ASIDE_OF_IT;
}

/* The claim's own words, where they tell of another event. */
static bool is_elsewhere(const struct resolve *resolve, const struct frame *frame,
                         const struct casualty *claim)
{
    const struct casualty there = { .place = frame->place };
    return claim->place != NO_INDEX && frame->place != NO_INDEX &&
           accord_of_places(resolve->record, &there, claim) == APART;
}

/* A heading in the body that tells another place than the lead. */
static bool heads_elsewhere(const struct resolve *resolve, const struct frame *frame,
                            uint32_t heading)
{
    const struct casualty below = { .place = heading_place(resolve, heading) };
    return is_elsewhere(resolve, frame, &below);
}

/* "In 2014 militants stormed …" opens another event, and so does a heading that is another day or
 * place; the event's own day comes back to it. */
static enum standing stands_behind(const struct resolve *resolve, const struct frame *frame,
                                   uint32_t sentence, enum standing standing)
{
    const struct record *record = resolve->record;
    const struct sentence *at = &resolve->text->sentences.items[sentence];
    bool heads = sentence_zone(resolve, sentence) == ZONE_HEADLINE &&
                 divides_body(resolve, sentence);
    if ((standing == ASIDE_OF_IT && opens_paragraph(resolve, sentence)) ||
        has_other(resolve, sentence, "no"))
        standing = AT_EVENT;
    if (heads && heads_elsewhere(resolve, frame, sentence))
        return ELSEWHERE;
    for (uint32_t i = first_date(record, at->at.start);
         i < record->dates.count && record->dates.items[i].at.start < at->at.end; i++) {
        if (is_of_event(resolve, frame, i))
            standing = AT_EVENT;
        else if (heads ? days_known(days_at(record, i))
                       : record->dates.items[i].at.start < at->at.start + OPENING &&
                             is_of_another(resolve, frame, i))
            standing = leaves(resolve, sentence, standing);
    }
    return speaks_of_other(resolve, sentence) ? leaves(resolve, sentence, standing) : standing;
}

/* One quake strikes many towns, but a day is not carried abroad. */
static bool is_abroad(const struct record *record, const struct frame *frame,
                      const struct casualty *claim)
{
    struct str here = country_of(record, frame->place), there = country_of(record, claim->place);
    return here.len && there.len && !str_equal(here, there);
}

/* ---- claims ---------------------------------------------------------------------------------- */

static void take_place(struct casualty *claim, uint32_t place, const char *basis)
{
    if (place == NO_INDEX)
        return;
    claim->place = place;
    claim->place_basis = str_of(basis);
    claim->cared_for = false;
}

static void take_date(struct casualty *claim, uint32_t date, const char *basis)
{
    if (date == NO_INDEX)
        return;
    claim->date = date;
    claim->date_basis = str_of(basis);
}

/* A figure that is told again was where and when it was said to be at first. */
static void link_repeated(const struct resolve *resolve, const uint32_t *marks, uint32_t index)
{
    struct casualty *claim = &resolve->record->casualties.items[index];
    if (claim->same_as == NO_INDEX)
        return;
    const struct casualty *first = &resolve->record->casualties.items[claim->same_as];
    if (lacks_place(resolve, sentence_of(resolve, marks, index), claim))
        take_place(claim, first->place, "same");
    if (claim->date == NO_INDEX)
        take_date(claim, date_of(resolve, claim->same_as), "same");
}

/* "Haiti", "Landslide in Tuscany": what its section's heading says of a claim. */
static void link_section(const struct resolve *resolve, const uint32_t *marks, uint32_t section,
                         uint32_t index)
{
    struct casualty *claim = &resolve->record->casualties.items[index];
    if (is_body_claim(resolve, marks, index) &&
        lacks_place(resolve, sentence_of(resolve, marks, index), claim))
        take_place(claim, section, "heading");
}

static void link_sections(const struct resolve *resolve, const uint32_t *marks)
{
    uint32_t next = 0, section = NO_INDEX;
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++) {
        for (; next <= sentence_of(resolve, marks, i); next++)
            if (sentence_zone(resolve, next) == ZONE_HEADLINE)
                section = heading_place(resolve, next);
        link_section(resolve, marks, section, i);
    }
}

static bool names_day(const struct resolve *resolve, uint32_t sentence)
{
    struct span at = resolve->text->sentences.items[sentence].at;
    uint32_t date = first_date(resolve->record, at.start);
    return date < resolve->record->dates.count &&
           resolve->record->dates.items[date].at.start < at.end;
}

/* What an entry of a diary tells happened on its day, where it tells no other. */
static void link_entries(const struct resolve *resolve, const uint32_t *marks)
{
    const struct record *record = resolve->record;
    const struct date_mention *dates = record->dates.items;
    uint32_t next = 0, day = NO_INDEX;
    for (uint32_t i = 0; i < record->casualties.count; i++) {
        struct casualty *claim = &record->casualties.items[i];
        uint32_t sentence = sentence_of(resolve, marks, i);
        for (; next < record->dates.count && dates[next].at.start < claim->at.start; next++)
            if (dates[next].heads)
                day = next;
        if (is_body_claim(resolve, marks, i) && claim->date == NO_INDEX &&
            str_is(claim->scope, "incident") && !names_day(resolve, sentence))
            take_date(claim, day, "heading");
    }
}

/* "In 1981 …", "by the end of May": the sentence has a day of its own, whatever it is the day of. */
static bool has_own_day(const struct resolve *resolve, const struct frame *frame, uint32_t sentence)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++) {
        struct span at = record->dates.items[i].at;
        bool of_harm = !is_of_report(resolve, sentence, at) && !is_of_finding(resolve, sentence, at);
        if (is_of_another(resolve, frame, i) || (of_harm && !is_of_event(resolve, frame, i)))
            return true;
    }
    return false;
}

/* "Killed twelve and captured three": those are of the harm that they are told with, if only in the
 * lists of a communiqué. */
static enum harm_kind told_kind(const struct resolve *resolve, const uint32_t *marks,
                                uint32_t index)
{
    const struct casualty *claims = resolve->record->casualties.items;
    enum harm_kind kind = kind_of(&claims[index]);
    uint32_t sentence = sentence_of(resolve, marks, index);
    bool with_harm = index && sentence_of(resolve, marks, index - 1) == sentence &&
                     kind_of(&claims[index - 1]) == HARM;
    return kind == ARREST && (with_harm || is_item(resolve, sentence)) ? HARM : kind;
}

static void take_frame(const struct resolve *resolve, const uint32_t *marks,
                       const struct frame *frame, uint32_t index)
{
    struct casualty *claim = &resolve->record->casualties.items[index];
    uint32_t sentence = sentence_of(resolve, marks, index);
    enum lending lending = lends[frame->kind][told_kind(resolve, marks, index)];
    bool dated = date_of(resolve, index) != NO_INDEX;
    if (!dated && has_own_day(resolve, frame, sentence))
        return;
    enum lending enough = frame->alone ? ALL : PLACE_ONLY;
    if (lending >= enough &&
        (lacks_place(resolve, sentence, claim) ||
         (claim->place != frame->place && is_sent_from(resolve, claim->place))) &&
        (!dated || is_of_event(resolve, frame, claim->date) ||
         is_soon_after(resolve, frame, claim->date)))
        take_place(claim, frame->place, "lead");
    if (lending == ALL && !dated && !is_abroad(resolve->record, frame, claim))
        take_date(claim, frame->date, "lead");
}

static bool bounds_meet(const struct casualty *a, const struct casualty *b)
{
    return (a->high < 0 || b->low <= a->high) && (b->high < 0 || a->low <= b->high);
}

/* The figure below a headline that it speaks of. */
static uint32_t below(const struct resolve *resolve, const uint32_t *marks, uint32_t headline)
{
    const struct casualty *claims = resolve->record->casualties.items;
    uint32_t from = paragraph_of(resolve, sentence_of(resolve, marks, headline));
    for (uint32_t i = headline + 1; i < resolve->record->casualties.count; i++) {
        uint32_t sentence = sentence_of(resolve, marks, i);
        if (paragraph_of(resolve, sentence) > from + 2 * HEADING)
            break;
        if (is_body_claim(resolve, marks, i) && str_equal(claims[i].role, claims[headline].role) &&
            bounds_meet(&claims[i], &claims[headline]))
            return i;
    }
    return NO_INDEX;
}

static void link_headline(const struct resolve *resolve, const uint32_t *marks,
                          const struct frame *frame, uint32_t headline)
{
    struct casualty *claim = &resolve->record->casualties.items[headline];
    uint32_t other = below(resolve, marks, headline);
    uint32_t sentence = sentence_of(resolve, marks, headline);
    if (other == NO_INDEX) {
        if (frame && sentence < text_lead(resolve->text) && !is_elsewhere(resolve, frame, claim))
            take_frame(resolve, marks, frame, headline);
        return;
    }
    const struct casualty *from = &resolve->record->casualties.items[other];
    if (accord_of_places(resolve->record, claim, from) == APART)
        return;
    if (lacks_place(resolve, sentence, claim))
        take_place(claim, from->place, "lead");
    if (claim->date == NO_INDEX)
        take_date(claim, from->date, "lead");
}

static void link_body(const struct resolve *resolve, const uint32_t *marks,
                      const struct frame *frame)
{
    struct record *record = resolve->record;
    uint32_t next = 0;
    enum standing standing = AT_EVENT;
    for (uint32_t i = 0; i < record->casualties.count; i++) {
        struct casualty *claim = &record->casualties.items[i];
        uint32_t sentence = sentence_of(resolve, marks, i);
        for (; next <= sentence; next++)
            standing = stands_behind(resolve, frame, next, standing);
        if (!is_body_claim(resolve, marks, i))
            continue;
        if (is_of_another(resolve, frame, claim->date))
            standing = leaves(resolve, sentence, standing);
        if (standing == AT_EVENT)
            take_frame(resolve, marks, frame, i);
    }
}

/* Another country, or what is of one, in the claim's sentence: "the Haitian epidemic". */
static bool names_abroad(const struct resolve *resolve, uint32_t sentence, struct str country)
{
    const struct record *record = resolve->record;
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        if (mark->rule)
            continue;
        uint32_t index = resolve->name_index[mark->name];
        struct str there = index == NO_INDEX ? resolve->names->found.items[mark->name].country
                           : record->names.items[index].type == NAME_PLACE
                               ? country_of(record, index)
                               : STR("");
        if (there.len && !str_equal(there, country))
            return true;
    }
    return false;
}

/* "Since it began", "last year", "between January and March": no single event's. */
static bool is_sum(const struct record *record, const struct casualty *claim)
{
    struct days days = days_at(record, claim->date);
    return str_is(claim->scope, "cumulative") || (days_known(days) && !is_short(days));
}

/* "Two years of war in Sudan … Since it began 12.7 million people have fled": a sum whose place nothing
 * tells is that of the land that the headline names. */
static void link_totals(const struct resolve *resolve, const uint32_t *marks)
{
    struct record *record = resolve->record;
    uint32_t place = place_of_lead(resolve, text_lead(resolve->text), is_in_headline);
    uint32_t entity = place == NO_INDEX ? NO_INDEX : record->names.items[place].entity;
    if (entity == NO_INDEX || !str_lists(STR(LANDS), record->entities.items[entity].kind))
        return;
    struct str country = record->entities.items[entity].country;
    for (uint32_t i = 0; i < record->casualties.count; i++) {
        struct casualty *claim = &record->casualties.items[i];
        uint32_t sentence = sentence_of(resolve, marks, i);
        if (is_body_claim(resolve, marks, i) && is_sum(record, claim) &&
            lacks_place(resolve, sentence, claim) && !names_abroad(resolve, sentence, country))
            take_place(claim, place, "lead");
    }
}

void link_frame(struct resolve *resolve, const uint32_t *marks)
{
    const struct record *record = resolve->record;
    struct frame frame;
    for (uint32_t i = 0; i < record->casualties.count; i++)
        link_repeated(resolve, marks, i);
    link_sections(resolve, marks);
    link_entries(resolve, marks);
    bool any = record->casualties.count && frame_found(resolve, marks, &frame);
    if (any)
        link_body(resolve, marks, &frame);
    link_totals(resolve, marks);
    for (uint32_t i = 0; i < record->casualties.count; i++)
        if (sentence_zone(resolve, sentence_of(resolve, marks, i)) == ZONE_HEADLINE &&
            record->casualties.items[i].part_of == NO_INDEX)
            link_headline(resolve, marks, any ? &frame : NULL, i);
}
