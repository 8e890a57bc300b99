#include "gazetteer/finder.h"

/* Which of the places of one name is meant: what the sentence says of it, the countries that the
 * article speaks of, and how likely each is when nothing else tells. Points are eighths of a
 * doubling of `prior`. */

enum {
    MOST_COUNTRIES = 64,
    MOST_ANCHORS = 32,
    MOST_WITHIN = 6,
    NEAR = 2500000, /* millionths of a degree */
    NEIGHBOUR_WORDS = 3,
    LONGEST_CONJUNCTION = 3,
};

enum points {
    QUALIFIED = 150,    /* "Paris, Texas" */
    WITHIN = 40,        /* and the gazetteer has it there, not only in that country */
    LOCATED_NEARBY = 60, /* "Atlanta, Georgia": the city before is in that country */
    LISTED_ALIKE = 270, /* "Ohio, Oregon, Texas": states, not towns */
    SAME_AS = 200,      /* "Aghavno (Zabux in Azerbaijani)": the other name's place */
    HEADED = 100,       /* "the state of Washington", "Washington state" */
    NEAR_ANOTHER = 25,  /* a place that the article surely names is a few hours away */
    COUNTRY_NAMED = 25,
    COUNTRY_AGAIN = 4,  /* for each further mention, up to five */
    AS_WRITTEN = 10,    /* rather than folded */
    SAME_LANGUAGE = 6,
    ERROR_IN_PRINT = -20,
    SELDOM_MEANT = -60, /* a name of use "context" beside one of use "yes" */
    OUT_OF_DATE = -60,
    CLEAR_MARGIN = 20,
    SURE_MARGIN = 60,   /* to say something of other names */
};

struct countries {
    uint32_t codes[MOST_COUNTRIES];
    int counts[MOST_COUNTRIES];
    int count;
};

/* Where the article surely is, in millionths of a degree. */
struct anchors {
    int32_t lat[MOST_ANCHORS], lon[MOST_ANCHORS];
    int count;
};

struct choice {
    const struct layout_name *name;
    int points;
};

struct judge {
    struct finder *finder;
    struct countries countries;
    struct anchors anchors;
    struct line line;
    size_t mark;
    struct str surface; /* of the mark */
    const struct mark *before, *after; /* note_neighbours */
    const struct mark *listed;         /* a neighbour that is a part of a country */
    bool bracketed, area_headed, town_headed, water_headed;
};

static const struct layout_entity *entity_at(const struct judge *judge, uint32_t entity)
{
    return &judge->finder->index->entities[entity];
}

static int count_of(const struct countries *countries, uint32_t code)
{
    for (int i = 0; i < countries->count; i++)
        if (countries->codes[i] == code)
            return countries->counts[i];
    return 0;
}

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

/* ---- neighbours ---- */

static const struct mark *mark_at(const struct judge *judge, size_t at)
{
    return &judge->finder->marks.items[at];
}

/* The place named just before (-1) or just behind (1) that mark, a few words off, or NULL. */
static const struct mark *neighbour_of(const struct judge *judge, const struct mark *mark, int step)
{
    const struct mark *marks = judge->finder->marks.items;
    for (const struct mark *other = mark + step;
         other >= marks && other < marks + judge->finder->marks.count; other += step) {
        const struct mark *left = step < 0 ? other : mark, *right = step < 0 ? mark : other;
        if (other->first < judge->line.first || other->first >= judge->line.end ||
            right->first > left->first + left->words + NEIGHBOUR_WORDS)
            return NULL;
        if (other->type == MARK_PLACE)
            return other;
    }
    return NULL;
}

static const struct mark *neighbour(const struct judge *judge, int step)
{
    return neighbour_of(judge, mark_at(judge, judge->mark), step);
}

static bool is_bracketed(const struct judge *judge, const struct mark *mark)
{
    uint32_t start = finder_word(judge->finder, mark->first)->start;
    return start && judge->finder->text->bytes.s[start - 1] == '(';
}

