/* lpf.c - the places with the names that articles use for them, as Linked Places (GeoJSON-LD). */
#include "export/exporters.h"
#include "export/json.h"

enum { ENTITY, NAME, KIND, COUNTRY, LAT, LON, GEONAMES, WIKIDATA, FEATURE_CLASS };

/* Feature classes of GeoNames, by our kinds. */
#define FEATURE_CLASS_OF_KIND                                                                    \
    "CASE WHEN kind IN ('country', 'province', 'region', 'district', 'territory',"               \
    " 'de-facto-state', 'former-state', 'continent') THEN 'A'"                                   \
    " WHEN kind IN ('river', 'sea', 'lake', 'gulf', 'strait', 'ocean', 'canal') THEN 'H'"        \
    " WHEN kind IN ('mountain', 'island', 'peninsula', 'mountain-pass', 'cape', 'desert')"       \
    " THEN 'T' WHEN kind IN ('road', 'corridor') THEN 'R'"                                       \
    " WHEN kind IN ('landmark', 'infrastructure') THEN 'S' ELSE 'P' END"

static const char places[] =
    "SELECT entity, name, kind, country, lat, lon, geonames, wikidata, " FEATURE_CLASS_OF_KIND
    " FROM places ORDER BY entity";

static const char names[] =
    "SELECT n.surface, n.variant_lang, n.variant_kind, n.mentions,"
    " (SELECT min(article) FROM names m WHERE m.entity = n.entity AND m.surface = n.surface)"
    " FROM variants n WHERE n.entity = ? ORDER BY n.surface, n.variant_lang, n.variant_kind";

static void write_name(const struct query *row, struct buffer *into)
{
    json_comma(into);
    buffer_byte(into, '{');
    json_member(into, "toponym", query_as_text(row, 0));
    json_member(into, "lang", query_as_text(row, 1));
    json_member(into, "kind", query_as_text(row, 2));
    json_integer_member(into, "mentions", query_as_integer(row, 3));
    json_key(into, "citations");
    buffer_add(into, STR("[{"));
    json_member(into, "label", query_as_text(row, 4));
    buffer_add(into, STR("}]}"));
}

static void write_names(struct query *of, struct str entity, struct buffer *into)
{
    json_key(into, "names");
    buffer_byte(into, '[');
    query_text(of, entity);
    while (query_step(of))
        write_name(of, into);
    buffer_byte(into, ']');
}

static void write_link(struct buffer *into, const char *base, struct str id)
{
    if (!id.len)
        return;
    json_comma(into);
    buffer_printf(into, "{\"type\":\"exactMatch\",\"identifier\":\"%s", base);
    buffer_add(into, id);
    buffer_add(into, STR("\"}"));
}

static void write_links(const struct query *place, struct buffer *into)
{
    json_key(into, "links");
    buffer_byte(into, '[');
    write_link(into, "gn:", query_as_text(place, GEONAMES));
    write_link(into, "wd:", query_as_text(place, WIKIDATA));
    buffer_byte(into, ']');
}

static void write_properties(const struct query *place, struct buffer *into)
{
    json_key(into, "properties");
    buffer_byte(into, '{');
    json_member(into, "title", query_as_text(place, NAME));
    if (!query_is_null(place, COUNTRY)) {
        json_key(into, "ccodes");
        buffer_byte(into, '[');
        json_text(into, query_as_text(place, COUNTRY));
        buffer_byte(into, ']');
    }
    json_key(into, "fclasses");
    buffer_byte(into, '[');
    json_text(into, query_as_text(place, FEATURE_CLASS));
    buffer_add(into, STR("]}"));
}

static void write_geometry(const struct query *place, struct buffer *into)
{
    if (query_is_null(place, LAT))
        return;
    json_key(into, "geometry");
    buffer_add(into, STR("{\"type\":\"Point\",\"coordinates\":["));
    buffer_add(into, query_as_text(place, LON));
    buffer_byte(into, ',');
    buffer_add(into, query_as_text(place, LAT));
    buffer_add(into, STR("]}"));
}

static void write_place(struct export *export, const struct query *place, struct query *of)
{
    struct buffer *into = &export->out.bytes;
    buffer_add(into, STR("\n{"));
    json_member(into, "@id", query_as_text(place, ENTITY));
    json_member(into, "type", STR("Feature"));
    write_properties(place, into);
    write_names(of, query_as_text(place, ENTITY), into);
    if (!query_is_null(place, KIND)) {
        json_key(into, "types");
        buffer_add(into, STR("[{"));
        json_member(into, "label", query_as_text(place, KIND));
        buffer_add(into, STR("}]"));
    }
    write_geometry(place, into);
    write_links(place, into);
    buffer_byte(into, '}');
    loss_count(&export->loss, query_is_null(place, LAT), "place has no coordinates",
               "places have no coordinates");
}

static void write_places(struct export *export)
{
    struct query *rows = query_new(export->database, places);
    struct query *of = query_new(export->database, names);
    if (!rows || !of)
        export_fail(export, NULL, database_error(export->database));
    for (bool any = false; rows && of && query_step(rows); any = true) {
        if (any)
            buffer_byte(&export->out.bytes, ',');
        write_place(export, rows, of);
        out_flush(&export->out);
    }
    query_free(rows);
    query_free(of);
}

static void count(struct export *export, const char *sql, const char *one, const char *many)
{
    struct query *rows = query_new(export->database, sql);
    if (rows && query_step(rows))
        loss_count(&export->loss, (size_t)query_as_integer(rows, 0), one, many);
    query_free(rows);
}

static void end(struct export *export)
{
    database_do(export->database, "CREATE INDEX names_by_entity ON names (entity, surface)");
    buffer_add(&export->out.bytes,
               STR("{\"type\":\"FeatureCollection\",\"@context\":"
                   "\"https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
                   "linkedplaces-context-v1.1.jsonld\",\"features\":["));
    write_places(export);
    buffer_add(&export->out.bytes, STR("\n]}\n"));
    count(export, "SELECT count(*) FROM names WHERE type <> 'place'",
          "name of a person or organisation is no place",
          "names of persons and organisations are no places");
    count(export, "SELECT count(*) FROM claims", "claim is about no place name",
          "claims have no place in a gazetteer");
}

const struct exporter lpf_exporter = {
    .name = "lpf",
    .target = TARGET_STREAM,
    .from_database = true,
    .end = end,
};
