#include "base/nfc.h"
#include "base/utf8.h"
#include "gazetteer/check.h"
#include "import/clean.h"
#include "import/found.h"

enum { MOST_SHOWN = 10, SHORT_NAME = 3 };

/* ---- what is left out ---- */

static struct import_reason *reason_of(struct import *import, const char *what, const char *why)
{
    struct import_result *result = import->result;
    for (size_t i = 0; i < result->reasons.count; i++) {
        struct import_reason *reason = &result->reasons.items[i];
        if (strcmp(reason->what, what) == 0 && strcmp(reason->why, why) == 0)
            return reason;
    }
    *array_push(&result->reasons, &result->arena) = (struct import_reason){ what, why, 0 };
    return &result->reasons.items[result->reasons.count - 1];
}

void import_leave_out(struct import *import, const char *what, const char *why)
{
    reason_of(import, what, why)->count++;
}

void import_mistake(struct import *import, const char *what, const char *why, struct str text)
{
    struct import_reason *reason = reason_of(import, what, why);
    if (reason->count++ >= MOST_SHOWN)
        return;
    text.len = utf8_valid(text.len > 200 ? str_slice(text, 0, 200) : text);
    struct place_in_file at = { .file = str_of(import->source ? import->source->path : ""),
                                .number = import->source ? import->source->line : 0 };
    diag_add(import->diag, SEVERITY_WARNING, 140, at, NULL, "%s left out: %s%s%.*s", what, why,
             text.len ? ": " : "", STR_ARG(text));
}

static bool leave_out(struct import *import, const char *why)
{
    import_leave_out(import, "record", why);
    return false;
}

/* ---- filters ---- */

static bool is_listed(struct str list, struct str item)
{
    return str_lists(list, item) || str_lists(list, STR("all"));
}

/* "P" or "P.PPLC" */
static bool is_class_listed(struct str list, struct str class)
{
    struct str rest = class, major = str_split(&rest, '.');
    return is_listed(list, class) || is_listed(list, major);
}

/* A language is wanted with all its scripts and regions: "zh" wants "zh-Hant" too. */
bool import_wants_language(const struct import *import, struct str lang)
{
    struct str rest = lang, main = str_split(&rest, '-');
    struct str list = import->options->languages;
    return !list.len || is_listed(list, lang.len ? lang : STR("und")) || is_listed(list, main);
}

bool import_wants_kind(const struct import *import, enum name_type type)
{
    static const char *const words[] = { [NAME_PLACE] = "place", [NAME_PERSON] = "person",
                                         [NAME_ORGANISATION] = "organisation" };
    return !import->options->kinds.len || is_listed(import->options->kinds, str_of(words[type]));
}

static bool is_in_box(const struct import_options *options, struct str lat, struct str lon)
{
    int32_t y, x;
    if (!check_degrees(lat, 90, &y) || !check_degrees(lon, 180, &x))
        return false;
    bool between = options->west <= options->east ? x >= options->west && x <= options->east
                                                  : x >= options->west || x <= options->east;
    return between && y >= options->south && y <= options->north;
}

static bool passes(struct import *import)
{
    const struct import_options *options = import->options;
    const struct found *found = &import->found;
    if (!import_wants_kind(import, found->type))
        return leave_out(import, "of another kind");
    if (options->classes.len && !is_class_listed(options->classes, found->class))
        return leave_out(import, "of another class");
    if (options->countries.len && !is_listed(options->countries, found->country))
        return leave_out(import, found->country.len ? "in another country" : "of no known country");
    if (found->type == NAME_PLACE && found->prior < options->least_population)
        return leave_out(import, "with fewer people");
    if (options->boxed && !is_in_box(options, found->lat, found->lon))
        return leave_out(import, found->lat.len ? "outside the box" : "without a position");
    return true;
}

/* ---- records ---- */

struct found *import_begin(struct import *import, enum name_type type)
{
    arena_reset(&import->arena);
    import->found = (struct found){ .type = type };
    import->result->read++;
    return &import->found;
}

