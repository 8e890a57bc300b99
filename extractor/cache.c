#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cache.h"

enum { STATE_DIGITS = 16, KEPT_SECONDS = 30 * 24 * 60 * 60 };

static const char *const kinds[] = { "gazetteers", "rules" };

/* $XDG_CACHE_HOME/newsgaz, else ~/.cache/newsgaz, else a folder of the user's own in /tmp. */
static struct str cache_folder(struct arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache == '/')
        return arena_printf(arena, "%s/newsgaz", cache);
    return home && *home == '/' ? arena_printf(arena, "%s/.cache/newsgaz", home)
                                : arena_printf(arena, "/tmp/newsgaz-%ld", (long)getuid());
}

struct str cache_path(struct arena *arena, const char *kind, const char state[65])
{
    struct str folder = cache_folder(arena);
    return arena_printf(arena, "%.*s/%s-%.*s-%s", STR_ARG(folder), kind, STATE_DIGITS, state,
                        NEWSGAZ_VERSION);
}

/* "rules-0123456789abcdef-0.1.0", and what has such a name with more behind it. */
static bool is_ours(struct str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct str kind = str_of(kinds[i]);
        size_t state = kind.len + 1, version = state + STATE_DIGITS;
        if (str_starts(name, kind) && name.len > version && name.s[kind.len] == '-' &&
            name.s[version] == '-' &&
            strspn(name.s + state, "0123456789abcdef") == STATE_DIGITS)
            return true;
    }
    return false;
}

/* What is mapped stays there for those who have mapped it, and what is missed is made anew. */
static void remove_unused(const char *folder, time_t now)
{
    struct stat about;
    DIR *listing = opendir(folder);
    for (struct dirent *item; listing && (item = readdir(listing));)
        if (is_ours(str_of(item->d_name)) &&
            fstatat(dirfd(listing), item->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            about.st_atime < now - KEPT_SECONDS && about.st_mtime < now - KEPT_SECONDS)
            unlinkat(dirfd(listing), item->d_name, 0);
    if (listing)
        closedir(listing);
}

int cache_put(const char *path, struct str contents)
{
    struct arena arena = { 0 };
    struct stat written;
    const char *name = strrchr(path, '/');
    struct str folder = arena_str(&arena, (struct str){ path, (size_t)(name - path) });
    int error = folder_make(folder.s);
    if (!error)
        error = file_replace(path, contents);
    if (!error && stat(path, &written) == 0)
        remove_unused(folder.s, written.st_mtime); /* the time as this folder has it */
    arena_free(&arena);
    return error;
}
