#include <stdlib.h>

#include "gazetteer/check.h"
#include "gazetteer/files.h"
#include "gazetteer/keys.h"
#include "gazetteer/tables.h"

/* The codes of mistakes in tables.
 *
 *   NGZ-101  a folder or file cannot be read
 *   NGZ-102  not UTF-8
 *   NGZ-103  not in the composed form NFC
 *   NGZ-104  turned e (U+01DD) in place of the letter schwa
 *   NGZ-105  invisible or control character
 *   NGZ-106  a column is missing
 *   NGZ-107  a column stands twice
 *   NGZ-108  wrong number of cells
 *   NGZ-109  an id is empty or not made of lower-case letters, digits and hyphens
 *   NGZ-110  an id stands twice
 *   NGZ-111  a name for an id that no table has
 *   NGZ-112  unknown kind of name
 *   NGZ-113  unknown use
 *   NGZ-114  unknown source
 *   NGZ-115  a date is not EDTF, or ends before it begins
 *   NGZ-116  coordinates that are no place on Earth
 *   NGZ-117  one foreign id on two entities
 *   NGZ-118  a foreign id of the wrong shape
 *   NGZ-119  empty name
 *   NGZ-120  the same row twice (warning)
 *   NGZ-121  unknown class of word
 *   NGZ-122  not a language code
 *   NGZ-123  not a country code
 *   NGZ-124  an entity without names (warning)
 *   NGZ-125  white space at the edge of a cell
 *   NGZ-126  prior is not a number
 *   NGZ-127  a table that no reader knows (warning)
 *   NGZ-128  a name or word that cannot be matched (compile.c)
 *   NGZ-129  `within` is an id that no table has
 *   NGZ-130  more different kinds, languages or years than the compiled form holds (compile.c)
 *   NGZ-135  a row of press.tsv that cannot be read
 *
 * Imports have 140 to 143: something left out, not written, not read, not told (import/).
 */

enum { MOST_CELLS = 64, MOST_COLUMNS = 16 };

/* What is kept of an entity, for later mistakes about it. */
struct known {
    uint32_t file, line;
    bool named;
};

/* An entity with a larger place that need not have been read yet. */
struct inner {
    uint64_t larger; /* its key */
    uint32_t entity;
};

struct reader {
    struct arena arena;
    struct table_files tables;
    struct diag *diag;
    const struct table_sink *sink;
    const struct layout *layout;
    uint32_t file;                /* of `tables` */
    struct str rest;              /* of the file behind the row */
    struct table_row row;
    struct str cells[MOST_CELLS];
    size_t cell_count;            /* of this row */
    size_t header_count;          /* of the first row */
    int column_at[MOST_COLUMNS];  /* layout column -> cell, or -1 */
    struct keys ids, rows, foreign, sources;
    struct str readings[MOST_READINGS]; /* codes, in the order in which press.tsv names them */
    size_t reading_count;
    struct buffer known, inners, uses; /* of each entity; of those within another; of each name */
    uint32_t entities, names;
};

struct layout {
    const char *called; /* the file, but for what stands before a dot */
    const char *columns[MOST_COLUMNS];
    unsigned required; /* bit per column */
    bool (*take)(struct reader *reader);
    uint8_t pass; /* names come after all ids are known */
};

#define WORD(literal) { (literal), sizeof(literal) - 1 }

static const struct str kind_words[KIND_COUNT] = {
    WORD("official"), WORD("exonym"), WORD("historic"), WORD("short"), WORD("nickname"),
    WORD("abbreviation"), WORD("adjective"), WORD("misspelling"), WORD("transliteration"),
    WORD("alias"),
};

static const struct str use_words[] = { WORD("yes"), WORD("context"), WORD("never") };

