#include "gazetteer/reading.h"

/* What a name of the gazetteer is where it stands: a place, a part of something else, a person. */

enum {
    SCORES_OF_REPORT = 3,
    WORDS_OF_REPORT = 80,
    LARGE_FOR_A_GIVEN_NAME = 500000,
    LONGEST_ABBREVIATED = 3,
};

/* Places that are called as persons or things are: "Claudio", "Nice". */
static bool is_weak_place(struct reading *reading, const struct hit *hit)
{
    return hit->words == 1 && largest(reading, hit) < LARGE_FOR_A_GIVEN_NAME &&
           classes_at(reading, hit->first) & (CLASS_GIVEN | CLASS_COMMON_CAPITAL);
}

/* Places that are called as families are: small ones, and such as the tables want support for. */
static bool is_surname(struct reading *reading, const struct hit *hit)
{
    uint32_t most = hit->bits & HIT_PLACE ? LARGE_FOR_A_SURNAME : LARGE_PLACE;
    return hit->words == 1 && is_known_surname(reading, hit->first) && largest(reading, hit) < most;
}

/* "il Bologna", "du Havre": towns have no article in French and Italian unless it is a part of
 * their name; clubs that are called after them have. */
static bool is_club(struct reading *reading, const struct hit *hit)
{
    const struct index *index = reading->finder->index;
    if (!has_article(reading, hit->first) || word_at(reading, hit->first)->flags & WORD_GLUED ||
        !is_capital(reading, hit->first) || /* "le camp de Zamzam" */
        classes_at(reading, hit->first - 1) & CLASS_DETERMINER) /* "una Palermo che …" */
        return false;
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++) {
        const struct layout_sort *sort = index_sort(index, index_entity(index, i));
        bool bare = index_manner(index, i)->form == FORM_BARE;
        if (sort->type == NAME_PLACE && (bare || !sort->settlement))
            return false;
    }
    return true;
}

/* Whether a preposition leads to a head word as to a town, and no name goes on. */
static bool is_settled(struct reading *reading, const struct hit *hit)
{
    enum { OTHER = CLASS_ORGANISATION_HEAD | CLASS_TITLE | CLASS_MONTH_WEEKDAY };
    uint32_t next = hit->first + 1;
    return hit->words == 1 && hit->bits & HIT_PLACE &&
           classes_at(reading, hit->first) & CLASS_PLACE_HEAD &&
           !(classes_at(reading, hit->first) & OTHER) &&
           finder_led_to(reading->finder, &reading->line, hit->first, CLASS_SETTLING) &&
           !(follows(reading, next) && is_capital(reading, next));
}

/* "Derby, England": the area behind a comma says that the town is meant. */
static bool is_qualified(const struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words;
    const struct hit *next = in_line(reading, end) ? hit_at(reading, end) : NULL;
    return next && next->bits & HIT_PLACE && is_large(reading, next) &&
           !is_settlement(reading->finder->index, next) &&
           reading->finder->text->bytes.s[word_at(reading, end - 1)->end] == ',';
}

/* A word that is a place's name somewhere and something else nearly always: "University". */
bool is_other_word(struct reading *reading, const struct hit *hit)
{
    if (hit->words == 1 && classes_at(reading, hit->first) & CLASS_PARTICLE &&
        is_spaced(reading, hit->first + 1) && is_capital(reading, hit->first + 1))
        return true; /* "Abu Hamza" */
    bool named = classes_at(reading, hit->first) & CLASS_PLACE_HEAD && is_qualified(reading, hit) &&
                 finder_led_to(reading->finder, &reading->line, hit->first, LEADS_TO_PLACE);
    if (named || is_settled(reading, hit)) /* "to Butte, Montana", "A Fiume, in Croazia" */
        return false;
    bool verb_first = word_at(reading, hit->first)->flags & WORD_FIRST &&
                      !(hit->bits & HIT_ORGANISATION);
    uint32_t verb = verb_first ? CLASS_ACTING : 0;
    return hit->words == 1 && !is_large(reading, hit) && /* "Morì ad …" */
           classes_at(reading, hit->first) & (NO_SURNAME | CLASS_SAYING | verb);
}

