#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "gazetteer/files.h"

enum { LARGEST_FILE = 1 << 30 };

static bool cannot_read(struct diag *diag, struct str path, int error)
{
    diag_add(diag, SEVERITY_ERROR, 101, (struct place_in_file){ .file = path }, NULL, "%s",
             strerror(error));
    return false;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool list_folder(const char *folder, struct str shown, struct diag *diag,
                        struct table_files *all);

static bool list_entry(const char *folder, struct str shown, const char *name, struct diag *diag,
                       struct table_files *all)
{
    struct str path = arena_printf(&all->arena, "%s/%s", folder, name);
    struct str relative = arena_printf(&all->arena, "%.*s%s%s", STR_ARG(shown),
                                       shown.len ? "/" : "", name);
    struct stat about;
    if (stat(path.s, &about))
        return cannot_read(diag, relative, errno);
    if (S_ISDIR(about.st_mode))
        return list_folder(path.s, relative, diag, all);
    if (str_ends(relative, STR(".tsv")))
        *array_push(&all->files, &all->arena) =
            (struct table_file){ .path = relative, .full_path = path };
    return true;
}

static bool list_folder(const char *folder, struct str shown, struct diag *diag,
                        struct table_files *all)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_wanted, by_bytes);
    bool good = count >= 0 || cannot_read(diag, str_of(folder), errno);
    for (int i = 0; i < count; i++) {
        good &= list_entry(folder, shown, entries[i]->d_name, diag, all);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return good;
}

bool files_list(const char *folder, struct diag *diag, struct table_files *ret)
{
    *ret = (struct table_files){ 0 };
    return list_folder(folder, STR(""), diag, ret);
}

bool files_load(struct table_file *file, struct diag *diag)
{
    int error = file_read(file->full_path.s, LARGEST_FILE, &file->contents);
    if (error) {
        files_unload(file);
        return cannot_read(diag, file->path, error);
    }
    if (!file->hash[0])
        sha256_hex(buffer_str(&file->contents), file->hash);
    return true;
}

void files_unload(struct table_file *file)
{
    buffer_free(&file->contents);
}

void files_free(struct table_files *all)
{
    for (size_t i = 0; i < all->files.count; i++)
        files_unload(&all->files.items[i]);
    arena_free(&all->arena);
    *all = (struct table_files){ 0 };
}

void files_hash(const struct table_files *all, char ret[65])
{
    struct buffer sums = { 0 };
    for (size_t i = 0; i < all->files.count; i++)
        buffer_printf(&sums, "%s  %.*s\n", all->files.items[i].hash,
                      STR_ARG(all->files.items[i].path));
    sha256_hex(buffer_str(&sums), ret);
    buffer_free(&sums);
}