static const struct str class_words[] = {
    WORD("given"), WORD("title"), WORD("particle"), WORD("place-head"), WORD("place-preposition"),
    WORD("organisation-head"), WORD("saying"), WORD("surname-ending"), WORD("month-weekday"),
    WORD("common-capital"), WORD("locative"), WORD("article"), WORD("street"), WORD("connecting"),
    WORD("coordinator"), WORD("agent"), WORD("settling"), WORD("addressing"),
    WORD("plural-article"), WORD("determiner"),
    WORD("area-head"), WORD("town-head"), WORD("water-head"), WORD("thing-head"), WORD("quoting"),
    WORD("acting"), WORD("auxiliary"), WORD("kin"), WORD("common-ending"),
    WORD("road"), WORD("surname"), WORD("sport"),
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct str name_kind_word(enum name_kind kind)
{
    return kind_words[kind];
}

struct str name_use_word(enum name_use use)
{
    return use_words[use];
}

struct place_in_file table_place(const struct table_row *row, struct str part)
{
    return (struct place_in_file){
        .file = row->file,
        .line = row->text,
        .number = row->number,
        .column = (uint32_t)(part.s - row->text.s),
        .length = part.len ? (uint32_t)part.len : 1,
    };
}

#define report(reader, code, part, hint, ...)                                       \
    (diag_add((reader)->diag, SEVERITY_ERROR, (code),                               \
              table_place(&(reader)->row, (part)), (hint), __VA_ARGS__), false)
#define warn(reader, code, part, hint, ...)               \
    diag_add((reader)->diag, SEVERITY_WARNING, (code),    \
             table_place(&(reader)->row, (part)), (hint), __VA_ARGS__)

#define tell(reader, call, ...)                                            \
    do {                                                                   \
        if ((reader)->sink->call)                                          \
            (reader)->sink->call((reader)->sink->of, __VA_ARGS__);         \
    } while (0)

/* The cell of a column of the layout; empty (but standing in the row) when the table has none. */
static struct str cell(const struct reader *reader, int column)
{
    int at = reader->column_at[column];
    return at < 0 ? str_slice(reader->row.text, 0, 0) : reader->cells[at];
}

static bool report_unknown(struct reader *reader, int code, struct str got, const char *what,
                           const struct str *words, size_t count)
{
    struct str near = diag_nearest(got, words, count);
    const char *hint = NULL;
    if (near.len)
        hint = arena_printf(&reader->arena, "did you mean '%.*s'?", STR_ARG(near)).s;
    return report(reader, code, got, hint, "unknown %s '%.*s'", what, STR_ARG(got));
}

static bool take_word_of(struct reader *reader, int code, struct str got, const char *what,
                         const struct str *words, size_t count, unsigned *ret)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(got, words[i])) {
            *ret = (unsigned)i;
            return true;
        }
    return report_unknown(reader, code, got, what, words, count);
}

/* ---- dates, places and foreign ids of a row ---- */

static bool take_years(struct reader *reader, int from_column, int to_column, int *from, int *to)
{
    struct str begin = cell(reader, from_column), end = cell(reader, to_column);
    bool good = true;
    if (!check_date(begin, false, from))
        good = report(reader, 115, begin, "write 1991, 1991-10 or 1991-10-12", "not an EDTF date");
    if (!check_date(end, true, to))
        good = report(reader, 115, end, "write 1991, 1991-10 or 1991-10-12", "not an EDTF date");
    if (good && *from != NO_YEAR && *to != NO_YEAR && *from > *to)
        good = report(reader, 115, end, NULL, "ends before it begins");
    return good;
}

static bool take_position(struct reader *reader, int lat_column, struct table_entity *entity)
{
    struct str lat = cell(reader, lat_column), lon = cell(reader, lat_column + 1);
    if (lat.len == 0 && lon.len == 0)
        return true;
    if (!check_degrees(lat, 90, &entity->lat))
        return report(reader, 116, lat, "degrees from -90 to 90", "not a latitude");
    if (!check_degrees(lon, 180, &entity->lon))
        return report(reader, 116, lon, "degrees from -180 to 180", "not a longitude");
    return entity->located = true;
}

