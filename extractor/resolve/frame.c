#include "base/days.h"
#include "resolve/links.h"

/* The article's main event. News tells in its lead where and when something happened, and says
 * neither again of the figures further down. The lead's place and day are the frame in which such a
 * figure stands, unless the text has moved on to another event. A headline stands in that of the
 * figure below it. */

enum {
    SHORT = 10,    /* days that an event may last */
    RECENT = 60,   /* days before the article; what is older is an event of its lead paragraph only */
    ASIDE = 30,    /* days between a date and the event, for it to open another */
    BEFORE = 3,    /* … before which a story may begin */
    AFTER = 1,     /* days behind the event in which a day is still its own */
    HEADING = 3,   /* paragraphs below a headline that it may speak of */
    OPENING = 24,  /* bytes in which the date of another event opens its sentence */
};

/* Which harms tell of the same place and day: arrests follow what they are for, hostages are taken
 * first, flight lasts. */
enum lending { NOTHING, PLACE_ONLY, ALL };
enum harm_kind { HARM, FLIGHT, ABDUCTION, ARREST };
static const enum lending lends[4][4] = {
    [HARM] = { ALL, PLACE_ONLY, PLACE_ONLY, PLACE_ONLY },
    [FLIGHT] = { [FLIGHT] = ALL, [HARM] = PLACE_ONLY },
    [ABDUCTION] = { [ABDUCTION] = ALL, [HARM] = ALL },
    [ARREST] = { [ARREST] = ALL },
};

struct frame {
    enum harm_kind kind;
    uint32_t place, date; /* indexes, or NO_INDEX */
    struct days days;     /* not known where the article has no date: "on Monday" */
    bool alone;           /* a place without a day, and not of all that the article tells */
};

static enum harm_kind kind_of(const struct casualty *claim)
{
    return str_is(claim->role, "displaced")  ? FLIGHT
           : str_is(claim->role, "abducted") ? ABDUCTION
           : str_is(claim->role, "captured") ? ARREST
                                             : HARM;
}

static uint32_t sentence_of(const struct resolve *resolve, const uint32_t *marks, uint32_t claim)
{
    return resolve->marks->items.items[marks[claim]].sentence;
}

static uint32_t paragraph_of(const struct resolve *resolve, uint32_t sentence)
{
    return resolve->text->sentences.items[sentence].paragraph;
}

static struct days days_at(const struct record *record, uint32_t date)
{
    return date == NO_INDEX ? (struct days){ NO_DAY, NO_DAY }
                            : days_of(record->dates.items[date].value);
}

static bool is_short(struct days days)
{
    return days_known(days) && days.last - days.first < SHORT;
}

/* "On Monday", "on 3 May": a day that an article without a date does not tell. */
static bool is_untold(const struct record *record, uint32_t date)
{
    const struct date_mention *mention = date == NO_INDEX ? NULL : &record->dates.items[date];
    return mention && !record->published.len && str_is(mention->precision, "day") &&
           (!mention->value.len || str_starts(mention->value, STR("XXXX-")));
}

static bool is_day(const struct record *record, uint32_t date)
{
    return is_untold(record, date) || is_short(days_at(record, date));
}

/* ---- what the lead says ---------------------------------------------------------------------- */

static bool has_other(const struct resolve *resolve, uint32_t sentence, const char *what)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++)
        if (str_is(rule_attribute(resolve->marks->context.items[i].rule, "other"), what))
            return true;
    return false;
}

/* "A similar attack", "since the war began": the sentence speaks of another event. */
static bool speaks_of_other(const struct resolve *resolve, uint32_t sentence)
{
    return has_other(resolve, sentence, "yes");
}

static bool is_body_claim(const struct resolve *resolve, const uint32_t *marks, uint32_t claim)
{
    return resolve->record->casualties.items[claim].part_of == NO_INDEX &&
           sentence_zone(resolve, sentence_of(resolve, marks, claim)) == ZONE_BODY;
}

static uint32_t sentence_at(const struct resolve *resolve, uint32_t start)
{
    const struct sentence *sentences = resolve->text->sentences.items;
    uint32_t first = 0, end = (uint32_t)resolve->text->sentences.count;
    while (end - first > 1) {
        uint32_t middle = first + (end - first) / 2;
        *(sentences[middle].at.start > start ? &end : &first) = middle;
    }
    return first;
}

