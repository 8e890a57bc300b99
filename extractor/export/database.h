/* database.h - the database that tables are exported from: the SQLite file that was asked for, or a
 * temporary one that lies on disk beyond a few megabytes, so that memory does not grow with the
 * number of records. The door to SQLite: its types stay behind it. */
#ifndef NEWSGAZ_EXPORT_DATABASE_H
#define NEWSGAZ_EXPORT_DATABASE_H

#include "base/str.h"

struct database;
struct query;

/* NULL as the path: a temporary one. NULL when it cannot be used: *ret_why, valid until the next
 * call, tells why. Nothing lasts before database_commit. */
struct database *database_open(const char *path, const char **ret_why);
void database_close(struct database *database);
const char *database_error(const struct database *database);

/* False for a temporary one. */
bool database_is_kept(const struct database *database);

bool database_do(struct database *database, const char *sql);

/* True once any query has failed: what was read may be cut off. */
bool database_has_failed(const struct database *database);

/* Makes all that was done so far last; false also when any query before has failed. */
bool database_commit(struct database *database);

/* ---- queries ------------------------------------------------------------------------------- */

/* NULL on failure. Parameters count from 1 and are borrowed until the query is reset; columns
 * count from 0 and are valid until the next step. */
struct query *query_new(struct database *database, const char *sql);
void query_free(struct query *query);

/* Parameters in the order of the calls, from the first again after a reset. An empty string, a
 * number below the least and NO_INDEX become NULL. */
void query_text(struct query *query, struct str text);
void query_integer(struct query *query, int64_t value);
void query_at_least(struct query *query, int64_t value, int64_t least);
void query_decimal(struct query *query, double value);
void query_null(struct query *query);

/* True when there is a row. At the end, or on failure, the query is reset. */
bool query_step(struct query *query);
void query_reset(struct query *query);

int query_columns(const struct query *query);
const char *query_column_name(const struct query *query, int column);
enum cell { CELL_NULL, CELL_INTEGER, CELL_DECIMAL, CELL_TEXT };
bool query_is_null(const struct query *query, int column);
enum cell query_kind(const struct query *query, int column);
struct str query_as_text(const struct query *query, int column);
int64_t query_as_integer(const struct query *query, int column);

#endif
