#include "gazetteer/loose.h"

/* Capitalised words that nothing in or beside them explains are judged by where they stand in all
 * of the article: listed with places or persons ("Bari, Ficarolo e Cento"), behind a preposition
 * that leads to places, beside a verb of saying. What speaks for one kind only decides for every
 * place where the name stands. */

enum {
    SHORTEST_NAME = 3,
    MOST_PARTS = 3,
    SHORTEST_LIST = 3,
    FEWEST_FOR_ALL = 2, /* persons */
    LARGE_PLACE = 300000,
};

/* ---- items ---- */

/* "Before Hauser could …": an ordinary word that only begins the sentence is no part of a name. */
static bool is_opening_word(struct finder *finder, const struct item *item)
{
    return item->parts == 1 && finder_word(finder, item->first)->flags & WORD_FIRST &&
           finder_classes(finder, &finder->lines[item->line], item->first) & CLASS_COMMON_CAPITAL;
}

static bool goes_on(struct finder *finder, const struct item *item, const struct mark *mark)
{
    return mark->type == MARK_LOOSE && mark->first == item->end &&
           finder_word(finder, item->end - 1)->end + 1 == finder_word(finder, mark->first)->start &&
           byte_behind(finder, item->end - 1, 0) == ' ' && !is_opening_word(finder, item);
}

/* A village may be called as a person is. */
static bool is_sure_place(struct finder *finder, const struct line *line, const struct mark *mark)
{
    return !mark->needs_support &&
           (!mark->hit.node || match_prior(finder->index, &mark->hit) >= LARGE_PLACE ||
            !(mark->family || mark->weak || mark->hit.by_sound ||
              finder_classes(finder, line, mark->first) & (CLASS_SURNAME | CLASS_GIVEN)) ||
            finder_led_to(finder, line, mark->first, LEADS_TO_PLACE));
}

/* "Hutchinson", "Mitchell", towns in the United States, where nothing leads to a place. */
static bool is_rather_family(struct finder *finder, const struct line *line,
                             const struct mark *mark)
{
    return mark->type == MARK_PLACE && (mark->family || mark->weak) && mark->words == 1 &&
           finder_classes(finder, line, mark->first) & (CLASS_SURNAME | CLASS_GIVEN) &&
           !finder_area_behind(finder, mark) &&
           !finder_led_to(finder, line, mark->first, LEADS_TO_PLACE);
}

static enum mark_type type_of(struct finder *finder, const struct line *line,
                              const struct mark *mark)
{
    if (mark->type == MARK_LOOSE || is_rather_family(finder, line, mark))
        return line->title_case || line->boilerplate ? MARK_NONE : MARK_LOOSE;
    if (mark->type == MARK_PLACE)
        return is_sure_place(finder, line, mark) ? MARK_PLACE : MARK_NONE;
    if (mark->type != MARK_PERSON)
        return MARK_NONE;
    return mark->person != NO_INDEX && !finder->persons.items[mark->person].given &&
                   !finder_led_to(finder, line, mark->first, CLASS_TITLE)
               ? MARK_NONE
               : MARK_PERSON;
}

/* The end of "Val-les-Bains": hyphens join what no mark covers. */
static uint32_t hyphened_end(const struct finder *finder, const struct line *line, uint32_t end)
{
    while (end < line->end && byte_behind(finder, end - 1, 0) == '-' &&
           finder_word(finder, end)->flags & WORD_GLUED)
        end++;
    return end;
}

static void list_items(struct judge *judge)
{
    struct finder *finder = judge->finder;
    size_t line = 0;
    for (size_t i = 0; i < finder->marks.count; i++) {
        struct mark *mark = &finder->marks.items[i];
        while (mark->first >= finder->lines[line].end)
            line++;
        struct item *last = judge->items.count ? &judge->items.items[judge->items.count - 1] : NULL;
        if (last && last->type == MARK_LOOSE && last->line == line && goes_on(finder, last, mark)) {
            last->end = hyphened_end(finder, &finder->lines[line], mark->first + mark->words);
            last->parts++;
            continue;
        }
        if (last && mark->first < last->end && mark->type == MARK_LOOSE)
            continue;
        if (last && mark->first < last->end) /* "Di", then the person "Di Pietro" */
            last->type = MARK_NONE;
        struct item *item = array_push(&judge->items, finder->arena);
        *item = (struct item){
            .first = mark->first, .end = mark->first + mark->words, .parts = 1,
            .mark = i, .line = line,
            .type = type_of(finder, &finder->lines[line], mark),
            .unsure = mark->type == MARK_PLACE,
        };
        if (item->type == MARK_LOOSE)
            item->end = hyphened_end(finder, &finder->lines[line], item->end);
    }
}

