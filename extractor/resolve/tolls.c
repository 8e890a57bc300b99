#include "resolve/near.h"

/* Claims that only plan, expect or imagine a harm are no claims of the record: their numbers are
 * accounted for as counts, by the rule that said so. */
static const char *const unreal[] = { "planned", "expected", "hypothetical" };

static struct mark *captured_mark(const struct resolve *resolve, const struct mark *mark,
                                  const char *name)
{
    const struct capture *capture = mark_capture(mark, name);
    return capture && capture->mark != UINT32_MAX ? &resolve->marks->items.items[capture->mark]
                                                  : NULL;
}

static uint32_t claim_of(const struct resolve *resolve, const struct mark *toll)
{
    return toll ? resolve->mention[toll - resolve->marks->items.items] : NO_INDEX;
}

/* "Two dead and as many wounded", "no deaths or injuries": a rule whose qualifier is that of the
 * claim before. */
static bool is_as_many(const struct mark *toll)
{
    return str_is(rule_attribute(toll->rule, "qualifier"), "same");
}

static bool is_negating(const struct mark *toll)
{
    return rule_attribute(toll->rule, "negated").len > 0;
}

static struct bounds bounds_of(const struct resolve *resolve, const struct mark *toll,
                               const struct casualty *from)
{
    const struct mark *quantity = captured_mark(resolve, toll, "quantity");
    const struct capture *amount = mark_capture(toll, "amount");
    if (from && is_as_many(toll))
        return (struct bounds){ .low = from->low, .high = from->high,
                                .amount = amount ? amount->at : from->amount,
                                .qualifier = from->qualifier,
                                .any = from->negated == is_negating(toll) };
    if (quantity)
        return quantity_bounds(resolve, quantity);
    long low = 1;
    str_to_long(mark_attribute(toll, "low", resolve->arena), &low); /* "a double murder" */
    return (struct bounds){ .low = low, .high = low, .qualifier = STR("exact"),
                            .any = amount != NULL, .amount = amount ? amount->at : toll->at };
}

/* From the number to the casualty word; where the claim has none of its own, to its victims. */
static struct span claim_span(const struct mark *toll, struct span amount)
{
    const struct capture *harm = mark_capture(toll, "harm");
    const struct capture *victims = mark_capture(toll, "victims");
    const struct capture *other = harm ? harm : victims;
    return other ? span_hull(amount, other->at) : amount;
}

static struct phrase phrase_of(const struct resolve *resolve, const struct capture *capture)
{
    struct phrase phrase = { .entity = NO_INDEX };
    if (!capture)
        return phrase;
    struct str text = span_text(resolve->article->text, capture->at);
    struct str trimmed = str_trim(text);
    phrase.at.start = capture->at.start + (uint32_t)(trimmed.s - text.s);
    phrase.at.end = phrase.at.start + (uint32_t)trimmed.len;
    return phrase;
}

/* The dead hold no wounded: "12 dead, three in critical condition"; and what is more than the
 * whole, "3,200 families (16,000 people)", is no part of it. */
static bool can_hold(const struct casualty *whole, const struct casualty *part)
{
    bool more = whole->high > 0 && part->low > whole->high;
    return !more && (!str_is(whole->role, "killed") || str_is(part->role, "killed") ||
                     str_is(part->role, "casualties"));
}

/* "…, five civilians and two soldiers": role, status and whole are those of the claim before.
 * `part` is "yes" for a part of it, "no" for another figure that is no part of anything. */
static void inherit(struct casualty *claim, const struct casualty *from, struct str part,
                    uint32_t from_index)
{
    uint32_t whole = from->part_of;
    if (str_is(claim->role, "same"))
        claim->role = from->role;
    if (!claim->status.len)
        claim->status = from->status;
    if (!claim->scope.len)
        claim->scope = from->scope;
    if (str_is(part, "yes") && whole == NO_INDEX && can_hold(from, claim))
        whole = from_index;
    claim->part_of = str_is(part, "no") ? NO_INDEX : whole;
}

