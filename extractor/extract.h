/* extract.h - the corridor's other end: what the stages made of an article, before it is written. */
#ifndef NEWSGAZ_EXTRACT_H
#define NEWSGAZ_EXTRACT_H

#include "engine.h"
#include "resolve/resolve.h"

/* Valid until the session's next article. */
struct analysis {
    struct article article;
    struct text text;
    struct names names;
    struct marks marks;
    struct record record;
    struct resolve resolve;
};

/* Runs all stages over an article. NULL when done, else why it cannot be read. */
const char *session_analyse(struct ngz_session *session, const struct ngz_input *input);
const struct analysis *session_analysis(const struct ngz_session *session);

/* From now on the analysis tells gazetteer rows, and the readings and matches that lost. */
void session_trace(struct ngz_session *session, bool trace);

/* Rules that ran into a limit on the last article. */
size_t session_limits_hit(struct ngz_session *session, const struct rule ***ret);

#endif
