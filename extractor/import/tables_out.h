/* tables_out.h - the rows of an import as tables in its folder. */
#ifndef NEWSGAZ_IMPORT_TABLES_OUT_H
#define NEWSGAZ_IMPORT_TABLES_OUT_H

#include "import/found.h"

/* Counts the rows and, unless it is a dry run, writes the tables; those that an earlier import of
 * the name left and that now have no rows are removed. False, with an error in `diag`, when
 * something cannot be written. */
bool tables_out(struct import *import);

#endif
