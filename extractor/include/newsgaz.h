/* newsgaz.h - reads news articles in Italian, French and English and tells which places and
 * persons they name, which dates, and which casualty numbers, each with the characters it was
 * read from.
 *
 *     char *why = NULL;
 *     struct ngz_engine *engine = ngz_engine_open(NULL, &why);
 *     if (!engine)
 *         return fprintf(stderr, "%s", why), free(why), 2;
 *     struct ngz_session *session = ngz_session_new(engine);
 *     struct ngz_input input = { .name = "a.txt", .bytes = bytes, .len = len };
 *     struct ngz_output output;
 *     if (ngz_extract(session, &input, NGZ_XML, &output) == NGZ_DONE)
 *         fwrite(output.bytes, 1, output.len, stdout);
 *     ngz_session_free(session);
 *     ngz_engine_close(engine);
 *
 * An engine is immutable once open and may be shared by threads; a session serves one thread.
 * The library prints nothing, reads no clock and no locale, and opens no network connection.
 * Out of memory ends the process with a message. */
#ifndef NEWSGAZ_H
#define NEWSGAZ_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define NGZ_API __attribute__((visibility("default")))
#else
#define NGZ_API
#endif

/* ---- the engine: rules and gazetteers -------------------------------------------------- */

struct ngz_engine;

/* Opens the rules and gazetteers below `data_dir` (folders `rules` and `gazetteers`). With NULL:
 * the environment's NEWSGAZ_DATA, else the installed data. Gazetteers are compiled into the cache
 * folder ($XDG_CACHE_HOME/newsgaz, else ~/.cache/newsgaz) when their tables have changed.
 * NULL on failure: *ret_why then holds all mistakes, line by line, for the caller to free. */
NGZ_API struct ngz_engine *ngz_engine_open(const char *data_dir, char **ret_why);
NGZ_API void ngz_engine_close(struct ngz_engine *engine);

/* SHA-256 of the rule files and of the gazetteer tables, hexadecimal; valid with the engine. */
NGZ_API const char *ngz_engine_rules_hash(const struct ngz_engine *engine);
NGZ_API const char *ngz_engine_gazetteers_hash(const struct ngz_engine *engine);

NGZ_API const char *ngz_version(void);

/* ---- sessions: one article after the other --------------------------------------------- */

struct ngz_session;

NGZ_API struct ngz_session *ngz_session_new(const struct ngz_engine *engine);
NGZ_API void ngz_session_free(struct ngz_session *session);

/* An article's source. Only `bytes` and `len` must be set; all are borrowed during the call. */
struct ngz_input {
    const char *name;       /* file name: its ending chooses the reader, its stem is the id */
    const char *id;         /* instead of the stem */
    const char *bytes;
    size_t len;
    bool is_text;           /* already UTF-8 text (a JSON string): no reader, no sniffing */
    const char *published;  /* "2023-09-26", also with a time behind it, or "2023-09"; what is no
                               date is passed over */
    const char *lang;       /* "it" "fr" "en": of the body */
};

enum ngz_format { NGZ_XML, NGZ_JSONL };

enum ngz_status {
    NGZ_DONE,
    NGZ_FAILED, /* this article cannot be read: output.why; the session goes on */
    NGZ_UNABLE, /* the machine was at fault, not the article: output.why; try again later */
};

struct ngz_output {
    const char *bytes; /* the record; valid until the session's next call */
    size_t len;
    const char *why;   /* of NGZ_FAILED and NGZ_UNABLE, valid as long */
};

struct ngz_options {
    bool no_text;      /* leave the text out of JSON records */
    bool nested;       /* the record will stand inside <records> … </records> */
    bool exhaustive;   /* run every rule over every sentence: slow, finds the same */
};

NGZ_API void ngz_session_set(struct ngz_session *session, struct ngz_options options);

NGZ_API enum ngz_status ngz_extract(struct ngz_session *session, const struct ngz_input *input,
                                    enum ngz_format format, struct ngz_output *ret);

#ifdef __cplusplus
}
#endif

#endif
