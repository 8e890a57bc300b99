#include "resolve/links.h"

/* Who says so, where and when. Looked for in the claim's sentence first, then in the sentences
 * before it in the paragraph, then in the heading or dateline above; the record says which. */

enum {
    FAR = 1 << 20,
    A_COMMA = 30,         /* bytes that each comma between adds to a distance: another clause */
    A_SEMICOLON = 400,    /* … and a semicolon: nearly another sentence */
    A_BRACKET = 150,      /* … and the end of the brackets that one of them stands in */
    A_COUNTRY = 200,      /* a country gives way to a place of that country in the sentence */
    AN_EVENT = 100,       /* a sentence before, "1991-92, during the war" gives the years */
    A_PHRASE = 1 << 15,   /* a scene without a name gives way to any place of the sentence */
    A_DISTANCE = 1 << 17, /* a town that a distance is told from, or people come from, to both */
    A_CLAIM = 60,         /* what stands behind another claim may be that one's alone */
    A_CLAUSE = 60,        /* most bytes between a day or place and the claim of its own clause */
    A_DATELINE = 1 << 16, /* a dispatch's day, "during the war": any other date comes first */
    SENTENCES_BACK = 12,  /* how far back in a paragraph a place or date is looked for */
    SCENE_BACK = 2,       /* … and the town of a scene that has no name */
};

/* How many brackets end in the text that did not begin in it. */
static uint32_t brackets_left(struct str text)
{
    uint32_t open = 0, left = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.s[i] == '(')
            open++;
        else if (text.s[i] == ')' && open)
            open--;
        else if (text.s[i] == ')')
            left++;
    }
    return left;
}

/* How far two spans stand apart, in bytes, with commas; 0 when they touch. */
static uint32_t apart(const struct resolve *resolve, struct span a, struct span b)
{
    struct span between = a.end <= b.start ? (struct span){ a.end, b.start }
                                           : (struct span){ b.end, a.start };
    if (between.end <= between.start)
        return 0;
    struct str text = span_text(resolve->article->text, between);
    uint32_t distance = span_length(between) + A_BRACKET * brackets_left(text);
    for (size_t i = 0; i < text.len; i++)
        distance += text.s[i] == ',' ? A_COMMA : text.s[i] == ';' ? A_SEMICOLON : 0;
    return distance;
}

static bool is_of_kind(const struct mark *mark, enum rule_kind kind)
{
    return mark->rule && mark->rule->kind == kind;
}

static bool has_clause_end(const struct resolve *resolve, uint32_t start, uint32_t end)
{
    struct str text = span_text(resolve->article->text, (struct span){ start, end });
    return memchr(text.s, ',', text.len) || memchr(text.s, ';', text.len) ||
           memchr(text.s, '.', text.len);
}

/* "A hundred were feared dead, by 18 October 366 were": a day or place behind a comma, in the clause
 * of the next claim, is that claim's. */
static bool is_of_next(const struct resolve *resolve, struct span at, const struct casualty *claim)
{
    const struct record *record = resolve->record;
    const struct casualty *end = record->casualties.items + record->casualties.count;
    const struct casualty *next = claim + 1;
    if (at.start < claim->at.end || !has_clause_end(resolve, claim->at.end, at.start))
        return false;
    while (next < end && next->amount.start < at.end)
        next++;
    return next < end && next->part_of == NO_INDEX &&
           next->amount.start - at.end < A_CLAUSE &&
           !has_clause_end(resolve, at.end, next->amount.start);
}

/* True when the sentence counts anyone behind this byte, but for parts. */
static bool counts_behind(const struct resolve *resolve, uint32_t sentence, uint32_t from)
{
    const struct record *record = resolve->record;
    uint32_t end = resolve->text->sentences.items[sentence].at.end;
    for (uint32_t i = 0; i < record->casualties.count; i++) {
        const struct casualty *claim = &record->casualties.items[i];
        if (claim->part_of == NO_INDEX && claim->amount.start >= from && claim->amount.start < end)
            return true;
    }
    return false;
}

/* True when a scene rule says that a clause opens between the two. */
static bool opens_between(const struct resolve *resolve, uint32_t sentence, struct span before,
                          struct span behind)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (is_of_kind(mark, RULE_SCENE) && rule_attribute(mark->rule, "opens").len &&
            mark->at.start >= before.end && mark->at.end <= behind.start)
            return true;
    }
    return false;
}

/* "27 died, and in 2012 a gas leak in Goris hurt five": the day and place of the clause that opens
 * are those of the claims behind. */
static bool is_of_opened(const struct resolve *resolve, uint32_t sentence, struct span at,
                         const struct casualty *claim)
{
    return opens_between(resolve, sentence, claim->at, at) &&
           counts_behind(resolve, sentence, at.end);
}

/* True when a claim that is no part of another stands between the two. */
static bool has_claim_between(const struct resolve *resolve, struct span at,
                              const struct casualty *claim)
{
    const struct record *record = resolve->record;
    const struct casualty *end = record->casualties.items + record->casualties.count;
    for (const struct casualty *next = claim + 1; next < end && next->at.end <= at.start; next++)
        if (next->part_of == NO_INDEX && next->amount.start >= claim->at.end)
            return true;
    return false;
}

