#include "export/loss.h"

#include <stdio.h>

void loss_count(struct loss *loss, size_t count, const char *one, const char *many)
{
    if (!count)
        return;
    for (size_t i = 0; i < loss->lines.count; i++)
        if (strcmp(loss->lines.items[i].one, one) == 0) {
            loss->lines.items[i].count += count;
            return;
        }
    *array_push(&loss->lines, &loss->arena) = (struct loss_line){ one, many, count };
}

void loss_print(const struct loss *loss, const char *format)
{
    for (size_t i = 0; i < loss->lines.count; i++) {
        const struct loss_line *line = &loss->lines.items[i];
        fprintf(stderr, "%s: %zu %s\n", format, line->count,
                line->count == 1 ? line->one : line->many);
    }
}

void loss_free(struct loss *loss)
{
    arena_free(&loss->arena);
    *loss = (struct loss){ 0 };
}
