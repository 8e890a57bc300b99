#include "base/utf8.h"
#include "gazetteer/finder.h"

/* Names that no gazetteer knows are found by what stands in and around them. The classes of words
 * come from words.tsv, so that no language is known here. */

enum { LONGEST_PERSON = 5, SHORTEST_SURNAME = 2, SHORTEST_CAPITALS = 3 };

struct reading {
    struct finder *finder;
    struct line line;
    const struct hit *hit, *hits_end; /* the next one */
};

static const struct word *word_at(const struct reading *reading, uint32_t at)
{
    return finder_word(reading->finder, at);
}

static uint32_t classes_at(struct reading *reading, uint32_t at)
{
    return finder_classes(reading->finder, &reading->line, at);
}

static bool in_line(const struct reading *reading, uint32_t at)
{
    return at >= reading->line.first && at < reading->line.end;
}

/* Whether the word goes on with what the word before it began. */
static bool follows(const struct reading *reading, uint32_t at)
{
    return at > reading->line.first && at < reading->line.end &&
           match_joined(reading->finder->text, at);
}

static uint32_t letters(const struct reading *reading, uint32_t at)
{
    const struct word *word = word_at(reading, at);
    return word->end - word->start;
}

static bool is_capital(const struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->flags & WORD_CAPITAL;
}

static const struct hit *hit_at(const struct reading *reading, uint32_t at)
{
    if (!(reading->finder->classes[at] & BEGINS_HIT))
        return NULL;
    for (const struct hit *hit = reading->hit; hit < reading->hits_end && hit->first <= at; hit++)
        if (hit->first == at)
            return hit;
    return NULL;
}

static bool is_one_letter(const struct reading *reading, uint32_t at)
{
    const struct word *word = word_at(reading, at);
    struct str text = reading->finder->text->bytes;
    size_t end = word->start;
    if (word->end - word->start > 4 || !is_capital(reading, at))
        return false;
    utf8_next(text, &end);
    return end == word->end;
}

static bool is_initial(const struct reading *reading, uint32_t at)
{
    struct str text = reading->finder->text->bytes;
    uint32_t end = word_at(reading, at)->end;
    return is_one_letter(reading, at) && end < text.len && text.s[end] == '.';
}

/* The first part of "D'Alema", "O'Brien". */
static bool is_elided(struct reading *reading, uint32_t at)
{
    return is_one_letter(reading, at) && follows(reading, at + 1) && is_capital(reading, at + 1) &&
           word_at(reading, at + 1)->flags & WORD_GLUED && !is_initial(reading, at);
}

/* "De" in "Giovanni De Santis" */
static bool is_capital_particle(struct reading *reading, uint32_t at)
{
    return is_capital(reading, at) && classes_at(reading, at) & CLASS_PARTICLE &&
           follows(reading, at + 1) && is_capital(reading, at + 1);
}

enum {
    NO_SURNAME = CLASS_TITLE | CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD | CLASS_MONTH_WEEKDAY,
};

/* A capitalised word that can be part of a person's name. */
static bool is_name_word(struct reading *reading, uint32_t at)
{
    if (!is_capital(reading, at) || is_one_letter(reading, at))
        return false;
    const struct hit *hit = hit_at(reading, at);
    if (hit && !(hit->bits & HIT_PERSON) &&
        (hit->words > 1 || hit->bits & (HIT_DEMONYM | HIT_ORGANISATION)))
        return false;
    return !(classes_at(reading, at) & NO_SURNAME);
}

static bool is_known_place(const struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    return hit && hit->bits & HIT_PLACE && !(hit->bits & HIT_PERSON);
}

/* Words that lead from one part of the name to the next: "de", "von der", "al". */
static uint32_t skip_particles(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && follows(reading, end) && !is_capital(reading, end) &&
           classes_at(reading, end) & CLASS_PARTICLE)
        end++;
    return end;
}

