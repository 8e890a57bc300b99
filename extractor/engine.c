#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/letter.h"
#include "cache.h"
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

/* ---- sources ---------------------------------------------------------------------------------- */

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* One of a list that ends in an empty one. */
static bool has_ending(struct str name, const struct str *endings)
{
    while (endings->len && !str_ends(name, *endings))
        endings++;
    return endings->len > 0;
}

/* Names, sizes and times of the files with these endings: told in microseconds, where a hash of their
 * contents would cost more than an article. `maker` is what makes the cached file of them. False when
 * there are none, or when not all can be looked at: *ret_error is errno then. */
static bool folder_state(struct str maker, struct str folder, const struct str *endings,
                         char ret[65], int *ret_error)
{
    char *const roots[] = { (char *)folder.s, NULL };
    struct buffer state = { 0 };
    bool any = false;
    buffer_add(&state, maker);
    *ret_error = 0;
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *file; walk && (file = file_walk(walk, ret_error));) {
        if (file->fts_errno)
            *ret_error = file->fts_errno;
        if (file->fts_info == FTS_F && has_ending(str_of(file->fts_path), endings)) {
            any = true;
            buffer_printf(&state, "%s %lld %lld.%09ld\n", file->fts_path + folder.len,
                          (long long)file->fts_statp->st_size,
                          (long long)file->fts_statp->st_mtim.tv_sec,
                          file->fts_statp->st_mtim.tv_nsec);
        }
    }
    if (walk)
        fts_close(walk);
    sha256_hex(buffer_str(&state), ret);
    buffer_free(&state);
    return any && !*ret_error;
}

/* ---- gazetteers ------------------------------------------------------------------------------ */

/* Where it cannot be kept it is this process's own. */
static struct index *compile_index(const char *tables, const char *path, struct diag *diag,
                                   const char **ret_reason)
{
    struct buffer compiled = { 0 };
    struct index *index = NULL;
    if (index_compile(tables, diag, &compiled))
        index = cache_put(path, buffer_str(&compiled)) ? index_take(&compiled, ret_reason)
                                                       : index_open(path, ret_reason);
    buffer_free(&compiled);
    return index;
}

/* The compiled file of the tables as they are now, made if it is missing or damaged. */
static struct index *open_index(struct ngz_engine *engine, struct diag *diag)
{
    struct str tables = arena_printf(&engine->arena, "%.*s/gazetteers", STR_ARG(engine->folder));
    static const struct str endings[] = { { ".tsv", 4 }, { NULL, 0 } };
    const char *reason = NULL;
    char state[65];
    int error;
    if (!folder_state(STR(""), tables, endings, state, &error))
        return fail(diag, 1, tables.s,
                    error ? strerror(error) : "there are no gazetteer tables"), NULL;
    struct str path = cache_path(&engine->arena, "gazetteers", tables.s, state);
    struct index *index = file_exists(path.s) ? index_open(path.s, &reason) : NULL;
    if (!index)
        index = compile_index(tables.s, path.s, diag, &reason);
    if (!index && !diag->errors)
        fail(diag, 71, path.s, reason);
    return index;
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* All that is read in the rules folder. */
struct knowledge {
    struct languages languages;
    struct page_words page_words;
    const struct compiled *rules;
};

struct sources {
    const char *folder, *rules; /* of the rules: the folder, or one file */
    const struct fold *fold;
    const struct knowledge *checked;
};

static struct knowledge *read_knowledge(const struct sources *sources, struct arena *arena,
                                        struct diag *diag)
{
    struct arena scratch = { 0 };
    struct knowledge *known = arena_new(arena, struct knowledge);
    struct str pages = arena_printf(&scratch, "%s/pages.tsv", sources->folder);
    if (languages_load(&known->languages, sources->folder, sources->fold, arena, diag) &&
        page_words_load(&known->page_words, pages.s, arena, diag))
        known->rules = rules_compile(sources->rules, &known->languages, sources->fold, arena, diag);
    arena_free(&scratch);
    return known;
}

/* Files that have changed since they were checked may have mistakes now. */
static void *read_again(void *context, struct arena *arena)
{
    const struct sources *sources = context;
    struct diag diag = { 0 };
    struct knowledge *known = read_knowledge(sources, arena, &diag);
    bool same = !diag.errors && !strcmp(known->rules->hash, sources->checked->rules->hash);
    diag_free(&diag);
    return same ? known : NULL;
}

static const struct knowledge *check_sources(struct ngz_engine *engine, struct sources *sources,
                                             struct diag *diag)
{
    sources->checked = read_knowledge(sources, &engine->arena, diag);
    if (sources->checked->rules)
        compiled_check(sources->checked->rules, &sources->checked->languages, diag);
    return sources->checked;
}

/* What has been found good is kept for the next process. */
static void keep_knowledge(struct sources *sources, const char *path, const char *state)
{
    struct buffer image = { 0 };
    if (image_make(read_again, sources, str_of(state), &image))
        cache_put(path, buffer_str(&image));
    buffer_free(&image);
}

/* From the cached file if that is of the sources as they are now, and of this program. */
static const struct knowledge *open_sources(struct ngz_engine *engine, struct sources *sources,
                                            struct diag *diag)
{
    static const struct str endings[] = { { ".rules", 6 }, { ".tsv", 4 }, { NULL, 0 } };
    char state[65];
    int error;
    struct str maker = arena_printf(&engine->arena, "%" PRIx64 " %s %" PRIx32 " %s\n",
                                    (uint64_t)NEWSGAZ_SOURCES, letter_unicode(),
                                    fold_checksum(sources->fold), sources->folder);
    folder_state(maker, str_of(sources->folder), endings, state, &error);
    if (error)
        fail(diag, 1, sources->folder, strerror(error));
    struct str path = cache_path(&engine->arena, "rules", sources->folder, state);
    if (!error && image_open(path.s, str_of(state), &engine->image))
        return engine->image.root;
    const struct knowledge *known = check_sources(engine, sources, diag);
    if (!diag->errors)
        keep_knowledge(sources, path.s, state);
    return known;
}

/* `elsewhere` is NULL, another rules folder, or one file: that is always read anew. */
static void open_rules(struct ngz_engine *engine, const char *elsewhere, struct diag *diag)
{
    struct str folder = arena_printf(&engine->arena, "%.*s/rules", STR_ARG(engine->folder));
    bool is_file = elsewhere && str_ends(str_of(elsewhere), STR(".rules"));
    if (elsewhere && !is_file)
        folder = arena_str(&engine->arena, str_of(elsewhere));
    struct sources sources = { folder.s, is_file ? elsewhere : folder.s, index_fold(engine->index),
                               NULL };
    const struct knowledge *known = is_file ? check_sources(engine, &sources, diag)
                                            : open_sources(engine, &sources, diag);
    engine->languages = known->languages;
    engine->page_words = known->page_words;
    engine->rules = (struct rules){ &engine->languages, sources.fold, known->rules };
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
    image_close(&engine->image);
    if (engine->index)
        index_close(engine->index);
    arena_free(&engine->arena);
    free(engine);
}

const char *ngz_engine_rules_hash(const struct ngz_engine *engine)
{
    return engine->rules.compiled->hash;
}

const char *ngz_engine_gazetteers_hash(const struct ngz_engine *engine)
{
    return index_hash(engine->index);
}

const char *ngz_version(void)
{
    return NEWSGAZ_VERSION;
}
