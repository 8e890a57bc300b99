/* divisions.h - the country and the divisions that each place of the database lies in, by the
 * gazetteer: the province of a town, the country of a province. */
#ifndef NEWSGAZ_EXPORT_DIVISIONS_H
#define NEWSGAZ_EXPORT_DIVISIONS_H

#include "export/database.h"
#include "gazetteer/index.h"

/* Fills the table of divisions for the places that records speak of; what it knew before of places
 * that this gazetteer lacks stays. False when the database cannot be written. */
bool divisions_find(struct database *database, const struct index *index);

#endif
