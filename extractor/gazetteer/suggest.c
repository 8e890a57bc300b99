#include <math.h>
#include <stdlib.h>

#include "gazetteer/core.h"
#include "gazetteer/forms.h"
#include "gazetteer/likeness.h"
#include "gazetteer/suggest.h"

#define CORE_LIKE 0.95 /* names that differ in small words and heads */
#define ADJECTIVE_LIKE 0.9 /* "French" and "French Republic" are not what France is called */
#define NAMESAKE_LIKE 0.9 /* behind the likeliest of its name */
#define BEGINNING_LIKE 0.85 /* places are called by the first words of their names */
#define UNLIKE 0.4 /* what is less like is not told from what is not at all */

/* Names that share runs of three letters or sounds with the one asked for are compared with it
 * sound by sound; the best name of each entity counts. */

enum {
    COMPARED = 200,
    COMPARED_BY_WORD = 50,
    FEWEST_CONSONANTS = 3, /* of names that are known by their sound */
    /* the same with a vowel or h astray: places so like each other are often two */
    ENOUGH_OF_PERSON = 4, ENOUGH_OF_PLACE = 5,
    MUCH_LARGER = 8,
};

/* What makes two names one, the surest last. */
enum bond { NONE, LETTERS, CONSONANTS, SOUNDS, FOLDED, EXACT };

struct found {
    struct suggestion suggestion;
    enum bond bond;
    unsigned distance; /* of the letters */
};

struct suggester {
    struct forms forms;
    struct asked asked, word; /* the name, and one word of it */
    struct core core;         /* of the name */
    ARRAY(struct found) found;
};

struct suggester *suggester_new(const struct index *index)
{
    struct suggester *suggester = xmalloc(sizeof *suggester);
    *suggester = (struct suggester){ .found.count = 0 };
    forms_make(index, &suggester->forms);
    return suggester;
}

void suggester_free(struct suggester *suggester)
{
    if (!suggester)
        return;
    buffer_free(&suggester->asked.letters);
    buffer_free(&suggester->word.letters);
    forms_free(&suggester->forms);
    free(suggester);
}

/* ---- comparing ---- */

/* What tells two equally like names apart: how likely the entity is. */
static double fame(const struct index *index, const struct layout_entity *entity)
{
    double known = index_years(index, entity)->from != NO_YEAR ? 0.4 : 0;
    return 0.09 * (entity->prior ? log2(entity->prior) / 28 : known);
}

struct nearness {
    double like;
    double words; /* the same word by word, where one of the two names has several */
    enum bond bond;
    unsigned distance; /* of the letters */
};

static enum bond bond_of_keys(const struct press_key *a, const struct press_key *b, size_t enough)
{
    struct press_key left = press_skeleton(a), right = press_skeleton(b);
    if (left.length < FEWEST_CONSONANTS || !str_equal(press_sounds(&left), press_sounds(&right)))
        return NONE;
    unsigned edits = edit_distance(press_sounds(a), press_sounds(b), LONGEST_COMPARED);
    if (edits == 0)
        return SOUNDS;
    return edits == 1 && left.length >= enough ? CONSONANTS : NONE;
}

static void compare_keys(const struct forms *forms, const struct asked *asked, size_t i,
                         struct str key, size_t enough, struct nearness *ret)
{
    struct str other = press_sounds(&asked->keys[i]);
    struct press_key own = { .length = (uint8_t)key.len };
    memcpy(own.sounds, key.s, key.len);
    struct press_key joined = press_joined(&own);
    double like = likeness_above(fmax(ret->like, UNLIKE), press_sounds(&asked->joined[i]),
                                 press_sounds(&joined));
    if (joined.length < own.length || asked->joined[i].length < asked->keys[i].length)
        ret->words = fmax(ret->words, likeness_of_words(forms->counts, other, key));
    enum bond bond = bond_of_keys(&asked->joined[i], &joined, enough);
    ret->like = fmax(ret->like, like);
    ret->bond = bond > ret->bond ? bond : ret->bond;
}

static bool has_words(struct str key)
{
    return key.len && memchr(key.s, ' ', key.len);
}

/* Of two names of several words each word counts, by its rarity; where only one of them has several
 * it may be known by one of these, or not at all. */
static double likeness(const struct nearness *near, double plain, bool words, bool other_words)
{
    double sound = fmax(near->like, near->words);
    double whole = 0.5 * fmax(sound, plain) + 0.25 * (sound + plain);
    if (words && other_words)
        return 0.4 * whole + 0.6 * near->words;
    if (words && near->bond == NONE)
        whole *= 0.9;
    return fmax(whole, 0.8 * near->words);
}

static bool is_adjective(const struct index *index, uint32_t name)
{
    return index_manner(index, name)->bit == HIT_DEMONYM;
}

/* Of names that differ only in how they say what they are ("Tokat Province", "provincia di Tokat") or
 * in their small words: no tie where they are of two kinds. */
