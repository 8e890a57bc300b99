#include "base/utf8.h"
#include "gazetteer/finder.h"

/* A person is named in full once and then by surname, initials or the other way round. All its
 * mentions get one identity: the gazetteer's, or one of this article. */

enum { SHORTEST_KNOWN_SURNAME = 4 };

static uint64_t hash_of(const struct finder *finder, uint32_t word)
{
    return finder_word(finder, word)->hash;
}

static uint64_t first_letter(const struct finder *finder, struct str text)
{
    size_t end = 0;
    if (text.len)
        utf8_next(text, &end);
    return fold_hash(finder->index->fold, str_slice(text, 0, end));
}

static struct str surface_of(const struct finder *finder, uint32_t first, uint32_t end)
{
    return str_slice(finder->text->bytes, finder_word(finder, first)->start,
                     finder_word(finder, end - 1)->end);
}

static uint32_t last_of(const struct mark *mark)
{
    return mark->first + mark->words - 1;
}

static bool is_inverted(const struct mark *mark)
{
    return str_is(mark->kind, "inverted");
}

/* ---- which entity a mention in full names ---- */

static int fits_year(const struct index *index, uint32_t entity, int year)
{
    const struct layout_years *years = index_years(index, &index->entities[entity]);
    if (year == NO_YEAR || (years->from == NO_YEAR && years->to == NO_YEAR))
        return 0;
    bool begun = years->from == NO_YEAR || year >= years->from;
    bool over = years->to != NO_YEAR && year > years->to;
    return begun && !over ? 1 : -1;
}

/* Keeps the better of the mark's entity and `entity`: in office at the article's date, else the
 * first that the tables have. */
static void consider(struct finder *finder, struct mark *mark, uint32_t entity)
{
    if (mark->entity == entity)
        return;
    if (mark->entity == NO_INDEX) {
        mark->entity = entity;
        return;
    }
    int now = fits_year(finder->index, mark->entity, finder->year);
    int other = fits_year(finder->index, entity, finder->year);
    mark->ambiguous = now == other;
    mark->runner_up = other > now ? mark->entity : entity;
    if (other > now)
        mark->entity = entity;
}

static bool is_person(const struct index *index, uint32_t name)
{
    return index_sort(index, index_entity(index, name))->type == NAME_PERSON;
}

static void identify_hit(struct finder *finder, struct mark *mark)
{
    const struct index *index = finder->index;
    for (uint32_t i = mark->hit.node, end = index_end(index, i); i < end; i++) {
        const struct layout_manner *manner = index_manner(index, i);
        if (is_person(index, i) && manner->use != USE_NEVER &&
            match_case(finder->text, &mark->hit, manner))
            consider(finder, mark, index->names[i].entity);
    }
}

/* "Orbán Viktor": the gazetteer's name read from behind. */
static void identify_inverted(struct finder *finder, struct mark *mark)
{
    uint32_t words[2] = { last_of(mark), mark->first };
    struct hit hit;
    if (mark->words != 2 || !match_words(finder->index, finder->text, words, 2, &hit))
        return;
    const struct index *index = finder->index;
    for (uint32_t i = hit.node, end = index_end(index, i); i < end; i++)
        if (is_person(index, i))
            consider(finder, mark, index->names[i].entity);
    if (mark->entity != NO_INDEX)
        mark->kind = STR("inverted");
}

/* "N. Pashinyan": the only person of that surname whose name begins so. */
static void identify_initials(struct finder *finder, struct mark *mark)
{
    uint32_t count;
    const struct index *index = finder->index;
    uint64_t surname = hash_of(finder, last_of(mark));
    const struct layout_surname *row = index_surnames(index, surname, &count);
    uint64_t letter = first_letter(finder, surface_of(finder, mark->first, mark->first + 1));
    for (uint32_t i = 0; i < count; i++) {
        struct str name = index_called(index, &index->entities[row[i].entity]);
        if (first_letter(finder, name) == letter)
            consider(finder, mark, row[i].entity);
    }
    if (mark->ambiguous)
        mark->entity = mark->runner_up = NO_INDEX;
    mark->ambiguous = false;
}

static void identify(struct finder *finder, struct mark *mark)
{
    if (mark->hit.node)
        identify_hit(finder, mark);
    else if (finder_abbreviated(finder, mark->first))
        identify_initials(finder, mark);
    else
        identify_inverted(finder, mark);
    if (finder_abbreviated(finder, mark->first) && !mark->hit.node)
        mark->kind = STR("initials");
}

/* ---- persons of the article ---- */

