#include <stdlib.h>

#include "coverage/report.h"

static struct str label_of(const struct report *report, const struct cell *cell, enum dimension by,
                           struct arena *arena)
{
    const struct str *labels = report->tally->labels.items;
    switch (by) {
    case BY_LANGUAGE:
        return labels[cell->lang];
    case BY_SOURCE:
        return labels[cell->source];
    case BY_MONTH:
        return labels[cell->month];
    default:
        return arena_printf(arena, "%.*s %.*s", STR_ARG(labels[cell->source]),
                            STR_ARG(labels[cell->month]));
    }
}

static struct breakdown_row *row_of(struct breakdown *breakdown, struct str label, size_t variants,
                                    struct arena *arena)
{
    for (size_t i = 0; i < breakdown->rows.count; i++)
        if (str_equal(breakdown->rows.items[i].label, label))
            return &breakdown->rows.items[i];
    struct breakdown_row *fresh = array_push(&breakdown->rows, arena);
    *fresh = (struct breakdown_row){ .label = label };
    fresh->counts = arena_array(arena, uint32_t, variants);
    return fresh;
}

static int by_total(const void *a, const void *b)
{
    const struct breakdown_row *left = a, *right = b;
    return compare_counted(left->total, right->total, left->label, right->label);
}

/* Months in order of time; what has no date comes last. */
static int by_label(const void *a, const void *b)
{
    const struct breakdown_row *left = a, *right = b;
    if (!left->label.len || !right->label.len)
        return left->label.len ? -1 : right->label.len ? 1 : 0;
    return str_compare(left->label, right->label);
}

struct breakdown breakdown_of(const struct report *report, const struct reported *of,
                              enum dimension by, struct arena *arena)
{
    struct breakdown breakdown = { 0 };
    for (size_t v = 0; v < of->variant_count; v++)
        for (size_t c = 0; c < of->variants[v]->cells.count; c++) {
            const struct cell *cell = &of->variants[v]->cells.items[c];
            struct str label = label_of(report, cell, by, arena);
            struct breakdown_row *row = row_of(&breakdown, label, of->variant_count, arena);
            row->counts[v] += cell->count.names;
            row->total += cell->count.names;
        }
    if (breakdown.rows.count)
        qsort(breakdown.rows.items, breakdown.rows.count, sizeof *breakdown.rows.items,
              by >= BY_MONTH ? by_label : by_total);
    return breakdown;
}
