#include "resolve/near.h"

/* Where: the places of claims, and the scenes that have no name. */

enum {
    A_COUNTRY = 200,      /* a country gives way to a place of that country in the sentence */
    A_PHRASE = 1 << 15,   /* a scene without a name gives way to any place of the sentence */
    A_DISTANCE = 1 << 17, /* a town that a distance is told from, or people come from, to both */
    AGAIN_BACK = 100,     /* sentences; a place named before them is not "the city" any more */
};

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

/* "One dead and six hurt near Nyons": from this claim on, one list up to the place, and nothing behind. */
static bool lists_up_to(const struct resolve *resolve, const struct casualty *claim, uint32_t place,
                        uint32_t end)
{
    enum { AND = 6 };
    const struct record *record = resolve->record;
    const struct casualty *past = record->casualties.items + record->casualties.count;
    const struct casualty *last = claim;
    for (const struct casualty *next = claim + 1; next < past && next->at.start < end; next++) {
        if (next->at.start >= place || next->at.start > last->at.end + AND)
            return false;
        last = next;
    }
    return true;
}

/* "In the Drôme a coach crash killed one and hurt six near Nyons": a land that opens its sentence,
 * and the only other place, a town behind all claims. */
static bool leads_to_town(const struct resolve *resolve, uint32_t sentence, const struct mark *land,
                          const struct casualty *claim)
{
    struct span at = resolve->text->sentences.items[sentence].at;
    const uint32_t *context = resolve->first_context + sentence;
    const struct entity *wide = entity_of_scene(resolve, land);
    const struct mark *town = NULL;
    if (!wide || wide->settlement || land->at.start != at.start)
        return false;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *other = &resolve->marks->context.items[i];
        if (other == land || !shows_scene(other))
            continue;
        const struct entity *place = entity_of_scene(resolve, other);
        if (town || !place || !place->settlement || !str_equal(place->country, wide->country))
            return false;
        town = other;
    }
    return town && lists_up_to(resolve, claim, town->at.start, at.end);
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

/* " ", ", ", ", on the ": nothing but a space, or a comma and the word that leads on. */
static bool is_led_on(const struct resolve *resolve, uint32_t end, uint32_t start)
{
    enum { A_SPACE = 1, A_COMMA_AND_WORDS = 10 };
    if (start < end + A_SPACE || start - end > A_COMMA_AND_WORDS ||
        has_sign(resolve, end + A_SPACE, start, ",;."))
        return false;
    return start == end + A_SPACE || resolve->article->text.s[end] == ',';
}

/* "In the Yonne, at Saint-Fargeau": a land, and a town that it may hold. */
static bool may_lie_in(const struct resolve *resolve, const struct mark *town,
                       const struct mark *land)
{
    const struct entity *within = entity_of_scene(resolve, town);
    const struct entity *wide = entity_of_scene(resolve, land);
    return wide && !wide->settlement &&
           (!within || (within->settlement && str_equal(within->country, wide->country)));
}

/* "A Marzabotto, sull'Appennino", "overran Zamzam near El Fasher", "near Tatev, 20 km south
 * of Goris, on the road between …": what stands right behind a place, or behind a comma after it,
 * says where that lies. */
static bool is_around_other(const struct resolve *resolve, uint32_t sentence,
                            const struct mark *scene)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *other = &resolve->marks->context.items[i];
        if (is_of_kind(other, RULE_SCENE) && mark_capture(other, "place") &&
            !may_lie_in(resolve, scene, other) &&
            is_led_on(resolve, other->at.end, scene->at.start))
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
            has_sign(resolve, claim->at.end, number->at.start, ",;.") &&
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
                  has_sign(resolve, scene->at.end, claim->amount.start, ",;.");
    return before ? claim->amount : claim->at;
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

/* "A million fled: 724,000 from Armenia, …": what stands behind the parts of a total is theirs. */
static bool is_of_listed_part(const struct resolve *resolve, const struct mark *scene,
                              const struct casualty *claim)
{
    const struct casualty *end = resolve->record->casualties.items + resolve->record->casualties.count;
    for (const struct casualty *part = claim + 1; part < end && part->at.start < scene->at.start; part++)
        if (part->part_of != NO_INDEX &&
            has_sign(resolve, claim->at.end, part->at.start, ":") &&
            is_right_behind(resolve, part->at, scene))
            return true;
    return false;
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
        is_of_other_clause(resolve, sentence, scene->at, claim) ||
        is_of_listed_part(resolve, scene, claim) || is_of_part(resolve, sentence, scene))
        return FAR;
    return apart(resolve, scene->at, clause_of(resolve, scene, claim)) +
           (is_named(scene) ? 0 : A_PHRASE) + (is_of_nation(scene) ? A_PHRASE : 0) +
           (far ? A_DISTANCE : 0) +
           (has_claim_between(resolve, scene->at, claim) ? 2 * A_CLAIM : 0) +
           (has_smaller(resolve, sentence, scene) || leads_to_town(resolve, sentence, scene, claim) ||
                    is_around_other(resolve, sentence, scene)
                ? A_COUNTRY : 0) +
           (is_of_dateline(resolve, &resolve->text->sentences.items[sentence], scene->at)
                ? A_DATELINE : 0);
}

