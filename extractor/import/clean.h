/* clean.h - what other projects write in the place of a name, to what a table may hold. */
#ifndef NEWSGAZ_IMPORT_CLEAN_H
#define NEWSGAZ_IMPORT_CLEAN_H

#include "base/buffer.h"
#include "record.h"

/* Appends the name without footnote marks, brackets at its end, degrees, invisible characters and
 * doubled spaces, composed, a person's names in the order in which they are said. NULL, or why
 * there is no name to be had. */
const char *clean_name(struct str raw, enum name_type type, struct buffer *into);

/* Any other cell: invisible characters dropped, white space made single. */
void clean_text(struct str raw, struct buffer *into);

/* Appends the EDTF date of "1961", "19150903", "1952-03-11" or "19 February 2008", of which the
 * year is taken. False when there is none. */
bool clean_date(struct str raw, struct buffer *into);

#endif
