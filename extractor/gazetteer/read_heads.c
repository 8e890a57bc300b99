#include "gazetteer/reading.h"

/* Places and organisations that no gazetteer knows, by a word that says what they are. */

/* "del Senato Pietro Grasso": where a person's full name begins, the name before has ended. */
bool begins_person(struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    if (hit && hit->words > 1 && hit->bits & HIT_PERSON)
        return true;
    return is_given(reading, at) && is_name_word(reading, at) && follows(reading, at + 1) &&
           (is_name_word(reading, at + 1) || is_elided(reading, at + 1) ||
            is_demonym_as_surname(reading, at + 1));
}

uint32_t capitals_end(struct reading *reading, uint32_t at)
{
    while (follows(reading, at) && is_capital(reading, at) && !begins_person(reading, at))
        at++;
    return at;
}

uint32_t skip_connecting(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && follows(reading, end) && !is_capital(reading, end) &&
           classes_at(reading, end) & CLASS_CONNECTING)
        end++;
    return end;
}

/* "Institut universitaire de", "Institut d'études politiques de": nouns and adjectives in small
 * letters behind a head, up to what leads to the capital that ends the name; else `at`. */
static uint32_t skip_description(struct reading *reading, uint32_t at)
{
    enum { LONGEST = 7, OTHER = CLASS_AUXILIARY | CLASS_SAYING | CLASS_ACTING | CLASS_ARTICLE |
                                CLASS_DETERMINER | CLASS_COORDINATOR | CLASS_PLACE_PREPOSITION };
    for (uint32_t end = at; end < at + LONGEST && follows(reading, end); end++) {
        uint32_t classes = classes_at(reading, end);
        if (is_hyphened(reading, end))
            return at;
        if (is_capital(reading, end))
            return at;
        if (classes & CLASS_CONNECTING) {
            uint32_t next = skip_connecting(reading, end);
            if (follows(reading, next) && is_capital(reading, next))
                return end > at ? next : at;
        } else if (classes & OTHER) {
            return at;
        }
    }
    return at;
}

/* Whether what stands behind an organisation's head word may tell in small letters what it is:
 * "Ligue de hockey". With an article, or at a sentence's beginning, any word goes on like that. */
static bool is_described_at(struct reading *reading, uint32_t head, uint32_t next)
{
    return next == head + 1 || (!(word_at(reading, head)->flags & WORD_FIRST) &&
                                !(classes_at(reading, head + 1) & CLASS_ARTICLE) &&
                                follows(reading, next) && !is_capital(reading, next));
}

/* "Bank of America": what an organisation's head word begins. Where all is in capitals nothing tells
 * where it ends: "POLICE ARRESTED 14 PEOPLE". */
uint32_t read_organisation(struct reading *reading, uint32_t at)
{
    bool shouted = reading->line.title_case && is_in_capitals(reading, at);
    bool place = classes_at(reading, at) & CLASS_PLACE_HEAD &&
                 finder_led_to(reading->finder, &reading->line, at, LOCATES);
    if (shouted || place || !is_capital(reading, at) ||
        !(classes_at(reading, at) & CLASS_ORGANISATION_HEAD))
        return at;
    uint32_t end = capitals_end(reading, at + 1);
    for (int parts = 0; parts < 3; parts++) {
        uint32_t next = skip_connecting(reading, end);
        if (end == at + 1 && is_described_at(reading, at, next))
            next = skip_description(reading, end);
        if (next == end || !follows(reading, next) || !is_capital(reading, next) ||
            begins_person(reading, next) || (parts && is_known_place(reading, next)))
            break;
        end = capitals_end(reading, next + 1);
    }
    if (end == at + 1)
        return at;
    bool street = end == at + 2 && is_spaced(reading, at + 1) && /* "Front Street" */
                  classes_at(reading, at + 1) & CLASS_PLACE_HEAD &&
                  classes_at(reading, at + 1) & CLASS_COMMON_CAPITAL;
    add_mark(reading, street ? MARK_PLACE : MARK_ORGANISATION, at, end,
             street ? "names/place-head" : "names/organisation-head");
    return end;
}