void import_add_name(struct import *import, struct str name, struct str lang, enum name_kind kind)
{
    if (name.len)
        *array_push(&import->found.names, &import->arena) =
            (struct found_name){ .name = name, .lang = lang, .kind = kind };
}

static struct str cleaned(struct import *import, struct str text)
{
    import->scratch.len = 0;
    clean_text(text, &import->scratch);
    return arena_str(&import->arena, buffer_str(&import->scratch));
}

/* What gazetteers/README.md lists. */
static const char *const place_kinds[] = {
    "country", "territory", "de-facto-state", "former-state", "continent", "region", "province",
    "district", "capital", "city", "town", "village", "place", "landmark", "infrastructure",
    "corridor", "road", "sea", "ocean", "strait", "gulf", "river", "lake", "canal", "mountain",
    "mountain-pass", "island", "peninsula", "desert", "cape",
};

static struct str kind_of_place(struct import *import, struct str kind)
{
    for (size_t i = 0; i < sizeof place_kinds / sizeof *place_kinds; i++)
        if (str_is(kind, place_kinds[i]))
            return kind;
    if (kind.len)
        import_leave_out(import, "kind of a place", "none of ours: \"place\" stands for it");
    return STR("place");
}

/* Cells that a table would refuse are emptied; each is told. */
static void correct_cells(struct import *import)
{
    struct found *found = &import->found;
    uint32_t number;
    int32_t degrees;
    int year;
    found->kind = found->type == NAME_PLACE ? kind_of_place(import, found->kind)
                                            : cleaned(import, found->kind);
    found->role = cleaned(import, found->role);
    found->note = cleaned(import, found->note);
    if (found->country.len && !check_country(found->country))
        found->country = STR("");
    if (!check_degrees(found->lat, 90, &degrees) || !check_degrees(found->lon, 180, &degrees)) {
        if (found->lat.len || found->lon.len)
            import_mistake(import, "position", "no place on Earth", found->lat);
        found->lat = found->lon = STR("");
    }
    if (found->geonames.len && (!check_number(found->geonames, &number) || number == 0))
        found->geonames = STR("");
    bool item = found->wikidata.len > 1 && found->wikidata.s[0] == 'Q' &&
                check_number(str_slice(found->wikidata, 1, found->wikidata.len), &number);
    if (!item)
        found->wikidata = STR("");
    if (!check_date(found->from, false, &year))
        found->from = STR("");
    if (!check_date(found->to, true, &year))
        found->to = STR("");
}

/* An id that another record has too is an alarm: one of the two is wrong, nothing tells which. */
static struct str only_here(struct import *import, struct str foreign, struct str id)
{
    bool old;
    if (!foreign.len)
        return foreign;
    uint32_t mine = (uint32_t)(key_of(id) >> 32);
    uint32_t first = keys_put(&import->foreign, key_of(foreign), mine, &old);
    if (first == mine)
        return foreign;
    import_mistake(import, "id", "it stands on another record too", foreign);
    return STR("");
}

/* The entity that the gazetteers have for the record: *ret is KNOWN_NONE if there is none. False
 * when what they say does not agree. */
static bool link(struct import *import, uint32_t *ret)
{
    const struct found *found = &import->found;
    uint32_t by_place = known_by_foreign(&import->known, found->geonames);
    uint32_t by_item = known_by_foreign(&import->known, found->wikidata);
    *ret = by_place != KNOWN_NONE ? by_place : by_item;
    if (*ret == KNOWN_NONE)
        return true;
    const struct known_entity *entity = &import->known.entities.items[*ret];
    const char *why = NULL;
    if (by_item != KNOWN_NONE && by_item != *ret)
        why = "conflict: the gazetteers have its ids on two entities";
    else if (entity->type != found->type)
        why = "conflict: the gazetteers have its id on something of another kind";
    else if (entity->country.len && found->country.len &&
             !str_equal(entity->country, found->country))
        why = "conflict: the gazetteers have it in another country";
    if (why)
        import_mistake(import, "record", why, found->name);
    return !why;
}