static uint32_t sentence_of_date(const struct resolve *resolve, uint32_t date)
{
    return sentence_at(resolve, resolve->record->dates.items[date].at.start);
}

/* Where the dispatch was sent from, which is where something happened only as long as nothing says
 * otherwise. */
static bool is_sent_from(const struct resolve *resolve, uint32_t place)
{
    if (place == NO_INDEX)
        return false;
    struct span at = resolve->record->names.items[place].at;
    const struct sentence *in = &resolve->text->sentences.items[sentence_at(resolve, at.start)];
    return is_of_dateline(resolve, in, at);
}

/* The date of the harm, not that on which the dead were found. */
static uint32_t date_of(const struct resolve *resolve, uint32_t claim)
{
    uint32_t date = resolve->record->casualties.items[claim].date;
    if (date == NO_INDEX)
        return NO_INDEX;
    struct span at = resolve->record->dates.items[date].at;
    return is_of_finding(resolve, sentence_of_date(resolve, date), at) ? NO_INDEX : date;
}

/* What is old is what the article is about only where it begins with it. */
static bool is_of_now(const struct resolve *resolve, uint32_t sentence, struct days days)
{
    int32_t published = days_of(resolve->record->published).last;
    uint32_t paragraph = paragraph_of(resolve, sentence);
    if (published != NO_DAY && days.last >= published - RECENT)
        return true;
    for (uint32_t i = 0; i < resolve->text->sentences.count; i++)
        if (sentence_zone(resolve, i) == ZONE_BODY)
            return paragraph_of(resolve, i) == paragraph;
    return false;
}

/* A day that the article may be about: of now, or not told. */
static bool may_be_founded_on(const struct resolve *resolve, uint32_t date)
{
    struct days days = days_at(resolve->record, date);
    return is_untold(resolve->record, date) ||
           (is_short(days) && is_of_now(resolve, sentence_of_date(resolve, date), days));
}

/* How well the claim founds a frame: one that says where or when, then one of harm; least well one
 * of years or of another time. */
static int worth(const struct resolve *resolve, const uint32_t *marks, uint32_t claim)
{
    const struct casualty *casualty = &resolve->record->casualties.items[claim];
    uint32_t date = date_of(resolve, claim);
    bool says = casualty->place != NO_INDEX || date != NO_INDEX;
    if (date != NO_INDEX && !may_be_founded_on(resolve, date))
        return 1;
    return 2 + 2 * says + (kind_of(casualty) == HARM);
}

/* The lead's claim that tells what the article is about. */
static uint32_t founder_of(const struct resolve *resolve, const uint32_t *marks, uint32_t lead)
{
    uint32_t best = NO_INDEX;
    int most = 0;
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++) {
        uint32_t sentence = sentence_of(resolve, marks, i);
        if (sentence >= lead)
            break;
        if (!is_body_claim(resolve, marks, i) || speaks_of_other(resolve, sentence) ||
            worth(resolve, marks, i) <= most)
            continue;
        best = i;
        most = worth(resolve, marks, i);
    }
    return best;
}

/* "The Caucasus": regions and continents that lie in many countries. */
static bool is_wide(const struct record *record, uint32_t place)
{
    uint32_t index = place == NO_INDEX ? NO_INDEX : record->names.items[place].entity;
    const struct entity *entity = index == NO_INDEX ? NULL : &record->entities.items[index];
    return entity && !entity->country.len &&
           (str_is(entity->kind, "region") || str_is(entity->kind, "continent"));
}

/* The place that all claims of the founder's sentence tell, if they tell one. */
static uint32_t founded_place(const struct resolve *resolve, const uint32_t *marks,
                              uint32_t founder)
{
    const struct casualty *claims = resolve->record->casualties.items;
    uint32_t sentence = sentence_of(resolve, marks, founder);
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++)
        if (sentence_of(resolve, marks, i) == sentence && claims[i].part_of == NO_INDEX &&
            accord_of_places(resolve->record, &claims[i], &claims[founder]) == APART)
            return NO_INDEX;
    return is_wide(resolve->record, claims[founder].place) ? NO_INDEX : claims[founder].place;
}

static const struct capture *told_date(const struct mark *mark)
{
    bool tells = mark->rule->kind == RULE_SCENE && !rule_attribute(mark->rule, "far").len;
    return tells ? mark_capture(mark, "date") : NULL;
}

