/* data.h - the engine, opened for a command. */
#ifndef NEWSGAZ_CLI_DATA_H
#define NEWSGAZ_CLI_DATA_H

#include "cli/command.h"
#include "engine.h"

/* The engine of --data-dir or of the folder that stands for none. NULL when its rules or
 * gazetteers have mistakes: they have been printed. */
struct ngz_engine *data_engine(const struct call *call);

/* The same for a command that reads texts, whose languages must be told. */
struct ngz_engine *data_engine_for_texts(const struct call *call);

/* True when there are rules for the language of that code. */
bool data_has_language(const struct ngz_engine *engine, const char *code);

/* A program that was built but not installed finds a file `data-folder` beside it, which names the
 * source tree's rules and gazetteers. NULL when there is none, or NEWSGAZ_DATA says otherwise. */
const char *data_of_build_tree(void);

#endif
