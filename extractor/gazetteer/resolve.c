#include "gazetteer/judge.h"

/* Which of the places of one name is meant: what the sentence says of it, the countries that the
 * article speaks of, and how likely each is when nothing else tells. */

enum { NEAR = 2500000 }; /* millionths of a degree */

/* A name of the index; 0: none. */
struct choice {
    uint32_t name;
    int points;
};

static void count_country(struct countries *countries, uint32_t code)
{
    int i = 0;
    while (i < countries->count && countries->codes[i] != code)
        i++;
    if (i == MOST_COUNTRIES)
        return;
    if (i == countries->count)
        countries->codes[countries->count++] = code;
    countries->counts[i]++;
}

/* ---- readings ---- */

static int doublings(uint32_t prior)
{
    int bits = 0;
    while (prior >> bits > 1)
        bits++;
    /* eighths between two powers of two */
    return prior ? bits * 8 + (int)((((uint64_t)prior << 3) >> bits) & 7) : 0;
}

static bool in_use(const struct layout_years *years, int year)
{
    return year == NO_YEAR || ((years->from == NO_YEAR || years->from <= year) &&
                               (years->to == NO_YEAR || year <= years->to));
}

static int points_of_name(const struct judge *judge, uint32_t name)
{
    const struct finder *finder = judge->finder;
    const struct index *index = finder->index;
    const struct layout_manner *manner = index_manner(index, name);
    int points = 0;
    if (str_equal(judge->surface, index_spelling(index, name)))
        points += AS_WRITTEN;
    if (layout_tag(index_label(index, manner->lang)) == judge->line.tag)
        points += manner->kind == KIND_OFFICIAL ? AT_HOME : SAME_LANGUAGE;
    if (manner->kind == KIND_MISSPELLING)
        points += ERROR_IN_PRINT;
    if (manner->use == USE_CONTEXT)
        points += SELDOM_MEANT;
    return points + (in_use(&index->years[manner->years], finder->year) ? 0 : OUT_OF_DATE);
}

static int points_of_country(const struct judge *judge, const struct layout_entity *entity)
{
    int count = count_of(&judge->countries, index_sort(judge->finder->index, entity)->country);
    return count ? COUNTRY_NAMED + COUNTRY_AGAIN * (count < 5 ? count : 5) : 0;
}

/* So near either way; meridians are taken to be as far apart as parallels are. */
static int points_of_distance(const struct judge *judge, const struct layout_entity *entity)
{
    const struct layout_detail *detail = index_detail(judge->finder->index, entity);
    bool located = index_sort(judge->finder->index, entity)->located;
    for (int i = 0; located && i < judge->anchors.count; i++) {
        int64_t lat = (int64_t)judge->anchors.lat[i] - detail->lat;
        int64_t lon = (int64_t)judge->anchors.lon[i] - detail->lon;
        if (lat > -NEAR && lat < NEAR && lon > -NEAR && lon < NEAR)
            return NEAR_ANOTHER;
    }
    return 0;
}

static int points_of(const struct judge *judge, uint32_t name)
{
    const struct layout_entity *entity = index_entity(judge->finder->index, name);
    return doublings(entity->prior) + points_of_name(judge, name) +
           points_of_country(judge, entity) + points_of_distance(judge, entity) +
           points_of_neighbours(judge, entity);
}

static bool is_wanted(const struct judge *judge, const struct mark *mark, uint32_t name)
{
    const struct index *index = judge->finder->index;
    const struct layout_manner *manner = index_manner(index, name);
    bool adjective = manner->kind == KIND_ADJECTIVE;
    if (manner->use == USE_NEVER || adjective != (mark->type == MARK_DEMONYM) ||
        !(mark->hit.small || match_case(judge->finder->text, &mark->hit, manner)))
        return false;
    return adjective ||
           index_sort(index, index_entity(index, name))->type == (enum name_type)mark->type;
}

static struct str lang_of(const struct judge *judge, uint32_t name)
{
    const struct index *index = judge->finder->index;
    return index_label(index, index_manner(index, name)->lang);
}

static uint32_t number_of(const struct judge *judge, uint32_t name)
{
    return judge->finder->index->names[name].entity;
}

/* Of one entity's names a text has rather the one of all languages than that of another language. */
static bool is_better(const struct judge *judge, struct choice a, struct choice b)
{
    if (!b.name || a.points != b.points)
        return !b.name || a.points > b.points;
    return number_of(judge, a.name) == number_of(judge, b.name) &&
           str_is(lang_of(judge, a.name), "und");
}

/* The best name and the best of another entity. One that is alone need not be weighed. */
static void choose(const struct judge *judge, const struct mark *mark, struct choice best[2])
{
    uint32_t start = mark->hit.node, end = index_end(judge->finder->index, start);
    best[0] = best[1] = (struct choice){ 0 };
    for (uint32_t name = start; name < end; name++) {
        if (!is_wanted(judge, mark, name))
            continue;
        struct choice choice = { name, end - start > 1 ? points_of(judge, name) : 0 };
        bool first = is_better(judge, choice, best[0]);
        bool other = !best[0].name || number_of(judge, best[0].name) != number_of(judge, name);
        if (first && other)
            best[1] = best[0];
        if (first)
            best[0] = choice;
        else if (other && is_better(judge, choice, best[1]))
            best[1] = choice;
    }
}

