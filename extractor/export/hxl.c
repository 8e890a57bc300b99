/* hxl.c - incidents with a tag row, as HXL has it: one row a place and span of days, a column a
 * role. */
#include "export/exporters.h"
#include "export/incident_columns.h"
#include "export/sheet.h"

#define OF_ROLE(role, what) "max(CASE i.role WHEN '" role "' THEN i." what " END)"

/* Of incidents of one role that differ in the group of victims, the largest. */
#define AFFECTED(role, name, tag)                                        \
    { name, OF_ROLE(role, "best"), NULL, "#affected+" tag },             \
        { name " (low)", OF_ROLE(role, "low"), NULL, "#affected+" tag "+min" }, \
        { name " (high)", OF_ROLE(role, "high"), NULL, "#affected+" tag "+max" }

static const struct column columns[] = {
    { "Start date", "i.first", NULL, "#date+start" },
    { "End date", "i.last", NULL, "#date+end" },
    { "Location", "p.name", NULL, "#loc+name" },
    { "Country", COUNTRY_NAME, NULL, "#country+name" },
    { "Country code", "d.iso3", NULL, "#country+code+v_iso3" },
    { "Division 1", "d.adm_1", NULL, "#adm1+name" },
    { "Division 2", "d.adm_2", NULL, "#adm2+name" },
    { "Latitude", "p.lat", NULL, "#geo+lat" },
    { "Longitude", "p.lon", NULL, "#geo+lon" },
    AFFECTED("killed", "Killed", "killed"),
    AFFECTED("wounded", "Injured", "injured"),
    AFFECTED("missing", "Missing", "missing"),
    AFFECTED("displaced", "Displaced", "displaced"),
    AFFECTED("abducted", "Abducted", "abducted"),
    AFFECTED("captured", "Detained", "detained"),
    AFFECTED("casualties", "Casualties", "casualties"),
    { "Victims", "group_concat(DISTINCT i.victims)", NULL, "#group+name" },
    { "Incidents", "group_concat(i.incident, '; ')", NULL, "#event+id" },
    { "Policy", "i.policy", NULL, "#meta+policy" },
    { "Source", "group_concat(DISTINCT i.chosen_article)", NULL, "#meta+source" },
};

static const struct loss_rule losses[] = {
    { "SELECT count(*) FROM claims WHERE mark = 'part'", "part of a figure has no column",
      "parts of figures have no column" },
    { "SELECT count(*) - count(DISTINCT role || ' ' || coalesce(place, incident) || ' '"
      " || coalesce(first, '') || ' ' || coalesce(last, incident)) FROM incidents",
      "smaller figure for a group of victims has no row",
      "smaller figures for groups of victims have no row" },
    LOSS_NOT_SAID("1"),
    { "SELECT count(*) FROM incidents WHERE policy = 'all'",
      "incident without one number: no figure is chosen under the policy \"all\"",
      "incidents without one number: no figure is chosen under the policy \"all\"" },
};

static const struct sheet sheet = {
    .name = "hxl",
    SHEET_COLUMNS(columns),
    .from = "incidents i" PLACES
            " GROUP BY i.place, i.first, i.last,"
            " CASE WHEN i.place IS NULL OR i.last IS NULL THEN i.incident END"
            " ORDER BY coalesce(i.first, i.last), i.place, min(i.incident)",
    .tagged = true,
    SHEET_LOSSES(losses),
};

const struct exporter hxl_exporter = {
    .name = "hxl",
    .target = TARGET_STREAM,
    .from_database = true,
    .sheet = &sheet,
};