/* "Some 30 miles east of Mosul" is not in Mosul. */
static bool is_in_place(const struct mark *scene)
{
    return mark_capture(scene, "place") && !rule_attribute(scene->rule, "far").len;
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

/* How many names of places that lie in the entity's country begin in this stretch. */
static uint32_t named_in_country(const struct record *record, const struct entity *country,
                                 struct span within)
{
    uint32_t count = 0;
    for (size_t i = first_name_from(record, within.start);
         i < record->names.count && record->names.items[i].at.start < within.end; i++) {
        uint32_t entity = record->names.items[i].entity;
        count += entity != NO_INDEX && record->names.items[i].type == NAME_PLACE &&
                 str_equal(record->entities.items[entity].country, country->country);
    }
    return count;
}

/* "The mission that Kenya leads … in the country": the one that the article tells of, where it names
 * places of it far more often. */
static bool prevails(const struct record *record, uint32_t name, uint32_t over,
                     struct span within)
{
    enum { FAR_MORE = 4 };
    const struct entity *entities = record->entities.items;
    const struct entity *country = &entities[record->names.items[name].entity];
    const struct entity *last = &entities[record->names.items[over].entity];
    return str_is(country->kind, "country") && country != last &&
           named_in_country(record, country, within) >=
               FAR_MORE * named_in_country(record, last, within);
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

/* "The quarter of Saltivka" is no city, whatever else has its name. */
static struct str kind_called(const struct resolve *resolve, uint32_t sentence,
                              const struct name_mention *name)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        struct str told = rule_attribute(mark->rule, "told");
        if (told.len && span_contains(mark->at, name->at))
            return told;
    }
    return resolve->record->entities.items[name->entity].kind;
}

/* "In the city": the place named last of the kinds that the rule tells. */
static uint32_t place_again(const struct resolve *resolve, const struct mark *scene)
{
    const struct record *record = resolve->record;
    struct str kinds = mark_attribute(scene, "again", resolve->arena);
    struct str country = country_of_scene(resolve, scene);
    uint32_t back = scene->sentence > AGAIN_BACK ? scene->sentence - AGAIN_BACK : 0;
    struct span within = { resolve->text->sentences.items[back].at.start, scene->at.start };
    uint32_t found = NO_INDEX;
    size_t first = resolve->first_mark[back];
    for (size_t i = kinds.len ? resolve->first_mark[scene->sentence + 1] : first; i-- > first;) {
        const struct mark *mark = &resolve->marks->items.items[i];
        uint32_t index = mark->rule ? NO_INDEX : resolve->name_index[mark->name];
        if (index == NO_INDEX || mark->at.start > scene->at.start)
            continue;
        const struct name_mention *name = &record->names.items[index];
        if (name->type != NAME_PLACE || name->entity == NO_INDEX || name->metonym.len ||
            !str_lists(kinds, kind_called(resolve, mark->sentence, name)) ||
            (country.len && !str_equal(record->entities.items[name->entity].country, country)) ||
            (mark->sentence != scene->sentence && is_aside(resolve, mark->sentence, name->at)))
            continue;
        if (found == NO_INDEX || prevails(record, index, found, within))
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

/* "Nine people died there": a word that tells no scene but the place named last. */
static bool stands_for_place(const struct resolve *resolve, const struct mark *scene)
{
    return is_of_kind(scene, RULE_SCENE) && rule_attribute(scene->rule, "again").len &&
           place_again(resolve, scene) != NO_INDEX;
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
        if (!(shows_scene(scene) || stands_for_place(resolve, scene)) ||
            (placed && !is_in_place(scene) && !is_of_nation(scene)))
            continue;
        uint32_t distance = scene_distance(resolve, sentence, scene, claim);
        if (distance >= shortest)
            continue;
        shortest = distance;
        best = scene;
    }
    return best;
}

void take_scene(const struct resolve *resolve, const struct mark *scene, struct casualty *claim,
                const char *basis)
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

struct str country_of(const struct record *record, uint32_t name)
{
    uint32_t entity = name == NO_INDEX ? NO_INDEX : record->names.items[name].entity;
    return entity == NO_INDEX ? STR("") : record->entities.items[entity].country;
}

/* Where the article was sent from, though its headline names a place in another country. */
static bool is_outdone_dateline(const struct resolve *resolve, uint32_t sentence,
                                const struct mark *scene)
{
    const struct record *record = resolve->record;
    struct str here = country_of(record, captured_place(resolve, scene));
    uint32_t end = headline_end(resolve);
    if (!here.len || !is_of_dateline(resolve, &resolve->text->sentences.items[sentence], scene->at))
        return false;
    for (uint32_t i = 0; i < record->names.count && record->names.items[i].at.end <= end; i++) {
        struct str there = country_of(record, i);
        if (record->names.items[i].type == NAME_PLACE && there.len && !str_equal(here, there))
            return true;
    }
    return false;
}

/* "In piazza San Carlo a Torino": the scene, and the place that it is in. False while a better scene
 * is to be looked for; where others were cared for is none. */
bool link_place(struct resolve *resolve, uint32_t sentence, struct casualty *claim,
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

void link_around(const struct resolve *resolve, uint32_t sentence, struct casualty *claim)
{
    const struct mark *around = nearest_scene(resolve, sentence, claim, true);
    const struct entity *place = around ? entity_of_scene(resolve, around) : NULL;
    if (place && claim->place == NO_INDEX && !str_is(place->kind, "country"))
        claim->place = captured_place(resolve, around);
}

bool take_event_place(const struct resolve *resolve, struct casualty *claim)
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

void link_part(struct resolve *resolve, uint32_t sentence, struct casualty *part)
{
    const struct mark *scene = part->place_basis.len ? NULL
                                                     : nearest_scene(resolve, sentence, part, false);
    if (scene && is_right_behind(resolve, part->at, scene))
        take_scene(resolve, scene, part, "sentence");
}
