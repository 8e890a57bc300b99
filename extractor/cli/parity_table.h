/* parity_table.h - `newsgaz check --parity`: each rule beside its twins in the other languages. */
#ifndef NEWSGAZ_CLI_PARITY_TABLE_H
#define NEWSGAZ_CLI_PARITY_TABLE_H

#include "cli/command.h"

/* Prints the table of the rules of that kind ("date", or "all"), those of the folder `path` (NULL:
 * those that the program uses). EXIT_SOME_FAILED when a rule lacks a twin and tells no reason. */
enum exit_status parity_table(const struct call *call, const char *kind, const char *path);

#endif