/* Namesakes are usual among places, and known apart where both have an id of Wikidata. */
static bool link_by_name(struct import *import, struct str name, uint32_t *ret)
{
    const struct found *found = &import->found;
    uint32_t bearer = known_by_name(&import->known, found->type, name);
    if (*ret != KNOWN_NONE || bearer == KNOWN_NONE)
        return true;
    bool several = bearer == KNOWN_SEVERAL;
    const struct known_entity *entity = several ? NULL : &import->known.entities.items[bearer];
    bool apart = entity && entity->wikidata.len && found->wikidata.len;
    if (found->type == NAME_PLACE || apart || import->options->same_name == SAME_NAME_NEW) {
        import->result->doubles++;
        return true;
    }
    if (several || import->options->same_name == SAME_NAME_LEFT_OUT) {
        import_mistake(import, "record", several ? "the gazetteers have several of the name"
                                                 : "the gazetteers have one of the name", name);
        return false;
    }
    *ret = bearer;
    return true;
}

static struct str make_id(struct import *import, struct str name)
{
    struct buffer id = { 0 };
    const char *prefix = import->importer->prefix;
    buffer_add(&id, str_of(prefix));
    nfc_append_id(import->found.key.len ? import->found.key : name, &id);
    if (id.len > LONGEST_ID)
        id.len = LONGEST_ID;
    if (id.len == strlen(prefix))
        buffer_printf(&id, "x%08x", (unsigned)key_of(name));
    struct str copy = arena_str(&import->arena, buffer_str(&id));
    buffer_free(&id);
    return copy;
}

static void put_cells(struct buffer *row, const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_byte(row, '\t');
        buffer_add(row, cells[i]);
    }
}

static void add_entity(struct import *import, struct str id, struct str name)
{
    const struct found *found = &import->found;
    struct str prior = found->prior ? arena_printf(&import->arena, "%u", found->prior) : STR("");
    struct str country = known_country(&import->known, found->country);
    struct str geonames = only_here(import, found->geonames, id);
    struct str wikidata = only_here(import, found->wikidata, id);
    struct str place[] = { id, name, found->kind, found->country,
                           found->lat, found->lon, country, prior, geonames, wikidata,
                           found->note };
    struct str person[] = { id, name, found->country, found->role, found->from, found->to,
                            wikidata, found->note };
    struct str organisation[] = { id, name, found->kind.len ? found->kind : STR("institution"),
                                  found->country, wikidata, found->note };
    import->row.len = 0;
    if (found->type == NAME_PLACE)
        put_cells(&import->row, place, 11);
    else if (found->type == NAME_PERSON)
        put_cells(&import->row, person, 8);
    else
        put_cells(&import->row, organisation, 6);
    rows_add(&import->entities[found->type], buffer_str(&import->row));
}

void import_add_role(struct import *import)
{
    correct_cells(import);
    const struct found *found = &import->found;
    struct str cells[8] = { make_id(import, STR("")), STR(""), STR(""), found->role, found->from,
                            found->to, STR(""), STR("") };
    import->row.len = 0;
    put_cells(&import->row, cells, 8);
    rows_add(&import->entities[NAME_PERSON], buffer_str(&import->row));
}

static void take_name(struct import *import, struct str id, const struct found_name *from,
                      bool main);