/* ---- speakers -------------------------------------------------------------------------------- */

/* A speaker rule says with `reach` where its claims stand: "before" it ("…, police said"), "after"
 * it ("Police say …"), or "both". */
static uint32_t speaker_distance(const struct resolve *resolve, const struct mark *speaker,
                                 struct span claim)
{
    struct str reach = rule_attribute(speaker->rule, "reach");
    bool claim_first = claim.start < speaker->at.start;
    uint32_t distance = apart(resolve, speaker->at, claim);
    if (str_is(reach, "after") && claim_first)
        return FAR;
    if (str_is(reach, "before") && !claim_first)
        return FAR;
    return distance;
}

/* The entity named in a phrase, if one is. */
static uint32_t entity_in(const struct record *record, struct span at)
{
    for (size_t i = 0; i < record->names.count && record->names.items[i].at.start < at.end; i++)
        if (span_contains(at, record->names.items[i].at) &&
            record->names.items[i].entity != NO_INDEX)
            return record->names.items[i].entity;
    return NO_INDEX;
}

static void link_speaker(struct resolve *resolve, uint32_t mark, struct casualty *claim)
{
    uint32_t sentence = resolve->marks->items.items[mark].sentence, best = FAR;
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *speaker = &resolve->marks->context.items[i];
        if (!is_of_kind(speaker, RULE_SPEAKER))
            continue;
        const struct capture *who = mark_capture(speaker, "who");
        uint32_t distance = speaker_distance(resolve, speaker, claim->at);
        if (!who || distance >= best || span_overlaps(who->at, claim->amount))
            continue;
        best = distance;
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
    }
}

/* "Nine men were killed. The army said so.": what begins a sentence and speaks of what was said
 * before it, speaks of the sentence before. */
static void link_next_speaker(struct resolve *resolve, uint32_t sentence, struct casualty *claim)
{
    if (sentence + 1 >= resolve->text->sentences.count ||
        !same_paragraph(resolve, sentence, sentence + 1))
        return;
    uint32_t begin = resolve->text->sentences.items[sentence + 1].at.start;
    const uint32_t *context = resolve->first_context + sentence + 1;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *speaker = &resolve->marks->context.items[i];
        const struct capture *who = mark_capture(speaker, "who");
        if (!is_of_kind(speaker, RULE_SPEAKER) || !who || speaker->at.start != begin ||
            !str_is(rule_attribute(speaker->rule, "reach"), "before"))
            continue;
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
        return;
    }
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* A date or place inside a speaker's mark ("said on Tuesday") is that of the report. */
static const struct mark *report_over(const struct resolve *resolve, uint32_t sentence,
                                      struct span date)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (is_of_kind(mark, RULE_SPEAKER) && span_contains(mark->at, date))
            return mark;
    }
    return NULL;
}

bool is_of_report(const struct resolve *resolve, uint32_t sentence, struct span date)
{
    return report_over(resolve, sentence, date) != NULL;
}

/* The day of a report, of which the claim is not; "against seven in 2021" is for the seven alone. */
static bool is_reported(const struct resolve *resolve, uint32_t sentence, struct span date,
                        const struct casualty *claim)
{
    const struct mark *report = report_over(resolve, sentence, date);
    return report && !(rule_attribute(report->rule, "own").len &&
                       span_contains(report->at, claim->amount));
}

uint32_t first_date(const struct record *record, uint32_t from)
{
    uint32_t low = 0, high = (uint32_t)record->dates.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (record->dates.items[middle].at.start < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "Since Monday the toll has risen", "counted 1,683 between April 2014 and December 2022", "by the end
 * of 2023": the harm went on. */
static bool goes_on(const struct record *record, struct span date)
{
    static const struct str some_day = { "../2023-09-26", 13 };
    uint32_t index = first_date(record, date.start);
    struct str value = index < record->dates.count ? record->dates.items[index].value : STR("");
    return memchr(value.s, '/', value.len) &&
           !(str_starts(value, STR("../")) && value.len == some_day.len);
}

/* "By Tuesday rescuers had recovered 32 bodies": a scene rule that says so. */
bool is_of_finding(const struct resolve *resolve, uint32_t sentence, struct span date)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        const struct capture *day = is_of_kind(mark, RULE_SCENE) ? mark_capture(mark, "date") : NULL;
        if (day && rule_attribute(mark->rule, "far").len && span_contains(day->at, date))
            return !goes_on(resolve->record, date);
    }
    return false;
}

/* "PARIS, June 3 (Agency) - …": a day or place at the head of the sentence, and a dash soon behind it. */
bool is_of_dateline(const struct resolve *resolve, const struct sentence *sentence,
                           struct span date)
{
    enum { HEAD = 40, TAIL = 28 };
    uint32_t end = date.end + TAIL < sentence->at.end ? date.end + TAIL : sentence->at.end;
    struct str behind = span_text(resolve->article->text, (struct span){ date.end, end });
    static const char *const dashes[] = { " - ", " – ", " — ", " -- " };
    for (size_t i = 0; date.start - sentence->at.start <= HEAD && i < 4; i++)
        if (memmem(behind.s, behind.len, dashes[i], strlen(dashes[i])))
            return true;
    return false;
}

