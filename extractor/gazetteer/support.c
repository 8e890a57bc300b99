#include "gazetteer/judge.h"

/* Names that are found only with support, and places that stand for their governments. */

enum { LONGEST_CONJUNCTION = 3 };

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

/* "Nice and Cannes", "Nice, Cannes": side by side, or with one short word between; but "Most of
 * Kenya". */
static bool are_listed(struct judge *judge, const struct mark *left, const struct mark *right)
{
    uint32_t between = left->first + left->words;
    if (right->first == between + 1) {
        const struct word *word = finder_word(judge->finder, between);
        return word->end - word->start <= LONGEST_CONJUNCTION && !(word->flags & WORD_CAPITAL) &&
               !(finder_classes(judge->finder, &judge->line, between) & CLASS_CONNECTING);
    }
    return right->first == between && is_apposed(judge, left, right);
}

static bool stands_in_list(struct judge *judge)
{
    const struct mark *mark = mark_at(judge, judge->mark);
    const struct mark *before = neighbour(judge, -1), *after = neighbour(judge, 1);
    return (before && !before->needs_support && are_listed(judge, before, mark)) ||
           (after && !after->needs_support && are_listed(judge, mark, after));
}

static bool is_of_kind(const struct judge *judge, const struct mark *mark, const char *kind)
{
    return mark->type == MARK_PLACE &&
           str_is(index_label(judge->finder->index, sort_at(judge, mark->entity)->kind), kind);
}

/* "l'Aude", "dans la Creuse", "le Pacifique": rivers and regions have an article, persons have
 * none. */
static bool is_land(struct judge *judge, const struct mark *mark)
{
    struct finder *finder = judge->finder;
    if (is_of_kind(judge, mark, "ocean"))
        return true;
    return mark->type == MARK_PLACE && !sort_at(judge, mark->entity)->settlement &&
           (finder_classes(finder, &judge->line, mark->first) & CLASS_GIVEN ||
            finder_led_to(finder, &judge->line, mark->first - 1, CLASS_LOCATIVE));
}

/* "The Tees rose", but "the Test", "the Tamar Bridge": a river by its article alone. */
static bool is_flowing(struct judge *judge, const struct mark *mark)
{
    enum { OTHER = CLASS_COMMON_CAPITAL | CLASS_GIVEN };
    uint32_t next = mark->first + mark->words;
    return is_of_kind(judge, mark, "river") && mark->words == 1 && !mark->hit.by_sound &&
           !(finder_classes(judge->finder, &judge->line, mark->first) & OTHER) &&
           !(next < judge->line.end && finder_word(judge->finder, next)->flags & WORD_CAPITAL &&
             match_joined(judge->finder->text, next));
}

/* "along the Trent", "on the M25": a preposition before the determiner. */
static bool is_determined(struct judge *judge, const struct mark *mark)
{
    struct finder *finder = judge->finder;
    return mark->type == MARK_PLACE && !sort_at(judge, mark->entity)->settlement &&
           finder_led_to(finder, &judge->line, mark->first, CLASS_DETERMINER) &&
           (finder_led_to(finder, &judge->line, mark->first - 1, LEADS_TO_PLACE) ||
            is_flowing(judge, mark));
}

/* "On the M25 near …", but "with the M16", "on the M1 tank". */
static bool is_travelled(struct judge *judge, const struct mark *mark)
{
    enum { JOINS = CLASS_ADDRESSING | CLASS_CONNECTING | CLASS_AGENT | CLASS_COORDINATOR,
           GOES_ON = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR |
                     CLASS_AUXILIARY | CLASS_PLACE_HEAD };
    struct finder *finder = judge->finder;
    uint32_t next = mark->first + mark->words, before = mark->first - 1;
    bool ends = next == judge->line.end || !match_joined(finder->text, next) ||
                finder_classes(finder, &judge->line, next) & GOES_ON;
    return ends && finder_led_to(finder, &judge->line, mark->first, CLASS_DETERMINER) &&
           finder_led_to(finder, &judge->line, before, CLASS_COMMON_CAPITAL) &&
           !finder_led_to(finder, &judge->line, before, JOINS);
}

/* "Sulla A4", "autoroute A6", but "promossa in A1", "a sheet of A4". */
static bool leads_to_road(struct judge *judge, const struct mark *mark)
{
    struct finder *finder = judge->finder;
    return is_travelled(judge, mark) ||
           finder_led_to(finder, &judge->line, mark->first, CLASS_PLACE_HEAD) ||
           (finder_led_to(finder, &judge->line, mark->first, CLASS_ARTICLE) &&
            (finder_led_to(finder, &judge->line, mark->first, CLASS_PLACE_PREPOSITION) ||
             finder_led_to(finder, &judge->line, mark->first - 1, CLASS_PLACE_PREPOSITION)));
}

