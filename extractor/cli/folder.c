#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cli/folder.h"
#include "read/reader.h"

/* The folders walked, by device and inode: an open hash table, never more than half full. */
struct seen {
    struct place {
        dev_t device;
        ino_t inode;
        bool taken;
    } *places;
    size_t count, capacity; /* a power of two */
};

struct walk {
    struct folder *folder;
    const struct stat *except;
    struct buffer path;   /* of the entry that the walk is at */
    size_t root_len;      /* bytes of `path` before the entry's name */
    const char *root;     /* without links */
    struct seen seen;
    ARRAY(const char *) links; /* to folders: walked when all that is no link has been */
};

/* ---- folders seen ---------------------------------------------------------------------------- */

static bool seen_put(struct seen *seen, dev_t device, ino_t inode)
{
    size_t at = ((size_t)inode * 0x9E3779B97F4A7C15u >> 20) & (seen->capacity - 1);
    while (seen->places[at].taken) {
        if (seen->places[at].device == device && seen->places[at].inode == inode)
            return false;
        at = (at + 1) & (seen->capacity - 1);
    }
    seen->places[at] = (struct place){ .device = device, .inode = inode, .taken = true };
    seen->count++;
    return true;
}

/* True when the folder was not there yet. */
static bool seen_add(struct arena *arena, struct seen *seen, const struct stat *about)
{
    if (seen->count * 2 >= seen->capacity) {
        struct seen larger = { .capacity = seen->capacity ? seen->capacity * 4 : 64 };
        larger.places = arena_array(arena, struct place, larger.capacity);
        for (size_t i = 0; i < seen->capacity; i++)
            if (seen->places[i].taken)
                seen_put(&larger, seen->places[i].device, seen->places[i].inode);
        *seen = larger;
    }
    return seen_put(seen, about->st_dev, about->st_ino);
}

/* ---- the walk -------------------------------------------------------------------------------- */

static const char *path_copy(struct walk *walk)
{
    return arena_str(&walk->folder->arena, buffer_str(&walk->path)).s;
}