static uint32_t unknown_end(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && (end == at || follows(reading, end)) && is_unknown(reading, end))
        end++;
    return end;
}

/* "Sénateurs" is a title, but in small letters. */
static bool is_club_word(struct reading *reading, uint32_t at)
{
    return is_unknown(reading, at) ||
           (in_line(reading, at) && is_capital(reading, at) && !hit_at(reading, at) &&
            classes_at(reading, at) & CLASS_TITLE);
}

/* "les Cubs de Chicago": what a town's club calls itself. */
uint32_t read_club(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && (end == at || is_spaced(reading, end)) && is_club_word(reading, end))
        end++;
    uint32_t place = skip_connecting(reading, end);
    if (end == at || place == end || reading->line.title_case || !in_line(reading, place) ||
        !finder_led_to(reading->finder, &reading->line, at, CLASS_PLURAL_ARTICLE) ||
        (is_capital(reading, at - 1) && /* "the East Riding of Yorkshire" */
         !(word_at(reading, at - 1)->flags & WORD_FIRST)) ||
        !is_known_place(reading, place))
        return at;
    place += hit_at(reading, place)->words;
    add_mark(reading, MARK_ORGANISATION, at, place, "names/club");
    return place;
}

static bool is_place_head(struct reading *reading, uint32_t at)
{
    uint32_t classes = classes_at(reading, at);
    return classes & CLASS_PLACE_HEAD && !(classes & CLASS_TITLE);
}

/* "The town of Umm Dukhun" is no person's, though an Umm may be. */
static bool is_town_of(struct reading *reading, uint32_t head, uint32_t name)
{
    uint32_t last = name;
    while (follows(reading, last + 1) && is_unknown(reading, last + 1))
        last++;
    return name == head + 2 && classes_at(reading, head) & CLASS_TOWN_HEAD &&
           !is_surname_word(reading, last);
}

/* "Kafr Batna", "Hotel Florence": a head goes on with the name of another place. */
static bool is_borrowed(struct reading *reading, uint32_t head, uint32_t name)
{
    const struct hit *hit = hit_at(reading, name);
    return is_capital(reading, head) && name == head + 1 && is_spaced(reading, name) &&
           !(classes_at(reading, head) & (CLASS_AREA_HEAD | CLASS_TOWN_HEAD)) &&
           hit->words == 1 && hit->bits == HIT_PLACE && !is_large(reading, hit) &&
           is_settlement(reading->finder->index, hit);
}

/* Where the name begins that the head word at `head` heads at `name`, or `name` itself: "Mount
 * Rainier", "piazza San Babila", "frazione di Camerota". */
static uint32_t read_headed(struct reading *reading, uint32_t head, uint32_t name)
{
    uint32_t first = is_capital(reading, head) ? head : name, end = name + 1;
    bool street = classes_at(reading, head) & CLASS_STREET && name == head + 1;
    bool road = classes_at(reading, head) & CLASS_ROAD && /* "in via del Mercato" */
                finder_led_to(reading->finder, &reading->line, head, CLASS_LOCATIVE) &&
                !has_article(reading, head); /* "nel corso del Settecento" */
    bool named = road ? is_capital(reading, name)
                      : is_name_word(reading, name) && !is_ordinary(reading, name);
    if (!follows(reading, name) || !named ||
        (hit_at(reading, name) && !is_borrowed(reading, head, name)) ||
        (begins_person(reading, name) && !street && !is_town_of(reading, head, name)))
        return name;
    while (follows(reading, end) && (is_unknown(reading, end) ||
                                     (road && is_spaced(reading, end) && is_capital(reading, end))))
        end++;
    if (is_hyphened(reading, end) && !is_capital(reading, end) && !is_hyphened(reading, end + 1))
        return name; /* "Park Ji-hyun" */
    add_mark(reading, MARK_PLACE, first, end, "names/place-head");
    return end;
}

