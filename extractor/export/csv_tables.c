#include "export/csv_tables.h"

#define TEXT(name) { name, NULL, TYPE_STRING, NULL }
#define WHOLE(name) { name, NULL, TYPE_INTEGER, NULL }
#define NUMBER(name) { name, NULL, TYPE_NUMBER, NULL }
#define DAY(name) { name, NULL, TYPE_DATE, NULL }

static const struct column articles[] = {
    TEXT("article"), TEXT("id"),    TEXT("lang"),   DAY("published"), TEXT("published_basis"),
    TEXT("title"),   TEXT("author"), TEXT("publisher"), TEXT("url"), TEXT("focus"),
};

static const struct column sources[] = {
    TEXT("article"), TEXT("href"),   TEXT("format"),    TEXT("encoding"), WHOLE("bytes"),
    TEXT("sha256"),  WHOLE("replaced"), TEXT("rules"), TEXT("gazetteers"),
};

static const struct column entities[] = {
    TEXT("entity"), TEXT("type"), TEXT("name"),     TEXT("kind"),     TEXT("country"),
    NUMBER("lat"),  NUMBER("lon"), TEXT("geonames"), TEXT("wikidata"),
};

static const struct column divisions[] = {
    TEXT("place"), TEXT("country"), TEXT("iso3"), WHOLE("iso_number"), TEXT("adm_1"), TEXT("adm_2"),
};

static const struct column names[] = {
    TEXT("article"),      TEXT("id"),           WHOLE("start"),  WHOLE("end"),
    TEXT("surface"),      TEXT("type"),         TEXT("entity"),  TEXT("local"),
    TEXT("variant_lang"), TEXT("variant_kind"), TEXT("metonym"), WHOLE("ambiguous"),
    TEXT("runner_up"),    TEXT("lang"),         TEXT("zone"),    TEXT("rule"),
};

static const struct column dates[] = {
    TEXT("article"), TEXT("id"),   WHOLE("start"), WHOLE("end"),      TEXT("surface"),
    TEXT("value"),   DAY("first"), DAY("last"),    TEXT("time"),      TEXT("mod"),
    TEXT("precision"), TEXT("basis"), TEXT("event"), TEXT("warning"), TEXT("rule"),
};

static const struct column claims[] = {
    TEXT("article"),      TEXT("id"),           WHOLE("start"),         WHOLE("end"),
    TEXT("surface"),      TEXT("role"),         WHOLE("low"),           WHOLE("high"),
    TEXT("qualifier"),    WHOLE("open"),        WHOLE("negated"),       TEXT("status"),
    TEXT("scope"),        TEXT("amount"),       TEXT("victims"),        TEXT("speaker"),
    TEXT("speaker_entity"), TEXT("perpetrator"), TEXT("scene"),      TEXT("place_name"),     TEXT("place"),
    TEXT("place_basis"),  TEXT("date_mention"), TEXT("date_value"),     DAY("first"),
    DAY("last"),          TEXT("date_basis"),   DAY("as_of"),           TEXT("part_of"),
    TEXT("same_as"), TEXT("conflicts_with"),
    TEXT("excerpt"),      TEXT("rule"),         TEXT("incident"),       TEXT("mark"),
    TEXT("mark_article"), TEXT("mark_id"),
};

static const struct column incidents[] = {
    TEXT("incident"),  TEXT("role"),       TEXT("place"),    TEXT("place_basis"), DAY("first"),
    DAY("last"),       TEXT("date_basis"), TEXT("victims"),  TEXT("policy"),      WHOLE("low"),
    WHOLE("best"),     WHOLE("high"),      WHOLE("civilians"), WHOLE("claims"),   WHOLE("articles"),
    TEXT("chosen_article"), TEXT("chosen_id"),
};

static const struct column timeline[] = {
    TEXT("incident"), DAY("as_of"),         WHOLE("low"),    WHOLE("high"),   TEXT("qualifier"),
    WHOLE("open"),    TEXT("speaker"),      TEXT("victims"), TEXT("mark"),    TEXT("mark_article"),
    TEXT("mark_id"),  TEXT("article"),      TEXT("id"),      TEXT("surface"), TEXT("excerpt"),
};

#define OF(columns, order) { #columns, SHEET_COLUMNS(columns), .from = #columns order }

const struct csv_table csv_tables[] = {
    { OF(articles, " ORDER BY article"), "One row an article.", "\"article\"", false },
    { OF(sources, " ORDER BY article"), "The file that each article was read from.", "\"article\"",
      false },
    { OF(entities, " ORDER BY entity"), "Places, persons and organisations.", "\"entity\"", false },
    { OF(divisions, " ORDER BY place"), "What the places lie in.", "\"place\"", true },
    { OF(names, " ORDER BY article, \"start\", \"end\", id"), "One row a name in the text.",
      "\"article\", \"id\"", false },
    { OF(dates, " ORDER BY article, \"start\", \"end\", id"), "One row a date in the text.",
      "\"article\", \"id\"", false },
    { OF(claims, " ORDER BY article, \"start\", \"end\", id"), "One row a casualty claim.",
      "\"article\", \"id\"", false },
    { OF(incidents, " ORDER BY incident"),
      "Claims of one role, place and span of days, with low, best and high by the policy.",
      "\"incident\"", true },
    { OF(timeline, ""), "The figures of each incident, day by day.", NULL, true },
};

const size_t csv_table_count = sizeof csv_tables / sizeof *csv_tables;