/* "in West Thorby", "near Little Thorby": what begins the names of towns, and a word that nobody
 * knows. */
static bool is_divided_town(const struct judge *judge, const struct item *item)
{
    enum { BEGINS_TOWN = CLASS_COMMON_CAPITAL | CLASS_PLURAL_ARTICLE };
    return item->parts == 2 && item->end == item->first + 2 &&
           (classes_of(judge, item->line, item->first) & BEGINS_TOWN) == BEGINS_TOWN &&
           finder_located(judge->finder, line_of(judge, item), item->first, item->end);
}

/* Whether the words may be a name at all: not ordinary words, heads or abbreviations. */
static bool may_be_name(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_COMMON_CAPITAL | CLASS_MONTH_WEEKDAY | CLASS_TITLE | CLASS_PLACE_HEAD |
                   CLASS_ORGANISATION_HEAD | CLASS_ARTICLE };
    for (uint32_t i = item->first + item->divided; i < item->end; i++) {
        const struct word *word = finder_word(judge->finder, i);
        if (i > item->first && word->flags & WORD_GLUED)
            continue;
        if (word->end - word->start < SHORTEST_NAME || !(word->flags & WORD_CAPITAL) ||
            word->flags & (WORD_CAPITALS | WORD_DIGITS) || classes_of(judge, item->line, i) & OTHER)
            return false;
    }
    return item->parts <= MOST_PARTS;
}

static uint64_t key_of(const struct finder *finder, const struct item *item)
{
    uint64_t key = 0;
    for (uint32_t i = item->first; i < item->end; i++)
        key = layout_key(1, key ^ finder_word(finder, i)->hash);
    return key;
}

/* ---- lists ---- */

static bool is_small_word(const struct judge *judge, size_t line, uint32_t word)
{
    return !(finder_word(judge->finder, word)->flags & WORD_CAPITAL) &&
           classes_of(judge, line, word) & (CLASS_PLACE_PREPOSITION | CLASS_PARTICLE |
                                            CLASS_ARTICLE | CLASS_LOCATIVE);
}

/* "A, B", "A and B", "A, and in B": whether the next item stands in one row with this one. */
static void note_listing(const struct judge *judge, struct item *item, const struct item *next)
{
    uint32_t at = loose_behind_bracket(judge->finder, item);
    uint32_t comma = at > item->end ? 1 : 0;
    if (next->line != item->line || next->first < at || next->first > at + 2)
        return;
    bool divided = byte_behind(judge->finder, at - 1, comma) == ',';
    bool joined = at < next->first && classes_of(judge, item->line, at) & CLASS_COORDINATOR &&
                  !(finder_word(judge->finder, at)->flags & WORD_CAPITAL);
    if (joined)
        at++;
    if (at < next->first && is_small_word(judge, item->line, at))
        at++;
    item->joined = joined;
    item->listed = at == next->first && (divided || joined);
}

static void note_lists(struct judge *judge)
{
    for (size_t i = 0; i + 1 < judge->items.count; i++)
        note_listing(judge, &judge->items.items[i], &judge->items.items[i + 1]);
}

/* ---- what speaks for which kind ---- */

static struct verdict *find_verdict(const struct judge *judge, uint64_t key)
{
    for (size_t i = 0; i < judge->verdicts.count; i++)
        if (judge->verdicts.items[i].key == key)
            return &judge->verdicts.items[i];
    return NULL;
}

static struct verdict *verdict_of(struct judge *judge, uint64_t key)
{
    struct verdict *verdict = find_verdict(judge, key);
    if (verdict)
        return verdict;
    verdict = array_push(&judge->verdicts, judge->finder->arena);
    *verdict = (struct verdict){ .key = key };
    return verdict;
}

