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
    utf8_next(text, &end);
    return end == word->end && is_capital(reading, at);
}

static bool is_initial(const struct reading *reading, uint32_t at)
{
    struct str text = reading->finder->text->bytes;
    uint32_t end = word_at(reading, at)->end;
    return is_one_letter(reading, at) && end < text.len && text.s[end] == '.';
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
    if (hit && (hit->words > 1 || hit->bits & (HIT_DEMONYM | HIT_ORGANISATION)))
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
    uint32_t most = reading->line.title_case ? first + 2 : first + LONGEST_PERSON;
    bool surname = false;
    while (at < most) {
        uint32_t next = skip_particles(reading, at);
        if (!follows(reading, next) || (surname && is_known_place(reading, next)))
            break;
        if (is_initial(reading, next) && !surname) {
            at = next + 1;
            continue;
        }
        if (!is_name_word(reading, next))
            break;
        surname = surname || !(classes_at(reading, next) & CLASS_GIVEN);
        at = next + 1;
    }
    return at;
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

static bool is_titled(struct reading *reading, uint32_t at)
{
    return follows(reading, at) && classes_at(reading, at - 1) & CLASS_TITLE;
}

/* "-yan", "-shvili": an ending that is known as one of surnames, with at least two letters before. */
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
    while (end < at + 3 && in_line(reading, end) && (end == at || follows(reading, end)) &&
           is_initial(reading, end))
        end++;
    uint32_t surname = skip_particles(reading, end);
    if (end == at || !follows(reading, surname) || !is_name_word(reading, surname) ||
        is_ordinary(reading, surname) || letters(reading, surname) < 3)
        return at;
    return add_person(reading, at, surname + 1, "names/initials");
}

static uint32_t read_given(struct reading *reading, uint32_t at)
{
    if (!is_given(reading, at) || !is_name_word(reading, at))
        return at;
    uint32_t end = surname_end(reading, at, at + 1);
    if (end == at + 1 || (reading->line.title_case && is_ordinary(reading, end - 1)))
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
    if (end < at + 2)
        return at;
    if (ends_like_surname(reading, end - 1))
        return add_person(reading, at, end, "names/surname-ending");
    if (speaks(reading, at, end))
        return add_person(reading, at, end, "names/saying");
    if (has_apposition(reading, end))
        return add_person(reading, at, end, "names/apposition");
    return at;
}

typedef uint32_t reader(struct reading *reading, uint32_t at);

static uint32_t read_person(struct reading *reading, uint32_t at)
{
    static reader *const readers[] = { read_initials, read_inverted, read_given, read_titled,
                                       read_pair };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        uint32_t end = readers[i](reading, at);
        if (end > at)
            return end;
    }
    return at;
}

/* ---- places and organisations by their heads ---- */

static uint32_t capitals_end(struct reading *reading, uint32_t at)
{
    while (follows(reading, at) && is_capital(reading, at))
        at++;
    return at;
}

/* "Bank of America": what an organisation's head word begins. */
static uint32_t read_organisation(struct reading *reading, uint32_t at)
{
    if (!is_capital(reading, at) || !(classes_at(reading, at) & CLASS_ORGANISATION_HEAD))
        return at;
    uint32_t end = capitals_end(reading, at + 1);
    for (int parts = 0; parts < 3; parts++) {
        uint32_t next = skip_particles(reading, end);
        if (next == end || !follows(reading, next) || !is_capital(reading, next))
            break;
        end = capitals_end(reading, next + 1);
    }
    if (end == at + 1)
        return at;
    add_mark(reading, MARK_ORGANISATION, at, end, "names/organisation-head");
    return end;
}

/* "Mount Rainier", "Piazza Navona" */
static uint32_t read_headed_place(struct reading *reading, uint32_t at)
{
    if (!is_capital(reading, at) || !(classes_at(reading, at) & CLASS_PLACE_HEAD) ||
        reading->line.title_case)
        return at;
    uint32_t name = skip_particles(reading, at + 1);
    if (!follows(reading, name) || !is_name_word(reading, name) ||
        (word_at(reading, at)->flags & WORD_FIRST && is_ordinary(reading, name)))
        return at;
    uint32_t end = name + 1;
    while (follows(reading, end) && is_unknown(reading, end))
        end++;
    add_mark(reading, MARK_PLACE, at, end, "names/place-head");
    return end;
}

/* What a capitalised head word behind a name makes of it: "Washington Post", "Orange County". */
static uint32_t read_tail(struct reading *reading, uint32_t first, uint32_t end)
{
    uint32_t last = capitals_end(reading, end), classes = 0;
    for (uint32_t i = end; i < last; i++)
        classes |= classes_at(reading, i);
    if (reading->line.title_case || !(classes & (CLASS_ORGANISATION_HEAD | CLASS_PLACE_HEAD)))
        return first;
    bool organisation = classes & CLASS_ORGANISATION_HEAD;
    add_mark(reading, organisation ? MARK_ORGANISATION : MARK_PLACE, first, last,
             organisation ? "names/organisation-head" : "names/place-head");
    return last;
}

/* ---- hits ---- */

/* A place's name that is a person's here: "Paris Hilton", "President Lincoln". */
static uint32_t read_place_as_person(struct reading *reading, const struct hit *hit)
{
    uint32_t next = hit->first + 1;
    if (hit->words > 1)
        return hit->first;
    if (is_titled(reading, hit->first) && !follows(reading, next))
        return read_titled(reading, hit->first);
    if (!(classes_at(reading, hit->first) & CLASS_GIVEN) || !follows(reading, next) ||
        !is_unknown(reading, next) || finder_led_to(reading->finder, &reading->line, hit->first))
        return hit->first;
    return read_given(reading, hit->first);
}

static uint32_t read_place(struct reading *reading, const struct hit *hit)
{
    uint32_t end = hit->first + hit->words;
    uint32_t after = read_tail(reading, hit->first, end);
    if (after > hit->first)
        return after;
    after = read_place_as_person(reading, hit);
    return after > hit->first ? after : add_hit(reading, MARK_PLACE, hit);
}

static uint32_t read_hit(struct reading *reading, const struct hit *hit)
{
    uint8_t bits = hit->bits ? hit->bits : hit->context;
    if (bits & HIT_PERSON && (hit->words > 1 || !(bits & HIT_PLACE)))
        return add_hit(reading, MARK_PERSON, hit);
    if (bits & HIT_PLACE)
        return read_place(reading, hit);
    if (bits & HIT_ORGANISATION)
        return add_hit(reading, MARK_ORGANISATION, hit);
    return add_hit(reading, MARK_DEMONYM, hit);
}

static uint32_t read_word(struct reading *reading, uint32_t at)
{
    static reader *const readers[] = { read_organisation, read_headed_place, read_person };
    if (!is_capital(reading, at) || reading->line.boilerplate)
        return at + 1;
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
    return hit ? read_hit(reading, hit) : read_word(reading, at);
}

static void read_line(struct finder *finder, size_t number, const struct hit **hit)
{
    const struct hit *end = finder->hits.items + finder->hits.count;
    struct reading reading = { finder, finder_line(finder, number), *hit, end };
    for (uint32_t at = reading.line.first; at < reading.line.end;) {
        at = read_at(&reading, at);
        while (reading.hit < end && reading.hit->first < at)
            reading.hit++;
    }
    *hit = reading.hit;
}

void marks_read(struct finder *finder)
{
    const struct hit *hit = finder->hits.items;
    for (size_t i = 0; i < finder->text->sentences.count; i++)
        read_line(finder, i, &hit);
}