/* Whether a comma or bracket, and no end of a sentence, stands between the two. */
static bool is_apposed(const struct judge *judge, const struct mark *left, const struct mark *right)
{
    const struct text *text = judge->finder->text;
    uint32_t at = finder_word(judge->finder, left->first + left->words - 1)->end;
    uint32_t end = finder_word(judge->finder, right->first)->start;
    return at < end && (text->bytes.s[at] == ',' || (at + 1 < end && text->bytes.s[at + 1] == '('));
}

static bool is_country(const struct judge *judge, const struct layout_entity *entity)
{
    struct str kind = index_label(judge->finder->index, entity->kind);
    return str_is(kind, "country") || str_is(kind, "territory");
}

/* Whether the gazetteer has the one somewhere within the other. */
static bool is_within(const struct judge *judge, const struct layout_entity *inner,
                      const struct layout_entity *outer)
{
    const struct index *index = judge->finder->index;
    for (int depth = 0; depth < MOST_WITHIN; depth++) {
        uint32_t next = index_detail(index, inner)->within;
        if (next == NO_INDEX)
            return false;
        inner = &index->entities[next];
        if (inner == outer)
            return true;
    }
    return false;
}

/* What speaks for the inner one's being a part of the outer: a town in an area, an area in a
 * country. */
static int points_of_outer(const struct judge *judge, const struct layout_entity *inner,
                           const struct mark *outer)
{
    const struct index *index = judge->finder->index;
    uint32_t node = outer->hit.node;
    int points = 0;
    for (uint32_t i = index->nodes[node]; node && i < index->nodes[node + 1]; i++) {
        const struct layout_entity *entity = entity_at(judge, index->names[i].entity);
        if (entity == inner || entity->type != NAME_PLACE || entity->country != inner->country ||
            !entity->area || (inner->area && !is_country(judge, entity)))
            continue;
        int here = QUALIFIED + (is_within(judge, inner, entity) ? WITHIN : 0);
        points = here > points ? here : points;
    }
    return points;
}

/* An area that is no country, as the mark stands now or by its only reading. */
static bool is_part(const struct judge *judge, const struct mark *mark)
{
    if (!mark || mark->entity == NO_INDEX)
        return false;
    const struct layout_entity *entity = entity_at(judge, mark->entity);
    return entity->area && !is_country(judge, entity);
}

static bool has_head(struct judge *judge, const struct mark *mark, uint32_t classes)
{
    uint32_t next = mark->first + mark->words, before = mark->first - 1;
    if (next < judge->line.end && match_joined(judge->finder->text, next) &&
        finder_classes(judge->finder, &judge->line, next) & classes)
        return true;
    if (mark->first > judge->line.first &&
        finder_classes(judge->finder, &judge->line, before) & CLASS_CONNECTING)
        before--;
    return mark->first > judge->line.first &&
           finder_led_to(judge->finder, &judge->line, before + 1, classes);
}

/* The neighbours that say something of the mark: found once for all its readings. */
static void note_neighbours(struct judge *judge, const struct mark *mark)
{
    const struct mark *after = neighbour(judge, 1), *before = neighbour(judge, -1);
    judge->after = after && is_apposed(judge, mark, after) ? after : NULL;
    judge->before = before && before->entity != NO_INDEX && is_apposed(judge, before, mark) ? before
                                                                                            : NULL;
    const struct mark *third = judge->after ? neighbour_of(judge, after, 1) : NULL;
    bool row = is_part(judge, judge->after) && is_part(judge, third) &&
               is_apposed(judge, after, third);
    judge->listed = is_part(judge, judge->before) ? judge->before : row ? judge->after : NULL;
    judge->bracketed = judge->after && is_bracketed(judge, judge->after);
    judge->water_headed = has_head(judge, mark, CLASS_WATER_HEAD);
    judge->area_headed = has_head(judge, mark, CLASS_AREA_HEAD);
    judge->town_headed = has_head(judge, mark, CLASS_TOWN_HEAD);
}

static bool may_be(const struct judge *judge, const struct mark *mark,
                   const struct layout_entity *wanted)
{
    const struct index *index = judge->finder->index;
    uint32_t node = mark->hit.node;
    for (uint32_t i = index->nodes[node]; node && i < index->nodes[node + 1]; i++)
        if (entity_at(judge, index->names[i].entity) == wanted)
            return true;
    return false;
}

