#include "coverage/writer.h"

/* For a terminal: the report's lists one after the other, the totals last. */

enum { SOURCES_SHOWN = 4, MONTHS_SHOWN = 6, UNSEEN_SHOWN = 8, FORMS_SHOWN = 6 };

struct text_out {
    const struct report *report;
    struct buffer *into;
    bool in_full; /* one entry was asked for */
};

static void put(struct buffer *into, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        buffer_byte(into, (unsigned char)text.s[i] < ' ' || text.s[i] == 0x7F ? ' ' : text.s[i]);
}

static void put_head(struct text_out *out, const char *title, size_t shown, size_t all)
{
    buffer_printf(out->into, "\n%s: %zu", title, all);
    if (shown < all)
        buffer_printf(out->into, ", the first %zu", shown);
    buffer_add(out->into, STR("\n"));
}

static void put_where(struct text_out *out, const struct citation *at, struct str surface)
{
    buffer_add(out->into, STR("        "));
    put(out->into, at->file);
    buffer_printf(out->into, ":%u  ", at->at);
    put(out->into, at->before);
    buffer_byte(out->into, '[');
    put(out->into, surface);
    buffer_byte(out->into, ']');
    put(out->into, at->after);
    buffer_byte(out->into, '\n');
}

/* ---- entries --------------------------------------------------------------------------------- */

static void put_row_for_sound(struct text_out *out, const struct reported *entry,
                              const struct variant *variant)
{
    struct arena arena = { 0 };
    struct str row = row_for_sound(out->report, entry, variant, &arena);
    if (row.len)
        buffer_printf(out->into, "          by its sound; names.tsv: %.*s\n", STR_ARG(row));
    arena_free(&arena);
}

static void put_variant(struct text_out *out, const struct reported *entry, size_t number,
                        const struct breakdown by[DIMENSIONS])
{
    static const size_t most[DIMENSIONS] = { SIZE_MAX, SOURCES_SHOWN, MONTHS_SHOWN };
    const struct variant *variant = entry->variants[number];
    buffer_printf(out->into, "  %6u  ", variant->count.names);
    put(out->into, variant->surface);
    if (variant->kind.len)
        buffer_printf(out->into, "  (%.*s)", STR_ARG(variant->kind));
    for (int i = 0; i < DIMENSIONS; i++) {
        buffer_add(out->into, i ? STR(" | ") : STR("  "));
        put_breakdown(out->into, &by[i], number, out->in_full ? SIZE_MAX : most[i]);
    }
    buffer_printf(out->into, " | files %u\n", variant->count.files);
    put_row_for_sound(out, entry, variant);
    for (size_t i = 0; out->in_full && i < variant->citations.count; i++)
        put_where(out, &variant->citations.items[i], variant->surface);
}

static void put_unseen(struct text_out *out, const struct reported *entry)
{
    size_t most = out->in_full ? SIZE_MAX : UNSEEN_SHOWN;
    for (size_t i = 0; i < entry->unseen.count && i < most; i++) {
        buffer_add(out->into, i ? STR(", ") : STR("          never seen: "));
        put(out->into, entry->unseen.items[i].spelling);
        buffer_printf(out->into, " (%.*s)", STR_ARG(entry->unseen.items[i].langs));
    }
    if (entry->unseen.count > most)
        buffer_printf(out->into, ", and %zu more", entry->unseen.count - most);
    if (entry->unseen.count)
        buffer_byte(out->into, '\n');
}

static void put_entry(struct text_out *out, const struct reported *entry)
{
    struct arena arena = { 0 };
    struct breakdown by[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++)
        by[i] = breakdown_of(out->report, entry, (enum dimension)i, &arena);
    buffer_printf(out->into, "\n%.*s  ", STR_ARG(entry->subject->id));
    put(out->into, entry->name);
    buffer_printf(out->into, ", %.*s, %u in %u files\n",
                  STR_ARG(entry->subject->kind.len ? entry->subject->kind
                                                   : unlisted_type_name(entry->type)),
                  entry->subject->count.names, entry->subject->count.files);
    for (size_t i = 0; i < entry->variant_count; i++)
        put_variant(out, entry, i, by);
    put_unseen(out, entry);
    arena_free(&arena);
}

static void put_entries(struct text_out *out)
{
    const struct reported_list *list = &out->report->entries;
    put_head(out, "Entries seen", list->items.count, list->all);
    for (size_t i = 0; i < list->items.count; i++)
        put_entry(out, &list->items.items[i]);
    if (!out->report->options.all_unseen)
        return;
    put_head(out, "Names of entries never seen", out->report->never.count, out->report->all_never);
    for (size_t i = 0; i < out->report->never.count; i++) {
        const struct unseen_name *name = &out->report->never.items[i];
        buffer_printf(out->into, "  %.*s  ", STR_ARG(name->id));
        put(out->into, name->spelling);
        buffer_printf(out->into, " (%.*s, %.*s)\n", STR_ARG(name->langs), STR_ARG(name->kind));
    }
}

/* ---- names that no gazetteer has ------------------------------------------------------------- */