/* A place's name that is a person's here: "Paris Hilton", "President Lincoln". */
static uint32_t read_place_as_person(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + 1;
    if (hit->words > 1)
        return hit->first;
    uint32_t end = read_between_commas(reading, hit->first);
    if (end > hit->first)
        return end;
    if (is_titled(reading, hit->first))
        return read_titled(reading, hit->first);
    uint32_t name = skip_particles(reading, next);
    if (!(classes_at(reading, hit->first) & CLASS_GIVEN) || !follows(reading, name) ||
        !(is_initial(reading, name) || is_elided(reading, name) ||
          (is_name_word(reading, name) && !is_ordinary(reading, name))) ||
        (!is_weak_place(reading, hit) &&
         finder_led_to(reading->finder, &reading->line, hit->first, LOCATES)))
        return hit->first;
    return read_given(reading, hit->first);
}

/* Two of these side by side are a person or thing: "Walker Evans". */
static bool is_village(const struct reading *reading, const struct hit *hit)
{
    uint8_t bits = hit->bits | hit->context;
    return hit->words == 1 && bits & HIT_PLACE && largest(reading, hit) < LARGE_PLACE;
}

/* "Texas Rangers", "Environment Canada": a part of a name of something else. */
static bool is_part_of_more(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + hit->words;
    const struct mark *last = last_mark(reading);
    bool surname = is_spaced(reading, next) && classes_at(reading, next) & CLASS_SURNAME;
    uint32_t leading = surname && is_village(reading, hit) ? LOCATES : LEADS_TO_PLACE;
    if (reading->line.title_case ||
        (finder_led_to(reading->finder, &reading->line, hit->first, leading) &&
         !has_article(reading, hit->first)))
        return false;
    if (is_spaced(reading, next) && is_unknown(reading, next) &&
        !(classes_at(reading, next) & CLASS_GIVEN))
        return true;
    if (is_spaced(reading, next) && is_capital(reading, next) && is_village(reading, hit) &&
        hit_at(reading, next) && is_village(reading, hit_at(reading, next)))
        return true;
    if (!last || last->first + 1 != hit->first || !is_spaced(reading, hit->first))
        return false;
    return (last->type == MARK_NONE && is_village(reading, hit)) ||
           (last->type == MARK_LOOSE && is_unknown(reading, last->first) &&
            !(word_at(reading, last->first)->flags & WORD_FIRST));
}

/* "US", "U.S." */
static bool is_abbreviated(const struct reading *reading, const struct hit *hit)
{
    return is_initial(reading, hit->first) ||
           (hit->words == 1 && is_in_capitals(reading, hit->first) &&
            letters(reading, hit->first) <= LONGEST_ABBREVIATED);
}

/* "US$10,000" */
static bool is_currency(const struct reading *reading, uint32_t end)
{
    struct str text = reading->finder->text->bytes;
    uint32_t at = word_at(reading, end - 1)->end;
    return at < text.len && text.s[at] == '$';
}

static bool is_digit(struct str text, size_t at)
{
    return at < text.len && text.s[at] >= '0' && text.s[at] <= '9';
}

/* "Valencia (2-0 …": a club and its score. */
static bool is_scored(const struct reading *reading, uint32_t end)
{
    struct str text = reading->finder->text->bytes;
    size_t at = word_at(reading, end - 1)->end;
    return at + 4 < text.len && text.s[at] == ' ' && text.s[at + 1] == '(' &&
           is_digit(text, at + 2) && text.s[at + 3] == '-' && is_digit(text, at + 4);
}

/* "in Perth", "in both Melbourne and Perth" */
static bool is_located(struct reading *reading, const struct hit *hit)
{
    struct finder *finder = reading->finder;
    const struct mark *last = last_mark(reading);
    uint32_t before = hit->first - 1;
    if (last && last->type == MARK_PLACE && last->first + last->words == before &&
        last->first > reading->line.first &&
        finder_led_to(finder, &reading->line, hit->first, CLASS_COORDINATOR))
        before = last->first - 1;
    else if (finder_led_to(finder, &reading->line, hit->first, LOCATES | CLASS_SETTLING) ||
             finder_directed(finder, &reading->line, hit->first))
        return true;
    return follows(reading, before) && !is_capital(reading, before) &&
           !(classes_at(reading, before) & CLASS_SPORT) &&
           (finder_led_to(finder, &reading->line, before, CLASS_LOCATIVE) ||
            classes_at(reading, before) & CLASS_LOCATIVE);
}

