/* filter.c - `newsgaz extract --jsonl`: one JSON object a line in, one record a line out, in the
 * same order. The id goes through byte for byte, whatever scalar it is: the record is made with a
 * stand-in, which the id's own bytes then replace. A date or language that cannot be used does not
 * cost the article: its record carries a "warning" behind the id. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/extraction.h"
#include "cli/limits.h"
#include "cli/lines.h"
#include "cli/message.h"
#include "cli/request.h"

#define STAND_IN     "-"
#define STAND_IN_KEY "{\"id\":\"" STAND_IN "\""

struct filter {
    const struct extraction *what;
    struct lines lines;
    size_t read, wrong;
    int error; /* errno of standard input */
};

/* ---- a line ------------------------------------------------------------------------------ */

static void put(struct job *job, const struct request *request, struct str record)
{
    struct str head = STR(STAND_IN_KEY);
    buffer_printf(&job->output, "{\"id\":%.*s", STR_ARG(request->id));
    if (request->warning)
        buffer_printf(&job->output, ",\"warning\":\"%s\"", request->warning);
    size_t start = str_starts(record, head) ? head.len : 0;
    job_put_record(job, str_slice(record, start, record.len));
}

static void put_error(struct job *job, const struct request *request, const char *why)
{
    struct buffer line = { 0 };
    jsonl_error(STR(STAND_IN), str_of(why), &line);
    put(job, request, buffer_str(&line));
    job->outcome = OUTCOME_FAILED;
    buffer_free(&line);
}

/* ---- the crew's part --------------------------------------------------------------------- */

static enum next next(void *context, struct job *job, bool may_wait)
{
    struct filter *filter = context;
    struct str line;
    enum line found = lines_next(&filter->lines, false, &line);
    if (found == LINE_NOT_YET && may_wait) {
        fflush(stdout); /* whoever feeds us may be waiting for an answer */
        found = lines_next(&filter->lines, true, &line);
    }
    if (found == LINE_NOT_YET)
        return NEXT_NOT_YET;
    if (found == LINE_ERROR)
        filter->error = errno;
    if (found == LINE_ERROR || found == LINE_END)
        return NEXT_END;
    job->outcome = found == LINE_TOO_LONG ? OUTCOME_FAILED : OUTCOME_DONE;
    buffer_add(&job->input, line);
    filter->read++;
    return NEXT_JOB;
}

static void work(void *context, struct worker *worker, struct job *job)
{
    struct filter *filter = context;
    json_error_t error;
    if (job->outcome == OUTCOME_FAILED) {
        put_error(job, &(struct request){ .id = STR("null") }, "the line is too long");
        return;
    }
    struct request request = request_parse(filter->what->engine, buffer_str(&job->input),
                                           filter->what->published, filter->what->lang, &error);
    request.input.id = STAND_IN;
    struct ngz_output output = { .why = request.error };
    if (!request.error &&
        ngz_extract(worker->session, &request.input, NGZ_JSONL, &output) == NGZ_DONE)
        put(job, &request, (struct str){ output.bytes, output.len });
    else
        put_error(job, &request, output.why);
    if (!request.error)
        complain_of_limits(worker->session, request.id);
    json_decref(request.json);
}

static bool finish(void *context, struct job *job)
{
    struct filter *filter = context;
    filter->wrong += job->outcome == OUTCOME_FAILED;
    return fwrite(job->output.bytes, 1, job->output.len, stdout) == job->output.len;
}

enum exit_status filter_run(const struct extraction *what)
{
    struct filter filter = { .what = what, .lines = { .fd = STDIN_FILENO } };
    struct crew crew = {
        .context = &filter,
        .threads = (size_t)what->threads,
        .engine = what->engine,
        .options = { .no_text = what->no_text },
        .next = next,
        .work = work,
        .finish = finish,
    };
    bool written = workers_run(&crew) && fflush(stdout) == 0;
    buffer_free(&filter.lines.bytes);
    if (!written)
        complain("cannot write standard output");
    if (filter.error)
        complain("cannot read standard input: %s", strerror(filter.error));
    if (filter.wrong)
        complain("%zu of %zu lines gave no record, but an error in its place", filter.wrong,
                 filter.read);
    return written && !filter.error ? EXIT_DONE : EXIT_BROKEN_OFF;
}