/* "in Kabulani and Boru", "towns such as Kabulani, Boru and Tebbo": what leads to the first leads
 * to all. */
static bool is_led_row(const struct judge *judge, const struct item *first, size_t count)
{
    if (first->type != MARK_LOOSE || first->parts > 1)
        return false;
    return loose_is_example(judge, first) ||
           (first->joined && count == 2 &&
            finder_led_to(judge->finder, line_of(judge, first), first->first, CLASS_LOCATIVE) &&
            finder_located(judge->finder, line_of(judge, first), first->first, first->end));
}

/* The names in a row are of one kind when those that are known are. */
static void judge_row(struct judge *judge, size_t first, size_t end)
{
    bool joined = end - first >= SHORTEST_LIST;
    uint32_t places = 0, persons = 0, families = 0, others = 0;
    for (size_t i = first; i < end; i++) {
        const struct item *item = &judge->items.items[i];
        joined |= item->joined && i + 1 < end;
        places += item->type == MARK_PLACE;
        persons += item->type == MARK_PERSON;
        families += loose_is_surname(judge, item);
        others += item->type == MARK_NONE && !item->unsure;
    }
    if (!places)
        persons += families;
    if (!places && !persons)
        places = is_led_row(judge, &judge->items.items[first], end - first);
    if (!joined || others || !places == !persons)
        return;
    for (size_t i = first; i < end; i++) {
        if (judge->items.items[i].type != MARK_LOOSE)
            continue;
        struct verdict *verdict = verdict_of(judge, judge->items.items[i].key);
        verdict->places += places != 0;
        verdict->persons += persons != 0;
        judge->items.items[i].settled = places != 0;
    }
}

static void judge_rows(struct judge *judge)
{
    for (size_t first = 0, i = 0; i < judge->items.count; i++)
        if (!judge->items.items[i].listed) {
            if (i > first)
                judge_row(judge, first, i + 1);
            first = i + 1;
        }
}

/* "from Varnholt to Nordhausen": the way to or from a place that is known. */
static bool is_way(const struct judge *judge, const struct item *from, const struct item *to)
{
    uint32_t between = from->end;
    return from->line == to->line && to->first == between + 1 &&
           is_small_word(judge, from->line, between) &&
           classes_of(judge, from->line, between) & CLASS_PLACE_PREPOSITION &&
           match_joined(judge->finder->text, between) &&
           match_joined(judge->finder->text, to->first) &&
           finder_led_to(judge->finder, line_of(judge, from), from->first, CLASS_PLACE_PREPOSITION);
}

static bool may_be_reached(const struct judge *judge, const struct item *item)
{
    return item->type == MARK_LOOSE &&
           !(classes_of(judge, item->line, item->end - 1) & (CLASS_SURNAME | CLASS_GIVEN));
}

static void judge_ways(struct judge *judge)
{
    for (size_t i = 0; i + 1 < judge->items.count; i++) {
        struct item *from = &judge->items.items[i], *to = from + 1;
        if (!is_way(judge, from, to))
            continue;
        if (from->type == MARK_PLACE && may_be_reached(judge, to))
            verdict_of(judge, to->key)->places++;
        if (to->type == MARK_PLACE && may_be_reached(judge, from))
            verdict_of(judge, from->key)->places++;
    }
}

static void judge_item(struct judge *judge, struct item *item)
{
    if (loose_shows_place(judge, item))
        verdict_of(judge, item->key)->places++;
    else if (!item->settled && item->parts < MOST_PARTS && loose_shows_person(judge, item))
        verdict_of(judge, item->key)->persons++;
}

/* At a sentence's beginning nothing could stand before the name. */
static void count_sighting(struct judge *judge, struct item *item)
{
    bool first = finder_word(judge->finder, item->first)->flags & WORD_FIRST;
    struct verdict *verdict = item->key && !first ? find_verdict(judge, item->key) : NULL;
    if (!verdict)
        return;
    verdict->sightings++;
    verdict->located |= finder_led_to(judge->finder, line_of(judge, item), item->first,
                                      CLASS_LOCATIVE);
}

