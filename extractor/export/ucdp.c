/* ucdp.c - killings as candidate rows for the columns of UCDP GED: one row an incident. What only
 * a coder can say (conflict, dyad, sides, type of violence) is left empty. */
#include "export/exporters.h"
#include "export/incident_columns.h"
#include "export/sheet.h"

/* An event has one death at least. */
#define ANY_DEATH "coalesce(i.high, i.low, 1) > 0"

static const struct column columns[] = {
    SQL("id", "i.incident"),
    SQL("relid", "i.incident"),
    SQL("year", "substr(coalesce(i.first, i.last), 1, 4)"),
    EMPTY("active_year"),
    SQL("code_status", "'newsgaz candidate'"),
    EMPTY("type_of_violence"),
    EMPTY("conflict_dset_id"),
    EMPTY("conflict_new_id"),
    EMPTY("conflict_name"),
    EMPTY("dyad_dset_id"),
    EMPTY("dyad_new_id"),
    EMPTY("dyad_name"),
    EMPTY("side_a_dset_id"),
    EMPTY("side_a_new_id"),
    SQL("side_a", "c.perpetrator"),
    EMPTY("side_b_dset_id"),
    EMPTY("side_b_new_id"),
    EMPTY("side_b"),
    SQL("number_of_sources", "i.articles"),
    SQL("source_article", SOURCE_ARTICLES),
    SQL("source_office", "a.publisher"),
    SQL("source_date", "a.published"),
    SQL("source_headline", "a.title"),
    SQL("source_original", SPEAKERS),
    SQL("where_prec", WHERE_PRECISION),
    SQL("where_coordinates", "p.name"),
    SQL("where_description", "c.scene"),
    SQL("adm_1", "d.adm_1"),
    SQL("adm_2", "d.adm_2"),
    SQL("latitude", "p.lat"),
    SQL("longitude", "p.lon"),
    SQL("geom_wkt", "CASE WHEN p.lat IS NOT NULL THEN"
                    " 'POINT (' || p.lon || ' ' || p.lat || ')' END"),
    SQL("priogrid_gid", "CAST((p.lat + 90) * 2 AS INTEGER) * 720"
                        " + CAST((p.lon + 180) * 2 AS INTEGER) + 1"),
    SQL("country", COUNTRY_NAME),
    EMPTY("country_id"),
    EMPTY("region"),
    SQL("event_clarity", "CASE WHEN i.date_basis = 'claim' AND i.place_basis = 'claim'"
                         " THEN 1 ELSE 2 END"),
    SQL("date_prec", DATE_PRECISION),
    SQL("date_start", "coalesce(i.first, i.last)"),
    SQL("date_end", "i.last"),
    SQL("deaths_a", "0"),
    SQL("deaths_b", "0"),
    SQL("deaths_civilians", "min(coalesce(i.civilians, 0), coalesce(" FIGURE_BEST ", 0))"),
    SQL("deaths_unknown", "coalesce(" FIGURE_BEST ", 0)"
                          " - min(coalesce(i.civilians, 0), coalesce(" FIGURE_BEST ", 0))"),
    SQL("best", FIGURE_BEST),
    SQL("high", FIGURE_HIGH),
    SQL("low", FIGURE_LOW),
    EMPTY("gwnoa"),
    EMPTY("gwnob"),
    SQL("newsgaz_policy", "i.policy"),
    SQL("newsgaz_victims", "i.victims"),
    SQL("newsgaz_claims", CLAIM_IDS),
    SQL("newsgaz_excerpt", "c.excerpt"),
};

static const struct loss_rule losses[] = {
    { "SELECT count(*) FROM claims WHERE role = 'wounded'", "wounded claim has no column",
      "wounded claims have no column" },
    { "SELECT count(*) FROM claims WHERE role NOT IN ('killed', 'wounded')",
      "claim of another role than killed or wounded has no column",
      "claims of other roles than killed and wounded have no column" },
    LOSS_NOT_SAID("role = 'killed'"),
    { "SELECT count(*) FROM incidents i WHERE role = 'killed' AND NOT " ANY_DEATH,
      "incident in which nobody died has no row", "incidents in which nobody died have no row" },
    LOSSES_OF_PLACE_AND_DAY("role = 'killed'"),
    { "SELECT count(*) FROM incidents WHERE role = 'killed' AND victims IS NOT NULL",
      "incident tells of a group of victims alone", "incidents tell of a group of victims alone" },
    { "SELECT count(*) FROM incidents WHERE role = 'killed'",
      "row without side, dyad and type of violence, which only a coder can say",
      "rows without side, dyad and type of violence, which only a coder can say" },
};

static const struct sheet sheet = {
    .name = "ucdp",
    SHEET_COLUMNS(columns),
    .from = INCIDENTS_WITH_PLACES " WHERE i.role = 'killed' AND " ANY_DEATH INCIDENTS_ORDER,
    SHEET_LOSSES(losses),
};

const struct exporter ucdp_exporter = {
    .name = "ucdp",
    .target = TARGET_STREAM,
    .from_database = true,
    .sheet = &sheet,
};
