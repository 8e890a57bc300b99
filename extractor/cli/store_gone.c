#include "cli/store_gone.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct missing {
    struct str name;
    struct state_row row;
};

struct search {
    const struct folder *folder;
    struct arena arena;
    const struct folder_entry **entries; /* by root, then name */
    ARRAY(struct missing) missing;
};

static int compare_places(const struct folder_entry *a, const struct folder_entry *b)
{
    int order = strcmp(a->root, b->root);
    return order ? order : strcmp(a->name, b->name);
}

static int compare_entries(const void *a, const void *b)
{
    return compare_places(*(const struct folder_entry *const *)a,
                          *(const struct folder_entry *const *)b);
}

static void sort_entries(struct search *search)
{
    size_t count = search->folder->entries.count;
    search->entries = arena_array(&search->arena, const struct folder_entry *, count + 1);
    for (size_t i = 0; i < count; i++)
        search->entries[i] = &search->folder->entries.items[i];
    qsort(search->entries, count, sizeof *search->entries, compare_entries);
}

static bool was_walked(const struct search *search, struct str root)
{
    for (size_t i = 0; i < search->folder->roots.count; i++)
        if (root.len && str_is(root, search->folder->roots.items[i]))
            return true;
    return false;
}

static bool is_there(struct search *search, const char *name, struct str root)
{
    struct folder_entry wanted = { .name = name, .root = arena_str(&search->arena, root).s };
    const struct folder_entry *key = &wanted;
    return bsearch(&key, search->entries, search->folder->entries.count, sizeof key,
                   compare_entries);
}

static void see(void *context, const char *name, const struct state_row *row)
{
    struct search *search = context;
    if (row->status == STATE_CLAIMED || !was_walked(search, row->root) ||
        is_there(search, name, row->root))
        return;
    struct missing *missing = array_push(&search->missing, &search->arena);
    *missing = (struct missing){ .name = arena_str(&search->arena, str_of(name)), .row = *row };
    missing->row.record = arena_str(&search->arena, row->record);
    missing->row.root = arena_str(&search->arena, row->root);
    missing->row.why = arena_str(&search->arena, row->why);
}

/* The record goes first: killed in between, the next run finds the row again. */
static bool prune_one(struct state *state, const char *output, struct missing *missing)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%.*s", output, STR_ARG(missing->row.record));
    if (missing->row.record.len && len < (int)sizeof path && unlink(path) && errno != ENOENT)
        return false;
    missing->row.status = STATE_GONE;
    return state_remove(state, missing->name.s);
}

/* One that failed has no record that would be kept. */
static bool mark_one(struct state *state, struct missing *missing)
{
    if (missing->row.status == STATE_GONE)
        return true;
    if (missing->row.status == STATE_FAILED)
        return state_remove(state, missing->name.s);
    missing->row.status = STATE_GONE;
    return state_put(state, missing->name.s, &missing->row);
}

static bool saw_everything(const struct folder *folder)
{
    for (size_t i = 0; i < folder->refusals.count; i++)
        if (folder->refusals.items[i].failed)
            return false;
    return folder->roots.count > 0;
}

bool gone_settle(struct state *state, const struct folder *folder, const char *output, bool prune,
                 size_t *ret_gone, size_t *ret_new, size_t *ret_pruned)
{
    struct search search = { .folder = folder };
    if (!saw_everything(folder))
        return true;
    sort_entries(&search);
    bool good = state_each(state, see, &search);
    for (size_t i = 0; good && i < search.missing.count; i++) {
        *ret_new += search.missing.items[i].row.status != STATE_GONE;
        good = prune ? prune_one(state, output, &search.missing.items[i])
                     : mark_one(state, &search.missing.items[i]);
        bool kept = search.missing.items[i].row.status == STATE_GONE;
        *(prune ? ret_pruned : ret_gone) += good && kept;
    }
    arena_free(&search.arena);
    return good;
}
