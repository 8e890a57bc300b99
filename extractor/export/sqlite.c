/* sqlite.c - the database, kept: its tables and views are those that were asked for. */
#include "export/exporters.h"

static const char indexes[] =
    "CREATE INDEX IF NOT EXISTS names_by_entity ON names (entity);"
    "CREATE INDEX IF NOT EXISTS claims_by_place ON claims (place, first);";

static void begin(struct export *export)
{
    database_do(export->database, "DROP INDEX IF EXISTS names_by_entity;"
                             "DROP INDEX IF EXISTS claims_by_incident;"
                             "DROP INDEX IF EXISTS claims_by_place");
}

static void count_numbers(struct export *export, const struct record *record)
{
    loss_count(&export->loss, record->numbers.count, "number has no table of its own",
               "numbers have no table of their own");
}

static void end(struct export *export)
{
    if (!database_do(export->database, indexes) || !database_commit(export->database))
        export_fail(export, export->options->output, database_error(export->database));
}

const struct exporter sqlite_exporter = {
    .name = "sqlite",
    .target = TARGET_DATABASE,
    .from_database = true,
    .begin = begin,
    .record = count_numbers,
    .end = end,
};
