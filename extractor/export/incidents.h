/* incidents.h - the claims of a database as incidents: figures of one role, place and span of days,
 * within and across articles. */
#ifndef NEWSGAZ_EXPORT_INCIDENTS_H
#define NEWSGAZ_EXPORT_INCIDENTS_H

#include "export/policy.h"
#include "export/database.h"
#include "export/victims.h"

/* Says of each claim that was made (reported or approaching) to which incident it belongs and how
 * it stands to the figures before it ("first", "repeats", "revises", "contradicts", "agrees";
 * "part" for a figure of some of the victims), and fills the table of incidents. What an earlier
 * export said of this is forgotten. False on failure: see database_error. */
bool incidents_find(struct database *database, enum policy policy, const struct victims *victims);

#endif
