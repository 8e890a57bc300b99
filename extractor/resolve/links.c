#include "resolve/near.h"

/* Who says so, where and when. Looked for in the claim's sentence first, then in the sentences
 * before it in the paragraph, then in the heading or dateline above; the record says which. */

enum {
    SENTENCES_BACK = 12, /* how far back in a paragraph a place or date is looked for */
    SCENE_BACK = 2,      /* … and the town of a scene that has no name */
};

/* ---- speakers -------------------------------------------------------------------------------- */

/* A speaker rule says with `reach` where its claims stand: "before" it ("…, police said"), "after"
 * it ("Police say …"), or "both"; with `own` ("against 45 according to Algiers") inside it alone. */
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
    if (rule_attribute(speaker->rule, "own").len && !span_contains(speaker->at, claim))
        return FAR;
    return distance;
}

/* The entity named in a phrase, if one is. */
static uint32_t entity_in(const struct record *record, struct span at)
{
    for (size_t i = first_name_from(record, at.start);
         i < record->names.count && record->names.items[i].at.start < at.end; i++)
        if (span_contains(at, record->names.items[i].at) &&
            record->names.items[i].entity != NO_INDEX)
            return record->names.items[i].entity;
    return NO_INDEX;
}

/* Who spoke last in the sentence, before this byte; NULL where nobody did. */
static const struct capture *voice_in(const struct resolve *resolve, uint32_t sentence, uint32_t byte)
{
    const struct capture *last = NULL;
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        const struct capture *who = is_of_kind(mark, RULE_SPEAKER) ? mark_capture(mark, "who") : NULL;
        if (who && who->at.end <= byte && (!last || who->at.start > last->at.start) &&
            !rule_attribute(mark->rule, "again").len)
            last = who;
    }
    return last;
}

/* … or in those before it in its paragraph. */
static const struct capture *voice_before(const struct resolve *resolve, uint32_t sentence,
                                          uint32_t byte)
{
    const struct capture *last = voice_in(resolve, sentence, byte);
    for (uint32_t i = sentence; !last && i-- > 0 && sentence - i <= SENTENCES_BACK &&
                                same_paragraph(resolve, i, sentence);)
        last = voice_in(resolve, i, byte);
    return last;
}

/* Whom a speaker's mark names: "he said" is the one who spoke last. */
static const struct capture *voice_of(const struct resolve *resolve, const struct mark *speaker)
{
    const struct capture *who = is_of_kind(speaker, RULE_SPEAKER) ? mark_capture(speaker, "who") : NULL;
    return who && rule_attribute(speaker->rule, "again").len
               ? voice_before(resolve, speaker->sentence, who->at.start)
               : who;
}

static void link_speaker(struct resolve *resolve, uint32_t mark, struct casualty *claim)
{
    uint32_t sentence = resolve->marks->items.items[mark].sentence, best = FAR;
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *speaker = &resolve->marks->context.items[i];
        const struct capture *who = voice_of(resolve, speaker);
        uint32_t distance = who ? speaker_distance(resolve, speaker, claim->at) : FAR;
        if (distance >= best || span_overlaps(who->at, claim->amount))
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
        const struct capture *who = voice_of(resolve, speaker);
        if (!who || speaker->at.start != begin ||
            !str_is(rule_attribute(speaker->rule, "reach"), "before"))
            continue;
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
        return;
    }
}

/* ---- quotations ------------------------------------------------------------------------------ */

/* What the sign at the byte adds to the depth of quotation; straight ones open and close by turns. */
static int quotation_sign(struct str text, size_t at, int depth)
{
    static const struct { const char *sign; int adds; } signs[] = {
        { "\u201c", 1 }, { "\u00ab", 1 }, { "\u201d", -1 }, { "\u00bb", -1 },
    };
    if (text.s[at] == '"')
        return depth ? -1 : 1;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts(str_slice(text, at, text.len), str_of(signs[i].sign)))
            return signs[i].adds;
    return 0;
}

/* How deep in quotation the byte stands, told from another before it. */
static int quoted_at(const struct resolve *resolve, uint32_t from, uint32_t byte)
{
    struct str text = str_slice(resolve->text->bytes, from, byte);
    int depth = 0;
    for (size_t i = 0; i < text.len; i++)
        depth += quotation_sign(text, i, depth);
    return depth;
}

