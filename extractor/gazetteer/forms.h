/* forms.h - the names of an index by their letters and press keys, and those of them that share
 * runs of letters with another name. */
#ifndef NEWSGAZ_GAZETTEER_FORMS_H
#define NEWSGAZ_GAZETTEER_FORMS_H

#include "base/array.h"
#include "gazetteer/likeness.h"
#include "gazetteer/lookup.h"

/* A name in its folded letters (what divides its words left out) and its press keys. */
struct form {
    uint32_t name; /* of the index */
    uint32_t at;   /* in the pool: the letters, then each key with its length before it */
    uint8_t letters, keys;
};

enum { MOST_GRAMS = 512 };

/* A name that is asked for, in the same shape. */
struct asked {
    struct buffer letters;
    struct press_key keys[MOST_READINGS], joined[MOST_READINGS];
    size_t count; /* of keys */
};

struct candidate {
    uint32_t form;
    float shared; /* of the runs, by their weights: 0 to 1 */
};

struct forms {
    const struct index *index;
    struct arena arena;
    struct buffer pool;
    struct word_counts *counts; /* of the keys */
    ARRAY(struct form) list;
    uint32_t *starts;   /* where the postings of each run begin */
    uint32_t *postings; /* forms, in order of their number */
    float *run_weights; /* of each run: the rarer, the more it tells */
    float *weights;     /* of each form: those of its runs */
    float *shared;      /* of each form: those of the runs shared with the name asked for */
    ARRAY(uint32_t) touched;
    ARRAY(struct candidate) candidates;
};

void forms_make(const struct index *index, struct forms *ret);
void forms_free(struct forms *forms);

void forms_ask(const struct forms *forms, struct str name, struct asked *ret);

/* Fills forms->candidates with at most `most` forms whose entities are of these types, those that
 * share the most runs first. */
void forms_find(struct forms *forms, const struct asked *asked, unsigned types, size_t most);

static inline struct str form_letters(const struct forms *forms, const struct form *form)
{
    return (struct str){ forms->pool.bytes + form->at, form->letters };
}

/* The first key of a form; key_behind gives the next. */
static inline struct str form_key(const struct forms *forms, const struct form *form)
{
    const char *at = forms->pool.bytes + form->at + form->letters;
    return (struct str){ at + 1, (unsigned char)*at };
}

static inline struct str key_behind(struct str key)
{
    return (struct str){ key.s + key.len + 1, (unsigned char)key.s[key.len] };
}

#endif
