#include "coverage/writer.h"

static const struct coverage_writer *const writers[] = {
    &coverage_text, &coverage_tsv, &coverage_json, &coverage_html,
};

const struct coverage_writer *coverage_writer_named(struct str name)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (str_is(name, writers[i]->name))
            return writers[i];
    return NULL;
}

void put_share(struct buffer *into, struct coverage_total total)
{
    uint32_t share = total_share(total);
    buffer_printf(into, "%u.%u %%", share / 10, share % 10);
}

struct str shown_label(struct str label)
{
    return label.len ? label : STR("(unknown)");
}

void put_breakdown(struct buffer *into, const struct breakdown *breakdown, size_t variant,
                   size_t most)
{
    size_t shown = 0, others = 0;
    for (size_t i = 0; i < breakdown->rows.count; i++) {
        const struct breakdown_row *row = &breakdown->rows.items[i];
        if (!row->counts[variant])
            continue;
        if (shown == most) {
            others += row->counts[variant];
            continue;
        }
        struct str label = shown_label(row->label);
        buffer_printf(into, "%s%.*s %u", shown++ ? ", " : "", STR_ARG(label),
                      row->counts[variant]);
    }
    if (others)
        buffer_printf(into, ", others %zu", others);
}

void put_score(struct buffer *into, double score)
{
    unsigned hundredths = (unsigned)(score * 100 + 0.5);
    buffer_printf(into, "%u.%02u", hundredths / 100, hundredths % 100);
}
