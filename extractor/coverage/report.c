#include "coverage/report.h"

#include <stdlib.h>

enum {
    SHARE_THAT_TELLS = 4, /* a quarter of the sightings tells the type of a name */
    SHARE_THAT_DENIES = 4, /* a quarter as many written small tell that it is none */
};

struct str unlisted_type_name(enum unlisted_type type)
{
    static const struct str names[] = {
        [UNLISTED_PLACE] = { "place", 5 },
        [UNLISTED_PERSON] = { "person", 6 },
        [UNLISTED_ORGANISATION] = { "organisation", 12 },
        [UNLISTED_UNKNOWN] = { "unknown", 7 },
    };
    return names[type];
}

int compare_counted(uint32_t left, uint32_t right, struct str left_name, struct str right_name)
{
    if (left != right)
        return left > right ? -1 : 1;
    return str_compare(left_name, right_name);
}

/* ---- which names, and what they are ---------------------------------------------------------- */

static enum unlisted_type type_of(const struct subject *subject)
{
    enum unlisted_type best = UNLISTED_PLACE;
    for (int type = 0; type < UNLISTED_UNKNOWN; type++)
        if (subject->types[type] > subject->types[best])
            best = (enum unlisted_type)type;
    bool told = subject->types[best] && subject->types[best] * SHARE_THAT_TELLS >=
                                            subject->count.names;
    return told ? best : UNLISTED_UNKNOWN;
}

/* Capitals alone prove little: a word that stands only where any word would have them, or that
 * the articles often write small, is no name. */
static bool is_noise(const struct tally_of_names *tally, const struct subject *subject)
{
    uint32_t small = tally_small(tally, subject->first_word);
    if (subject->listed || subject->found)
        return false;
    if (subject->unproved == subject->count.names)
        return subject->one_word || small;
    return subject->one_word && small * SHARE_THAT_DENIES >= subject->count.names;
}

static bool is_asked_for(const struct report *report, const struct subject *subject)
{
    struct str type = report->options.type;
    return !is_noise(report->tally, subject) &&
           (!type.len || str_equal(type, unlisted_type_name(type_of(subject))));
}

static int by_count(const void *a, const void *b)
{
    const struct variant *left = *(const struct variant *const *)a;
    const struct variant *right = *(const struct variant *const *)b;
    int order = compare_counted(left->count.names, right->count.names, left->surface,
                                right->surface);
    return order ? order : str_compare(left->kind, right->kind);
}

static size_t count_words(struct str text)
{
    size_t words = 0;
    while (text.len)
        words += str_split(&text, ' ').len > 0;
    return words;
}

/* More words are better, then more letters, then small ones, which stand behind capitals in the
 * order of bytes. */
static bool is_fuller(struct str a, struct str b)
{
    size_t left = count_words(a), right = count_words(b);
    return left != right ? left > right : a.len != b.len ? a.len > b.len : str_compare(a, b) > 0;
}

/* The form that stands for an unlisted name: "Nora Guidetti", not "N. Guidetti", "GUIDETTI". */
static struct str fullest(const struct reported *reported)
{
    struct str best = reported->variants[0]->surface;
    for (size_t i = 1; i < reported->variant_count; i++)
        if (is_fuller(reported->variants[i]->surface, best))
            best = reported->variants[i]->surface;
    return best;
}

static struct reported report_on(struct report *report, const struct subject *subject)
{
    struct reported reported = { .subject = subject, .type = type_of(subject),
                                 .name = subject->called,
                                 .variant_count = subject->variants.count };
    reported.variants = arena_array(&report->arena, const struct variant *,
                                    subject->variants.count);
    for (size_t i = 0; i < subject->variants.count; i++)
        reported.variants[i] = &report->tally->variants.items[subject->variants.items[i]];
    qsort(reported.variants, reported.variant_count, sizeof *reported.variants, by_count);
    if (!subject->listed)
        reported.name = fullest(&reported);
    return reported;
}

static int by_frequency(const void *a, const void *b)
{
    const struct reported *left = a, *right = b;
    return compare_counted(left->subject->count.names, right->subject->count.names,
                           left->subject->id, right->subject->id);
}

static void cut(size_t *count, size_t *all, long limit)
{
    *all = *count;
    if (limit && *count > (size_t)limit)
        *count = (size_t)limit;
}

/* With one entry asked for, all names stay that may be near to it: near.c chooses. */
static void list_subjects(struct report *report, struct reported_list *list, bool listed)
{
    const struct report_options *options = &report->options;
    bool one = options->entry.len > 0;
    for (size_t i = 0; i < report->tally->subjects.count; i++) {
        const struct subject *subject = &report->tally->subjects.items[i];
        if (subject->listed != listed || !is_asked_for(report, subject) ||
            subject->count.names < options->min_count ||
            (one && listed && !str_equal(subject->id, options->entry)))
            continue;
        *array_push(&list->items, &report->arena) = report_on(report, subject);
    }
    if (list->items.count)
        qsort(list->items.items, list->items.count, sizeof *list->items.items, by_frequency);
    cut(&list->items.count, &list->all, one && !listed ? 0 : options->limit);
}

