#include "gazetteer/loose.h"

/* What stands beside a capitalised word that nobody knows and shows what it is. */

/* "Simon & Schuster", "A/Strickland" */
static bool follows_sign(const struct finder *finder, uint32_t word)
{
    struct str text = finder->text->bytes;
    size_t at = finder_word(finder, word)->start;
    while (at && text.s[at - 1] == ' ')
        at--;
    return at && (text.s[at - 1] == '&' || text.s[at - 1] == '/' || text.s[at - 1] == '@');
}

bool loose_is_surname(const struct judge *judge, const struct item *item)
{
    return item->type == MARK_LOOSE && item->end == item->first + 1 &&
           classes_of(judge, item->line, item->first) & CLASS_SURNAME &&
           !finder_led_to(judge->finder, line_of(judge, item), item->first, LOCATES) &&
           !follows_sign(judge->finder, item->first);
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
    enum { OTHER = CLASS_COORDINATOR | CLASS_PLACE_PREPOSITION | CLASS_CONNECTING | CLASS_AGENT |
                   CLASS_ADDRESSING }; /* "fled Adanma with her children" */
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

uint32_t loose_behind_bracket(const struct finder *finder, const struct item *item)
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

bool loose_has_article(const struct judge *judge, const struct item *item)
{
    return finder_led_to(judge->finder, line_of(judge, item), item->first,
                         CLASS_ARTICLE | CLASS_DETERMINER);
}

/* "Besazio è un comune", "Atwick, a village": what it is, in small letters. */
static bool is_defined(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR | CLASS_SAYING };
    uint32_t end = line_of(judge, item)->end, at = loose_behind_bracket(judge->finder, item);
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

bool loose_is_called(const struct judge *judge, const struct item *item)
{
    enum { HEAD = CLASS_AREA_HEAD | CLASS_TOWN_HEAD | CLASS_WATER_HEAD,
           GOES_ON = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR |
                     CLASS_CONNECTING | CLASS_AUXILIARY | CLASS_SAYING | CLASS_AGENT };
    uint32_t head = item->end, next = head + 1;
    return is_small(judge, item, head) && byte_behind(judge->finder, head - 1, 0) == ' ' &&
           classes_of(judge, item->line, head) & HEAD &&
           !(classes_of(judge, item->line, item->end - 1) & (CLASS_SURNAME | CLASS_GIVEN)) &&
           (!is_small(judge, item, next) || classes_of(judge, item->line, next) & GOES_ON ||
            loose_has_article(judge, item)); /* "the Mandovi river rose" */
}

/* "Krasnoye to the north", "Scorzé a nord": behind it the side of the sky that it lies on. */
static bool is_on_side(const struct judge *judge, const struct item *item)
{
    enum { LEADS = CLASS_PLACE_PREPOSITION | CLASS_DETERMINER | CLASS_ARTICLE,
           SIDE = CLASS_SETTLING | CLASS_COMMON_CAPITAL, MOST_SMALL = 3 };
    uint32_t at = item->end;
    if (!is_small(judge, item, at) ||
        finder_word(judge->finder, item->first)->flags & WORD_FIRST ||
        !(classes_of(judge, item->line, at) & CLASS_PLACE_PREPOSITION) ||
        classes_of(judge, item->line, item->end - 1) & (CLASS_SURNAME | CLASS_GIVEN))
        return false;
    for (at++; at < item->end + MOST_SMALL && is_small(judge, item, at); at++) {
        uint32_t classes = classes_of(judge, item->line, at);
        if ((classes & SIDE) == SIDE && !(classes & LEADS))
            return !is_small(judge, item, at + 1) ||
                   classes_of(judge, item->line, at + 1) & CLASS_COORDINATOR;
        if (!(classes & LEADS))
            return false;
    }
    return false;
}

/* "villages such as Umoja", "città come Umoja", but "village elder Umoja": what the name is one of,
 * and nothing but words that join between. */
bool loose_is_example(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_TITLE | CLASS_ARTICLE | CLASS_DETERMINER | CLASS_CONNECTING |
                   CLASS_AUXILIARY | CLASS_COORDINATOR, MOST_JOINING = 2 };
    uint32_t at = item->first, first = line_of(judge, item)->first;
    for (int i = 0; i <= MOST_JOINING && at > first && match_joined(judge->finder->text, at); i++) {
        uint32_t classes = classes_of(judge, item->line, --at);
        bool small = !(finder_word(judge->finder, at)->flags & WORD_CAPITAL);
        if (classes & CLASS_TOWN_HEAD)
            return i > 0 && !(classes & CLASS_TITLE);
        if (classes & OTHER || !(classes & CLASS_COMMON_CAPITAL) || !small)
            return false;
    }
    return false;
}

/* "Nyaung Pin and two other villages" */
static bool is_with_others(const struct judge *judge, const struct item *item)
{
    enum { OTHER = CLASS_ARTICLE | CLASS_DETERMINER | CLASS_CONNECTING | CLASS_PLACE_PREPOSITION,
           HEAD = CLASS_TOWN_HEAD, FEWEST = 2 };
    uint32_t others = item->end + 1;
    if (!is_small(judge, item, item->end) ||
        !(classes_of(judge, item->line, item->end) & CLASS_COORDINATOR))
        return false;
    for (uint32_t at = others; at <= others + FEWEST && is_small(judge, item, at); at++) {
        uint32_t classes = classes_of(judge, item->line, at);
        if (classes & HEAD && !(classes & CLASS_TITLE))
            return at >= others + FEWEST;
        if (classes & OTHER)
            return false;
    }
    return false;
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

bool loose_shows_place(const struct judge *judge, const struct item *item)
{
    const struct line *line = line_of(judge, item);
    bool directed = finder_directed(judge->finder, line, item->first);
    bool located = (item->parts == 1 || directed || item->divided) &&
                   finder_located(judge->finder, line, item->first, item->end);
    return located || is_defined(judge, item) || loose_is_called(judge, item) ||
           is_with_others(judge, item) || is_compound(judge, item) || is_on_side(judge, item) ||
           loose_is_example(judge, item);
}

bool loose_shows_person(const struct judge *judge, const struct item *item)
{
    return !may_be_common(judge, item) &&
           !finder_led_to(judge->finder, line_of(judge, item), item->first, CLASS_THING_HEAD) &&
           (is_acting(judge, item) || has_kin(judge, item) || has_pronoun(judge, item) ||
            loose_is_surname(judge, item) || is_speaker(judge, item) || is_described(judge, item) ||
            is_relative(judge, item));
}
