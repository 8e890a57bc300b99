#include <errno.h>
#include <stdlib.h>

#include "import/found.h"
#include "import/tables_out.h"

static const struct importer *const importers[] = {
    &geonames_importer, &wikidata_importer, &jrc_names_importer, &lp_tsv_importer,
    &linked_places_importer, &popolo_importer, &tei_importer, &whosonfirst_importer,
    &naturalearth_importer, &table_importer, NULL,
};

const struct importer *importer_at(size_t i)
{
    return importers[i];
}

const struct importer *importer_named(struct str name)
{
    const struct importer *const *importer = importers;
    while (*importer && !str_is(name, (*importer)->name))
        importer++;
    return *importer;
}

const char *importer_name(const struct importer *importer)
{
    return importer->name;
}

const char *importer_purpose(const struct importer *importer)
{
    return importer->purpose;
}

static bool cannot_read(struct import *import, const char *path, const char *message)
{
    struct place_in_file at = { .file = str_of(path) };
    diag_add(import->diag, SEVERITY_ERROR, 142, at, NULL, "%s", message);
    return false;
}

bool import_open(struct import *import, const char *path, struct source *ret)
{
    int error = source_open(path, ret);
    import->source = error ? NULL : ret;
    return !error || cannot_read(import, path, strerror(error));
}

bool import_close(struct import *import, struct source *source)
{
    bool failed = source->failed;
    const char *path = source->path;
    source_close(source);
    import->source = NULL;
    return !failed || cannot_read(import, path, "it cannot be read to its end");
}

size_t import_cells(struct str row, struct str *cells, size_t most)
{
    size_t count = 0;
    for (bool more = true; more; count++) {
        const char *tab = row.len ? memchr(row.s, '\t', row.len) : NULL;
        size_t end = tab ? (size_t)(tab - row.s) : row.len;
        if (count < most)
            cells[count] = str_slice(row, 0, end);
        row = str_slice(row, tab ? end + 1 : end, row.len);
        more = tab;
    }
    for (size_t i = count; i < most; i++)
        cells[i] = STR("");
    return count;
}

static int by_count(const void *left, const void *right)
{
    const struct import_reason *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    int order = strcmp(a->what, b->what);
    return order ? order : strcmp(a->why, b->why);
}

static void close_import(struct import *import)
{
    for (int i = 0; i < 3; i++)
        rows_free(&import->entities[i]);
    rows_free(&import->names);
    keys_free(&import->foreign);
    known_free(&import->known);
    buffer_free(&import->row);
    buffer_free(&import->scratch);
    arena_free(&import->arena);
}

/* What the caller left open is as the format has it. */
static struct import_options completed(const struct importer *importer,
                                       const struct import_options *given)
{
    struct import_options options = *given;
    options.name = given->name ? given->name : importer->name;
    options.source = given->source ? given->source : importer->name;
    options.title = given->title ? given->title : importer->title;
    options.licence = given->licence ? given->licence : importer->licence;
    options.date = given->date ? given->date : "";
    return options;
}

static bool read_all(struct import *import, const char *const *paths, size_t count)
{
    const struct importer *importer = import->importer;
    if (importer->read)
        return importer->read(import, paths, count);
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = importer->read_file(import, paths[i]);
    return good;
}

bool import_run(const struct importer *importer, const struct import_options *given,
                const char *const *paths, size_t count, struct diag *diag,
                struct import_result *ret)
{
    struct import_options options = completed(importer, given);
    struct import import = { .importer = importer, .options = &options, .diag = diag,
                             .result = ret };
    *ret = (struct import_result){ 0 };
    bool good = !options.merge ||
                known_read(options.merge, options.output, options.name, diag, &import.known);
    good = good && read_all(&import, paths, count) && tables_out(&import);
    if (ret->reasons.count)
        qsort(ret->reasons.items, ret->reasons.count, sizeof *ret->reasons.items, by_count);
    close_import(&import);
    return good;
}

void import_result_free(struct import_result *result)
{
    arena_free(&result->arena);
    *result = (struct import_result){ 0 };
}