static bool take_foreign(struct reader *reader, struct str id, char prefix)
{
    if (id.len == 0)
        return true;
    uint32_t number;
    struct str digits = prefix ? str_slice(id, 1, id.len) : id;
    if ((prefix && id.s[0] != prefix) || !check_number(digits, &number))
        return report(reader, 118, id, prefix ? "as in Q129352" : "as in 146970",
                      "'%.*s' is no %s id", STR_ARG(id), prefix ? "Wikidata" : "GeoNames");
    bool old;
    uint32_t line = keys_put(&reader->foreign, key_of(id), reader->row.number, &old);
    if (old)
        return report(reader, 117, id, NULL, "'%.*s' stands on another entity too (line %u)",
                      STR_ARG(id), line);
    return true;
}

/* ---- entities ---- */

enum { ID, NAME, COUNTRY, WIKIDATA, NOTE, OWN }; /* OWN: the first column that kinds differ in */
enum { PLACE_KIND = OWN, LAT, LON, WITHIN, PRIOR, GEONAMES };
enum { ROLE = OWN, FROM, TO };
enum { ORGANISATION_KIND = OWN };

static struct known *known_at(const struct reader *reader, uint32_t entity)
{
    return (struct known *)(void *)reader->known.bytes + entity;
}

static bool take_id(struct reader *reader, struct str id)
{
    bool old;
    if (!check_id(id))
        return report(reader, 109, id, "lower-case letters, digits and hyphens", "bad id '%.*s'",
                      STR_ARG(id));
    uint32_t first = keys_put(&reader->ids, key_of(id), reader->entities, &old);
    if (!old)
        return true;
    if (first == reader->entities) /* of a row in error */
        return report(reader, 110, id, NULL, "the id '%.*s' stands already in the table",
                      STR_ARG(id));
    const struct known *known = known_at(reader, first);
    return report(reader, 110, id, NULL, "the id '%.*s' stands already at %.*s:%u", STR_ARG(id),
                  STR_ARG(reader->tables.files.items[known->file].path), known->line);
}

static void add_entity(struct reader *reader, const struct table_entity *entity, struct str within)
{
    struct known known = { reader->file, reader->row.number, false };
    struct inner inner = { key_of(within), reader->entities++ };
    buffer_add(&reader->known, (struct str){ (char *)&known, sizeof known });
    if (within.len)
        buffer_add(&reader->inners, (struct str){ (char *)&inner, sizeof inner });
    tell(reader, entity, entity);
}

static bool take_entity(struct reader *reader, struct table_entity entity, struct str within)
{
    entity.id = cell(reader, ID);
    entity.name = cell(reader, NAME);
    entity.country = cell(reader, COUNTRY);
    entity.wikidata = cell(reader, WIKIDATA);
    bool good = take_id(reader, entity.id);
    if (entity.name.len == 0)
        good = report(reader, 119, entity.name, NULL, "the entity has no name");
    if (entity.country.len && !check_country(entity.country))
        good = report(reader, 123, entity.country, "as in AZ", "not a country code");
    if (!take_foreign(reader, entity.wikidata, 'Q') || !take_foreign(reader, entity.geonames, 0))
        good = false;
    if (good)
        add_entity(reader, &entity, within);
    return good;
}

static bool take_place(struct reader *reader)
{
    struct table_entity place = { .type = NAME_PLACE, .from = NO_YEAR, .to = NO_YEAR };
    struct str prior = cell(reader, PRIOR);
    bool good = take_position(reader, LAT, &place);
    place.kind = cell(reader, PLACE_KIND);
    place.geonames = cell(reader, GEONAMES);
    if (prior.len && !check_number(prior, &place.prior))
        good = report(reader, 126, prior, "a whole number", "prior is not a number");
    return good && take_entity(reader, place, cell(reader, WITHIN));
}

