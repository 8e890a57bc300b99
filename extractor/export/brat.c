/* brat.c - a folder for the brat annotation tool: for each article its text and a file of
 * annotations, and the configuration that names their types. */
#include "base/file.h"
#include "export/database_put.h"
#include "export/exporters.h"
#include "write/digits.h"
#include "write/fields.h"

static const char configuration[] =
    "[entities]\nPlace\nPerson\nOrganisation\nDate\nkilled\nwounded\nmissing\ncaptured\nabducted\n"
    "displaced\ncasualties\nSpeaker\n\n[relations]\n"
    "at\tArg1:<ENTITY>, Arg2:Place\non\tArg1:<ENTITY>, Arg2:Date\n"
    "part-of\tArg1:<ENTITY>, Arg2:<ENTITY>\nsaid-by\tArg1:<ENTITY>, Arg2:Speaker\n\n"
    "[events]\n\n[attributes]\n";

/* An article on its way out. Names are T1 and so on, dates follow, then claims, then speakers. */
struct writing_brat {
    const struct record *record;
    struct positions positions;
    struct buffer *into;
    size_t relations, notes, speakers;
};

/* ---- spans ---------------------------------------------------------------------------------- */

static void write_range(struct writing_brat *w, uint32_t start, uint32_t end)
{
    digits_integer(w->into, (int64_t)positions_at(&w->positions, start));
    buffer_byte(w->into, ' ');
    digits_integer(w->into, (int64_t)positions_at(&w->positions, end));
}

/* A span over several lines is written as one fragment a line. */
static void write_ranges(struct writing_brat *w, struct span at)
{
    struct str text = w->record->article->text;
    for (uint32_t start = at.start, end = start; start < at.end; start = end) {
        while (end < at.end && text.s[end] != '\n')
            end++;
        write_range(w, start, end);
        while (end < at.end && text.s[end] == '\n')
            end++;
        if (end < at.end)
            buffer_byte(w->into, ';');
    }
}

/* Without line feeds and tabs, which part fields and lines. */
static void write_line(struct buffer *into, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] != '\n' || (i + 1 < text.len && text.s[i + 1] != '\n'))
            buffer_byte(into, text.s[i] == '\n' || text.s[i] == '\t' ? ' ' : text.s[i]);
}

static void write_span(struct writing_brat *w, size_t number, struct str type, struct span at)
{
    buffer_printf(w->into, "T%zu\t%.*s ", number, STR_ARG(type));
    write_ranges(w, at);
    buffer_byte(w->into, '\t');
    write_line(w->into, span_text(w->record->article->text, at));
    buffer_byte(w->into, '\n');
}

/* ---- mentions ------------------------------------------------------------------------------- */

static size_t date_number(const struct writing_brat *w, size_t i)
{
    return w->record->names.count + i + 1;
}

static size_t claim_number(const struct writing_brat *w, size_t i)
{
    return w->record->names.count + w->record->dates.count + i + 1;
}

static void write_name(struct writing_brat *w, size_t i)
{
    static const struct str types[] = { [NAME_PLACE] = { "Place", 5 },
                                        [NAME_PERSON] = { "Person", 6 },
                                        [NAME_ORGANISATION] = { "Organisation", 12 } };
    const struct name_mention *name = &w->record->names.items[i];
    write_span(w, i + 1, types[name->type], name->at);
    if (name->entity == NO_INDEX)
        return;
    const struct entity *entity = &w->record->entities.items[name->entity];
    buffer_printf(w->into, "N%zu\tReference T%zu newsgaz:%.*s\t", i + 1, i + 1,
                  STR_ARG(entity->id));
    write_line(w->into, entity->name);
    buffer_byte(w->into, '\n');
}

static void write_note(struct writing_brat *w, size_t number, struct str note)
{
    if (!note.len)
        return;
    buffer_printf(w->into, "#%zu\tAnnotatorNotes T%zu\t", ++w->notes, number);
    write_line(w->into, note);
    buffer_byte(w->into, '\n');
}

static void write_date(struct writing_brat *w, size_t i)
{
    const struct date_mention *date = &w->record->dates.items[i];
    write_span(w, date_number(w, i), STR("Date"), date->at);
    write_note(w, date_number(w, i), date->value);
}

