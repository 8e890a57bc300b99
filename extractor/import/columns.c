#include "import/columns.h"

enum field { F_NONE, F_ID, F_NAME, F_ALIAS, F_KIND, F_COUNTRY, F_LAT, F_LON, F_PRIOR, F_GEONAMES,
             F_WIKIDATA, F_ROLE, F_FROM, F_TO, F_NOTE, F_CLASS, F_POINT, F_COUNT };

/* What --map calls them, and what columns are called when they say it themselves. */
static const char *const field_words[F_COUNT][6] = {
    [F_ID] = { "id" },
    [F_NAME] = { "name", "label", "title", "itemLabel", "toponym" },
    [F_ALIAS] = { "alias", "aliases", "variants", "itemAltLabel", "altLabel" },
    [F_KIND] = { "kind", "type" },
    [F_COUNTRY] = { "country", "ccode", "country_code" },
    [F_LAT] = { "lat", "latitude" },
    [F_LON] = { "lon", "longitude", "lng" },
    [F_PRIOR] = { "prior", "population" },
    [F_GEONAMES] = { "geonames", "geonameid" },
    [F_WIKIDATA] = { "wikidata", "item", "qid" },
    [F_ROLE] = { "role" },
    [F_FROM] = { "from", "start" },
    [F_TO] = { "to", "end" },
    [F_NOTE] = { "note", "description" },
    [F_CLASS] = { "class" },
    [F_POINT] = { "point", "coord", "coords", "coordinates" },
};

struct str last_part(struct str uri)
{
    while (uri.len && (uri.s[uri.len - 1] == '/' || uri.s[uri.len - 1] == '>'))
        uri.len--;
    for (size_t i = uri.len; i > 0; i--)
        if (memchr("/:#", uri.s[i - 1], 3))
            return str_slice(uri, i, uri.len);
    return uri;
}

static enum field field_of(struct str word, bool own_words_only)
{
    for (int field = 1; field < F_COUNT; field++)
        for (int i = 0; i < (own_words_only ? 1 : 6) && field_words[field][i]; i++)
            if (str_is(word, field_words[field][i]))
                return (enum field)field;
    return F_NONE;
}

/* "name_fr", "name:fr", "itemLabel_it": the field, and the language in *ret_lang. */
static enum field field_in_language(struct str word, bool own_words_only, struct str *ret_lang)
{
    size_t end = word.len;
    *ret_lang = STR("");
    enum field field = field_of(word, own_words_only);
    while (!field && end && word.s[end - 1] != '_' && word.s[end - 1] != ':' &&
           word.s[end - 1] != '@')
        end--;
    if (field || end == 0)
        return field;
    field = field_of(str_slice(word, 0, end - 1), own_words_only);
    *ret_lang = str_slice(word, end, word.len);
    return field == F_NAME || field == F_ALIAS ? field : F_NONE;
}

static bool refuse(struct columns *columns, const char *format, struct str what)
{
    struct import *import = columns->import;
    struct place_in_file at = { .file = str_of(import->source ? import->source->path : "") };
    diag_add(import->diag, SEVERITY_ERROR, 143, at, NULL, format, STR_ARG(what));
    return false;
}

static bool apply_map(struct columns *columns, const struct import_map *map,
                      const struct str *names)
{
    struct str lang;
    enum field field = field_in_language(map->field, true, &lang);
    if (!field)
        return refuse(columns, "--map: there is no field '%.*s'", map->field);
    for (size_t i = 0; i < columns->count; i++)
        if (str_equal(names[i], map->column)) {
            columns->meaning[i].field = field;
            columns->meaning[i].lang = arena_str(&columns->arena, lang);
            return true;
        }
    return refuse(columns, "--map: there is no column '%.*s'", map->column);
}

static void guess(struct columns *columns, const struct str *names)
{
    for (size_t i = 0; i < columns->count; i++) {
        struct str lang;
        columns->meaning[i].field = field_in_language(names[i], false, &lang);
        columns->meaning[i].lang = arena_str(&columns->arena, lang);
    }
}

static bool has_field(const struct columns *columns, enum field field)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->meaning[i].field == field)
            return true;
    return false;
}

bool columns_begin(struct import *import, const struct str *names, size_t count,
                   struct columns *ret)
{
    const struct import_options *options = import->options;
    *ret = (struct columns){ .import = import,
                             .count = count < MOST_COLUMNS_READ ? count : MOST_COLUMNS_READ };
    if (!options->map_count)
        guess(ret, names);
    for (size_t i = 0; i < options->map_count; i++)
        if (!apply_map(ret, &options->map[i], names))
            return false;
    return has_field(ret, F_NAME) ||
           refuse(ret, "no column holds names: say which with --map name=COLUMN%.*s", STR(""));
}