bool import_take(struct import *import, struct str *ret_id)
{
    struct found *found = &import->found;
    uint32_t known;
    if (!passes(import))
        return false;
    correct_cells(import);
    import->scratch.len = 0;
    const char *why = clean_name(found->name, found->type, &import->scratch);
    if (why)
        import_mistake(import, "record", why, found->name);
    if (why || !link(import, &known))
        return false;
    struct str name = arena_str(&import->arena, buffer_str(&import->scratch));
    if (!link_by_name(import, name, &known))
        return false;
    bool linked = known != KNOWN_NONE;
    struct str id = linked ? import->known.entities.items[known].id : make_id(import, name);
    import->result->linked += linked;
    if (!linked)
        add_entity(import, id, name);
    /* what the source takes for the name may be out of date: the gazetteers' own stays official */
    enum name_kind kind = linked ? KIND_ALIAS : KIND_OFFICIAL;
    take_name(import, id, &(struct found_name){ .name = found->name, .lang = STR("und"),
                                                .kind = kind }, !linked);
    for (size_t i = 0; i < found->names.count; i++)
        import_take_name(import, id, &found->names.items[i]);
    if (ret_id)
        *ret_id = id;
    return true;
}

/* ---- names ---- */

static bool leave_out_name(struct import *import, const char *why)
{
    import_leave_out(import, "name", why);
    return false;
}

/* What follows by rule is no row: "N. Pashinyan". */
static bool is_initials(enum name_type type, struct str name)
{
    return type == NAME_PERSON && name.len > 2 && (name.s[1] == '.' || name.s[2] == '.') &&
           !(name.s[1] != '.' && (unsigned char)name.s[0] < 128);
}

static bool has_capital(struct str name)
{
    while (name.len) {
        enum nfc_letter letter = nfc_first_letter(name);
        if (letter == NFC_CAPITAL || letter == NFC_CASELESS)
            return true;
        size_t gap = 0;
        while (gap < name.len && !memchr(" -'", name.s[gap], 3))
            gap++;
        name = str_slice(name, gap < name.len ? gap + 1 : gap, name.len);
    }
    return false;
}

static enum name_use use_of(const struct import *import, struct str name)
{
    enum name_use use = known_use(&import->known, name);
    return use == USE_YES && utf8_count(name) <= SHORT_NAME ? USE_CONTEXT : use;
}

static void add_date(struct import *import, struct str date)
{
    buffer_byte(&import->row, '\t');
    if (date.len && !clean_date(date, &import->row))
        import_leave_out(import, "date of a name", "not understood");
}

static struct str language_of(struct import *import, struct str lang)
{
    if (!lang.len || str_is(lang, "mul"))
        return STR("und");
    if (check_language(lang))
        return lang;
    import_leave_out(import, "language of a name", "not understood");
    return STR("und");
}

/* `main`: the name that a new entity is shown by, which must stand among its names. */
static bool wants_name(struct import *import, struct str id, const struct found_name *from,
                       struct str name, bool main)
{
    uint32_t known = keys_get(&import->known.ids, key_of(id));
    if (main)
        return true;
    if (!import_wants_language(import, str_is(from->lang, "und") ? STR("") : from->lang))
        return leave_out_name(import, "in another language");
    if (is_initials(import->found.type, name))
        return leave_out_name(import, "initials, which follow by rule");
    if (!has_capital(name))
        return leave_out_name(import, "without a capital");
    if (known_spelling(&import->known, known, name))
        return leave_out_name(import, "the gazetteers have it");
    return true;
}

static void take_name(struct import *import, struct str id, const struct found_name *from,
                      bool main)
{
    static const char *const uses[] = { "", "context", "never" };
    struct buffer *row = &import->row;
    struct buffer clean = { 0 };
    const char *why = clean_name(from->name, import->found.type, &clean);
    struct str name = buffer_str(&clean);
    if (why) {
        leave_out_name(import, why);
    } else if (wants_name(import, id, from, name, main)) {
        struct str kind = name_kind_word(from->kind);
        struct str cells[] = { id, language_of(import, from->lang), name, kind };
        row->len = 0;
        put_cells(row, cells, 4);
        add_date(import, from->from);
        add_date(import, from->to);
        buffer_byte(row, '\t');
        buffer_add(row, str_of(uses[use_of(import, name)]));
        rows_add(&import->names, buffer_str(row));
    }
    buffer_free(&clean);
}

void import_take_name(struct import *import, struct str id, const struct found_name *name)
{
    take_name(import, id, name, false);
}