static bool take_person(struct reader *reader)
{
    struct table_entity person = { .type = NAME_PERSON };
    bool good = take_years(reader, FROM, TO, &person.from, &person.to);
    return good && take_entity(reader, person, STR(""));
}

static bool take_organisation(struct reader *reader)
{
    struct table_entity organisation = {
        .type = NAME_ORGANISATION, .from = NO_YEAR, .to = NO_YEAR,
        .kind = cell(reader, ORGANISATION_KIND),
    };
    return take_entity(reader, organisation, STR(""));
}

/* ---- names, words, sources ---- */

enum { OF, SPELLING, LANG, KIND, SINCE, UNTIL, USE, SOURCE };

static bool take_source(struct reader *reader, struct str source)
{
    if (source.len == 0 || keys_get(&reader->sources, key_of(source)) != UINT32_MAX)
        return true;
    return report(reader, 114, source, "list it in SOURCES.tsv", "unknown source '%.*s'",
                  STR_ARG(source));
}

static uint64_t name_key(const struct table_name *name)
{
    return key_pair(key_pair(key_of(name->name), key_of(name->lang)), name->entity);
}

/* Of a name that was read: where it first stood. */
struct first_use {
    uint32_t file, line;
    enum name_use use;
};

/* A name may stand in several layers: the stricter use wins. Twice in one is a slip. */
static void repeat_name(struct reader *reader, uint32_t index, const struct table_name *name)
{
    struct first_use *first = (struct first_use *)(void *)reader->uses.bytes + index;
    if (first->file == reader->file)
        warn(reader, 120, name->name, NULL, "the same name stands already on line %u", first->line);
    if (name->use <= first->use)
        return;
    first->use = name->use;
    tell(reader, stricter, index, name->use);
}

static void add_name(struct reader *reader, const struct table_name *name)
{
    bool old;
    uint32_t index = keys_put(&reader->rows, name_key(name), reader->names, &old);
    if (old) {
        repeat_name(reader, index, name);
        return;
    }
    struct first_use first = { reader->file, reader->row.number, name->use };
    buffer_add(&reader->uses, (struct str){ (char *)&first, sizeof first });
    reader->names++;
    known_at(reader, name->entity)->named = true;
    tell(reader, name, name, &reader->row);
}

static bool take_spelling(struct reader *reader, struct str spelling)
{
    if (spelling.len == 0)
        return report(reader, 119, spelling, NULL, "the name is empty");
    return true;
}

static bool take_kind_and_use(struct reader *reader, unsigned *kind, unsigned *use)
{
    struct str kind_cell = cell(reader, KIND), use_cell = cell(reader, USE);
    bool good = take_word_of(reader, 112, kind_cell, "kind of name", kind_words, KIND_COUNT, kind);
    *use = USE_YES;
    if (use_cell.len)
        good &= take_word_of(reader, 113, use_cell, "use", use_words, LENGTH(use_words), use);
    return good;
}

static bool take_name(struct reader *reader)
{
    struct str id = cell(reader, OF), lang = cell(reader, LANG);
    struct table_name name = { .name = cell(reader, SPELLING), .lang = lang,
                               .source = cell(reader, SOURCE) };
    unsigned kind = 0, use = 0;
    bool good = take_kind_and_use(reader, &kind, &use);
    good &= take_spelling(reader, name.name);
    good &= take_years(reader, SINCE, UNTIL, &name.from, &name.to);
    good &= take_source(reader, cell(reader, SOURCE));
    name.kind = (enum name_kind)kind;
    name.use = (enum name_use)use;
    name.entity = keys_get(&reader->ids, key_of(id));
    if (name.entity == UINT32_MAX)
        good = report(reader, 111, id, NULL, "no table has the id '%.*s'", STR_ARG(id));
    if (lang.len && !check_language(lang))
        good = report(reader, 122, lang, "as in fr or hy-Latn", "not a language code");
    if (good)
        add_name(reader, &name);
    return good;
}

enum { FORM, FORM_LANG, CLASS };

