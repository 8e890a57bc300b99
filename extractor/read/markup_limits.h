/* markup_limits.h - markup that would keep the parser busy for minutes or fill the memory. */
#ifndef NEWSGAZ_READ_MARKUP_LIMITS_H
#define NEWSGAZ_READ_MARKUP_LIMITS_H

#include "base/str.h"

/* Why the markup is not to be parsed, or NULL. No real page or news item comes near the limits.
 * `unbalanced`: end tags need not match, as in HTML. */
const char *refuse_costly_tags(struct str markup, bool unbalanced);

#endif
