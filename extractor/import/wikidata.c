/* wikidata.c - Wikidata: the dump, one entity a line; EntityData and wbgetentities; and results of
 * SPARQL as JSON. */
#include "import/columns.h"
#include "import/json_items.h"

/* What an item is an instance of, as far as it tells places from organisations and their kinds. */
static const struct {
    const char *item;
    enum name_type type;
    const char *kind;
} classes[] = {
    { "Q5", NAME_PERSON, "" },
    { "Q6256", NAME_PLACE, "country" },
    { "Q3624078", NAME_PLACE, "country" },
    { "Q5119", NAME_PLACE, "capital" },
    { "Q515", NAME_PLACE, "city" },
    { "Q1549591", NAME_PLACE, "city" },
    { "Q3957", NAME_PLACE, "town" },
    { "Q532", NAME_PLACE, "village" },
    { "Q486972", NAME_PLACE, "place" },
    { "Q10864048", NAME_PLACE, "province" },
    { "Q165", NAME_PLACE, "sea" },
    { "Q4022", NAME_PLACE, "river" },
    { "Q23397", NAME_PLACE, "lake" },
    { "Q8502", NAME_PLACE, "mountain" },
    { "Q46831", NAME_PLACE, "mountain" },
    { "Q23442", NAME_PLACE, "island" },
    { "Q7278", NAME_ORGANISATION, "party" },
    { "Q4830453", NAME_ORGANISATION, "company" },
    { "Q783794", NAME_ORGANISATION, "company" },
    { "Q484652", NAME_ORGANISATION, "intergovernmental" },
    { "Q245065", NAME_ORGANISATION, "intergovernmental" },
    { "Q163740", NAME_ORGANISATION, "ngo" },
    { "Q11032", NAME_ORGANISATION, "media" },
    { "Q192283", NAME_ORGANISATION, "media" },
    { "Q327333", NAME_ORGANISATION, "agency" },
    { "Q43229", NAME_ORGANISATION, "institution" },
};

enum {
    CLASS_COUNT = sizeof classes / sizeof *classes,
    PRIOR_OF_A_LINK = 1000,
    NEAR = 256, /* bytes from a property to its value */
};

/* ---- claims ---- */

static bool is_deprecated(const json_t *claim)
{
    return str_is(json_item_text(claim, "rank"), "deprecated");
}

/* The value of the best statement: the first preferred one, else the first not withdrawn. */
static const json_t *value_of(const json_t *item, const char *property)
{
    const json_t *claims = json_item_at(json_item_at(item, "claims"), property), *claim;
    const json_t *best = NULL;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)claims, i, claim) {
        const json_t *value = json_item_at(claim, "mainsnak/datavalue/value");
        bool preferred = str_is(json_item_text(claim, "rank"), "preferred");
        if (value && !is_deprecated(claim) && (!best || preferred)) {
            best = value;
            if (preferred)
                break;
        }
    }
    return best;
}

/* "Q5": newer dumps have the id, older ones its number only. */
static struct str item_of(struct import *import, const json_t *value)
{
    struct str id = json_item_text(value, "id");
    json_t *number = json_item_at(value, "numeric-id");
    if (id.len || !json_is_integer(number))
        return id;
    return arena_printf(&import->arena, "Q%lld", (long long)json_integer_value(number));
}

static int class_of(struct import *import, const json_t *item)
{
    const json_t *claims = json_item_at(item, "claims/P31"), *claim;
    int best = CLASS_COUNT;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)claims, i, claim) {
        struct str id = item_of(import, json_item_at(claim, "mainsnak/datavalue/value"));
        for (int class = 0; class < best && !is_deprecated(claim); class++)
            if (str_is(id, classes[class].item))
                best = class;
    }
    return best;
}

/* ---- what is found ---- */

static uint32_t people(const json_t *item)
{
    struct str amount = json_item_text(value_of(item, "P1082"), "amount");
    long number;
    if (amount.len && amount.s[0] == '+')
        amount = str_slice(amount, 1, amount.len);
    return str_to_long(amount, &number) && number > 0 && number <= UINT32_MAX ? (uint32_t)number
                                                                              : 0;
}

/* The country's code, if the gazetteers know the item as a country. */
static struct str country_of(struct import *import, const json_t *item)
{
    bool person = import->found.type == NAME_PERSON;
    struct str id = item_of(import, value_of(item, person ? "P27" : "P17"));
    uint32_t known = known_by_foreign(&import->known, id);
    return known == KNOWN_NONE ? STR("") : import->known.entities.items[known].country;
}

static struct str year_of(const json_t *item, const char *property)
{
    struct str time = json_item_text(value_of(item, property), "time");
    bool common = time.len > 5 && time.s[0] == '+' && time.s[5] == '-';
    return common ? str_slice(time, 1, 5) : STR("");
}

static struct str life_of(struct import *import, const json_t *item)
{
    struct str born = year_of(item, "P569"), died = year_of(item, "P570");
    if (born.len && died.len)
        return arena_printf(&import->arena, "born %.*s, died %.*s", STR_ARG(born), STR_ARG(died));
    if (born.len)
        return arena_printf(&import->arena, "born %.*s", STR_ARG(born));
    return died.len ? arena_printf(&import->arena, "died %.*s", STR_ARG(died)) : STR("");
}