/* A day or month behind that of the article, or a time that begins there; seasons and decades are
 * not compared. */
static bool is_to_come(struct str date, struct str published)
{
    date = str_split(&date, '/');
    size_t shared = date.len < published.len ? date.len : published.len;
    bool comparable = shared >= 7 && date.s[0] >= '0' && date.s[0] <= '9' && date.s[5] <= '1';
    return comparable && memcmp(date.s, published.s, shared) > 0;
}

/* "Some days ago": up to the day, month or year of the article. */
static bool is_before_now(struct str date, struct str published)
{
    return str_starts(date, STR("../")) && date.len > 3 &&
           str_starts(published, str_slice(date, 3, date.len));
}

/* "By 2030", but not "by the end of 2023" in an article of 2025. */
static bool ends_ahead(struct str date, struct str published)
{
    struct str until = str_starts(date, STR("../")) ? str_slice(date, 3, date.len) : STR("");
    size_t shared = until.len < published.len ? until.len : published.len;
    return until.len && (!shared || memcmp(until.s, published.s, shared) > 0);
}

/* "By 2030", a day to come: no day on which anyone was harmed. */
bool tells_no_day(const struct record *record, const struct date_mention *date)
{
    return ends_ahead(date->value, record->published) ||
           is_to_come(date->value, record->published) || date->to_come;
}

/* "During the civil war", "since the war began". */
static bool is_undated(struct str date)
{
    return str_is(date, "XXXX") || str_starts(date, STR("XXXX/"));
}

/* "During the war", "some days ago", "in the 19th century": any date that says more comes first. */
static bool says_little(const struct resolve *resolve, uint32_t index)
{
    const struct date_mention *date = &resolve->record->dates.items[index];
    return is_undated(date->value) || is_before_now(date->value, resolve->record->published) ||
           str_is(date->precision, "century");
}

/* "Four were arrested; three were still held on Monday": what stands behind a semicolon is of there. */
static bool is_of_later_clause(const struct resolve *resolve, struct span at,
                               const struct casualty *claim)
{
    if (at.start < claim->at.end)
        return false;
    struct str between = span_text(resolve->article->text, (struct span){ claim->at.end, at.start });
    return memchr(between.s, ';', between.len) != NULL;
}

/* True when a claim of the same role that is no part of another stands between the two, behind a
 * comma. */
static bool has_like_between(const struct resolve *resolve, const struct casualty *claim,
                             struct span at)
{
    const struct record *record = resolve->record;
    const struct casualty *end = record->casualties.items + record->casualties.count;
    for (const struct casualty *next = claim + 1; next < end && next->at.end <= at.start; next++) {
        struct span between = { claim->at.end, next->amount.start };
        if (next->part_of != NO_INDEX || between.end <= between.start ||
            !str_equal(next->role, claim->role))
            continue;
        struct str text = span_text(resolve->article->text, between);
        if (memchr(text.s, ',', text.len))
            return true;
    }
    return false;
}

/* "Two were killed, bringing to 418 the dead since May": the span is that of the later count. */
static bool is_counted_in_later(const struct resolve *resolve, const struct date_mention *date,
                                const struct casualty *claim)
{
    return str_ends(date->value, STR("/..")) && has_like_between(resolve, claim, date->at);
}

/* "2010 - Trial opens", "26 September – The road is open": an entry of a chronicle has its day at
 * its head; there the article's own date heads a dispatch. */
static bool heads_entry(const struct resolve *resolve, const struct sentence *in,
                        const struct date_mention *date)
{
    return date->at.start == in->at.start && !str_equal(date->value, resolve->record->published);
}

/* "… 90,000 displaced, half of them back by spring 2021": behind a comma it ends something else. */
static bool ends_other(const struct resolve *resolve, const struct date_mention *date,
                       const struct casualty *claim)
{
    if (!str_starts(date->value, STR("../")) || date->at.start < claim->at.end)
        return false;
    struct str text = span_text(resolve->article->text,
                                (struct span){ claim->at.end, date->at.start });
    return memchr(text.s, ',', text.len) != NULL;
}

