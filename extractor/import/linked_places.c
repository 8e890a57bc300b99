/* linked_places.c - Linked Places of the World Historical Gazetteer, Pleiades, Recogito: LP-TSV,
 * and LPF (GeoJSON with dated, attested names), as a collection or one feature a line. */
#include "import/columns.h"
#include "import/json_items.h"

/* ---- what both have ---- */

/* "gn:146970", "https://www.geonames.org/146970/x.html", "wd:Q158903" */
static void set_link(struct found *found, struct str uri)
{
    bool geonames = str_starts(uri, STR("gn:"));
    bool wikidata = str_starts(uri, STR("wd:")) || memmem(uri.s, uri.len, "wikidata.org", 12);
    const char *site = memmem(uri.s, uri.len, "geonames.org/", 13);
    if (geonames && !found->geonames.len)
        found->geonames = last_part(uri);
    if (wikidata && !found->wikidata.len)
        found->wikidata = last_part(uri);
    if (!site || found->geonames.len)
        return;
    struct str rest = str_slice(uri, (size_t)(site - uri.s) + 13, uri.len);
    found->geonames = str_split(&rest, '/');
}

static void set_kind(struct import *import, struct str type)
{
    struct found *found = &import->found;
    if (found->kind.len || !type.len)
        return;
    char *small = (char *)(uintptr_t)arena_str(&import->arena, type).s;
    for (size_t i = 0; i < type.len; i++)
        if (small[i] >= 'A' && small[i] <= 'Z')
            small[i] = (char)(small[i] - 'A' + 'a');
    found->kind = (struct str){ small, type.len };
}

static void add_dated(struct import *import, struct found_name name)
{
    if (name.name.len)
        *array_push(&import->found.names, &import->arena) = name;
}

/* ---- LP-TSV ---- */

enum column { C_ID, C_TITLE, C_COUNTRIES, C_VARIANTS, C_TYPES, C_MATCHES, C_LON, C_LAT, C_URI,
              COLUMN_COUNT };

static const char *const column_words[COLUMN_COUNT] = {
    "id", "title", "ccodes", "variants", "types", "matches", "lon", "lat", "title_uri",
};

struct lp_table {
    struct import *import;
    int at[COLUMN_COUNT]; /* cell of each column, or -1 */
    size_t cells;
};

static bool take_header(struct lp_table *table, struct str row)
{
    struct str cells[MOST_COLUMNS_READ];
    table->cells = import_cells(row, cells, MOST_COLUMNS_READ);
    for (int column = 0; column < COLUMN_COUNT; column++) {
        table->at[column] = -1;
        for (size_t i = 0; i < table->cells && i < MOST_COLUMNS_READ; i++)
            if (str_is(str_trim(cells[i]), column_words[column]))
                table->at[column] = (int)i;
    }
    if (table->at[C_TITLE] >= 0 && table->at[C_ID] >= 0)
        return true;
    struct place_in_file at = { str_of(table->import->source->path), row, 1, 0, 1 };
    diag_add(table->import->diag, SEVERITY_ERROR, 143, at, NULL,
             "the first line has no columns id and title");
    return false;
}

static void add_variants(struct import *import, struct str cell)
{
    while (cell.len) {
        struct str lang = str_trim(str_split(&cell, ';')), name = str_split(&lang, '@');
        import_add_name(import, str_trim(name), lang, KIND_ALIAS);
    }
}

static void add_links(struct found *found, struct str cell)
{
    while (cell.len)
        set_link(found, str_trim(str_split(&cell, ';')));
}

static void take_lp_row(struct lp_table *table, struct str row)
{
    struct import *import = table->import;
    struct str all[MOST_COLUMNS_READ], cells[COLUMN_COUNT], countries, types;
    struct found *found = import_begin(import, NAME_PLACE);
    if (import_cells(row, all, MOST_COLUMNS_READ) != table->cells) {
        import_mistake(import, "record", "not as many cells as the first line has", row);
        return;
    }
    for (int i = 0; i < COLUMN_COUNT; i++)
        cells[i] = table->at[i] < 0 ? STR("") : str_trim(all[table->at[i]]);
    found->key = last_part(cells[C_ID]);
    found->name = cells[C_TITLE];
    found->lat = cells[C_LAT];
    found->lon = cells[C_LON];
    countries = cells[C_COUNTRIES];
    found->country = str_trim(str_split(&countries, ';'));
    if (str_trim(countries).len)
        found->country = STR(""); /* in several */
    types = cells[C_TYPES];
    set_kind(import, str_trim(str_split(&types, ';')));
    add_links(found, cells[C_MATCHES]);
    set_link(found, cells[C_URI]);
    add_variants(import, cells[C_VARIANTS]);
    import_take(import, NULL);
}

