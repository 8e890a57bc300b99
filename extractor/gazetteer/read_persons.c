#include "base/utf8.h"
#include "gazetteer/reading.h"

/* Persons that no gazetteer knows, by what stands in and around their names. */

enum { LONGEST_PERSON = 5, SHORTEST_CAPITALS = 3, VILLAGE = 40000 };

/* "De" in "Giovanni De Santis" */
static bool is_capital_particle(struct reading *reading, uint32_t at)
{
    return is_capital(reading, at) && classes_at(reading, at) & (CLASS_PARTICLE | CLASS_ARTICLE) &&
           follows(reading, at + 1) && is_capital(reading, at + 1);
}

/* "King", "Hill": a title or head that persons are called as well, where nothing follows it. */
static bool is_surname_too(struct reading *reading, uint32_t at)
{
    return is_capital(reading, at) && letters(reading, at) > 3 &&
           !(is_spaced(reading, at + 1) && is_capital(reading, at + 1)) &&
           (is_known_surname(reading, at) || classes_at(reading, at) & CLASS_SURNAME) &&
           !(classes_at(reading, at) & CLASS_MONTH_WEEKDAY);
}

bool is_demonym_as_surname(struct reading *reading, uint32_t at)
{
    return is_raised_demonym(reading, at) &&
           (is_known_surname(reading, at) || classes_at(reading, at) & CLASS_SURNAME);
}

/* "Ken Tyrrell": a maker that is called after its founder. */
static bool is_maker_as_surname(struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    return hit && hit->words == 1 && hit->bits == HIT_ORGANISATION && is_spaced(reading, at) &&
           classes_at(reading, at) & CLASS_SURNAME &&
           !(classes_at(reading, at) & (CLASS_ORGANISATION_HEAD | CLASS_PLACE_HEAD));
}

/* "L." and, as the British have it, "L" in "Samuel L Jackson" */
static bool is_middle_initial(struct reading *reading, uint32_t at)
{
    return is_initial(reading, at) ||
           (is_one_letter(reading, at) && is_spaced(reading, at) && is_spaced(reading, at + 1) &&
            is_name_word(reading, at + 1));
}

/* "Gladstone" in "William Ewart Gladstone", but "Ilham Aliyev Baku": a small place that is called as
 * a family is goes on with a name, others end it. */
static bool ends_person(struct reading *reading, uint32_t at)
{
    if (!is_known_place(reading, at))
        return false;
    uint32_t people = largest(reading, hit_at(reading, at));
    bool family = classes_at(reading, at) & CLASS_SURNAME && people < LARGE_FOR_A_SURNAME;
    return !(is_spaced(reading, at) && (family || people < VILLAGE));
}

/* "Valle" in "Raniero La Valle": behind a particle with a capital any word is a surname. */
static bool is_behind_particle(struct reading *reading, uint32_t at)
{
    return is_spaced(reading, at) && is_capital(reading, at) && is_capital(reading, at - 1) &&
           classes_at(reading, at - 1) & (CLASS_PARTICLE | CLASS_ARTICLE) &&
           !is_one_letter(reading, at);
}

/* Bytes between the word and the one before. */
static uint32_t gap_before(const struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->start - word_at(reading, at - 1)->end;
}

/* The end of "Turi", "'o Nirone" in quotation marks with a name on either side, or `at`. */
static uint32_t nickname_end(struct reading *reading, uint32_t at)
{
    enum { MOST_BYTES = 5, MOST_WORDS = 3 }; /* a space and marks */
    for (uint32_t end = at + 1; end <= at + MOST_WORDS && in_line(reading, end); end++)
        if (finder_quoted(reading->finder, at, end))
            return gap_before(reading, at) <= MOST_BYTES &&
                           gap_before(reading, end) <= MOST_BYTES &&
                           is_name_word(reading, end) && !is_ordinary(reading, end)
                       ? end
                       : at;
    return at;
}

/* "Robert S., 34, …", "Lucia M. ha …": a surname that the press keeps to itself, or else the end of a
 * sentence. */
