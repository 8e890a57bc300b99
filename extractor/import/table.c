/* table.c - tables of one's own, and results of SPARQL as CSV and TSV. */
#include "import/columns.h"

/* ---- cells ---- */

/* Of a CSV record; quotes are taken off within the bytes of `text`. */
static size_t split_csv(struct buffer *text, char divider, struct str *cells)
{
    size_t count = 0, at = 0, put = 0;
    char *bytes = text->bytes;
    while (count < MOST_COLUMNS_READ) {
        size_t start = put;
        bool quoted = at < text->len && bytes[at] == '"';
        for (at += quoted; at < text->len; at++) {
            if (quoted && bytes[at] == '"') {
                if (at + 1 < text->len && bytes[at + 1] == '"')
                    at++;
                else {
                    quoted = false;
                    continue;
                }
            } else if (!quoted && bytes[at] == divider) {
                break;
            }
            bytes[put++] = bytes[at];
        }
        cells[count++] = (struct str){ bytes + start, put - start };
        if (at >= text->len)
            break;
        at++;
    }
    return count;
}

/* A term of a SPARQL table: <http://…>, "label"@fr, "12"^^<…>, or a bare word. */
static struct str term(struct str cell, struct str *ret_lang)
{
    *ret_lang = STR("");
    if (cell.len > 1 && cell.s[0] == '<' && cell.s[cell.len - 1] == '>')
        return str_slice(cell, 1, cell.len - 1);
    const char *end = cell.len > 1 && cell.s[0] == '"' ? memrchr(cell.s + 1, '"', cell.len - 1)
                                                       : NULL;
    if (!end)
        return cell;
    size_t behind = (size_t)(end - cell.s) + 1;
    if (behind < cell.len && cell.s[behind] == '@')
        *ret_lang = str_slice(cell, behind + 1, cell.len);
    return str_slice(cell, 1, behind - 1);
}

/* ---- files ---- */

/* Tabs where the first line has any, else semicolons where it has no comma. */
static char divider_of(struct str header)
{
    if (memchr(header.s, '\t', header.len))
        return '\t';
    return memchr(header.s, ';', header.len) && !memchr(header.s, ',', header.len) ? ';' : ',';
}

struct table {
    struct import *import;
    struct source source;
    struct buffer record;
    struct str cells[MOST_COLUMNS_READ], langs[MOST_COLUMNS_READ];
    char divider;
};

static bool next_record(struct table *table, size_t *ret_count)
{
    struct str record;
    bool any = table->divider == '\t' ? source_line(&table->source, &record)
                                      : source_record(&table->source, &record);
    if (!any)
        return false;
    if (!table->divider)
        table->divider = divider_of(record);
    table->record.len = 0;
    buffer_add(&table->record, record);
    *ret_count = table->divider == '\t'
                     ? import_cells(buffer_str(&table->record), table->cells, MOST_COLUMNS_READ)
                     : split_csv(&table->record, table->divider, table->cells);
    for (size_t i = 0; i < *ret_count && i < MOST_COLUMNS_READ; i++) {
        table->langs[i] = STR("");
        if (table->divider == '\t')
            table->cells[i] = term(table->cells[i], &table->langs[i]);
    }
    return true;
}

static void take_records(struct table *table, struct columns *columns)
{
    size_t count;
    while (next_record(table, &count)) {
        if (count == 1 && !table->cells[0].len)
            continue;
        if (count == columns->count) {
            columns_take(columns, table->cells, table->langs, count);
            continue;
        }
        table->import->result->read++;
        import_mistake(table->import, "record", "not as many cells as the first line has",
                       count ? table->cells[0] : STR(""));
    }
}

static bool read_table(struct import *import, const char *path)
{
    struct table table = { .import = import };
    struct columns columns = { 0 };
    size_t count = 0;
    if (!import_open(import, path, &table.source))
        return false;
    bool good = true;
    if (next_record(&table, &count)) {
        for (size_t i = 0; i < count && i < MOST_COLUMNS_READ; i++)
            if (table.cells[i].len && table.cells[i].s[0] == '?')
                table.cells[i] = str_slice(table.cells[i], 1, table.cells[i].len);
        good = columns_begin(import, table.cells, count, &columns);
        if (good)
            take_records(&table, &columns);
    }
    columns_end(&columns);
    buffer_free(&table.record);
    return import_close(import, &table.source) && good;
}

const struct importer table_importer = {
    .name = "table",
    .purpose = "tables with a line of column names: CSV, TSV, results of SPARQL as CSV or TSV "
               "(--map; --kind says what the rows are)",
    .prefix = "t-",
    .title = "own table",
    .licence = "not told",
    .credit = "",
    .read_file = read_table,
};