static struct known_person person_of(struct finder *finder, const struct mark *mark)
{
    uint32_t given = is_inverted(mark) ? last_of(mark) : mark->first;
    uint32_t surname = is_inverted(mark) ? mark->first : last_of(mark);
    struct known_person person = {
        .first = mark->first, .words = mark->words, .entity = mark->entity,
        .surname = hash_of(finder, surname),
    };
    if (mark->words == 1)
        return person;
    person.initial = first_letter(finder, surface_of(finder, given, given + 1));
    if (!finder_abbreviated(finder, given))
        person.given = hash_of(finder, given);
    return person;
}

static bool is_same(const struct known_person *known, const struct known_person *other)
{
    if (known->entity != NO_INDEX && other->entity != NO_INDEX)
        return known->entity == other->entity;
    if (known->surname != other->surname)
        return false;
    if (!known->initial || !other->initial)
        return true;
    return known->initial == other->initial &&
           (!known->given || !other->given || known->given == other->given);
}

static uint32_t find_person(const struct finder *finder, const struct known_person *wanted)
{
    for (size_t i = finder->persons.count; i-- > 0;)
        if (is_same(&finder->persons.items[i], wanted))
            return (uint32_t)i;
    return NO_INDEX;
}

/* The fullest form of all mentions is what the person is called by. */
static void merge(struct known_person *known, const struct known_person *other)
{
    bool fuller = (other->given && !known->given) ||
                  (!other->given == !known->given && other->words > known->words);
    if (fuller) {
        known->first = other->first;
        known->words = other->words;
    }
    if (!known->given)
        known->given = other->given;
    if (!known->initial)
        known->initial = other->initial;
    if (known->entity == NO_INDEX)
        known->entity = other->entity;
}

static void join_person(struct finder *finder, struct mark *mark)
{
    struct known_person person = person_of(finder, mark);
    uint32_t at = find_person(finder, &person);
    if (at == NO_INDEX) {
        at = (uint32_t)finder->persons.count;
        *array_push(&finder->persons, finder->arena) = person;
    } else {
        merge(&finder->persons.items[at], &person);
    }
    mark->person = at;
}

static void link_in_full(struct finder *finder)
{
    for (size_t i = 0; i < finder->marks.count; i++) {
        struct mark *mark = &finder->marks.items[i];
        if (mark->type != MARK_PERSON || mark->words == 1)
            continue;
        identify(finder, mark);
        join_person(finder, mark);
    }
}

/* ---- mentions by one word ---- */

/* The person whose surname (or, second best, given name) the word is; the last named wins. */
static uint32_t person_called(const struct finder *finder, uint64_t word, bool *ret_surname)
{
    uint32_t found = NO_INDEX;
    *ret_surname = false;
    for (size_t i = finder->persons.count; i-- > 0;) {
        if (finder->persons.items[i].surname == word) {
            *ret_surname = true;
            return (uint32_t)i;
        }
        if (finder->persons.items[i].given == word && found == NO_INDEX)
            found = (uint32_t)i;
    }
    return found;
}

/* A surname in another spelling than the full name had: the gazetteer knows whose it is. */
static uint32_t person_by_spelling(const struct finder *finder, uint64_t word)
{
    uint32_t count;
    const struct layout_surname *row = index_surnames(finder->index, word, &count);
    for (uint32_t i = 0; i < count; i++)
        for (size_t j = 0; j < finder->persons.count; j++)
            if (finder->persons.items[j].entity == row[i].entity)
                return (uint32_t)j;
    return NO_INDEX;
}

static const struct sounds *sounds_of(const struct finder *finder, uint32_t word)
{
    struct sounds *sounds = arena_new(finder->arena, struct sounds);
    press_listen(&finder->index->press, finder->index->fold, surface_of(finder, word, word + 1),
                 sounds);
    return sounds;
}

/* "Pachinian" after "Nikol Pashinyan": a surname that sounds as that of one person named so far. */
static uint32_t person_by_sound(struct finder *finder, uint32_t word)
{
    const struct sounds *sounds = finder->persons.count ? sounds_of(finder, word) : NULL;
    uint32_t found = NO_INDEX;
    for (size_t i = 0; sounds && i < finder->persons.count; i++) {
        struct known_person *person = &finder->persons.items[i];
        if (!person->given)
            continue;
        if (!person->sounds)
            person->sounds = sounds_of(finder, person->first + person->words - 1);
        if (!press_agree(sounds, person->sounds))
            continue;
        if (found != NO_INDEX)
            return NO_INDEX;
        found = (uint32_t)i;
    }
    return found;
}