static bool is_withheld(struct reading *reading, uint32_t at)
{
    struct str text = reading->finder->text->bytes;
    uint32_t behind = word_at(reading, at)->end + 1;
    if (!is_initial(reading, at) || !is_spaced(reading, at) || reading->line.title_case)
        return false;
    if (behind + 1 < text.len && (text.s[behind] == ',' || text.s[behind] == ')' ||
                                  text.s[behind + 1] == '('))
        return true;
    return in_line(reading, at + 1) && !is_capital(reading, at + 1) &&
           behind + 1 == word_at(reading, at + 1)->start;
}

/* The end of the name whose first part ends at `at`: surnames, initials, particles. */
static uint32_t surname_end(struct reading *reading, uint32_t first, uint32_t at)
{
    uint32_t most = first + (reading->line.title_case ? 2 : LONGEST_PERSON), end = at;
    uint32_t particle = 0; /* the word behind a "De", "D'" or initial */
    bool surname = false;
    while (at < most) {
        uint32_t next = end == at ? nickname_end(reading, at) : at;
        bool nicknamed = next > at;
        next = nicknamed ? next : skip_particles(reading, at);
        if (!nicknamed && !follows(reading, next))
            break;
        bool doubled = end > first + 1 && is_hyphened(reading, next); /* "Vasco-Trindade" */
        bool may_end = surname || next > at || word_at(reading, next)->flags & WORD_GLUED;
        if (may_end && at != particle && !doubled && ends_person(reading, next))
            break;
        if ((is_middle_initial(reading, next) && !surname) || is_elided(reading, next) ||
            is_capital_particle(reading, next)) {
            at = next + 1;
            particle = at;
            continue;
        }
        if (!is_name_word(reading, next) && !is_surname_too(reading, next) &&
            !is_demonym_as_surname(reading, next) && !is_maker_as_surname(reading, next) &&
            !(at == particle && is_behind_particle(reading, next)))
            break;
        surname = surname || !(classes_at(reading, next) & CLASS_GIVEN);
        end = at = next + 1;
    }
    return !surname && at == end + 1 && is_withheld(reading, end) ? at : end;
}

/* "la nave Andrea Doria", but "il compagno di squadra Andrea Doria" */
bool is_thing(struct reading *reading, uint32_t at)
{
    if (!finder_led_to(reading->finder, &reading->line, at, CLASS_THING_HEAD))
        return false;
    return !finder_led_to(reading->finder, &reading->line, at - 1, CLASS_CONNECTING) ||
           finder_led_to(reading->finder, &reading->line, at - 1, CLASS_DETERMINER) ||
           has_article(reading, at - 1);
}

bool is_next_of(struct reading *reading, const struct mark *mark, uint32_t at)
{
    uint32_t end = mark->first + mark->words;
    if (at == end)
        return reading->finder->text->bytes.s[word_at(reading, end - 1)->end] == ',';
    return at == end + 1 && !is_capital(reading, end) &&
           classes_at(reading, end) & CLASS_COORDINATOR;
}

/* "Galatea" in "the ships Aurora, Minerva and Galatea". */
static bool is_thing_of_row(struct reading *reading, uint32_t at)
{
    const struct finder *finder = reading->finder;
    for (size_t i = finder->marks.count; i-- > 0;) {
        const struct mark *mark = &finder->marks.items[i];
        bool named = mark->type == MARK_PERSON || (mark->type == MARK_PLACE && !mark->needs_support);
        if (mark->first < reading->line.first || named || !is_next_of(reading, mark, at))
            return false;
        if (is_thing(reading, mark->first))
            return true;
        at = mark->first;
    }
    return false;
}

/* In quotation marks of its own, or behind "nave", it is a film's, a ship's or a company's name. */
static uint32_t add_person(struct reading *reading, uint32_t first, uint32_t end, const char *rule)
{
    bool thing = finder_quoted(reading->finder, first, end) || is_thing(reading, first) ||
                 is_thing_of_row(reading, first);
    add_mark(reading, thing ? MARK_NONE : MARK_PERSON, first, end, rule);
    return end;
}

