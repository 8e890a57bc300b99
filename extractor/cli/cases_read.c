/* cases_read.c - case files into structs. Their mistakes:
 *
 *   NGZ-201  the file cannot be read
 *   NGZ-202  not UTF-8
 *   NGZ-203  a line that begins with no known word
 *   NGZ-204  a line without the parts that its kind has
 *   NGZ-205  a case without text
 *   NGZ-206  a surface that does not stand in the text
 *   NGZ-207  an unknown key or kind
 */
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cases.h"

enum { LARGEST_FILE = 16 << 20 };

const char *const case_kind_names[CASE_KINDS] = {
    [CASE_DATE] = "date",     [CASE_NUMBER] = "number",
    [CASE_PLACE] = "place",   [CASE_PERSON] = "person",
    [CASE_TOLL] = "toll",     [CASE_ORGANISATION] = "organisation",
};

struct reading {
    struct case_file *file;
    struct arena *arena;
    struct diag *diag;
    struct case_text *current; /* NULL between cases */
    struct str line;
    uint32_t number;
};

/* ---- mistakes ---------------------------------------------------------------------------- */

static void mistake(struct reading *r, int code, struct str at, const char *hint,
                    const char *message)
{
    struct place_in_file place = {
        .file = r->file->path,
        .line = r->line,
        .number = r->number,
        .column = (uint32_t)(at.s - r->line.s),
        .length = at.len ? (uint32_t)at.len : 1,
    };
    diag_add(r->diag, SEVERITY_ERROR, code, place, hint, "%s", message);
}

static void unknown(struct reading *r, int code, struct str word, const char *message,
                    const struct str *known, size_t count)
{
    struct str nearest = diag_nearest(word, known, count);
    struct str hint = arena_printf(r->arena, "did you mean '%.*s'?", STR_ARG(nearest));
    mistake(r, code, word, nearest.len ? hint.s : NULL, message);
}

/* ---- parts of a line --------------------------------------------------------------------- */

/* The first word of *rest, which moves behind it and the spaces that follow. */
static struct str word(struct str *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->s[end] != ' ' && rest->s[end] != '\t')
        end++;
    struct str first = str_slice(*rest, 0, end);
    *rest = str_trim(str_slice(*rest, end, rest->len));
    return first;
}

/* Divides at the first `between`; without one, all is before it. */
static bool divide(struct str all, struct str between, struct str *ret_before,
                   struct str *ret_after)
{
    const char *at = all.len ? memmem(all.s, all.len, between.s, between.len) : NULL;
    size_t start = at ? (size_t)(at - all.s) : all.len;
    size_t end = at ? start + between.len : all.len;
    *ret_before = str_trim(str_slice(all, 0, start));
    *ret_after = str_trim(str_slice(all, end, all.len));
    return at != NULL;
}

static void expect(struct reading *r, struct case_mention *mention, const char *key,
                   struct str value)
{
    *array_push(&mention->values, r->arena) =
        (struct case_value){ .key = str_of(key), .value = value };
}

/* ---- kinds of lines ---------------------------------------------------------------------- */

static void add_text(struct reading *r, struct str rest)
{
    struct case_text *current = r->current;
    current->text = current->has_text ? arena_printf(r->arena, "%.*s\n%.*s", STR_ARG(current->text),
                                                     STR_ARG(rest))
                                      : rest;
    current->has_text = true;
}

static void set_published(struct reading *r, struct str rest)
{
    r->current->published = arena_str(r->arena, rest);
}

static void set_xfail(struct reading *r, struct str rest)
{
    if (!rest.len)
        mistake(r, 204, r->line, NULL, "xfail tells why: xfail REASON");
    r->current->xfail = rest;
}

static void expect_none(struct reading *r, struct str rest)
{
    struct str names[CASE_KINDS];
    for (size_t i = 0; i < CASE_KINDS; i++) {
        names[i] = str_of(case_kind_names[i]);
        if (str_equal(names[i], rest)) {
            r->current->kinds[i].spoken_of = true;
            return;
        }
    }
    unknown(r, 207, rest.len ? rest : r->line, "no such kind of mention", names, CASE_KINDS);
}

static void expect_date(struct reading *r, struct case_mention *mention, struct str after)
{
    expect(r, mention, "value", after);
}

static void expect_number(struct reading *r, struct case_mention *mention, struct str after)
{
    expect(r, mention, "value", word(&after));
    if (after.len)
        expect(r, mention, "class", after);
}

static void expect_name(struct reading *r, struct case_mention *mention, struct str after)
{
    if (after.len)
        expect(r, mention, "ref", after);
}

static void expect_toll_key(struct reading *r, struct case_mention *mention, struct str part)
{
    static const struct str keys[] = { { "victims", 7 }, { "speaker", 7 }, { "scene", 5 },
                                       { "place", 5 },   { "date", 4 },    { "part-of", 7 },
                                       { "status", 6 },  { "scope", 5 },   { "negated", 7 },
                                       { "perpetrator", 11 }, { "same-as", 7 },
                                       { "conflicts-with", 14 } };
    struct str key, value;
    divide(part, STR(":"), &key, &value);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_equal(key, keys[i])) {
            expect(r, mention, keys[i].s, value);
            return;
        }
    unknown(r, 207, key, "no such key of a toll", keys, sizeof keys / sizeof *keys);
}

static void expect_toll(struct reading *r, struct case_mention *mention, struct str after)
{
    struct str claim = str_trim(str_split(&after, ';')), low, high;
    expect(r, mention, "role", word(&claim));
    struct str bounds = word(&claim);
    if (!divide(bounds, STR(".."), &low, &high) || !claim.len)
        mistake(r, 204, r->line, NULL, "a toll is: SURFACE = ROLE LOW..HIGH QUALIFIER");
    expect(r, mention, "low", low);
    expect(r, mention, "high", high);
    expect(r, mention, "qualifier", claim);
    while (after.len)
        expect_toll_key(r, mention, str_trim(str_split(&after, ';')));
}

