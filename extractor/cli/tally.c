#include <stdio.h>

#include "base/buffer.h"
#include "cli/message.h"
#include "cli/tally.h"

enum { REASONS_SHOWN = 4 };

static void count(struct tally *tally, struct tally_reasons *reasons, struct str why, size_t times)
{
    reasons->total += times;
    for (size_t i = 0; i < reasons->each.count; i++)
        if (str_equal(reasons->each.items[i].why, why)) {
            reasons->each.items[i].count += times;
            return;
        }
    *array_push(&reasons->each, &tally->arena) =
        (struct tally_reason){ .why = arena_str(&tally->arena, why), .count = times };
}

/* What a reason begins with, so that those which differ in a line number count as one. */
static struct str kind_of(struct str why)
{
    const char *colon = why.len ? memchr(why.s, ':', why.len) : NULL;
    return colon ? str_slice(why, 0, (size_t)(colon - why.s)) : why;
}

static void note(struct tally *tally, struct tally_reasons *reasons, const char *path,
                 struct str why)
{
    count(tally, reasons, kind_of(why), 1);
    *array_push(&tally->notes, &tally->arena) = (struct tally_note){
        .path = arena_str(&tally->arena, str_of(path)),
        .why = arena_str(&tally->arena, why),
    };
}

void tally_failed(struct tally *tally, const char *path, struct str why)
{
    note(tally, &tally->failed, path, why);
}

void tally_refusals(struct tally *tally, const struct folder *folder)
{
    for (size_t i = 0; i < folder->refusals.count; i++) {
        const struct folder_refusal *refusal = &folder->refusals.items[i];
        note(tally, refusal->failed ? &tally->failed : &tally->skipped, refusal->path,
             str_of(refusal->why));
    }
    if (folder->other_files)
        count(tally, &tally->skipped, STR("no article by its ending"), folder->other_files);
}

void tally_print_notes(const struct tally *tally)
{
    for (size_t i = 0; i < tally->notes.count; i++)
        complain_about(tally->notes.items[i].path, "%.*s", STR_ARG(tally->notes.items[i].why));
}

static void add_reasons(struct buffer *line, const struct tally_reasons *reasons)
{
    size_t others = reasons->total;
    for (size_t i = 0; i < reasons->each.count && i < REASONS_SHOWN; i++) {
        buffer_printf(line, i ? ", " : " (");
        shown_add(line, reasons->each.items[i].why);
        buffer_printf(line, ": %zu", reasons->each.items[i].count);
        others -= reasons->each.items[i].count;
    }
    if (others)
        buffer_printf(line, ", other reasons: %zu", others);
    if (reasons->total)
        buffer_byte(line, ')');
}

void tally_print_summary(const struct tally *tally)
{
    struct buffer line = { 0 };
    buffer_printf(&line, "done %zu, unchanged %zu, skipped %zu", tally->done, tally->unchanged,
                  tally->skipped.total);
    add_reasons(&line, &tally->skipped);
    buffer_printf(&line, ", failed %zu", tally->failed.total);
    add_reasons(&line, &tally->failed);
    if (tally->gone)
        buffer_printf(&line, ", gone %zu", tally->gone);
    if (tally->pruned)
        buffer_printf(&line, ", pruned %zu", tally->pruned);
    buffer_byte(&line, '\n');
    fwrite(line.bytes, 1, line.len, stderr);
    buffer_free(&line);
}

void tally_free(struct tally *tally)
{
    arena_free(&tally->arena);
    *tally = (struct tally){ 0 };
}
