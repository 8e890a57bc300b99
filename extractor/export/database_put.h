/* database_put.h - records into a database, each in place of what its article had there. */
#ifndef NEWSGAZ_EXPORT_DATABASE_PUT_H
#define NEWSGAZ_EXPORT_DATABASE_PUT_H

#include "export/database.h"
#include "record.h"

struct putting;

/* NULL when the database cannot take records. */
struct putting *putting_new(struct database *database);
void putting_free(struct putting *putting);

/* False when the article had a record in this run already, which this one replaces. A failure shows
 * at database_commit. */
bool put_record(struct putting *putting, const struct record *record);

/* Once all records are in: what they hold can be searched for. */
bool put_search(struct putting *putting);

/* What articles are known by: where they came from, else their id. */
struct str article_key(const struct record *record);

#endif