struct line_kind {
    const char *name;
    void (*setting)(struct reading *r, struct str rest);
    void (*mention)(struct reading *r, struct case_mention *mention, struct str after);
    enum case_kind kind;
};

static const struct line_kind line_kinds[] = {
    { "text", .setting = add_text },
    { "published", .setting = set_published },
    { "xfail", .setting = set_xfail },
    { "none", .setting = expect_none },
    { "date", .mention = expect_date, .kind = CASE_DATE },
    { "number", .mention = expect_number, .kind = CASE_NUMBER },
    { "place", .mention = expect_name, .kind = CASE_PLACE },
    { "person", .mention = expect_name, .kind = CASE_PERSON },
    { "organisation", .mention = expect_name, .kind = CASE_ORGANISATION },
    { "toll", .mention = expect_toll, .kind = CASE_TOLL },
};

enum { LINE_KINDS = sizeof line_kinds / sizeof *line_kinds };

static void add_mention(struct reading *r, const struct line_kind *kind, struct str rest)
{
    struct case_mentions *mentions = &r->current->kinds[kind->kind];
    struct case_mention mention = { .line = r->number };
    struct str after;
    divide(rest, STR(" = "), &mention.surface, &after);
    if (!mention.surface.len) {
        mistake(r, 204, r->line, NULL, "the line names nothing");
        return;
    }
    kind->mention(r, &mention, after);
    mentions->spoken_of = true;
    *array_push(&mentions->each, r->arena) = mention;
}

/* ---- the file ---------------------------------------------------------------------------- */

static bool stands_in(struct str text, struct str surface)
{
    const char *at = text.len ? memmem(text.s, text.len, surface.s, surface.len) : NULL;
    if (at)
        return true;
    /* across a line end of the text, a surface has a space */
    for (size_t i = 0; i + surface.len <= text.len; i++) {
        size_t same = 0;
        while (same < surface.len && (text.s[i + same] == surface.s[same] ||
                                      (text.s[i + same] == '\n' && surface.s[same] == ' ')))
            same++;
        if (same == surface.len)
            return true;
    }
    return false;
}

static void mistake_at_line(struct reading *r, int code, uint32_t line, const char *message)
{
    struct place_in_file at = { .file = r->file->path, .number = line };
    diag_add(r->diag, SEVERITY_ERROR, code, at, NULL, "%s", message);
}

static void end_case(struct reading *r)
{
    if (!r->current)
        return;
    if (!r->current->has_text)
        mistake_at_line(r, 205, r->current->line, "a case without text");
    for (size_t kind = 0; r->current->has_text && kind < CASE_KINDS; kind++)
        for (size_t i = 0; i < r->current->kinds[kind].each.count; i++) {
            const struct case_mention *mention = &r->current->kinds[kind].each.items[i];
            if (!stands_in(r->current->text, mention->surface))
                mistake_at_line(r, 206, mention->line, "the text does not have these words");
        }
    r->current = NULL;
}

static void begin_case(struct reading *r)
{
    if (r->current)
        return;
    r->current = array_push(&r->file->cases, r->arena);
    *r->current = (struct case_text){ .text = STR(""), .published = STR(""), .line = r->number };
}

static void read_line(struct reading *r)
{
    struct str names[LINE_KINDS], rest = str_trim(r->line), first = word(&rest);
    if (!first.len) {
        end_case(r);
        return;
    }
    if (first.s[0] == '#')
        return;
    begin_case(r);
    for (size_t i = 0; i < LINE_KINDS; i++) {
        const struct line_kind *kind = &line_kinds[i];
        names[i] = str_of(kind->name);
        if (!str_equal(first, names[i]))
            continue;
        if (kind->setting)
            kind->setting(r, rest);
        else
            add_mention(r, kind, rest);
        return;
    }
    unknown(r, 203, first, "no such line in a case", names, LINE_KINDS);
}

/* The name of the folder that the file lies in. */
static struct str folder_name(const char *path, struct arena *arena)
{
    char *whole = realpath(path, NULL);
    struct str name = arena_str(arena, str_of(whole ? basename(dirname(whole)) : ""));
    free(whole);
    return name;
}

static bool read_bytes(struct reading *r, const char *path, struct str *ret)
{
    struct buffer bytes = { 0 };
    struct place_in_file at = { .file = r->file->path };
    int error = file_read(path, LARGEST_FILE, &bytes);
    if (error)
        diag_add(r->diag, SEVERITY_ERROR, 201, at, NULL, "%s", strerror(error));
    else if (utf8_valid(buffer_str(&bytes)) < bytes.len)
        diag_add(r->diag, SEVERITY_ERROR, error = 202, at, NULL, "not UTF-8");
    *ret = arena_str(r->arena, buffer_str(&bytes));
    buffer_free(&bytes);
    return !error;
}

bool cases_read(const char *path, struct arena *arena, struct diag *diag, struct case_file *ret)
{
    size_t errors = diag->errors;
    *ret = (struct case_file){ .path = arena_str(arena, str_of(path)),
                               .lang = folder_name(path, arena) };
    struct reading r = { .file = ret, .arena = arena, .diag = diag };
    struct str rest;
    if (!read_bytes(&r, path, &rest))
        return false;
    while (rest.len) {
        r.line = str_split(&rest, '\n');
        r.number++;
        read_line(&r);
    }
    end_case(&r);
    return diag->errors == errors;
}
