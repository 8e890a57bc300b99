/* status_command.c - `newsgaz status` and `newsgaz fsck`: what an output folder holds by its state
 * file, and whether that is so. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/state.h"

enum { STATES = STATE_GONE + 1, OPTION_REPAIR = 256 };

struct review {
    const char *output, *file; /* the folder, the state's file in it */
    struct state *state;
    struct arena arena;
    struct buffer contents; /* of one record */
    size_t counts[STATES], wrong, mended;
    ARRAY(struct str) records; /* files of the rows, sorted */
    ARRAY(const char *) redo;  /* names of articles to be read again */
};

static const char *const words[STATES] = {
    [STATE_CLAIMED] = "unfinished",
    [STATE_DONE] = "done",
    [STATE_FAILED] = "failed",
    [STATE_GONE] = "gone",
};

static void print_line(const char *what, struct str name, struct str why)
{
    struct buffer line = { 0 };
    buffer_printf(&line, "%s\t", what);
    shown_add(&line, name);
    if (why.len) {
        buffer_byte(&line, '\t');
        shown_add(&line, why);
    }
    buffer_byte(&line, '\n');
    fwrite(line.bytes, 1, line.len, stdout);
    buffer_free(&line);
}

static void say_absent(const char *output)
{
    int error = access(output, F_OK) == 0 ? 0 : errno;
    complain_about(str_of(output), "%s",
                   error ? strerror(error) : "no folder that 'newsgaz extract -o' has written to");
}

/* False when there is none, or it cannot be used: that has been said. */
static bool open_state(struct review *review, bool to_change)
{
    const char *why;
    review->file = arena_printf(&review->arena, "%s/" STATE_FILE, review->output).s;
    if (access(review->file, F_OK) != 0) {
        say_absent(review->output);
        return false;
    }
    review->state = state_open_existing(review->file, to_change, &why);
    if (!review->state)
        complain_about(str_of(review->file), "%s", why);
    return review->state;
}

static enum exit_status give_up(const struct review *review)
{
    complain_about(str_of(review->file), "%s", state_error(review->state));
    return EXIT_BROKEN_OFF;
}

/* ---- status --------------------------------------------------------------------------------- */

static void see_status(void *context, const char *name, const struct state_row *row)
{
    struct review *review = context;
    review->counts[row->status]++;
    if (row->status != STATE_DONE)
        print_line(words[row->status], str_of(name), row->why);
}

static void print_counts(const struct review *review)
{
    static const enum state_status order[STATES] = { STATE_DONE, STATE_FAILED, STATE_CLAIMED,
                                                     STATE_GONE };
    for (size_t i = 0; i < STATES; i++)
        printf("%s%s %zu", i ? ", " : "", words[order[i]], review->counts[order[i]]);
    putchar('\n');
}

static enum exit_status status_of(struct review *review)
{
    if (!state_each(review->state, see_status, review))
        return give_up(review);
    print_counts(review);
    return review->counts[STATE_FAILED] || review->counts[STATE_CLAIMED] ? EXIT_SOME_FAILED
                                                                        : EXIT_DONE;
}

/* ---- fsck ----------------------------------------------------------------------------------- */

static const char *path_of(struct review *review, struct str record)
{
    return arena_printf(&review->arena, "%s/%.*s", review->output, STR_ARG(record)).s;
}

/* NULL when the record is the one that was written. */
static const char *what_is_wrong(struct review *review, const struct state_row *row)
{
    char hash[65];
    const char *path = path_of(review, row->record);
    review->contents.len = 0;
    int error = file_read(path, SIZE_MAX, &review->contents);
    if (error)
        return strerror(error);
    if ((int64_t)review->contents.len != row->record_size)
        return "has another size than when it was written";
    sha256_hex(buffer_str(&review->contents), hash);
    return !row->record_hash[0] || strcmp(hash, row->record_hash) == 0
               ? NULL
               : "is not as it was written";
}

static void see_record(void *context, const char *name, const struct state_row *row)
{
    struct review *review = context;
    review->counts[row->status]++;
    if (row->status == STATE_FAILED)
        return;
    *array_push(&review->records, &review->arena) = arena_str(&review->arena, row->record);
    const char *why = row->status == STATE_CLAIMED ? NULL : what_is_wrong(review, row);
    if (!why)
        return;
    print_line("wrong", row->record, str_of(why));
    review->wrong++;
    *array_push(&review->redo, &review->arena) = arena_str(&review->arena, str_of(name)).s;
}