/* "The crash happened on Friday": the day that the lead names as that of the event. */
static uint32_t day_of_lead(const struct resolve *resolve, uint32_t lead)
{
    for (uint32_t i = 0; i < resolve->marks->context.count; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        const struct capture *date = told_date(mark);
        if (mark->sentence >= lead)
            break;
        if (!date || date->mark == UINT32_MAX || sentence_zone(resolve, mark->sentence) != ZONE_BODY)
            continue;
        uint32_t index = resolve->mention[date->mark];
        if (index != NO_INDEX && is_day(resolve->record, index) &&
            !is_of_report(resolve, mark->sentence, date->at) &&
            !is_of_dateline(resolve, &resolve->text->sentences.items[mark->sentence], date->at) &&
            !tells_no_day(resolve->record, &resolve->record->dates.items[index]))
            return index;
    }
    return NO_INDEX;
}

static bool is_in_body(const struct resolve *resolve, const struct mark *scene)
{
    const struct sentence *sentence = &resolve->text->sentences.items[scene->sentence];
    return sentence_zone(resolve, scene->sentence) == ZONE_BODY &&
           !is_of_dateline(resolve, sentence, scene->at);
}

static bool is_in_headline(const struct resolve *resolve, const struct mark *scene)
{
    return sentence_zone(resolve, scene->sentence) == ZONE_HEADLINE &&
           !divides_body(resolve, scene->sentence);
}

/* "Haut-Karabakh : cinq questions": what the headline says that it is about. */
static bool is_subject(const struct resolve *resolve, const struct mark *scene)
{
    const struct capture *place = mark_capture(scene, "place");
    struct str behind = place ? str_slice(resolve->text->bytes, place->at.end,
                                          resolve->text->bytes.len) : STR("");
    return is_in_headline(resolve, scene) && str_starts(str_trim(behind), STR(":"));
}

/* The first scene of the lead that has a name and stands so. */
static uint32_t place_of_lead(const struct resolve *resolve, uint32_t lead,
                              bool (*stands)(const struct resolve *, const struct mark *))
{
    for (uint32_t i = 0; i < resolve->marks->context.count; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (mark->sentence >= lead)
            break;
        if (!shows_scene(mark) || rule_attribute(mark->rule, "far").len || !stands(resolve, mark))
            continue;
        uint32_t place = captured_place(resolve, mark);
        if (place != NO_INDEX)
            return is_wide(resolve->record, place) ? NO_INDEX : place;
    }
    return NO_INDEX;
}

/* The day that the founder's sentence tells, or the lead of what happened; false where neither tells
 * any, or where it is years. */
static bool found_day(const struct resolve *resolve, const uint32_t *marks, uint32_t founder,
                      uint32_t lead, struct frame *frame)
{
    const struct casualty *claim = &resolve->record->casualties.items[founder];
    bool tells = str_is(claim->date_basis, "sentence") || str_is(claim->date_basis, "rule");
    frame->date = tells ? date_of(resolve, founder) : NO_INDEX;
    if (frame->date == NO_INDEX)
        frame->date = day_of_lead(resolve, lead);
    if (frame->date == NO_INDEX && str_is(claim->date_basis, "paragraph"))
        frame->date = date_of(resolve, founder);
    frame->days = days_at(resolve->record, frame->date);
    return may_be_founded_on(resolve, frame->date);
}

/* False where the claim tells a place, if only one that the gazetteer lacks. */
static bool lacks_place(const struct resolve *resolve, uint32_t sentence,
                        const struct casualty *claim)
{
    if (claim->cared_for)
        return true;
    if (claim->scene.at.end)
        return claim->place == NO_INDEX && !has_name_of_scene(resolve, sentence, claim);
    return !claim->place_basis.len;
}

/* "- In the south, two dead": what a list tells, each item tells for itself. */
static bool is_item(const struct resolve *resolve, uint32_t sentence)
{
    static const char *const bullets[] = { "- ", "* ", "• ", "– ", "· " };
    while (!opens_paragraph(resolve, sentence))
        sentence--;
    struct str line = span_text(resolve->text->bytes, resolve->text->sentences.items[sentence].at);
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (str_starts(line, str_of(bullets[i])))
            return true;
    return false;
}

static uint32_t first_body_claim(const struct resolve *resolve, const uint32_t *marks)
{
    uint32_t first = 0;
    while (!is_body_claim(resolve, marks, first))
        first++;
    return first;
}

