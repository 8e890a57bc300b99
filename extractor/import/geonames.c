/* geonames.c - GeoNames: dumps of places, alternateNamesV2, countryInfo and admin1CodesASCII, in
 * any order; which is which is told by their rows. */
#include <stdlib.h>

#include "base/nfc.h"
#include "import/found.h"

enum { DUMP_COLUMNS = 19, MOST_COUNTRIES = 1024 };

enum dump_column { GEONAMEID, NAME, ASCII_NAME, ALTERNATE_NAMES, LATITUDE, LONGITUDE, CLASS, CODE,
                   COUNTRY, CC2, ADMIN1, ADMIN2, ADMIN3, ADMIN4, POPULATION };
enum alternate_column { ALTERNATE_ID, OF, LANGUAGE, ALTERNATE, PREFERRED, SHORT, COLLOQUIAL,
                        HISTORIC, FROM, TO, ALTERNATE_COLUMNS };

enum file { FILE_UNKNOWN, FILE_DUMP, FILE_ALTERNATES, FILE_COUNTRIES, FILE_ADMIN, FILE_OTHER };

/* An id of GeoNames and what stands for it: a number of Wikidata; or for a place that was taken
 * 1 + an entity of `known`, or 0. */
struct pair {
    uint32_t id, value;
    char country[4];
};

struct geonames {
    struct import *import;
    struct buffer items, wanted; /* struct pair, sorted: wkdt rows, places taken */
    struct arena arena;
    struct keys languages; /* of a country: key_pair(country, language) */
    struct keys regions;   /* "AZ.09" -> number in `region_names` */
    ARRAY(struct str) region_names;
    bool alternates;       /* there is a file of them */
};

/* ---- kinds ---- */

/* The first row whose code the place's begins with. */
static const struct {
    const char *code, *kind;
} kinds[] = {
    { "P.PPLC", "capital" }, { "P.PPLX", "place" }, { "A.PCLI", "country" },
    { "A.PCLH", "former-state" },
    { "A.PCL", "territory" }, { "A.TERR", "territory" }, { "A.ADM1", "province" },
    { "A.ADM", "district" }, { "A", "region" }, { "H.STM", "river" }, { "H.LK", "lake" },
    { "H.RSV", "lake" }, { "H.LGN", "lake" }, { "H.SEA", "sea" }, { "H.OCN", "ocean" },
    { "H.STRT", "strait" }, { "H.CHN", "strait" }, { "H.GULF", "gulf" }, { "H.BAY", "gulf" },
    { "H.CNL", "canal" }, { "H", "landmark" }, { "T.PASS", "mountain-pass" },
    { "T.MT", "mountain" }, { "T.PK", "mountain" }, { "T.HLL", "mountain" },
    { "T.VLC", "mountain" }, { "T.ISL", "island" }, { "T.ATOL", "island" },
    { "T.PEN", "peninsula" }, { "T.DSRT", "desert" }, { "T.CAPE", "cape" }, { "T.PT", "cape" },
    { "T", "landmark" }, { "L.CONT", "continent" }, { "L.RGN", "region" }, { "L", "region" },
    { "R", "road" }, { "S.AIR", "infrastructure" }, { "S.PS", "infrastructure" },
    { "S.DAM", "infrastructure" }, { "S.BDG", "infrastructure" }, { "S", "landmark" },
};

enum { CITY = 50000, TOWN = 5000 };

static struct str kind_of(struct str class, uint32_t population)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(class, str_of(kinds[i].code)))
            return str_of(kinds[i].kind);
    if (!str_starts(class, STR("P")))
        return STR("place");
    return population >= CITY ? STR("city") : population >= TOWN ? STR("town") : STR("village");
}

/* ---- which file is which ---- */

static bool is_number(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] < '0' || text.s[i] > '9')
            return false;
    return text.len > 0;
}

static enum file file_of_row(struct str row)
{
    struct str cells[DUMP_COLUMNS];
    size_t count = import_cells(row, cells, DUMP_COLUMNS);
    if (count >= DUMP_COLUMNS - 1 && is_number(cells[GEONAMEID]))
        return FILE_DUMP;
    if (count >= DUMP_COLUMNS - 1)
        return FILE_COUNTRIES;
    if (count >= 4 && is_number(cells[ALTERNATE_ID]) && is_number(cells[OF]))
        return FILE_ALTERNATES;
    return count == 4 && memchr(cells[0].s, '.', cells[0].len) ? FILE_ADMIN : FILE_OTHER;
}

