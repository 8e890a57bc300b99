#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "cache.h"

enum { SOURCES_DIGITS = 8, STATE_DIGITS = 16, KEPT_STATES = 3, KEPT_SECONDS = 30 * 24 * 60 * 60 };

static const char *const kinds[] = { "gazetteers", "rules" };

/* In /tmp anybody may make a folder of any name, and what is in the cache is believed. Where the
 * folder is another's, a path at which nothing can be. */
static struct str folder_in_tmp(struct arena *arena)
{
    struct stat about;
    struct str folder = arena_printf(arena, "/tmp/newsgaz-%ld", (long)getuid());
    mkdir(folder.s, 0700);
    bool own = lstat(folder.s, &about) == 0 && S_ISDIR(about.st_mode) &&
               about.st_uid == getuid() && !(about.st_mode & (S_IWGRP | S_IWOTH));
    return own ? folder : STR("/dev/null");
}

/* $XDG_CACHE_HOME/newsgaz, else ~/.cache/newsgaz, else a folder of the user's own in /tmp. */
static struct str cache_folder(struct arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache == '/')
        return arena_printf(arena, "%s/newsgaz", cache);
    return home && *home == '/' ? arena_printf(arena, "%s/.cache/newsgaz", home)
                                : folder_in_tmp(arena);
}

/* "rules-01234567-0123456789abcdef-0.1.0" */
struct str cache_path(struct arena *arena, const char *kind, const char *sources,
                      const char state[65])
{
    struct str folder = cache_folder(arena);
    char *whole = realpath(sources, NULL), hash[65];
    sha256_hex(str_of(whole ? whole : sources), hash);
    free(whole);
    return arena_printf(arena, "%.*s/%s-%.*s-%.*s-%s", STR_ARG(folder), kind, SOURCES_DIGITS, hash,
                        STATE_DIGITS, state, NEWSGAZ_VERSION);
}

/* ---- what is kept --------------------------------------------------------------------------- */

struct kept {
    struct str name;
    time_t used;
};

struct kept_list {
    ARRAY(struct kept) items;
};

static bool takes_digits(struct str *rest, size_t count)
{
    struct str digits = str_split(rest, '-');
    return digits.len == count && strspn(digits.s, "0123456789abcdef") >= count;
}

/* What cache_path names, and what has such a name with more behind it. */
static bool is_ours(struct str name)
{
    struct str kind = str_split(&name, '-');
    bool known = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        known |= str_is(kind, kinds[i]);
    return known && takes_digits(&name, SOURCES_DIGITS) && takes_digits(&name, STATE_DIGITS) &&
           name.len > 0;
}

static void list_kept(DIR *folder, struct arena *arena, struct kept_list *ret)
{
    struct stat about;
    for (struct dirent *item; folder && (item = readdir(folder));)
        if (is_ours(str_of(item->d_name)) &&
            fstatat(dirfd(folder), item->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0)
            *array_push(&ret->items, arena) = (struct kept){
                arena_str(arena, str_of(item->d_name)),
                about.st_atime > about.st_mtime ? about.st_atime : about.st_mtime,
            };
}

static int last_used_first(const void *a, const void *b)
{
    const struct kept *p = a, *q = b;
    return p->used != q->used ? (p->used > q->used ? -1 : 1) : str_compare(p->name, q->name);
}

/* Notes and what is being written. */
static bool stands_beside(struct str name)
{
    return str_ends(name, STR(".sound")) || str_ends(name, STR(".tmp"));
}

static void remove_kept(DIR *folder, struct str name, struct arena *arena)
{
    unlinkat(dirfd(folder), name.s, 0);
    unlinkat(dirfd(folder), arena_join(arena, name, STR(".sound"), STR("")).s, 0);
}

/* `written` has just been written, at that time. What is removed stays for those who have mapped it;
 * who misses it makes it anew. */
static void remove_unused(DIR *folder, struct str written, time_t now, struct arena *arena)
{
    struct kept_list list = { 0 };
    size_t kind = (size_t)(strchr(written.s, '-') - written.s), states = 0;
    struct str same = str_slice(written, 0, kind + 1 + SOURCES_DIGITS + 1);
    list_kept(folder, arena, &list);
    if (list.items.count)
        qsort(list.items.items, list.items.count, sizeof *list.items.items, last_used_first);
    for (size_t i = 0; i < list.items.count; i++) {
        struct str name = list.items.items[i].name;
        bool is_state = str_starts(name, same) && !stands_beside(name);
        states += is_state;
        if (!str_equal(name, written) && (list.items.items[i].used < now - KEPT_SECONDS ||
                                          (is_state && states > KEPT_STATES)))
            remove_kept(folder, name, arena);
    }
}

int cache_put(const char *path, struct str contents)
{
    struct arena arena = { 0 };
    struct stat about;
    const char *name = strrchr(path, '/');
    struct str folder = arena_str(&arena, (struct str){ path, (size_t)(name - path) });
    int error = folder_make(folder.s);
    if (!error)
        error = file_replace(path, contents);
    DIR *listing = error || stat(path, &about) ? NULL : opendir(folder.s);
    if (listing) {
        remove_unused(listing, str_of(name + 1), about.st_mtime, &arena); /* the folder's own time */
        closedir(listing);
    }
    arena_free(&arena);
    return error;
}