static struct str shown_label(const json_t *item)
{
    static const char *const languages[] = { "mul", "en", "fr", "it" };
    const json_t *labels = json_item_at(item, "labels");
    struct str label = STR("");
    for (size_t i = 0; i < 4 && !label.len; i++)
        label = json_item_text(json_item_at(labels, languages[i]), "value");
    void *first = json_object_iter((json_t *)(uintptr_t)labels);
    return label.len || !first ? label : json_item_text(json_object_iter_value(first), "value");
}

/* Other names of persons in one word are nicknames and jokes, or surnames, which follow by rule. */
static void add_alias(struct import *import, struct str name, struct str lang)
{
    bool person = import->found.type == NAME_PERSON;
    if (person && !memchr(name.s, ' ', name.len))
        import_leave_out(import, "name", "one word for a person");
    else
        import_add_name(import, name, lang, KIND_ALIAS);
}

static void add_names(struct import *import, const json_t *item)
{
    enum name_kind kind = import->found.type == NAME_PLACE ? KIND_EXONYM : KIND_OFFICIAL;
    const char *language;
    json_t *of_language, *alias;
    size_t i;
    json_object_foreach(json_item_at(item, "labels"), language, of_language)
        import_add_name(import, json_item_text(of_language, "value"),
                        arena_str(&import->arena, str_of(language)), kind);
    json_object_foreach(json_item_at(item, "aliases"), language, of_language)
        json_array_foreach(of_language, i, alias)
            add_alias(import, json_item_text(alias, "value"),
                      arena_str(&import->arena, str_of(language)));
}

static void fill(struct import *import, const json_t *item, int class)
{
    struct found *found = &import->found;
    const json_t *point = value_of(item, "P625");
    found->key = found->wikidata = json_item_text(item, "id");
    found->name = shown_label(item);
    found->kind = str_of(class < CLASS_COUNT ? classes[class].kind : "place");
    found->class = class < CLASS_COUNT ? str_of(classes[class].item) : STR("");
    found->country = country_of(import, item);
    const json_t *geonames = value_of(item, "P1566");
    if (found->type == NAME_PLACE && json_is_string(geonames))
        found->geonames = str_of(json_string_value(geonames));
    if (found->type == NAME_PLACE && point) {
        found->lat = json_item_degrees(json_item_at(point, "latitude"), &import->arena);
        found->lon = json_item_degrees(json_item_at(point, "longitude"), &import->arena);
    }
    if (found->type == NAME_PLACE && !(found->prior = people(item)))
        found->prior = PRIOR_OF_A_LINK *
                       (uint32_t)json_object_size(json_item_at(item, "sitelinks"));
    if (found->type == NAME_PERSON)
        found->note = life_of(import, item);
    add_names(import, item);
}

static void take_item(struct import *import, const json_t *item)
{
    struct found *found = import_begin(import, NAME_PLACE);
    int class = class_of(import, item);
    bool placed = json_item_at(item, "claims/P625") || json_item_at(item, "claims/P1566");
    if (!str_starts(json_item_text(item, "id"), STR("Q")) || json_item_at(item, "missing")) {
        import_leave_out(import, "record", "no item, or one that is gone");
    } else if (class == CLASS_COUNT && !placed) {
        import_leave_out(import, "record", "neither place, person nor organisation");
    } else {
        found->type = class < CLASS_COUNT ? classes[class].type : NAME_PLACE;
        fill(import, item, class);
        import_take(import, NULL);
    }
}

/* ---- the dump ---- */

static bool has(struct str line, const char *what)
{
    return memmem(line.s, line.len, what, strlen(what));
}

/* Whether the number at the beginning of the text is that of a class. */
static bool is_class_number(struct str text)
{
    size_t len = 0;
    while (len < text.len && text.s[len] >= '0' && text.s[len] <= '9')
        len++;
    for (int class = 0; class < CLASS_COUNT; class++)
        if (str_equal(str_slice(text, 0, len), str_of(classes[class].item + 1)))
            return true;
    return false;
}

/* Whether one of the classes is told by a snak of P31 in the line. */
static bool has_class(struct str line)
{
    static const char snak[] = "\"property\":\"P31\"", number[] = "\"numeric-id\":";
    const char *at, *id;
    while ((at = memmem(line.s, line.len, snak, sizeof snak - 1))) {
        line = str_slice(line, (size_t)(at - line.s) + sizeof snak - 1, line.len);
        id = memmem(line.s, line.len < NEAR ? line.len : NEAR, number, sizeof number - 1);
        if (!id || is_class_number(str_slice(line, (size_t)(id - line.s) + sizeof number - 1,
                                             line.len)))
            return true;
    }
    return false;
}

/* Most lines are nothing that is wanted, and parsing them would cost all the time there is. Lines
 * that another program has written with spaces in them are parsed all the same. */
