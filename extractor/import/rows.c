#include <errno.h>
#include <stdlib.h>

#include "import/rows.h"

enum { MOST_IN_MEMORY = 48 << 20 };

static int by_bytes(const void *left, const void *right, void *bytes)
{
    const struct row_at *a = left, *b = right;
    return str_compare((struct str){ (char *)bytes + a->start, a->len },
                       (struct str){ (char *)bytes + b->start, b->len });
}

static size_t sort(struct rows *rows)
{
    size_t count = rows->list.len / sizeof(struct row_at);
    if (count)
        qsort_r(rows->list.bytes, count, sizeof(struct row_at), by_bytes, rows->bytes.bytes);
    return count;
}

static struct str row_at(const struct rows *rows, size_t i)
{
    struct row_at at = ((const struct row_at *)(const void *)rows->list.bytes)[i];
    return (struct str){ rows->bytes.bytes + at.start, at.len };
}

static void store_run(struct rows *rows)
{
    FILE *run = tmpfile();
    if (!run) {
        rows->error = errno;
        return;
    }
    size_t count = sort(rows);
    for (size_t i = 0; i < count; i++) {
        struct str row = row_at(rows, i);
        fwrite(row.s, 1, row.len, run);
        fputc('\n', run);
    }
    if (fflush(run) || ferror(run))
        rows->error = errno ? errno : EIO;
    rewind(run);
    *array_push(&rows->runs, &rows->arena) = run;
    rows->bytes.len = rows->list.len = 0;
}

void rows_add(struct rows *rows, struct str row)
{
    struct row_at at = { rows->bytes.len, (uint32_t)row.len };
    if (rows->error)
        return;
    buffer_add(&rows->bytes, row);
    buffer_add(&rows->list, (struct str){ (const char *)&at, sizeof at });
    if (rows->bytes.len + rows->list.len > MOST_IN_MEMORY)
        store_run(rows);
}

/* A run while it is merged with the others: the row at its head. */
struct head {
    FILE *run;
    char *line;
    size_t capacity;
    struct str row;
    bool ended;
};

static void advance(struct head *head)
{
    ssize_t got = getline(&head->line, &head->capacity, head->run);
    head->ended = got <= 0;
    head->row = (struct str){ head->line, got > 0 ? (size_t)got - 1 : 0 };
}

static struct head *least(struct head *heads, size_t count)
{
    struct head *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (!heads[i].ended && (!best || str_compare(heads[i].row, best->row) < 0))
            best = &heads[i];
    return best;
}

static void merge(struct rows *rows, void (*take)(void *of, struct str row), void *of)
{
    size_t count = rows->runs.count;
    struct head *heads = xmalloc(count * sizeof *heads);
    for (size_t i = 0; i < count; i++) {
        heads[i] = (struct head){ .run = rows->runs.items[i] };
        advance(&heads[i]);
    }
    for (struct head *head; (head = least(heads, count)); advance(head))
        take(of, head->row);
    for (size_t i = 0; i < count; i++)
        free(heads[i].line);
    free(heads);
}

void rows_each(struct rows *rows, void (*take)(void *of, struct str row), void *of)
{
    if (rows->runs.count) {
        store_run(rows);
        if (!rows->error)
            merge(rows, take, of);
        return;
    }
    size_t count = sort(rows);
    for (size_t i = 0; i < count; i++)
        take(of, row_at(rows, i));
}

void rows_free(struct rows *rows)
{
    for (size_t i = 0; i < rows->runs.count; i++)
        fclose(rows->runs.items[i]);
    buffer_free(&rows->bytes);
    buffer_free(&rows->list);
    arena_free(&rows->arena);
}
