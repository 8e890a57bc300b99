#include "coverage/report.h"

/* What to do about a name that no gazetteer has: the entities that it may be a variant of, and rows
 * to paste, for a new variant where one is near enough, else for a new entity. */

#define NEAR_ENOUGH_TO_SHOW 0.7
#define NEAR_ENOUGH_FOR_A_VARIANT 0.8

struct near {
    struct report *report;
    struct suggester *suggester;
    struct keys ids;      /* of all entities */
    struct buffer scratch;
};

static unsigned types_like(enum unlisted_type type)
{
    return type == UNLISTED_UNKNOWN ? SUGGEST_ANY : 1u << type;
}

static void find_near(struct near *near, struct reported *name)
{
    struct suggestion found[MOST_NEAR];
    name->looked_up = true;
    size_t count = suggest(near->suggester, name->name, types_like(name->type), MOST_NEAR, found);
    for (size_t i = 0; i < count; i++)
        if (found[i].score >= NEAR_ENOUGH_TO_SHOW) {
            found[i].id = arena_str(&near->report->arena, found[i].id);
            name->near[name->near_count++] = found[i];
        }
}

static bool is_near_to(const struct reported *name, struct str entry)
{
    for (size_t i = 0; i < name->near_count; i++)
        if (str_equal(name->near[i].id, entry))
            return true;
    return str_equal(name->subject->beside, entry);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The one language that the forms were seen in, or "und". */
static struct str language_of(const struct report *report, const struct variant *const *variants,
                              size_t count)
{
    const struct variant *first = variants[0];
    for (size_t v = 0; v < count; v++)
        for (size_t c = 0; c < variants[v]->cells.count; c++)
            if (variants[v]->cells.items[c].lang != first->cells.items[0].lang)
                return STR("und");
    return report->tally->labels.items[first->cells.items[0].lang];
}

static struct str name_row(struct arena *arena, struct str id, struct str name, struct str lang,
                           const char *kind)
{
    return arena_printf(arena, "%.*s\t%.*s\t%.*s\t%s\t\t\t\thand", STR_ARG(id), STR_ARG(name),
                        STR_ARG(lang), kind);
}

struct str row_for_sound(const struct report *report, const struct reported *entry,
                         const struct variant *variant, struct arena *arena)
{
    if (!str_is(variant->kind, "press"))
        return STR("");
    return name_row(arena, entry->subject->id, variant->surface, language_of(report, &variant, 1),
                    "transliteration");
}

static void add_row(struct reported *name, bool of_variant, const char *table, struct str line)
{
    name->rows[name->row_count++] = (struct paste_row){ of_variant, str_of(table), line };
}

static void add_name_row(struct near *near, struct reported *name, bool of_variant, struct str id,
                         const char *kind)
{
    struct str lang = language_of(near->report, name->variants, name->variant_count);
    add_row(name, of_variant, "names.tsv",
            name_row(&near->report->arena, id, name->name, lang, kind));
}

static const char *kind_of_variant(const struct suggestion *nearest)
{
    if (str_starts(nearest->reason, STR("edit")))
        return "misspelling";
    return str_starts(nearest->reason, STR("press")) ? "transliteration" : "alias";
}

/* An id made of the name's ASCII letters, which no entity has. */
static struct str fresh_id(struct near *near, struct str name)
{
    struct arena *arena = &near->report->arena;
    near->scratch.len = 0;
    slug_add(index_fold(near->report->index), name, &near->scratch);
    struct str id = arena_str(arena, buffer_str(&near->scratch));
    for (size_t i = 0; i < id.len; i++)
        if ((unsigned char)id.s[i] >= 0x80)
            return STR("");
    for (int i = 2; keys_get(&near->ids, key_of(id)) != UINT32_MAX; i++)
        id = arena_printf(arena, "%.*s-%d", STR_ARG(buffer_str(&near->scratch)), i);
    return id;
}

/* The columns behind `id` and `name` are those of the tables in gazetteers/. */
static const struct {
    const char *table, *columns;
} entity_rows[] = {
    [UNLISTED_PLACE] = { "places.tsv", "\tplace\t\t\t\t\t\t\t\t" },
    [UNLISTED_PERSON] = { "persons.tsv", "\t\t\t\t\t\t" },
    [UNLISTED_ORGANISATION] = { "organisations.tsv", "\t\t\t\t" },
};

static void add_entity_rows(struct near *near, struct reported *name)
{
    struct str id = fresh_id(near, name->name);
    bool one_word = !memchr(name->name.s, ' ', name->name.len);
    enum unlisted_type type = name->type != UNLISTED_UNKNOWN ? name->type
                              : one_word                     ? UNLISTED_PLACE
                                                             : UNLISTED_PERSON;
    add_row(name, false, entity_rows[type].table,
            arena_printf(&near->report->arena, "%.*s\t%.*s%s", STR_ARG(id), STR_ARG(name->name),
                         entity_rows[type].columns));
    add_name_row(near, name, false, id, "official");
}

static void add_rows(struct near *near, struct reported *name)
{
    struct str beside = name->subject->beside;
    name->known = name->near_count && str_is(name->near[0].reason, "exact");
    if (beside.len)
        add_name_row(near, name, true, beside, "alias");
    else if (name->known)
        return;
    else if (name->near_count && name->near[0].score >= NEAR_ENOUGH_FOR_A_VARIANT)
        add_name_row(near, name, true, name->near[0].id, kind_of_variant(&name->near[0]));
    add_entity_rows(near, name);
}

/* ---- all names ------------------------------------------------------------------------------- */

static void note_ids(struct near *near)
{
    const struct index *index = near->report->index;
    struct arena scratch = { 0 };
    bool old;
    for (size_t i = 0; i < listing_entities(index); i++) {
        keys_put(&near->ids, key_of(listing_entity(index, (uint32_t)i, &scratch).id), 0, &old);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

static void keep_those_near(struct reported_list *list, struct str entry)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->items.count; i++)
        if (is_near_to(&list->items.items[i], entry))
            list->items.items[kept++] = list->items.items[i];
    list->items.count = list->all = kept;
}

void report_near(struct report *report)
{
    struct reported_list *list = &report->unlisted;
    struct near near = { .report = report, .suggester = suggester_new(report->index) };
    size_t most = report->options.look_up ? (size_t)report->options.look_up : list->items.count;
    note_ids(&near);
    for (size_t i = 0; i < list->items.count && i < most; i++)
        find_near(&near, &list->items.items[i]);
    if (report->options.entry.len)
        keep_those_near(list, report->options.entry);
    for (size_t i = 0; i < list->items.count; i++)
        add_rows(&near, &list->items.items[i]);
    suggester_free(near.suggester);
    keys_free(&near.ids);
    buffer_free(&near.scratch);
}
