#include "export/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "export/database_schema.h"

struct database {
    sqlite3 *db;
    bool kept;
    char why[256]; /* the first failure; after it nothing is done any more */
};

struct query {
    struct database *database;
    sqlite3_stmt *statement;
    int bound;
};

/* ---- opening ------------------------------------------------------------------------------- */

/* Many a failure ends the transaction: what would be done after it would last at once. */
static bool fail(struct database *database)
{
    if (!database->why[0])
        snprintf(database->why, sizeof database->why, "%s", sqlite3_errmsg(database->db));
    return false;
}

bool database_do(struct database *database, const char *sql)
{
    return !database->why[0] &&
           (sqlite3_exec(database->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail(database));
}

static long version(struct database *database)
{
    struct query *ask = query_new(database, "PRAGMA user_version");
    long found = ask && query_step(ask) ? (long)query_as_integer(ask, 0) : -1;
    query_free(ask);
    return found;
}

static bool is_empty(struct database *database)
{
    struct query *ask = query_new(database, "SELECT 1 FROM sqlite_schema");
    bool any = ask && query_step(ask);
    query_free(ask);
    return !any;
}

/* A temporary database needs no journal that outlives a crash; one that was asked for does. */
static const char *make_ready(struct database *database, bool temporary)
{
    if (!database_do(database, temporary ? "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"
                                    : "PRAGMA synchronous = FULL") ||
        !database_do(database, "PRAGMA cache_size = -32768; PRAGMA temp_store = FILE;"
                          "BEGIN IMMEDIATE"))
        return database_error(database);
    long found = version(database);
    if (found != DATABASE_VERSION && (found != 0 || !is_empty(database)))
        return "is no database of this version of newsgaz export";
    if (!database_do(database, database_schema) ||
        (!temporary && !database_do(database, database_search_schema)))
        return database_error(database);
    database->kept = !temporary;
    return NULL;
}

/* One thread alone uses it. */
enum { OPENING = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX };

struct database *database_open(const char *path, const char **ret_why)
{
    static char why[256];
    struct database *database = xmalloc(sizeof *database);
    *database = (struct database){ 0 };
    struct stat about;
    bool folder = path && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    bool open = sqlite3_open_v2(path ? path : "", &database->db, OPENING, NULL) == SQLITE_OK;
    const char *wrong = open     ? make_ready(database, !path)
                        : folder ? "is a folder, not the file of a database"
                                 : database_error(database);
    if (!wrong)
        return database;
    snprintf(why, sizeof why, "%s", wrong);
    *ret_why = why;
    database_close(database);
    return NULL;
}

void database_close(struct database *database)
{
    sqlite3_close(database->db);
    free(database);
}

const char *database_error(const struct database *database)
{
    return database->why[0] ? database->why : sqlite3_errmsg(database->db);
}

bool database_is_kept(const struct database *database)
{
    return database->kept;
}

bool database_has_failed(const struct database *database)
{
    return database->why[0] != '\0';
}

bool database_commit(struct database *database)
{
    return database_do(database, "COMMIT");
}

/* ---- queries ------------------------------------------------------------------------------- */

struct query *query_new(struct database *database, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(database->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return fail(database), NULL;
    struct query *query = xmalloc(sizeof *query);
    *query = (struct query){ .database = database, .statement = statement };
    return query;
}

void query_free(struct query *query)
{
    if (!query)
        return;
    sqlite3_finalize(query->statement);
    free(query);
}

void query_null(struct query *query)
{
    sqlite3_bind_null(query->statement, ++query->bound);
}

void query_text(struct query *query, struct str text)
{
    if (text.len)
        sqlite3_bind_text64(query->statement, ++query->bound, text.s, text.len, SQLITE_STATIC,
                            SQLITE_UTF8);
    else
        query_null(query);
}

void query_integer(struct query *query, int64_t value)
{
    sqlite3_bind_int64(query->statement, ++query->bound, value);
}

void query_at_least(struct query *query, int64_t value, int64_t least)
{
    if (value >= least)
        query_integer(query, value);
    else
        query_null(query);
}

void query_decimal(struct query *query, double value)
{
    sqlite3_bind_double(query->statement, ++query->bound, value);
}

bool query_step(struct query *query)
{
    int step = database_has_failed(query->database) ? SQLITE_DONE : sqlite3_step(query->statement);
    if (step == SQLITE_ROW)
        return true;
    if (step != SQLITE_DONE)
        fail(query->database);
    query_reset(query);
    return false;
}

void query_reset(struct query *query)
{
    sqlite3_reset(query->statement);
    query->bound = 0;
}

int query_columns(const struct query *query)
{
    return sqlite3_column_count(query->statement);
}

const char *query_column_name(const struct query *query, int column)
{
    return sqlite3_column_name(query->statement, column);
}

bool query_is_null(const struct query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

enum cell query_kind(const struct query *query, int column)
{
    switch (sqlite3_column_type(query->statement, column)) {
    case SQLITE_NULL:
        return CELL_NULL;
    case SQLITE_INTEGER:
        return CELL_INTEGER;
    case SQLITE_FLOAT:
        return CELL_DECIMAL;
    default:
        return CELL_TEXT;
    }
}

struct str query_as_text(const struct query *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query->statement, column);
    return (struct str){ text ? text : "",
                         (size_t)sqlite3_column_bytes(query->statement, column) };
}

int64_t query_as_integer(const struct query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}
