#include "resolve/frame.h"

/* What the lead says: the claim that founds the frame, its day and its place. */

enum {
    SHORT = 10,    /* days that an event may last */
    RECENT = 60,   /* days before the article; what is older is an event of its lead paragraph only */
};

enum harm_kind kind_of(const struct casualty *claim)
{
    return str_is(claim->role, "displaced")  ? FLIGHT
           : str_is(claim->role, "abducted") ? ABDUCTION
           : str_is(claim->role, "captured") ? ARREST
                                             : HARM;
}

uint32_t sentence_of(const struct resolve *resolve, const uint32_t *marks, uint32_t claim)
{
    return resolve->marks->items.items[marks[claim]].sentence;
}

uint32_t paragraph_of(const struct resolve *resolve, uint32_t sentence)
{
    return resolve->text->sentences.items[sentence].paragraph;
}

struct days days_at(const struct record *record, uint32_t date)
{
    return date == NO_INDEX ? (struct days){ NO_DAY, NO_DAY }
                            : days_of(record->dates.items[date].value);
}

bool is_short(struct days days)
{
    return days_known(days) && days.last - days.first < SHORT;
}

bool is_untold(const struct record *record, uint32_t date)
{
    const struct date_mention *mention = date == NO_INDEX ? NULL : &record->dates.items[date];
    return mention && !record->published.len && str_is(mention->precision, "day") &&
           (!mention->value.len || str_starts(mention->value, STR("XXXX-")));
}

static bool is_day(const struct record *record, uint32_t date)
{
    return is_untold(record, date) || is_short(days_at(record, date));
}

bool has_other(const struct resolve *resolve, uint32_t sentence, const char *what)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++)
        if (str_is(rule_attribute(resolve->marks->context.items[i].rule, "other"), what))
            return true;
    return false;
}

bool speaks_of_other(const struct resolve *resolve, uint32_t sentence)
{
    return has_other(resolve, sentence, "yes");
}

bool is_body_claim(const struct resolve *resolve, const uint32_t *marks, uint32_t claim)
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

bool is_sent_from(const struct resolve *resolve, uint32_t place)
{
    if (place == NO_INDEX)
        return false;
    struct span at = resolve->record->names.items[place].at;
    const struct sentence *in = &resolve->text->sentences.items[sentence_at(resolve, at.start)];
    return is_of_dateline(resolve, in, at);
}

/* The date of the harm, not that on which the dead were found. */
uint32_t date_of(const struct resolve *resolve, uint32_t claim)
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

/* The first sentence of the article's prose. */
static uint32_t opening_of(const struct resolve *resolve, uint32_t lead)
{
    uint32_t first = 0;
    while (first < lead && sentence_zone(resolve, first) != ZONE_BODY)
        first++;
    return first;
}

/* "May 3, 2021. Clashes break out": an entry of a chronicle. */
static bool is_whole_sentence(const struct sentence *sentence, struct span date)
{
    enum { A_STOP = 2 };
    return date.start == sentence->at.start && date.end + A_STOP >= sentence->at.end;
}

/* The article's own date, written out, is that of a byline. */
static bool opens_story(const struct resolve *resolve, uint32_t opening, uint32_t index)
{
    const struct record *record = resolve->record;
    const struct sentence *sentence = &resolve->text->sentences.items[opening];
    const struct date_mention *date = &record->dates.items[index];
    return is_day(record, index) && !tells_no_day(record, date) &&
           !is_of_report(resolve, opening, date->at) &&
           !is_of_finding(resolve, opening, date->at) &&
           !is_of_dateline(resolve, sentence, date->at) &&
           !is_whole_sentence(sentence, date->at) &&
           !(str_is(date->basis, "explicit") && str_equal(date->value, record->published));
}

/* "At 7.15 on 1 December 1923 the keeper felt the bridge shake": the day with which the article opens. */
static uint32_t day_of_opening(const struct resolve *resolve, uint32_t lead)
{
    const struct record *record = resolve->record;
    uint32_t opening = opening_of(resolve, lead);
    if (opening == lead)
        return NO_INDEX;
    struct span within = resolve->text->sentences.items[opening].at;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++)
        if (opens_story(resolve, opening, i))
            return i;
    return NO_INDEX;
}

static bool is_in_body(const struct resolve *resolve, const struct mark *scene)
{
    const struct sentence *sentence = &resolve->text->sentences.items[scene->sentence];
    return sentence_zone(resolve, scene->sentence) == ZONE_BODY &&
           !is_of_dateline(resolve, sentence, scene->at);
}

bool is_in_headline(const struct resolve *resolve, const struct mark *scene)
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
uint32_t place_of_lead(const struct resolve *resolve, uint32_t lead,
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
    if (frame->date == NO_INDEX)
        frame->date = day_of_opening(resolve, lead);
    frame->days = days_at(resolve->record, frame->date);
    return may_be_founded_on(resolve, frame->date);
}

bool lacks_place(const struct resolve *resolve, uint32_t sentence,
                        const struct casualty *claim)
{
    if (claim->cared_for)
        return true;
    if (claim->scene.at.end)
        return claim->place == NO_INDEX && !has_name_of_scene(resolve, sentence, claim);
    return !claim->place_basis.len;
}

/* "- In the south, two dead": what a list tells, each item tells for itself. */
bool is_item(const struct resolve *resolve, uint32_t sentence)
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

/* "Morbihan. Two dead near Josselin": the one place that the headline tells within its first. */
static uint32_t narrowed(const struct resolve *resolve, uint32_t lead, uint32_t wide)
{
    uint32_t found = NO_INDEX;
    for (uint32_t i = 0; i < resolve->marks->context.count; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (mark->sentence >= lead)
            break;
        uint32_t place = captured_place(resolve, mark);
        if (place == NO_INDEX || place == wide || !is_in_headline(resolve, mark) ||
            !may_hold(resolve, wide, place))
            continue;
        if (found != NO_INDEX)
            return wide;
        found = place;
    }
    return found == NO_INDEX ? wide : found;
}

/* What stands in the headline so is the place that the article is about. */
static uint32_t place_of_headline(const struct resolve *resolve, uint32_t lead,
                                  bool (*stands)(const struct resolve *, const struct mark *))
{
    uint32_t place = place_of_lead(resolve, lead, stands);
    return place == NO_INDEX ? NO_INDEX : narrowed(resolve, lead, place);
}

/* The founder's place, or for want of one what the headline or the lead is about. */
static uint32_t place_of_founder(const struct resolve *resolve, const uint32_t *marks,
                                 uint32_t founder, uint32_t lead)
{
    uint32_t sentence = sentence_of(resolve, marks, founder);
    if (!lacks_place(resolve, sentence, &resolve->record->casualties.items[founder]))
        return founded_place(resolve, marks, founder);
    uint32_t place = place_of_headline(resolve, lead, is_subject);
    if (place == NO_INDEX)
        place = place_of_lead(resolve, sentence, is_in_body);
    return place == NO_INDEX ? place_of_headline(resolve, lead, is_in_headline) : place;
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
bool frame_found(const struct resolve *resolve, const uint32_t *marks, struct frame *ret)
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