/* "all'Aia", "du Havre": the article of "L'Aia", "Le Havre" stands fused before it. */
static bool has_its_article(struct judge *judge, const struct mark *mark)
{
    const struct index *index = judge->finder->index;
    if (!finder_led_to(judge->finder, &judge->line, mark->first, CLASS_ARTICLE))
        return false;
    if (is_land(judge, mark))
        return true;
    for (uint32_t i = mark->hit.node, end = index_end(index, i); i < end; i++)
        if (index_manner(index, i)->form == FORM_BARE && index->names[i].entity == mark->entity)
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
    if (!count_of(&judge->countries, sort_at(judge, mark->entity)->country))
        return false;
    if (mark->type == MARK_PERSON)
        return !judge->line.title_case && !is_ordinary_word(judge, mark);
    return !mark->weak && !mark->family && !proves_nothing(judge, mark);
}

/* "Padula (SA)", "Stanford CA": the code of a part stands right behind a place of its country. */
static bool is_code(const struct judge *judge, const struct mark *mark)
{
    return mark->type == MARK_PLACE && str_is(mark->kind, "abbreviation") &&
           !is_country(judge, sort_at(judge, mark->entity));
}

static bool follows_place(const struct judge *judge, const struct mark *mark)
{
    const struct mark *before = neighbour(judge, -1);
    return before && before->entity != NO_INDEX && before->first + before->words == mark->first &&
           sort_at(judge, before->entity)->country == sort_at(judge, mark->entity)->country;
}

static bool is_saying(struct judge *judge, uint32_t word)
{
    return !(finder_word(judge->finder, word)->flags & WORD_CAPITAL) &&
           finder_classes(judge->finder, &judge->line, word) & CLASS_SAYING;
}

/* "Secondo l'Agi", "Emergency denuncia", "the Guardian reported": a voice, if no person's. */
static bool is_voice(struct judge *judge, const struct mark *mark)
{
    struct finder *finder = judge->finder;
    uint32_t first = mark->first, next = mark->first + mark->words;
    if (mark->words == 1 && finder_classes(finder, &judge->line, first) & CLASS_GIVEN)
        return false;
    if (finder_led_to(finder, &judge->line, first, CLASS_ARTICLE | CLASS_DETERMINER))
        first--;
    if (finder_led_to(finder, &judge->line, first, CLASS_QUOTING | CLASS_SAYING))
        return true;
    return next < judge->line.end && match_joined(finder->text, next) && is_saying(judge, next);
}

static bool is_capital(const struct judge *judge, uint32_t word)
{
    return word >= judge->line.first && word < judge->line.end &&
           finder_word(judge->finder, word)->flags & WORD_CAPITAL;
}

/* "Nel casertano", but "l'uomo casertano", "nel genovese quartiere". */
static bool is_small_land(struct judge *judge, const struct mark *mark)
{
    uint32_t next = mark->first + mark->words;
    return finder_led_to(judge->finder, &judge->line, mark->first, CLASS_LOCATIVE) &&
           !(next < judge->line.end &&
             finder_classes(judge->finder, &judge->line, next) & CLASS_PLACE_HEAD);
}

/* "Treasure Island", "Mount Airy": what the place is, in its name. */
static bool tells_what_it_is(struct judge *judge, const struct mark *mark)
{
    struct finder *finder = judge->finder;
    uint32_t last = mark->first + mark->words - 1;
    return mark->type == MARK_PLACE && mark->words > 1 && !mark->hit.by_sound &&
           !judge->line.title_case && finder_word(finder, last)->flags & WORD_CAPITAL &&
           (finder_classes(finder, &judge->line, mark->first) |
            finder_classes(finder, &judge->line, last)) & CLASS_PLACE_HEAD;
}

static bool has_digit_or_bracket(struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.s[i] == '(' || (bytes.s[i] >= '0' && bytes.s[i] <= '9'))
            return true;
    return false;
}

/* "READING, England - ", "NICE – ", "Tours, 3 mai – ": the town that a dispatch was sent from. In
 * small letters "Nice – " says no more than its words. */
static bool heads_dispatch(const struct judge *judge, const struct mark *mark)
{
    enum { TAIL = 40 };
    const struct word *last = finder_word(judge->finder, mark->first + mark->words - 1);
    struct str bytes = judge->finder->text->bytes, between;
    struct str behind = str_slice(bytes, last->end, last->end + TAIL < bytes.len ? last->end + TAIL
                                                                                : bytes.len);
    if (mark->type != MARK_PLACE || mark->first != judge->line.first || judge->line.title_case ||
        !text_until_dash(behind, &between))
        return false;
    struct str told = str_trim(between);
    if (told.len && told.s[0] != ',' && told.s[0] != '(')
        return false;
    return last->flags & WORD_CAPITALS || has_digit_or_bracket(told);
}