/* "200 Armenians, ten of them civilians, and 192 Azerbaijanis": behind the aside the list goes on,
 * where the whole is too small for both. */
static bool goes_on_behind_aside(const struct resolve *resolve, const struct casualty *claim,
                                 const struct casualty *aside)
{
    enum { A_COMMA_AND_SPACE = 2 };
    if (aside->part_of == NO_INDEX || claim->amount.start < aside->at.end)
        return false;
    const struct casualty *whole = &resolve->record->casualties.items[aside->part_of];
    int64_t most = whole->high > whole->low ? whole->high : whole->low;
    return most > 0 && aside->low + claim->low > most &&
           has_sign(resolve, aside->at.start - A_COMMA_AND_SPACE, aside->at.start, ",") &&
           has_sign(resolve, aside->at.end, claim->amount.start, ",");
}

/* "16 milioni, di cui 8,5 nell'Hubei": the part is told in the whole's magnitude. */
static void take_magnitude(struct casualty *part, double value, const struct casualty *whole)
{
    static const int64_t magnitudes[] = { 1000000000, 1000000 };
    for (size_t i = 0; i < sizeof magnitudes / sizeof *magnitudes; i++) {
        int64_t m = magnitudes[i];
        bool fits = whole->low >= m && whole->low % (m / 100) == 0 && part->low > 0 &&
                    value > 0 && value < 1000 && value * (double)m < (double)whole->low;
        if (!fits)
            continue;
        bool range = part->high > part->low;
        part->low = (int64_t)(value * (double)m + 0.5);
        part->high = range ? part->high * m : part->high > 0 ? part->low : part->high;
        return;
    }
}

static bool make_claim(struct resolve *resolve, const struct mark *toll, struct casualty *ret)
{
    struct arena *arena = resolve->arena;
    const struct mark *before = captured_mark(resolve, toll, "toll");
    uint32_t from_index = claim_of(resolve, before);
    const struct casualty *from =
        from_index == NO_INDEX ? NULL : &resolve->record->casualties.items[from_index];
    struct bounds bounds = bounds_of(resolve, toll, from);
    struct str qualifier = mark_attribute(toll, "qualifier", arena);
    if (!bounds.any || (before && !from))
        return false;
    *ret = (struct casualty){
        .at = claim_span(toll, bounds.amount), .amount = bounds.amount,
        .role = mark_attribute(toll, "role", arena), .rule = toll->rule->name,
        .qualifier = qualifier.len && !is_as_many(toll) ? qualifier : bounds.qualifier,
        .low = bounds.low, .high = bounds.high, .open = bounds.open,
        .negated = bounds.negated || is_negating(toll),
        .status = mark_attribute(toll, "status", arena),
        .scope = mark_attribute(toll, "scope", arena),
        .victims = phrase_of(resolve, mark_capture(toll, "victims")),
        .speaker = { .entity = NO_INDEX }, .scene = { .entity = NO_INDEX },
        .perpetrator = { .entity = NO_INDEX },
        .place = NO_INDEX, .date = NO_INDEX, .part_of = NO_INDEX, .same_as = NO_INDEX,
        .conflicts_with = NO_INDEX,
    };
    struct str part = rule_attribute(toll->rule, "part-of");
    if (from && ret->negated && str_is(part, "yes")) /* "none of the evacuated has come home" */
        return false;
    if (from)
        inherit(ret, from, part, from_index);
    if (from && goes_on_behind_aside(resolve, ret, from))
        ret->part_of = NO_INDEX;
    if (from && str_is(part, "yes"))
        take_magnitude(ret, bounds.value, from);
    if (ret->negated)
        ret->low = ret->high = 0, ret->qualifier = STR("exact");
    return true;
}

static void tie(struct casualty *claims, uint32_t part, uint32_t whole)
{
    if (claims[part].part_of == NO_INDEX)
        claims[part].part_of = claims[whole].part_of == NO_INDEX ? whole : claims[whole].part_of;
}