/* The end of the name whose first part ends at `at`: surnames, initials, particles. */
static uint32_t surname_end(struct reading *reading, uint32_t first, uint32_t at)
{
    uint32_t most = first + (reading->line.title_case ? 2 : LONGEST_PERSON), end = at;
    uint32_t particle = 0; /* the word behind a "De" or "D'" */
    bool surname = false;
    while (at < most) {
        uint32_t next = skip_particles(reading, at);
        if (!follows(reading, next) ||
            ((surname || next > at) && next != particle && is_known_place(reading, next)))
            break;
        if ((is_initial(reading, next) && !surname) || is_elided(reading, next) ||
            is_capital_particle(reading, next)) {
            at = next + 1;
            particle = at;
            continue;
        }
        if (!is_name_word(reading, next))
            break;
        surname = surname || !(classes_at(reading, next) & CLASS_GIVEN);
        end = at = next + 1;
    }
    return end;
}

/* Whether only a space stands before the word: a hyphen or bracket divides more than it joins. */
static bool is_spaced(const struct reading *reading, uint32_t at)
{
    return follows(reading, at) && !(word_at(reading, at)->flags & WORD_GLUED) &&
           word_at(reading, at - 1)->end + 1 == word_at(reading, at)->start;
}

/* ---- marks ---- */

static struct mark *add_mark(struct reading *reading, enum mark_type type, uint32_t first,
                             uint32_t end, const char *rule)
{
    struct mark *mark = array_push(&reading->finder->marks, reading->finder->arena);
    *mark = (struct mark){
        .first = first, .words = end - first, .type = type, .rule = str_of(rule),
        .person = NO_INDEX, .entity = NO_INDEX, .runner_up = NO_INDEX,
    };
    return mark;
}

static uint32_t add_hit(struct reading *reading, enum mark_type type, const struct hit *hit)
{
    struct mark *mark = add_mark(reading, type, hit->first, hit->first + hit->words, "gazetteer");
    mark->hit = *hit;
    mark->needs_support = type != MARK_DEMONYM && !(hit->bits & (1u << type));
    return hit->first + hit->words;
}

static uint32_t add_person(struct reading *reading, uint32_t first, uint32_t end, const char *rule)
{
    add_mark(reading, MARK_PERSON, first, end, rule);
    return end;
}

/* ---- evidence ---- */

static bool is_in_capitals(const struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->flags & WORD_CAPITALS;
}

/* "MS", "AD" are abbreviations of other things unless the name is in capitals as well. */
static bool is_titled(struct reading *reading, uint32_t at)
{
    return follows(reading, at) && classes_at(reading, at - 1) & CLASS_TITLE &&
           (!is_in_capitals(reading, at - 1) || is_in_capitals(reading, at));
}

