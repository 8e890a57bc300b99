/* folder.h - the articles below the paths of a command line, each by the name it has in its folder
 * (PATH/a/b.txt is "a/b.txt", a file given by itself has its last part).
 * Names are bytes: they may hold line feeds and need not be UTF-8. */
#ifndef NEWSGAZ_CLI_FOLDER_H
#define NEWSGAZ_CLI_FOLDER_H

#include <sys/stat.h>

#include "base/array.h"

struct folder_entry {
    const char *path;        /* to open it; "-" is standard input */
    const char *name;        /* in its folder; lies in `path` */
    const char *root;        /* that folder, without links; "" for standard input */
    uint64_t size;
    int64_t changed[2];      /* times of the last change of contents and of inode, nanoseconds */
    dev_t device;
    ino_t inode;
    bool keeps_ending;       /* its record is named b.txt.xml, b.xml would be another's too */
    bool repeated;           /* the same file under the same name came before */
};

/* What the walk met and did not take. */
struct folder_refusal {
    const char *path;
    const char *why;
    bool failed;             /* may have been an article: it should have been read */
};

struct folder {
    struct arena arena;
    ARRAY(struct folder_entry) entries;   /* by path of the command line, then bytes of name */
    ARRAY(struct folder_refusal) refusals;
    size_t other_files;                   /* whose ending no reader knows */
    bool takes_lines;                     /* set by the caller: files of lines of JSON as well */
    ARRAY(const char *) roots;            /* the folders that were walked, without links */
};

/* True for the path of a file that holds lines of JSON: *.jsonl. */
bool folder_holds_lines(const char *path);

/* Adds a file, or all articles below a folder except those below the folder `except` (NULL: no
 * such folder). Links are followed; a folder is walked once, whatever names it has. */
void folder_add(struct folder *folder, const char *path, const struct stat *except);
void folder_free(struct folder *folder);

/* Decides which entries keep their ending, so that each record has a name of its own: a matter of
 * the names alone, not of their order. False when two files have one name: *ret are these. */
bool folder_name_records(struct folder *folder, const struct folder_entry *ret[2]);

/* The name of an entry's record without its own ending. */
struct str folder_record_stem(const struct folder_entry *entry);

#endif
