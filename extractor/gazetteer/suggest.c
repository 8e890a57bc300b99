#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "gazetteer/likeness.h"
#include "gazetteer/lookup.h"
#include "gazetteer/suggest.h"

/* Names that share runs of three letters with the one asked for are compared with it letter by
 * letter; the best name of each entity counts. */

enum { GRAM_BITS = 16, GRAMS = 1 << GRAM_BITS, COMPARED = 400, MOST_GRAMS = 128 };

/* A name in its folded letters, without what divides its words. */
struct form {
    uint32_t name;    /* of the index */
    uint32_t letters; /* in the pool */
    uint16_t len;
};

struct candidate {
    uint32_t form;
    float shared; /* of the grams: 0 to 1 */
};

struct suggester {
    const struct index *index;
    struct arena arena;
    struct buffer pool, letters; /* of all forms; of the name asked for */
    ARRAY(struct form) forms;
    uint32_t *grams;    /* where the postings of each begin */
    uint32_t *postings; /* forms, in order of their number */
    uint8_t *shared;    /* of each form: grams shared with the name asked for */
    ARRAY(uint32_t) touched;
    ARRAY(struct candidate) candidates;
    ARRAY(struct suggestion) found;
};

static struct str letters_of(const struct suggester *suggester, const struct form *form)
{
    return (struct str){ suggester->pool.bytes + form->letters, form->len };
}

/* ---- making one ---- */

static bool is_wanted(const struct layout_name *name)
{
    return name->bit != HIT_DEMONYM && name->form == FORM_AS_WRITTEN && name->use != USE_NEVER;
}

/* Whether the entity has a name of the same letters already: names of one node stand together. */
static bool is_repeated(const struct suggester *suggester, uint32_t name, uint32_t first)
{
    const struct layout_name *names = suggester->index->names;
    for (uint32_t i = first; i < name; i++)
        if (names[i].entity == names[name].entity && is_wanted(&names[i]))
            return true;
    return false;
}

static void add_form(struct suggester *suggester, uint32_t name)
{
    const struct index *index = suggester->index;
    size_t start = suggester->pool.len;
    fold_append(index->fold, index_string(index, index->names[name].spelling), &suggester->pool);
    *array_push(&suggester->forms, &suggester->arena) = (struct form){
        name, (uint32_t)start, (uint16_t)(suggester->pool.len - start),
    };
}

static void list_forms(struct suggester *suggester)
{
    const struct index *index = suggester->index;
    size_t nodes = index->header->sections[SECTION_NODES].size / sizeof *index->nodes - 1;
    for (size_t node = 0; node < nodes; node++)
        for (uint32_t i = index->nodes[node]; i < index->nodes[node + 1]; i++)
            if (is_wanted(&index->names[i]) && !is_repeated(suggester, i, index->nodes[node]))
                add_form(suggester, i);
}

/* Runs of three letters, with a mark for the beginning and the end; returns how many. */
static size_t list_grams(struct str letters, uint16_t ret[MOST_GRAMS])
{
    size_t count = 0;
    uint32_t run = '^';
    for (size_t i = 0; i <= letters.len && count < MOST_GRAMS; i++) {
        run = (run << 8 | (i < letters.len ? (unsigned char)letters.s[i] : '$')) & 0xFFFFFF;
        if (i > 0)
            ret[count++] = (uint16_t)(run * 0x9E3779B1u >> (32 - GRAM_BITS));
    }
    return count;
}

/* Counts first, then fills: grams[g] ends as the start of g's postings. */
static void post_forms(struct suggester *suggester)
{
    uint16_t grams[MOST_GRAMS];
    uint32_t *starts = suggester->grams = arena_array(&suggester->arena, uint32_t, GRAMS + 2);
    for (size_t i = 0; i < suggester->forms.count; i++) {
        size_t count = list_grams(letters_of(suggester, &suggester->forms.items[i]), grams);
        for (size_t j = 0; j < count; j++)
            starts[grams[j] + 2]++;
    }
    for (size_t gram = 2; gram < GRAMS + 2; gram++)
        starts[gram] += starts[gram - 1];
    suggester->postings = arena_array(&suggester->arena, uint32_t, starts[GRAMS + 1] + 1);
    for (size_t i = 0; i < suggester->forms.count; i++) {
        size_t count = list_grams(letters_of(suggester, &suggester->forms.items[i]), grams);
        for (size_t j = 0; j < count; j++)
            suggester->postings[starts[grams[j] + 1]++] = (uint32_t)i;
    }
}

struct suggester *suggester_new(const struct index *index)
{
    struct suggester *suggester = xmalloc(sizeof *suggester);
    *suggester = (struct suggester){ .index = index };
    list_forms(suggester);
    post_forms(suggester);
    suggester->shared = arena_array(&suggester->arena, uint8_t, suggester->forms.count + 1);
    return suggester;
}