/* "-yan", "-shvili": an ending that is known as one of surnames, with letters before it. */
static bool ends_like_surname(struct reading *reading, uint32_t at)
{
    const struct word *word = word_at(reading, at);
    struct str text = reading->finder->text->bytes;
    const struct index *index = reading->finder->index;
    size_t start = word->end;
    for (int count = 0; start > word->start + 3u && count < 7; count++) {
        utf8_previous(text, &start);
        uint64_t hash = fold_hash(index->fold, str_slice(text, start, word->end));
        if (count > 0 && index_classes(index, hash, reading->line.tag) & CLASS_SURNAME_ENDING)
            return true;
    }
    return false;
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

/* "Vittorio Capocelli, prefetto …", "…, 45, …": what is said of a person behind a comma. */
static bool has_apposition(struct reading *reading, uint32_t end)
{
    struct str text = reading->finder->text->bytes;
    if (!in_line(reading, end) || text.s[word_at(reading, end - 1)->end] != ',')
        return false;
    if (word_at(reading, end)->flags & WORD_DIGITS)
        return letters(reading, end) == 2;
    return classes_at(reading, end) & CLASS_TITLE ||
           (in_line(reading, end + 1) && classes_at(reading, end + 1) & CLASS_TITLE &&
            !is_capital(reading, end + 1));
}

static bool is_ordinary(struct reading *reading, uint32_t at)
{
    return classes_at(reading, at) & CLASS_COMMON_CAPITAL;
}

/* A given name whose capital says something. */
static bool is_given(struct reading *reading, uint32_t at)
{
    uint32_t classes = classes_at(reading, at);
    bool first = word_at(reading, at)->flags & WORD_FIRST || reading->line.title_case;
    return classes & CLASS_GIVEN && !(classes & CLASS_COMMON_CAPITAL && first);
}

/* ---- persons ---- */

static uint32_t read_initials(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    if (classes_at(reading, at) & CLASS_TITLE) /* "M. Ferrand" */
        return at;
    while (end < at + 3 && in_line(reading, end) && (end == at || follows(reading, end)) &&
           is_initial(reading, end))
        end++;
    uint32_t surname = skip_particles(reading, end);
    if (end == at || !follows(reading, surname) || !is_name_word(reading, surname) ||
        is_ordinary(reading, surname) || letters(reading, surname) < 3)
        return at;
    return add_person(reading, at, surname + 1, "names/initials");
}

/* "Lindsey Air Station" is no person. */
static bool is_headed(struct reading *reading, uint32_t end)
{
    return !reading->line.title_case && follows(reading, end) && is_capital(reading, end) &&
           classes_at(reading, end) & (CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD);
}

/* "il Wanda Metropolitano" is none either. */
static bool has_article(struct reading *reading, uint32_t at)
{
    return follows(reading, at) && classes_at(reading, at - 1) & CLASS_ARTICLE;
}

static uint32_t read_given(struct reading *reading, uint32_t at)
{
    if (!is_given(reading, at) || !is_name_word(reading, at) || has_article(reading, at))
        return at;
    uint32_t end = surname_end(reading, at, at + 1);
    if (end == at + 1 || (reading->line.title_case && is_ordinary(reading, end - 1)) ||
        is_headed(reading, end))
        return at;
    return add_person(reading, at, end, "names/given-name");
}

static uint32_t read_titled(struct reading *reading, uint32_t at)
{
    if (!is_titled(reading, at) || !is_name_word(reading, at) || is_ordinary(reading, at) ||
        letters(reading, at) < 3)
        return at;
    return add_person(reading, at, surname_end(reading, at, at + 1), "names/title");
}

/* Whether the gazetteer has the two words the other way round. */
static bool is_known_reversed(struct reading *reading, uint32_t at)
{
    uint32_t words[2] = { at + 1, at };
    const struct finder *finder = reading->finder;
    struct hit hit;
    if (!match_words(finder->index, finder->text, words, 2, &hit))
        return false;
    const struct layout_name *name = &finder->index->names[finder->index->nodes[hit.node]];
    return finder->index->entities[name->entity].type == NAME_PERSON;
}

static bool is_surname_in_capitals(struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->flags & WORD_CAPITALS &&
           letters(reading, at) >= SHORTEST_CAPITALS &&
           !(word_at(reading, at + 1)->flags & WORD_CAPITALS) &&
           classes_at(reading, at + 1) & CLASS_GIVEN;
}

/* "SAMADOV Bahruz", "Orbán Viktor" */
static uint32_t read_inverted(struct reading *reading, uint32_t at)
{
    if (!follows(reading, at + 1) || !is_name_word(reading, at) || !is_name_word(reading, at + 1))
        return at;
    if (!is_surname_in_capitals(reading, at) && !is_known_reversed(reading, at))
        return at;
    add_mark(reading, MARK_PERSON, at, at + 2, "names/inverted")->kind = STR("inverted");
    return at + 2;
}

static bool is_unknown(struct reading *reading, uint32_t at)
{
    return is_name_word(reading, at) && !hit_at(reading, at) && !is_ordinary(reading, at) &&
           letters(reading, at) >= SHORTEST_SURNAME;
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
    if (end < at + 2 || has_article(reading, at))
        return at;
    if (ends_like_surname(reading, end - 1))
        return add_person(reading, at, end, "names/surname-ending");
    if (end > at + 2)
        return at;
    if (speaks(reading, at, end))
        return add_person(reading, at, end, "names/saying");
    if (has_apposition(reading, end))
        return add_person(reading, at, end, "names/apposition");
    return at;
}

/* Whether the word stands apart from the next one: behind a comma, at a line's end. */
static bool is_set_off(const struct reading *reading, uint32_t at)
{
    return !in_line(reading, at + 1) ||
           reading->finder->text->bytes.s[word_at(reading, at)->end] != ' ';
}

/* "… and Whitney sang": a given name by itself, where nothing speaks for something else. */
static uint32_t read_given_alone(struct reading *reading, uint32_t at)
{
    bool first = word_at(reading, at)->flags & WORD_FIRST;
    if (!is_given(reading, at) || !is_unknown(reading, at) || has_article(reading, at) ||
        reading->line.title_case || is_in_capitals(reading, at) || letters(reading, at) < 3 ||
        (first && !is_set_off(reading, at) && !is_saying(reading, at + 1)) ||
        (follows(reading, at) && is_capital(reading, at - 1)) ||
        (follows(reading, at + 1) && is_capital(reading, at + 1)))
        return at;
    return add_person(reading, at, at + 1, "names/given-alone");
}

typedef uint32_t reader(struct reading *reading, uint32_t at);

static uint32_t read_person(struct reading *reading, uint32_t at)
{
    static reader *const readers[] = { read_initials, read_inverted, read_given, read_titled,
                                       read_pair, read_given_alone };
#pragma GCC unroll 8
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        uint32_t end = readers[i](reading, at);
        if (end > at)
            return end;
    }
    return at;
}