/* "Norwegian Forest Cat": a head in the middle of capitals heads nothing. */
static bool stands_between(struct reading *reading, uint32_t at)
{
    return is_spaced(reading, at) && is_capital(reading, at - 1) &&
           !(word_at(reading, at - 1)->flags & WORD_FIRST) &&
           !(classes_at(reading, at - 1) & (CLASS_TITLE | CLASS_COMMON_CAPITAL | LEADS_TO_PLACE));
}

/* "S. Orsola", but "S. Mattarella" */
static uint32_t read_saint(struct reading *reading, uint32_t at)
{
    uint32_t end = at + 1;
    if (!is_initial(reading, at) || !(classes_at(reading, at) & CLASS_STREET) ||
        !follows(reading, end) || !is_given(reading, end))
        return at;
    while (follows(reading, end + 1) && is_unknown(reading, end + 1))
        end++;
    add_mark(reading, MARK_PLACE, at, end + 1, "names/place-head");
    return end + 1;
}

/* The word is the head itself. */
uint32_t read_head(struct reading *reading, uint32_t at)
{
    uint32_t saint = read_saint(reading, at);
    if (saint > at)
        return saint;
    if (reading->line.title_case || !is_place_head(reading, at) || stands_between(reading, at))
        return at;
    uint32_t name = skip_particles(reading, at + 1);
    if (name == at + 1 && is_capital(reading, at) && /* "Isle of Wight", but "City of Glass" */
        !(classes_at(reading, at) & (CLASS_TOWN_HEAD | CLASS_AREA_HEAD)))
        name = skip_connecting(reading, at + 1);
    bool named = classes_at(reading, at) & CLASS_STREET && is_capital(reading, at);
    if (named && is_spaced(reading, name + 1) && is_capital(reading, name) &&
        is_ordinary(reading, name)) /* "Aeroporto Internazionale …" */
        name++;
    uint32_t end = read_headed(reading, at, name);
    return end > name ? end : at;
}

/* "national" in "parc national de Paparoa", "libanese" in "villaggio libanese di Nabi Chit", but "a
 * city since the Bronze Age" */
static bool is_adjective_of_head(struct reading *reading, uint32_t at)
{
    enum { SHORTEST = 6, OTHER = CLASS_PLACE_PREPOSITION | CLASS_COORDINATOR | CLASS_AUXILIARY |
                                 CLASS_AGENT | CLASS_ARTICLE };
    const struct mark *last = last_mark(reading);
    bool national = last && last->type == MARK_DEMONYM && last->first == at && last->words == 1;
    return (national || (is_ordinary(reading, at) && letters(reading, at) >= SHORTEST)) &&
           is_spaced(reading, at) && !(classes_at(reading, at) & OTHER) &&
           !(classes_at(reading, at + 1) & CLASS_DETERMINER) && is_place_head(reading, at - 1);
}

/* A head in lower case stands before the word, perhaps with particles between. */
uint32_t read_behind_head(struct reading *reading, uint32_t at)
{
    uint32_t head = at;
    for (int i = 0; i < 3 && follows(reading, head) && !is_capital(reading, head - 1); i++) {
        head--;
        if (is_place_head(reading, head))
            return reading->line.title_case ? at : read_headed(reading, head, at);
        if (!(classes_at(reading, head) & (CLASS_PARTICLE | CLASS_CONNECTING)) &&
            !is_adjective_of_head(reading, head))
            break;
    }
    return at;
}

/* "Luton Town" in a report of a match. */
static bool is_town_club(struct reading *reading, uint32_t head)
{
    enum { FEWEST = 2 };
    return classes_at(reading, head) & CLASS_TOWN_HEAD && words_of_sport(reading) >= FEWEST;
}

