#include <stdarg.h>

#include "base/diag.h"
#include "base/utf8.h"

static struct place_in_file keep(struct arena *arena, struct place_in_file at)
{
    at.file = arena_str(arena, at.file);
    at.line = arena_str(arena, at.line);
    return at;
}

void diag_add(struct diag *diag, enum severity severity, int code, struct place_in_file at,
              const char *hint, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    *array_push(&diag->entries, &diag->arena) = (struct diag_entry){
        .at = keep(&diag->arena, at),
        .severity = severity,
        .code = code,
        .message = arena_str(&diag->arena, str_of(message)),
        .hint = arena_str(&diag->arena, str_of(hint)),
    };
    *(severity == SEVERITY_ERROR ? &diag->errors : &diag->warnings) += 1;
}

/* The offending line, and under it a caret at the column, tabs kept so that both line up. */
static void print_excerpt(const struct diag_entry *entry, FILE *out)
{
    struct place_in_file at = entry->at;
    size_t column = at.column < at.line.len ? at.column : at.line.len;
    fprintf(out, "   %.*s\n   ", STR_ARG(at.line));
    for (size_t i = 0; i < column; i++)
        if (!utf8_is_tail(at.line.s[i]))
            fputc(at.line.s[i] == '\t' ? '\t' : ' ', out);
    fputc('^', out);
    for (size_t i = 1; i < at.length && column + i < at.line.len; i++)
        if (!utf8_is_tail(at.line.s[column + i]))
            fputc('~', out);
    if (entry->hint.len)
        fprintf(out, " %.*s", STR_ARG(entry->hint));
    fputc('\n', out);
}

static void print_entry(const struct diag_entry *entry, FILE *out)
{
    struct place_in_file at = entry->at;
    fprintf(out, "%.*s", STR_ARG(at.file));
    if (at.number)
        fprintf(out, ":%u:%u", at.number, at.column + 1);
    fprintf(out, ": %s: %.*s [NGZ-%03d]\n",
            entry->severity == SEVERITY_ERROR ? "error" : "warning", STR_ARG(entry->message),
            entry->code);
    if (at.number && at.line.len)
        print_excerpt(entry, out);
    else if (entry->hint.len)
        fprintf(out, "   %.*s\n", STR_ARG(entry->hint));
}

void diag_print(const struct diag *diag, FILE *out)
{
    for (size_t i = 0; i < diag->entries.count; i++)
        print_entry(&diag->entries.items[i], out);
}

void diag_free(struct diag *diag)
{
    arena_free(&diag->arena);
    *diag = (struct diag){ 0 };
}

enum { LONGEST_NAME = 63 };

/* Edit distance by bytes, one row of the table at a time; names over LONGEST_NAME are far. */
static size_t distance(struct str a, struct str b)
{
    size_t row[LONGEST_NAME + 1];
    if (a.len > LONGEST_NAME || b.len > LONGEST_NAME)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t replaced = diagonal + (a.s[i - 1] != b.s[j - 1]);
            size_t shifted = 1 + (row[j - 1] < row[j] ? row[j - 1] : row[j]);
            diagonal = row[j];
            row[j] = replaced < shifted ? replaced : shifted;
        }
    }
    return row[b.len];
}

struct str diag_nearest(struct str wanted, const struct str *names, size_t count)
{
    struct str best = STR("");
    size_t nearest = wanted.len / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t far = distance(wanted, names[i]);
        if (far < nearest) {
            nearest = far;
            best = names[i];
        }
    }
    return best;
}