/* ---- places and organisations by their heads ---- */

/* "del Senato Pietro Grasso": where a person's full name begins, the name before has ended. */
static bool begins_person(struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    if (hit && hit->words > 1 && hit->bits & HIT_PERSON)
        return true;
    return is_given(reading, at) && is_name_word(reading, at) && follows(reading, at + 1) &&
           (is_name_word(reading, at + 1) || is_elided(reading, at + 1));
}

static uint32_t capitals_end(struct reading *reading, uint32_t at)
{
    while (follows(reading, at) && is_capital(reading, at) && !begins_person(reading, at))
        at++;
    return at;
}

static uint32_t skip_connecting(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && follows(reading, end) && !is_capital(reading, end) &&
           classes_at(reading, end) & CLASS_CONNECTING)
        end++;
    return end;
}

/* "Bank of America": what an organisation's head word begins. */
static uint32_t read_organisation(struct reading *reading, uint32_t at)
{
    if (!is_capital(reading, at) || !(classes_at(reading, at) & CLASS_ORGANISATION_HEAD))
        return at;
    uint32_t end = capitals_end(reading, at + 1);
    for (int parts = 0; parts < 3; parts++) {
        uint32_t next = skip_connecting(reading, end);
        if (next == end || !follows(reading, next) || !is_capital(reading, next) ||
            begins_person(reading, next) || (parts && is_known_place(reading, next)))
            break;
        end = capitals_end(reading, next + 1);
    }
    if (end == at + 1)
        return at;
    add_mark(reading, MARK_ORGANISATION, at, end, "names/organisation-head");
    return end;
}

static bool is_place_head(struct reading *reading, uint32_t at)
{
    uint32_t classes = classes_at(reading, at);
    return classes & CLASS_PLACE_HEAD && !(classes & CLASS_TITLE);
}

/* Where the name begins that the head word at `head` heads at `name`, or `name` itself: "Mount
 * Rainier", "piazza San Babila", "frazione di Camerota". */
