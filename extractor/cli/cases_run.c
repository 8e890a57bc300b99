/* cases_run.c - what was found in a case's text against what must be found. */
#include <jansson.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "cli/cases.h"

struct run {
    const struct case_file *file;
    const struct case_text *now;
    struct arena arena;   /* of one case */
    json_t *record;
    struct buffer report; /* what was not as expected in this case */
};

/* Where the record has the mentions of a kind, and what tells about one that was not expected. */
static const struct shape {
    const char *list, *type;
    const char *telling[5];
} shapes[CASE_KINDS] = {
    [CASE_DATE] = { "dates", NULL, { "value" } },
    [CASE_NUMBER] = { "numbers", NULL, { "value", "class" } },
    [CASE_PLACE] = { "names", "place", { "ref" } },
    [CASE_PERSON] = { "names", "person", { "ref" } },
    [CASE_ORGANISATION] = { "names", "organisation", { "ref" } },
    [CASE_TOLL] = { "casualties", NULL, { "role", "low", "high", "qualifier" } },
};

/* ---- values of a mention in the record ----------------------------------------------------- */

static struct str string_of(const json_t *value)
{
    return (struct str){ json_is_string(value) ? json_string_value(value) : "",
                         json_is_string(value) ? json_string_length(value) : 0 };
}

/* The surface as a case file can write it, on one line. */
static struct str surface_of(struct run *run, const json_t *mention)
{
    struct str text = arena_str(&run->arena, string_of(json_object_get(mention, "text")));
    for (char *c = (char *)text.s; c < text.s + text.len; c++)
        if (*c == '\n')
            *c = ' ';
    return text;
}

/* The mention of that id in one of the record's lists. */
static const json_t *mention_of(const json_t *record, struct str id)
{
    static const char *const lists[] = { "names", "dates", "casualties" };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t at;
        const json_t *mention;
        json_array_foreach(json_object_get(record, lists[i]), at, mention)
            if (str_equal(string_of(json_object_get(mention, "id")), id))
                return mention;
    }
    return NULL;
}