static void refuse(struct walk *walk, const char *why, bool failed)
{
    *array_push(&walk->folder->refusals, &walk->folder->arena) =
        (struct folder_refusal){ .path = path_copy(walk), .why = why, .failed = failed };
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void take(struct walk *walk, const struct stat *about)
{
    const char *path = path_copy(walk);
    *array_push(&walk->folder->entries, &walk->folder->arena) = (struct folder_entry){
        .path = path,
        .name = path + walk->root_len,
        .root = walk->root,
        .size = (uint64_t)about->st_size,
        .changed = { nanoseconds(about->st_mtim), nanoseconds(about->st_ctim) },
        .device = about->st_dev,
        .inode = about->st_ino,
    };
}

static const char *why_no_file(mode_t mode)
{
    return S_ISFIFO(mode) ? "is a FIFO" : S_ISSOCK(mode) ? "is a socket" : "is a device";
}

static void walk_folder(struct walk *walk, int above, const char *name);

bool folder_holds_lines(const char *path)
{
    return str_ends(str_of(path), STR(".jsonl"));
}

static void visit_file(struct walk *walk, const char *name, const struct stat *about)
{
    bool is_wanted = reader_knows(str_of(name)) ||
                     (walk->folder->takes_lines && folder_holds_lines(name));
    if (!is_wanted)
        walk->folder->other_files++;
    else if (S_ISREG(about->st_mode))
        take(walk, about);
    else
        refuse(walk, why_no_file(about->st_mode), false);
}

static void visit(struct walk *walk, int above, const char *name)
{
    struct stat about;
    if (fstatat(above, name, &about, AT_SYMLINK_NOFOLLOW)) {
        refuse(walk, strerror(errno), true);
        return;
    }
    bool is_link = S_ISLNK(about.st_mode);
    if (is_link && fstatat(above, name, &about, 0))
        refuse(walk, "is a link that leads nowhere", false);
    else if (!S_ISDIR(about.st_mode))
        visit_file(walk, name, &about);
    else if (is_link)
        *array_push(&walk->links, &walk->folder->arena) = path_copy(walk);
    else
        walk_folder(walk, above, name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct listing {
    ARRAY(const char *) names;
};

static bool is_itself_or_above(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The names in a folder by their bytes, so that nothing depends on the order on disk. */
static int list(DIR *dir, struct arena *arena, struct listing *ret)
{
    struct dirent *entry;
    errno = 0;
    while ((entry = readdir(dir)))
        if (!is_itself_or_above(entry->d_name))
            *array_push(&ret->names, arena) = arena_str(arena, str_of(entry->d_name)).s;
    if (ret->names.count)
        qsort(ret->names.items, ret->names.count, sizeof *ret->names.items, compare_names);
    return errno;
}

static void visit_all(struct walk *walk, DIR *dir)
{
    struct arena scratch = { 0 };
    struct listing listing = { 0 };
    if (list(dir, &scratch, &listing))
        refuse(walk, "cannot be listed to its end", true);
    size_t len = walk->path.len;
    for (size_t i = 0; i < listing.names.count; i++) {
        if (walk->path.bytes[len - 1] != '/')
            buffer_byte(&walk->path, '/');
        buffer_add(&walk->path, str_of(listing.names.items[i]));
        visit(walk, dirfd(dir), listing.names.items[i]);
        walk->path.len = len;
    }
    arena_free(&scratch);
}

static bool is_excepted(const struct walk *walk, const struct stat *about)
{
    return walk->except && walk->except->st_dev == about->st_dev &&
           walk->except->st_ino == about->st_ino;
}

static void walk_open_folder(struct walk *walk, DIR *dir)
{
    struct stat about;
    if (fstat(dirfd(dir), &about))
        refuse(walk, strerror(errno), true);
    else if (is_excepted(walk, &about))
        return;
    else if (seen_add(&walk->folder->arena, &walk->seen, &about))
        visit_all(walk, dir);
    else
        refuse(walk, "is a folder read under another name", false);
}

static void walk_folder(struct walk *walk, int above, const char *name)
{
    int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        refuse(walk, strerror(errno), true);
        return;
    }
    walk_open_folder(walk, dir);
    closedir(dir);
}

/* ---- the paths of the command line ----------------------------------------------------------- */

static void set_path(struct walk *walk, const char *path)
{
    walk->path.len = 0;
    buffer_add(&walk->path, str_of(path));
}

/* The folder's name without links, or "" where that cannot be told. */
static const char *resolved(struct walk *walk, const char *folder)
{
    char *real = realpath(folder, NULL);
    const char *copy = arena_str(&walk->folder->arena, str_of(real)).s;
    free(real);
    return copy;
}

static void walk_root(struct walk *walk, const char *path)
{
    walk->root = resolved(walk, path);
    *array_push(&walk->folder->roots, &walk->folder->arena) = walk->root;
    set_path(walk, path);
    walk->root_len = walk->path.len + (walk->path.bytes[walk->path.len - 1] != '/');
    walk_folder(walk, AT_FDCWD, path);
    for (size_t i = 0; i < walk->links.count; i++) {
        set_path(walk, walk->links.items[i]);
        walk_folder(walk, AT_FDCWD, walk->links.items[i]);
    }
}

static const char *folder_of(struct walk *walk, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return arena_str(&walk->folder->arena, (struct str){ path, (size_t)(slash - path) + 1 }).s;
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct folder_entry *)a)->name, ((const struct folder_entry *)b)->name);
}

