#include <math.h>
#include <stdlib.h>

#include "gazetteer/forms.h"

enum { RUN_BITS = 16, RUNS = 1 << RUN_BITS, MOST_LETTERS = 200 };

/* ---- the names ---- */

static bool is_wanted(const struct index *index, uint32_t name)
{
    const struct layout_manner *manner = index_manner(index, name);
    return manner->form == FORM_AS_WRITTEN && manner->use != USE_NEVER;
}

/* Whether the entity has a name of the same letters already: names of one node stand together. */
static bool is_repeated(const struct index *index, uint32_t name, uint32_t first)
{
    for (uint32_t i = first; i < name; i++)
        if (index->names[i].entity == index->names[name].entity && is_wanted(index, i))
            return true;
    return false;
}

static void add_form(struct forms *forms, uint32_t name)
{
    struct press_key keys[MOST_READINGS];
    const struct index *index = forms->index;
    struct str spelling = index_spelling(index, name);
    struct form form = { .name = name, .at = (uint32_t)forms->pool.len };
    fold_append(index->fold, spelling, &forms->pool);
    if (forms->pool.len - form.at > MOST_LETTERS)
        forms->pool.len = form.at + MOST_LETTERS;
    form.letters = (uint8_t)(forms->pool.len - form.at);
    form.keys = (uint8_t)press_keys(&index->press, index->fold, spelling, ALL_READINGS, keys);
    count_words(forms->counts, press_sounds(&keys[0]));
    for (size_t i = 0; i < form.keys; i++) {
        buffer_byte(&forms->pool, (char)keys[i].length);
        buffer_add(&forms->pool, press_sounds(&keys[i]));
    }
    *array_push(&forms->list, &forms->arena) = form;
}

static void list_forms(struct forms *forms)
{
    const struct index *index = forms->index;
    for (uint32_t node = 0, end; node < index->name_count; node = end > node ? end : node + 1) {
        end = index_end(index, node);
        for (uint32_t i = node; i < end; i++)
            if (is_wanted(index, i) && !is_repeated(index, i, node))
                add_form(forms, i);
    }
}

/* ---- runs of three letters or sounds ---- */

struct runs {
    uint16_t items[MOST_GRAMS];
    size_t count;
};

static void add_run(struct runs *runs, uint16_t run)
{
    for (size_t i = 0; i < runs->count; i++)
        if (runs->items[i] == run)
            return;
    if (runs->count < MOST_GRAMS)
        runs->items[runs->count++] = run;
}

/* With a mark for the beginning and the end. */
static void add_runs(struct str letters, struct runs *ret)
{
    uint32_t run = '^';
    bool begun = false;
    for (size_t i = 0; i <= letters.len; i++) {
        if (i < letters.len && letters.s[i] == ' ')
            continue;
        run = (run << 8 | (i < letters.len ? (unsigned char)letters.s[i] : '$')) & 0xFFFFFF;
        if (begun)
            add_run(ret, (uint16_t)(run * 0x9E3779B1u >> (32 - RUN_BITS)));
        begun = true;
    }
}

static void runs_of_form(const struct forms *forms, const struct form *form, struct runs *ret)
{
    ret->count = 0;
    add_runs(form_letters(forms, form), ret);
    struct str key = form_key(forms, form);
    for (size_t i = 0; i < form->keys; i++, key = key_behind(key))
        add_runs(key, ret);
}

static float weight_of(const struct forms *forms, const struct runs *runs)
{
    float sum = 0;
    for (size_t i = 0; i < runs->count; i++)
        sum += forms->run_weights[runs->items[i]];
    return sum;
}

static void weigh_runs(struct forms *forms)
{
    double all = (double)forms->list.count + 1;
    for (size_t run = 0; run < RUNS; run++)
        forms->run_weights[run] = (float)log2(2 * all / (1 + forms->starts[run + 2]));
}