/* What a capitalised head word behind a name makes of it: "Washington Post", "Orange County". */
uint32_t read_tail(struct reading *reading, uint32_t first, uint32_t end)
{
    uint32_t last = capitals_end(reading, end), classes = 0;
    for (uint32_t i = end; i < last; i++)
        classes |= classes_at(reading, i);
    if (reading->line.title_case || !(classes & (CLASS_ORGANISATION_HEAD | CLASS_PLACE_HEAD)))
        return first;
    bool organisation = classes & CLASS_ORGANISATION_HEAD ||
                        !(classes_at(reading, last - 1) & CLASS_PLACE_HEAD) ||
                        is_town_club(reading, last - 1);
    add_mark(reading, organisation ? MARK_ORGANISATION : MARK_PLACE, first, last,
             organisation ? "names/organisation-head" : "names/place-head");
    return last;
}

/* "Wilson's Creek": one small letter is tied to the name, and a head in capitals stands behind. */
static bool is_owned(struct reading *reading, uint32_t at, uint32_t head)
{
    enum { OTHER = CLASS_TITLE | CLASS_ORGANISATION_HEAD | CLASS_AREA_HEAD | CLASS_TOWN_HEAD };
    if (!follows(reading, at + 1) || !is_spaced(reading, head))
        return false;
    const struct word *tied = word_at(reading, at + 1);
    uint32_t classes = classes_at(reading, head);
    return tied->flags & WORD_GLUED && !(tied->flags & WORD_CAPITAL) &&
           tied->end - tied->start == 1 && is_capital(reading, head) &&
           classes & CLASS_PLACE_HEAD && !(classes & OTHER) && !hit_at(reading, head);
}

/* "Ingall's Road", but "George Wilson's Creek", "Baku's Bridge" */
uint32_t read_owned(struct reading *reading, uint32_t at)
{
    uint32_t head = at + 2;
    const struct hit *hit = hit_at(reading, at);
    bool town = hit && hit->bits & HIT_PLACE && largest(reading, hit) >= LARGE_FOR_A_SURNAME;
    if (!is_owned(reading, at, head) || reading->line.title_case || town ||
        !is_capital(reading, at) || is_ordinary(reading, at) ||
        (is_spaced(reading, at) && is_capital(reading, at - 1)) ||
        (is_spaced(reading, head + 1) && is_capital(reading, head + 1)))
        return at;
    add_mark(reading, MARK_PLACE, at, head + 1, "names/place-head");
    return head + 1;
}

static bool is_comma_or_bracket(const struct reading *reading, uint32_t before)
{
    struct str text = reading->finder->text->bytes;
    uint32_t end = word_at(reading, before)->end;
    return text.s[end] == ',' || (text.s[end] == ' ' && text.s[end + 1] == '(');
}

/* Behind "in northern", "nel nord della": where in an area something lies, up to its name; else
 * behind the preposition. */
static uint32_t skip_side(struct reading *reading, uint32_t at)
{
    enum { MOST_WORDS = 4, SIDE = CLASS_SETTLING | CLASS_CONNECTING | CLASS_ARTICLE |
                                  CLASS_DETERMINER };
    uint32_t end = at;
    bool side = false;
    for (; end < at + MOST_WORDS && follows(reading, end) && !is_capital(reading, end); end++) {
        if (!(classes_at(reading, end) & SIDE))
            return at;
        side |= (classes_at(reading, end) & CLASS_SETTLING) != 0;
    }
    return side && follows(reading, end) && is_capital(reading, end) ? end : at;
}

/* "Melton Ross" behind "in": a place's name may be made of those of persons and villages. */
static uint32_t town_end(struct reading *reading, uint32_t at)
{
    enum { MOST_WORDS = 3 };
    uint32_t end = at;
    for (; end < at + MOST_WORDS && (end == at || is_spaced(reading, end)); end++) {
        const struct hit *hit = hit_at(reading, end);
        bool village = hit && hit->words == 1 && (hit->bits | hit->context) & HIT_PLACE &&
                       largest(reading, hit) < LARGE_FOR_A_SURNAME;
        if (!village && !is_unknown(reading, end))
            break;
    }
    return end;
}

