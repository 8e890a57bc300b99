#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "cli/state.h"

/* Names are blobs: they are bytes, not text. A record belongs to one article. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS article ("
    "  name BLOB PRIMARY KEY, status INTEGER NOT NULL, record BLOB UNIQUE, hash TEXT, recipe TEXT,"
    "  size INTEGER, changed INTEGER, changed_inode INTEGER, record_size INTEGER, why TEXT"
    ") WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

enum { VERSION = 1 };

enum { COLUMN_STATUS, COLUMN_RECORD, COLUMN_HASH, COLUMN_RECIPE, COLUMN_SIZE, COLUMN_CHANGED,
       COLUMN_CHANGED_INODE, COLUMN_RECORD_SIZE, COLUMN_WHY };

struct state {
    sqlite3 *db;
    sqlite3_stmt *find, *put;
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
                              "SELECT status, record, hash, recipe, size, changed, changed_inode,"
                              " record_size, why FROM article WHERE name = ?",
                              -1, &state->find, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(state->db,
                              "INSERT OR REPLACE INTO article (status, record, hash, recipe, size,"
                              " changed, changed_inode, record_size, why, name)"
                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              -1, &state->put, NULL) == SQLITE_OK;
}

/* The exclusive lock is taken by the first transaction and kept until the file is closed. */
static const char *make_ready(struct state *state)
{
    if (!run(state, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE"))
        return sqlite3_errcode(state->db) == SQLITE_BUSY ? "another run is at work in this folder"
                                                         : "cannot be used";
    long found = version(state);
    if (found != 0 && found != VERSION)
        return "was written by another version of newsgaz; remove it to begin afresh";
    return run(state, schema) && prepare(state) ? NULL : "cannot be used";
}

struct state *state_open(const char *path, const char **ret_why)
{
    struct state *state = xmalloc(sizeof *state);
    *state = (struct state){ 0 };
    *ret_why = sqlite3_open(path, &state->db) == SQLITE_OK ? make_ready(state) : "cannot be opened";
    if (!*ret_why)
        return state;
    state_close(state);
    return NULL;
}

void state_close(struct state *state)
{
    sqlite3_finalize(state->find);
    sqlite3_finalize(state->put);
    sqlite3_close(state->db);
    free(state);
}

const char *state_error(const struct state *state)
{
    return sqlite3_errmsg(state->db);
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
    };
    copy_hash(row.hash, column(found, COLUMN_HASH));
    copy_hash(row.recipe, column(found, COLUMN_RECIPE));
    return row;
}

static void bind_name(sqlite3_stmt *statement, int number, const char *name)
{
    sqlite3_bind_blob(statement, number, name, (int)strlen(name), SQLITE_STATIC);
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
    if (row->record.len)
        sqlite3_bind_blob(put, COLUMN_RECORD + 1, row->record.s, (int)row->record.len,
                          SQLITE_STATIC);
    else
        sqlite3_bind_null(put, COLUMN_RECORD + 1);
    sqlite3_bind_text(put, COLUMN_HASH + 1, row->hash, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, COLUMN_RECIPE + 1, row->recipe, -1, SQLITE_STATIC);
    sqlite3_bind_int64(put, COLUMN_SIZE + 1, row->size);
    sqlite3_bind_int64(put, COLUMN_CHANGED + 1, row->changed[0]);
    sqlite3_bind_int64(put, COLUMN_CHANGED_INODE + 1, row->changed[1]);
    sqlite3_bind_int64(put, COLUMN_RECORD_SIZE + 1, row->record_size);
    sqlite3_bind_text(put, COLUMN_WHY + 1, row->why.s, (int)row->why.len, SQLITE_STATIC);
    bind_name(put, COLUMN_WHY + 2, name);
    int step = sqlite3_step(put);
    sqlite3_reset(put);
    return step == SQLITE_DONE;
}

bool state_claim(struct state *state, const char *name, struct str record)
{
    struct state_row row = { .status = STATE_CLAIMED, .record = record, .why = STR("") };
    return state_put(state, name, &row);
}

bool state_commit(struct state *state)
{
    return run(state, "COMMIT; BEGIN EXCLUSIVE");
}