/* "200 victims, of whom twelve killed": the last claim inside the match is a part of the first. */
static void tie_part(struct resolve *resolve, struct span within)
{
    struct casualty *claims = resolve->record->casualties.items;
    uint32_t first = NO_INDEX, last = NO_INDEX;
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++) {
        if (!span_contains(within, claims[i].at))
            continue;
        if (first == NO_INDEX || claims[i].at.start < claims[first].at.start)
            first = i;
        if (last == NO_INDEX || claims[i].at.start > claims[last].at.start)
            last = i;
    }
    if (first != last)
        tie(claims, last, first);
}

/* "35 casualties: 14 dead and 21 wounded": who was not told apart at first is so by what follows. */
static void tie_kinds(struct resolve *resolve, struct span within)
{
    struct casualty *claims = resolve->record->casualties.items;
    uint32_t count = (uint32_t)resolve->record->casualties.count, whole = NO_INDEX;
    for (uint32_t i = 0; i < count; i++)
        if (span_contains(within, claims[i].at) &&
            (whole == NO_INDEX || claims[i].at.start < claims[whole].at.start))
            whole = i;
    if (whole == NO_INDEX || !str_is(claims[whole].role, "casualties"))
        return;
    for (uint32_t i = 0; i < count; i++)
        if (span_contains(within, claims[i].at) && !str_is(claims[i].role, "casualties"))
            tie(claims, i, whole);
}

/* A status rule stands round the symbols of the claims that it speaks of; it may name the doer. */
static void apply_status(struct resolve *resolve, const struct mark *mark)
{
    struct str status = mark_attribute(mark, "status", resolve->arena);
    struct str scope = mark_attribute(mark, "scope", resolve->arena);
    struct phrase perpetrator = phrase_of(resolve, mark_capture(mark, "perpetrator"));
    struct phrase victims = phrase_of(resolve, mark_capture(mark, "victims"));
    struct str part = rule_attribute(mark->rule, "part-of");
    if (str_is(part, "yes"))
        tie_part(resolve, mark->at);
    else if (str_is(part, "all"))
        tie_kinds(resolve, mark->at);
    for (size_t i = 0; i < resolve->record->casualties.count; i++) {
        struct casualty *claim = &resolve->record->casualties.items[i];
        if (!span_contains(mark->at, claim->at))
            continue;
        if (status.len && !claim->status.len)
            claim->status = status;
        if (scope.len && !claim->scope.len)
            claim->scope = scope;
        if (perpetrator.at.end && !span_overlaps(perpetrator.at, claim->at))
            claim->perpetrator = perpetrator;
        if (victims.at.end && !claim->victims.at.end && claim->part_of == NO_INDEX)
            claim->victims = victims;
    }
}

static bool is_unreal(struct str status)
{
    for (size_t i = 0; i < sizeof unreal / sizeof *unreal; i++)
        if (str_is(status, unreal[i]))
            return true;
    return false;
}

/* The numbers of a claim that is not made are counts, and the rule says why. */
static void set_aside(struct resolve *resolve, const struct casualty *claim, uint32_t toll)
{
    uint32_t sentence = resolve->marks->items.items[toll].sentence;
    for (uint32_t i = resolve->first_mark[sentence]; i < resolve->first_mark[sentence + 1]; i++) {
        struct mark *mark = &resolve->marks->items.items[i];
        if (is_of_kind(mark, RULE_NUMBER) && !mark->class.len &&
            span_contains(claim->amount, mark->at)) {
            mark->class = STR("count");
            mark->class_rule = claim->rule;
        }
    }
}

static bool is_claimed(const struct casualty *claim)
{
    return !is_unreal(claim->status);
}

/* "Among them were three minors" says no harm: without a whole that does it is no claim. */
static bool is_of_known_harm(const struct casualty *claim)
{
    return !str_is(claim->role, "same");
}

static bool is_kept(const struct record *record, uint32_t claim,
                    bool (*keep)(const struct casualty *))
{
    const struct casualty *claims = record->casualties.items;
    uint32_t whole = claims[claim].part_of;
    return keep(&claims[claim]) && (whole == NO_INDEX || keep(&claims[whole]));
}

