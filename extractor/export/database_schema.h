/* database_schema.h - the tables and views, which are those of `export --to sqlite`; the manual page
 * explains the columns. Offsets are code points of the article's text. */
#ifndef NEWSGAZ_EXPORT_DATABASE_SCHEMA_H
#define NEWSGAZ_EXPORT_DATABASE_SCHEMA_H

enum { DATABASE_VERSION = 2 };

/* Full-text search is for a database that is kept. */
extern const char database_schema[], database_search_schema[];

#endif