static bool may_be_wanted(struct str line)
{
    return !has(line, "\"property\":\"") || has(line, "\"P1566\"") || has(line, "\"P625\"") || has_class(line);
}

static void take_line(struct import *import, struct str line)
{
    line = str_trim(line);
    if (line.len && line.s[line.len - 1] == ',')
        line.len--;
    if (line.len < 2)
        return;
    if (!may_be_wanted(line)) {
        import->result->read++;
        import_leave_out(import, "record", "neither place, person nor organisation");
        return;
    }
    json_t *item = json_loadb(line.s, line.len, 0, NULL);
    if (item) {
        take_item(import, item);
    } else {
        import->result->read++;
        import_mistake(import, "record", "not JSON", line);
    }
    json_decref(item);
}

/* ---- JSON files ---- */

struct results {
    struct columns columns;
    struct arena arena;
    ARRAY(struct str) names;
};

/* False when the name is there already. */
static bool note_name(struct results *results, struct str name)
{
    size_t i = 0;
    while (i < results->names.count && !str_equal(results->names.items[i], name))
        i++;
    if (i < results->names.count || i == MOST_COLUMNS_READ)
        return false;
    *array_push(&results->names, &results->arena) = arena_str(&results->arena, name);
    return true;
}

static void note_names(struct results *results, json_t *binding)
{
    const char *key;
    json_t *value;
    json_object_foreach(binding, key, value)
        note_name(results, str_of(key));
}

/* A variable that is bound in no row is in none: that need be no mistake in --map. */
static void note_mapped(struct import *import, struct results *results)
{
    const struct import_options *options = import->options;
    for (size_t i = 0; i < options->map_count; i++)
        if (note_name(results, options->map[i].column))
            import_mistake(import, "column", "no row has it", options->map[i].column);
}

static void take_binding(struct results *results, json_t *binding)
{
    struct str cells[MOST_COLUMNS_READ], langs[MOST_COLUMNS_READ];
    for (size_t i = 0; i < results->names.count; i++) {
        const json_t *term = json_object_get(binding, results->names.items[i].s);
        cells[i] = json_item_text(term, "value");
        langs[i] = json_item_text(term, "xml:lang");
    }
    columns_take(&results->columns, cells, langs, results->names.count);
}

static const char *const lists[] = { "entities", "bindings", NULL };

static bool rewind_source(struct import *import, struct source *source)
{
    if (source_rewind(source))
        return true;
    diag_add(import->diag, SEVERITY_ERROR, 142, (struct place_in_file){ .file = STR("-") }, NULL,
             "this is read twice: give a file in place of standard input");
    return false;
}

/* The columns of a result are those that any of its rows has. */
static bool begin_results(struct import *import, struct source *source, struct results *results)
{
    struct json_items items = { .source = source, .lists = lists };
    for (json_t *item; (item = json_items_next(&items)); json_decref(item))
        if (json_items_in(&items, "bindings"))
            note_names(results, item);
    json_items_free(&items);
    if (!results->names.count)
        return rewind_source(import, source);
    note_mapped(import, results);
    return columns_begin(import, results->names.items, results->names.count, &results->columns) &&
           rewind_source(import, source);
}

static void take_json(struct import *import, struct source *source, struct results *results)
{
    struct json_items items = { .source = source, .lists = lists };
    for (json_t *item; (item = json_items_next(&items)); json_decref(item)) {
        if (json_is_null(item)) {
            import->result->read++;
            import_mistake(import, "record", "not JSON", STR(""));
        } else if (json_items_in(&items, "bindings")) {
            take_binding(results, item);
        } else {
            take_item(import, item);
        }
    }
    json_items_free(&items);
}

static bool read_json(struct import *import, struct source *source)
{
    struct results results = { .arena = { 0 } };
    bool good = begin_results(import, source, &results);
    if (good)
        take_json(import, source, &results);
    columns_end(&results.columns);
    arena_free(&results.arena);
    return good;
}

/* ---- files ---- */

/* The dump is an array with one item a line; so is what one cuts out of it. */
static bool is_dump(struct str beginning)
{
    return str_starts(beginning, STR("[\n")) || str_starts(beginning, STR("[\r")) ||
           str_starts(beginning, STR("{\"type\":\"item\"")) ||
           str_starts(beginning, STR("{\"id\":\"Q"));
}

static bool read_file(struct import *import, const char *path)
{
    struct source source;
    struct str line;
    bool good = true;
    if (!import_open(import, path, &source))
        return false;
    if (is_dump(source_peek(&source)))
        while (source_line(&source, &line))
            take_line(import, line);
    else
        good = read_json(import, &source);
    return import_close(import, &source) && good;
}

const struct importer wikidata_importer = {
    .name = "wikidata",
    .purpose = "Wikidata: the JSON dump or lines of it, EntityData, wbgetentities, results of "
               "SPARQL as JSON (--map)",
    .prefix = "wd-",
    .title = "Wikidata",
    .licence = "CC0-1.0",
    .credit = "Wikidata contributors",
    .read_file = read_file,
};
