#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "base/file.h"
#include "import/tables_out.h"

enum { MOST_CELLS = 16 };

static const struct {
    const char *ending, *columns;
} entity_tables[] = {
    [NAME_PLACE] = { "places.tsv", "id\tname\tkind\tcountry\tlat\tlon\twithin\tprior\tgeonames"
                                   "\twikidata\tnote\n" },
    [NAME_PERSON] = { "persons.tsv", "id\tname\tcountry\trole\tfrom\tto\twikidata\tnote\n" },
    [NAME_ORGANISATION] = { "organisations.tsv", "id\tname\tkind\tcountry\twikidata\tnote\n" },
};

/* A table while it is written: beside its place, until it is whole. */
struct output {
    struct import *import;
    char path[PATH_MAX], temporary[PATH_MAX + 8];
    FILE *file;         /* NULL in a dry run and before the first row */
    const char *columns;
    struct buffer held; /* the row that those that follow may add to, or repeat */
    uint64_t rows;
};

static bool fail(struct output *output)
{
    struct place_in_file at = { .file = str_of(output->path) };
    diag_add(output->import->diag, SEVERITY_ERROR, 141, at, NULL, "%s",
             strerror(errno ? errno : EIO));
    return false;
}

static void begin(struct output *output, struct import *import, const char *ending,
                  const char *columns)
{
    const struct import_options *options = import->options;
    *output = (struct output){ .import = import, .columns = columns };
    if (options->output)
        snprintf(output->path, sizeof output->path, "%s/%s.%s", options->output, options->name,
                 ending);
    snprintf(output->temporary, sizeof output->temporary, "%s.tmp", output->path);
}

static void write_row(struct output *output, struct str row)
{
    output->rows++;
    if (!output->file && output->import->options->output) {
        output->file = fopen(output->temporary, "wb");
        if (output->file)
            fputs(output->columns, output->file);
    }
    if (!output->file)
        return;
    fwrite(row.s, 1, row.len, output->file);
    putc('\n', output->file);
}

static bool end(struct output *output)
{
    buffer_free(&output->held);
    if (!output->import->options->output)
        return true;
    errno = 0;
    if (output->rows == 0)
        return unlink(output->path) == 0 || errno == ENOENT || fail(output);
    bool good = output->file && !ferror(output->file);
    if (output->file && fclose(output->file))
        good = false;
    if (good && rename(output->temporary, output->path) == 0)
        return true;
    fail(output);
    unlink(output->temporary);
    return false;
}

/* ---- entities ---- */

static bool same_cell(struct str a, struct str b, size_t cells)
{
    struct str left = { 0 }, right = { 0 };
    for (size_t i = 0; i < cells; i++) {
        left = str_split(&a, '\t');
        right = str_split(&b, '\t');
        if (!str_equal(left, right))
            return false;
    }
    return true;
}

/* The cells of two rows of one id: the first that has any in each column. */
static void add_cells(struct buffer *held, struct str row)
{
    struct buffer both = { 0 };
    struct str first = buffer_str(held), cells[2][MOST_CELLS];
    size_t count = import_cells(first, cells[0], MOST_CELLS);
    import_cells(row, cells[1], MOST_CELLS);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_byte(&both, '\t');
        buffer_add(&both, cells[0][i].len ? cells[0][i] : cells[1][i]);
    }
    held->len = 0;
    buffer_add(held, buffer_str(&both));
    buffer_free(&both);
}

/* What came for a record that was left out, or that the gazetteers have, has no name. */
static void write_entity(struct output *output)
{
    struct str rest = buffer_str(&output->held);
    str_split(&rest, '\t');
    if (str_split(&rest, '\t').len)
        write_row(output, buffer_str(&output->held));
    output->held.len = 0;
}

static void take_entity(void *of, struct str row)
{
    struct output *output = of;
    if (output->held.len && same_cell(buffer_str(&output->held), row, 1)) {
        add_cells(&output->held, row);
        return;
    }
    write_entity(output);
    buffer_add(&output->held, row);
}

