/* files.h - the tables below a gazetteer folder, as files: found, read one at a time, hashed. */
#ifndef NEWSGAZ_GAZETTEER_FILES_H
#define NEWSGAZ_GAZETTEER_FILES_H

#include "base/buffer.h"
#include "base/diag.h"

struct table_file {
    struct str path, full_path; /* relative to the folder, and as it is opened */
    struct buffer contents;     /* only between files_load and files_unload */
    char hash[65];              /* of the contents, once they were read */
};

struct table_files {
    struct arena arena;
    ARRAY(struct table_file) files; /* by the bytes of their relative paths, folder by folder */
};

/* Lists the *.tsv files; false, with a mistake in `diag`, when a folder cannot be read. */
bool files_list(const char *folder, struct diag *diag, struct table_files *ret);
void files_free(struct table_files *all);

bool files_load(struct table_file *file, struct diag *diag);
void files_unload(struct table_file *file);

/* SHA-256 over the names and contents of all files; each must have been loaded once. */
void files_hash(const struct table_files *all, char ret[65]);

#endif
