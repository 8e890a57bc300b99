/* csv_read.c - rows of an earlier export back into the database: the counterpart of sheet.c. */
#include <errno.h>
#include <stdio.h>

#include "export/csv_tables.h"

struct reading {
    FILE *file;
    bool safe;
    struct buffer bytes;  /* of one row */
    struct str cells[64]; /* in `bytes`, once the row is whole */
    size_t ends[64], count;
    bool broken;
};

enum { MOST_CELLS = 64 };

/* What follows the opening quote; returns the sign behind the closing one. */
static int read_quoted(struct reading *r)
{
    int sign;
    while ((sign = getc(r->file)) != EOF) {
        if (sign == '"' && (sign = getc(r->file)) != '"')
            return sign;
        buffer_byte(&r->bytes, (char)sign);
    }
    r->broken = true;
    return EOF;
}

static int read_plain(struct reading *r, int sign)
{
    while (sign != ',' && sign != '\n' && sign != EOF) {
        buffer_byte(&r->bytes, (char)sign);
        sign = getc(r->file);
    }
    return sign;
}

static struct str cell_at(const struct reading *r, size_t i)
{
    size_t start = i ? r->ends[i - 1] : 0;
    struct str cell = str_slice(buffer_str(&r->bytes), start, r->ends[i]);
    if (r->safe && cell.len > 1 && cell.s[0] == '\'')
        cell = str_slice(cell, 1, cell.len);
    return cell;
}

/* The next row's cells; false at the end. */
static bool read_row(struct reading *r)
{
    int sign = getc(r->file);
    r->bytes.len = r->count = 0;
    if (sign == EOF)
        return false;
    for (;; sign = getc(r->file)) {
        sign = sign == '"' ? read_quoted(r) : read_plain(r, sign);
        if (r->count == MOST_CELLS || (sign != ',' && sign != '\n')) {
            r->broken = true;
            return false;
        }
        r->ends[r->count++] = r->bytes.len;
        if (sign == '\n')
            break;
    }
    for (size_t i = 0; i < r->count; i++)
        r->cells[i] = cell_at(r, i);
    return true;
}

static bool is_head_of(const struct reading *r, const struct sheet *sheet)
{
    bool same = r->count == sheet->column_count;
    for (size_t i = 0; same && i < r->count; i++)
        same = str_is(r->cells[i], sheet->columns[i].name);
    return same;
}

static struct query *insertion(struct database *database, const struct sheet *sheet)
{
    struct buffer sql = { 0 };
    buffer_printf(&sql, "INSERT OR REPLACE INTO %s (", sheet->name);
    for (size_t i = 0; i < sheet->column_count; i++)
        buffer_printf(&sql, "%s\"%s\"", i ? ", " : "", sheet->columns[i].name);
    buffer_add(&sql, STR(") VALUES ("));
    for (size_t i = 0; i < sheet->column_count; i++)
        buffer_add(&sql, i ? STR(", ?") : STR("?"));
    buffer_add(&sql, STR(")\0"));
    struct query *query = query_new(database, sql.bytes);
    buffer_free(&sql);
    return query;
}

static const char *read_rows(struct reading *r, struct query *into, const struct sheet *sheet)
{
    if (!read_row(r) || !is_head_of(r, sheet))
        return "is not a table of this version of newsgaz export";
    while (read_row(r)) {
        if (r->count != sheet->column_count)
            return "has a row of another length than its head";
        for (size_t i = 0; i < r->count; i++)
            query_text(into, r->cells[i]);
        query_step(into);
    }
    return r->broken ? "is cut off or has too many columns" : NULL;
}

const char *csv_read(struct database *database, const struct sheet *sheet, const char *path,
                     bool safe)
{
    struct reading r = { .file = fopen(path, "rbe"), .safe = safe };
    if (!r.file)
        return errno == ENOENT ? NULL : strerror(errno);
    struct query *into = insertion(database, sheet);
    errno = 0;
    const char *why = into ? read_rows(&r, into, sheet) : database_error(database);
    if (ferror(r.file))
        why = strerror(errno ? errno : EIO);
    query_free(into);
    fclose(r.file);
    buffer_free(&r.bytes);
    return why;
}