static void put_forms(struct text_out *out, const struct reported *name)
{
    for (size_t i = 0; name->variant_count > 1 && i < name->variant_count && i < FORMS_SHOWN; i++) {
        buffer_add(out->into, i ? STR(", ") : STR("        forms: "));
        put(out->into, name->variants[i]->surface);
        buffer_printf(out->into, " %u", name->variants[i]->count.names);
    }
    if (name->variant_count > 1)
        buffer_byte(out->into, '\n');
}

static void put_near(struct text_out *out, const struct reported *name)
{
    for (size_t i = 0; i < name->near_count; i++) {
        const struct suggestion *near = &name->near[i];
        buffer_printf(out->into, "        near: %.*s ", STR_ARG(near->id));
        put_score(out->into, near->score);
        buffer_printf(out->into, " (%.*s: %.*s)\n", STR_ARG(near->reason), STR_ARG(near->nearest));
    }
    if (name->subject->beside.len)
        buffer_printf(out->into, "        beside: %.*s, %u times\n", STR_ARG(name->subject->beside),
                      name->subject->beside_count);
}

static void put_unlisted(struct text_out *out, const struct reported *name)
{
    struct arena arena = { 0 };
    struct breakdown by = breakdown_of(out->report, name, BY_LANGUAGE, &arena);
    buffer_printf(out->into, "\n  %6u  ", name->subject->count.names);
    put(out->into, name->name);
    buffer_printf(out->into, "  (%.*s)  ", STR_ARG(unlisted_type_name(name->type)));
    for (size_t i = 0; i < by.rows.count; i++)
        buffer_printf(out->into, "%s%.*s %u", i ? ", " : "", STR_ARG(by.rows.items[i].label),
                      by.rows.items[i].total);
    buffer_printf(out->into, " | files %u\n", name->subject->count.files);
    put_forms(out, name);
    put_near(out, name);
    for (size_t i = 0; i < name->variants[0]->citations.count; i++)
        put_where(out, &name->variants[0]->citations.items[i], name->variants[0]->surface);
    if (name->known)
        buffer_printf(out->into, "%8sthe gazetteer has this name; it was not taken for it\n", "");
    for (size_t i = 0; i < name->row_count; i++)
        buffer_printf(out->into, "        %s %.*s: %.*s\n",
                      name->rows[i].of_variant ? "variant" : "new    ",
                      STR_ARG(name->rows[i].table), STR_ARG(name->rows[i].line));
    arena_free(&arena);
}

/* ---- doubts and totals ----------------------------------------------------------------------- */

static void put_doubt(struct text_out *out, const struct doubt *doubt)
{
    buffer_printf(out->into, "  %6u  ", doubt->count.names);
    put(out->into, doubt->surface);
    buffer_printf(out->into, doubt->undecided ? "  undecided: %.*s hardly likelier than %.*s"
                                              : "  taken for %.*s rather than %.*s",
                  STR_ARG(doubt->chosen), STR_ARG(doubt->other));
    buffer_printf(out->into, " | files %u\n", doubt->count.files);
    put_where(out, &doubt->citation, doubt->surface);
}

static void put_total(struct text_out *out, struct coverage_total total)
{
    struct buffer cell = { 0 };
    if (total.listed + total.unlisted) {
        put_share(&cell, total);
        buffer_printf(&cell, " of %u", total.listed + total.unlisted);
    }
    buffer_printf(out->into, "  %-18.*s", STR_ARG(buffer_str(&cell)));
    buffer_free(&cell);
}

static void put_totals(struct text_out *out)
{
    buffer_printf(out->into, "\nNames that the gazetteer has, of those in %u articles\n%-5s",
                  out->report->files, "");
    for (int type = 0; type < UNLISTED_TYPES; type++)
        buffer_printf(out->into, "  %-18.*s",
                      STR_ARG(unlisted_type_name((enum unlisted_type)type)));
    buffer_add(out->into, STR("  all\n"));
    for (size_t i = 0; i < out->report->totals.count; i++) {
        const struct language_totals *totals = &out->report->totals.items[i];
        buffer_printf(out->into, "%-5.*s", STR_ARG(totals->lang.len ? totals->lang : STR("all")));
        for (int type = 0; type <= ALL_TYPES; type++)
            put_total(out, totals->types[type]);
        while (out->into->bytes[out->into->len - 1] == ' ')
            out->into->len--;
        buffer_byte(out->into, '\n');
    }
}

static void write_text(const struct report *report, struct buffer *into)
{
    struct text_out out = { report, into, report->options.entry.len > 0 };
    put_entries(&out);
    put_head(&out, "Names that no gazetteer has", report->unlisted.items.count,
             report->unlisted.all);
    for (size_t i = 0; i < report->unlisted.items.count; i++)
        put_unlisted(&out, &report->unlisted.items.items[i]);
    put_head(&out, "Names with several readings", report->doubts.count, report->all_doubts);
    for (size_t i = 0; i < report->doubts.count; i++)
        put_doubt(&out, report->doubts.items[i]);
    put_totals(&out);
}

const struct coverage_writer coverage_text = {
    .name = "text", .limit = 30, .citations = 2, .write = write_text,
};
