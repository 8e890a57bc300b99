/* resolve.h - marks in, record out: what each mark says, worked out in the light of the article. */
#ifndef NEWSGAZ_RESOLVE_RESOLVE_H
#define NEWSGAZ_RESOLVE_RESOLVE_H

#include "gazetteer/names.h"
#include "record.h"
#include "rules/match.h"

struct resolve {
    const struct article *article;
    const struct text *text;
    const struct rules *rules;
    const struct names *names;
    struct marks *marks;
    struct arena *arena;
    struct record *record;
    uint32_t *mention;    /* for each mark, its index in the record's list of its kind, or NO_INDEX */
    uint32_t *name_index; /* for each name found, its index in record->names, or NO_INDEX */
    uint32_t *first_mark; /* for each sentence, its first mark; one more at the end */
    uint32_t *first_context; /* the same for speakers and scenes */
};

/* Fills the record's segments, entities and mentions. `record` comes with article, published and
 * basis set as far as the caller and the metadata know them. */
void resolve_record(struct resolve *resolve);

/* In this order; each fills its list of the record, in text order. */
void resolve_names(struct resolve *resolve);
void resolve_dates(struct resolve *resolve);
void resolve_tolls(struct resolve *resolve);
void resolve_numbers(struct resolve *resolve);

/* ---- numerals -------------------------------------------------------------------------------- */

/* The number that a `number` mark stands for; false when it has no value. */
bool numeral_value(const struct rules *rules, language lang, const struct mark *mark, double *ret);

static inline language mark_language(const struct resolve *resolve, const struct mark *mark)
{
    const struct sentence *sentence = &resolve->text->sentences.items[mark->sentence];
    return resolve->text->segments.items[sentence->segment].lang;
}

/* True of what a rule of this kind has marked. */
static inline bool is_of_kind(const struct mark *mark, enum rule_kind kind)
{
    return mark->rule && mark->rule->kind == kind;
}

static inline enum zone sentence_zone(const struct resolve *resolve, uint32_t sentence)
{
    const struct text *text = resolve->text;
    return text->segments.items[text->sentences.items[sentence].segment].zone;
}

static inline enum zone mark_zone(const struct resolve *resolve, const struct mark *mark)
{
    return sentence_zone(resolve, mark->sentence);
}

/* True of two sentences of one paragraph. */
static inline bool same_paragraph(const struct resolve *resolve, uint32_t a, uint32_t b)
{
    const struct sentence *sentences = resolve->text->sentences.items;
    return sentences[a].paragraph == sentences[b].paragraph;
}

/* True of the first sentence of a paragraph. */
static inline bool opens_paragraph(const struct resolve *resolve, uint32_t sentence)
{
    return !sentence || !same_paragraph(resolve, sentence - 1, sentence);
}

#endif
