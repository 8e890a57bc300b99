/* acled.c - killings as candidate rows for the columns of ACLED: one row an incident. Its
 * fatalities are one whole number; the range, the policy and the claims stand in the notes. */
#include "export/exporters.h"
#include "export/incident_columns.h"
#include "export/sheet.h"

/* Of a span, the first day if it is short, else the middle. */
#define EVENT_DATE                                                                                \
    "CASE WHEN i.first IS NULL THEN i.last WHEN " SPAN_OF_DAYS " <= 7 THEN i.first"               \
    " ELSE date(i.first, '+' || (" SPAN_OF_DAYS " / 2) || ' days') END"

static const struct column columns[] = {
    SQL("event_id_cnty", "i.incident"),
    SQL("event_date", EVENT_DATE),
    SQL("year", "substr(" EVENT_DATE ", 1, 4)"),
    SQL("time_precision", "CASE WHEN i.last IS NULL THEN NULL WHEN i.first IS NULL THEN 3 WHEN " SPAN_OF_DAYS " = 1 THEN 1"
                          " WHEN " SPAN_OF_DAYS " <= 7 THEN 2 ELSE 3 END"),
    EMPTY("disorder_type"),
    EMPTY("event_type"),
    EMPTY("sub_event_type"),
    SQL("actor1", "c.perpetrator"),
    EMPTY("assoc_actor_1"),
    EMPTY("inter1"),
    EMPTY("actor2"),
    EMPTY("assoc_actor_2"),
    EMPTY("inter2"),
    EMPTY("interaction"),
    SQL("civilian_targeting",
        "CASE WHEN i.civilians IS NOT NULL AND i.civilians >= " FIGURE_BEST
        " THEN 'Civilian targeting' END"),
    SQL("iso", "d.iso_number"),
    EMPTY("region"),
    SQL("country", COUNTRY_NAME),
    SQL("admin1", "d.adm_1"),
    SQL("admin2", "d.adm_2"),
    EMPTY("admin3"),
    SQL("location", "p.name"),
    SQL("latitude", "p.lat"),
    SQL("longitude", "p.lon"),
    SQL("geo_precision", "CASE " WHERE_PRECISION " WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 2"
                         " WHEN 4 THEN 3 WHEN 5 THEN 3 WHEN 6 THEN 3 WHEN 7 THEN 3 END"),
    SQL("source", SOURCE_ARTICLES),
    EMPTY("source_scale"),
    SQL("notes", "c.excerpt || ' [' || " FIGURE_IN_WORDS " || ']'"),
    SQL("fatalities", FIGURE_BEST),
    SQL("tags", "i.victims"),
    EMPTY("timestamp"),
};

static const struct loss_rule losses[] = {
    { "SELECT count(*) FROM incidents WHERE role = 'killed' AND low <> high",
      "range written as one integer", "ranges written as one integer" },
    { "SELECT count(*) FROM claims WHERE role <> 'killed'", "claim of another role has no column",
      "claims of other roles have no column" },
    { "SELECT count(*) FROM claims WHERE role = 'killed' AND mark IN ('revises', 'contradicts')",
      "revising or contradicting figure stands in the notes alone",
      "revising or contradicting figures stand in the notes alone" },
    LOSS_NOT_SAID("role = 'killed'"),
    LOSSES_OF_PLACE_AND_DAY("role = 'killed'"),
    { "SELECT count(*) FROM incidents WHERE role = 'killed'",
      "row without event type and actors, which only a coder can say",
      "rows without event type and actors, which only a coder can say" },
};

static const struct sheet sheet = {
    .name = "acled",
    SHEET_COLUMNS(columns),
    .from = INCIDENTS_WITH_PLACES " WHERE i.role = 'killed'" INCIDENTS_ORDER,
    SHEET_LOSSES(losses),
};

const struct exporter acled_exporter = {
    .name = "acled",
    .target = TARGET_STREAM,
    .from_database = true,
    .sheet = &sheet,
};