static uint32_t date_distance(const struct resolve *resolve, uint32_t sentence,
                              const struct date_mention *date, const struct casualty *claim)
{
    if (span_overlaps(date->at, claim->amount) || tells_no_day(resolve->record, date) ||
        is_of_next(resolve, date->at, claim) || is_of_later_clause(resolve, date->at, claim) ||
        is_of_opened(resolve, sentence, date->at, claim) ||
        is_counted_in_later(resolve, date, claim) || ends_other(resolve, date, claim) ||
        is_reported(resolve, sentence, date->at, claim))
        return FAR;
    const struct sentence *in = &resolve->text->sentences.items[sentence];
    bool weak = says_little(resolve, (uint32_t)(date - resolve->record->dates.items)) ||
                (is_of_dateline(resolve, in, date->at) && !heads_entry(resolve, in, date)) ||
                is_of_finding(resolve, sentence, date->at);
    bool event_before = date->event.len && !span_contains(in->at, claim->at);
    return apart(resolve, date->at, claim->at) + (weak ? A_DATELINE : 0) +
           (event_before ? AN_EVENT : 0) +
           (has_claim_between(resolve, date->at, claim) ? A_CLAIM : 0) +
           (opens_between(resolve, sentence, date->at, claim->at) ? A_CLAIM : 0);
}

static uint32_t nearest_date(const struct resolve *resolve, uint32_t sentence,
                             const struct casualty *claim)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    uint32_t best = NO_INDEX, shortest = FAR;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++) {
        uint32_t distance = date_distance(resolve, sentence, &record->dates.items[i], claim);
        if (distance >= shortest)
            continue;
        shortest = distance;
        best = i;
    }
    return best;
}

/* ---- places ---------------------------------------------------------------------------------- */

/* The name that a mark's capture of a place stands for. */
uint32_t captured_place(const struct resolve *resolve, const struct mark *scene)
{
    const struct capture *place = mark_capture(scene, "place");
    if (!place || place->mark == UINT32_MAX)
        return NO_INDEX;
    return resolve->name_index[resolve->marks->items.items[place->mark].name];
}

static const struct entity *entity_of_scene(const struct resolve *resolve,
                                            const struct mark *scene)
{
    const struct record *record = resolve->record;
    uint32_t name = captured_place(resolve, scene);
    uint32_t entity = name == NO_INDEX ? NO_INDEX : record->names.items[name].entity;
    return entity == NO_INDEX ? NULL : &record->entities.items[entity];
}

/* A phrase that is a name, though no gazetteer knows it. */
bool is_named(const struct mark *scene)
{
    return mark_capture(scene, "place") || rule_attribute(scene->rule, "named").len;
}

/* "al mercato di Peshawar, nel nordovest del Pakistan": the smaller place is the scene. */
static bool has_smaller(const struct resolve *resolve, uint32_t sentence, const struct mark *scene)
{
    const struct entity *wide = entity_of_scene(resolve, scene);
    const uint32_t *context = resolve->first_context + sentence;
    if (!wide || !str_is(wide->kind, "country"))
        return false;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *other = &resolve->marks->context.items[i];
        const struct entity *place = is_of_kind(other, RULE_SCENE) ? entity_of_scene(resolve, other)
                                                                   : NULL;
        if (place ? place != wide && str_equal(place->country, wide->country)
                  : is_of_kind(other, RULE_SCENE) && is_named(other) &&
                        mark_capture(other, "scene"))
            return true;
    }
    return false;
}

/* "A Marzabotto, sull'Appennino": what stands behind a comma after a place says where that lies. */
static bool is_around_other(const struct resolve *resolve, uint32_t sentence,
                            const struct mark *scene)
{
    enum { A_COMMA_AND_SPACE = 2 };
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *other = &resolve->marks->context.items[i];
        if (is_of_kind(other, RULE_SCENE) && mark_capture(other, "place") &&
            other->at.end + A_COMMA_AND_SPACE == scene->at.start &&
            resolve->article->text.s[other->at.end] == ',')
            return true;
    }
    return false;
}

static bool is_part(const struct mark *toll)
{
    return is_of_kind(toll, RULE_TOLL) && str_is(rule_attribute(toll->rule, "part-of"), "yes");
}

/* True when the scene stands in the words of a part, behind its number, or behind them where the
 * part looked ahead for it: it is the part's alone. */
static bool is_of_part(const struct resolve *resolve, uint32_t sentence, const struct mark *scene)
{
    uint32_t place = captured_place(resolve, scene);
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *toll = &resolve->marks->items.items[i];
        if (!is_part(toll) || !(mark_capture(toll, "place") || mark_capture(toll, "scene")))
            continue;
        const struct capture *amount = mark_capture(toll, "quantity");
        if (span_contains(toll->at, scene->at) && amount && amount->at.start < scene->at.start)
            return true;
        if (place != NO_INDEX && captured_place(resolve, toll) == place)
            return true;
    }
    return false;
}

/* "Seven" of "42 in Kapan and seven in Goris": a claim that has no words but its number. */
static bool is_bare_claim(const struct record *record, struct span number)
{
    for (uint32_t i = 0; i < record->casualties.count; i++)
        if (span_overlaps(record->casualties.items[i].amount, number))
            return span_contains(number, record->casualties.items[i].at);
    return false;
}

static bool opens_clause(const struct resolve *resolve, struct span number)
{
    struct str before = str_trim(str_slice(resolve->article->text, 0, number.start));
    return before.len && strchr(",;:(", before.s[before.len - 1]);
}

/* "49 bodies, 42 at Nyamamba and seven at Mbogi": behind a comma, what stands right behind another
 * number is told of that number alone. */