static bool take_word(struct reader *reader)
{
    unsigned class = 0;
    struct str lang = cell(reader, FORM_LANG), word = cell(reader, FORM);
    bool good = take_word_of(reader, 121, cell(reader, CLASS), "class", class_words,
                             LENGTH(class_words), &class);
    if (word.len == 0)
        good = report(reader, 119, word, NULL, "the word is empty");
    if (lang.len && !check_language(lang))
        good = report(reader, 122, lang, "as in fr, or und for all", "not a language code");
    if (!good)
        return false;
    bool old;
    keys_put(&reader->rows, key_pair(key_pair(key_of(word), key_of(lang)), class), 0, &old);
    if (old)
        warn(reader, 120, word, NULL, "the same word stands already in this class");
    struct table_word row = { word, str_is(lang, "und") ? STR("") : lang,
                              (enum word_class)(1u << class) };
    tell(reader, word, &row, &reader->row);
    return true;
}

static bool take_reading(struct reader *reader, struct str code, uint8_t *ret_bits)
{
    size_t i = 0;
    while (i < reader->reading_count && !str_equal(reader->readings[i], code))
        i++;
    if (i == MOST_READINGS)
        return report(reader, 135, code, NULL, "more than %d readings", MOST_READINGS);
    if (i == reader->reading_count)
        reader->readings[reader->reading_count++] = arena_str(&reader->arena, code);
    *ret_bits |= (uint8_t)(1u << i);
    return true;
}

enum { LETTERS, SOUNDS, READING, WHERE };

static bool take_press(struct reader *reader)
{
    struct press_row row = { cell(reader, LETTERS), cell(reader, SOUNDS), cell(reader, WHERE) };
    struct str readings = cell(reader, READING);
    struct press_rule rule;
    const char *wrong = press_read_row(&row, &rule);
    if (wrong)
        return report(reader, 135, row.letters, NULL, "%s", wrong);
    rule.readings = readings.len ? 0 : ALL_READINGS;
    while (readings.len)
        if (!take_reading(reader, str_split(&readings, ' '), &rule.readings))
            return false;
    tell(reader, press, &rule);
    return true;
}

static bool take_source_row(struct reader *reader)
{
    bool old;
    keys_put(&reader->sources, key_of(cell(reader, 0)), 0, &old);
    if (old)
        return report(reader, 110, cell(reader, 0), NULL, "the source stands already in the table");
    tell(reader, source, cell(reader, 0));
    return true;
}

#define BIT(n) (1u << (n))

static const struct layout layouts[] = {
    { "SOURCES.tsv", { "code", "title", "licence" }, BIT(0) | BIT(1) | BIT(2), take_source_row, 0 },
    { "words.tsv", { "word", "lang", "class" }, BIT(0) | BIT(1) | BIT(2), take_word, 0 },
    { "press.tsv", { "letters", "sounds", "reading", "where" }, BIT(0) | BIT(1) | BIT(2) | BIT(3),
      take_press, 0 },
    { "places.tsv",
      { "id", "name", "country", "wikidata", "note", "kind", "lat", "lon", "within", "prior",
        "geonames" },
      BIT(ID) | BIT(NAME) | BIT(PLACE_KIND) | BIT(LAT) | BIT(LON), take_place, 0 },
    { "persons.tsv",
      { "id", "name", "country", "wikidata", "note", "role", "from", "to" },
      BIT(ID) | BIT(NAME), take_person, 0 },
    { "organisations.tsv",
      { "id", "name", "country", "wikidata", "note", "kind" },
      BIT(ID) | BIT(NAME), take_organisation, 0 },
    { "names.tsv",
      { "id", "name", "lang", "kind", "from", "to", "use", "source" },
      BIT(OF) | BIT(SPELLING) | BIT(LANG) | BIT(KIND), take_name, 1 },
};

/* ---- rows ---- */