static bool is_water(const struct judge *judge, const struct layout_entity *entity)
{
    struct str kind = index_label(judge->finder->index, entity->kind);
    return str_is(kind, "river") || str_is(kind, "lake");
}

static int points_of_head(const struct judge *judge, const struct layout_entity *entity)
{
    bool part = entity->area && !is_country(judge, entity);
    if ((judge->area_headed && part) || (judge->town_headed && entity->settlement) ||
        (judge->water_headed && is_water(judge, entity)))
        return HEADED;
    return judge->area_headed && entity->settlement ? HEADED / 2 : 0;
}

static int points_of_neighbours(const struct judge *judge, const struct layout_entity *entity)
{
    int points = judge->after ? points_of_outer(judge, entity, judge->after) : 0;
    bool part = entity->area && !is_country(judge, entity);
    if (judge->before && entity->area && !entity_at(judge, judge->before->entity)->area &&
        entity_at(judge, judge->before->entity)->country == entity->country)
        points += LOCATED_NEARBY;
    if (judge->listed && part &&
        entity_at(judge, judge->listed->entity)->country == entity->country)
        points += LISTED_ALIKE;
    if (judge->bracketed && may_be(judge, judge->after, entity))
        points += SAME_AS;
    return points + points_of_head(judge, entity);
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

static bool in_use(const struct layout_usage *usage, int year)
{
    return year == NO_YEAR || ((usage->from == NO_YEAR || usage->from <= year) &&
                               (usage->to == NO_YEAR || year <= usage->to));
}

static int points_of_name(const struct judge *judge, const struct layout_name *name)
{
    const struct finder *finder = judge->finder;
    const struct layout_usage *usage = index_usage(finder->index, name);
    int points = 0;
    if (str_equal(judge->surface, index_string(finder->index, name->spelling)))
        points += AS_WRITTEN;
    if (layout_tag(index_label(finder->index, usage->lang)) == judge->line.tag)
        points += SAME_LANGUAGE;
    if (name->kind == KIND_MISSPELLING)
        points += ERROR_IN_PRINT;
    if (name->use == USE_CONTEXT)
        points += SELDOM_MEANT;
    return points + (in_use(usage, finder->year) ? 0 : OUT_OF_DATE);
}

static int points_of_country(const struct judge *judge, const struct layout_entity *entity)
{
    int count = count_of(&judge->countries, entity->country);
    return count ? COUNTRY_NAMED + COUNTRY_AGAIN * (count < 5 ? count : 5) : 0;
}

/* So near either way; meridians are taken to be as far apart as parallels are. */
static int points_of_distance(const struct judge *judge, const struct layout_entity *entity)
{
    const struct layout_detail *detail = index_detail(judge->finder->index, entity);
    for (int i = 0; entity->located && i < judge->anchors.count; i++) {
        int64_t lat = (int64_t)judge->anchors.lat[i] - detail->lat;
        int64_t lon = (int64_t)judge->anchors.lon[i] - detail->lon;
        if (lat > -NEAR && lat < NEAR && lon > -NEAR && lon < NEAR)
            return NEAR_ANOTHER;
    }
    return 0;
}

static int points_of(const struct judge *judge, const struct layout_name *name)
{
    const struct layout_entity *entity = entity_at(judge, name->entity);
    return doublings(entity->prior) + points_of_name(judge, name) +
           points_of_country(judge, entity) + points_of_distance(judge, entity) +
           points_of_neighbours(judge, entity);
}

static bool is_wanted(const struct judge *judge, const struct mark *mark,
                      const struct layout_name *name)
{
    bool adjective = name->kind == KIND_ADJECTIVE;
    if (name->use == USE_NEVER || adjective != (mark->type == MARK_DEMONYM) ||
        !match_case(judge->finder->text, &mark->hit, name))
        return false;
    return adjective || entity_at(judge, name->entity)->type == (enum name_type)mark->type;
}

static bool is_better(struct choice a, struct choice b)
{
    return !b.name || a.points > b.points;
}

/* The best name and the best of another entity. One that is alone need not be weighed. */
static void choose(const struct judge *judge, const struct mark *mark, struct choice best[2])
{
    const struct index *index = judge->finder->index;
    uint32_t start = index->nodes[mark->hit.node], end = index->nodes[mark->hit.node + 1];
    best[0] = best[1] = (struct choice){ 0 };
    for (uint32_t i = start; i < end; i++) {
        const struct layout_name *name = &index->names[i];
        if (!is_wanted(judge, mark, name))
            continue;
        struct choice choice = { name, end - start > 1 ? points_of(judge, name) : 0 };
        bool first = is_better(choice, best[0]);
        bool other = !best[0].name || best[0].name->entity != name->entity;
        if (first && other)
            best[1] = best[0];
        if (first)
            best[0] = choice;
        else if (other && is_better(choice, best[1]))
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
    if (!after || after->first != mark->first + mark->words || !entity->settlement ||
        judge->listed || points_of_outer(judge, entity, after))
        return false;
    uint32_t node = after->hit.node, parts = 0;
    for (uint32_t i = index->nodes[node]; node && i < index->nodes[node + 1]; i++) {
        const struct layout_entity *outer = entity_at(judge, index->names[i].entity);
        if (outer->type != NAME_PLACE || !outer->area || is_country(judge, outer))
            return false;
        parts++;
    }
    return parts;
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
    mark->entity = best[0].name->entity;
    if (is_elsewhere(judge, mark, entity_at(judge, mark->entity))) {
        mark->entity = mark->runner_up = NO_INDEX;
        mark->type = mark->hit.by_sound ? MARK_NONE : mark->type;
        return;
    }
    if (!mark->hit.by_sound) {
        mark->kind = name_kind_word((enum name_kind)best[0].name->kind);
        mark->lang = index_label(finder->index, index_usage(finder->index, best[0].name)->lang);
    }
    mark->runner_up = best[1].name ? best[1].name->entity : NO_INDEX;
    mark->margin = best[1].name ? best[0].points - best[1].points : 0;
    mark->ambiguous = best[1].name && mark->margin < CLEAR_MARGIN;
}

/* ---- names that need support ---- */

static bool has_twin(const struct judge *judge, const struct mark *mark)
{
    for (size_t i = 0; i < judge->finder->marks.count; i++) {
        const struct mark *other = mark_at(judge, i);
        if (other != mark && !other->needs_support && other->entity == mark->entity &&
            other->type == mark->type)
            return true;
    }
    return false;
}

/* "Nice and Cannes", "Nice, Cannes": side by side, or with one short word between. */
static bool are_listed(const struct judge *judge, const struct mark *left, const struct mark *right)
{
    uint32_t between = left->first + left->words;
    if (right->first == between + 1) {
        const struct word *word = finder_word(judge->finder, between);
        return word->end - word->start <= LONGEST_CONJUNCTION && !(word->flags & WORD_CAPITAL);
    }
    return right->first == between && is_apposed(judge, left, right);
}

static bool stands_in_list(const struct judge *judge)
{
    const struct mark *mark = mark_at(judge, judge->mark);
    const struct mark *before = neighbour(judge, -1), *after = neighbour(judge, 1);
    return (before && !before->needs_support && are_listed(judge, before, mark)) ||
           (after && !after->needs_support && are_listed(judge, mark, after));
}

/* "all'Aia", "du Havre": the article of "L'Aia", "Le Havre" stands fused before it. */
static bool has_its_article(struct judge *judge, const struct mark *mark)
{
    const struct index *index = judge->finder->index;
    if (!finder_led_to(judge->finder, &judge->line, mark->first, CLASS_ARTICLE))
        return false;
    if (mark->type == MARK_PLACE && !entity_at(judge, mark->entity)->settlement &&
        finder_classes(judge->finder, &judge->line, mark->first) & CLASS_GIVEN)
        return true; /* "l'Aude": rivers and regions have one, persons have none */
    for (uint32_t i = index->nodes[mark->hit.node]; i < index->nodes[mark->hit.node + 1]; i++)
        if (index->names[i].form == FORM_BARE && index->names[i].entity == mark->entity)
            return true;
    return false;
}

static bool proves_nothing(const struct judge *judge, const struct mark *mark)
{
    return finder_word(judge->finder, mark->first)->flags & WORD_FIRST || judge->line.title_case;
}

static bool is_ordinary_word(struct judge *judge, const struct mark *mark)
{
    return finder_classes(judge->finder, &judge->line, mark->first) & CLASS_COMMON_CAPITAL;
}

static bool stands_in_its_country(struct judge *judge, const struct mark *mark)
{
    if (!count_of(&judge->countries, entity_at(judge, mark->entity)->country))
        return false;
    if (mark->type == MARK_PERSON)
        return !judge->line.title_case && !is_ordinary_word(judge, mark);
    return !mark->weak && !mark->family && !proves_nothing(judge, mark);
}

static bool is_supported(struct judge *judge, const struct mark *mark)
{
    if (has_twin(judge, mark) || has_its_article(judge, mark))
        return true;
    if (mark->hit.by_sound == SOUND_NEAR)
        return stands_in_its_country(judge, mark) &&
               (entity_at(judge, mark->entity)->transcribed ||
                finder_led_to(judge->finder, &judge->line, mark->first, LOCATES));
    if (mark->type == MARK_ORGANISATION)
        return false;
    if (mark->type == MARK_PERSON &&
        (mark->words > 1 || finder_led_to(judge->finder, &judge->line, mark->first, CLASS_TITLE)))
        return true;
    uint32_t classes = mark->weak || mark->hit.by_sound ? LOCATES : LEADS_TO_PLACE;
    if (mark->type == MARK_PLACE && (stands_in_list(judge) ||
         finder_led_to(judge->finder, &judge->line, mark->first, classes)))
        return true;
    return stands_in_its_country(judge, mark);
}

static void drop_unsupported(struct judge *judge, struct mark *mark)
{
    if (mark->needs_support && mark->entity != NO_INDEX && !is_supported(judge, mark))
        mark->type = MARK_NONE;
}

static bool is_saying(struct judge *judge, uint32_t word)
{
    return !(finder_word(judge->finder, word)->flags & WORD_CAPITAL) &&
           finder_classes(judge->finder, &judge->line, word) & CLASS_SAYING;
}

/* The word behind the mark, and behind "and" with another place: "Paris and London said". */
static uint32_t behind_subject(struct judge *judge, const struct mark *mark)
{
    const struct finder *finder = judge->finder;
    uint32_t next = mark->first + mark->words;
    const struct mark *other = mark + 1;
    bool joined = next < judge->line.end && other < finder->marks.items + finder->marks.count &&
                  other->first == next + 1 && other->type == MARK_PLACE &&
                  finder_classes(judge->finder, &judge->line, next) & CLASS_COORDINATOR;
    return joined ? other->first + other->words : next;
}

/* "Baku accuses Yerevan", "selon Paris": who speaks or decides, and not where something happens. */
static bool acts(struct judge *judge, const struct mark *mark)
{
    struct finder *finder = judge->finder;
    uint32_t next = behind_subject(judge, mark);
    struct str kind = index_label(finder->index, entity_at(judge, mark->entity)->kind);
    if (!str_is(kind, "country") && !str_is(kind, "capital"))
        return false;
    if (finder_led_to(finder, &judge->line, mark->first, CLASS_QUOTING))
        return true;
    return next < judge->line.end && match_joined(finder->text, next) && is_saying(judge, next) &&
           !finder_led_to(finder, &judge->line, mark->first, LEADS_TO_PLACE);
}

static void note_acting(struct judge *judge, struct mark *mark)
{
    mark->acts = mark->type == MARK_PLACE && mark->entity != NO_INDEX && acts(judge, mark);
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
    if (anchors->count == MOST_ANCHORS || !entity->located || !entity->settlement)
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
    if (index_label(judge->finder->index, entity->country).len)
        count_country(&judge->countries, entity->country);
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
