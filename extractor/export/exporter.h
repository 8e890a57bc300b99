/* exporter.h - one table of exporters. Some write a record after the other as they come; tables are
 * made from the database, once all records are in it. No exporter knows another. */
#ifndef NEWSGAZ_EXPORT_EXPORTER_H
#define NEWSGAZ_EXPORT_EXPORTER_H

#include "export/loss.h"
#include "export/out.h"
#include "export/policy.h"
#include "export/database.h"
#include "record.h"

enum target {
    TARGET_STREAM, /* one stream of bytes: a file, or standard output */
    TARGET_FOLDER, /* files in a folder */
    TARGET_DATABASE,  /* the database itself is what was asked for */
};

struct export_options {
    const char *output; /* file or folder; NULL: standard output */
    enum policy policy;
    bool spreadsheet_safe, no_text;
};

struct export {
    const struct export_options *options;
    struct loss loss;
    struct database *database;  /* of tables; NULL for the others */
    struct out out;       /* of TARGET_STREAM */
    struct arena arena;   /* of one record, reset after it */
    size_t records;
    char why[PATH_MAX + 256]; /* the first failure; empty while all is well */
};

struct exporter {
    const char *name;
    enum target target;
    bool from_database;
    const struct sheet *sheet; /* its columns, where it is one table of the database */
    /* Each may be NULL. At the end all records are in the database, where there is one. */
    void (*begin)(struct export *export);
    void (*record)(struct export *export, const struct record *record);
    void (*end)(struct export *export);
};

/* NULL when there is none. */
const struct exporter *exporter_named(struct str name);

/* Notes the failure of a file. */
void export_fail(struct export *export, const char *path, const char *why);

#endif