static uint32_t read_headed(struct reading *reading, uint32_t head, uint32_t name)
{
    uint32_t first = is_capital(reading, head) ? head : name, end = name + 1;
    bool street = classes_at(reading, head) & CLASS_STREET;
    if (!follows(reading, name) || !is_name_word(reading, name) || is_ordinary(reading, name) ||
        hit_at(reading, name) || (begins_person(reading, name) && !street))
        return name;
    while (follows(reading, end) && is_unknown(reading, end))
        end++;
    add_mark(reading, MARK_PLACE, first, end, "names/place-head");
    return end;
}

/* The word is the head itself. */
static uint32_t read_head(struct reading *reading, uint32_t at)
{
    if (reading->line.title_case || !is_place_head(reading, at))
        return at;
    uint32_t name = skip_particles(reading, at + 1), end = read_headed(reading, at, name);
    return end > name ? end : at;
}

/* A head in lower case stands before the word, perhaps with particles between. */
static uint32_t read_behind_head(struct reading *reading, uint32_t at)
{
    uint32_t head = at;
    for (int i = 0; i < 3 && follows(reading, head) && !is_capital(reading, head - 1); i++) {
        head--;
        if (is_place_head(reading, head))
            return reading->line.title_case ? at : read_headed(reading, head, at);
        if (!(classes_at(reading, head) & CLASS_PARTICLE))
            break;
    }
    return at;
}

/* What a capitalised head word behind a name makes of it: "Washington Post", "Orange County". */
static uint32_t read_tail(struct reading *reading, uint32_t first, uint32_t end)
{
    uint32_t last = capitals_end(reading, end), classes = 0;
    for (uint32_t i = end; i < last; i++)
        classes |= classes_at(reading, i);
    if (reading->line.title_case || !(classes & (CLASS_ORGANISATION_HEAD | CLASS_PLACE_HEAD)))
        return first;
    bool organisation = classes & CLASS_ORGANISATION_HEAD ||
                        !(classes_at(reading, last - 1) & CLASS_PLACE_HEAD);
    add_mark(reading, organisation ? MARK_ORGANISATION : MARK_PLACE, first, last,
             organisation ? "names/organisation-head" : "names/place-head");
    return last;
}

enum {
    LARGE_PLACE = 1000000,
    LARGE_FOR_A_GIVEN_NAME = 500000,
    LARGE_FOR_A_SURNAME = 60000,
};

static uint32_t largest(const struct reading *reading, const struct hit *hit)
{
    const struct index *index = reading->finder->index;
    uint32_t prior = 0;
    for (uint32_t i = index->nodes[hit->node]; i < index->nodes[hit->node + 1]; i++)
        if (index->entities[index->names[i].entity].prior > prior)
            prior = index->entities[index->names[i].entity].prior;
    return prior;
}

static bool is_large(const struct reading *reading, const struct hit *hit)
{
    return largest(reading, hit) >= LARGE_PLACE;
}

static uint32_t unknown_end(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && (end == at || follows(reading, end)) && is_unknown(reading, end))
        end++;
    return end;
}

static bool is_comma_or_bracket(const struct reading *reading, uint32_t before)
{
    struct str text = reading->finder->text->bytes;
    uint32_t end = word_at(reading, before)->end;
    return text.s[end] == ',' || (text.s[end] == ' ' && text.s[end + 1] == '(');
}

/* "Policoro, in provincia di Matera", "Irving, Texas" */
static uint32_t read_place_by_next(struct reading *reading, uint32_t at)
{
    uint32_t end = unknown_end(reading, at), next = end;
    if (end == at || !in_line(reading, end) || reading->line.title_case ||
        !is_comma_or_bracket(reading, end - 1))
        return at;
    if (classes_at(reading, next) & CLASS_LOCATIVE && in_line(reading, next + 1))
        next++;
    const struct hit *hit = hit_at(reading, next);
    bool area = hit ? hit->bits & HIT_PLACE && is_large(reading, hit)
                    : next > end && classes_at(reading, next) & CLASS_PLACE_HEAD;
    if (!area)
        return at;
    add_mark(reading, MARK_PLACE, at, end, "names/place-within");
    return end;
}