static void write_relation(struct writing_brat *w, const char *type, size_t from, size_t to)
{
    buffer_printf(w->into, "R%zu\t%s Arg1:T%zu Arg2:T%zu\t\n", ++w->relations, type, from, to);
}

static void write_bounds(struct writing_brat *w, size_t number, const struct casualty *casualty)
{
    struct buffer note = { 0 };
    buffer_printf(&note, "%.*s, %.*s", STR_ARG(casualty->qualifier), STR_ARG(casualty->status));
    if (casualty->low >= 0)
        buffer_add(&note, STR(", low ")), digits_integer(&note, casualty->low);
    if (casualty->high >= 0)
        buffer_add(&note, STR(", high ")), digits_integer(&note, casualty->high);
    write_note(w, number, buffer_str(&note));
    buffer_free(&note);
}

static void write_claim(struct writing_brat *w, size_t i)
{
    const struct casualty *casualty = &w->record->casualties.items[i];
    size_t number = claim_number(w, i);
    write_span(w, number, casualty->role, casualty->at);
    write_bounds(w, number, casualty);
    if (casualty->place != NO_INDEX)
        write_relation(w, "at", number, casualty->place + 1);
    if (casualty->date != NO_INDEX)
        write_relation(w, "on", number, date_number(w, casualty->date));
    if (casualty->part_of != NO_INDEX)
        write_relation(w, "part-of", number, claim_number(w, casualty->part_of));
    if (!span_length(casualty->speaker.at))
        return;
    size_t speaker = claim_number(w, w->record->casualties.count) + w->speakers++;
    write_span(w, speaker, STR("Speaker"), casualty->speaker.at);
    write_relation(w, "said-by", number, speaker);
}

/* ---- files ---------------------------------------------------------------------------------- */

enum { LONGEST_NAME = 200, KEPT_OF_LONG_NAME = 120 };

/* A file name of its own for each article: other signs than these are written as %XX. */
static const char *file_of(struct export *export, const struct record *record, const char *ending)
{
    struct buffer name = { 0 };
    struct str key = article_key(record);
    char hash[65];
    for (size_t i = 0; i < key.len; i++) {
        unsigned char byte = (unsigned char)key.s[i];
        bool plain = (byte >= '0' && byte <= '9') || byte >= 0x80 ||
                     ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
                     (i && strchr("._-", byte));
        buffer_printf(&name, plain ? "%c" : "%%%02X", byte);
    }
    sha256_hex(key, hash);
    if (name.len > LONGEST_NAME) {
        name.len = KEPT_OF_LONG_NAME;
        buffer_printf(&name, "-%.16s", hash);
    }
    const char *path = arena_printf(&export->arena, "%s/%.*s%s", export->options->output,
                                    (int)name.len, name.bytes, ending).s;
    buffer_free(&name);
    return path;
}

static void write_file(struct export *export, const char *path, struct str contents)
{
    int error = file_replace(path, contents);
    if (error)
        export_fail(export, path, strerror(error));
}

static void begin(struct export *export)
{
    int error = folder_make(export->options->output);
    if (error)
        export_fail(export, export->options->output, strerror(error));
    else
        write_file(export,
                   arena_printf(&export->arena, "%s/annotation.conf", export->options->output).s,
                   str_of(configuration));
}

static void write_record(struct export *export, const struct record *record)
{
    struct buffer annotations = { 0 };
    struct writing_brat w = { .record = record, .into = &annotations };
    w.positions = positions_of(record->article->text);
    for (size_t i = 0; i < record->names.count; i++)
        write_name(&w, i);
    for (size_t i = 0; i < record->dates.count; i++)
        write_date(&w, i);
    for (size_t i = 0; i < record->casualties.count; i++)
        write_claim(&w, i);
    write_file(export, file_of(export, record, ".txt"), record->article->text);
    write_file(export, file_of(export, record, ".ann"), buffer_str(&annotations));
    buffer_free(&annotations);
    loss_count(&export->loss, record->numbers.count, "number that is no claim is not marked",
               "numbers are not marked by themselves");
}

const struct exporter brat_exporter = {
    .name = "brat",
    .target = TARGET_FOLDER,
    .begin = begin,
    .record = write_record,
};