static int compare_strs(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool is_record_of_row(struct review *review, struct str file)
{
    return bsearch(&file, review->records.items, review->records.count, sizeof file, compare_strs);
}

static void see_file(struct review *review, const char *path)
{
    struct str name = str_of(path + strlen(review->output) + 1);
    if (str_starts(name, STR(STATE_FILE)) || is_record_of_row(review, name))
        return;
    print_line("stray", name, STR("belongs to no article"));
    review->wrong++;
}

/* What lies in the folder and no row speaks of. */
static bool see_files(struct review *review)
{
    char *const roots[] = { (char *)review->output, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    FTSENT *entry;
    bool all = walk;
    int error = 0;
    if (review->records.count)
        qsort(review->records.items, review->records.count, sizeof *review->records.items,
              compare_strs);
    while (walk && (entry = file_walk(walk, &error))) {
        all &= !entry->fts_errno;
        if (entry->fts_info != FTS_D && entry->fts_info != FTS_DP)
            see_file(review, entry->fts_path);
    }
    if (walk)
        fts_close(walk);
    return all && !error;
}

/* A claim is what a run that was killed leaves: the next run reads the article again. */
static bool repair(struct review *review)
{
    for (size_t i = 0; i < review->redo.count; i++) {
        struct state_row row;
        bool found;
        const char *name = review->redo.items[i];
        if (!state_find(review->state, name, &found, &row))
            return false;
        struct str record = arena_str(&review->arena, row.record);
        if (!state_claim(review->state, name, record))
            return false;
        review->mended++;
    }
    return state_commit(review->state);
}

static enum exit_status fsck_of(struct review *review, bool mend)
{
    if (!state_each(review->state, see_record, review))
        return give_up(review);
    if (!see_files(review)) {
        complain_about(str_of(review->output), "cannot be read to its end");
        return EXIT_BROKEN_OFF;
    }
    if (mend && !repair(review))
        return give_up(review);
    print_counts(review);
    printf("wrong %zu", review->wrong);
    if (mend)
        printf(", to be made again %zu", review->mended);
    putchar('\n');
    return review->wrong > review->mended ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* ---- the commands --------------------------------------------------------------------------- */

static enum exit_status review_folder(struct call *call, bool deep, bool mend)
{
    if (optind + 1 != call->argc)
        return usage_error(call, "give one folder of records");
    struct review review = { .output = call->argv[optind] };
    size_t len = strlen(review.output);
    while (len > 1 && review.output[len - 1] == '/')
        len--;
    review.output = arena_str(&review.arena, (struct str){ review.output, len }).s;
    enum exit_status status = EXIT_BROKEN_OFF;
    if (open_state(&review, mend)) {
        status = deep ? fsck_of(&review, mend) : status_of(&review);
        state_close(review.state);
    }
    arena_free(&review.arena);
    buffer_free(&review.contents);
    return status;
}

static enum exit_status status(struct call *call)
{
    static const struct option options[] = { COMMON_OPTIONS };
    while (next_option(call, "", options) != -1)
        continue;
    return review_folder(call, false, false);
}

static enum exit_status fsck(struct call *call)
{
    static const struct option options[] = { { "repair", no_argument, NULL, OPTION_REPAIR },
                                             COMMON_OPTIONS };
    bool mend = false;
    int option;
    while ((option = next_option(call, "", options)) != -1)
        mend |= option == OPTION_REPAIR;
    return review_folder(call, true, mend);
}

const struct command status_command = {
    .name = "status",
    .usage = "status [--] RECORDS",
    .purpose = "tell what became of the articles of a folder of records",
    .details =
        "Counts the articles of all runs with `extract -o RECORDS` that are done, failed,\n"
        "unfinished (a run was killed: run it again) or gone, and names all that are not done.\n",
    .run = status,
};

const struct command fsck_command = {
    .name = "fsck",
    .usage = "fsck [--repair] [--] RECORDS",
    .purpose = "check that a folder of records is as its runs left it",
    .details =
        "Reads each record, holds it against the state of the runs, and names what is missing,\n"
        "damaged or belongs to no article.\n\n"
        "      --repair            have such records made again by the next `extract`\n",
    .run = fsck,
};
