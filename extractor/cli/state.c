#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "cli/state.h"

/* Names are blobs: they are bytes, not text. A record belongs to one article. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS article ("
    "  name BLOB PRIMARY KEY, status INTEGER NOT NULL, record BLOB UNIQUE, hash TEXT, recipe TEXT,"
    "  size INTEGER, changed INTEGER, changed_inode INTEGER, record_size INTEGER, why TEXT,"
    "  root BLOB, record_hash TEXT"
    ") WITHOUT ROWID;"
    "PRAGMA user_version = 2;";

static const char from_version_1[] = "ALTER TABLE article ADD COLUMN root BLOB;"
                                     "ALTER TABLE article ADD COLUMN record_hash TEXT";

enum {
    VERSION = 2,
    PATIENCE = 1000, /* ms: `status` looks into a folder that is watched, and is soon gone */
};

enum { COLUMN_STATUS, COLUMN_RECORD, COLUMN_HASH, COLUMN_RECIPE, COLUMN_SIZE, COLUMN_CHANGED,
       COLUMN_CHANGED_INODE, COLUMN_RECORD_SIZE, COLUMN_WHY, COLUMN_ROOT,
       COLUMN_RECORD_HASH, COLUMN_NAME };

#define COLUMNS                                                                          \
    "status, record, hash, recipe, size, changed, changed_inode, record_size, why, root,"  \
    " record_hash, name"

struct state {
    sqlite3 *db;
    sqlite3_stmt *find, *put, *remove;
};

/* ---- opening ----------------------------------------------------------------------------- */