/* Counts first, then fills: starts[run] ends as the start of the run's postings. */
static void post_forms(struct forms *forms)
{
    struct runs runs;
    uint32_t *starts = forms->starts = arena_array(&forms->arena, uint32_t, RUNS + 2);
    for (size_t i = 0; i < forms->list.count; i++) {
        runs_of_form(forms, &forms->list.items[i], &runs);
        for (size_t j = 0; j < runs.count; j++)
            starts[runs.items[j] + 2]++;
    }
    weigh_runs(forms);
    for (size_t run = 2; run < RUNS + 2; run++)
        starts[run] += starts[run - 1];
    forms->postings = arena_array(&forms->arena, uint32_t, starts[RUNS + 1] + 1);
    for (size_t i = 0; i < forms->list.count; i++) {
        runs_of_form(forms, &forms->list.items[i], &runs);
        forms->weights[i] = weight_of(forms, &runs);
        for (size_t j = 0; j < runs.count; j++)
            forms->postings[starts[runs.items[j] + 1]++] = (uint32_t)i;
    }
}

void forms_make(const struct index *index, struct forms *ret)
{
    *ret = (struct forms){ .index = index };
    ret->counts = arena_new(&ret->arena, struct word_counts);
    list_forms(ret);
    buffer_byte(&ret->pool, '\0'); /* behind the last key */
    ret->run_weights = arena_array(&ret->arena, float, RUNS);
    ret->weights = arena_array(&ret->arena, float, ret->list.count + 1);
    ret->shared = arena_array(&ret->arena, float, ret->list.count + 1);
    post_forms(ret);
}

void forms_free(struct forms *forms)
{
    buffer_free(&forms->pool);
    arena_free(&forms->arena);
}

/* ---- asking ---- */

void forms_ask(const struct forms *forms, struct str name, struct asked *ret)
{
    const struct index *index = forms->index;
    ret->letters.len = 0;
    fold_append(index->fold, name, &ret->letters);
    ret->count = press_keys(&index->press, index->fold, name, ALL_READINGS, ret->keys);
    for (size_t i = 0; i < ret->count; i++)
        ret->joined[i] = press_joined(&ret->keys[i]);
}

static void touch(struct forms *forms, uint16_t run)
{
    for (uint32_t i = forms->starts[run]; i < forms->starts[run + 1]; i++) {
        uint32_t form = forms->postings[i];
        if (!(forms->shared[form] > 0))
            *array_push(&forms->touched, &forms->arena) = form;
        forms->shared[form] += forms->run_weights[run];
    }
}

static int by_shared(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    return a->form < b->form ? -1 : a->form > b->form;
}

static void list_candidates(struct forms *forms, float weight, unsigned types)
{
    const struct index *index = forms->index;
    forms->candidates.count = 0;
    for (size_t i = 0; i < forms->touched.count; i++) {
        uint32_t form = forms->touched.items[i];
        const struct layout_entity *entity = index_entity(index, forms->list.items[form].name);
        float mean = sqrtf(weight * forms->weights[form]); /* a part of a long name is worth more */
        if (types >> index_sort(index, entity)->type & 1)
            *array_push(&forms->candidates, &forms->arena) =
                (struct candidate){ form, forms->shared[form] / mean };
        forms->shared[form] = 0;
    }
}

void forms_find(struct forms *forms, const struct asked *asked, unsigned types, size_t most)
{
    struct runs runs = { .count = 0 };
    add_runs(buffer_str(&asked->letters), &runs);
    for (size_t i = 0; i < asked->count; i++)
        add_runs(press_sounds(&asked->keys[i]), &runs);
    forms->touched.count = 0;
    for (size_t i = 0; i < runs.count; i++)
        touch(forms, runs.items[i]);
    list_candidates(forms, weight_of(forms, &runs), types);
    if (forms->candidates.count)
        qsort(forms->candidates.items, forms->candidates.count, sizeof(struct candidate),
              by_shared);
    if (forms->candidates.count > most)
        forms->candidates.count = most;
}
