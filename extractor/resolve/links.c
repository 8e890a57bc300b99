#include "resolve/tolls.h"

/* Who says so, where and when. Looked for in the claim's sentence first, then in the sentences
 * before it in the paragraph, then in the heading or dateline above; the record says which. */

enum { FAR = 1 << 20 };

/* How far two spans stand apart, in bytes; 0 when they touch. */
static uint32_t apart(struct span a, struct span b)
{
    if (a.end <= b.start)
        return b.start - a.end;
    return b.end <= a.start ? a.start - b.end : 0;
}


static bool is_of_kind(const struct mark *mark, enum rule_kind kind)
{
    return mark->rule && mark->rule->kind == kind;
}

/* ---- speakers ------------------------------------------------------------------------------------ */

/* A speaker rule says with `reach` where its claims stand: "before" it ("…, police said"), "after"
 * it ("Police say …"), or "both". */
static uint32_t speaker_distance(const struct mark *speaker, struct span claim)
{
    struct str reach = rule_attribute(speaker->rule, "reach");
    bool claim_first = claim.start < speaker->at.start;
    uint32_t distance = apart(speaker->at, claim);
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
        if (span_contains(at, record->names.items[i].at) && record->names.items[i].entity != NO_INDEX)
            return record->names.items[i].entity;
    return NO_INDEX;
}

static void link_speaker(struct resolve *resolve, uint32_t mark, struct casualty *claim)
{
    uint32_t sentence = resolve->marks->items.items[mark].sentence, best = FAR;
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *speaker = &resolve->marks->items.items[i];
        if (!is_of_kind(speaker, RULE_SPEAKER))
            continue;
        const struct capture *who = mark_capture(speaker, "who");
        uint32_t distance = speaker_distance(speaker, claim->at);
        if (!who || distance >= best || span_overlaps(who->at, claim->amount))
            continue;
        best = distance;
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
    }
}

/* ---- dates ---------------------------------------------------------------------------------------- */

/* A date inside a speaker's mark ("said on Tuesday") is that of the report. */
static bool is_of_report(const struct resolve *resolve, uint32_t sentence, struct span date)
{
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        if (is_of_kind(mark, RULE_SPEAKER) && span_contains(mark->at, date))
            return true;
    }
    return false;
}

/* The first date from this place of the text on. */
static uint32_t first_date(const struct record *record, uint32_t from)
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

static uint32_t nearest_date(const struct resolve *resolve, uint32_t sentence, struct span claim)
{
    const struct sentence *within = &resolve->text->sentences.items[sentence];
    uint32_t best = NO_INDEX, distance = FAR;
    for (uint32_t i = first_date(resolve->record, within->at.start);
         i < resolve->record->dates.count; i++) {
        const struct date_mention *date = &resolve->record->dates.items[i];
        if (date->at.start >= within->at.end)
            break;
        if (span_overlaps(date->at, claim) ||
            apart(date->at, claim) >= distance || is_of_report(resolve, sentence, date->at))
            continue;
        distance = apart(date->at, claim);
        best = i;
    }
    return best;
}

/* ---- places --------------------------------------------------------------------------------------- */

/* The name that a mark's capture of a place stands for. */
static uint32_t captured_place(const struct resolve *resolve, const struct mark *scene)
{
    const struct capture *place = mark_capture(scene, "place");
    if (!place || place->mark == UINT32_MAX)
        return NO_INDEX;
    return resolve->name_index[resolve->marks->items.items[place->mark].name];
}

static bool is_phrase_of(const struct casualty *claim, struct span at)
{
    return span_overlaps(claim->victims.at, at) || span_overlaps(claim->speaker.at, at);
}

static const struct mark *nearest_scene(const struct resolve *resolve, uint32_t sentence,
                                        const struct casualty *claim)
{
    const struct mark *best = NULL;
    uint32_t distance = FAR;
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *scene = &resolve->marks->items.items[i];
        if (!is_of_kind(scene, RULE_SCENE) || span_overlaps(scene->at, claim->amount) || is_phrase_of(claim, scene->at) ||
            apart(scene->at, claim->at) >= distance)
            continue;
        distance = apart(scene->at, claim->at);
        best = scene;
    }
    return best;
}

static bool link_place(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
                       const char *basis)
{
    const struct mark *scene = nearest_scene(resolve, sentence, claim);
    if (!scene)
        return false;
    claim->place = captured_place(resolve, scene);
    const struct capture *phrase = mark_capture(scene, "scene");
    if (phrase)
        claim->scene = (struct phrase){ phrase->at, NO_INDEX };
    claim->place_basis = str_of(basis);
    return true;
}

/* ---- from the sentence outwards ------------------------------------------------------------------- */

static bool link_date(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
                      const char *basis)
{
    claim->date = nearest_date(resolve, sentence, claim->at);
    if (claim->date == NO_INDEX)
        return false;
    claim->date_basis = str_of(basis);
    return true;
}

static bool same_paragraph(const struct resolve *resolve, uint32_t a, uint32_t b)
{
    return resolve->text->sentences.items[a].paragraph == resolve->text->sentences.items[b].paragraph;
}

static void link_claim(struct resolve *resolve, uint32_t mark, struct casualty *claim)
{
    uint32_t sentence = resolve->marks->items.items[mark].sentence;
    link_speaker(resolve, mark, claim);
    bool placed = link_place(resolve, sentence, claim, "sentence");
    bool dated = link_date(resolve, sentence, claim, "sentence");
    for (uint32_t i = sentence; i-- > 0 && same_paragraph(resolve, i, sentence);) {
        placed = placed || link_place(resolve, i, claim, "paragraph");
        dated = dated || link_date(resolve, i, claim, "paragraph");
    }
}

void link_claims(struct resolve *resolve, const uint32_t *marks)
{
    for (size_t i = 0; i < resolve->record->casualties.count; i++)
        link_claim(resolve, marks[i], &resolve->record->casualties.items[i]);
}