static bool is_of_other_number(const struct resolve *resolve, uint32_t sentence, struct span scene,
                               const struct casualty *claim)
{
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *number = &resolve->marks->items.items[i];
        if (is_of_kind(number, RULE_QUANTITY) && number->at.start >= claim->at.end &&
            number->at.end <= scene.start && scene.start - number->at.end <= 1 &&
            has_clause_end(resolve, claim->at.end, number->at.start) &&
            (opens_clause(resolve, number->at) ||
             is_bare_claim(resolve->record, number->at)))
            return true;
    }
    return false;
}

/* "Officials in Cairo", "according to Tbilisi": who speaks is no scene, whatever they speak of. */
static bool is_of_speaker(const struct resolve *resolve, uint32_t sentence, struct span scene)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        const struct capture *who = is_of_kind(mark, RULE_SPEAKER) ? mark_capture(mark, "who") : NULL;
        if (who && span_overlaps(who->at, scene) &&
            (!str_is(rule_attribute(mark->rule, "reach"), "after") ||
             counts_behind(resolve, sentence, mark->at.end)))
            return true;
    }
    return false;
}

/* A scene rule that captures nothing only hides what it covers. */
bool shows_scene(const struct mark *mark)
{
    return is_of_kind(mark, RULE_SCENE) &&
           (mark_capture(mark, "place") || mark_capture(mark, "scene"));
}

/* "Killed 13 in Cuttack, and seven more in Balasore": the first scene lies in the words of the
 * second claim, but before its clause. */
static struct span clause_of(const struct resolve *resolve, const struct mark *scene,
                             const struct casualty *claim)
{
    bool before = scene->at.end <= claim->amount.start &&
                  has_clause_end(resolve, scene->at.end, claim->amount.start);
    return before ? claim->amount : claim->at;
}

/* "The Somali capital": a place by other words. */
static bool is_of_nation(const struct mark *scene)
{
    return mark_capture(scene, "nationality");
}

static uint32_t scene_distance(const struct resolve *resolve, uint32_t sentence,
                               const struct mark *scene, const struct casualty *claim)
{
    bool far = rule_attribute(scene->rule, "far").len != 0;
    if (span_overlaps(scene->at, claim->amount) ||
        (!far && (is_of_speaker(resolve, sentence, scene->at) ||
                  span_overlaps(claim->speaker.at, scene->at) ||
                  span_overlaps(claim->victims.at, scene->at))) ||
        is_of_other_number(resolve, sentence, scene->at, claim) ||
        is_of_next(resolve, scene->at, claim) || is_of_later_clause(resolve, scene->at, claim) ||
        is_of_opened(resolve, sentence, scene->at, claim) || is_of_part(resolve, sentence, scene))
        return FAR;
    return apart(resolve, scene->at, clause_of(resolve, scene, claim)) +
           (is_named(scene) ? 0 : A_PHRASE) + (is_of_nation(scene) ? A_PHRASE : 0) +
           (far ? A_DISTANCE : 0) +
           (has_smaller(resolve, sentence, scene) || is_around_other(resolve, sentence, scene)
                ? A_COUNTRY : 0) +
           (is_of_dateline(resolve, &resolve->text->sentences.items[sentence], scene->at)
                ? A_DATELINE : 0);
}

/* "Some 30 miles east of Mosul" is not in Mosul. */
static bool is_in_place(const struct mark *scene)
{
    return mark_capture(scene, "place") && !rule_attribute(scene->rule, "far").len;
}

/* With `placed`, only scenes that are a place. */
static const struct mark *nearest_scene(const struct resolve *resolve, uint32_t sentence,
                                        const struct casualty *claim, bool placed)
{
    const struct mark *best = NULL;
    uint32_t shortest = FAR;
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *scene = &resolve->marks->context.items[i];
        if (!shows_scene(scene) || (placed && !is_in_place(scene) && !is_of_nation(scene)))
            continue;
        uint32_t distance = scene_distance(resolve, sentence, scene, claim);
        if (distance >= shortest)
            continue;
        shortest = distance;
        best = scene;
    }
    return best;
}

/* "Taken to hospital in Palermo": a place for want of the scene. */
static bool is_of_care(const struct mark *scene)
{
    return str_is(rule_attribute(scene->rule, "far"), "care");
}

/* Where somebody speaks, or is taken to. */
static bool is_aside(const struct resolve *resolve, uint32_t sentence, struct span name)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (rule_attribute(mark->rule, "far").len && span_contains(mark->at, name))
            return true;
    }
    return is_of_report(resolve, sentence, name);
}

/* How many names of places that lie in the entity's country stand before this byte. */
static uint32_t named_in_country(const struct record *record, const struct entity *country,
                                 uint32_t before)
{
    uint32_t count = 0;
    for (size_t i = 0; i < record->names.count && record->names.items[i].at.start < before; i++) {
        uint32_t entity = record->names.items[i].entity;
        count += entity != NO_INDEX && record->names.items[i].type == NAME_PLACE &&
                 str_equal(record->entities.items[entity].country, country->country);
    }
    return count;
}

