/* idmc.c - displacement as IDMC records it: one row a figure, of which the policy recommends one an
 * incident and leaves the others for triangulation. */
#include "export/exporters.h"
#include "export/incident_columns.h"
#include "export/sheet.h"

#define ACCURACY                                                                                  \
    "CASE WHEN c.first IS NULL THEN NULL WHEN c.first = c.last THEN 'Day'"                        \
    " WHEN (unixepoch(c.last) - unixepoch(c.first)) / 86400 < 7 THEN 'Week'"                      \
    " WHEN (unixepoch(c.last) - unixepoch(c.first)) / 86400 < 31 THEN 'Month' ELSE 'Year' END"

static const struct column columns[] = {
    SQL("id", "c.article || '#' || c.id"),
    SQL("incident", "i.incident"),
    SQL("country", COUNTRY_NAME),
    SQL("iso3", "d.iso3"),
    SQL("quantifier", "CASE WHEN c.qualifier IN ('at-least', 'more-than', 'vague')"
                      " OR c.open THEN 'More than'"
                      " WHEN c.qualifier IN ('at-most', 'less-than') OR c.status = 'approaching'"
                      " THEN 'Less than'"
                      " WHEN c.qualifier = 'exact' THEN 'Exact' ELSE 'Approximately' END"),
    SQL("reported", "coalesce(c.low, c.high)"),
    SQL("unit", "'Person'"),
    EMPTY("household_size"),
    SQL("total_figures", "coalesce(c.low, c.high)"),
    EMPTY("category"),
    SQL("term", "'Displaced'"),
    SQL("role", "CASE WHEN c.article = i.chosen_article AND c.id = i.chosen_id"
                " THEN 'Recommended figure' ELSE 'Triangulation' END"),
    SQL("start_date", "c.first"),
    SQL("start_date_accuracy", ACCURACY),
    SQL("end_date", "coalesce(c.last, c.as_of)"),
    SQL("end_date_accuracy", "coalesce(" ACCURACY ", 'Day')"),
    SQL("location", "p.name"),
    SQL("location_accuracy",
        "CASE " WHERE_PRECISION " WHEN 1 THEN 'Point' WHEN 2 THEN 'Point' WHEN 3 THEN 'ADM2'"
        " WHEN 4 THEN 'ADM1' WHEN 6 THEN 'ADM0' END"),
    SQL("latitude", "p.lat"),
    SQL("longitude", "p.lon"),
    EMPTY("place_identifier"),
    SQL("displacement_occurred", "'Unknown'"),
    SQL("source", "c.article"),
    SQL("source_url", "a.url"),
    SQL("source_speaker", "c.speaker"),
    SQL("source_date", "a.published"),
    SQL("source_excerpt", "c.excerpt"),
    EMPTY("sources_reliability"),
    SQL("calculation_logic",
        "'policy ' || i.policy || '; ' || c.mark ||"
        " coalesce(' ' || c.mark_article || '#' || c.mark_id, '') ||"
        " coalesce('; of ' || c.victims, '')"),
};

static const struct loss_rule losses[] = {
    { "SELECT count(*) FROM claims WHERE role = 'displaced' AND low IS NOT NULL"
      " AND high IS NOT NULL AND low <> high",
      "range written by its lower end", "ranges written by their lower end" },
    { "SELECT count(*) FROM claims WHERE role <> 'displaced'",
      "claim of another role has no row", "claims of other roles have no row" },
    LOSS_NOT_SAID("role = 'displaced'"),
    { "SELECT count(*) FROM claims WHERE role = 'displaced' AND incident IS NOT NULL",
      "row without category and place identifier, which only a coder can say",
      "rows without category and place identifier, which only a coder can say" },
};

static const struct sheet sheet = {
    .name = "idmc",
    SHEET_COLUMNS(columns),
    .from = "claims c JOIN incidents i USING (incident)"
            " LEFT JOIN articles a ON a.article = c.article"
            PLACES " WHERE c.role = 'displaced'" INCIDENTS_ORDER,
    SHEET_LOSSES(losses),
};

const struct exporter idmc_exporter = {
    .name = "idmc",
    .target = TARGET_STREAM,
    .from_database = true,
    .sheet = &sheet,
};
