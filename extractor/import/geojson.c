/* geojson.c - places of Who's On First and of Natural Earth: GeoJSON features with properties of
 * their own. */
#include "import/found.h"
#include "import/json_items.h"

enum { CITY = 50000, TOWN = 5000 };

static const json_t *property(const json_t *feature, const char *name)
{
    return json_object_get(json_item_at(feature, "properties"), name);
}

static struct str text_property(const json_t *feature, const char *name)
{
    const json_t *value = property(feature, name);
    return json_is_string(value) ? str_of(json_string_value(value)) : STR("");
}

/* Ids of GeoNames come as numbers with or without decimals; -1 and -99 are none. */
static struct str id_of(struct import *import, const json_t *value)
{
    if (json_is_string(value))
        return str_of(json_string_value(value));
    return json_number_value(value) > 0 ? json_item_whole(value, &import->arena) : STR("");
}

static uint32_t people(const json_t *value)
{
    double number = json_number_value(value);
    return number > 0 && number < UINT32_MAX ? (uint32_t)number : 0;
}

static const char *settlement(uint32_t people)
{
    return people >= CITY ? "city" : people >= TOWN ? "town" : "village";
}

/* ---- Who's On First ---- */

/* Its languages have three letters (ISO 639-3), ours two where there are two. */
static const char *const languages[][2] = {
    { "ara", "ar" }, { "aze", "az" }, { "bul", "bg" }, { "cat", "ca" }, { "ces", "cs" },
    { "dan", "da" }, { "deu", "de" }, { "ell", "el" }, { "eng", "en" }, { "est", "et" },
    { "fas", "fa" }, { "fin", "fi" }, { "fra", "fr" }, { "heb", "he" }, { "hrv", "hr" },
    { "hun", "hu" }, { "hye", "hy" }, { "isl", "is" }, { "ita", "it" }, { "jpn", "ja" },
    { "kat", "ka" }, { "kor", "ko" }, { "lav", "lv" }, { "lit", "lt" }, { "nld", "nl" },
    { "nor", "no" }, { "pol", "pl" }, { "por", "pt" }, { "ron", "ro" }, { "rus", "ru" },
    { "slk", "sk" }, { "slv", "sl" }, { "spa", "es" }, { "sqi", "sq" }, { "srp", "sr" },
    { "swe", "sv" }, { "tur", "tr" }, { "ukr", "uk" }, { "zho", "zh" },
};

static struct str two_letters(struct str code)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (str_is(code, languages[i][0]))
            return str_of(languages[i][1]);
    return code;
}

static const struct {
    const char *word;
    enum name_kind kind;
} name_sorts[] = {
    { "preferred", KIND_EXONYM }, { "variant", KIND_ALIAS }, { "colloquial", KIND_NICKNAME },
    { "historical", KIND_HISTORIC }, { "abbrv", KIND_ABBREVIATION },
};

static const char *const place_types[][2] = {
    { "continent", "continent" }, { "country", "country" }, { "dependency", "territory" },
    { "macroregion", "region" }, { "region", "province" }, { "macrocounty", "district" },
    { "county", "district" }, { "localadmin", "district" }, { "ocean", "ocean" },
    { "marinearea", "sea" },
};

static const char *kind_of_type(struct str type, uint32_t people)
{
    for (size_t i = 0; i < sizeof place_types / sizeof *place_types; i++)
        if (str_is(type, place_types[i][0]))
            return place_types[i][1];
    return str_is(type, "locality") ? settlement(people) : "place";
}

/* "name:fra_x_preferred": a list of names. */
static void add_list(struct import *import, struct str key, json_t *list)
{
    struct str lang = str_slice(key, 5, key.len), sort, divider = STR("_x_");
    const char *at = memmem(lang.s, lang.len, divider.s, divider.len);
    json_t *name;
    size_t i;
    if (!at)
        return;
    sort = str_slice(lang, (size_t)(at - lang.s) + divider.len, lang.len);
    lang.len = (size_t)(at - lang.s);
    lang = arena_str(&import->arena, two_letters(lang));
    for (size_t kind = 0; kind < sizeof name_sorts / sizeof *name_sorts; kind++)
        if (str_is(sort, name_sorts[kind].word))
            json_array_foreach(list, i, name)
                import_add_name(import, str_of(json_string_value(name)), lang,
                                name_sorts[kind].kind);
}

static bool is_current(const json_t *feature)
{
    const json_t *current = property(feature, "mz:is_current");
    return !(json_is_integer(current) && json_integer_value(current) == 0) &&
           json_array_size(property(feature, "wof:superseded_by")) == 0 &&
           !text_property(feature, "edtf:deprecated").len;
}