static enum bond bond_of_cores(const struct suggester *suggester, const struct form *form,
                               size_t enough)
{
    const struct index *index = suggester->forms.index;
    const struct core *asked = &suggester->core;
    struct core other;
    enum bond best = NONE;
    core_of(index, index_spelling(index, form->name), &other);
    if (!(asked->cut || other.cut) ||
        (asked->heads != other.heads && !is_adjective(index, form->name)))
        return NONE;
    for (size_t i = 0; i < asked->count; i++)
        for (size_t j = 0; j < other.count; j++) {
            enum bond bond = bond_of_keys(&asked->keys[i], &other.keys[j], enough);
            best = bond > best ? bond : best;
        }
    return best;
}

static bool has_word(struct str key, struct str word)
{
    while (key.len)
        if (str_equal(str_split(&key, ' '), word))
            return true;
    return false;
}

/* Whether the form is one of the words asked for: "French" of "French Republic". */
static bool is_one_word(const struct forms *forms, const struct form *form,
                        const struct asked *asked)
{
    struct str key = form_key(forms, form);
    for (size_t i = 0; i < form->keys; i++, key = key_behind(key))
        for (size_t j = 0; j < asked->count; j++)
            if (has_word(press_sounds(&asked->keys[j]), key))
                return true;
    return false;
}

/* "Stratford" of "Stratford-upon-Avon" */
static bool begins_with(struct str key, struct str asked)
{
    return key.len > asked.len && str_starts(key, asked) && key.s[asked.len] == ' ';
}

/* In all readings of the two names, and in their letters. */
static double likeness_of_form(const struct suggester *suggester, const struct form *form,
                               struct nearness *ret)
{
    const struct forms *forms = &suggester->forms;
    const struct asked *asked = &suggester->asked;
    bool person = index_manner(forms->index, form->name)->bit == HIT_PERSON;
    size_t enough = person ? ENOUGH_OF_PERSON : ENOUGH_OF_PLACE;
    struct str first = form_key(forms, form), asked_key = press_sounds(&asked->keys[0]);
    struct str key = first;
    for (size_t i = 0; i < form->keys; i++, key = key_behind(key))
        for (size_t j = 0; j < asked->count; j++)
            compare_keys(forms, asked, j, key, enough, ret);
    double plain = likeness_above(UNLIKE, buffer_str(&asked->letters), form_letters(forms, form));
    double like = likeness(ret, plain, has_words(asked_key), has_words(first));
    if (ret->bond == NONE) {
        ret->bond = bond_of_cores(suggester, form, enough);
        like = ret->bond == NONE ? like : fmax(like, CORE_LIKE);
    }
    return person || !begins_with(first, asked_key) ? like : fmax(like, BEGINNING_LIKE);
}

static struct nearness compare(const struct suggester *suggester, const struct form *form)
{
    const struct forms *forms = &suggester->forms;
    struct nearness ret = { .bond = NONE };
    const struct layout_entity *entity = index_entity(forms->index, form->name);
    struct str letters = buffer_str(&suggester->asked.letters);
    ret.like = likeness_of_form(suggester, form, &ret);
    if (is_adjective(forms->index, form->name)) {
        double words = is_one_word(forms, form, &suggester->asked) ? ret.words : 0;
        return (struct nearness){ .like = ADJECTIVE_LIKE * fmax(ret.like, words),
                                  .distance = LONGEST_COMPARED };
    }
    if (layout_is_obscure(entity, index_sort(forms->index, entity))) {
        ret.bond = NONE;
        ret.like *= 0.97;
    }
    ret.distance = edit_distance(letters, form_letters(forms, form), LONGEST_COMPARED);
    if (ret.distance == 0)
        ret.bond = FOLDED;
    else if (ret.bond == NONE && ret.distance <= edit_budget(letters.len))
        ret.bond = LETTERS;
    return ret;
}

static struct found found_of(const struct suggester *suggester, struct str surface,
                             const struct form *form)
{
    const struct index *index = suggester->forms.index;
    const struct layout_entity *entity = index_entity(index, form->name);
    const struct layout_sort *sort = index_sort(index, entity);
    struct nearness nearness = compare(suggester, form);
    struct str spelling = index_spelling(index, form->name);
    bool exact = str_equal(spelling, surface) && !is_adjective(index, form->name);
    struct suggestion suggestion = {
        .entity = index->names[form->name].entity,
        .called = index_called(index, entity),
        .type = (enum name_type)sort->type,
        .kind = index_label(index, sort->kind),
        .nearest = spelling,
        .score = exact ? 1 : 0.9 * nearness.like + fame(index, entity),
    };
    return (struct found){ suggestion, exact ? EXACT : nearness.bond, nearness.distance };
}

/* The nearest name of each entity, and the surest bond of all its names. */
static void keep(struct suggester *suggester, struct found new)
{
    for (size_t i = 0; i < suggester->found.count; i++) {
        struct found *old = &suggester->found.items[i];
        if (old->suggestion.entity != new.suggestion.entity)
            continue;
        enum bond bond = new.bond > old->bond ? new.bond : old->bond;
        if (new.suggestion.score > old->suggestion.score)
            *old = new;
        old->bond = bond;
        return;
    }
    *array_push(&suggester->found, &suggester->forms.arena) = new;
}

