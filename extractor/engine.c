#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/letter.h"
#include "engine.h"
#include "sources.h" /* made by meson.build */

const char *engine_data_folder(const char *data_dir)
{
    const char *from_environment = getenv("NEWSGAZ_DATA");
    if (data_dir)
        return data_dir;
    return from_environment && *from_environment ? from_environment : NEWSGAZ_DATADIR;
}

static void fail(struct diag *diag, int code, const char *file, const char *message)
{
    diag_add(diag, SEVERITY_ERROR, code, (struct place_in_file){ .file = str_of(file) }, NULL, "%s",
             message);
}

/* ---- the cache ------------------------------------------------------------------------------- */

/* $XDG_CACHE_HOME/newsgaz, else ~/.cache/newsgaz, else a folder of the user's own in /tmp. */
static struct str cache_folder(struct arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache == '/')
        return arena_printf(arena, "%s/newsgaz", cache);
    return home && *home == '/' ? arena_printf(arena, "%s/.cache/newsgaz", home)
                                : arena_printf(arena, "/tmp/newsgaz-%ld", (long)getuid());
}

static struct str cached_file(struct arena *arena, const char *kind, const char *hash)
{
    struct str folder = cache_folder(arena);
    folder_make(folder.s);
    return arena_printf(arena, "%.*s/%s-%.16s-%s", STR_ARG(folder), kind, hash, NEWSGAZ_VERSION);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Names, sizes and times of the files with this ending: told in microseconds, where a hash of their
 * contents would cost more than an article. `maker` is what makes the cached file of them. False when
 * there are none. */
static bool folder_state(struct str maker, struct str folder, struct str ending, char ret[65])
{
    char *const roots[] = { (char *)folder.s, NULL };
    struct buffer state = { 0 };
    bool any = false;
    buffer_add(&state, maker);
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *file; walk && (file = fts_read(walk));)
        if (file->fts_info == FTS_F && str_ends(str_of(file->fts_path), ending)) {
            any = true;
            buffer_printf(&state, "%s %lld %lld.%09ld\n", file->fts_path + folder.len,
                          (long long)file->fts_statp->st_size,
                          (long long)file->fts_statp->st_mtim.tv_sec,
                          file->fts_statp->st_mtim.tv_nsec);
        }
    if (walk)
        fts_close(walk);
    sha256_hex(buffer_str(&state), ret);
    buffer_free(&state);
    return any;
}

/* ---- gazetteers ------------------------------------------------------------------------------ */

static bool compile_index(const char *tables, const char *path, struct diag *diag)
{
    struct buffer compiled = { 0 };
    int error = 0;
    bool good = index_compile(tables, diag, &compiled);
    if (good && (error = file_replace(path, buffer_str(&compiled))))
        fail(diag, 70, path, strerror(error));
    buffer_free(&compiled);
    return good && !error;
}

/* The compiled file of the tables as they are now, made if it is missing or damaged. */
static struct index *open_index(struct ngz_engine *engine, struct diag *diag)
{
    struct str tables = arena_printf(&engine->arena, "%.*s/gazetteers", STR_ARG(engine->folder));
    const char *reason = NULL;
    char state[65];
    if (!folder_state(STR(""), tables, STR(".tsv"), state))
        return fail(diag, 1, tables.s, "there are no gazetteer tables"), NULL;
    struct str path = cached_file(&engine->arena, "gazetteers", state);
    struct index *index = file_exists(path.s) ? index_open(path.s, &reason) : NULL;
    if (!index && compile_index(tables.s, path.s, diag))
        index = index_open(path.s, &reason);
    if (!index && !diag->errors)
        fail(diag, 71, path.s, reason);
    return index;
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* What has been found good is kept for the next process. */
static void keep_rules(const struct ngz_engine *engine, const char *path, const char *state)
{
    struct buffer compiled = { 0 };
    if (rules_write(engine->rules, str_of(state), &compiled))
        file_replace(path, buffer_str(&compiled));
    buffer_free(&compiled);
}

/* From the cached file if that is of the rules as they are now, and of this program. */
static void open_folder(struct ngz_engine *engine, struct str folder, struct diag *diag)
{
    char state[65];
    const struct fold *fold = index_fold(engine->index);
    struct str maker = arena_printf(&engine->arena, "%" PRIx64 " %s %" PRIx32 " %.*s\n",
                                    (uint64_t)NEWSGAZ_SOURCES, letter_unicode(), fold_checksum(fold),
                                    STR_ARG(folder));
    folder_state(maker, folder, STR(".rules"), state);
    struct str cached = cached_file(&engine->arena, "rules", state);
    if (!rules_open(engine->rules, cached.s, str_of(state)) &&
        rules_check_all(engine->rules, diag) && !diag->errors)
        keep_rules(engine, cached.s, state);
}

/* `elsewhere` is NULL, another rules folder, or one file: that is always read anew. */
static void open_rules(struct ngz_engine *engine, const char *elsewhere, struct diag *diag)
{
    struct str folder = arena_printf(&engine->arena, "%.*s/rules", STR_ARG(engine->folder));
    const struct fold *fold = index_fold(engine->index);
    bool is_file = elsewhere && str_ends(str_of(elsewhere), STR(".rules"));
    if (elsewhere && !is_file)
        folder = arena_str(&engine->arena, str_of(elsewhere));
    struct str pages = arena_printf(&engine->arena, "%.*s/pages.tsv", STR_ARG(folder));
    if (!languages_load(&engine->languages, folder.s, fold, &engine->arena, diag) ||
        !page_words_load(&engine->page_words, pages.s, &engine->arena, diag))
        return;
    engine->rules = rules_new(is_file ? elsewhere : folder.s, &engine->languages, fold);
    if (is_file)
        rules_check_all(engine->rules, diag);
    else
        open_folder(engine, folder, diag);
}

struct ngz_engine *engine_open_with_rules(const char *data_dir, const char *rules, struct diag *diag)
{
    struct ngz_engine *engine = xmalloc(sizeof *engine);
    *engine = (struct ngz_engine){ 0 };
    engine->folder = arena_str(&engine->arena, str_of(engine_data_folder(data_dir)));
    engine->index = open_index(engine, diag);
    if (engine->index)
        open_rules(engine, rules, diag);
    if (!diag->errors)
        return engine;
    ngz_engine_close(engine);
    return NULL;
}

struct ngz_engine *engine_open(const char *data_dir, struct diag *diag)
{
    return engine_open_with_rules(data_dir, NULL, diag);
}

static char *print_to_string(const struct diag *diag)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out)
        return strdup("out of memory\n");
    diag_print(diag, out);
    fclose(out);
    return text;
}

struct ngz_engine *ngz_engine_open(const char *data_dir, char **ret_why)
{
    struct diag diag = { 0 };
    struct ngz_engine *engine = engine_open(data_dir, &diag);
    if (!engine && ret_why)
        *ret_why = print_to_string(&diag);
    diag_free(&diag);
    return engine;
}

void ngz_engine_close(struct ngz_engine *engine)
{
    if (!engine)
        return;
    rules_free(engine->rules);
    if (engine->index)
        index_close(engine->index);
    arena_free(&engine->arena);
    free(engine);
}

const char *ngz_engine_rules_hash(const struct ngz_engine *engine)
{
    return rules_hash(engine->rules);
}

const char *ngz_engine_gazetteers_hash(const struct ngz_engine *engine)
{
    return index_hash(engine->index);
}

const char *ngz_version(void)
{
    return NEWSGAZ_VERSION;
}