static void take_whosonfirst(struct import *import, const json_t *feature)
{
    struct found *found = import_begin(import, NAME_PLACE);
    const json_t *others = property(feature, "wof:concordances");
    const char *key;
    json_t *value;
    if (!is_current(feature)) {
        import_leave_out(import, "record", "no longer current");
        return;
    }
    found->key = id_of(import, property(feature, "wof:id"));
    found->name = text_property(feature, "wof:name");
    found->country = text_property(feature, "wof:country");
    found->prior = people(property(feature, "wof:population"));
    found->class = text_property(feature, "wof:placetype");
    found->kind = str_of(kind_of_type(found->class, found->prior));
    found->lat = json_item_degrees(property(feature, "geom:latitude"), &import->arena);
    found->lon = json_item_degrees(property(feature, "geom:longitude"), &import->arena);
    found->geonames = id_of(import, json_object_get(others, "gn:id"));
    found->wikidata = id_of(import, json_object_get(others, "wd:id"));
    json_object_foreach(json_item_at(feature, "properties"), key, value)
        if (str_starts(str_of(key), STR("name:")))
            add_list(import, str_of(key), value);
    import_take(import, NULL);
}

/* ---- Natural Earth ---- */

/* NAME_EN, or name_en in newer editions. */
static void add_translation(struct import *import, const char *key, json_t *value)
{
    char lang[3] = { 0 };
    bool name = str_starts(str_of(key), STR("NAME_")) || str_starts(str_of(key), STR("name_"));
    if (!name || strlen(key) != 7 || !json_is_string(value))
        return;
    for (int i = 0; i < 2; i++)
        lang[i] = (char)(key[5 + i] | 0x20);
    import_add_name(import, str_of(json_string_value(value)),
                    arena_str(&import->arena, str_of(lang)), KIND_EXONYM);
}

static void take_naturalearth(struct import *import, const json_t *feature)
{
    struct found *found = import_begin(import, NAME_PLACE);
    const json_t *point = json_item_at(feature, "geometry/coordinates");
    struct str others = text_property(feature, "NAMEALT");
    const char *key;
    json_t *value;
    found->name = text_property(feature, "NAME");
    found->geonames = id_of(import, property(feature, "GEONAMEID"));
    found->wikidata = text_property(feature, "wikidataid");
    found->key = found->wikidata.len ? found->wikidata : found->geonames;
    found->country = text_property(feature, "ISO_A2");
    found->prior = people(property(feature, "POP_MAX"));
    found->class = text_property(feature, "FEATURECLA");
    found->kind = str_of(str_is(found->class, "Admin-0 capital") ? "capital"
                                                                 : settlement(found->prior));
    found->lon = json_item_degrees(json_array_get(point, 0), &import->arena);
    found->lat = json_item_degrees(json_array_get(point, 1), &import->arena);
    while (others.len)
        import_add_name(import, str_split(&others, '|'), STR(""), KIND_ALIAS);
    json_object_foreach(json_item_at(feature, "properties"), key, value)
        add_translation(import, key, value);
    import_take(import, NULL);
}

/* ---- files ---- */

/* What is no feature is counted. */
static bool is_feature(struct import *import, const json_t *item)
{
    if (json_is_object(json_item_at(item, "properties")))
        return true;
    import->result->read++;
    import_mistake(import, "record", "no feature of GeoJSON", STR(""));
    return false;
}

static void whosonfirst_item(struct import *import, const struct json_items *items,
                             const json_t *item)
{
    (void)items;
    if (is_feature(import, item))
        take_whosonfirst(import, item);
}

static void naturalearth_item(struct import *import, const struct json_items *items,
                              const json_t *item)
{
    (void)items;
    if (is_feature(import, item))
        take_naturalearth(import, item);
}

static const char *const lists[] = { "features", NULL };

static bool read_whosonfirst(struct import *import, const char *path)
{
    return import_items(import, path, lists, whosonfirst_item);
}

static bool read_naturalearth(struct import *import, const char *path)
{
    return import_items(import, path, lists, naturalearth_item);
}

const struct importer whosonfirst_importer = {
    .name = "wof",
    .purpose = "Who's On First: GeoJSON files of places",
    .prefix = "wof-",
    .title = "Who's On First",
    .licence = "Who's On First licence (attribution)",
    .credit = "Who's On First and its sources",
    .read_file = read_whosonfirst,
};

const struct importer naturalearth_importer = {
    .name = "naturalearth",
    .purpose = "Natural Earth: populated places in GeoJSON",
    .prefix = "ne-",
    .title = "Natural Earth",
    .licence = "Public domain",
    .credit = "naturalearthdata.com",
    .read_file = read_naturalearth,
};