/* "The mission that Kenya leads … in the country": the one that the article tells of, where it names
 * places of it far more often. */
static bool prevails(const struct record *record, uint32_t name, uint32_t over, uint32_t before)
{
    enum { FAR_MORE = 4 };
    const struct entity *entities = record->entities.items;
    const struct entity *country = &entities[record->names.items[name].entity];
    const struct entity *last = &entities[record->names.items[over].entity];
    return str_is(country->kind, "country") && country != last &&
           named_in_country(record, country, before) >=
               FAR_MORE * named_in_country(record, last, before);
}

/* "In the Somali capital": whose it is; empty where the rule captures no nationality. */
static struct str country_of_scene(const struct resolve *resolve, const struct mark *scene)
{
    const struct capture *nation = mark_capture(scene, "nationality");
    if (!nation || nation->mark == UINT32_MAX)
        return STR("");
    uint32_t name = resolve->marks->items.items[nation->mark].name;
    return resolve->names->found.items[name].country;
}

/* "In the city": the place named last of the kinds that the rule tells. */
static uint32_t place_again(const struct resolve *resolve, const struct mark *scene)
{
    const struct record *record = resolve->record;
    struct str kinds = mark_attribute(scene, "again", resolve->arena);
    struct str country = country_of_scene(resolve, scene);
    uint32_t found = NO_INDEX;
    for (size_t i = kinds.len ? resolve->first_mark[scene->sentence + 1] : 0; i-- > 0;) {
        const struct mark *mark = &resolve->marks->items.items[i];
        uint32_t index = mark->rule ? NO_INDEX : resolve->name_index[mark->name];
        if (index == NO_INDEX || mark->at.start > scene->at.start)
            continue;
        const struct name_mention *name = &record->names.items[index];
        if (name->type != NAME_PLACE || name->entity == NO_INDEX || name->metonym.len ||
            !str_lists(kinds, record->entities.items[name->entity].kind) ||
            (country.len && !str_equal(record->entities.items[name->entity].country, country)) ||
            (mark->sentence != scene->sentence && is_aside(resolve, mark->sentence, name->at)))
            continue;
        if (found == NO_INDEX || prevails(record, index, found, scene->at.start))
            found = index;
        if (!str_is(kinds, "country"))
            break;
    }
    return found;
}

static uint32_t place_of_scene(const struct resolve *resolve, const struct mark *scene)
{
    uint32_t place = captured_place(resolve, scene);
    return place == NO_INDEX ? place_again(resolve, scene) : place;
}

/* The place or the phrase that a scene rule, or the toll rule itself, has captured. */
static void take_scene(const struct resolve *resolve, const struct mark *scene,
                       struct casualty *claim, const char *basis)
{
    const struct capture *phrase = mark_capture(scene, "scene");
    claim->place = place_of_scene(resolve, scene);
    if (phrase)
        claim->scene = (struct phrase){ phrase->at, NO_INDEX };
    claim->place_basis = str_of(basis);
    claim->cared_for = is_of_care(scene);
}

/* Where the headline above the body ends. */
static uint32_t headline_end(const struct resolve *resolve)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < resolve->text->sentences.count && sentence_zone(resolve, i) != ZONE_BODY; i++)
        if (sentence_zone(resolve, i) == ZONE_HEADLINE)
            end = resolve->text->sentences.items[i].at.end;
    return end;
}

static struct str country_of_place(const struct record *record, uint32_t name)
{
    uint32_t entity = name == NO_INDEX ? NO_INDEX : record->names.items[name].entity;
    return entity == NO_INDEX ? STR("") : record->entities.items[entity].country;
}

/* Where the article was sent from, though its headline names a place in another country. */
static bool is_outdone_dateline(const struct resolve *resolve, uint32_t sentence,
                                const struct mark *scene)
{
    const struct record *record = resolve->record;
    struct str here = country_of_place(record, captured_place(resolve, scene));
    uint32_t end = headline_end(resolve);
    if (!here.len || !is_of_dateline(resolve, &resolve->text->sentences.items[sentence], scene->at))
        return false;
    for (uint32_t i = 0; i < record->names.count && record->names.items[i].at.end <= end; i++) {
        struct str there = country_of_place(record, i);
        if (record->names.items[i].type == NAME_PLACE && there.len && !str_equal(here, there))
            return true;
    }
    return false;
}

/* "In piazza San Carlo a Torino": the scene, and the place that it is in. False while a better scene
 * is to be looked for; where others were cared for is none. */
static bool link_place(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
                       const char *basis)
{
    const struct mark *scene = nearest_scene(resolve, sentence, claim, false);
    bool own = span_contains(resolve->text->sentences.items[sentence].at, claim->at);
    if (!scene || (is_of_care(scene) && !own) ||
        (!own && is_outdone_dateline(resolve, sentence, scene)))
        return false;
    take_scene(resolve, scene, claim, basis);
    const struct mark *around = nearest_scene(resolve, sentence, claim, true);
    if (claim->place == NO_INDEX && around)
        claim->place = place_of_scene(resolve, around);
    return !claim->cared_for;
}