/* "Treasure Island", "Bellevue Hospital", "Lafayette Park": the head stands last. */
static uint32_t read_tailed(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && (end == at || is_spaced(reading, end)) && is_name_word(reading, end) &&
           !is_ordinary(reading, end))
        end++;
    return end > at && is_spaced(reading, end) ? read_tail(reading, at, end) : at;
}

/* ---- hits ---- */

/* Places that are called as persons or things are: "Claudio", "Nice". */
static bool is_weak_place(struct reading *reading, const struct hit *hit)
{
    return hit->words == 1 && largest(reading, hit) < LARGE_FOR_A_GIVEN_NAME &&
           classes_at(reading, hit->first) & (CLASS_GIVEN | CLASS_COMMON_CAPITAL);
}

/* Small places that are called as families are: "Green". */
static bool is_surname(struct reading *reading, const struct hit *hit)
{
    uint32_t count;
    index_surnames(reading->finder->index, word_at(reading, hit->first)->hash, &count);
    return count && hit->words == 1 && largest(reading, hit) < LARGE_FOR_A_SURNAME;
}

/* "il Bologna", "du Havre": towns have no article in French and Italian unless it is a part of
 * their name; clubs that are called after them have. */
static bool is_club(struct reading *reading, const struct hit *hit)
{
    const struct index *index = reading->finder->index;
    if (!has_article(reading, hit->first) || word_at(reading, hit->first)->flags & WORD_GLUED)
        return false;
    for (uint32_t i = index->nodes[hit->node]; i < index->nodes[hit->node + 1]; i++) {
        const struct layout_entity *entity = &index->entities[index->names[i].entity];
        bool bare = index->names[i].form == FORM_BARE;
        if (entity->type == NAME_PLACE && (bare || !entity->settlement))
            return false;
    }
    return true;
}

/* A word that is a place's name somewhere and something else nearly always: "University". */
static bool is_other_word(struct reading *reading, const struct hit *hit)
{
    return hit->words == 1 && !is_large(reading, hit) &&
           classes_at(reading, hit->first) & (NO_SURNAME | CLASS_SAYING);
}

/* A place's name that is a person's here: "Paris Hilton", "President Lincoln". */
static uint32_t read_place_as_person(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + 1;
    if (hit->words > 1)
        return hit->first;
    if (is_titled(reading, hit->first))
        return read_titled(reading, hit->first);
    uint32_t name = skip_particles(reading, next);
    if (!(classes_at(reading, hit->first) & CLASS_GIVEN) || !follows(reading, name) ||
        !is_name_word(reading, name) || is_ordinary(reading, name) ||
        finder_led_to(reading->finder, &reading->line, hit->first, LOCATES))
        return hit->first;
    return read_given(reading, hit->first);
}

/* Two of these side by side are a person or thing: "Walker Evans". */
static bool is_village(const struct reading *reading, const struct hit *hit)
{
    uint8_t bits = hit->bits | hit->context;
    return hit->words == 1 && bits & HIT_PLACE && largest(reading, hit) < LARGE_PLACE;
}

static const struct mark *last_mark(const struct reading *reading)
{
    size_t count = reading->finder->marks.count;
    return count ? &reading->finder->marks.items[count - 1] : NULL;
}

/* "Texas Rangers", "Environment Canada": a part of a name of something else. */
static bool is_part_of_more(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + hit->words;
    const struct mark *last = last_mark(reading);
    if (reading->line.title_case ||
        (finder_led_to(reading->finder, &reading->line, hit->first, LEADS_TO_PLACE) &&
         !has_article(reading, hit->first)))
        return false;
    if (is_spaced(reading, next) && is_unknown(reading, next) &&
        !(classes_at(reading, next) & CLASS_GIVEN))
        return true;
    if (is_spaced(reading, next) && is_village(reading, hit) && hit_at(reading, next) &&
        is_village(reading, hit_at(reading, next)))
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
            letters(reading, hit->first) <= SHORTEST_CAPITALS);
}