/* "Bradford, Ontario": a town there that the tables do not have. A country says less: it may stand
 * in a row with the town. */
static bool is_elsewhere(const struct judge *judge, const struct mark *mark,
                         const struct layout_entity *entity)
{
    const struct index *index = judge->finder->index;
    const struct mark *after = judge->after;
    if (!after || after->first != mark->first + mark->words ||
        !index_sort(index, entity)->settlement ||
        judge->listed || points_of_outer(judge, entity, after))
        return false;
    uint32_t node = after->hit.node, end = index_end(index, node);
    for (uint32_t i = node; i < end; i++) {
        const struct layout_sort *outer = index_sort(index, index_entity(index, i));
        if (outer->type != NAME_PLACE || !outer->area || is_country(judge, outer))
            return false;
    }
    return end > node;
}

static void settle(struct judge *judge, struct mark *mark)
{
    struct choice best[2];
    const struct finder *finder = judge->finder;
    struct span at = match_span(finder->index, finder->text, &mark->hit);
    judge->surface = span_text(finder->text->bytes, at);
    note_neighbours(judge, mark);
    choose(judge, mark, best);
    if (!best[0].name) {
        mark->type = MARK_NONE;
        return;
    }
    mark->entity = number_of(judge, best[0].name);
    if (is_elsewhere(judge, mark, entity_at(judge, mark->entity))) {
        mark->entity = mark->runner_up = NO_INDEX;
        mark->type = mark->hit.by_sound ? MARK_NONE : mark->type;
        return;
    }
    if (!mark->hit.by_sound) {
        const struct layout_manner *manner = index_manner(finder->index, best[0].name);
        mark->kind = name_kind_word((enum name_kind)manner->kind);
        mark->lang = lang_of(judge, best[0].name);
    }
    mark->runner_up = best[1].name ? number_of(judge, best[1].name) : NO_INDEX;
    mark->margin = best[1].name ? best[0].points - best[1].points : 0;
    mark->ambiguous = best[1].name && mark->margin < CLEAR_MARGIN;
}

/* ---- passes over the article ---- */

typedef void pass(struct judge *judge, struct mark *mark);

static void each_mark(struct judge *judge, pass *act)
{
    size_t number = 0;
    judge->line = (struct line){ 0 };
    for (judge->mark = 0; judge->mark < judge->finder->marks.count; judge->mark++) {
        struct mark *mark = &judge->finder->marks.items[judge->mark];
        while (mark->first >= judge->line.end)
            judge->line = judge->finder->lines[number++];
        if (mark->type < MARK_LOOSE)
            act(judge, mark);
    }
}

static void settle_hit(struct judge *judge, struct mark *mark)
{
    if (mark->hit.node && mark->type != MARK_PERSON)
        settle(judge, mark);
}

/* The place that the bracket's name is another name of. */
static void take_renamed(struct judge *judge, struct mark *mark)
{
    const struct mark *before = mark->renames ? neighbour(judge, -1) : NULL;
    if (!before || before->entity == NO_INDEX)
        return;
    mark->entity = before->entity;
    mark->kind = STR("alias");
}

/* Once more, with the countries and neighbours known, where there is another reading. */
static void settle_again(struct judge *judge, struct mark *mark)
{
    if (mark->runner_up != NO_INDEX)
        settle_hit(judge, mark);
}

static void note_anchor(struct judge *judge, const struct layout_entity *entity)
{
    struct anchors *anchors = &judge->anchors;
    const struct layout_sort *sort = index_sort(judge->finder->index, entity);
    if (anchors->count == MOST_ANCHORS || !sort->located || !sort->settlement)
        return;
    const struct layout_detail *detail = index_detail(judge->finder->index, entity);
    anchors->lat[anchors->count] = detail->lat;
    anchors->lon[anchors->count++] = detail->lon;
}

static void count_mark(struct judge *judge, struct mark *mark)
{
    bool alone = mark->runner_up == NO_INDEX;
    if (mark->entity == NO_INDEX || mark->needs_support ||
        (mark->type == MARK_PERSON && mark->words == 1) || !(alone || mark->margin >= SURE_MARGIN))
        return;
    const struct layout_entity *entity = entity_at(judge, mark->entity);
    uint16_t country = sort_at(judge, mark->entity)->country;
    if (index_label(judge->finder->index, country).len)
        count_country(&judge->countries, country);
    if (alone && mark->type == MARK_PLACE)
        note_anchor(judge, entity);
}

void resolve_marks(struct finder *finder)
{
    struct judge judge = { .finder = finder };
    each_mark(&judge, settle_hit);
    each_mark(&judge, count_mark);
    each_mark(&judge, settle_again);
    each_mark(&judge, drop_unsupported);
    each_mark(&judge, take_renamed);
    each_mark(&judge, note_acting);
}