/* "-yan", "-shvili" */
static bool ends_like_surname(struct reading *reading, uint32_t at)
{
    return finder_endings(reading->finder, &reading->line, at) & CLASS_SURNAME_ENDING;
}

bool is_surname_word(struct reading *reading, uint32_t at)
{
    return is_known_surname(reading, at) || classes_at(reading, at) & CLASS_SURNAME ||
           ends_like_surname(reading, at);
}

static bool is_saying(struct reading *reading, uint32_t at)
{
    return in_line(reading, at) && !is_capital(reading, at) &&
           classes_at(reading, at) & CLASS_SAYING;
}

/* A verb of saying before or behind: "said John", "John has said". */
static bool speaks(struct reading *reading, uint32_t first, uint32_t end)
{
    return is_saying(reading, end) || is_saying(reading, end + 1) ||
           (first > reading->line.first && is_saying(reading, first - 1));
}

/* "Vittorio Capocelli, prefetto …", "…, 45, …", "…, a rising star": what is said of a person behind
 * a comma. */
static bool has_apposition(struct reading *reading, uint32_t end)
{
    enum { MOST_WORDS = 4, ENDS = CLASS_CONNECTING | CLASS_PLACE_PREPOSITION | CLASS_AGENT |
                                  CLASS_LOCATIVE | CLASS_COORDINATOR | CLASS_SAYING };
    struct str text = reading->finder->text->bytes;
    if (!in_line(reading, end) || text.s[word_at(reading, end - 1)->end] != ',')
        return false;
    if (word_at(reading, end)->flags & WORD_DIGITS)
        return letters(reading, end) == 2;
    if (classes_at(reading, end) & CLASS_TITLE)
        return true;
    for (uint32_t at = end + 1; at < end + MOST_WORDS && follows(reading, at); at++) {
        uint32_t classes = classes_at(reading, at);
        if (is_capital(reading, at) || (at > end + 1 && classes & ENDS))
            return false;
        if (classes & CLASS_TITLE)
            return true;
    }
    return false;
}

/* "Zoran Ilić is a former footballer" */
static bool is_described(struct reading *reading, uint32_t end)
{
    enum { MOST_WORDS = 6, ENDS = CLASS_CONNECTING | CLASS_PLACE_PREPOSITION | CLASS_AGENT |
                                  CLASS_LOCATIVE | CLASS_COORDINATOR | CLASS_SAYING };
    uint32_t determiner = end + 1;
    if (!follows(reading, end) || !follows(reading, determiner) ||
        !(classes_at(reading, end) & CLASS_AUXILIARY) ||
        !(classes_at(reading, determiner) & (CLASS_ARTICLE | CLASS_DETERMINER)))
        return false;
    for (uint32_t at = end + 2; at < end + MOST_WORDS && follows(reading, at); at++) {
        uint32_t classes = classes_at(reading, at);
        if (classes & ENDS)
            return false;
        if (classes & CLASS_TITLE)
            return !is_capital(reading, at);
    }
    return false;
}

uint32_t read_initials(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    if (classes_at(reading, at) & CLASS_TITLE) /* "M. Ferrand" */
        return at;
    while (end < at + 3 && in_line(reading, end) && (end == at || follows(reading, end)) &&
           is_initial(reading, end))
        end++;
    uint32_t surname = skip_particles(reading, end);
    if (end == at || !follows(reading, surname) ||
        !(is_name_word(reading, surname) || is_demonym_as_surname(reading, surname)) ||
        is_ordinary(reading, surname) || letters(reading, surname) < 3)
        return at;
    if (classes_at(reading, surname) & CLASS_GIVEN) /* "N. Richard Nash" */
        end = surname_end(reading, surname, surname + 1);
    else
        end = surname + 1;
    return add_person(reading, at, end, "names/initials");
}