static uint32_t read_place(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words, after = hit->first;
    if (!is_abbreviated(reading, hit))
        after = read_tail(reading, hit->first, end);
    if (after > hit->first)
        return after;
    after = read_place_as_person(reading, hit);
    if (after > hit->first)
        return after;
    if (is_part_of_more(reading, hit) || is_club(reading, hit)) {
        add_hit(reading, MARK_NONE, hit);
        return end;
    }
    add_hit(reading, MARK_PLACE, hit);
    struct mark *mark = &reading->finder->marks.items[reading->finder->marks.count - 1];
    mark->weak = is_weak_place(reading, hit);
    mark->needs_support |= mark->weak || is_surname(reading, hit);
    return end;
}

/* "Democratic Party of Moldova": what belongs to the organisation stands behind it. */
static uint32_t read_known_organisation(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words, next = skip_connecting(reading, end);
    if (hit->words == 1 || next == end || !follows(reading, next) || !is_capital(reading, next) ||
        begins_person(reading, next))
        return add_hit(reading, MARK_ORGANISATION, hit);
    end = capitals_end(reading, next + 1);
    add_mark(reading, MARK_ORGANISATION, hit->first, end, "names/organisation-head");
    return end;
}

static uint32_t read_known_person(struct reading *reading, const struct hit *hit)
{
    uint32_t after = hit->first;
    if (hit->words == 1)
        after = read_inverted(reading, hit->first);
    if (hit->words == 1 && after == hit->first)
        after = read_tail(reading, hit->first, hit->first + 1);
    return after > hit->first ? after : add_hit(reading, MARK_PERSON, hit);
}

static uint32_t read_hit(struct reading *reading, const struct hit *hit)
{
    uint8_t bits = hit->bits ? hit->bits : hit->context;
    bool led = finder_led_to(reading->finder, &reading->line, hit->first, LOCATES);
    bool place = bits & HIT_PLACE && (led || is_large(reading, hit));
    if (bits & HIT_PERSON && (hit->words > 1 || !place))
        return read_known_person(reading, hit);
    if (bits & HIT_ORGANISATION && !place)
        return read_known_organisation(reading, hit);
    if (bits & HIT_PLACE)
        return read_place(reading, hit);
    return add_hit(reading, MARK_DEMONYM, hit);
}

static uint32_t read_word(struct reading *reading, uint32_t at)
{
    static reader *const readers[] = { read_organisation, read_tailed, read_head,
                                       read_behind_head, read_place_by_next, read_person };
    if (reading->line.boilerplate || !is_capital(reading, at))
        return at + 1;
#pragma GCC unroll 8
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        uint32_t end = readers[i](reading, at);
        if (end > at)
            return end;
    }
    add_mark(reading, MARK_LOOSE, at, at + 1, "");
    return at + 1;
}

/* The head may stand before the gazetteer's name: "University of Rome". */
static uint32_t read_at(struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    return hit && !is_other_word(reading, hit) ? read_hit(reading, hit) : read_word(reading, at);
}

static void read_line(struct finder *finder, size_t number, const struct hit **hit)
{
    const struct hit *end = finder->hits.items + finder->hits.count;
    struct reading reading = { finder, finder->lines[number], *hit, end };
    for (uint32_t at = reading.line.first; at < reading.line.end;) {
        bool plain = !is_capital(&reading, at) && !hit_at(&reading, at);
        at = plain ? at + 1 : read_at(&reading, at);
        while (reading.hit < end && reading.hit->first < at)
            reading.hit++;
    }
    *hit = reading.hit;
}

void marks_read(struct finder *finder)
{
    const struct hit *hit = finder->hits.items;
    for (size_t i = 0; i < finder->hits.count; i++)
        finder->classes[hit[i].first] |= BEGINS_HIT;
    for (size_t i = 0; i < finder->text->sentences.count; i++)
        read_line(finder, i, &hit);
}