/* Whether results of matches stand all around the word. */
static bool is_reported(const struct reading *reading, uint32_t at)
{
    uint32_t count = 0;
    for (size_t i = 0; i < reading->finder->scores.count; i++) {
        uint32_t score = reading->finder->scores.items[i];
        count += score < at + WORDS_OF_REPORT && at < score + WORDS_OF_REPORT;
    }
    return count >= SCORES_OF_REPORT;
}

/* Results of matches in the sentence. */
static uint32_t scores_in_line(const struct reading *reading)
{
    uint32_t count = 0;
    for (size_t i = 0; i < reading->finder->scores.count; i++)
        count += in_line(reading, reading->finder->scores.items[i]);
    return count;
}

/* Those that join others ("with") tell only what they lead to. */
uint32_t words_of_sport(struct reading *reading)
{
    enum { JOINING = CLASS_CONNECTING | CLASS_AGENT | CLASS_PLACE_PREPOSITION | CLASS_ADDRESSING };
    if (!reading->sport) {
        reading->sport = 1 + scores_in_line(reading);
        for (uint32_t at = reading->line.first; at < reading->line.end; at++) {
            uint32_t classes = classes_at(reading, at);
            reading->sport += classes & CLASS_SPORT && !(classes & JOINING);
        }
    }
    return reading->sport - 1;
}

/* Whether the sentence is one of sport: "scored on his league debut", "a season with Derby". */
static bool is_of_sport(struct reading *reading, uint32_t at)
{
    enum { FEWEST = 2 };
    uint32_t words = words_of_sport(reading);
    return words >= FEWEST ||
           (words && finder_led_to(reading->finder, &reading->line, at, (uint32_t)CLASS_SPORT));
}

/* "Il sindaco di Siena", "the hospital of Derby": of the town, not of its club. */
static bool is_of_town(struct reading *reading, const struct hit *hit)
{
    enum { TOWN = CLASS_SETTLING | CLASS_TOWN_HEAD | CLASS_AREA_HEAD | CLASS_ORGANISATION_HEAD };
    uint32_t before = hit->first - 1;
    return finder_led_to(reading->finder, &reading->line, hit->first, CLASS_CONNECTING) &&
           finder_led_to(reading->finder, &reading->line, before, TOWN) &&
           !finder_led_to(reading->finder, &reading->line, before, (uint32_t)CLASS_SPORT);
}

/* "signed for Lavrio", "his spell at Bury in the league": what players do leads to a club. */
static bool is_joined_by_player(struct reading *reading, const struct hit *hit)
{
    const uint32_t player = CLASS_ADDRESSING | (uint32_t)CLASS_SPORT;
    uint32_t joining = hit->first - 1;
    if (!follows(reading, hit->first) || !follows(reading, joining) ||
        is_capital(reading, joining - 1) || (classes_at(reading, joining - 1) & player) != player)
        return false;
    return classes_at(reading, joining) & (CLASS_CONNECTING | CLASS_ADDRESSING) ||
           (classes_at(reading, joining) & CLASS_LOCATIVE &&
            !(classes_at(reading, joining) & CLASS_SETTLING) && words_of_sport(reading));
}

/* "Bologna beat Siena": the clubs of towns, where the article is full of results. */
static bool plays(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words;
    if (!is_settlement(reading->finder->index, hit) || is_qualified(reading, hit))
        return false;
    if (is_joined_by_player(reading, hit))
        return true;
    if (is_located(reading, hit))
        return false;
    return is_scored(reading, end) || is_reported(reading, hit->first) ||
           (is_of_sport(reading, hit->first) && !is_of_town(reading, hit));
}

/* "€/GB": a unit, not a country. */
static bool is_unit(const struct reading *reading, const struct hit *hit)
{
    struct str text = reading->finder->text->bytes;
    size_t start = word_at(reading, hit->first)->start;
    bool slash = start && (text.s[start - 1] == '/' || (start > 1 && text.s[start - 2] == '/'));
    return slash && is_abbreviated(reading, hit);
}

/* "Coupe de Suède", "Tour of Belgium": a prize, not the country whose it is. */
static bool is_event(struct reading *reading, const struct hit *hit)
{
    const uint32_t event = CLASS_ORGANISATION_HEAD | (uint32_t)CLASS_SPORT;
    uint32_t head = hit->first;
    for (int i = 0; i < 2 && follows(reading, head); i++) {
        head--;
        if ((classes_at(reading, head) & event) == event)
            return is_capital(reading, head) && head + 1 < hit->first;
        if (is_capital(reading, head) ||
            !(classes_at(reading, head) & (CLASS_CONNECTING | CLASS_PARTICLE)))
            break;
    }
    return false;
}

