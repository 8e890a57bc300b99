/* tally.h - what became of the articles of a run: the list of failures and the summary line. */
#ifndef NEWSGAZ_CLI_TALLY_H
#define NEWSGAZ_CLI_TALLY_H

#include "base/array.h"
#include "cli/folder.h"

struct tally_reason {
    struct str why;
    size_t count;
};

struct tally_reasons {
    size_t total;
    ARRAY(struct tally_reason) each; /* in order of first appearance */
};

struct tally_note {
    struct str path, why;
};

struct tally {
    struct arena arena;
    size_t done, unchanged, gone, pruned;
    struct tally_reasons skipped, failed;
    ARRAY(struct tally_note) notes; /* in the order of the articles */
};

void tally_failed(struct tally *tally, const char *path, struct str why);

/* Counts what the walk did not take. */
void tally_refusals(struct tally *tally, const struct folder *folder);

/* On standard error: each article that was skipped or failed, with its reason. */
void tally_print_notes(const struct tally *tally);

/* "done 12, unchanged 30, skipped 2 (is a FIFO: 2), failed 1 (larger than 64 MiB: 1)". */
void tally_print_summary(const struct tally *tally);

void tally_free(struct tally *tally);

#endif
