/* request.h - an article as a line of JSON: an object with a "text" and perhaps an "id", a
 * "published" and a "lang". */
#ifndef NEWSGAZ_CLI_REQUEST_H
#define NEWSGAZ_CLI_REQUEST_H

#include <jansson.h>

#include "engine.h"

struct request {
    struct str id;               /* as it is written in the line; "null" when there is none */
    json_t *json;                /* for the caller to release; NULL when the line is no JSON */
    const char *error, *warning; /* NULL: all is as it should be */
    struct ngz_input input;      /* without error; its strings belong to `json` */
};

/* `published` and `lang` (NULL: none) stand for what the line does not tell. A date or language
 * that cannot be used is passed over with a warning; the warning's text may stand in JSON as it
 * is. `error` says what is wrong with a line that is no JSON. */
struct request request_parse(const struct ngz_engine *engine, struct str line,
                             const char *published, const char *lang, json_error_t *error);

/* A member that is a string; NULL when there is none, or an empty one. */
const char *request_member(const json_t *object, const char *key);

#endif
