#include "coverage/writer.h"

/* One table for all lists; the column `list` tells which a row is of. */

static const char head[] = "list\tentry\tname\ttype\tlang\tsource\tmonth\tkind\tcount\tfiles\tnear"
                           "\tscore\treason\twhere\tcontext\n";

enum { COLUMNS = 15 };

enum column { LIST, ENTRY, NAME, TYPE, LANG, SOURCE, MONTH, KIND, COUNT, FILES, NEAR, SCORE, REASON,
              WHERE, CONTEXT };

struct row {
    struct str cells[COLUMNS];
    uint32_t count, files; /* 0: empty cells */
};

/* A tab or line feed would end the cell. */
static void put_cell(struct buffer *into, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        buffer_byte(into, (unsigned char)text.s[i] < ' ' ? ' ' : text.s[i]);
}

static void put_row(struct buffer *into, const struct row *row)
{
    for (int i = 0; i < COLUMNS; i++) {
        if (i)
            buffer_byte(into, '\t');
        if (i == COUNT && row->count)
            buffer_printf(into, "%u", row->count);
        else if (i == FILES && row->files)
            buffer_printf(into, "%u", row->files);
        else
            put_cell(into, row->cells[i]);
    }
    buffer_byte(into, '\n');
}

static void set_where(struct row *row, const struct citation *at, struct str surface,
                      struct arena *arena)
{
    row->cells[WHERE] = arena_printf(arena, "%.*s:%u", STR_ARG(at->file), at->at);
    row->cells[CONTEXT] = arena_printf(arena, "%.*s[%.*s]%.*s", STR_ARG(at->before),
                                       STR_ARG(surface), STR_ARG(at->after));
}

/* A row for each language, source and month that a form was seen in. */
static void put_variants(const struct report *report, const struct reported *of,
                         const struct row *common, struct buffer *into)
{
    for (size_t v = 0; v < of->variant_count; v++)
        for (size_t c = 0; c < of->variants[v]->cells.count; c++) {
            const struct cell *cell = &of->variants[v]->cells.items[c];
            struct row row = *common;
            row.cells[NAME] = of->variants[v]->surface;
            row.cells[KIND] = of->variants[v]->kind;
            row.cells[LANG] = report->tally->labels.items[cell->lang];
            row.cells[SOURCE] = report->tally->labels.items[cell->source];
            row.cells[MONTH] = report->tally->labels.items[cell->month];
            row.count = cell->count.names;
            row.files = cell->count.files;
            put_row(into, &row);
        }
}

static void put_unseen(const struct unseen_name *names, size_t count, struct str list,
                       struct buffer *into)
{
    for (size_t i = 0; i < count; i++) {
        struct row row = { 0 };
        row.cells[LIST] = list;
        row.cells[ENTRY] = names[i].id;
        row.cells[NAME] = names[i].spelling;
        row.cells[LANG] = names[i].langs;
        row.cells[KIND] = names[i].kind;
        put_row(into, &row);
    }
}

static void put_entries(const struct report *report, struct buffer *into)
{
    for (size_t i = 0; i < report->entries.items.count; i++) {
        const struct reported *entry = &report->entries.items.items[i];
        struct row row = { 0 };
        row.cells[LIST] = STR("variant");
        row.cells[ENTRY] = entry->subject->id;
        row.cells[TYPE] = unlisted_type_name(entry->type);
        put_variants(report, entry, &row, into);
        put_unseen(entry->unseen.items, entry->unseen.count, STR("unseen"), into);
    }
    put_unseen(report->never.items, report->never.count, STR("never"), into);
}

static void put_unlisted(const struct reported *name, struct buffer *into)
{
    struct arena arena = { 0 };
    struct row row = { .count = name->subject->count.names, .files = name->subject->count.files };
    row.cells[LIST] = STR("unlisted");
    row.cells[NAME] = name->name;
    row.cells[TYPE] = unlisted_type_name(name->type);
    set_where(&row, &name->variants[0]->citations.items[0], name->variants[0]->surface, &arena);
    if (name->near_count) {
        struct buffer score = { 0 };
        put_score(&score, name->near[0].score);
        row.cells[ENTRY] = name->near[0].id;
        row.cells[NEAR] = name->near[0].nearest;
        row.cells[SCORE] = arena_str(&arena, buffer_str(&score));
        row.cells[REASON] = name->near[0].reason;
        buffer_free(&score);
    }
    put_row(into, &row);
    arena_free(&arena);
}

static void put_doubt(const struct doubt *doubt, struct buffer *into)
{
    struct arena arena = { 0 };
    struct row row = { .count = doubt->count.names, .files = doubt->count.files };
    row.cells[LIST] = STR("readings");
    row.cells[ENTRY] = doubt->chosen;
    row.cells[NAME] = doubt->surface;
    row.cells[NEAR] = doubt->other;
    row.cells[REASON] = doubt->undecided ? STR("undecided") : STR("decided");
    set_where(&row, &doubt->citation, doubt->surface, &arena);
    put_row(into, &row);
    arena_free(&arena);
}

static void put_totals(const struct language_totals *totals, struct buffer *into)
{
    for (int type = 0; type < UNLISTED_TYPES; type++)
        for (int listed = 1; listed >= 0; listed--) {
            const struct coverage_total *total = &totals->types[type];
            struct row row = { .count = listed ? total->listed : total->unlisted };
            row.cells[LIST] = STR("total");
            row.cells[TYPE] = unlisted_type_name((enum unlisted_type)type);
            row.cells[LANG] = totals->lang;
            row.cells[REASON] = listed ? STR("listed") : STR("unlisted");
            if (row.count)
                put_row(into, &row);
        }
}

static void write_tsv(const struct report *report, struct buffer *into)
{
    buffer_add(into, str_of(head));
    put_entries(report, into);
    for (size_t i = 0; i < report->unlisted.items.count; i++)
        put_unlisted(&report->unlisted.items.items[i], into);
    for (size_t i = 0; i < report->doubts.count; i++)
        put_doubt(report->doubts.items[i], into);
    for (size_t i = 0; i + 1 < report->totals.count; i++)
        put_totals(&report->totals.items[i], into);
}

const struct coverage_writer coverage_tsv = {
    .name = "tsv", .limit = 0, .citations = 1, .write = write_tsv,
};
