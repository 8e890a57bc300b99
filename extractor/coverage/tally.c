#include "coverage/tally.h"

static struct str keep(struct tally_of_names *tally, struct str text)
{
    return arena_str(&tally->arena, text);
}

static void add(struct tally_of_names *tally, struct count *count)
{
    count->names++;
    count->files += count->last_file != tally->files;
    count->last_file = tally->files;
}

static struct citation keep_citation(struct tally_of_names *tally, struct citation citation)
{
    citation.file = keep(tally, citation.file);
    citation.before = keep(tally, citation.before);
    citation.after = keep(tally, citation.after);
    return citation;
}

static uint32_t label(struct tally_of_names *tally, struct str text)
{
    bool old;
    uint32_t fresh = (uint32_t)tally->labels.count;
    uint32_t number = keys_put(&tally->label_keys, key_of(text), fresh, &old);
    if (!old)
        *array_push(&tally->labels, &tally->arena) = keep(tally, text);
    return number;
}

static uint32_t subject_number(struct tally_of_names *tally, const struct sighting *seen)
{
    bool old;
    uint64_t key = key_pair(key_of(seen->subject), seen->listed);
    uint32_t number = keys_put(&tally->subject_keys, key, (uint32_t)tally->subjects.count, &old);
    if (!old)
        *array_push(&tally->subjects, &tally->arena) = (struct subject){
            .id = keep(tally, seen->subject),
            .called = keep(tally, seen->called),
            .kind = keep(tally, seen->kind),
            .listed = seen->listed,
            .first_word = seen->first_word,
            .one_word = seen->one_word,
        };
    return number;
}

static uint32_t variant_number(struct tally_of_names *tally, uint32_t subject,
                               const struct sighting *seen)
{
    bool old;
    uint64_t key = key_pair(key_pair(key_of(seen->surface), key_of(seen->variant_kind)), subject);
    uint32_t number = keys_put(&tally->variant_keys, key, (uint32_t)tally->variants.count, &old);
    if (!old) {
        *array_push(&tally->variants, &tally->arena) = (struct variant){
            .surface = keep(tally, seen->surface),
            .kind = keep(tally, seen->variant_kind),
        };
        *array_push(&tally->subjects.items[subject].variants, &tally->arena) = number;
    }
    return number;
}

static void add_cell(struct tally_of_names *tally, uint32_t variant, struct cell cell)
{
    bool old;
    struct variant *of = &tally->variants.items[variant];
    uint64_t where = key_pair(cell.lang, key_pair(cell.source, cell.month));
    uint32_t number = keys_put(&tally->cell_keys, key_pair(where, variant),
                               (uint32_t)of->cells.count, &old);
    if (!old)
        *array_push(&of->cells, &tally->arena) = cell;
    add(tally, &of->cells.items[number].count);
}

static void add_doubt(struct tally_of_names *tally, const struct sighting *seen)
{
    bool old;
    uint64_t ids = key_pair(key_of(seen->subject), key_of(seen->runner_up));
    uint64_t key = key_pair(key_pair(key_of(seen->surface), ids), seen->ambiguous);
    uint32_t number = keys_put(&tally->doubt_keys, key, (uint32_t)tally->doubts.count, &old);
    if (!old)
        *array_push(&tally->doubts, &tally->arena) = (struct doubt){
            .surface = keep(tally, seen->surface),
            .chosen = keep(tally, seen->subject),
            .other = keep(tally, seen->runner_up),
            .undecided = seen->ambiguous,
            .citation = keep_citation(tally, seen->citation),
        };
    add(tally, &tally->doubts.items[number].count);
}

static void add_beside(struct tally_of_names *tally, struct subject *subject, struct str id)
{
    if (!subject->beside.len)
        subject->beside = keep(tally, id);
    subject->beside_count += id.len && str_equal(subject->beside, id);
}

static void add_sighting(struct tally_of_names *tally, const struct sighting *seen,
                         const struct cell *where)
{
    uint32_t subject_at = subject_number(tally, seen);
    uint32_t variant_at = variant_number(tally, subject_at, seen);
    struct subject *subject = &tally->subjects.items[subject_at];
    struct variant *variant = &tally->variants.items[variant_at];
    struct cell cell = { label(tally, seen->lang), where->source, where->month, { 0 } };
    add(tally, &subject->count);
    add(tally, &variant->count);
    subject->types[seen->type]++;
    subject->found += seen->found;
    subject->unproved += seen->unproved;
    add_beside(tally, subject, seen->beside);
    if (variant->citations.count < tally->citations_kept)
        *array_push(&variant->citations, &tally->arena) = keep_citation(tally, seen->citation);
    add_cell(tally, variant_at, cell);
    if (seen->runner_up.len)
        add_doubt(tally, seen);
}

void tally_sightings(struct tally_of_names *tally, const struct sightings *sightings)
{
    bool old;
    struct cell where = { .source = label(tally, sightings->source),
                          .month = label(tally, sightings->month) };
    tally->files++;
    for (size_t i = 0; i < sightings->names.count; i++) {
        const struct sighting *seen = &sightings->names.items[i];
        if (!tally->only_lang.len || str_equal(tally->only_lang, seen->lang))
            add_sighting(tally, seen, &where);
    }
    for (size_t i = 0; i < sightings->small_words.count; i++) {
        uint32_t number = keys_put(&tally->small_keys, sightings->small_words.items[i] | 1,
                                   (uint32_t)tally->small.count, &old);
        if (!old)
            *array_push(&tally->small, &tally->arena) = 0;
        tally->small.items[number]++;
    }
}

uint32_t tally_small(const struct tally_of_names *tally, uint64_t word)
{
    uint32_t number = keys_get(&tally->small_keys, word | 1);
    return number == UINT32_MAX ? 0 : tally->small.items[number];
}

void tally_of_names_free(struct tally_of_names *tally)
{
    struct keys *const all[] = { &tally->subject_keys, &tally->variant_keys, &tally->cell_keys,
                                 &tally->label_keys, &tally->doubt_keys, &tally->small_keys };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        keys_free(all[i]);
    arena_free(&tally->arena);
    *tally = (struct tally_of_names){ 0 };
}
