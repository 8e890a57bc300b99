/* json_ld.h - schema.org's description of an article that pages carry in a script element. */
#ifndef NEWSGAZ_READ_JSON_LD_H
#define NEWSGAZ_READ_JSON_LD_H

#include "read/metadata.h"

/* Offers what the description says of the article itself, not of others that it lists. */
void json_ld_read(struct str json, struct metadata *metadata);

#endif