/* "viale Tunisia": a street is not the place that it is called after. */
static uint32_t read_road(struct reading *reading, const struct hit *hit)
{
    if (reading->line.title_case ||
        !finder_led_to(reading->finder, &reading->line, hit->first, CLASS_ROAD))
        return hit->first;
    add_mark(reading, MARK_PLACE, hit->first, hit->first + hit->words, "names/place-head");
    return hit->first + hit->words;
}

/* "Tarbes, Pau e Lourdes": the next of a row behind a place. */
static bool follows_place(struct reading *reading, const struct hit *hit)
{
    const struct mark *last = last_mark(reading);
    return last && last->type == MARK_PLACE && !last->needs_support &&
           last->first >= reading->line.first && is_next_of(reading, last, hit->first);
}

/* "… when Kyle left": a given name that some small town has too, where nothing leads to a town. */
static uint32_t read_village_as_given(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + 1;
    bool within = in_line(reading, next) && is_capital(reading, next); /* "Kyle, Texas" */
    if (hit->words > 1 || hit->by_sound || within || follows_place(reading, hit) ||
        largest(reading, hit) >= LARGE_FOR_A_SURNAME ||
        finder_peopled(reading->finder, &reading->line, hit->first, next) ||
        finder_led_to(reading->finder, &reading->line, hit->first, LEADS_TO_PLACE))
        return hit->first;
    return read_given_alone(reading, hit->first);
}

static bool is_capital_city(const struct reading *reading, const struct hit *hit)
{
    const struct index *index = reading->finder->index;
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++)
        if (str_is(index_label(index, index_sort(index, index_entity(index, i))->kind), "capital"))
            return true;
    return false;
}

/* "Phoenix immerses himself in …": a town does nothing to itself, though a government may. */
static uint32_t read_town_as_person(struct reading *reading, const struct hit *hit)
{
    enum { REFLEXIVE = CLASS_ACTING | CLASS_KIN | CLASS_AUXILIARY, MOST_WORDS = 4,
           OTHER = CLASS_COORDINATOR | CLASS_PLACE_PREPOSITION | CLASS_CONNECTING | CLASS_AGENT };
    uint32_t at = hit->first + 1;
    if (hit->words > 1 || reading->line.title_case ||
        !is_settlement(reading->finder->index, hit) || is_capital_city(reading, hit) ||
        finder_led_to(reading->finder, &reading->line, hit->first,
                      LEADS_TO_PLACE | CLASS_ARTICLE | CLASS_DETERMINER))
        return hit->first;
    for (; at <= hit->first + MOST_WORDS && follows(reading, at) && !is_capital(reading, at); at++) {
        uint32_t classes = classes_at(reading, at);
        if ((classes & REFLEXIVE) == REFLEXIVE && !is_ordinary(reading, at)) { /* "who" is */
            add_mark(reading, MARK_PERSON, hit->first, hit->first + 1, "names/context");
            return hit->first + 1;
        }
        if (classes & OTHER)
            break;
    }
    return hit->first;
}

/* "in the village of Darband …", "20 km west of Darband …", "near Darband …", if that is small:
 * whether what leads to the name leads to a town, and so to all of it. */
static bool is_led_to_town(struct reading *reading, const struct hit *hit)
{
    struct finder *finder = reading->finder;
    if (finder_led_to(finder, &reading->line, hit->first, CLASS_CONNECTING) &&
        finder_led_to(finder, &reading->line, hit->first - 1, CLASS_TOWN_HEAD))
        return true;
    return finder_directed(finder, &reading->line, hit->first) ||
           (largest(reading, hit) < LARGE_FOR_A_SURNAME &&
            finder_led_to(finder, &reading->line, hit->first, CLASS_LOCATIVE));
}

/* "Darband Kalay", where the gazetteer has Darband only. */
static uint32_t read_longer_town(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words;
    if (reading->line.title_case || !is_settlement(reading->finder->index, hit) ||
        !is_spaced(reading, end) || !is_unknown(reading, end) || is_given(reading, end) ||
        is_surname_word(reading, end) || is_in_capitals(reading, end) ||
        (is_spaced(reading, end + 1) && is_capital(reading, end + 1)) ||
        !is_led_to_town(reading, hit))
        return hit->first;
    add_mark(reading, MARK_PLACE, hit->first, end + 1, "names/place-head");
    return end + 1;
}