static uint32_t number_of(struct str text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.len && number <= UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(text.s[i] - '0');
    return number <= UINT32_MAX ? (uint32_t)number : 0;
}

/* ---- pairs ---- */

static int by_id(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void add_pair(struct buffer *pairs, uint32_t id, uint32_t value, struct str country)
{
    struct pair pair = { .id = id, .value = value };
    if (country.len == 2)
        memcpy(pair.country, country.s, 2);
    buffer_add(pairs, (struct str){ (const char *)&pair, sizeof pair });
}

static void sort_pairs(struct buffer *pairs)
{
    if (pairs->len)
        qsort(pairs->bytes, pairs->len / sizeof(struct pair), sizeof(struct pair), by_id);
}

static const struct pair *find_pair(const struct buffer *pairs, uint32_t id)
{
    struct pair wanted = { .id = id };
    return pairs->len ? bsearch(&wanted, pairs->bytes, pairs->len / sizeof wanted, sizeof wanted,
                                by_id) : NULL;
}

/* ---- countries and regions ---- */

/* "az,ru,hy" and "en-US,es-US": languages in which a name is the place's own. */
static void take_country(struct geonames *geonames, struct str row)
{
    struct str cells[DUMP_COLUMNS], languages;
    bool old;
    import_cells(row, cells, DUMP_COLUMNS);
    languages = cells[15];
    while (languages.len) {
        struct str language = str_split(&languages, ','), main = str_split(&language, '-');
        keys_put(&geonames->languages, key_pair(key_of(cells[0]), key_of(main)), 0, &old);
    }
}

static void take_region(struct geonames *geonames, struct str row)
{
    struct str cells[4];
    bool old;
    import_cells(row, cells, 4);
    keys_put(&geonames->regions, key_of(cells[0]), (uint32_t)geonames->region_names.count, &old);
    if (!old)
        *array_push(&geonames->region_names, &geonames->arena) =
            arena_str(&geonames->arena, cells[1].len ? cells[1] : cells[2]);
}

static struct str region_of(struct geonames *geonames, struct str country, struct str admin1)
{
    struct str code = arena_printf(&geonames->import->arena, "%.*s.%.*s", STR_ARG(country),
                                   STR_ARG(admin1));
    uint32_t number = keys_get(&geonames->regions, key_of(code));
    return number == UINT32_MAX ? STR("") : geonames->region_names.items[number];
}

/* ---- places ---- */

/* Codes of airports and vowelless or plain romanisations stand in the column of names: only what
 * looks like a name is one. */
static void add_unmarked(struct import *import, struct str list)
{
    while (list.len) {
        struct str name = str_split(&list, ',');
        bool code = name.len == 3;
        for (size_t i = 0; i < name.len; i++)
            code &= name.s[i] >= 'A' && name.s[i] <= 'Z';
        enum nfc_letter first = nfc_first_letter(name);
        if (code)
            import_leave_out(import, "name", "a code of three capitals");
        else if (first != NFC_CAPITAL && first != NFC_CASELESS)
            import_leave_out(import, "name", "no capital at its beginning");
        else
            import_add_name(import, name, STR(""), KIND_ALIAS);
    }
}

static struct str item_of(struct geonames *geonames, uint32_t id)
{
    const struct pair *pair = find_pair(&geonames->items, id);
    return pair ? arena_printf(&geonames->import->arena, "Q%u", pair->value) : STR("");
}

static void fill_place(struct geonames *geonames, const struct str *cells)
{
    struct import *import = geonames->import;
    struct found *found = import_begin(import, NAME_PLACE);
    found->key = found->geonames = cells[GEONAMEID];
    found->name = cells[NAME];
    found->lat = cells[LATITUDE];
    found->lon = cells[LONGITUDE];
    found->country = cells[COUNTRY];
    found->prior = is_number(cells[POPULATION]) ? number_of(cells[POPULATION]) : 0;
    found->class = arena_printf(&import->arena, "%.*s.%.*s", STR_ARG(cells[CLASS]),
                                STR_ARG(cells[CODE]));
    found->kind = kind_of(found->class, found->prior);
    found->note = region_of(geonames, cells[COUNTRY], cells[ADMIN1]);
    found->wikidata = item_of(geonames, number_of(cells[GEONAMEID]));
    if (!geonames->alternates)
        add_unmarked(import, cells[ALTERNATE_NAMES]);
}

static void take_place(struct geonames *geonames, struct str row)
{
    struct import *import = geonames->import;
    struct str cells[DUMP_COLUMNS], id;
    size_t count = import_cells(row, cells, DUMP_COLUMNS);
    if (count < DUMP_COLUMNS - 1 || !is_number(cells[GEONAMEID])) {
        import->result->read++;
        import_mistake(import, "record", "not a row of a dump", row);
        return;
    }
    fill_place(geonames, cells);
    if (!import_take(import, &id))
        return;
    uint32_t known = keys_get(&import->known.ids, key_of(id));
    add_pair(&geonames->wanted, number_of(cells[GEONAMEID]), known == UINT32_MAX ? 0 : known + 1,
             cells[COUNTRY]);
}

/* ---- their other names ---- */

static bool is_set(struct str flag)
{
    return str_is(flag, "1");
}

/* Languages that are none: what the row holds instead. */
static const struct {
    const char *language, *why;
} no_names[] = {
    { "post", "a postal code" }, { "iata", "a code of an airport" },
    { "icao", "a code of an airport" }, { "faac", "a code of an airport" },
    { "tcid", "a code" }, { "unlc", "a code" }, { "phon", "phonetic spelling" },
    { "link", "a link" }, { "wkdt", "an id of Wikidata" }, { "abbr", NULL },
};

static const char *why_no_name(struct str language)
{
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++)
        if (str_is(language, no_names[i].language))
            return no_names[i].why;
    return NULL;
}

