/* csv.c - a folder of tables with a Frictionless data package that describes them. Tables of an
 * earlier export in the folder are read back first, so that rows are replaced and not doubled. */
#include <errno.h>

#include "base/file.h"
#include "export/csv_tables.h"
#include "export/exporters.h"

#define SAFE_SIGN "\"newsgaz_spreadsheet_safe\": true"

static const char *path_of(struct export *export, const char *name, const char *ending)
{
    return arena_printf(&export->arena, "%s/%s%s", export->options->output, name, ending).s;
}

/* ---- what is there already ------------------------------------------------------------------ */

static bool was_safe(struct export *export)
{
    struct buffer package = { 0 };
    bool safe = file_read(path_of(export, "datapackage", ".json"), 1 << 20, &package) == 0 &&
                memmem(package.bytes, package.len, SAFE_SIGN, sizeof SAFE_SIGN - 1);
    buffer_free(&package);
    return safe;
}

static void begin(struct export *export)
{
    int error = folder_make(export->options->output);
    if (error) {
        export_fail(export, export->options->output, strerror(error));
        return;
    }
    bool safe = was_safe(export);
    for (size_t i = 0; i < csv_table_count; i++) {
        const struct csv_table *table = &csv_tables[i];
        const char *path = path_of(export, table->sheet.name, ".csv");
        const char *why =
            table->derived ? NULL : csv_read(export->database, &table->sheet, path, safe);
        if (why)
            export_fail(export, path, why);
    }
    arena_reset(&export->arena);
}

/* ---- the data package ----------------------------------------------------------------------- */

static void describe_columns(const struct sheet *sheet, struct buffer *into)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        buffer_printf(into, "%s\n          { \"name\": \"%s\", \"type\": \"%s\" }", i ? "," : "",
                      sheet->columns[i].name, sheet->columns[i].type);
}

static void describe_table(const struct csv_table *table, struct buffer *into)
{
    buffer_printf(into,
                  "    {\n      \"name\": \"%s\",\n      \"path\": \"%s.csv\",\n"
                  "      \"description\": \"%s\",\n      \"profile\": \"tabular-data-resource\",\n"
                  "      \"format\": \"csv\",\n      \"mediatype\": \"text/csv\",\n"
                  "      \"encoding\": \"utf-8\",\n"
                  "      \"dialect\": { \"delimiter\": \",\", \"lineTerminator\": \"\\n\" },\n"
                  "      \"schema\": {\n        \"fields\": [",
                  table->sheet.name, table->sheet.name, table->about);
    describe_columns(&table->sheet, into);
    buffer_add(into, STR("\n        ]"));
    if (table->key)
        buffer_printf(into, ",\n        \"primaryKey\": [%s]", table->key);
    buffer_add(into, STR("\n      }\n    }"));
}

static void write_package(struct export *export, struct out *out)
{
    buffer_printf(&out->bytes,
                  "{\n  \"name\": \"newsgaz\",\n  \"profile\": \"tabular-data-package\",\n"
                  "  \"newsgaz_policy\": \"%s\",\n%s  \"resources\": [\n",
                  policy_name(export->options->policy),
                  export->options->spreadsheet_safe ? "  " SAFE_SIGN ",\n" : "");
    for (size_t i = 0; i < csv_table_count; i++) {
        if (i)
            buffer_add(&out->bytes, STR(",\n"));
        describe_table(&csv_tables[i], &out->bytes);
    }
    buffer_add(&out->bytes, STR("\n  ]\n}\n"));
}

/* ---- the files ------------------------------------------------------------------------------ */

static void write_file(struct export *export, const struct csv_table *table)
{
    struct out out;
    const char *path = table ? path_of(export, table->sheet.name, ".csv")
                             : path_of(export, "datapackage", ".json");
    int error = out_begin(&out, path);
    if (error) {
        export_fail(export, path, strerror(error));
        return;
    }
    if (!table) {
        write_package(export, &out);
    } else if (!sheet_write(export, &table->sheet, &out)) {
        export_fail(export, path, database_error(export->database));
        out_drop(&out);
        return;
    }
    error = out_end(&out);
    if (error)
        export_fail(export, path, strerror(error));
}

static void count_numbers(struct export *export, const struct record *record)
{
    loss_count(&export->loss, record->numbers.count, "number has no table of its own",
               "numbers have no table of their own");
}

static void end(struct export *export)
{
    for (size_t i = 0; i < csv_table_count && !export->why[0]; i++)
        write_file(export, &csv_tables[i]);
    if (!export->why[0])
        write_file(export, NULL);
}

const struct exporter csv_exporter = {
    .name = "csv",
    .target = TARGET_FOLDER,
    .from_database = true,
    .begin = begin,
    .record = count_numbers,
    .end = end,
};