/* Leaves out what is not to be kept, and what has lost its whole; renumbers. */
static void keep_claims(struct resolve *resolve, uint32_t *marks,
                        bool (*keep)(const struct casualty *))
{
    struct record *record = resolve->record;
    uint32_t *moved = arena_array(resolve->arena, uint32_t, record->casualties.count + 1);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < record->casualties.count; i++)
        moved[i] = is_kept(record, i, keep) ? kept++ : NO_INDEX;
    for (uint32_t i = 0; i < record->casualties.count; i++) {
        struct casualty claim = record->casualties.items[i];
        if (moved[i] == NO_INDEX) {
            set_aside(resolve, &claim, marks[i]);
            continue;
        }
        claim.part_of = claim.part_of == NO_INDEX ? NO_INDEX : moved[claim.part_of];
        claim.status = claim.status.len ? claim.status : STR("reported");
        claim.scope = claim.scope.len ? claim.scope : STR("incident");
        marks[moved[i]] = marks[i];
        record->casualties.items[moved[i]] = claim;
    }
    record->casualties.count = kept;
}

static bool begins_later(const struct casualty *a, const struct casualty *b)
{
    return a->at.start > b->at.start ||
           (a->at.start == b->at.start && a->amount.start > b->amount.start);
}

/* Text order, with links between claims carried along. */
static void sort_claims(struct resolve *resolve, uint32_t *marks)
{
    struct record *record = resolve->record;
    uint32_t count = (uint32_t)record->casualties.count;
    uint32_t *order = arena_array(resolve->arena, uint32_t, count + 1);
    uint32_t *moved = arena_array(resolve->arena, uint32_t, count + 1);
    struct casualty *old = arena_array(resolve->arena, struct casualty, count + 1);
    uint32_t *old_marks = arena_array(resolve->arena, uint32_t, count + 1);
    if (!count)
        return;
    memcpy(old, record->casualties.items, count * sizeof *old);
    memcpy(old_marks, marks, count * sizeof *marks);
    for (uint32_t i = 0; i < count; i++) { /* insertion: nearly in order already */
        uint32_t at = i;
        for (; at && begins_later(&old[order[at - 1]], &old[i]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (uint32_t i = 0; i < count; i++)
        moved[order[i]] = i;
    for (uint32_t i = 0; i < count; i++) {
        struct casualty *claim = &record->casualties.items[i];
        *claim = old[order[i]];
        marks[i] = old_marks[order[i]];
        if (claim->part_of != NO_INDEX)
            claim->part_of = moved[claim->part_of];
    }
}

/* ---- parts of what was told sentences ago ---------------------------------------------------- */

/* The claim that others of its sentence go on from: "… four Italians and two Swiss". */
static const struct mark *first_of_list(const struct resolve *resolve, const struct mark *toll)
{
    for (const struct mark *from = captured_mark(resolve, toll, "toll"); from;
         from = captured_mark(resolve, toll, "toll"))
        toll = from;
    return toll;
}

static bool may_be_whole(const struct casualty *whole, const struct casualty *part)
{
    bool same_harm = str_equal(whole->role, part->role) || str_is(part->role, "same") ||
                     (str_is(part->role, "casualties") && str_is(whole->role, "killed"));
    return same_harm && whole->part_of == NO_INDEX && whole->low > part->low && !part->negated &&
           !span_overlaps(whole->at, part->at);
}

/* "In 2006 a blast killed 41": of another year than the article's. */
static bool is_of_other_year(const struct record *record, const struct casualty *claim)
{
    enum { YEAR = 4 };
    if (claim->date == NO_INDEX || record->published.len < YEAR)
        return false;
    struct str value = record->dates.items[claim->date].value;
    return value.len >= YEAR && value.s[0] >= '0' && value.s[0] <= '9' &&
           !str_equal(str_slice(value, 0, YEAR), str_slice(record->published, 0, YEAR));
}

/* The nearest whole of the paragraph; else the nearest toll of the year that rises; else the
 * nearest of the year; else the nearest. */
static uint32_t whole_before(const struct resolve *resolve, const uint32_t *marks, uint32_t part)
{
    enum { CLAIMS_BACK = 32 };
    const struct record *record = resolve->record;
    const struct casualty *claims = record->casualties.items;
    const struct mark *items = resolve->marks->items.items;
    uint32_t nearest = NO_INDEX, of_other_year = NO_INDEX;
    for (uint32_t i = part, back = 0; i-- > 0 && back < CLAIMS_BACK; back++) {
        if (!may_be_whole(&claims[i], &claims[part]))
            continue;
        bool old = is_of_other_year(record, &claims[i]);
        if (same_paragraph(resolve, items[marks[i]].sentence, items[marks[part]].sentence) ||
            (!old && str_is(claims[i].scope, "cumulative")))
            return i;
        uint32_t *found = old ? &of_other_year : &nearest;
        *found = *found == NO_INDEX ? i : *found;
    }
    return nearest == NO_INDEX ? of_other_year : nearest;
}

/* What is said of the whole is not copied onto a part. */
static void keep_own_words(struct casualty *part)
{
    if (str_is(part->place_basis, "paragraph")) {
        part->place = NO_INDEX;
        part->scene = (struct phrase){ .entity = NO_INDEX };
        part->place_basis = STR("");
    }
    if (str_is(part->date_basis, "paragraph")) {
        part->date = NO_INDEX;
        part->date_basis = STR("");
    }
}

/* The last whole that a sentence has counted before a part and that is larger. */
static uint32_t counted_last(const struct resolve *resolve, const uint32_t *marks, uint32_t part,
                             uint32_t sentence)
{
    const struct casualty *claims = resolve->record->casualties.items;
    const struct mark *items = resolve->marks->items.items;
    for (uint32_t i = part; i-- > 0 && items[marks[i]].sentence >= sentence;)
        if (items[marks[i]].sentence == sentence && claims[i].part_of == NO_INDEX &&
            claims[i].low > claims[part].low)
            return i;
    return NO_INDEX;
}

/* "Nine of them have died": so near its sentence's beginning, "them" are of the sentence before. */
static bool opens_sentence(const struct resolve *resolve, uint32_t sentence,
                           const struct casualty *part)
{
    enum { A_FEW_WORDS = 16 };
    return part->amount.start - resolve->text->sentences.items[sentence].at.start < A_FEW_WORDS;
}

/* "… wounded four workers, one of whom later died", "… admitted 83 wounded. Nine of them have died":
 * what has been counted last, whatever the harm; but first what the sentence has of the same. */
static uint32_t whole_of_those(const struct resolve *resolve, const uint32_t *marks, uint32_t part)
{
    const struct casualty *claim = &resolve->record->casualties.items[part];
    const struct mark *items = resolve->marks->items.items;
    uint32_t same = whole_before(resolve, marks, part), own = items[marks[part]].sentence;
    if (same != NO_INDEX && items[marks[same]].sentence == own)
        return same;
    uint32_t counted = counted_last(resolve, marks, part, own);
    if (counted == NO_INDEX && !opens_paragraph(resolve, own) &&
        opens_sentence(resolve, own, claim))
        counted = counted_last(resolve, marks, part, own - 1);
    if (same != NO_INDEX && !opens_paragraph(resolve, own) &&
        !same_paragraph(resolve, items[marks[same]].sentence, own))
        same = NO_INDEX; /* what stands between them says who they are */
    return counted == NO_INDEX ? same : counted;
}

/* "Three of them died": a part that says itself how it was harmed. */
static void join_those(struct resolve *resolve, const uint32_t *marks)
{
    struct casualty *claims = resolve->record->casualties.items;
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++) {
        const struct mark *toll = &resolve->marks->items.items[marks[i]];
        if (str_is(rule_attribute(toll->rule, "part-of"), "those"))
            claims[i].part_of = whole_of_those(resolve, marks, i);
    }
}

/* "Among the dead are four Italians": part of a claim of an earlier sentence, and harmed as it says. */
static void join_parts(struct resolve *resolve, const uint32_t *marks)
{
    struct casualty *claims = resolve->record->casualties.items;
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++) {
        const struct mark *toll = &resolve->marks->items.items[marks[i]];
        struct str part = rule_attribute(first_of_list(resolve, toll)->rule, "part-of");
        uint32_t whole = str_is(part, "before") && claims[i].part_of == NO_INDEX
                             ? whole_before(resolve, marks, i) : NO_INDEX;
        if (whole == NO_INDEX)
            continue;
        claims[i].part_of = whole;
        claims[i].role = claims[whole].role;
        keep_own_words(&claims[i]);
    }
}

/* What the claim's sentence has counted before it, or the sentence before in the paragraph: the first
 * that it counts. What stands further back may be followed by another count ("houses. The mayor put
 * the number at 40"). */
static uint32_t first_counted_before(const struct resolve *resolve, const uint32_t *marks,
                                     uint32_t claim)
{
    const struct casualty *claims = resolve->record->casualties.items;
    const struct mark *items = resolve->marks->items.items;
    uint32_t own = items[marks[claim]].sentence, found = NO_INDEX;
    for (uint32_t i = claim; i-- > 0 && items[marks[i]].sentence + 1 >= own;) {
        uint32_t sentence = items[marks[i]].sentence;
        if (found != NO_INDEX && sentence != items[marks[found]].sentence)
            break;
        if (claims[i].part_of == NO_INDEX && !claims[i].negated &&
            same_paragraph(resolve, sentence, own))
            found = i;
    }
    return found;
}

/* Told of the same harm: where and when are those of the first figure, where it says no other. */
static void take_circumstances(struct casualty *figure, const struct casualty *first)
{
    if (!str_is(figure->place_basis, "sentence")) {
        figure->place = first->place;
        figure->scene = first->scene;
        figure->place_basis = first->place_basis.len ? STR("paragraph") : STR("");
    }
    if (!str_is(figure->date_basis, "sentence")) {
        figure->date = first->date;
        figure->date_basis = first->date == NO_INDEX ? STR("") : STR("paragraph");
    }
}

/* "The rebels put the number at 300": another figure for what a sentence before has counted. */
static void join_figures(struct resolve *resolve, const uint32_t *marks)
{
    struct casualty *claims = resolve->record->casualties.items;
    for (uint32_t i = 0; i < resolve->record->casualties.count; i++) {
        const struct mark *toll = &resolve->marks->items.items[marks[i]];
        uint32_t figure = str_is(rule_attribute(toll->rule, "part-of"), "beside")
                              ? first_counted_before(resolve, marks, i) : NO_INDEX;
        if (figure == NO_INDEX)
            continue;
        claims[i].role = claims[figure].role;
        take_circumstances(&claims[i], &claims[figure]);
    }
}

void resolve_tolls(struct resolve *resolve)
{
    struct record *record = resolve->record;
    size_t count = resolve->marks->items.count;
    uint32_t *marks = arena_array(resolve->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        struct casualty claim;
        if (!mark->rule || mark->rule->kind != RULE_TOLL ||
            mark_zone(resolve, mark) == ZONE_BOILERPLATE || !make_claim(resolve, mark, &claim))
            continue;
        resolve->mention[i] = (uint32_t)record->casualties.count;
        marks[record->casualties.count] = (uint32_t)i;
        *array_push(&record->casualties, resolve->arena) = claim;
    }
    for (size_t i = 0; i < count; i++)
        if (resolve->marks->items.items[i].rule &&
            resolve->marks->items.items[i].rule->kind == RULE_STATUS)
            apply_status(resolve, &resolve->marks->items.items[i]);
    keep_claims(resolve, marks, is_claimed);
    sort_claims(resolve, marks);
    join_those(resolve, marks);
    link_claims(resolve, marks);
    join_parts(resolve, marks);
    join_figures(resolve, marks);
    keep_claims(resolve, marks, is_of_known_harm);
    link_repeats(resolve, marks);
    link_frame(resolve, marks);
    link_repeats(resolve, marks);
}