/* ---- totals ---------------------------------------------------------------------------------- */

static struct language_totals *totals_of(struct report *report, struct str lang)
{
    for (size_t i = 0; i < report->totals.count; i++)
        if (str_equal(report->totals.items[i].lang, lang))
            return &report->totals.items[i];
    struct language_totals *fresh = array_push(&report->totals, &report->arena);
    *fresh = (struct language_totals){ .lang = lang };
    return fresh;
}

static void add_total(struct report *report, struct str lang, enum unlisted_type type, bool listed,
                      uint32_t names)
{
    struct language_totals *totals = totals_of(report, lang);
    for (int i = 0; i < 2; i++) {
        struct coverage_total *total = &totals->types[i ? ALL_TYPES : (int)type];
        *(listed ? &total->listed : &total->unlisted) += names;
    }
}

static int by_lang(const void *a, const void *b)
{
    struct str left = ((const struct language_totals *)a)->lang;
    struct str right = ((const struct language_totals *)b)->lang;
    if (!left.len || !right.len)
        return left.len ? -1 : right.len ? 1 : 0;
    return str_compare(left, right);
}

static void count_subject(struct report *report, const struct subject *subject)
{
    const struct tally_of_names *tally = report->tally;
    enum unlisted_type type = type_of(subject);
    for (size_t i = 0; i < subject->variants.count; i++) {
        const struct variant *variant = &tally->variants.items[subject->variants.items[i]];
        for (size_t c = 0; c < variant->cells.count; c++) {
            const struct cell *cell = &variant->cells.items[c];
            struct str lang = tally->labels.items[cell->lang];
            add_total(report, lang, type, subject->listed, cell->count.names);
            add_total(report, STR(""), type, subject->listed, cell->count.names);
        }
    }
}

static void count_totals(struct report *report)
{
    for (size_t i = 0; i < report->tally->subjects.count; i++)
        if (is_asked_for(report, &report->tally->subjects.items[i]))
            count_subject(report, &report->tally->subjects.items[i]);
    totals_of(report, STR(""));
    qsort(report->totals.items, report->totals.count, sizeof *report->totals.items, by_lang);
}

uint32_t total_share(struct coverage_total total)
{
    uint64_t all = (uint64_t)total.listed + total.unlisted;
    return all ? (uint32_t)(total.listed * UINT64_C(1000) / all) : 1000;
}

struct coverage_total report_total(const struct report *report)
{
    return report->totals.items[report->totals.count - 1].types[ALL_TYPES];
}

/* ---- doubts ---------------------------------------------------------------------------------- */

static int by_doubt(const void *a, const void *b)
{
    const struct doubt *left = *(const struct doubt *const *)a;
    const struct doubt *right = *(const struct doubt *const *)b;
    if (left->undecided != right->undecided)
        return left->undecided ? -1 : 1;
    int order = compare_counted(left->count.names, right->count.names, left->surface,
                                right->surface);
    order = order ? order : str_compare(left->chosen, right->chosen);
    return order ? order : str_compare(left->other, right->other);
}

static bool speaks_of(const struct doubt *doubt, struct str entry)
{
    return !entry.len || str_equal(doubt->chosen, entry) || str_equal(doubt->other, entry);
}

static void list_doubts(struct report *report)
{
    const struct tally_of_names *tally = report->tally;
    for (size_t i = 0; i < tally->doubts.count; i++) {
        const struct doubt *doubt = &tally->doubts.items[i];
        if (doubt->count.names >= report->options.min_count &&
            speaks_of(doubt, report->options.entry))
            *array_push(&report->doubts, &report->arena) = doubt;
    }
    if (report->doubts.count)
        qsort(report->doubts.items, report->doubts.count, sizeof *report->doubts.items, by_doubt);
    cut(&report->doubts.count, &report->all_doubts, report->options.limit);
}

void report_make(const struct tally_of_names *tally, const struct index *index,
                 struct report_options options, struct report *ret)
{
    *ret = (struct report){ .tally = tally, .index = index, .options = options,
                            .files = tally->files };
    count_totals(ret);
    list_subjects(ret, &ret->entries, true);
    list_subjects(ret, &ret->unlisted, false);
    list_doubts(ret);
    report_unseen(ret);
    report_near(ret);
}

void report_free(struct report *report)
{
    arena_free(&report->arena);
    *report = (struct report){ 0 };
}
