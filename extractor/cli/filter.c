/* filter.c - `newsgaz extract --jsonl`: one JSON object a line in, one record a line out, in the
 * same order. The id goes through byte for byte, whatever scalar it is: the record is made with a
 * stand-in, which the id's own bytes then replace. A date or language that cannot be used does not
 * cost the article: its record carries a "warning" behind the id. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/data.h"
#include "cli/extraction.h"
#include "cli/limits.h"
#include "cli/lines.h"
#include "cli/message.h"

#define STAND_IN     "-"
#define STAND_IN_KEY "{\"id\":\"" STAND_IN "\""

/* Integers above 64 bits are no mistake: only the id may hold one, and that is copied. */
enum { LOADING = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL };

struct filter {
    const struct extraction *what;
    struct lines lines;
    size_t read, wrong;
    int error; /* errno of standard input */
};

/* ---- the id, as it is written in the line ------------------------------------------------ */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct str line, size_t at)
{
    while (at < line.len && is_space(line.s[at]))
        at++;
    return at;
}

/* The end of the string that begins at `at`, behind its closing quote. */
static size_t skip_string(struct str line, size_t at)
{
    for (at++; at < line.len && line.s[at] != '"'; at++)
        at += line.s[at] == '\\';
    return at < line.len ? at + 1 : line.len;
}

static size_t skip_scalar(struct str line, size_t at)
{
    if (at < line.len && line.s[at] == '"')
        return skip_string(line, at);
    while (at < line.len && !is_space(line.s[at]) && line.s[at] != ',' && line.s[at] != '}')
        at++;
    return at;
}

static bool is_scalar(struct str json)
{
    json_error_t error;
    json_t *value = json_loadb(json.s, json.len, LOADING | JSON_DECODE_ANY, &error);
    bool scalar = value && !json_is_object(value) && !json_is_array(value);
    json_decref(value);
    return scalar;
}

/* The value of the object's own "id"; "null" if there is none, or none that can be copied. Works
 * on broken lines too, as far as they go. */
static struct str find_id(struct str line)
{
    struct str id = STR("null");
    int depth = 0;
    for (size_t at = 0; at < line.len;) {
        char c = line.s[at];
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (c != '"') {
            at++;
            continue;
        }
        size_t end = skip_string(line, at), colon = skip_space(line, end);
        bool is_id = depth == 1 && str_is(str_slice(line, at, end), "\"id\"");
        at = end;
        if (!is_id || colon == line.len || line.s[colon] != ':')
            continue;
        size_t value = skip_space(line, colon + 1);
        at = skip_scalar(line, value);
        id = str_slice(line, value, at);
    }
    return is_scalar(id) ? id : STR("null");
}

/* ---- a line ------------------------------------------------------------------------------ */

struct request {
    struct str id;
    json_t *json;
    const char *error, *warning; /* NULL: all is as it should be */
    struct ngz_input input;
};

/* A member that is a string; NULL when there is none, or an empty one. */
static const char *member(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value && *value ? value : NULL;
}

static bool is_absent(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return !value || json_is_null(value) || (json_is_string(value) && !member(object, key));
}

static bool has_date(const json_t *object)
{
    const char *date = member(object, "published");
    return date && is_published_date(str_of(date));
}

static bool has_language(const struct ngz_engine *engine, const json_t *object)
{
    const char *lang = member(object, "lang");
    return lang && data_has_language(engine, lang);
}

static const char *what_is_wrong(const json_t *object)
{
    const json_t *id = json_object_get(object, "id");
    if (!json_is_object(object))
        return "not a JSON object";
    if (!json_is_string(json_object_get(object, "text")))
        return "no \"text\"";
    return json_is_object(id) || json_is_array(id) ? "\"id\" is no scalar" : NULL;
}

/* What is passed over; the texts stand in JSON as they are. */
static const char *what_is_useless(const struct ngz_engine *engine, const json_t *object)
{
    if (!is_absent(object, "published") && !has_date(object))
        return "published is not a date such as 2023-09-26";
    if (!is_absent(object, "lang") && !has_language(engine, object))
        return "there are no rules for lang";
    return NULL;
}

static struct str without_mark(struct str line)
{
    struct str mark = STR("\xEF\xBB\xBF");
    return str_starts(line, mark) ? str_slice(line, mark.len, line.len) : line;
}

static struct request parse(const struct extraction *what, struct str line, json_error_t *error)
{
    struct request request = { .id = find_id(line) };
    request.json = json_loadb(line.s, line.len, LOADING, error);
    request.error = request.json ? what_is_wrong(request.json) : error->text;
    if (request.error)
        return request;
    const json_t *text = json_object_get(request.json, "text");
    request.warning = what_is_useless(what->engine, request.json);
    request.input = (struct ngz_input){
        .id = STAND_IN,
        .bytes = json_string_value(text),
        .len = json_string_length(text),
        .is_text = true,
        .published = has_date(request.json) ? member(request.json, "published") : what->published,
        .lang = has_language(what->engine, request.json) ? member(request.json, "lang")
                                                         : what->lang,
    };
    return request;
}

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
    struct request request = parse(filter->what, without_mark(buffer_str(&job->input)), &error);
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