/* ---- what is told ---- */

static int by_score(const void *left, const void *right)
{
    const struct suggestion *a = left, *b = right; /* the first member */
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static void sort_by_score(struct suggester *suggester)
{
    if (suggester->found.count)
        qsort(suggester->found.items, suggester->found.count, sizeof(struct found), by_score);
}

/* Places of one name, which is only like the one asked for, do not keep out all others. */
static void sort_found(struct suggester *suggester)
{
    struct found *found = suggester->found.items;
    sort_by_score(suggester);
    for (size_t i = suggester->found.count; i-- > 1;) {
        struct suggestion *last = &found[i].suggestion;
        for (size_t j = 0; j < i && found[i].bond == NONE; j++)
            if (str_equal(found[j].suggestion.nearest, last->nearest))
                last->score *= NAMESAKE_LIKE;
    }
    sort_by_score(suggester);
}

/* Of two places of one name the much larger one is meant. */
static bool outweighs(const struct suggester *suggester, const struct found *first,
                      const struct found *other)
{
    const struct layout_entity *entities = suggester->forms.index->entities;
    return str_equal(first->suggestion.nearest, other->suggestion.nearest) &&
           entities[first->suggestion.entity].prior / MUCH_LARGER >
               entities[other->suggestion.entity].prior;
}

/* Whether the first is tied to the name as no other is, and by more than a likeness of letters. */
static bool is_match(const struct suggester *suggester)
{
    const struct found *found = suggester->found.items;
    for (size_t i = 1; i < suggester->found.count; i++)
        if (found[i].bond >= found->bond && !outweighs(suggester, found, &found[i]))
            return false;
    return found->bond >= CONSONANTS;
}

/* A weaker tie than the best says nothing beside it. */
static struct str reason_of(const struct found *found, enum bond best)
{
    static const struct str edits[] = { { "folded", 6 }, { "edit distance 1", 15 },
                                        { "edit distance 2", 15 } };
    enum bond bond = found->bond == CONSONANTS && best > CONSONANTS ? LETTERS : found->bond;
    if (bond == LETTERS)
        return found->distance < 3 ? edits[found->distance] : STR("similar");
    return bond == EXACT        ? STR("exact")
           : bond == FOLDED     ? STR("folded")
           : bond == SOUNDS     ? STR("press key")
           : bond == CONSONANTS ? STR("press key but for a vowel")
                                : STR("similar");
}

static enum bond best_bond(const struct suggester *suggester)
{
    enum bond best = NONE;
    for (size_t i = 0; i < suggester->found.count; i++)
        if (suggester->found.items[i].bond > best)
            best = suggester->found.items[i].bond;
    return best;
}

static bool divides_words(char c)
{
    return c == ' ' || c == '-' || c == '\'';
}

/* The word that the fewest names have: what a name of several words is likeliest known by. */
static struct str rarest_word(struct suggester *suggester, struct str surface)
{
    struct str best = surface;
    double most = 0;
    for (size_t start = 0, at = 0; at <= surface.len; at++) {
        if (at < surface.len && !divides_words(surface.s[at]))
            continue;
        struct str word = str_slice(surface, start, at);
        start = at + 1;
        forms_ask(&suggester->forms, word, &suggester->word);
        struct str sounds = press_sounds(&suggester->word.keys[0]);
        double rarity = sounds.len ? word_rarity(suggester->forms.counts, sounds) : 0;
        if (rarity > most)
            most = rarity, best = word;
    }
    return best;
}

static void compare_found(struct suggester *suggester, struct str surface)
{
    struct forms *forms = &suggester->forms;
    for (size_t i = 0; i < forms->candidates.count; i++)
        keep(suggester, found_of(suggester, surface,
                                 &forms->list.items[forms->candidates.items[i].form]));
}

size_t suggest(struct suggester *suggester, struct str surface, unsigned types, size_t most,
               struct suggestion *ret)
{
    struct forms *forms = &suggester->forms;
    suggester->found.count = 0;
    forms_ask(forms, surface, &suggester->asked);
    core_of(forms->index, surface, &suggester->core);
    forms_find(forms, &suggester->asked, types, COMPARED);
    compare_found(suggester, surface);
    struct str rarest = rarest_word(suggester, surface);
    if (rarest.len < surface.len) {
        forms_ask(forms, rarest, &suggester->word);
        forms_find(forms, &suggester->word, types, COMPARED_BY_WORD);
        compare_found(suggester, surface);
    }
    struct found *found = suggester->found.items;
    size_t count = suggester->found.count < most ? suggester->found.count : most;
    sort_found(suggester);
    enum bond best = best_bond(suggester);
    for (size_t i = 0; i < count; i++) {
        ret[i] = found[i].suggestion;
        ret[i].id = index_id(forms->index, ret[i].entity, &forms->arena);
        ret[i].reason = reason_of(&found[i], best);
        ret[i].match = i == 0 && is_match(suggester);
    }
    return count;
}