static bool write_entities(struct import *import, enum name_type type, uint64_t *ret_rows)
{
    struct output output;
    begin(&output, import, entity_tables[type].ending, entity_tables[type].columns);
    rows_each(&import->entities[type], take_entity, &output);
    write_entity(&output);
    *ret_rows = output.rows;
    return end(&output);
}

/* ---- names ---- */

/* Sorted as id, language, name; the table has the name before its language. */
static void write_name(struct output *output)
{
    struct str rest = buffer_str(&output->held), cells[7];
    struct buffer row = { 0 };
    if (!rest.len)
        return;
    for (size_t i = 0; i < 7; i++)
        cells[i] = str_split(&rest, '\t');
    static const size_t order[] = { 0, 2, 1, 3, 4, 5, 6 };
    for (size_t i = 0; i < 7; i++) {
        buffer_add(&row, cells[order[i]]);
        buffer_byte(&row, '\t');
    }
    buffer_add(&row, str_of(output->import->options->source));
    write_row(output, buffer_str(&row));
    buffer_free(&row);
    output->held.len = 0;
}

static enum name_kind kind_in(struct str row)
{
    struct str word = { 0 };
    for (int i = 0; i < 4; i++)
        word = str_split(&row, '\t');
    enum name_kind kind = 0;
    while (kind < KIND_ALIAS && !str_equal(name_kind_word(kind), word))
        kind++;
    return kind;
}

/* Of rows of one id, language and name that of the first kind is kept: official before alias. */
static void take_name(void *of, struct str row)
{
    struct output *output = of;
    if (output->held.len && same_cell(buffer_str(&output->held), row, 3)) {
        if (kind_in(row) >= kind_in(buffer_str(&output->held)))
            return;
        output->held.len = 0;
    }
    write_name(output);
    buffer_add(&output->held, row);
}

static bool write_names(struct import *import)
{
    struct output output;
    begin(&output, import, "names.tsv", "id\tname\tlang\tkind\tfrom\tto\tuse\tsource\n");
    rows_each(&import->names, take_name, &output);
    write_name(&output);
    import->result->names = output.rows;
    return end(&output);
}

/* ---- the source ---- */

static bool write_source(struct import *import)
{
    const struct import_options *options = import->options;
    struct output output;
    struct buffer row = { 0 };
    begin(&output, import, "SOURCES.tsv", "code\ttitle\tlicence\tdate\tcredit\n");
    bool listed = keys_get(&import->known.sources, key_of(str_of(options->source))) != KNOWN_NONE;
    buffer_printf(&row, "%s\t%s\t%s\t%s\t%s", options->source, options->title, options->licence,
                  options->date, import->importer->credit);
    if (!listed && import->result->names)
        write_row(&output, buffer_str(&row));
    buffer_free(&row);
    return end(&output);
}

static bool is_stored(const struct import *import, const struct rows *rows)
{
    if (rows->error)
        diag_add(import->diag, SEVERITY_ERROR, 141, (struct place_in_file){ .file = STR("import") },
                 NULL, "cannot keep rows in a temporary file: %s", strerror(rows->error));
    return !rows->error;
}

bool tables_out(struct import *import)
{
    struct import_result *result = import->result;
    const char *folder = import->options->output;
    int error = folder ? folder_make(folder) : 0;
    struct place_in_file at = { .file = str_of(folder) };
    if (error)
        diag_add(import->diag, SEVERITY_ERROR, 141, at, NULL, "%s", strerror(error));
    bool good = !error && write_entities(import, NAME_PLACE, &result->places) &&
                write_entities(import, NAME_PERSON, &result->persons) &&
                write_entities(import, NAME_ORGANISATION, &result->organisations) &&
                write_names(import) && write_source(import);
    for (int i = 0; i < 3; i++)
        good &= is_stored(import, &import->entities[i]);
    return good & is_stored(import, &import->names);
}