void columns_end(struct columns *columns)
{
    arena_free(&columns->arena);
}

/* "Point(46.75 39.82)": the longitude comes first. */
static void set_point(struct found *found, struct str cell)
{
    const char *open = cell.len ? memchr(cell.s, '(', cell.len) : NULL;
    size_t start = open ? (size_t)(open - cell.s) + 1 : 0;
    struct str rest = str_trim(str_slice(cell, start, cell.len));
    found->lon = str_split(&rest, ' ');
    rest = str_trim(rest);
    found->lat = str_split(&rest, ')');
}

/* The first cell wins where several columns hold one field. */
static void set(struct str *field, struct str cell)
{
    if (!field->len)
        *field = cell;
}

static size_t digits_at(struct str cell, size_t at)
{
    size_t end = at;
    while (end < cell.len && cell.s[end] >= '0' && cell.s[end] <= '9')
        end++;
    return end - at;
}

/* A sign between groups of three digits, whichever the country writes: "69.902", "1 093 485". */
static bool parts_thousands(struct str cell, size_t at)
{
    return at && at < cell.len && memchr("., '", cell.s[at], 4) && digits_at(cell, at + 1) == 3;
}

static uint32_t whole_number(struct str cell)
{
    uint64_t number = 0;
    for (size_t i = 0; digits_at(cell, i) || parts_thousands(cell, i); i++)
        if (number <= UINT32_MAX && digits_at(cell, i))
            number = number * 10 + (uint64_t)(cell.s[i] - '0');
    return number <= UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* "42,35", as spreadsheets of half of Europe write it, with a point. */
static struct str with_point(struct str degrees, struct arena *arena)
{
    const char *comma = degrees.len ? memchr(degrees.s, ',', degrees.len) : NULL;
    if (!comma || memchr(degrees.s, '.', degrees.len))
        return degrees;
    size_t whole = (size_t)(comma - degrees.s);
    return arena_printf(arena, "%.*s.%.*s", (int)whole, degrees.s,
                        STR_ARG(str_slice(degrees, whole + 1, degrees.len)));
}

static void set_cell(struct import *import, enum field field, struct str cell)
{
    struct found *found = &import->found;
    switch (field) {
    case F_ID: set(&found->key, last_part(cell)); break;
    case F_KIND: set(&found->kind, cell); break;
    case F_COUNTRY: set(&found->country, cell); break;
    case F_LAT: set(&found->lat, with_point(cell, &import->arena)); break;
    case F_LON: set(&found->lon, with_point(cell, &import->arena)); break;
    case F_PRIOR: found->prior = whole_number(cell); break;
    case F_GEONAMES: set(&found->geonames, last_part(cell)); break;
    case F_WIKIDATA: set(&found->wikidata, last_part(cell)); break;
    case F_ROLE: set(&found->role, cell); break;
    case F_FROM: set(&found->from, cell); break;
    case F_TO: set(&found->to, cell); break;
    case F_NOTE: set(&found->note, cell); break;
    case F_CLASS: set(&found->class, cell); break;
    case F_POINT: set_point(found, cell); break;
    default: break;
    }
}

/* Several in one cell stand between semicolons or bars; those of Wikidata between commas. */
static void add_names(struct import *import, enum field field, struct str cell, struct str lang)
{
    char divider = memchr(cell.s, ';', cell.len) ? ';' : memchr(cell.s, '|', cell.len) ? '|' : ',';
    if (field == F_NAME) {
        import_add_name(import, cell, lang, KIND_ALIAS);
        return;
    }
    while (cell.len)
        import_add_name(import, str_trim(str_split(&cell, divider)), lang, KIND_ALIAS);
}

static enum name_type type_wanted(const struct columns *columns)
{
    struct str kinds = columns->import->options->kinds;
    if (str_is(kinds, "person"))
        return NAME_PERSON;
    return str_is(kinds, "organisation") ? NAME_ORGANISATION : NAME_PLACE;
}

void columns_take(struct columns *columns, const struct str *cells, const struct str *langs,
                  size_t count)
{
    struct import *import = columns->import;
    struct found *found = import_begin(import, type_wanted(columns));
    for (size_t i = 0; i < count && i < columns->count; i++) {
        enum field field = (enum field)columns->meaning[i].field;
        struct str cell = str_trim(cells[i]), lang = columns->meaning[i].lang;
        if (!cell.len)
            continue;
        if (!lang.len && langs)
            lang = langs[i];
        if (field == F_NAME)
            set(&found->name, cell);
        if (field == F_NAME || field == F_ALIAS)
            add_names(import, field, cell, lang);
        else
            set_cell(columns->import, field, cell);
    }
    if (!found->key.len)
        found->key = found->wikidata.len ? found->wikidata : found->geonames;
    import_take(import, NULL);
}
