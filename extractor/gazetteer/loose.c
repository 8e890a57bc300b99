#include "gazetteer/finder.h"

/* Capitalised words that nothing in or beside them explains are judged by where they stand in all
 * of the article: listed with places or persons ("Bari, Ficarolo e Cento"), behind a preposition
 * that leads to places, beside a verb of saying. What speaks for one kind only decides for every
 * place where the name stands. */

enum {
    SHORTEST_NAME = 3,
    MOST_BETWEEN = 4,
    MOST_PARTS = 3,
    SHORTEST_LIST = 3,
    FEWEST_FOR_ALL = 2, /* persons */
    LARGE_PLACE = 300000,
};

/* A name or would-be name of the text, in order. */
struct item {
    uint32_t first, end; /* words */
    uint32_t parts;      /* divided by spaces */
    size_t mark;
    enum mark_type type; /* MARK_LOOSE: to be judged; MARK_NONE: a name that says nothing */
    bool unsure;         /* a place by name that may be something else */
    size_t line;
    bool listed, joined; /* with the next one: in a row, by "and" */
    uint64_t key;
};

/* What the article says of a spelling. */
struct verdict {
    uint64_t key;
    uint32_t places, persons, sightings;
    bool located; /* led to as places are: "at Sangi" */
};

struct judge {
    struct finder *finder;
    ARRAY(struct item) items;
    ARRAY(struct verdict) verdicts;
};

static uint32_t classes_of(const struct judge *judge, size_t line, uint32_t word)
{
    return finder_classes(judge->finder, &judge->finder->lines[line], word);
}

static const struct line *line_of(const struct judge *judge, const struct item *item)
{
    return &judge->finder->lines[item->line];
}

static char byte_behind(const struct finder *finder, uint32_t word, uint32_t offset)
{
    uint32_t at = finder_word(finder, word)->end + offset;
    return at < finder->text->bytes.len ? finder->text->bytes.s[at] : '\0';
}

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

/* Whether the words may be a name at all: not ordinary words, heads or abbreviations. */
static bool may_be_name(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_COMMON_CAPITAL | CLASS_MONTH_WEEKDAY | CLASS_TITLE | CLASS_PLACE_HEAD |
                   CLASS_ORGANISATION_HEAD | CLASS_ARTICLE };
    for (uint32_t i = item->first; i < item->end; i++) {
        const struct word *word = finder_word(judge->finder, i);
        if (i > item->first && word->flags & WORD_GLUED)
            continue;
        if (word->end - word->start < SHORTEST_NAME || !(word->flags & WORD_CAPITAL) ||
            word->flags & (WORD_CAPITALS | WORD_DIGITS) || classes_of(judge, item->line, i) & OTHER)
            return false;
    }
    return item->parts <= MOST_PARTS;
}