static struct str value_unless_written(struct str key)
{
    static const struct case_value defaults[] = {
        { { "status", 6 }, { "reported", 8 } },
        { { "scope", 5 }, { "incident", 8 } },
        { { "negated", 7 }, { "false", 5 } },
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (str_equal(defaults[i].key, key))
            return defaults[i].value;
    return STR("");
}

static struct str number_text(struct run *run, double number)
{
    bool whole = number > -1e15 && number < 1e15 && number == (double)(int64_t)number;
    return arena_printf(&run->arena, whole ? "%.0f" : "%.10g", number);
}

static const json_t *member(const json_t *mention, struct str key)
{
    char name[32];
    snprintf(name, sizeof name, "%.*s", STR_ARG(key));
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : *c;
    return json_object_get(mention, name);
}

static bool names_claim(struct str key)
{
    return str_is(key, "part-of") || str_is(key, "same-as") || str_is(key, "conflicts-with");
}

/* The mention that a claim's key names by id: its place, its date, another claim. */
static const json_t *linked(const struct run *run, const json_t *mention, struct str key)
{
    if (!str_is(key, "place") && !str_is(key, "date") && !names_claim(key))
        return NULL;
    return mention_of(run->record, string_of(member(mention, key)));
}

static struct str value_of(struct run *run, const json_t *mention, struct str key)
{
    const json_t *value = member(mention, key), *other = linked(run, mention, key);
    if (other)
        return surface_of(run, other);
    if (json_is_object(value))
        return surface_of(run, value);
    if (json_is_number(value))
        return number_text(run, json_number_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? STR("true") : STR("false");
    return value ? string_of(value) : value_unless_written(key);
}

/* ---- comparison ---------------------------------------------------------------------------- */

/* True when the words stand somewhere in the text where they share characters with the mention. */
static bool overlaps(struct str text, struct str words, const json_t *mention)
{
    json_int_t start = json_integer_value(json_object_get(mention, "start"));
    json_int_t end = json_integer_value(json_object_get(mention, "end"));
    for (size_t at = 0; words.len && at + words.len <= text.len; at++) {
        if (!str_equal(str_slice(text, at, at + words.len), words))
            continue;
        json_int_t from = (json_int_t)utf8_count(str_slice(text, 0, at));
        if (from < end && start < from + (json_int_t)utf8_count(words))
            return true;
    }
    return false;
}

static bool agrees(struct run *run, const json_t *mention, const struct case_value *expected)
{
    const json_t *other = linked(run, mention, expected->key);
    if (other && !names_claim(expected->key))
        return overlaps(run->now->text, expected->value, other);
    return str_equal(value_of(run, mention, expected->key), expected->value);
}

static void report(struct run *run, uint32_t line, enum case_kind kind, const char *what,
                   struct str surface)
{
    buffer_printf(&run->report, "%.*s:%u: %s: %s '%.*s'", STR_ARG(run->file->path), line,
                  case_kind_names[kind], what, STR_ARG(surface));
}

static void report_values(struct run *run, const struct case_mention *expected,
                          enum case_kind kind, const json_t *mention)
{
    for (size_t i = 0; i < expected->values.count; i++) {
        const struct case_value *value = &expected->values.items[i];
        if (agrees(run, mention, value))
            continue;
        struct str got = value_of(run, mention, value->key);
        report(run, expected->line, kind, "in", expected->surface);
        buffer_printf(&run->report, " %.*s is '%.*s', not '%.*s'\n", STR_ARG(value->key),
                      STR_ARG(got), STR_ARG(value->value));
    }
}

static void report_surplus(struct run *run, enum case_kind kind, const json_t *mention)
{
    report(run, run->now->line, kind, "not expected:", surface_of(run, mention));
    for (const char *const *key = shapes[kind].telling; *key; key++) {
        struct str value = value_of(run, mention, str_of(*key));
        if (value.len)
            buffer_printf(&run->report, " %s %.*s", *key, STR_ARG(value));
    }
    buffer_byte(&run->report, '\n');
}

struct found {
    ARRAY(const json_t *) mentions;
};

static struct found found_of(struct run *run, enum case_kind kind)
{
    struct found found = { 0 };
    size_t at;
    const json_t *mention;
    json_array_foreach(json_object_get(run->record, shapes[kind].list), at, mention)
        if (!shapes[kind].type ||
            str_is(string_of(json_object_get(mention, "type")), shapes[kind].type))
            *array_push(&found.mentions, &run->arena) = mention;
    return found;
}

/* Walks both lists in text order: what is passed over on the way to the next expected surface was
 * not expected; a surface that does not come any more is missing. */
static void compare(struct run *run, enum case_kind kind)
{
    const struct case_mentions *wanted = &run->now->kinds[kind];
    struct found found = found_of(run, kind);
    size_t next = 0;
    for (size_t i = 0; i < wanted->each.count; i++) {
        const struct case_mention *expected = &wanted->each.items[i];
        size_t at = next;
        while (at < found.mentions.count &&
               !str_equal(surface_of(run, found.mentions.items[at]), expected->surface))
            at++;
        if (at == found.mentions.count) {
            report(run, expected->line, kind, "not found:", expected->surface);
            buffer_byte(&run->report, '\n');
            continue;
        }
        for (; next < at; next++)
            report_surplus(run, kind, found.mentions.items[next]);
        report_values(run, expected, kind, found.mentions.items[next++]);
    }
    for (; next < found.mentions.count; next++)
        report_surplus(run, kind, found.mentions.items[next]);
}

/* ---- a case -------------------------------------------------------------------------------- */

static void extract(struct run *run, struct ngz_session *session)
{
    struct ngz_input input = {
        .id = "case",
        .bytes = run->now->text.s,
        .len = run->now->text.len,
        .is_text = true,
        .published = run->now->published.len ? run->now->published.s : NULL,
        .lang = run->file->lang.s,
    };
    struct ngz_output output;
    if (ngz_extract(session, &input, NGZ_JSONL, &output) != NGZ_DONE) {
        buffer_printf(&run->report, "%.*s:%u: %s\n", STR_ARG(run->file->path), run->now->line,
                      output.why);
        return;
    }
    run->record = json_loadb(output.bytes, output.len, JSON_ALLOW_NUL, NULL);
    for (size_t kind = 0; kind < CASE_KINDS; kind++)
        if (run->now->kinds[kind].spoken_of)
            compare(run, (enum case_kind)kind);
}

static void count(struct run *run, struct case_counts *counts)
{
    bool known = run->now->xfail.len > 0, failed = run->report.len > 0;
    if (known && !failed)
        buffer_printf(&run->report, "%.*s:%u: passes, though its xfail says '%.*s'\n",
                      STR_ARG(run->file->path), run->now->line, STR_ARG(run->now->xfail));
    if (known == failed)
        *(known ? &counts->known : &counts->passed) += 1;
    else
        counts->failed++;
    if (known == failed)
        return;
    buffer_printf(&run->report, "   %.*s\n", STR_ARG(run->now->text));
    fwrite(run->report.bytes, 1, run->report.len, stderr);
}

void cases_run(const struct case_file *file, struct ngz_session *session,
               struct case_counts *counts)
{
    struct run run = { .file = file };
    for (size_t i = 0; i < file->cases.count; i++) {
        run.now = &file->cases.items[i];
        run.report.len = 0;
        run.record = NULL;
        extract(&run, session);
        count(&run, counts);
        json_decref(run.record);
        arena_reset(&run.arena);
    }
    buffer_free(&run.report);
    arena_free(&run.arena);
}
