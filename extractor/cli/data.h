/* data.h - where the rules and gazetteers are, and the engine made of them. */
#ifndef NEWSGAZ_CLI_DATA_H
#define NEWSGAZ_CLI_DATA_H

#include "base/str.h"
#include "cli/command.h"
#include "newsgaz.h"

/* The folder that holds `rules` and `gazetteers`: --data-dir, else the environment's
 * NEWSGAZ_DATA, else the installed one. */
const char *data_folder(const struct call *call);

/* NULL when there are mistakes: they have been printed. */
struct ngz_engine *data_engine(const struct call *call);

/* True when there are rules for the language of that code. */
bool data_has_language(const struct call *call, struct str code);

#endif