void suggester_free(struct suggester *suggester)
{
    if (!suggester)
        return;
    buffer_free(&suggester->pool);
    buffer_free(&suggester->letters);
    arena_free(&suggester->arena);
    free(suggester);
}

/* ---- candidates ---- */

static const struct layout_entity *entity_of(const struct suggester *suggester, uint32_t form)
{
    const struct index *index = suggester->index;
    return &index->entities[index->names[suggester->forms.items[form].name].entity];
}

static void touch(struct suggester *suggester, uint16_t gram)
{
    for (uint32_t i = suggester->grams[gram]; i < suggester->grams[gram + 1]; i++) {
        uint32_t form = suggester->postings[i];
        if (!suggester->shared[form])
            *array_push(&suggester->touched, &suggester->arena) = form;
        if (suggester->shared[form] < UINT8_MAX)
            suggester->shared[form]++;
    }
}

static int by_shared(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    return a->form < b->form ? -1 : a->form > b->form;
}

/* Those of the wanted types that share the most grams, best first. */
static void find_candidates(struct suggester *suggester, unsigned types)
{
    uint16_t grams[MOST_GRAMS];
    size_t count = list_grams(buffer_str(&suggester->letters), grams);
    suggester->touched.count = suggester->candidates.count = 0;
    for (size_t i = 0; i < count; i++)
        touch(suggester, grams[i]);
    for (size_t i = 0; i < suggester->touched.count; i++) {
        uint32_t form = suggester->touched.items[i];
        float all = (float)(count + suggester->forms.items[form].len);
        if (types >> entity_of(suggester, form)->type & 1)
            *array_push(&suggester->candidates, &suggester->arena) =
                (struct candidate){ form, 2 * (float)suggester->shared[form] / all };
        suggester->shared[form] = 0;
    }
    if (suggester->candidates.count)
        qsort(suggester->candidates.items, suggester->candidates.count, sizeof(struct candidate),
              by_shared);
    if (suggester->candidates.count > COMPARED)
        suggester->candidates.count = COMPARED;
}

/* ---- comparing ---- */

static struct str reason_of(unsigned distance, unsigned budget)
{
    static const struct str reasons[] = {
        { "folded", 6 }, { "edit distance 1", 15 }, { "edit distance 2", 15 },
    };
    return distance <= budget ? reasons[distance] : STR("similar");
}

/* What tells two equally like names apart: how likely the entity is. Less than any difference in
 * the letters. */
static double fame(const struct layout_entity *entity)
{
    return entity->prior ? log2(entity->prior) / 2000 : entity->from != NO_YEAR ? 0.01 : 0;
}

static struct suggestion compare(struct suggester *suggester, struct str surface, uint32_t form)
{
    const struct index *index = suggester->index;
    const struct layout_name *name = &index->names[suggester->forms.items[form].name];
    const struct layout_entity *entity = &index->entities[name->entity];
    struct str wanted = buffer_str(&suggester->letters);
    struct str letters = letters_of(suggester, &suggester->forms.items[form]);
    size_t longest = wanted.len > letters.len ? wanted.len : letters.len;
    unsigned distance = edit_distance(wanted, letters);
    struct suggestion ret = {
        .entity = name->entity,
        .called = index_string(index, entity->name),
        .type = (enum name_type)entity->type,
        .kind = index_label(index, entity->kind),
        .nearest = index_string(index, name->spelling),
        .score = 0.95 * (1 - (double)distance / (double)(longest + 1)) + fame(entity),
        .reason = reason_of(distance, edit_budget(wanted.len)),
    };
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
    *array_push(&suggester->found, &suggester->arena) = new;
}

static int by_score(const void *left, const void *right)
{
    const struct suggestion *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->entity < b->entity ? -1 : 1;
}

size_t suggest(struct suggester *suggester, struct str surface, unsigned types, size_t most,
               struct suggestion *ret)
{
    suggester->letters.len = suggester->found.count = 0;
    fold_append(suggester->index->fold, surface, &suggester->letters);
    find_candidates(suggester, types);
    for (size_t i = 0; i < suggester->candidates.count; i++)
        keep(suggester, compare(suggester, surface, suggester->candidates.items[i].form));
    struct suggestion *found = suggester->found.items;
    size_t count = suggester->found.count < most ? suggester->found.count : most;
    if (!count)
        return 0;
    qsort(found, suggester->found.count, sizeof *found, by_score);
    bool near = !str_is(found->reason, "similar");
    found->match = near && (suggester->found.count < 2 || found[1].score < found->score - 0.05);
    for (size_t i = 0; i < count; i++)
        found[i].id = index_id(suggester->index, found[i].entity, &suggester->arena);
    memcpy(ret, found, count * sizeof *ret);
    return count;
}