/* Whether the place's country has the language among its own. */
static bool is_own_language(const struct geonames *geonames, const struct pair *place,
                            struct str language)
{
    struct str main = str_split(&language, '-');
    uint64_t key = key_pair(key_of(str_of(place->country)), key_of(main));
    return keys_get(&geonames->languages, key) != UINT32_MAX;
}

static enum name_kind kind_of_name(const struct geonames *geonames, const struct pair *place,
                                   const struct str *cells)
{
    if (str_is(cells[LANGUAGE], "abbr"))
        return KIND_ABBREVIATION;
    if (is_set(cells[HISTORIC]) || str_is(cells[LANGUAGE], "fr_1793"))
        return KIND_HISTORIC;
    if (is_set(cells[COLLOQUIAL]))
        return KIND_NICKNAME;
    if (is_set(cells[SHORT]))
        return KIND_SHORT;
    if (str_is(cells[LANGUAGE], "piny"))
        return KIND_TRANSLITERATION;
    if (!cells[LANGUAGE].len)
        return KIND_ALIAS;
    if (!is_own_language(geonames, place, cells[LANGUAGE]))
        return KIND_EXONYM;
    return is_set(cells[PREFERRED]) ? KIND_OFFICIAL : KIND_ALIAS;
}

static struct str language_of(struct str code)
{
    if (str_is(code, "piny"))
        return STR("zh-Latn");
    if (str_is(code, "fr_1793"))
        return STR("fr");
    return str_is(code, "abbr") || !code.len ? STR("und") : code;
}

static void take_alternate(struct geonames *geonames, struct str row)
{
    struct import *import = geonames->import;
    struct str cells[ALTERNATE_COLUMNS];
    size_t count = import_cells(row, cells, ALTERNATE_COLUMNS);
    if (count < 4 || !is_number(cells[OF])) {
        import_mistake(import, "name", "not a row of alternateNames", row);
        return;
    }
    const struct pair *place = find_pair(&geonames->wanted, number_of(cells[OF]));
    const char *why = why_no_name(cells[LANGUAGE]);
    if (!place || why) {
        if (place)
            import_leave_out(import, "name", why);
        return;
    }
    struct str id = place->value ? import->known.entities.items[place->value - 1].id
                                 : arena_printf(&import->arena, "gn-%u", place->id);
    import->found.type = NAME_PLACE;
    import_take_name(import, id, &(struct found_name){
        .name = cells[ALTERNATE], .lang = language_of(cells[LANGUAGE]), .from = cells[FROM],
        .to = cells[TO], .kind = kind_of_name(geonames, place, cells) });
    arena_reset(&import->arena);
}

