/* examples.h - runs the yes and no lines of rule files through all stages. */
#ifndef NEWSGAZ_EXAMPLES_H
#define NEWSGAZ_EXAMPLES_H

#include "engine.h"

/* The day on which examples are read: a Tuesday. */
#define EXAMPLE_DAY "2023-09-26"

/* Adds every example that fails to `diag`; returns how many were run. `only` names one file
 * ("en/dates"), or is empty for all. */
size_t examples_run(const struct ngz_engine *engine, struct str only, struct diag *diag);

/* `newsgaz check` of a rule file, of a language's folder or of a whole rules folder: reads and
 * compiles all rules there and runs the examples of those that `path` names. A file that stands
 * below no rules/languages.tsv is read alone, as rules of the first language. Gazetteers are
 * those of `data_dir`. Returns how many examples were run. */
size_t rules_check(const char *path, const char *data_dir, struct diag *diag);

#endif