static void split_cells(struct reader *reader)
{
    struct str rest = reader->row.text;
    reader->cell_count = 0;
    for (;;) {
        const char *tab = rest.len ? memchr(rest.s, '\t', rest.len) : NULL;
        size_t end = tab ? (size_t)(tab - rest.s) : rest.len;
        if (reader->cell_count < MOST_CELLS)
            reader->cells[reader->cell_count] = str_slice(rest, 0, end);
        reader->cell_count++;
        if (!tab)
            return;
        rest = str_slice(rest, end + 1, rest.len);
    }
}

static bool check_cell(struct reader *reader, struct str text)
{
    struct bad_text bad;
    if (text.len == 0)
        return true;
    if (!check_text(text, &bad))
        return report(reader, bad.code, str_slice(text, bad.at, bad.at + bad.length), bad.hint,
                      "%s", bad.message);
    if (text.s[0] == ' ' || text.s[text.len - 1] == ' ')
        return report(reader, 125, text, NULL, "white space at the edge of a cell");
    return true;
}

static bool check_cells(struct reader *reader)
{
    bool good = true;
    for (size_t i = 0; i < reader->cell_count && i < MOST_CELLS; i++)
        good &= check_cell(reader, reader->cells[i]);
    return good;
}

static bool take_column(struct reader *reader, size_t at)
{
    for (int i = 0; i < MOST_COLUMNS && reader->layout->columns[i]; i++) {
        if (!str_is(reader->cells[at], reader->layout->columns[i]))
            continue;
        if (reader->column_at[i] >= 0)
            return report(reader, 107, reader->cells[at], NULL, "the column stands twice");
        reader->column_at[i] = (int)at;
    }
    return true;
}

static bool take_header(struct reader *reader)
{
    bool good = true;
    memset(reader->column_at, -1, sizeof reader->column_at);
    reader->header_count = reader->cell_count;
    for (size_t i = 0; i < reader->cell_count && i < MOST_CELLS; i++)
        good &= take_column(reader, i);
    for (int i = 0; i < MOST_COLUMNS && reader->layout->columns[i]; i++)
        if (reader->column_at[i] < 0 && reader->layout->required & BIT(i))
            good = report(reader, 106, reader->row.text, NULL, "the column '%s' is missing",
                          reader->layout->columns[i]);
    return good;
}

static void take_row(struct reader *reader)
{
    if (reader->cell_count != reader->header_count)
        (void)report(reader, 108, reader->row.text, "cells are divided by one tab each",
                     "%zu cells where the first line has %zu", reader->cell_count,
                     reader->header_count);
    else if (check_cells(reader))
        reader->layout->take(reader);
}

/* The next row of the file into `row` and `cells`. */
static void next_row(struct reader *reader)
{
    struct str line = str_split(&reader->rest, '\n');
    if (line.len && line.s[line.len - 1] == '\r')
        line.len--;
    reader->row.text = line;
    reader->row.number++;
    split_cells(reader);
}

static bool begin_table(struct reader *reader, uint32_t file)
{
    struct table_file *table = &reader->tables.files.items[file];
    if (!files_load(table, reader->diag))
        return false;
    reader->file = file;
    reader->row = (struct table_row){ .file = table->path };
    reader->rest = buffer_str(&table->contents);
    if (str_starts(reader->rest, STR("\xEF\xBB\xBF")))
        reader->rest = str_slice(reader->rest, 3, reader->rest.len);
    next_row(reader);
    return true;
}

static void read_table(struct reader *reader, uint32_t file)
{
    bool good = begin_table(reader, file) && take_header(reader);
    while (good && reader->rest.len) {
        next_row(reader);
        if (reader->row.text.len)
            take_row(reader);
    }
    files_unload(&reader->tables.files.items[file]);
}

/* "places/caucasus.names.tsv" and "mine/names.tsv", but not "mynames.tsv". */
static bool is_called(struct str path, struct str name)
{
    size_t stem = path.len - name.len;
    return str_ends(path, name) && (!stem || path.s[stem - 1] == '.' || path.s[stem - 1] == '/');
}