/* "JD Vance": two letters before a surname. */
static uint32_t read_letters(struct reading *reading, uint32_t at)
{
    enum { OTHER = CLASS_TITLE | CLASS_COMMON_CAPITAL | CLASS_ORGANISATION_HEAD };
    uint32_t name = at + 1;
    bool letter_pair = is_in_capitals(reading, at) && letters(reading, at) == 2 &&
                       !(classes_at(reading, at) & OTHER) && !reading->line.title_case;
    if (!letter_pair || !is_spaced(reading, name) || !is_unknown(reading, name) ||
        is_in_capitals(reading, name) ||
        (is_spaced(reading, at) && is_capital(reading, at - 1)) ||
        (is_spaced(reading, name + 1) && is_capital(reading, name + 1)) ||
        !(is_known_surname(reading, name) || classes_at(reading, name) & CLASS_SURNAME))
        return at;
    return add_person(reading, at, name + 1, "names/initials");
}

/* "Kim Dae-sung": a family, then two syllables of which only the first has a capital. */
static uint32_t read_syllables(struct reading *reading, uint32_t at)
{
    enum { LONGEST = 6 };
    uint32_t given = at + 1, other = at + 2;
    if (!(classes_at(reading, at) & (CLASS_SURNAME | CLASS_GIVEN)) || is_ordinary(reading, at) ||
        letters(reading, at) > LONGEST || !is_spaced(reading, given) ||
        !is_capital(reading, given) || !(classes_at(reading, given) & CLASS_GIVEN) ||
        letters(reading, given) > LONGEST || !in_line(reading, other) ||
        is_capital(reading, other) || !is_hyphened(reading, other) ||
        letters(reading, other) > LONGEST || is_hyphened(reading, other + 1) ||
        classes_at(reading, other) & (CLASS_ACTING | CLASS_PLACE_PREPOSITION))
        return at;
    return add_person(reading, at, other + 1, "names/given-name");
}

/* "Hyeon-woo Bang" */
static uint32_t read_syllables_first(struct reading *reading, uint32_t at)
{
    uint32_t other = at + 1, surname = at + 2;
    if (!is_given(reading, at) || !is_hyphened(reading, other) || is_capital(reading, other) ||
        !(classes_at(reading, other) & CLASS_GIVEN) || !is_spaced(reading, surname) ||
        !is_capital(reading, surname) || is_ordinary(reading, surname))
        return at;
    return add_person(reading, at, surname + 1, "names/given-name");
}

/* "Lindsey Air Station" is no person. */
static bool is_headed(struct reading *reading, uint32_t end)
{
    return !reading->line.title_case && follows(reading, end) && is_capital(reading, end) &&
           classes_at(reading, end) & (CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD);
}

/* "Jan Lundell", but "in Jan Biden …", "Jan. 5" */
static bool is_month_as_given(struct reading *reading, uint32_t at)
{
    return classes_at(reading, at) & CLASS_MONTH_WEEKDAY && is_spaced(reading, at + 1) &&
           is_unknown(reading, at + 1) && !is_known_surname(reading, at + 1) &&
           !finder_led_to(reading->finder, &reading->line, at, LOCATES);
}

/* "L'équipe de France Kylian Mbappé", "il sindaco di Florence …": whose a person is, before the
 * given name. */
static bool is_place_of_next(struct reading *reading, uint32_t at)
{
    return is_known_place(reading, at) && begins_person(reading, at + 1) &&
           finder_led_to(reading->finder, &reading->line, at, CLASS_CONNECTING | CLASS_PARTICLE);
}

uint32_t read_given(struct reading *reading, uint32_t at)
{
    uint32_t end = read_syllables(reading, at);
    if (end == at)
        end = read_syllables_first(reading, at);
    if (end > at || !is_given(reading, at) || has_article(reading, at) ||
        is_place_of_next(reading, at) || !(is_name_word(reading, at) || is_month_as_given(reading, at)))
        return end;
    end = surname_end(reading, at, at + 1);
    if (end == at + 1 || (reading->line.title_case && is_ordinary(reading, end - 1)) ||
        is_headed(reading, end))
        return at;
    return add_person(reading, at, end, "names/given-name");
}

static bool is_roman(const struct reading *reading, uint32_t at)
{
    struct str text = reading->finder->text->bytes;
    const struct word *word = word_at(reading, at);
    for (uint32_t i = word->start; i < word->end; i++)
        if (text.s[i] != 'I' && text.s[i] != 'V' && text.s[i] != 'X')
            return false;
    return true;
}

