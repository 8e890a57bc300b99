/* check_records.h - are XML records what the schema and their own text say? */
#ifndef NEWSGAZ_CLI_CHECK_RECORDS_H
#define NEWSGAZ_CLI_CHECK_RECORDS_H

#include "base/diag.h"

/* Holds a file of one record or of several against the schema (newsgaz.rng), then each mention
 * against the record's text, and each reference against what it names. Adds every mistake to
 * `diag`; true when there was none. */
bool check_record_file(const char *path, const char *schema_path, struct diag *diag);

#endif