/* Who ends, in this sentence, the quotation that the claim stands in; NULL where nobody does. */
static const struct capture *voice_behind(const struct resolve *resolve, uint32_t sentence,
                                          uint32_t from, struct span claim)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *speaker = &resolve->marks->context.items[i];
        const struct capture *who = voice_of(resolve, speaker);
        if (who && speaker->at.start >= claim.end &&
            !str_is(rule_attribute(speaker->rule, "reach"), "after") &&
            !quoted_at(resolve, from, mark_capture(speaker, "who")->at.start))
            return who;
    }
    return NULL;
}

/* "We have buried 36. Eleven were children," he said: who ends a quotation has said all of it. */
static void link_quoting_speaker(struct resolve *resolve, uint32_t sentence, struct casualty *claim)
{
    uint32_t first = sentence;
    while (first && sentence - first < SENTENCES_BACK && same_paragraph(resolve, first - 1, sentence))
        first--;
    uint32_t from = resolve->text->sentences.items[first].at.start;
    if (!quoted_at(resolve, from, claim->at.start))
        return;
    const struct capture *who = voice_behind(resolve, sentence, from, claim->at);
    if (!who && sentence + 1 < resolve->text->sentences.count &&
        same_paragraph(resolve, sentence, sentence + 1))
        who = voice_behind(resolve, sentence + 1, from, claim->at);
    if (who)
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
}

/* ---- from the sentence outwards -------------------------------------------------------------- */

/* Fields that the toll rule itself has captured. */
static void take_own(const struct resolve *resolve, const struct mark *toll, struct casualty *claim)
{
    const struct capture *who = mark_capture(toll, "who");
    if (who)
        claim->speaker = (struct phrase){ who->at, entity_in(resolve->record, who->at) };
    if (mark_capture(toll, "place") || mark_capture(toll, "scene"))
        take_scene(resolve, toll, claim, "rule");
}

/* "2-5 April 2016. The Four Day War:" heads the lines below it. */
static bool heads_next(const struct resolve *resolve, uint32_t sentence)
{
    struct str text = str_trim(span_text(resolve->article->text,
                                         resolve->text->sentences.items[sentence].at));
    return text.len && text.s[text.len - 1] == ':';
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

/* "The toll of the war": a status rule that counts more than what was told before. */
static bool is_summed_up(const struct resolve *resolve, uint32_t sentence,
                         const struct casualty *claim)
{
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        if (is_of_kind(mark, RULE_STATUS) && span_contains(mark->at, claim->at) &&
            rule_attribute(mark->rule, "other").len)
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

/* "At the market": a scene of the sentence that has no name. */
static bool lacks_name(const struct resolve *resolve, uint32_t sentence,
                       const struct casualty *claim)
{
    return claim->scene.at.end && !has_name_of_scene(resolve, sentence, claim);
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
        link_quoting_speaker(resolve, sentence, claim);
    if (claim->speaker.at.start == claim->speaker.at.end)
        link_next_speaker(resolve, sentence, claim);
    bool dated = link_date(resolve, sentence, claim, "sentence");
    bool placed = claim->place_basis.len || take_event_place(resolve, claim) ||
                  link_place(resolve, sentence, claim, "sentence");
    if (str_is(claim->scope, "incident") && counts_on(resolve, sentence, claim))
        claim->scope = STR("cumulative");
    bool own_day = dated && !says_little(resolve, claim->date), total = str_is(claim->scope, "cumulative");
    uint32_t scene_in = sentence;
    for (uint32_t i = sentence, back = 0; i-- > 0 && back < SENTENCES_BACK && !total; back++) {
        if (!same_paragraph(resolve, i, sentence) && heads_next(resolve, i))
            sentence = i;
        if (!same_paragraph(resolve, i, sentence) || (own_day && has_other_day(resolve, i, claim)))
            break;
        if (placed && back < SCENE_BACK && lacks_name(resolve, scene_in, claim))
            link_around(resolve, i, claim);
        if (!placed && link_place(resolve, i, claim, "paragraph")) {
            placed = true;
            scene_in = i;
        }
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