static bool is_known_person(const struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    return hit && hit->words == 1 && hit->bits & HIT_PERSON;
}

/* "Nicola II di Russia": what a king is of is a part of his name. */
static uint32_t realm_end(struct reading *reading, uint32_t end)
{
    const struct hit *hit = follows(reading, end) && !is_capital(reading, end) &&
                                    classes_at(reading, end) & CLASS_PARTICLE
                                ? hit_at(reading, end + 1)
                                : NULL;
    return hit && (hit->bits | hit->context) == HIT_PLACE ? end + 1 + hit->words : end;
}

/* "Vittoria di Svezia", "Aliénor d'Aquitaine": of a land; but "Vittoria di Torino", "Aminata del
 * Senegal", who is from there. */
static uint32_t land_end(struct reading *reading, uint32_t end)
{
    const struct index *index = reading->finder->index;
    uint32_t last = realm_end(reading, end);
    if (last == end || has_article(reading, end + 1))
        return end;
    uint32_t node = hit_at(reading, end + 1)->node;
    for (uint32_t i = node, behind = index_end(index, node); i < behind; i++)
        if (index_sort(index, index_entity(index, i))->settlement)
            return end;
    return last;
}

/* "Enrico IV", "Manuele I Comneno" */
uint32_t read_regnal(struct reading *reading, uint32_t at)
{
    bool goes_on = is_spaced(reading, at) && is_capital(reading, at - 1) &&
                   !(classes_at(reading, at - 1) & CLASS_TITLE);
    if (goes_on || reading->line.title_case || !is_spaced(reading, at + 1) ||
        !is_roman(reading, at + 1) || !is_name_word(reading, at) ||
        !(is_given(reading, at) || is_titled(reading, at) || is_known_person(reading, at)))
        return at;
    uint32_t end = surname_end(reading, at, at + 2);
    return add_person(reading, at, realm_end(reading, end), "names/regnal");
}

/* "SOLDIERS LOST THEIR LIVES": where all is in capitals, what nothing shows to be a name. */
static bool is_shouted_word(struct reading *reading, uint32_t at)
{
    return reading->line.title_case && is_in_capitals(reading, at) &&
           !(classes_at(reading, at) & (CLASS_GIVEN | CLASS_SURNAME)) &&
           !is_known_surname(reading, at) && !ends_like_surname(reading, at);
}

/* "Mu Li", "Xi": two letters are a name where they are no abbreviation. */
static bool is_long_enough(const struct reading *reading, uint32_t at)
{
    return letters(reading, at) > 2 || (letters(reading, at) == 2 && !is_in_capitals(reading, at));
}

/* "le député UMP Zoran Ilić": his party, not his surname in capitals. */
static bool is_party(struct reading *reading, uint32_t at)
{
    return is_in_capitals(reading, at) && !reading->line.title_case && is_spaced(reading, at + 1) &&
           !is_in_capitals(reading, at + 1) && begins_person(reading, at + 1);
}

uint32_t read_titled(struct reading *reading, uint32_t at)
{
    if (!is_titled(reading, at) || is_party(reading, at) || is_ordinary(reading, at) ||
        is_shouted_word(reading, at) || !(is_name_word(reading, at) || is_surname_too(reading, at)) ||
        !is_long_enough(reading, at))
        return at;
    uint32_t end = surname_end(reading, at, at + 1);
    if (end == at + 1 && is_given(reading, at))
        end = land_end(reading, end);
    if (!is_capital(reading, at - 1) || !is_thing(reading, at - 1))
        return add_person(reading, at, end, "names/title");
    add_mark(reading, MARK_NONE, at, end, ""); /* "the ferry Queen Adelaide" */
    return end;
}

/* Whether the gazetteer has the two words the other way round. */
static bool is_known_reversed(struct reading *reading, uint32_t at)
{
    uint32_t words[2] = { at + 1, at };
    const struct finder *finder = reading->finder;
    struct hit hit;
    if (!match_words(finder->index, finder->text, words, 2, &hit))
        return false;
    return index_sort(finder->index, index_entity(finder->index, hit.node))->type == NAME_PERSON;
}

