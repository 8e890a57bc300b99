/* import_task.h - `newsgaz gazetteer import`. */
#ifndef NEWSGAZ_CLI_IMPORT_TASK_H
#define NEWSGAZ_CLI_IMPORT_TASK_H

#include "cli/command.h"

/* `call` begins at the word import. */
enum exit_status import_task(struct call *call);

#endif
