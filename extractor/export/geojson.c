/* geojson.c - incidents and places as features (RFC 7946). An incident without coordinates is a
 * feature without a geometry. */
#include "export/exporters.h"
#include "export/incident_columns.h"
#include "export/json.h"

static const char incidents[] =
    "SELECT p.lon, p.lat, 'incident' AS feature, i.incident AS id, i.role, p.name AS place,"
    " i.place AS place_id, i.place_basis, p.country, i.first, i.last, i.date_basis, i.victims,"
    " " FIGURE_LOW " AS low, " FIGURE_BEST " AS best, " FIGURE_HIGH " AS high, i.civilians,"
    " i.policy, i.claims, i.articles, " CLAIM_IDS " AS claim_ids, c.excerpt FROM "
    INCIDENTS_WITH_PLACES INCIDENTS_ORDER;

static const char places[] =
    "SELECT p.lon, p.lat, 'place' AS feature, p.entity AS id, p.name AS place, p.kind, p.country,"
    " p.geonames, p.wikidata, p.mentions, p.articles,"
    " (SELECT group_concat(surface, '; ') FROM (SELECT DISTINCT surface FROM names n"
    "  WHERE n.entity = p.entity ORDER BY surface)) AS names"
    " FROM places p ORDER BY p.entity";

static void write_geometry(const struct query *row, struct buffer *into)
{
    buffer_add(into, STR("\"geometry\":"));
    if (query_is_null(row, 0) || query_is_null(row, 1)) {
        buffer_add(into, STR("null"));
        return;
    }
    buffer_add(into, STR("{\"type\":\"Point\",\"coordinates\":["));
    buffer_add(into, query_as_text(row, 0));
    buffer_byte(into, ',');
    buffer_add(into, query_as_text(row, 1));
    buffer_add(into, STR("]}"));
}

/* The columns behind the coordinates; what is NULL is told as null, so all features have the same
 * properties. */
static void write_properties(const struct query *row, struct buffer *into)
{
    buffer_add(into, STR("\"properties\":{"));
    for (int i = 2; i < query_columns(row); i++) {
        json_key(into, query_column_name(row, i));
        enum cell kind = query_kind(row, i);
        if (kind == CELL_NULL)
            buffer_add(into, STR("null"));
        else if (kind == CELL_TEXT)
            json_text(into, query_as_text(row, i));
        else
            buffer_add(into, query_as_text(row, i));
    }
    buffer_byte(into, '}');
}

static void write_features(struct export *export, const char *sql)
{
    struct buffer *into = &export->out.bytes;
    struct query *rows = query_new(export->database, sql);
    size_t nowhere = 0;
    if (!rows)
        export_fail(export, NULL, database_error(export->database));
    while (rows && query_step(rows)) {
        nowhere += query_is_null(rows, 0);
        buffer_add(into, export->records++ ? STR(",\n") : STR("\n"));
        buffer_add(into, STR("{\"type\":\"Feature\","));
        write_geometry(rows, into);
        buffer_byte(into, ',');
        write_properties(rows, into);
        buffer_byte(into, '}');
        out_flush(&export->out);
    }
    query_free(rows);
    loss_count(&export->loss, nowhere, "feature has no coordinates",
               "features have no coordinates");
}

static void end(struct export *export)
{
    export->records = 0; /* from here on: features */
    buffer_add(&export->out.bytes, STR("{\"type\":\"FeatureCollection\",\"features\":["));
    write_features(export, incidents);
    write_features(export, places);
    buffer_add(&export->out.bytes, STR("\n]}\n"));
}

const struct exporter geojson_exporter = {
    .name = "geojson",
    .target = TARGET_STREAM,
    .from_database = true,
    .end = end,
};