/* "D'Alema", "Di Pietro": what stands before the surname in the full name as well. */
static void take_particle(struct finder *finder, const struct line *line, struct mark *mark)
{
    if (mark->first == line->first)
        return;
    uint32_t before = mark->first - 1;
    while (before > line->first && match_joined(finder->text, before + 1) && /* "Van der" */
           !(finder_word(finder, before)->flags & WORD_CAPITAL) &&
           finder_classes(finder, line, before) & CLASS_PARTICLE)
        before--;
    if (!match_joined(finder->text, before + 1) ||
        !(finder_word(finder, before)->flags & WORD_CAPITAL) ||
        (finder_word(finder, before)->flags & WORD_FIRST &&
         finder_classes(finder, line, before) & CLASS_ARTICLE) ||
        !(finder_classes(finder, line, before) & CLASS_PARTICLE))
        return;
    mark->words += mark->first - before;
    mark->first = before;
}

static void become(struct mark *mark, uint32_t person, bool surname)
{
    mark->type = MARK_PERSON;
    mark->person = person;
    mark->hit = (struct hit){ 0 };
    mark->needs_support = false;
    mark->kind = surname ? STR("surname") : STR("short");
    mark->rule = STR("names/surname");
}

/* The only person in the gazetteer of that surname, for one whom a title shows to be one. */
static void identify_surname(struct finder *finder, struct mark *mark)
{
    uint32_t count;
    const struct layout_surname *row = index_surnames(finder->index, hash_of(finder, mark->first),
                                                      &count);
    for (uint32_t i = 0; i < count; i++)
        consider(finder, mark, row[i].entity);
    if (mark->ambiguous)
        mark->entity = mark->runner_up = NO_INDEX;
    if (mark->entity != NO_INDEX)
        mark->kind = STR("surname");
    mark->ambiguous = false;
}

/* "Aliyev" of 1998 is the father, whatever the tables call by the surname alone. */
static void prefer_in_office(struct finder *finder, struct mark *mark)
{
    uint32_t count;
    const struct index *index = finder->index;
    const struct layout_surname *row = index_surnames(index, hash_of(finder, mark->first), &count);
    if (mark->entity == NO_INDEX || fits_year(index, mark->entity, finder->year) >= 0)
        return;
    for (uint32_t i = 0; i < count; i++)
        if (fits_year(index, row[i].entity, finder->year) > 0)
            consider(finder, mark, row[i].entity);
}

/* A given name by itself is nobody's surname. */
static bool is_given_alone(const struct mark *mark)
{
    return str_is(mark->rule, "names/given-alone");
}

static void link_surname(struct finder *finder, struct mark *mark)
{
    bool surname;
    uint64_t word = hash_of(finder, mark->first);
    uint32_t person = person_called(finder, word, &surname);
    if (person != NO_INDEX) {
        become(mark, person, surname);
        return;
    }
    if (mark->hit.node)
        identify_hit(finder, mark);
    else if (!is_given_alone(mark))
        identify_surname(finder, mark);
    prefer_in_office(finder, mark);
    join_person(finder, mark);
}

/* "Clinton", "Bush": the surname by itself of one who held an office that the tables know. */
static bool identify_office_holder(struct finder *finder, struct mark *mark)
{
    uint32_t count;
    const struct index *index = finder->index;
    const struct layout_surname *row = index_surnames(index, hash_of(finder, mark->first), &count);
    if (surface_of(finder, mark->first, mark->first + 1).len < SHORTEST_KNOWN_SURNAME)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (index_years(index, &index->entities[row[i].entity])->from != NO_YEAR)
            consider(finder, mark, row[i].entity);
    return mark->entity != NO_INDEX;
}

/* A place's name that is the surname of a person of this article and stands as one. */
static bool is_surname_here(struct finder *finder, const struct line *line, const struct mark *mark)
{
    if (mark->words > 1 || finder_area_behind(finder, mark) ||
        finder_led_to(finder, line, mark->first, LOCATES) ||
        finder_peopled(finder, line, mark->first, mark->first + 1))
        return false;
    bool surname;
    uint32_t person = person_called(finder, hash_of(finder, mark->first), &surname);
    if (mark->family && !finder_led_to(finder, line, mark->first, LEADS_TO_PLACE))
        return true;
    return mark->weak || (person != NO_INDEX && surname &&
                          (mark->needs_support || finder->persons.items[person].given));
}

/* "Trump Tower", "Friedkin Companies": the word only begins the name of something else. */
static bool begins_more(struct finder *finder, const struct line *line, const struct mark *mark)
{
    uint32_t next = mark->first + 1;
    if (line->title_case || next >= line->end || !match_joined(finder->text, next) ||
        finder_word(finder, mark->first)->end + 1 != finder_word(finder, next)->start)
        return false;
    return finder_word(finder, next)->flags & WORD_CAPITAL &&
           !(finder_classes(finder, line, next) &
             (CLASS_GIVEN | CLASS_TITLE | CLASS_MONTH_WEEKDAY));
}

