#include "export/sheet.h"

#include "write/digits.h"

/* ---- cells ---------------------------------------------------------------------------------- */

static bool looks_like_formula(struct str text)
{
    return text.len && memchr("=+-@\t\r'", text.s[0], 7);
}

static bool is_special(char sign)
{
    return sign == ',' || sign == '"' || sign == '\n' || sign == '\r';
}

static bool needs_quotes(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_special(text.s[i]))
            return true;
    return text.len && (text.s[0] == ' ' || text.s[text.len - 1] == ' ');
}

/* Quotes within are doubled. */
static void add_quoted(struct buffer *into, struct str text)
{
    const char *quote;
    while (text.len && (quote = memchr(text.s, '"', text.len))) {
        size_t end = (size_t)(quote - text.s) + 1;
        buffer_add(into, str_slice(text, 0, end));
        buffer_byte(into, '"');
        text = str_slice(text, end, text.len);
    }
    buffer_add(into, text);
}

void csv_cell(struct buffer *into, struct str text, bool safe)
{
    bool formula = safe && looks_like_formula(text);
    bool quotes = needs_quotes(text);
    if (quotes)
        buffer_byte(into, '"');
    if (formula)
        buffer_byte(into, '\'');
    add_quoted(into, text);
    if (quotes)
        buffer_byte(into, '"');
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void select_from(const struct sheet *sheet, struct buffer *sql)
{
    buffer_add(sql, STR("SELECT "));
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct column *column = &sheet->columns[i];
        buffer_printf(sql, column->sql ? "%s%s" : "%s\"%s\"", i ? ", " : "",
                      column->sql ? column->sql : column->name);
    }
    buffer_printf(sql, " FROM %s", sheet->from);
    buffer_byte(sql, '\0');
}

static void write_heads(const struct sheet *sheet, struct buffer *into, bool tags)
{
    for (size_t i = 0; i < sheet->column_count; i++) {
        if (i)
            buffer_byte(into, ',');
        buffer_add(into, str_of(tags ? sheet->columns[i].tag : sheet->columns[i].name));
    }
    buffer_byte(into, '\n');
}

static void write_cell(const struct query *row, int i, struct buffer *into, bool safe)
{
    switch (query_kind(row, i)) {
    case CELL_NULL:
        break;
    case CELL_INTEGER:
        digits_integer(into, query_as_integer(row, i));
        break;
    case CELL_DECIMAL:
        buffer_add(into, query_as_text(row, i));
        break;
    case CELL_TEXT:
        csv_cell(into, query_as_text(row, i), safe);
    }
}

static void write_row(const struct query *row, struct buffer *into, bool safe)
{
    int count = query_columns(row);
    for (int i = 0; i < count; i++) {
        if (i)
            buffer_byte(into, ',');
        write_cell(row, i, into, safe);
    }
    buffer_byte(into, '\n');
}

bool sheet_write(struct export *export, const struct sheet *sheet, struct out *out)
{
    struct buffer sql = { 0 };
    select_from(sheet, &sql);
    struct query *rows = query_new(export->database, sql.bytes);
    buffer_free(&sql);
    if (!rows)
        return false;
    write_heads(sheet, &out->bytes, false);
    if (sheet->tagged)
        write_heads(sheet, &out->bytes, true);
    while (query_step(rows)) {
        write_row(rows, &out->bytes, export->options->spreadsheet_safe);
        out_flush(out);
    }
    query_free(rows);
    return !database_has_failed(export->database);
}

void sheet_count_losses(struct export *export, const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->loss_count; i++) {
        const struct loss_rule *rule = &sheet->losses[i];
        struct query *count = query_new(export->database, rule->sql);
        if (count && query_step(count))
            loss_count(&export->loss, (size_t)query_as_integer(count, 0), rule->one, rule->many);
        query_free(count);
    }
}