/* ---- other names in brackets ---- */

/* "Karkijahan (Kərkicahan in Azerbaijani)", "(in armeno Karvachar)": a place, and in the bracket
 * behind it a word that nobody knows and the language it is of. */
static bool is_renaming(const struct judge *judge, const struct item *place,
                        const struct item *one, const struct item *other)
{
    const struct finder *finder = judge->finder;
    const struct mark *mark = &finder->marks.items[place->mark];
    bool demonym = finder->marks.items[one->mark].type == MARK_DEMONYM ||
                   finder->marks.items[other->mark].type == MARK_DEMONYM;
    return mark->type == MARK_PLACE && mark->hit.node && demonym && other->line == place->line &&
           byte_behind(finder, place->end - 1, 0) == ' ' &&
           byte_behind(finder, place->end - 1, 1) == '(' && one->first <= place->end + 1 &&
           other->first <= one->end + 1 && byte_behind(finder, other->end - 1, 0) == ')';
}

static void note_renamings(struct judge *judge)
{
    struct item *items = judge->items.items;
    for (size_t i = 0; i + 2 < judge->items.count; i++) {
        struct item *named = items[i + 1].type == MARK_LOOSE ? &items[i + 1] : &items[i + 2];
        if (named->type != MARK_LOOSE ||
            !is_renaming(judge, &items[i], &items[i + 1], &items[i + 2]))
            continue;
        struct mark *mark = &judge->finder->marks.items[named->mark];
        mark->words = named->end - named->first;
        mark->type = MARK_PLACE;
        mark->renames = true;
        mark->rule = STR("names/bracket");
        named->type = MARK_NONE;
    }
}

/* ---- what follows ---- */

/* The kind that half of the places where the name stands, or more, speak for; else MARK_NONE. */
static enum mark_type decide(const struct judge *judge, const struct item *item)
{
    const struct verdict *verdict = find_verdict(judge, item->key);
    if (!verdict || !verdict->places == !verdict->persons ||
        (verdict->located && !verdict->places) ||
        (verdict->persons < FEWEST_FOR_ALL &&
         (verdict->places + verdict->persons) * 2 < verdict->sightings))
        return MARK_NONE;
    return verdict->places ? MARK_PLACE : MARK_PERSON;
}

static void take(struct judge *judge, struct item *item)
{
    struct finder *finder = judge->finder;
    struct mark *mark = &finder->marks.items[item->mark];
    enum mark_type type = decide(judge, item);
    if (type == MARK_NONE)
        return;
    mark->words = item->end - item->first;
    mark->type = type;
    mark->rule = STR("names/context");
    mark->needs_support = mark->placed = type == MARK_PLACE && mark->words == mark->hit.words;
    if (!mark->placed)
        mark->hit = (struct hit){ 0 };
    if (type == MARK_PERSON)
        persons_add(finder, mark);
}

/* What cannot be a place or person here still counts against its being one elsewhere. */
static void note_key(struct judge *judge, struct item *item)
{
    if (item->type != MARK_LOOSE)
        return;
    item->key = key_of(judge->finder, item);
    item->divided = is_divided_town(judge, item);
    bool article = loose_has_article(judge, item) && !loose_is_called(judge, item);
    if (!may_be_name(judge, item) || article ||
        finder_quoted(judge->finder, item->first, item->end))
        item->type = MARK_NONE;
}

typedef void pass(struct judge *judge, struct item *item);

static void each(struct judge *judge, pass *act, bool only_loose)
{
    for (size_t i = 0; i < judge->items.count; i++)
        if (judge->items.items[i].type == MARK_LOOSE || !only_loose)
            act(judge, &judge->items.items[i]);
}

void loose_judge(struct finder *finder)
{
    struct judge judge = { .finder = finder };
    list_items(&judge);
    each(&judge, note_key, true);
    note_renamings(&judge);
    note_lists(&judge);
    judge_rows(&judge);
    judge_ways(&judge);
    each(&judge, judge_item, true);
    if (!judge.verdicts.count)
        return;
    each(&judge, count_sighting, false);
    each(&judge, take, true);
}
