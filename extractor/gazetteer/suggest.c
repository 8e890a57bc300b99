#include <math.h>
#include <stdlib.h>

#include "gazetteer/forms.h"
#include "gazetteer/likeness.h"
#include "gazetteer/suggest.h"

/* Names that share runs of three letters or sounds with the one asked for are compared with it
 * sound by sound; the best name of each entity counts. */

enum { COMPARED = 400 };

#define PRESS_KEY STR("press key")
static const double margin = 0.02; /* by which the first must lead to be safe */

struct suggester {
    struct forms forms;
    struct asked asked;
    ARRAY(struct suggestion) found;
};

struct suggester *suggester_new(const struct index *index)
{
    struct suggester *suggester = xmalloc(sizeof *suggester);
    *suggester = (struct suggester){ .asked.count = 0 };
    forms_make(index, &suggester->forms);
    return suggester;
}

void suggester_free(struct suggester *suggester)
{
    if (!suggester)
        return;
    buffer_free(&suggester->asked.letters);
    forms_free(&suggester->forms);
    free(suggester);
}

/* ---- comparing ---- */

/* What tells two equally like names apart: how likely the entity is. */
static double fame(const struct layout_entity *entity)
{
    double known = entity->from != NO_YEAR ? 0.4 : 0;
    return 0.025 * (entity->prior ? log2(entity->prior) / 28 : known);
}

enum level { UNLIKE, SKELETON, SOUNDS, FOLDED, EXACT };

struct nearness {
    double like;
    enum level level;
    unsigned vowels, consonants;
    struct str reason;
};

static unsigned count_consonants(const struct press_key *skeleton)
{
    unsigned count = 0;
    for (size_t i = 0; i < skeleton->length; i++)
        count += skeleton->sounds[i] != '.';
    return count;
}

static void compare_keys(const struct press_key *a, const struct press_key *b,
                         struct nearness *ret)
{
    struct press_key left = press_skeleton(a), right = press_skeleton(b);
    if (!str_equal(press_sounds(&left), press_sounds(&right)))
        return;
    unsigned vowels = edit_distance(press_sounds(a), press_sounds(b));
    enum level level = vowels ? SKELETON : SOUNDS;
    if (level > ret->level || vowels < ret->vowels) {
        ret->level = level;
        ret->vowels = vowels;
        ret->consonants = count_consonants(&left);
    }
}

/* Of all readings of the two names the ones most alike. */
static double likeness_of_keys(const struct asked *asked, const struct forms *forms,
                               const struct form *form, struct nearness *ret)
{
    double best = 0;
    struct str key = form_key(forms, form);
    for (size_t i = 0; i < form->keys; i++, key = key_behind(key)) {
        struct press_key own = { .length = (uint8_t)key.len };
        memcpy(own.sounds, key.s, key.len);
        struct press_key joined = press_joined(&own);
        for (size_t j = 0; j < asked->count; j++) {
            double whole = likeness(press_sounds(&asked->joined[j]), press_sounds(&joined));
            double parts = likeness_of_words(press_sounds(&asked->keys[j]), key);
            best = fmax(best, fmax(whole, parts));
            compare_keys(&asked->joined[j], &joined, ret);
        }
    }
    return best;
}

/* The reason why the two are alike, and how like they are. */
static struct nearness compare(const struct asked *asked, const struct forms *forms,
                               const struct form *form)
{
    static const struct str reasons[] = {
        { "folded", 6 }, { "edit distance 1", 15 }, { "edit distance 2", 15 },
    };
    struct nearness ret = { .vowels = 99, .reason = STR("similar") };
    struct str letters = buffer_str(&asked->letters), other = form_letters(forms, form);
    double keys = likeness_of_keys(asked, forms, form, &ret);
    double plain = likeness(letters, other);
    unsigned distance = edit_distance(letters, other);
    if (distance == 0)
        ret.level = FOLDED;
    if (distance == 0 || (distance <= edit_budget(letters.len) && ret.level < SOUNDS))
        ret.reason = reasons[distance];
    else if (ret.level >= SKELETON)
        ret.reason = PRESS_KEY;
    ret.like = 0.5 * fmax(keys, plain) + 0.5 * (keys + plain) / 2;
    return ret;
}

static struct suggestion suggestion_of(const struct suggester *suggester, struct str surface,
                                       const struct form *form)
{
    const struct index *index = suggester->forms.index;
    const struct layout_name *name = &index->names[form->name];
    const struct layout_entity *entity = &index->entities[name->entity];
    struct suggestion ret = {
        .entity = name->entity,
        .called = index_string(index, entity->name),
        .type = (enum name_type)entity->type,
        .kind = index_label(index, entity->kind),
        .nearest = index_string(index, name->spelling),
    };
    struct nearness nearness = compare(&suggester->asked, &suggester->forms, form);
    ret.reason = nearness.reason;
    ret.score = 0.97 * nearness.like + fame(entity);
    if (str_equal(ret.nearest, surface)) {
        ret.score = 1;
        ret.reason = STR("exact");

    }
    return ret;
}

/* The best name of each entity. */
static void keep(struct suggester *suggester, struct suggestion new)
{
    for (size_t i = 0; i < suggester->found.count; i++) {
        struct suggestion *old = &suggester->found.items[i];
        if (old->entity != new.entity)
            continue;
        if (new.score > old->score)
            *old = new;
        return;
    }
    *array_push(&suggester->found, &suggester->forms.arena) = new;
}

static int by_score(const void *left, const void *right)
{
    const struct suggestion *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

size_t suggest(struct suggester *suggester, struct str surface, unsigned types, size_t most,
               struct suggestion *ret)
{
    struct forms *forms = &suggester->forms;
    forms_ask(forms, surface, &suggester->asked);
    forms_find(forms, &suggester->asked, types, COMPARED);
    suggester->found.count = 0;
    for (size_t i = 0; i < forms->candidates.count; i++)
        keep(suggester, suggestion_of(suggester, surface,
                                      &forms->list.items[forms->candidates.items[i].form]));
    struct suggestion *found = suggester->found.items;
    size_t count = suggester->found.count < most ? suggester->found.count : most;
    if (!count)
        return 0;
    qsort(found, suggester->found.count, sizeof *found, by_score);
    bool near = !str_is(found->reason, "similar");
    found->match = near && (suggester->found.count < 2 || found[1].score < found->score - margin);
    for (size_t i = 0; i < count; i++)
        found[i].id = index_id(forms->index, found[i].entity, &forms->arena);
    memcpy(ret, found, count * sizeof *ret);
    return count;
}
