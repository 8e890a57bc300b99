/* cases.h - case files: texts, and what must be found in them (tests/cases/README.md). */
#ifndef NEWSGAZ_CLI_CASES_H
#define NEWSGAZ_CLI_CASES_H

#include "base/diag.h"
#include "newsgaz.h"

enum case_kind {
    CASE_DATE,
    CASE_NUMBER,
    CASE_PLACE,
    CASE_PERSON,
    CASE_ORGANISATION,
    CASE_TOLL,
    CASE_KINDS
};

extern const char *const case_kind_names[CASE_KINDS];

/* What is expected of a mention: "qualifier", "at-least". An empty value: it has none. */
struct case_value {
    struct str key, value;
};

struct case_mention {
    struct str surface;
    uint32_t line;
    ARRAY(struct case_value) values;
};

struct case_mentions {
    bool spoken_of;                 /* else the kind is not looked at */
    ARRAY(struct case_mention) each; /* in text order */
};

struct case_text {
    struct str text, published;
    uint32_t line;      /* of the case's first line */
    bool has_text;
    struct str xfail;   /* why it is known to fail; empty: it must pass */
    struct case_mentions kinds[CASE_KINDS];
};

struct case_file {
    struct str path, lang;
    ARRAY(struct case_text) cases;
};

/* Reads a case file; adds its mistakes to `diag`. False when there were any. */
bool cases_read(const char *path, struct arena *arena, struct diag *diag, struct case_file *ret);

struct case_counts {
    size_t passed, failed, known; /* known to fail, and failed */
};

/* Runs all cases of a file and prints on standard error what was not as expected. */
void cases_run(const struct case_file *file, struct ngz_session *session,
               struct case_counts *counts);

#endif