static uint32_t read_place(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words, after = read_road(reading, hit);
    if (after == hit->first)
        after = read_longer_town(reading, hit);
    if (after == hit->first && is_village(reading, hit) && is_spaced(reading, end))
        after = read_place_by_next(reading, hit->first); /* "in Melton Ross, Lincolnshire" */
    if (after > hit->first)
        return after;
    if (!is_abbreviated(reading, hit))
        after = read_tail(reading, hit->first, end);
    if (after > hit->first)
        return after;
    after = read_place_as_person(reading, hit);
    if (after == hit->first)
        after = read_town_as_person(reading, hit);
    if (after > hit->first)
        return after;
    if (is_currency(reading, end) || is_event(reading, hit) || is_unit(reading, hit) ||
        plays(reading, hit) ||
        is_part_of_more(reading, hit) || is_club(reading, hit)) {
        bool surname = hit->words == 1 && (is_known_surname(reading, hit->first) ||
                                           (is_club(reading, hit) &&
                                            !(is_spaced(reading, end) && is_capital(reading, end))));
        add_mark(reading, surname ? MARK_LOOSE : MARK_NONE, hit->first, end, ""); /* "la Clinton" */
        return end;
    }
    after = read_village_as_given(reading, hit);
    if (after > hit->first)
        return after;
    add_hit(reading, MARK_PLACE, hit);
    struct mark *mark = &reading->finder->marks.items[reading->finder->marks.count - 1];
    mark->weak = is_weak_place(reading, hit);
    mark->family = is_surname(reading, hit);
    mark->needs_support |= mark->weak || mark->family;
    return end;
}

/* "Democratic Party of Moldova": what belongs to the organisation stands behind it. */
static uint32_t read_known_organisation(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words, next = skip_connecting(reading, end);
    uint32_t after = hit->words > 1 ? read_tail(reading, hit->first, end) : hit->first;
    if (after > hit->first)
        return after;
    if (hit->words == 1 || next == end || !follows(reading, next) || !is_capital(reading, next) ||
        begins_person(reading, next))
        return add_hit(reading, MARK_ORGANISATION, hit);
    end = capitals_end(reading, next + 1);
    add_mark(reading, MARK_ORGANISATION, hit->first, end, "names/organisation-head");
    return end;
}

/* "via Giuseppe Garibaldi", "piazza Mazzini": a street called after somebody. */
static bool is_street(struct reading *reading, const struct hit *hit)
{
    return !reading->line.title_case &&
           finder_led_to(reading->finder, &reading->line, hit->first, CLASS_STREET);
}

/* "the Kepler satellite": a thing that is called after somebody. */
static bool is_namesake(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + 1;
    return hit->words == 1 && is_spaced(reading, next) && !is_capital(reading, next) &&
           classes_at(reading, next) & CLASS_THING_HEAD &&
           finder_led_to(reading->finder, &reading->line, hit->first, CLASS_DETERMINER);
}

/* "Juan Carlos" here, "Juan Carlos Navarro" there */
static bool goes_on_with_surname(struct reading *reading, uint32_t end)
{
    return classes_at(reading, end - 1) & CLASS_GIVEN && is_spaced(reading, end) &&
           is_unknown(reading, end);
}

static uint32_t read_known_person(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words, after = hit->first;
    if (is_street(reading, hit)) {
        add_mark(reading, MARK_PLACE, hit->first, end, "names/place-head");
        return end;
    }
    if (is_thing(reading, hit->first) || is_namesake(reading, hit)) {
        add_mark(reading, MARK_NONE, hit->first, end, "");
        return end;
    }
    if (hit->words == 1)
        after = read_regnal(reading, hit->first);
    if (hit->words == 1 && after == hit->first)
        after = read_inverted(reading, hit->first);
    if (after == hit->first && (hit->words == 1 || goes_on_with_surname(reading, end)))
        after = read_given(reading, hit->first); /* "Adriano" here, "Adriano Neri" there */
    if (after == hit->first) /* "George Washington Bridge" */
        after = read_tail(reading, hit->first, end);
    return after > hit->first ? after : add_hit(reading, MARK_PERSON, hit);
}

