/* limits.h - rules that gave up. */
#ifndef NEWSGAZ_CLI_LIMITS_H
#define NEWSGAZ_CLI_LIMITS_H

#include "base/str.h"
#include "newsgaz.h"

/* Names on standard error each rule that ran into a limit on the session's last article: what it
 * would have found may be missing from the record, and that is not to be taken for "no match". */
void complain_of_limits(struct ngz_session *session, struct str article);

#endif
