/* figures.h - the figures of each incident: how they stand to one another, and what they say
 * together under a policy. */
#ifndef NEWSGAZ_EXPORT_FIGURES_H
#define NEWSGAZ_EXPORT_FIGURES_H

#include "export/policy.h"
#include "export/database.h"
#include "export/victims.h"

/* Fills the table of incidents from the claims that have one, and marks the claims. An incident
 * of which only figures for groups are known (soldiers here, civilians there) becomes one a group:
 * they are not added. */
bool figures_weigh(struct database *database, enum policy policy, const struct victims *victims);

#endif