static bool run(struct state *state, const char *sql)
{
    return sqlite3_exec(state->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static long version(struct state *state)
{
    sqlite3_stmt *ask;
    long found = -1;
    if (sqlite3_prepare_v2(state->db, "PRAGMA user_version", -1, &ask, NULL) == SQLITE_OK &&
        sqlite3_step(ask) == SQLITE_ROW)
        found = sqlite3_column_int(ask, 0);
    sqlite3_finalize(ask);
    return found;
}

static bool prepare(struct state *state)
{
    return sqlite3_prepare_v2(state->db,
                              "SELECT " COLUMNS " FROM article WHERE name = ?", -1, &state->find,
                              NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(state->db,
                              "INSERT OR REPLACE INTO article (" COLUMNS ")"
                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              -1, &state->put, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(state->db, "DELETE FROM article WHERE name = ?", -1, &state->remove,
                              NULL) == SQLITE_OK;
}

const char *state_error(const struct state *state)
{
    switch (sqlite3_errcode(state->db)) {
    case SQLITE_BUSY:
        return "another run is at work in this folder";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "is damaged; remove it, and extract makes all records anew";
    default:
        return sqlite3_errstr(sqlite3_errcode(state->db));
    }
}

/* The exclusive lock is taken by the first transaction and kept until the file is closed. */
static const char *make_ready(struct state *state)
{
    if (!run(state, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE"))
        return state_error(state);
    long found = version(state);
    if (found < 0 || (found == 1 && !run(state, from_version_1)))
        return state_error(state);
    if (found > VERSION)
        return "was written by another version of newsgaz; remove it to begin afresh";
    return run(state, schema) && prepare(state) ? NULL : state_error(state);
}

/* Who only looks shares the lock with others who do. */
static const char *make_readable(struct state *state)
{
    if (!run(state, "BEGIN; SELECT 1 FROM sqlite_schema"))
        return state_error(state);
    long found = version(state);
    if (found < 0)
        return state_error(state);
    if (found != VERSION)
        return "was written by another version of newsgaz; run extract again";
    return prepare(state) ? NULL : state_error(state);
}

static struct state *open_with(const char *path, int flags,
                               const char *(*prepare_for)(struct state *), const char **ret_why)
{
    struct state *state = xmalloc(sizeof *state);
    *state = (struct state){ 0 };
    bool opened = sqlite3_open_v2(path, &state->db, SQLITE_OPEN_READWRITE | flags, NULL) == SQLITE_OK;
    if (opened)
        sqlite3_busy_timeout(state->db, PATIENCE);
    *ret_why = opened ? prepare_for(state) : "cannot be opened";
    if (!*ret_why)
        return state;
    state_close(state);
    return NULL;
}

struct state *state_open(const char *path, const char **ret_why)
{
    return open_with(path, SQLITE_OPEN_CREATE, make_ready, ret_why);
}

struct state *state_open_existing(const char *path, bool to_change, const char **ret_why)
{
    return open_with(path, 0, to_change ? make_ready : make_readable, ret_why);
}

void state_close(struct state *state)
{
    sqlite3_finalize(state->remove);
    sqlite3_finalize(state->find);
    sqlite3_finalize(state->put);
    sqlite3_close(state->db);
    free(state);
}

/* ---- rows -------------------------------------------------------------------------------- */

static struct str column(sqlite3_stmt *row, int number)
{
    const char *bytes = sqlite3_column_blob(row, number);
    return (struct str){ bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, number) };
}

static void copy_hash(char ret[65], struct str hash)
{
    size_t len = hash.len < 64 ? hash.len : 64;
    memcpy(ret, hash.s, len);
    ret[len] = '\0';
}

static struct state_row row_of(sqlite3_stmt *found)
{
    struct state_row row = {
        .status = (enum state_status)sqlite3_column_int(found, COLUMN_STATUS),
        .size = sqlite3_column_int64(found, COLUMN_SIZE),
        .changed = { sqlite3_column_int64(found, COLUMN_CHANGED),
                     sqlite3_column_int64(found, COLUMN_CHANGED_INODE) },
        .record_size = sqlite3_column_int64(found, COLUMN_RECORD_SIZE),
        .record = column(found, COLUMN_RECORD),
        .why = column(found, COLUMN_WHY),
        .root = column(found, COLUMN_ROOT),
    };
    copy_hash(row.hash, column(found, COLUMN_HASH));
    copy_hash(row.recipe, column(found, COLUMN_RECIPE));
    copy_hash(row.record_hash, column(found, COLUMN_RECORD_HASH));
    return row;
}

static void bind_name(sqlite3_stmt *statement, int number, const char *name)
{
    sqlite3_bind_blob(statement, number, name, (int)strlen(name), SQLITE_STATIC);
}

static void bind_blob(sqlite3_stmt *statement, int number, struct str bytes)
{
    if (bytes.len)
        sqlite3_bind_blob(statement, number, bytes.s, (int)bytes.len, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, number);
}

bool state_find(struct state *state, const char *name, bool *ret_found, struct state_row *ret)
{
    sqlite3_reset(state->find);
    bind_name(state->find, 1, name);
    int step = sqlite3_step(state->find);
    *ret_found = step == SQLITE_ROW;
    if (*ret_found)
        *ret = row_of(state->find);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}

bool state_put(struct state *state, const char *name, const struct state_row *row)
{
    sqlite3_stmt *put = state->put;
    sqlite3_bind_int(put, COLUMN_STATUS + 1, row->status);
    bind_blob(put, COLUMN_RECORD + 1, row->record);
    bind_blob(put, COLUMN_ROOT + 1, row->root);
    sqlite3_bind_text(put, COLUMN_HASH + 1, row->hash, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, COLUMN_RECIPE + 1, row->recipe, -1, SQLITE_STATIC);
    sqlite3_bind_int64(put, COLUMN_SIZE + 1, row->size);
    sqlite3_bind_int64(put, COLUMN_CHANGED + 1, row->changed[0]);
    sqlite3_bind_int64(put, COLUMN_CHANGED_INODE + 1, row->changed[1]);
    sqlite3_bind_int64(put, COLUMN_RECORD_SIZE + 1, row->record_size);
    sqlite3_bind_text(put, COLUMN_WHY + 1, row->why.len ? row->why.s : "", (int)row->why.len,
                      SQLITE_STATIC);
    sqlite3_bind_text(put, COLUMN_RECORD_HASH + 1, row->record_hash, -1, SQLITE_STATIC);
    bind_name(put, COLUMN_NAME + 1, name);
    int step = sqlite3_step(put);
    sqlite3_reset(put);
    return step == SQLITE_DONE;
}

bool state_each(struct state *state, void (*see)(void *context, const char *name,
                                                 const struct state_row *row),
                void *context)
{
    sqlite3_stmt *rows;
    if (sqlite3_prepare_v2(state->db, "SELECT " COLUMNS " FROM article ORDER BY name", -1, &rows,
                           NULL) != SQLITE_OK)
        return false;
    int step;
    struct arena arena = { 0 };
    while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
        struct state_row row = row_of(rows);
        see(context, arena_str(&arena, column(rows, COLUMN_NAME)).s, &row);
        arena_reset(&arena);
    }
    sqlite3_finalize(rows);
    arena_free(&arena);
    return step == SQLITE_DONE;
}

bool state_remove(struct state *state, const char *name)
{
    bind_name(state->remove, 1, name);
    int step = sqlite3_step(state->remove);
    sqlite3_reset(state->remove);
    return step == SQLITE_DONE;
}

bool state_claim(struct state *state, const char *name, struct str record)
{
    struct state_row row = { .status = STATE_CLAIMED, .record = record };
    return state_put(state, name, &row);
}

bool state_commit(struct state *state)
{
    return run(state, "COMMIT; BEGIN EXCLUSIVE");
}