static void add_existing(struct walk *walk, const char *path, const struct stat *about)
{
    const char *slash = strrchr(path, '/');
    size_t before = walk->folder->entries.count;
    if (S_ISDIR(about->st_mode)) {
        walk_root(walk, path);
    } else {
        walk->root_len = slash ? (size_t)(slash + 1 - path) : 0;
        walk->root = resolved(walk, folder_of(walk, path));
        if (S_ISREG(about->st_mode))
            take(walk, about);
        else
            refuse(walk, why_no_file(about->st_mode), true);
    }
    if (walk->folder->entries.count > before)
        qsort(walk->folder->entries.items + before, walk->folder->entries.count - before,
              sizeof(struct folder_entry), compare_entries);
}

void folder_add(struct folder *folder, const char *path, const struct stat *except)
{
    struct walk walk = { .folder = folder, .except = except, .root = "" };
    struct stat about = { 0 };
    set_path(&walk, path);
    if (strcmp(path, "-") == 0)
        take(&walk, &about);
    else if (stat(path, &about))
        refuse(&walk, strerror(errno), true);
    else
        add_existing(&walk, path, &about);
    buffer_free(&walk.path);
}

void folder_free(struct folder *folder)
{
    arena_free(&folder->arena);
    *folder = (struct folder){ 0 };
}

/* ---- the names of the records ---------------------------------------------------------------- */

struct str folder_record_stem(const struct folder_entry *entry)
{
    struct str name = str_of(strcmp(entry->path, "-") == 0 ? "stdin" : entry->name);
    const char *slash = strrchr(name.s, '/'), *last = slash ? slash + 1 : name.s;
    const char *dot = strrchr(last, '.');
    if (!entry->keeps_ending && dot && dot > last)
        name.len = (size_t)(dot - name.s);
    return name;
}

static int compare_stems(const void *a, const void *b)
{
    const struct folder_entry *const *left = a, *const *right = b;
    int order = str_compare(folder_record_stem(*left), folder_record_stem(*right));
    return order ? order : strcmp((*left)->name, (*right)->name);
}

/* Lengthens the names of all records that would share one; true when there were such. A longer
 * name may be the short one of another record, so it takes until nothing changes. */
static bool lengthen_shared(struct folder_entry **sorted, size_t count)
{
    bool changed = false;
    qsort(sorted, count, sizeof *sorted, compare_stems);
    for (size_t i = 0, end; i < count; i = end) {
        struct str stem = folder_record_stem(sorted[i]);
        for (end = i + 1; end < count; end++)
            if (!str_equal(stem, folder_record_stem(sorted[end])))
                break;
        for (size_t j = i; end - i > 1 && j < end; j++) {
            changed |= !sorted[j]->keeps_ending;
            sorted[j]->keeps_ending = true;
        }
    }
    return changed;
}

static int compare_by_name(const void *a, const void *b)
{
    return compare_entries(*(const struct folder_entry *const *)a,
                           *(const struct folder_entry *const *)b);
}

/* Sorts by name, drops entries that stand for one file, and finds names that stand for two. */
static bool drop_repeated(struct folder_entry **sorted, size_t *count,
                          const struct folder_entry *ret[2])
{
    size_t kept = 0;
    qsort(sorted, *count, sizeof *sorted, compare_by_name);
    for (size_t i = 0; i < *count; i++) {
        struct folder_entry *last = kept ? sorted[kept - 1] : NULL, *entry = sorted[i];
        if (!last || strcmp(last->name, entry->name) != 0) {
            sorted[kept++] = entry;
        } else if (last->device == entry->device && last->inode == entry->inode) {
            entry->repeated = true;
        } else {
            ret[0] = last;
            ret[1] = entry;
            return false;
        }
    }
    *count = kept;
    return true;
}

bool folder_name_records(struct folder *folder, const struct folder_entry *ret[2])
{
    struct arena scratch = { 0 };
    size_t count = folder->entries.count;
    struct folder_entry **sorted = arena_array(&scratch, struct folder_entry *, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &folder->entries.items[i];
    bool unique = drop_repeated(sorted, &count, ret);
    while (unique && lengthen_shared(sorted, count))
        continue;
    arena_free(&scratch);
    return unique;
}