/* "Policoro, in provincia di Matera", "Irving, Texas", "Tokachi, in northern Japan" */
uint32_t read_place_by_next(struct reading *reading, uint32_t at)
{
    bool located = finder_led_to(reading->finder, &reading->line, at, CLASS_LOCATIVE);
    uint32_t end = located ? town_end(reading, at) : unknown_end(reading, at), next = end;
    bool ordinary = word_at(reading, at)->flags & WORD_FIRST && /* "Similmente, in Cina" */
                    finder_endings(reading->finder, &reading->line, at) & CLASS_COMMON_ENDING;
    bool shouted = is_in_capitals(reading, at) && at > reading->line.first; /* "OAKHURST, Calif." */
    if (ordinary || (is_given(reading, at) && !located) || shouted || has_article(reading, at) ||
        (is_spaced(reading, at) && is_capital(reading, at - 1)))
        return at;
    if (end == at || !in_line(reading, end) || reading->line.title_case ||
        !is_comma_or_bracket(reading, end - 1))
        return at;
    if (classes_at(reading, next) & CLASS_LOCATIVE && in_line(reading, next + 1))
        next = skip_side(reading, next + 1);
    const struct hit *hit = hit_at(reading, next);
    bool area = hit ? (hit->bits | hit->context) & HIT_PLACE &&
                          (is_large(reading, hit) ||
                           (located && !is_settlement(reading->finder->index, hit)))
                    : next > end && classes_at(reading, next) & CLASS_PLACE_HEAD;
    if (!area)
        return at;
    add_mark(reading, MARK_PLACE, at, end, "names/place-within");
    return end;
}

/* "Marc Lamont Hill", "Raniero La Valle", but "Treasure Hill", "on Stephen Hill". */
static bool is_person_with_head(struct reading *reading, uint32_t at, uint32_t head)
{
    if (is_given(reading, at) && is_capital(reading, head) &&
        classes_at(reading, head) & (CLASS_PARTICLE | CLASS_ARTICLE))
        return true;
    bool leading = classes_at(reading, head) & CLASS_STREET;
    return is_given(reading, at) && (leading || is_surname_word(reading, head)) &&
           !(is_spaced(reading, head + 1) && is_capital(reading, head + 1)) &&
           !finder_led_to(reading->finder, &reading->line, at, LEADS_TO_PLACE);
}

/* "Station Road", "Bridge Street": two heads, of which the second is a street's. */
static bool is_street_by_head(struct reading *reading, uint32_t at)
{
    enum { STREET = CLASS_PLACE_HEAD | CLASS_COMMON_CAPITAL };
    uint32_t last = at + 1;
    return is_place_head(reading, at) && is_spaced(reading, last) && is_capital(reading, last) &&
           (classes_at(reading, last) & STREET) == STREET && !reading->line.title_case &&
           !(classes_at(reading, last) & (CLASS_AREA_HEAD | CLASS_TOWN_HEAD)) &&
           !(is_spaced(reading, last + 1) && is_capital(reading, last + 1)) &&
           !(is_spaced(reading, at) && is_capital(reading, at - 1));
}

/* "Treasure Island", "Bellevue Hospital", "Lafayette Park": the head stands last. */
uint32_t read_tailed(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    if (is_street_by_head(reading, at)) {
        add_mark(reading, MARK_PLACE, at, at + 2, "names/place-head");
        return at + 2;
    }
    while (end < at + 3 && (end == at || is_spaced(reading, end)) && is_name_word(reading, end) &&
           !is_ordinary(reading, end))
        end++;
    if (end == at || !is_spaced(reading, end) || is_person_with_head(reading, at, end) ||
        classes_at(reading, at) & CLASS_PARTICLE)
        return at;
    return read_tail(reading, at, end);
}
