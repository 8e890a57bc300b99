/* source.c - one article in a file: its bytes, and its record. */
#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/extraction.h"
#include "cli/limits.h"

enum { LARGEST_SOURCE = 64 << 20 };

void job_fail(struct job *job, struct str why)
{
    job->outcome = OUTCOME_FAILED;
    buffer_add(&job->why, why);
}

void job_put_record(struct job *job, struct str record)
{
    buffer_add(&job->output, record);
    if (!str_ends(record, STR("\n")))
        buffer_byte(&job->output, '\n');
    job->outcome = OUTCOME_DONE;
}

static int read_standard_input(struct buffer *into)
{
    for (;;) {
        buffer_reserve(into, 1 << 16);
        ssize_t got = read(STDIN_FILENO, into->bytes + into->len, into->capacity - into->len);
        if (got == 0)
            return 0;
        if (got < 0 && errno != EINTR)
            return errno;
        into->len += got > 0 ? (size_t)got : 0;
        if (into->len > LARGEST_SOURCE)
            return EFBIG;
    }
}

const char *source_take(const char *path, struct buffer *into)
{
    int error = strcmp(path, "-") == 0 ? read_standard_input(into)
                                       : file_read(path, LARGEST_SOURCE, into);
    return error == 0        ? NULL
           : error == EFBIG  ? "larger than 64 MiB"
           : error == ESTALE ? "changed while it was read"
                             : strerror(error);
}

bool source_read(struct worker *worker, struct job *job)
{
    const char *why = source_take(job->entry->path, &worker->source);
    if (why)
        job_fail(job, str_of(why));
    return !why;
}

void source_extract(const struct extraction *what, struct worker *worker, struct job *job)
{
    bool is_stdin = strcmp(job->entry->path, "-") == 0;
    struct str source = buffer_str(&worker->source);
    struct ngz_input input = {
        .name = is_stdin ? "stdin" : job->entry->name,
        .bytes = source.s,
        .len = source.len,
        .published = what->published,
        .lang = what->lang,
    };
    struct ngz_output output;
    enum ngz_status status = ngz_extract(worker->session, &input, what->format, &output);
    if (status == NGZ_DONE)
        job_put_record(job, (struct str){ output.bytes, output.len });
    else
        job_fail(job, str_of(output.why));
    if (status == NGZ_UNABLE)
        job->hash[0] = '\0'; /* the next run tries again */
    complain_of_limits(worker->session, str_of(input.name));
}