static const struct layout *layout_of(struct str path)
{
    for (size_t i = 0; i < LENGTH(layouts); i++)
        if (is_called(path, str_of(layouts[i].called)))
            return &layouts[i];
    return NULL;
}

/* A table that nothing reads counts for the hash all the same. */
static void pass_over(struct reader *reader, uint32_t file)
{
    struct table_file *table = &reader->tables.files.items[file];
    diag_add(reader->diag, SEVERITY_WARNING, 127, (struct place_in_file){ .file = table->path },
             NULL, "a table that nothing reads: call it names.tsv, places.tsv, persons.tsv or "
                   "organisations.tsv, with a stem and a dot before it or without");
    files_load(table, reader->diag);
    files_unload(table);
}

static bool is_wanted(const struct reader *reader, uint32_t file)
{
    return !reader->sink->wants ||
           reader->sink->wants(reader->sink->of, reader->tables.files.items[file].full_path);
}

static void read_pass(struct reader *reader, uint8_t pass)
{
    for (uint32_t i = 0; i < reader->tables.files.count; i++) {
        if (!is_wanted(reader, i))
            continue;
        reader->layout = layout_of(reader->tables.files.items[i].path);
        if (reader->layout && reader->layout->pass == pass)
            read_table(reader, i);
        else if (!reader->layout && pass == 0)
            pass_over(reader, i);
    }
}

/* ---- what can only be told at the end ---- */

/* Stands at the row of an entity once more. Calls come in the order of the rows. */
static bool return_to(struct reader *reader, uint32_t entity)
{
    const struct known *known = known_at(reader, entity);
    struct table_file *table = &reader->tables.files.items[known->file];
    if (reader->file != known->file || !table->contents.len) {
        files_unload(&reader->tables.files.items[reader->file]);
        reader->layout = layout_of(table->path);
        if (!begin_table(reader, known->file) || !take_header(reader))
            return false;
    }
    while (reader->row.number < known->line && reader->rest.len)
        next_row(reader);
    return reader->row.number == known->line;
}

static void link_inner(struct reader *reader)
{
    const struct inner *inners = (const struct inner *)(const void *)reader->inners.bytes;
    for (size_t i = 0; i < reader->inners.len / sizeof *inners; i++) {
        uint32_t larger = keys_get(&reader->ids, inners[i].larger);
        if (larger != UINT32_MAX) {
            tell(reader, within, inners[i].entity, larger);
        } else if (return_to(reader, inners[i].entity)) {
            struct str within = cell(reader, WITHIN);
            (void)report(reader, 129, within, NULL, "no table has the id '%.*s'", STR_ARG(within));
        }
    }
    if (reader->tables.files.count)
        files_unload(&reader->tables.files.items[reader->file]);
}

static void warn_of_nameless(struct reader *reader)
{
    for (uint32_t i = 0; i < reader->entities; i++)
        if (!known_at(reader, i)->named && return_to(reader, i))
            warn(reader, 124, cell(reader, ID), NULL, "the entity has no names");
}

static void close_reader(struct reader *reader)
{
    keys_free(&reader->ids);
    keys_free(&reader->rows);
    keys_free(&reader->foreign);
    keys_free(&reader->sources);
    buffer_free(&reader->known);
    buffer_free(&reader->inners);
    buffer_free(&reader->uses);
    files_free(&reader->tables);
    arena_free(&reader->arena);
}

bool tables_read(const char *folder, struct diag *diag, const struct table_sink *sink,
                 char ret_hash[65])
{
    size_t before = diag->errors;
    struct reader reader = { .diag = diag, .sink = sink };
    files_list(folder, diag, &reader.tables);
    read_pass(&reader, 0);
    link_inner(&reader);
    read_pass(&reader, 1);
    warn_of_nameless(&reader);
    files_hash(&reader.tables, ret_hash);
    close_reader(&reader);
    return diag->errors == before;
}