/* A country, a region or the town that a dispatch was sent from, and a place of that country. */
static bool may_hold(const struct resolve *resolve, uint32_t wide, uint32_t place)
{
    const struct record *record = resolve->record;
    uint32_t entity = record->names.items[wide].entity;
    struct str here = country_of(record, wide), there = country_of(record, place);
    return entity != NO_INDEX && here.len && (!there.len || str_equal(here, there)) &&
           (!record->entities.items[entity].settlement || is_sent_from(resolve, wide));
}

/* "In western Kenya … The crash happened near Londiani": a scene rule says it more exactly. */
static uint32_t site_within(const struct resolve *resolve, uint32_t lead, uint32_t wide)
{
    for (uint32_t i = 0; i < resolve->marks->context.count; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (mark->sentence >= lead)
            break;
        uint32_t place = rule_attribute(mark->rule, "site").len ? captured_place(resolve, mark)
                                                               : NO_INDEX;
        if (place != NO_INDEX && wide != NO_INDEX && may_hold(resolve, wide, place))
            return place;
    }
    return wide;
}

/* The founder's place, or for want of one what the headline or the lead is about. */
static uint32_t place_of_founder(const struct resolve *resolve, const uint32_t *marks,
                                 uint32_t founder, uint32_t lead)
{
    uint32_t sentence = sentence_of(resolve, marks, founder);
    if (!lacks_place(resolve, sentence, &resolve->record->casualties.items[founder]))
        return founded_place(resolve, marks, founder);
    uint32_t place = place_of_lead(resolve, lead, is_subject);
    if (place == NO_INDEX)
        place = place_of_lead(resolve, sentence, is_in_body);
    return place == NO_INDEX ? place_of_lead(resolve, lead, is_in_headline) : place;
}

/* What no claim of the lead founds, its prose does: the day that it tells of what happened, and where.
 * Of a list without one the headline tells the place. */
static bool found_by_prose(const struct resolve *resolve, uint32_t lead, bool listed,
                           struct frame *ret)
{
    ret->date = day_of_lead(resolve, lead);
    ret->days = days_at(resolve->record, ret->date);
    if (ret->date != NO_INDEX)
        ret->place = site_within(resolve, lead, place_of_lead(resolve, lead, is_in_body));
    else if (listed)
        ret->place = place_of_lead(resolve, lead, is_in_headline);
    return ret->date != NO_INDEX || ret->place != NO_INDEX;
}

/* Where no day is told the first claim founds a place alone, for the harm of its own kind. */
static bool found(const struct resolve *resolve, const uint32_t *marks, struct frame *ret)
{
    uint32_t lead = text_lead(resolve->text), founder = founder_of(resolve, marks, lead);
    *ret = (struct frame){ HARM, NO_INDEX, NO_INDEX, { NO_DAY, NO_DAY }, false };
    if (founder == NO_INDEX)
        return found_by_prose(resolve, lead, false, ret);
    if (is_item(resolve, sentence_of(resolve, marks, founder)))
        return found_by_prose(resolve, lead, true, ret);
    ret->kind = kind_of(&resolve->record->casualties.items[founder]);
    bool dated = found_day(resolve, marks, founder, lead, ret);
    ret->alone = ret->date == NO_INDEX;
    if (ret->alone) {
        founder = first_body_claim(resolve, marks);
        ret->kind = kind_of(&resolve->record->casualties.items[founder]);
    }
    ret->place = site_within(resolve, lead, place_of_founder(resolve, marks, founder, lead));
    return dated || ret->alone;
}

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
 * tells is that of the country that the headline names. */
static void link_totals(const struct resolve *resolve, const uint32_t *marks)
{
    struct record *record = resolve->record;
    uint32_t place = place_of_lead(resolve, text_lead(resolve->text), is_in_headline);
    uint32_t entity = place == NO_INDEX ? NO_INDEX : record->names.items[place].entity;
    if (entity == NO_INDEX || !str_is(record->entities.items[entity].kind, "country"))
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
    bool any = record->casualties.count && found(resolve, marks, &frame);
    if (any)
        link_body(resolve, marks, &frame);
    link_totals(resolve, marks);
    for (uint32_t i = 0; i < record->casualties.count; i++)
        if (sentence_zone(resolve, sentence_of(resolve, marks, i)) == ZONE_HEADLINE &&
            record->casualties.items[i].part_of == NO_INDEX)
            link_headline(resolve, marks, any ? &frame : NULL, i);
}