static bool is_surname_in_capitals(struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->flags & WORD_CAPITALS &&
           letters(reading, at) >= SHORTEST_CAPITALS &&
           !(word_at(reading, at + 1)->flags & WORD_CAPITALS) &&
           classes_at(reading, at + 1) & CLASS_GIVEN;
}

/* "SAMADOV Bahruz", "DE SANTIS Ugo", "Orbán Viktor" */
uint32_t read_inverted(struct reading *reading, uint32_t at)
{
    uint32_t first = at;
    if (is_in_capitals(reading, at) && is_capital_particle(reading, at))
        at++;
    if (!follows(reading, at + 1) || !is_name_word(reading, at) ||
        !is_name_word(reading, at + 1) || is_known_place(reading, at + 1) ||
        is_party(reading, at))
        return first;
    if (!is_surname_in_capitals(reading, at) && (at > first || !is_known_reversed(reading, at)))
        return first;
    add_mark(reading, MARK_PERSON, first, at + 2, "names/inverted")->kind = STR("inverted");
    return at + 2;
}

static bool is_full_name(const struct mark *mark)
{
    return mark->type == MARK_PERSON && mark->words > 1;
}

/* "Zoran Ilić and …", "Zoran Ilić, …": another person's full name just before. */
static bool follows_person(struct reading *reading, uint32_t at)
{
    const struct finder *finder = reading->finder;
    if (!finder->marks.count || at == reading->line.first)
        return false;
    const struct mark *last = &finder->marks.items[finder->marks.count - 1];
    return is_full_name(last) && last->first >= reading->line.first && is_next_of(reading, last, at);
}

/* "… and Zoran Ilić": another one's just behind. */
static bool leads_person(struct reading *reading, uint32_t end)
{
    return in_line(reading, end + 1) && !is_capital(reading, end) &&
           classes_at(reading, end) & CLASS_COORDINATOR && begins_person(reading, end + 1);
}

/* "il giamaicano", "l'écrivain américain": what somebody is, in small letters. */
static bool follows_nationality(struct reading *reading, uint32_t at)
{
    const struct finder *finder = reading->finder;
    if (!finder->marks.count || !is_spaced(reading, at) || is_capital(reading, at - 1))
        return false;
    const struct mark *last = &finder->marks.items[finder->marks.count - 1];
    bool born = word_at(reading, at - 1)->flags & WORD_GLUED && /* "Kenyan-born" */
                classes_at(reading, at - 1) & CLASS_ACTING;
    return last->type == MARK_DEMONYM && last->first + last->words + born == at;
}

/* "le maire, Zoran Ilić": what somebody is, and a comma. */
static bool follows_trade(struct reading *reading, uint32_t at)
{
    return at > reading->line.first && !is_capital(reading, at - 1) &&
           reading->finder->text->bytes.s[word_at(reading, at - 1)->end] == ',' &&
           classes_at(reading, at - 1) & CLASS_TITLE;
}

/* "Kenya's": one small letter, tied to the mark, stands between it and the word. */
static bool is_possessive(const struct reading *reading, const struct mark *mark, uint32_t at)
{
    uint32_t tied = mark->first + mark->words;
    const struct word *word = word_at(reading, tied);
    return at == tied + 1 && word->flags & WORD_GLUED && !is_capital(reading, tied) &&
           word->end - word->start == 1 && is_spaced(reading, at);
}

/* "Kenya's Amani Wekesa won the race": who runs for the country. */
static bool follows_country(struct reading *reading, uint32_t at)
{
    const struct finder *finder = reading->finder;
    if (!finder->marks.count || at == reading->line.first)
        return false;
    const struct mark *last = &finder->marks.items[finder->marks.count - 1];
    return last->type == MARK_PLACE && last->first >= reading->line.first &&
           is_possessive(reading, last, at) && words_of_sport(reading) &&
           last->hit.words == last->words && is_large(reading, &last->hit) &&
           index_sort(finder->index, index_entity(finder->index, last->hit.node))->area;
}

