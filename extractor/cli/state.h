/* state.h - what earlier runs made in an output folder: one SQLite file in it.
 * While it is open it is locked, so two runs cannot work on one folder; the lock dies with the
 * process. An article is claimed before its record is written and recorded after: a run that is
 * killed in between leaves the claim, and the next run does the article again.
 * Functions return false when the file cannot be used any more: state_error tells why. */
#ifndef NEWSGAZ_CLI_STATE_H
#define NEWSGAZ_CLI_STATE_H

#include "base/str.h"

#define STATE_FILE ".newsgaz.sqlite"

struct state;

/* STATE_GONE: the article is there no more, its record is. */
enum state_status { STATE_CLAIMED, STATE_DONE, STATE_FAILED, STATE_GONE };

/* An article of an earlier run. */
struct state_row {
    enum state_status status;
    char hash[65];         /* of the source */
    char recipe[65];       /* of all else that the record depends on */
    int64_t size, changed[2]; /* of the source, as folder_entry has them */
    int64_t record_size;
    char record_hash[65];  /* empty if not known */
    struct str record;     /* file of the record, below the output folder */
    struct str root;       /* the folder in which the article has its name; empty if not known */
    struct str why;        /* of STATE_FAILED */
};

/* NULL when it cannot be opened, or another run has it open: *ret_why, a constant, says so. */
struct state *state_open(const char *path, const char **ret_why);

/* The same where there is one: NULL also when there is none. Only with `to_change` may rows be put
 * or removed. */
struct state *state_open_existing(const char *path, bool to_change, const char **ret_why);
void state_close(struct state *state);
const char *state_error(const struct state *state);

/* The row of the article of that name: *ret_found tells whether there is one. Its strings are
 * valid until the next call. */
bool state_find(struct state *state, const char *name, bool *ret_found, struct state_row *ret);

/* Calls `see` for each row, by the bytes of the names; it may put and remove rows when the walk is
 * over, not before. */
bool state_each(struct state *state, void (*see)(void *context, const char *name,
                                                 const struct state_row *row),
                void *context);

/* Says that a run is at work on the article; whoever had that record before, has it no more. */
bool state_claim(struct state *state, const char *name, struct str record);

/* Replaces the article's row. */
bool state_put(struct state *state, const char *name, const struct state_row *row);

bool state_remove(struct state *state, const char *name);

/* Makes all that was claimed and put so far last. */
bool state_commit(struct state *state);

#endif