static bool is_supported(struct judge *judge, const struct mark *mark)
{
    if (is_code(judge, mark))
        return follows_place(judge, mark);
    if (is_determined(judge, mark) || heads_dispatch(judge, mark))
        return true;
    if (mark->type == MARK_PLACE && !is_capital(judge, mark->first))
        return is_small_land(judge, mark);
    if (is_of_kind(judge, mark, "road"))
        return leads_to_road(judge, mark);
    if (has_twin(judge, mark) || has_its_article(judge, mark) || tells_what_it_is(judge, mark))
        return true;
    if (finder_area_behind(judge->finder, mark) && sort_at(judge, mark->entity)->area)
        return follows_place(judge, mark);
    if (mark->hit.by_sound == SOUND_NEAR)
        return stands_in_its_country(judge, mark) &&
               (sort_at(judge, mark->entity)->transcribed ||
                finder_led_to(judge->finder, &judge->line, mark->first, LOCATES));
    if (mark->type == MARK_ORGANISATION)
        return is_voice(judge, mark);
    if (mark->type == MARK_PERSON &&
        (mark->words > 1 || finder_led_to(judge->finder, &judge->line, mark->first, CLASS_TITLE)))
        return true;
    if (mark->type == MARK_PLACE && !mark->hit.by_sound &&
        (has_head(judge, mark, CLASS_AREA_HEAD) || /* "the Masisi area" */
         finder_peopled(judge->finder, &judge->line, mark->first, mark->first + mark->words)))
        return true;
    uint32_t classes = mark->weak || mark->hit.by_sound ? LOCATES : LEADS_TO_PLACE;
    if (mark->type == MARK_PLACE && (stands_in_list(judge) ||
         finder_led_to(judge->finder, &judge->line, mark->first, classes) ||
         finder_located(judge->finder, &judge->line, mark->first,
                        mark->first + mark->words)))
        return true;
    return stands_in_its_country(judge, mark);
}

/* "The village of Kajuru" that only sounds like a place of the gazetteer is one that it lacks. */
static void become_unknown_place(struct mark *mark)
{
    *mark = (struct mark){
        .first = mark->first, .words = mark->words, .type = MARK_PLACE,
        .rule = mark->placed ? STR("names/context") : STR("names/place-head"),
        .person = NO_INDEX, .entity = NO_INDEX, .runner_up = NO_INDEX,
    };
}

/* "valle di Barak" */
static bool belongs_to_head(struct judge *judge, const struct mark *mark)
{
    uint32_t before = mark->first - 1;
    return finder_led_to(judge->finder, &judge->line, mark->first,
                         CLASS_CONNECTING | CLASS_PARTICLE) &&
           finder_led_to(judge->finder, &judge->line, before,
                         CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD);
}

/* "Prodi resta": nothing tells that it is the one of the tables, but a person it is. */
static bool is_some_person(struct judge *judge, const struct mark *mark)
{
    enum { OTHER = CLASS_ARTICLE | LOCATES | CLASS_THING_HEAD,
           DOES = CLASS_SAYING | CLASS_AUXILIARY | CLASS_ACTING };
    struct finder *finder = judge->finder;
    uint32_t next = mark->first + 1;
    if (mark->type != MARK_PERSON || mark->words > 1 || mark->hit.by_sound ||
        judge->line.title_case || is_ordinary_word(judge, mark) ||
        finder_led_to(finder, &judge->line, mark->first, OTHER) || belongs_to_head(judge, mark) ||
        finder_area_behind(finder, mark))
        return false;
    if (finder_word(finder, mark->first)->flags & WORD_FIRST)
        return next < judge->line.end && match_joined(finder->text, next) &&
               !is_capital(judge, next) &&
               (finder_classes(finder, &judge->line, next) & DOES ||
                finder_classes(finder, &judge->line, mark->first) & CLASS_SURNAME);
    bool opened = mark->first > judge->line.first && /* "While Augustus …" */
                  finder_word(finder, mark->first - 1)->flags & WORD_FIRST &&
                  finder_led_to(finder, &judge->line, mark->first, CLASS_COMMON_CAPITAL);
    return !is_capital(judge, next) && (opened || !is_capital(judge, mark->first - 1));
}

static void become_unknown_person(struct mark *mark)
{
    *mark = (struct mark){
        .first = mark->first, .words = 1, .type = MARK_PERSON, .rule = STR("names/context"),
        .person = NO_INDEX, .entity = NO_INDEX, .runner_up = NO_INDEX,
    };
}

void drop_unsupported(struct judge *judge, struct mark *mark)
{
    if (!mark->needs_support || mark->entity == NO_INDEX || is_supported(judge, mark))
        return;
    if (mark->hit.by_sound && mark->type == MARK_PLACE &&
        (mark->placed || has_head(judge, mark, CLASS_TOWN_HEAD)))
        become_unknown_place(mark);
    else if (is_some_person(judge, mark))
        become_unknown_person(mark);
    else
        mark->type = MARK_NONE;
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
    struct str kind = index_label(finder->index, sort_at(judge, mark->entity)->kind);
    if (!str_is(kind, "country") && !str_is(kind, "capital"))
        return false;
    if (finder_led_to(finder, &judge->line, mark->first, CLASS_QUOTING))
        return true;
    return next < judge->line.end && match_joined(finder->text, next) && is_saying(judge, next) &&
           !finder_led_to(finder, &judge->line, mark->first, LEADS_TO_PLACE);
}

void note_acting(struct judge *judge, struct mark *mark)
{
    mark->acts = mark->type == MARK_PLACE && mark->entity != NO_INDEX && acts(judge, mark);
}