static bool read_lp_tsv(struct import *import, const char *const *paths, size_t count)
{
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        struct source source;
        struct str row;
        struct lp_table table = { .import = import };
        if (!import_open(import, paths[i], &source))
            return false;
        good = !source_row(&source, &row) || take_header(&table, row);
        while (good && source_row(&source, &row))
            take_lp_row(&table, row);
        good = import_close(import, &source) && good;
    }
    return good;
}

const struct importer lp_tsv_importer = {
    .name = "lp-tsv",
    .purpose = "Linked Places as a table: LP-TSV",
    .prefix = "lp-",
    .title = "Linked Places table",
    .licence = "not told",
    .credit = "",
    .read = read_lp_tsv,
};

/* ---- LPF ---- */

/* The first point of a geometry or of a collection of them; of a line or area, its first corner. */
static void set_point(struct import *import, const json_t *geometry)
{
    const json_t *within = json_item_at(geometry, "geometries");
    const json_t *at = json_item_at(json_array_size(within) ? json_array_get(within, 0) : geometry,
                               "coordinates");
    while (json_is_array(json_array_get(at, 0)))
        at = json_array_get(at, 0);
    import->found.lon = json_item_degrees(json_array_get(at, 0), &import->arena);
    import->found.lat = json_item_degrees(json_array_get(at, 1), &import->arena);
}

/* {"start": {"in": "1600"}} or {"start": 1600}; -1 stands for nothing. */
static struct str year_of(struct import *import, const json_t *named, const char *end)
{
    const json_t *span = json_array_get(json_item_at(named, "when/timespans"), 0);
    const json_t *at = json_item_at(span, end);
    static const char *const points[] = { "in", "earliest", "latest" };
    struct str text = STR("");
    for (size_t i = 0; i < 3 && !text.len; i++)
        text = json_item_text(at, points[i]);
    if (json_is_integer(at) && json_integer_value(at) > 0)
        text = json_item_whole(at, &import->arena);
    return text.len > 4 && text.s[4] == '-' ? str_slice(text, 0, 4) : text;
}

static void add_attested(struct import *import, const json_t *feature)
{
    json_t *named, *link;
    size_t i;
    json_array_foreach(json_item_at(feature, "names"), i, named) {
        struct str from = year_of(import, named, "start"), to = year_of(import, named, "end");
        add_dated(import, (struct found_name){
            .name = json_item_text(named, "toponym"), .lang = json_item_text(named, "lang"),
            .from = from, .to = to, .kind = to.len ? KIND_HISTORIC : KIND_ALIAS });
    }
    json_array_foreach(json_item_at(feature, "links"), i, link) {
        set_link(&import->found, json_item_text(link, "identifier"));
        set_link(&import->found, json_item_text(link, "uri"));
    }
}

static void take_feature(struct import *import, const struct json_items *items,
                         const json_t *feature)
{
    (void)items;
    struct found *found = import_begin(import, NAME_PLACE);
    const json_t *properties = json_item_at(feature, "properties");
    const json_t *countries = json_item_at(properties, "ccodes");
    const json_t *type = json_array_get(json_item_at(feature, "types"), 0);
    if (!json_is_object(properties)) {
        import_mistake(import, "record", "no feature of Linked Places", STR(""));
        return;
    }
    found->key = last_part(json_item_text(feature, "@id"));
    found->name = json_item_text(properties, "title");
    found->country = json_item_text(properties, "ccode");
    if (json_array_size(countries) == 1)
        found->country = str_of(json_string_value(json_array_get(countries, 0)));
    set_kind(import, json_item_text(type, "label_aat"));
    set_kind(import, json_item_text(type, "label"));
    set_point(import, json_item_at(feature, "geometry"));
    set_link(found, json_item_text(feature, "@id"));
    add_attested(import, feature);
    if (!found->name.len && found->names.count)
        found->name = found->names.items[0].name;
    import_take(import, NULL);
}

static bool read_file(struct import *import, const char *path)
{
    static const char *const lists[] = { "features", NULL };
    return import_items(import, path, lists, take_feature);
}

const struct importer linked_places_importer = {
    .name = "linked-places",
    .purpose = "Linked Places as GeoJSON: LPF, a collection or one feature a line",
    .prefix = "lp-",
    .title = "Linked Places",
    .licence = "not told",
    .credit = "",
    .read_file = read_file,
};