static void take_item(struct geonames *geonames, struct str row)
{
    struct str cells[ALTERNATE_COLUMNS];
    import_cells(row, cells, ALTERNATE_COLUMNS);
    struct str item = cells[ALTERNATE];
    if (!str_is(cells[LANGUAGE], "wkdt") || item.len < 2 || item.s[0] != 'Q' ||
        !is_number(str_slice(item, 1, item.len)) || !is_number(cells[OF]))
        return;
    add_pair(&geonames->items, number_of(cells[OF]), number_of(str_slice(item, 1, item.len)),
             STR(""));
}

/* ---- passes ---- */

static void take_row(struct geonames *geonames, enum file file, struct str row)
{
    static void (*const takes[])(struct geonames *, struct str) = {
        [FILE_DUMP] = take_place,
        [FILE_ALTERNATES] = take_alternate,
        [FILE_COUNTRIES] = take_country,
        [FILE_ADMIN] = take_region,
        [FILE_OTHER] = NULL,
    };
    if (takes[file])
        takes[file](geonames, row);
}

/* Reads what a file holds of `wanted`; with `items`, only the ids of Wikidata among other names. */
static bool read_file(struct geonames *geonames, const char *path, enum file wanted, bool items)
{
    struct import *import = geonames->import;
    struct source source;
    struct str row;
    if (!import_open(import, path, &source))
        return false;
    bool any = source_row(&source, &row);
    enum file file = any ? file_of_row(row) : wanted;
    if (file == FILE_OTHER && wanted == FILE_COUNTRIES)
        import_mistake(import, "file", "not one of GeoNames that is of use here", str_of(path));
    geonames->alternates |= file == FILE_ALTERNATES;
    for (; any && file == wanted; any = source_row(&source, &row)) {
        if (items)
            take_item(geonames, row);
        else
            take_row(geonames, file, row);
    }
    return import_close(import, &source);
}

static bool read_files(struct geonames *geonames, const char *const *paths, size_t count,
                       enum file wanted, bool items)
{
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = read_file(geonames, paths[i], wanted, items);
    return good;
}

/* Standard input can be read once only: then it is a dump. */
static bool read_pipe(struct geonames *geonames)
{
    return read_file(geonames, "-", FILE_DUMP, false);
}

static bool read_all(struct geonames *geonames, const char *const *paths, size_t count)
{
    if (count == 1 && strcmp(paths[0], "-") == 0)
        return read_pipe(geonames);
    bool good = read_files(geonames, paths, count, FILE_COUNTRIES, false) &&
                read_files(geonames, paths, count, FILE_ADMIN, false) &&
                read_files(geonames, paths, count, FILE_ALTERNATES, true);
    sort_pairs(&geonames->items);
    good = good && read_files(geonames, paths, count, FILE_DUMP, false);
    sort_pairs(&geonames->wanted);
    return good && read_files(geonames, paths, count, FILE_ALTERNATES, false);
}

static bool read_geonames(struct import *import, const char *const *paths, size_t count)
{
    struct geonames geonames = { .import = import };
    bool good = read_all(&geonames, paths, count);
    keys_free(&geonames.languages);
    keys_free(&geonames.regions);
    buffer_free(&geonames.items);
    buffer_free(&geonames.wanted);
    arena_free(&geonames.arena);
    return good;
}

const struct importer geonames_importer = {
    .name = "geonames",
    .purpose = "GeoNames: dumps (XX.txt, cities*.txt, allCountries.txt), alternateNamesV2.txt, "
               "countryInfo.txt, admin1CodesASCII.txt",
    .prefix = "gn-",
    .title = "GeoNames",
    .licence = "CC-BY-4.0",
    .credit = "GeoNames, geonames.org",
    .read = read_geonames,
};