/* "MEN WHO WERE ARMED": where all is in capitals an ordinary word is no abbreviation. */
static bool is_shouted_word(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + 1;
    return hit->words == 1 && reading->line.title_case && is_abbreviated(reading, hit) &&
           is_ordinary(reading, hit->first) && next < reading->line.end &&
           is_in_capitals(reading, next);
}

/* "Nato a Napoli …": at a sentence's beginning an ordinary word, where what follows it goes on. */
static bool is_first_word(struct reading *reading, const struct hit *hit)
{
    enum { GOES_ON = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_ARTICLE | CLASS_PARTICLE };
    uint32_t next = hit->first + 1;
    return hit->words == 1 && word_at(reading, hit->first)->flags & WORD_FIRST &&
           !is_in_capitals(reading, hit->first) && is_ordinary(reading, hit->first) &&
           follows(reading, next) && !is_capital(reading, next) &&
           classes_at(reading, next) & GOES_ON;
}

/* "White House": a building, and those who work there. */
static bool is_building(const struct reading *reading, const struct hit *hit)
{
    const struct index *index = reading->finder->index;
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++) {
        const struct layout_sort *sort = index_sort(index, index_entity(index, i));
        if (sort->type == NAME_PLACE)
            return !sort->settlement && !sort->area && hit->bits & HIT_ORGANISATION;
    }
    return false;
}

/* "near the White House", "alla Casa Bianca", but "the White House said": where it is a place. */
static bool leads_to_building(struct reading *reading, const struct hit *hit)
{
    enum { FUSED = CLASS_ARTICLE | CLASS_PLACE_PREPOSITION };
    struct finder *finder = reading->finder;
    uint32_t before = hit->first - 1;
    if (!is_building(reading, hit) ||
        !finder_led_to(finder, &reading->line, hit->first, CLASS_ARTICLE | CLASS_DETERMINER))
        return false;
    uint32_t article = classes_at(reading, before);
    return ((article & FUSED) == FUSED && !(article & CLASS_CONNECTING)) ||
           finder_led_to(finder, &reading->line, before, CLASS_LOCATIVE);
}

/* "in the Caribbean", "in the Galilee", but "the Caribbean islands", "the Amazon boss": a land that
 * an adjective, a person or a company is called as, by its article. */
static bool is_land_by_article(struct reading *reading, const struct hit *hit)
{
    enum { GOES_ON = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR |
                     CLASS_AUXILIARY | CLASS_SAYING | CLASS_MONTH_WEEKDAY | CLASS_COMMON_CAPITAL,
           HEAD = CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD | CLASS_TITLE };
    struct finder *finder = reading->finder;
    uint32_t end = hit->first + hit->words;
    bool led = finder_led_to(finder, &reading->line, hit->first, CLASS_DETERMINER) &&
               finder_led_to(finder, &reading->line, hit->first - 1, LEADS_TO_PLACE);
    return led && (hit->bits | hit->context) & HIT_PLACE && !is_building(reading, hit) &&
           !is_settlement(finder->index, hit) &&
           (!follows(reading, end) ||
            (classes_at(reading, end) & GOES_ON && !(classes_at(reading, end) & HEAD)));
}

uint32_t read_hit(struct reading *reading, const struct hit *hit)
{
    uint8_t bits = hit->bits ? hit->bits : hit->context;
    if (is_land_by_article(reading, hit))
        return read_place(reading, hit);
    bool led = finder_led_to(reading->finder, &reading->line, hit->first, LOCATES) ||
               leads_to_building(reading, hit) ||
               finder_peopled(reading->finder, &reading->line, hit->first, hit->first + hit->words);
    bool place = bits & HIT_PLACE && (led || is_large(reading, hit));
    if (bits & HIT_PERSON && (hit->words > 1 || !place))
        return read_known_person(reading, hit);
    if (bits & HIT_ORGANISATION && !place &&
        (is_shouted_word(reading, hit) || is_first_word(reading, hit)))
        return hit->first + 1;
    if (bits & HIT_ORGANISATION && !place)
        return read_known_organisation(reading, hit);
    if (bits & HIT_PLACE)
        return read_place(reading, hit);
    uint32_t end = is_raised_demonym(reading, hit->first) ? read_given(reading, hit->first)
                                                          : hit->first;
    return end > hit->first ? end : add_hit(reading, MARK_DEMONYM, hit);
}
