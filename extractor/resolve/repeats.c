#include "resolve/links.h"

/* What an article says twice. News tells its figures in the headline, the lead and the body: those
 * are one claim with several mentions (`same_as`, the first of them). Figures that two voices give
 * for one event stay apart and know of each other (`conflicts_with`). */

enum { FEW = 3, A_LOOK_BACK = 64 }; /* figures that may well recur by chance; claims looked at */

static bool is_vague(const struct casualty *claim)
{
    return str_is(claim->qualifier, "vague");
}

static int64_t figure(const struct casualty *claim)
{
    return claim->low >= 0 ? claim->low : claim->high;
}

static bool same_figure(const struct casualty *a, const struct casualty *b)
{
    bool ranges = str_is(a->qualifier, "range") || str_is(b->qualifier, "range");
    return figure(a) == figure(b) && a->negated == b->negated &&
           (!ranges || (a->low == b->low && a->high == b->high)) &&
           is_vague(a) == is_vague(b);
}

static const struct entity *place_of(const struct record *record, const struct casualty *claim)
{
    uint32_t entity = claim->place == NO_INDEX ? NO_INDEX
                                               : record->names.items[claim->place].entity;
    return entity == NO_INDEX ? NULL : &record->entities.items[entity];
}

/* "The Aude", "Trèbes": a town and what it may well lie in, by how far the two are apart. */
static bool may_lie_in(const struct entity *x, const struct entity *y)
{
    enum { WIDE = 2 /* degrees */ };
    double north = x->lat - y->lat, east = x->lon - y->lon;
    return x->settlement != y->settlement && x->located && y->located &&
           north * north + east * east < WIDE * WIDE;
}

enum accord accord_of_places(const struct record *record, const struct casualty *a,
                                    const struct casualty *b)
{
    const struct entity *x = place_of(record, a), *y = place_of(record, b);
    if (!x || !y)
        return OPEN;
    if (x == y)
        return ALIKE;
    if (!x->country.len || !y->country.len) /* "Europe", "the Sahel" */
        return OPEN;
    bool country = str_is(x->kind, "country") || str_is(y->kind, "country");
    bool within = (country || may_lie_in(x, y)) && str_equal(x->country, y->country);
    return within ? OPEN : APART;
}

static enum accord accord_of_dates(const struct record *record, const struct casualty *a,
                                   const struct casualty *b)
{
    if (a->date == NO_INDEX || b->date == NO_INDEX)
        return OPEN;
    struct str x = record->dates.items[a->date].value, y = record->dates.items[b->date].value;
    if (!x.len || !y.len)
        return OPEN;
    if (str_equal(x, y))
        return ALIKE;
    return str_starts(x, y) || str_starts(y, x) ? OPEN : APART; /* the month of that day */
}

/* "Soldiers" may be "Armenian soldiers", but not civilians. */
static bool may_be_same_victims(const struct resolve *resolve, const struct casualty *a,
                                const struct casualty *b)
{
    struct str x = span_text(resolve->article->text, a->victims.at);
    struct str y = span_text(resolve->article->text, b->victims.at);
    return !x.len || !y.len || memmem(x.s, x.len, y.s, y.len) || memmem(y.s, y.len, x.s, x.len);
}

/* What each side says of its own dead is no contradiction. */
static bool same_victims(const struct resolve *resolve, const struct casualty *a,
                         const struct casualty *b)
{
    return !a->victims.at.end == !b->victims.at.end && may_be_same_victims(resolve, a, b);
}

static bool same_speaker(const struct resolve *resolve, const struct casualty *a,
                         const struct casualty *b)
{
    struct str x = span_text(resolve->article->text, a->speaker.at);
    struct str y = span_text(resolve->article->text, b->speaker.at);
    return str_equal(x, y) || (a->speaker.entity != NO_INDEX &&
                               a->speaker.entity == b->speaker.entity);
}

/* Two claims that may be of one event; `evidence` is how many of place and date agree. */
static bool may_be_same_event(const struct resolve *resolve, const struct casualty *a,
                              const struct casualty *b, int *evidence)
{
    enum accord places = accord_of_places(resolve->record, a, b);
    enum accord dates = accord_of_dates(resolve->record, a, b);
    *evidence = (places == ALIKE) + (dates == ALIKE);
    return str_equal(a->role, b->role) && places != APART && dates != APART &&
           !str_is(a->scope, "new") && !str_is(b->scope, "new") &&
           (a->part_of == NO_INDEX) == (b->part_of == NO_INDEX) &&
           may_be_same_victims(resolve, a, b);
}

static bool repeats(const struct resolve *resolve, const struct casualty *claim,
                    const struct casualty *earlier)
{
    int evidence;
    bool by_chance = figure(claim) <= FEW || is_vague(claim);
    return same_figure(claim, earlier) &&
           may_be_same_event(resolve, claim, earlier, &evidence) &&
           (evidence > (claim->negated ? 1 : 0) || !by_chance ||
            (is_vague(claim) && claim->victims.at.end && same_victims(resolve, claim, earlier)));
}

/* "Baku admits 31 deaths, Stepanakert 97": by turns each tells its own. */
static bool tells_by_turn(const struct resolve *resolve, uint32_t mark,
                          const struct casualty *claim)
{
    const struct mark *toll = &resolve->marks->items.items[mark];
    const struct capture *place = mark_capture(toll, "place");
    return place && mark_capture(toll, "toll") && span_overlaps(place->at, claim->speaker.at);
}

/* Two voices: in one breath ("68, say the separatists, but the minister speaks of 125"), or in
 * paragraphs of their own, where place and day must tell that both speak of one event. */
static bool contradicts(const struct resolve *resolve, const struct casualty *claim,
                        const struct casualty *earlier, bool one_breath)
{
    int evidence;
    return claim->speaker.at.end && earlier->speaker.at.end && claim->part_of == NO_INDEX &&
           !claim->negated && !earlier->negated && !same_figure(claim, earlier) &&
           may_be_same_event(resolve, claim, earlier, &evidence) &&
           (one_breath || evidence == 2) &&
           same_victims(resolve, claim, earlier) && !same_speaker(resolve, claim, earlier);
}

static void look_back(struct resolve *resolve, const uint32_t *marks, uint32_t i)
{
    const struct mark *items = resolve->marks->items.items;
    struct casualty *claims = resolve->record->casualties.items, *claim = &claims[i];
    for (uint32_t j = i, seen = 0; j-- > 0 && seen < A_LOOK_BACK; seen++) {
        bool here = items[marks[i]].sentence == items[marks[j]].sentence;
        if (claim->same_as == NO_INDEX && !here && repeats(resolve, claim, &claims[j]))
            claim->same_as = claims[j].same_as != NO_INDEX ? claims[j].same_as : j;
        if (claim->conflicts_with == NO_INDEX && !tells_by_turn(resolve, marks[i], claim) &&
            contradicts(resolve, claim, &claims[j],
                        same_paragraph(resolve, items[marks[i]].sentence, items[marks[j]].sentence)))
            claim->conflicts_with = j;
    }
}

void link_repeats(struct resolve *resolve, const uint32_t *marks)
{
    for (uint32_t i = 1; i < resolve->record->casualties.count; i++)
        look_back(resolve, marks, i);
}