bool has_name_of_scene(const struct resolve *resolve, uint32_t sentence,
                       const struct casualty *claim)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++)
        if (shows_scene(&resolve->marks->context.items[i]) &&
            is_named(&resolve->marks->context.items[i]) &&
            span_contains(resolve->marks->context.items[i].at, claim->scene.at))
            return true;
    return false;
}

/* "In the hospital", "at the market": a sentence before says of which town. */
static void link_around(const struct resolve *resolve, uint32_t sentence, struct casualty *claim)
{
    const struct mark *around = nearest_scene(resolve, sentence, claim, true);
    const struct entity *place = around ? entity_of_scene(resolve, around) : NULL;
    if (place && claim->place == NO_INDEX && !str_is(place->kind, "country"))
        claim->place = captured_place(resolve, around);
}

/* Fields that the toll rule itself has captured. */
static void take_own(const struct resolve *resolve, const struct mark *toll, struct casualty *claim)
{
    const struct capture *who = mark_capture(toll, "who");
    if (who)
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
    if (mark_capture(toll, "place") || mark_capture(toll, "scene"))
        take_scene(resolve, toll, claim, "rule");
}

/* ---- from the sentence outwards -------------------------------------------------------------- */

static bool link_date(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
                      const char *basis)
{
    uint32_t date = nearest_date(resolve, sentence, claim);
    bool found = date != NO_INDEX &&
                 is_of_finding(resolve, sentence, resolve->record->dates.items[date].at);
    bool own = span_contains(resolve->text->sentences.items[sentence].at, claim->at);
    if (date == NO_INDEX || (found && (!own || claim->date != NO_INDEX)))
        return false;
    claim->date = date;
    claim->date_basis = str_of(basis);
    return !found;
}

/* "Since 2015", "as of Saturday … since the war began": the count goes on from there. */
static bool counts_on(const struct resolve *resolve, uint32_t sentence, const struct casualty *claim)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++) {
        struct str value = record->dates.items[i].value;
        if (str_ends(value, STR("/..")) && (i == claim->date || is_undated(value)))
            return true;
    }
    return false;
}

/* "2-5 April 2016. The Four Day War:" heads the lines below it. */
static bool heads_next(const struct resolve *resolve, uint32_t sentence)
{
    struct str text = str_trim(span_text(resolve->article->text,
                                         resolve->text->sentences.items[sentence].at));
    return text.len && text.s[text.len - 1] == ':';
}

/* In a chronology each sentence has a day and a place of its own. */
static bool has_other_day(const struct resolve *resolve, uint32_t sentence,
                          const struct casualty *claim)
{
    const struct record *record = resolve->record;
    struct span within = resolve->text->sentences.items[sentence].at;
    for (uint32_t i = first_date(record, within.start);
         i < record->dates.count && record->dates.items[i].at.start < within.end; i++)
        if (!str_equal(record->dates.items[i].value, record->dates.items[claim->date].value))
            return true;
    return false;
}

/* "The Bosnian War left 100,000 dead": where the event was. */
static bool take_event_place(const struct resolve *resolve, struct casualty *claim)
{
    const struct record *record = resolve->record;
    if (claim->date == NO_INDEX || !record->dates.items[claim->date].event.len)
        return false;
    for (uint32_t i = 0; i < record->names.count; i++)
        if (record->names.items[i].type == NAME_PLACE &&
            span_contains(record->dates.items[claim->date].at, record->names.items[i].at)) {
            claim->place = i;
            claim->place_basis = STR("sentence");
            return true;
        }
    return false;
}

/* "… , of whom 4,000 were deported to Siberia": what stands right behind a part is its own, if only
 * the place of "have found refuge in Chad". */
static bool is_right_behind(const struct resolve *resolve, struct span part,
                            const struct mark *scene)
{
    enum { RIGHT_BEHIND = 4 };
    const struct capture *place = mark_capture(scene, "place");
    struct span at = place && scene->at.start < part.end ? place->at : scene->at;
    return at.start >= part.end && apart(resolve, part, at) <= RIGHT_BEHIND;
}

static void link_part(struct resolve *resolve, uint32_t sentence, struct casualty *part)
{
    const struct mark *scene = part->place_basis.len ? NULL
                                                     : nearest_scene(resolve, sentence, part, false);
    if (scene && is_right_behind(resolve, part->at, scene))
        take_scene(resolve, scene, part, "sentence");
}

/* The place that is all of a phrase but for its article, or NO_INDEX. */
static uint32_t place_as_voice(const struct record *record, struct span phrase)
{
    enum { AN_ARTICLE = 4 };
    for (uint32_t i = 0; i < record->names.count && record->names.items[i].at.start < phrase.end; i++)
        if (record->names.items[i].type == NAME_PLACE &&
            record->names.items[i].at.end == phrase.end &&
            record->names.items[i].at.start <= phrase.start + AN_ARTICLE)
            return i;
    return NO_INDEX;
}