/* "la Ducati", "the Tigers": persons and towns have no article. */
static bool has_article(const struct judge *judge, const struct item *item)
{
    return finder_led_to(judge->finder, line_of(judge, item), item->first,
                         CLASS_ARTICLE | CLASS_DETERMINER);
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

/* The word behind a bracket that opens behind the item, or its end. */
static uint32_t behind_bracket(const struct finder *finder, const struct item *item)
{
    if (byte_behind(finder, item->end - 1, 0) != ' ' ||
        byte_behind(finder, item->end - 1, 1) != '(')
        return item->end;
    for (uint32_t at = item->end; at < item->end + MOST_BETWEEN && at < finder->text->words.count;
         at++)
        if (byte_behind(finder, at, 0) == ')')
            return at + 1;
    return item->end;
}

/* "A, B", "A and B", "A, and in B": whether the next item stands in one row with this one. */
static void note_listing(const struct judge *judge, struct item *item, const struct item *next)
{
    uint32_t at = behind_bracket(judge->finder, item);
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

/* "Simon & Schuster", "A/Strickland" */
static bool follows_sign(const struct finder *finder, uint32_t word)
{
    struct str text = finder->text->bytes;
    size_t at = finder_word(finder, word)->start;
    while (at && text.s[at - 1] == ' ')
        at--;
    return at && (text.s[at - 1] == '&' || text.s[at - 1] == '/' || text.s[at - 1] == '@');
}

/* "Wilkins": what families are called and little else. */
static bool is_surname(const struct judge *judge, const struct item *item)
{
    return item->type == MARK_LOOSE && item->end == item->first + 1 &&
           classes_of(judge, item->line, item->first) & CLASS_SURNAME &&
           !finder_led_to(judge->finder, line_of(judge, item), item->first, LOCATES) &&
           !follows_sign(judge->finder, item->first);
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
        families += is_surname(judge, item);
        others += item->type == MARK_NONE && !item->unsure;
    }
    if (!places)
        persons += families;
    if (!joined || others || !places == !persons)
        return;
    for (size_t i = first; i < end; i++) {
        if (judge->items.items[i].type != MARK_LOOSE)
            continue;
        struct verdict *verdict = verdict_of(judge, judge->items.items[i].key);
        verdict->places += places != 0;
        verdict->persons += persons != 0;
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

static bool is_small(const struct judge *judge, const struct item *item, uint32_t word)
{
    return word < line_of(judge, item)->end && match_joined(judge->finder->text, word) &&
           !(finder_word(judge->finder, word)->flags & WORD_CAPITAL);
}

/* A capital at the beginning of a sentence proves nothing of what ends as ordinary words do. */
static bool may_be_common(const struct judge *judge, const struct item *item)
{
    return item->parts == 1 && finder_word(judge->finder, item->first)->flags & WORD_FIRST &&
           finder_endings(judge->finder, line_of(judge, item), item->first) & CLASS_COMMON_ENDING;
}

/* "Adanma was later arrested": what only persons do, or have done to them. */
static bool is_acting(const struct judge *judge, const struct item *item)
{
    uint32_t at = item->end;
    while (at < item->end + MOST_BETWEEN && is_small(judge, item, at) &&
           classes_of(judge, item->line, at) & CLASS_AUXILIARY)
        at++;
    return is_small(judge, item, at) && classes_of(judge, item->line, at) & CLASS_ACTING;
}

static bool is_personal(const struct judge *judge, const struct item *item, uint32_t word)
{
    enum { PERSONAL = CLASS_ACTING | CLASS_KIN };
    return (classes_of(judge, item->line, word) & PERSONAL) == PERSONAL;
}

/* "Adanma, who …", "Adanma won her first …": a pronoun that stands for persons. */
static bool has_pronoun(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_COORDINATOR | CLASS_PLACE_PREPOSITION | CLASS_CONNECTING | CLASS_AGENT };
    uint32_t end = line_of(judge, item)->end, at = item->end;
    if (byte_behind(judge->finder, at - 1, 0) == ',')
        return at < end && is_personal(judge, item, at) &&
               classes_of(judge, item->line, at) & CLASS_AUXILIARY &&
               !(finder_endings(judge->finder, line_of(judge, item), item->first) &
                 CLASS_COMMON_ENDING);
    for (; at < item->end + MOST_BETWEEN && is_small(judge, item, at); at++) {
        uint32_t classes = classes_of(judge, item->line, at);
        if (is_personal(judge, item, at))
            return at > item->end && !(classes & CLASS_AUXILIARY);
        if (classes & OTHER)
            return false;
    }
    return false;
}

/* "Adanma's widow", "la vedova di Adanma" */
static bool has_kin(const struct judge *judge, const struct item *item)
{
    const struct finder *finder = judge->finder;
    uint32_t before = item->first, behind = item->end + 1;
    bool possessive = is_small(judge, item, item->end) && is_small(judge, item, behind) &&
                      finder_word(finder, item->end)->flags & WORD_GLUED &&
                      classes_of(judge, item->line, behind) & CLASS_KIN;
    if (possessive)
        return true;
    bool led = before > line_of(judge, item)->first + 1 && match_joined(finder->text, before) &&
               classes_of(judge, item->line, before - 1) & CLASS_CONNECTING;
    return led && match_joined(finder->text, before - 1) &&
           classes_of(judge, item->line, before - 2) & CLASS_KIN;
}

/* "Besazio è un comune", "Atwick, a village": what it is, in small letters. */
static bool is_defined(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR | CLASS_SAYING };
    uint32_t end = line_of(judge, item)->end, at = behind_bracket(judge->finder, item);
    bool comma = byte_behind(judge->finder, at - 1, at > item->end ? 1 : 0) == ',';
    bool joined = at < end && !(finder_word(judge->finder, at)->flags & WORD_CAPITAL) &&
                  (at > item->end || match_joined(judge->finder->text, at));
    if (!comma && !(joined && classes_of(judge, item->line, at++) & CLASS_AUXILIARY))
        return false;
    for (uint32_t most = at + MOST_BETWEEN; at < most && at < end; at++) {
        uint32_t classes = classes_of(judge, item->line, at);
        bool small = !(finder_word(judge->finder, at)->flags & WORD_CAPITAL);
        if (classes & CLASS_TOWN_HEAD)
            return small && !(classes & CLASS_TITLE) &&
                   (!is_small(judge, item, at + 1) ||
                    classes_of(judge, item->line, at + 1) & (OTHER | CLASS_CONNECTING));
        if (comma && classes & CLASS_SETTLING && !(classes & CLASS_TITLE) &&
            at + 2 < end && finder_directed(judge->finder, line_of(judge, item), at + 2))
            return true; /* "Klisura, west of" */
        if (classes & OTHER)
            return false;
    }
    return false;
}

/* "the Mandovi river", "Atwick village": what it is stands behind it, in small letters. */
static bool is_called(const struct judge *judge, const struct item *item)
{
    enum { HEAD = CLASS_AREA_HEAD | CLASS_TOWN_HEAD | CLASS_WATER_HEAD,
           GOES_ON = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR |
                     CLASS_CONNECTING | CLASS_AUXILIARY | CLASS_SAYING | CLASS_AGENT };
    uint32_t head = item->end, next = head + 1;
    return is_small(judge, item, head) && byte_behind(judge->finder, head - 1, 0) == ' ' &&
           classes_of(judge, item->line, head) & HEAD &&
           !(classes_of(judge, item->line, item->end - 1) & (CLASS_SURNAME | CLASS_GIVEN)) &&
           (!is_small(judge, item, next) || classes_of(judge, item->line, next) & GOES_ON ||
            has_article(judge, item)); /* "the Mandovi river rose" */
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

/* "Saint-Laurent-du-Maroni": capitals, and a word in small letters between hyphens. */
static bool is_compound(const struct judge *judge, const struct item *item)
{
    const struct finder *finder = judge->finder;
    for (uint32_t at = item->first + 1; at + 1 < item->end; at++)
        if (!(finder_word(finder, at)->flags & WORD_CAPITAL) &&
            finder_word(finder, at + 1)->flags & WORD_CAPITAL &&
            byte_behind(finder, at - 1, 0) == '-' && byte_behind(finder, at, 0) == '-')
            return item->parts == 1;
    return false;
}

/* "his aunt, Hinemoa,": who of the family somebody is, before the name. */
static bool is_relative(const struct judge *judge, const struct item *item)
{
    enum { RELATIVE = CLASS_KIN | CLASS_TITLE };
    uint32_t before = item->first - 1;
    const struct finder *finder = judge->finder;
    return item->first > line_of(judge, item)->first &&
           !(finder_word(finder, before)->flags & WORD_CAPITAL) &&
           (classes_of(judge, item->line, before) & RELATIVE) == RELATIVE &&
           byte_behind(finder, before, 0) == ',' && byte_behind(finder, before, 1) == ' ' &&
           byte_behind(finder, item->end - 1, 0) != ' ';
}

/* "Gaudion was a key position player": what somebody is, in small letters. */
static bool is_described(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR | CLASS_SAYING |
                   CLASS_CONNECTING | CLASS_TOWN_HEAD };
    uint32_t at = item->end, determiner = at + 1;
    if (!is_small(judge, item, at) || !is_small(judge, item, determiner) ||
        !(classes_of(judge, item->line, at) & CLASS_AUXILIARY) ||
        !(classes_of(judge, item->line, determiner) & (CLASS_ARTICLE | CLASS_DETERMINER)))
        return false;
    for (at += 2; at < item->end + 2 + MOST_BETWEEN && is_small(judge, item, at); at++) {
        uint32_t classes = classes_of(judge, item->line, at);
        if (classes & OTHER)
            return false;
        if (classes & CLASS_TITLE)
            return !is_small(judge, item, at + 1) || classes_of(judge, item->line, at + 1);
    }
    return false;
}

/* "… , said Wilkins.": a verb of saying before the word, and a mark behind it. */
static bool is_speaker(const struct judge *judge, const struct item *item)
{
    const struct line *line = line_of(judge, item);
    uint32_t before = item->first - 1;
    return item->parts == 1 && item->first > line->first &&
           match_joined(judge->finder->text, item->first) &&
           classes_of(judge, item->line, before) & CLASS_SAYING &&
           !(finder_word(judge->finder, before)->flags & WORD_CAPITAL) &&
           byte_behind(judge->finder, item->end - 1, 0) != ' ';
}

static void judge_item(struct judge *judge, struct item *item)
{
    bool directed = finder_directed(judge->finder, line_of(judge, item), item->first);
    bool located = (item->parts == 1 || directed) &&
                   finder_located(judge->finder, line_of(judge, item), item->first, item->end);
    if (located || is_defined(judge, item) || is_called(judge, item) || is_compound(judge, item))
        verdict_of(judge, item->key)->places++;
    else if (item->parts < MOST_PARTS && !may_be_common(judge, item) &&
             !finder_led_to(judge->finder, line_of(judge, item), item->first, CLASS_THING_HEAD) &&
             (is_acting(judge, item) || has_kin(judge, item) || has_pronoun(judge, item) ||
              is_surname(judge, item) || is_speaker(judge, item) || is_described(judge, item) || is_relative(judge, item)))
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
    if (!may_be_name(judge, item) || (has_article(judge, item) && !is_called(judge, item)) ||
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