struct cue {
    bool (*holds)(struct reading *reading, uint32_t at);
    bool behind; /* looks at what follows the name */
    const char *rule;
};

static bool is_agent(struct reading *reading, uint32_t at)
{
    return follows(reading, at) && classes_at(reading, at - 1) & CLASS_AGENT;
}

/* What shows that two unknown capitalised words are a person. */
static const char *cue_of(struct reading *reading, uint32_t at, uint32_t end)
{
    static const struct cue cues[] = {
        { has_apposition, true, "names/apposition" },
        { is_described, true, "names/apposition" },
        { follows_person, false, "names/list" },
        { leads_person, true, "names/list" },
        { follows_nationality, false, "names/nationality" },
        { follows_trade, false, "names/apposition" },
        { follows_country, false, "names/nationality" },
        { is_agent, false, "names/agent" },
    };
    if (speaks(reading, at, end) && !is_headed(reading, end)) /* "Nurin Kade TV reported" */
        return "names/saying";
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++)
        if (cues[i].holds(reading, cues[i].behind ? end : at))
            return cues[i].rule;
    return NULL;
}

/* "Myin Chaung, a village in …": a town, however families are called. */
static bool is_town_behind(struct reading *reading, uint32_t end)
{
    enum { MOST_WORDS = 4, GOES_ON = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_CONNECTING |
                                     CLASS_SETTLING };
    if (!in_line(reading, end) ||
        reading->finder->text->bytes.s[word_at(reading, end - 1)->end] != ',')
        return false;
    for (uint32_t at = end; at < end + MOST_WORDS && in_line(reading, at + 1); at++) {
        if (is_capital(reading, at) || (at > end && !follows(reading, at)))
            return false;
        if (classes_at(reading, at) & CLASS_TOWN_HEAD)
            return classes_at(reading, at + 1) & GOES_ON || !follows(reading, at + 1);
    }
    return false;
}

/* "Zixun Wilkins", "Pierce Wilkins", but "at Pierce Wilkins": any word, then a surname. At a
 * sentence's beginning the first may be anything; where two are a company's, something works at it. */
static bool is_name_and_surname(struct reading *reading, uint32_t at, uint32_t end)
{
    bool surnames = classes_at(reading, at) & CLASS_SURNAME;
    uint32_t other = CLASS_DETERMINER | (surnames ? CLASS_LOCATIVE : 0);
    return classes_at(reading, end - 1) & CLASS_SURNAME && is_spaced(reading, end - 1) &&
           !(word_at(reading, at)->flags & WORD_FIRST) &&
           !finder_led_to(reading->finder, &reading->line, at, other);
}

/* Two or three unknown capitalised words with a surname's ending or what is said of persons. */
static uint32_t read_pair(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    if (reading->line.title_case)
        return at;
    while (end < at + 3 && (end == at ? in_line(reading, end) : follows(reading, end)) &&
           is_unknown(reading, end))
        end++;
    if (end < at + 2 || has_article(reading, at) || is_in_capitals(reading, at) ||
        (is_in_capitals(reading, end - 1) && !is_roman(reading, end - 1)) ||
        is_town_behind(reading, end))
        return at;
    if (ends_like_surname(reading, end - 1))
        return add_person(reading, at, end, "names/surname-ending");
    if (is_name_and_surname(reading, at, end))
        return add_person(reading, at, end, "names/known-surname");
    const char *rule = end == at + 2 ? cue_of(reading, at, end) : NULL;
    return rule ? add_person(reading, at, end, rule) : at;
}

/* Whether the word stands apart from the next one: behind a comma, at a line's end. */
static bool is_set_off(const struct reading *reading, uint32_t at)
{
    return !in_line(reading, at + 1) ||
           reading->finder->text->bytes.s[word_at(reading, at)->end] != ' ';
}

static bool is_figure(const struct reading *reading, uint32_t at)
{
    return in_line(reading, at) && word_at(reading, at)->flags & WORD_DIGITS;
}