/* "Baku admits 31 deaths, Stepanakert 97": where a place tells the figure before, so does the one
 * that this figure stands behind. */
static void link_turn(struct resolve *resolve, const struct mark *toll, struct casualty *claim)
{
    const struct record *record = resolve->record;
    const struct capture *place = mark_capture(toll, "place");
    if (!place || !mark_capture(toll, "toll") || claim->place == NO_INDEX ||
        claim == record->casualties.items || place->at.end + 1 != claim->amount.start ||
        place_as_voice(record, claim[-1].speaker.at) == NO_INDEX)
        return;
    const struct name_mention *name = &record->names.items[claim->place];
    claim->speaker = (struct phrase){ name->at, name->entity };
    if (claim[-1].place == place_as_voice(record, claim[-1].speaker.at)) /* each of its own dead */
        return;
    claim->place = NO_INDEX;
    claim->place_basis = STR("");
}

/* "So far", "the toll of the war": a status rule that makes a sum of the claim. */
static bool is_summed_up(const struct resolve *resolve, uint32_t sentence,
                         const struct casualty *claim)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (is_of_kind(mark, RULE_STATUS) && span_contains(mark->at, claim->at) &&
            str_is(rule_attribute(mark->rule, "scope"), "cumulative"))
            return true;
    }
    return false;
}

/* The figure that a count goes on from: any of its own sentence, or in the one before of its role, or
 * of victims. */
static const struct casualty *counted_before(const struct resolve *resolve, uint32_t sentence,
                                             const struct casualty *claim)
{
    const struct span *own = &resolve->text->sentences.items[sentence].at;
    bool back = sentence && same_paragraph(resolve, sentence - 1, sentence) &&
                !is_summed_up(resolve, sentence, claim);
    uint32_t from = back ? resolve->text->sentences.items[sentence - 1].at.start : own->start;
    for (const struct casualty *before = claim;
         before-- > resolve->record->casualties.items && before->at.start >= from;)
        if (before->part_of == NO_INDEX && !before->negated &&
            (before->at.start >= own->start || str_equal(before->role, claim->role) ||
             str_is(before->role, "casualties")))
            return before;
    return NULL;
}

/* "At first they spoke of 20 dead. The toll has since risen to 218": where and when are those of the
 * figure before. */
static void link_count(const struct resolve *resolve, uint32_t sentence, struct casualty *claim)
{
    const struct casualty *before = counted_before(resolve, sentence, claim);
    if (!before || claim->date != NO_INDEX)
        return;
    claim->date = before->date;
    claim->date_basis = before->date == NO_INDEX ? STR("") : STR("paragraph");
    if (claim->place_basis.len)
        return;
    claim->place = before->place;
    claim->scene = before->scene;
    claim->place_basis = before->place_basis.len ? STR("paragraph") : STR("");
}

/* A part has what its own words say; what is said of the whole is not copied onto it. */
static void link_claim(struct resolve *resolve, uint32_t mark, struct casualty *claim)
{
    const struct mark *toll = &resolve->marks->items.items[mark];
    take_own(resolve, toll, claim);
    if (claim->perpetrator.at.end)
        claim->perpetrator.entity = entity_in(resolve->record, claim->perpetrator.at);
    if (claim->part_of != NO_INDEX)
        return link_part(resolve, toll->sentence, claim);
    link_turn(resolve, toll, claim);
    if (claim->speaker.at.start == claim->speaker.at.end)
        link_speaker(resolve, mark, claim);
    uint32_t sentence = toll->sentence;
    if (claim->speaker.at.start == claim->speaker.at.end)
        link_next_speaker(resolve, sentence, claim);
    bool dated = link_date(resolve, sentence, claim, "sentence");
    bool placed = claim->place_basis.len || take_event_place(resolve, claim) ||
                  link_place(resolve, sentence, claim, "sentence");
    if (str_is(claim->scope, "incident") && counts_on(resolve, sentence, claim))
        claim->scope = STR("cumulative");
    bool own_day = dated && !says_little(resolve, claim->date), total = str_is(claim->scope, "cumulative");
    bool unnamed = placed && claim->scene.at.end && !has_name_of_scene(resolve, sentence, claim);
    for (uint32_t i = sentence, back = 0; i-- > 0 && back < SENTENCES_BACK && !total; back++) {
        if (!same_paragraph(resolve, i, sentence) && heads_next(resolve, i))
            sentence = i;
        if (!same_paragraph(resolve, i, sentence) || (own_day && has_other_day(resolve, i, claim)))
            break;
        if (unnamed && back < SCENE_BACK)
            link_around(resolve, i, claim);
        placed = placed || link_place(resolve, i, claim, "paragraph");
        dated = dated || link_date(resolve, i, claim, "paragraph");
    }
    if (total)
        link_count(resolve, toll->sentence, claim);
}

void link_claims(struct resolve *resolve, const uint32_t *marks)
{
    for (size_t i = 0; i < resolve->record->casualties.count; i++)
        link_claim(resolve, marks[i], &resolve->record->casualties.items[i]);
}