/* "Conte ha risposto", where a Conte has been named. */
static bool is_title_as_surname(struct finder *finder, const struct line *line,
                                const struct mark *mark)
{
    bool surname;
    uint32_t person = person_called(finder, hash_of(finder, mark->first), &surname);
    return person != NO_INDEX && surname &&
           !finder_led_to(finder, line, mark->first, CLASS_ARTICLE | CLASS_DETERMINER);
}

/* "Brown bears", "Nintendo Power": a word of the language at a sentence's beginning, where nothing
 * shows a subject, or the end of a longer name. */
static bool is_rather_word(struct finder *finder, const struct line *line, const struct mark *mark)
{
    enum { SUBJECT = CLASS_SAYING | CLASS_AUXILIARY | CLASS_ACTING | CLASS_COORDINATOR };
    uint32_t at = mark->first, next = at + 1;
    if (finder_word(finder, at)->flags & WORD_FIRST)
        return !(finder_classes(finder, line, at) & CLASS_SURNAME) && next < line->end &&
               match_joined(finder->text, next) &&
               !(finder_word(finder, next)->flags & WORD_GLUED) &&
               !(finder_classes(finder, line, next) & SUBJECT);
    return match_joined(finder->text, at) && finder_word(finder, at - 1)->flags & WORD_CAPITAL &&
           finder_word(finder, at - 1)->end + 1 == finder_word(finder, at)->start &&
           !(finder_classes(finder, line, at - 1) & (CLASS_TITLE | CLASS_COMMON_CAPITAL));
}

/* The person that a capitalised word by itself names, or NO_INDEX. */
static uint32_t person_by_word(struct finder *finder, const struct line *line, struct mark *mark,
                               bool *ret_surname, bool *ret_sound)
{
    uint64_t word = hash_of(finder, mark->first);
    bool first = finder_word(finder, mark->first)->flags & WORD_FIRST;
    uint32_t classes = finder_classes(finder, line, mark->first);
    if (classes & (CLASS_MONTH_WEEKDAY | CLASS_ORGANISATION_HEAD) ||
        (classes & CLASS_TITLE && !is_title_as_surname(finder, line, mark)) ||
        begins_more(finder, line, mark) || (first && classes & CLASS_COMMON_CAPITAL))
        return NO_INDEX;
    uint32_t person = person_called(finder, word, ret_surname);
    if (person != NO_INDEX)
        return person;
    *ret_surname = true;
    person = person_by_spelling(finder, word);
    if (person == NO_INDEX && !first && !(classes & (CLASS_COMMON_CAPITAL | CLASS_GIVEN)) &&
        !line->title_case) {
        person = person_by_sound(finder, mark->first);
        *ret_sound = person != NO_INDEX;
    }
    if (person == NO_INDEX && !(classes & CLASS_COMMON_CAPITAL) && !line->title_case &&
        !is_rather_word(finder, line, mark) && identify_office_holder(finder, mark)) {
        join_person(finder, mark);
        person = mark->person;
    }
    return person;
}

static void link_loose(struct finder *finder, const struct line *line, struct mark *mark)
{
    bool surname, by_sound = false;
    uint32_t person = person_by_word(finder, line, mark, &surname, &by_sound);
    if (person == NO_INDEX)
        return;
    become(mark, person, surname);
    if (by_sound) {
        mark->kind = STR("press");
        mark->rule = STR("names/press-key");
    }
    take_particle(finder, line, mark);
}

static void link_one(struct finder *finder, const struct line *line, struct mark *mark)
{
    if (mark->type == MARK_PERSON && mark->words == 1)
        link_surname(finder, mark);
    else if (mark->type == MARK_LOOSE)
        link_loose(finder, line, mark);
    else if (mark->type == MARK_PLACE && is_surname_here(finder, line, mark))
        link_loose(finder, line, mark);
}

static void link_by_one_word(struct finder *finder)
{
    size_t number = 0;
    struct line line = { 0 };
    for (size_t i = 0; i < finder->marks.count; i++) {
        struct mark *mark = &finder->marks.items[i];
        while (mark->first >= line.end)
            line = finder->lines[number++];
        link_one(finder, &line, mark);
    }
}

void persons_link(struct finder *finder)
{
    link_in_full(finder);
    link_by_one_word(finder);
}

void persons_add(struct finder *finder, struct mark *mark)
{
    join_person(finder, mark);
}

void persons_name(struct finder *finder)
{
    for (size_t i = 0; i < finder->persons.count; i++) {
        struct known_person *person = &finder->persons.items[i];
        if (person->entity == NO_INDEX)
            person->local = finder_slug(finder, person->first, person->words);
    }
}