/* "1 Jan", "Jan, 2001": beside a figure it is rather a month; but "Ioanna, 23, …". */
static bool is_beside_figure(const struct reading *reading, uint32_t at)
{
    enum { DIGITS_OF_YEAR = 4 };
    return (is_figure(reading, at + 1) &&
            (!is_set_off(reading, at) || letters(reading, at + 1) == DIGITS_OF_YEAR)) ||
           (at > 0 && is_figure(reading, at - 1) && letters(reading, at - 1) <= 2 &&
            !is_set_off(reading, at - 1));
}

/* "Nadia is …", "Nadia and the girls": at a sentence's beginning what follows shows a name. */
static bool is_subject(struct reading *reading, uint32_t at)
{
    uint32_t next = at + 1, other = at + 2;
    if (!in_line(reading, next) || is_capital(reading, next))
        return false;
    if (classes_at(reading, next) & (CLASS_SAYING | CLASS_AUXILIARY | CLASS_ACTING))
        return true;
    return classes_at(reading, next) & CLASS_COORDINATOR && in_line(reading, other) &&
           (is_capital(reading, other) ||
            classes_at(reading, other) & (CLASS_DETERMINER | CLASS_ARTICLE));
}

/* "il sindaco, Giordano Ferretti, …", "the mayor, Omar al-Gaithi, …": between commas behind what
 * somebody is any two words are a name, be the one a town's too. */
uint32_t read_between_commas(struct reading *reading, uint32_t at)
{
    if (reading->line.title_case || !follows_trade(reading, at) || !is_name_word(reading, at) ||
        is_ordinary(reading, at) || has_article(reading, at))
        return at;
    uint32_t end = surname_end(reading, at, at + 1);
    if (end == at + 1 || !is_set_off(reading, end - 1) || is_ordinary(reading, end - 1))
        return at;
    return add_person(reading, at, end, "names/apposition");
}

/* "Northern Titus", but "Because Titus": what only begins the sentence is no part of a name. */
static bool goes_on_with(struct reading *reading, uint32_t at)
{
    enum { OTHER = CLASS_TITLE | CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD | CLASS_COORDINATOR };
    if (!follows(reading, at) || !is_capital(reading, at - 1))
        return false;
    bool opens = word_at(reading, at - 1)->flags & WORD_FIRST && is_ordinary(reading, at - 1);
    return !opens || classes_at(reading, at - 1) & OTHER;
}

/* "in Josselin", "près de Josselin", "vicino a Josselin". */
static bool is_located(const struct reading *reading, uint32_t at)
{
    enum { JOINS = CLASS_CONNECTING | CLASS_PLACE_PREPOSITION };
    return finder_led_to(reading->finder, &reading->line, at, CLASS_LOCATIVE) ||
           (finder_led_to(reading->finder, &reading->line, at, JOINS) &&
            finder_led_to(reading->finder, &reading->line, at - 1, CLASS_LOCATIVE));
}

uint32_t read_given_alone(struct reading *reading, uint32_t at)
{
    uint32_t end = land_end(reading, at + 1);
    bool first = word_at(reading, at)->flags & WORD_FIRST && end == at + 1;
    if (!is_given(reading, at) || !is_name_word(reading, at) || is_ordinary(reading, at) ||
        has_article(reading, at) ||
        finder_led_to(reading->finder, &reading->line, at, CLASS_DETERMINER | CLASS_THING_HEAD) ||
        is_located(reading, at) || reading->line.title_case || is_in_capitals(reading, at) ||
        letters(reading, at) < 3 ||
        (first && !is_set_off(reading, at) && !is_subject(reading, at)) ||
        is_beside_figure(reading, at) || goes_on_with(reading, at) ||
        (follows(reading, at + 1) && is_capital(reading, at + 1)))
        return at;
    return add_person(reading, at, end, end > at + 1 ? "names/regnal" : "names/given-alone");
}

uint32_t read_person(struct reading *reading, uint32_t at)
{
    static reader *const readers[] = { read_initials, read_letters, read_inverted,
                                       read_regnal,   read_given,   read_titled,
                                       read_pair,     read_between_commas, read_given_alone };
#pragma GCC unroll 9
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        uint32_t end = readers[i](reading, at);
        if (end > at)
            return end;
    }
    return at;
}
