#include "gazetteer/judge.h"

/* What stands beside a name, and what it says of each of its readings. */

enum { MOST_WITHIN = 6, NEIGHBOUR_WORDS = 3 };

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

const struct mark *neighbour(const struct judge *judge, int step)
{
    return neighbour_of(judge, mark_at(judge, judge->mark), step);
}

static bool is_bracketed(const struct judge *judge, const struct mark *mark)
{
    uint32_t start = finder_word(judge->finder, mark->first)->start;
    return start && judge->finder->text->bytes.s[start - 1] == '(';
}

/* Whether a comma or bracket, and no end of a sentence, stands between the two. */
bool is_apposed(const struct judge *judge, const struct mark *left, const struct mark *right)
{
    const struct text *text = judge->finder->text;
    uint32_t at = finder_word(judge->finder, left->first + left->words - 1)->end;
    uint32_t end = finder_word(judge->finder, right->first)->start;
    return at < end && (text->bytes.s[at] == ',' || (at + 1 < end && text->bytes.s[at + 1] == '('));
}

bool is_country(const struct judge *judge, const struct layout_sort *sort)
{
    struct str kind = index_label(judge->finder->index, sort->kind);
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
int points_of_outer(const struct judge *judge, const struct layout_entity *inner,
                    const struct mark *outer)
{
    const struct index *index = judge->finder->index;
    const struct layout_sort *part = index_sort(index, inner);
    int points = 0;
    for (uint32_t i = outer->hit.node, end = index_end(index, i); i < end; i++) {
        const struct layout_entity *entity = index_entity(index, i);
        const struct layout_sort *sort = index_sort(index, entity);
        if (entity == inner || sort->type != NAME_PLACE || sort->country != part->country ||
            !sort->area || (part->area && !is_country(judge, sort)))
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
    const struct layout_sort *sort = sort_at(judge, mark->entity);
    return sort->area && !is_country(judge, sort);
}

bool has_head(struct judge *judge, const struct mark *mark, uint32_t classes)
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
void note_neighbours(struct judge *judge, const struct mark *mark)
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
    for (uint32_t i = mark->hit.node, end = index_end(index, i); i < end; i++)
        if (index_entity(index, i) == wanted)
            return true;
    return false;
}

static bool is_water(const struct judge *judge, const struct layout_sort *sort)
{
    struct str kind = index_label(judge->finder->index, sort->kind);
    return str_is(kind, "river") || str_is(kind, "lake");
}

static int points_of_head(const struct judge *judge, const struct layout_sort *sort)
{
    bool part = sort->area && !is_country(judge, sort);
    if ((judge->area_headed && part) || (judge->town_headed && sort->settlement) ||
        (judge->water_headed && is_water(judge, sort)))
        return HEADED;
    return judge->area_headed && sort->settlement ? HEADED / 2 : 0;
}

int points_of_neighbours(const struct judge *judge, const struct layout_entity *entity)
{
    const struct layout_sort *sort = index_sort(judge->finder->index, entity);
    const struct layout_sort *before = judge->before ? sort_at(judge, judge->before->entity) : NULL;
    const struct layout_sort *listed = judge->listed ? sort_at(judge, judge->listed->entity) : NULL;
    int points = judge->after ? points_of_outer(judge, entity, judge->after) : 0;
    if (before && sort->area && !before->area && before->country == sort->country)
        points += LOCATED_NEARBY;
    if (listed && sort->area && !is_country(judge, sort) && listed->country == sort->country)
        points += LISTED_ALIKE;
    if (judge->bracketed && may_be(judge, judge->after, entity))
        points += SAME_AS;
    return points + points_of_head(judge, sort);
}
