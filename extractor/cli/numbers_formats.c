/* numbers_formats.c - the formats of `newsgaz numbers`. */
#include <jansson.h>
#include <stdio.h>

#include "cli/numbers.h"
#include "write/digits.h"

/* ---- one number as a row --------------------------------------------------------------------- */

static void put_value(const struct number_mention *number, struct buffer *into)
{
    if (number->has_value)
        digits_decimal(into, number->value);
}

static void put_cell(struct buffer *into, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        buffer_byte(into, (unsigned char)text.s[i] < ' ' ? ' ' : text.s[i]);
}

static void put_context(const struct number *number, struct buffer *into)
{
    put_cell(into, number->citation.before);
    buffer_byte(into, '[');
    put_cell(into, number->text);
    buffer_byte(into, ']');
    put_cell(into, number->citation.after);
}

static void put_text(const struct number *number, struct buffer *into)
{
    struct buffer value = { 0 };
    put_value(number->mention, &value);
    put_cell(into, number->citation.file);
    buffer_printf(into, ":%u  %-10.*s %-10.*s %-24.*s  ", number->citation.at,
                  STR_ARG(number->mention->class), STR_ARG(buffer_str(&value)),
                  STR_ARG(number->mention->rule));
    put_context(number, into);
    buffer_byte(into, '\n');
    buffer_free(&value);
}

static void put_tsv(const struct number *number, struct buffer *into)
{
    put_cell(into, number->citation.file);
    buffer_printf(into, "\t%u\t%zu\t", number->citation.at, number->end);
    put_cell(into, number->text);
    buffer_byte(into, '\t');
    put_value(number->mention, into);
    buffer_printf(into, "\t%.*s\t%.*s\t%.*s\t", STR_ARG(number->mention->class),
                  STR_ARG(number->mention->rule), STR_ARG(number->lang));
    put_context(number, into);
    buffer_byte(into, '\n');
}

static void set_string(json_t *object, const char *key, struct str value)
{
    if (value.len)
        json_object_set_new(object, key, json_stringn_nocheck(value.s, value.len));
}

static int append(const char *bytes, size_t len, void *into)
{
    buffer_add(into, (struct str){ bytes, len });
    return 0;
}

/* 12 and not 12.0. */
static json_t *value_of(double value)
{
    bool whole = value > -1e15 && value < 1e15 && value == (double)(json_int_t)value;
    return whole ? json_integer((json_int_t)value) : json_real(value);
}

/* Every object but the first of an article stands behind a comma. */
static void put_json(const struct number *number, struct buffer *into)
{
    json_t *object = json_object();
    set_string(object, "file", number->citation.file);
    json_object_set_new(object, "start", json_integer(number->citation.at));
    json_object_set_new(object, "end", json_integer((json_int_t)number->end));
    set_string(object, "text", number->text);
    if (number->mention->has_value)
        json_object_set_new(object, "value", value_of(number->mention->value));
    set_string(object, "class", number->mention->class);
    set_string(object, "rule", number->mention->rule);
    set_string(object, "lang", number->lang);
    set_string(object, "before", number->citation.before);
    set_string(object, "after", number->citation.after);
    if (into->len)
        buffer_add(into, STR(",\n"));
    json_dump_callback(object, append, into, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(object);
}

/* ---- the summary ----------------------------------------------------------------------------- */

size_t class_sum(const struct class_count *count)
{
    size_t sum = 0;
    for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++)
        sum += count->counts[lang];
    return sum;
}

static size_t total_in(const struct numbers_found *all, size_t lang)
{
    size_t total = 0;
    for (size_t i = 0; i < all->classes.count; i++)
        total += all->classes.items[i].counts[lang];
    return total;
}

/* Tenths of a percent. */
static size_t share(size_t part, size_t all)
{
    return all ? part * 1000 / all : 0;
}

static void print_share(size_t part, size_t all)
{
    size_t tenths = share(part, all);
    printf("  %7zu %3zu.%zu %%", part, tenths / 10, tenths % 10);
}

static struct str column_name(const struct ngz_engine *engine, size_t lang)
{
    return lang == MOST_LANGUAGES ? STR("und") : engine->languages.codes[lang];
}

/* Languages that have numbers. */
static bool has_column(const struct ngz_engine *engine, const struct numbers_found *all,
                       size_t lang)
{
    return (lang < engine->languages.count || lang == MOST_LANGUAGES) && total_in(all, lang);
}

static size_t total_of_all(const struct numbers_found *all)
{
    size_t total = 0;
    for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++)
        total += total_in(all, lang);
    return total;
}

static void print_class(const struct ngz_engine *engine, const struct numbers_found *all,
                        const struct class_count *class)
{
    printf("%-12.*s", STR_ARG(class->class));
    for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++)
        if (has_column(engine, all, lang))
            print_share(class->counts[lang], total_in(all, lang));
    print_share(class_sum(class), total_of_all(all));
    putchar('\n');
}

static void summary_text(const struct ngz_engine *engine, const struct numbers_found *all)
{
    struct class_count total = { .class = STR("all") };
    printf("%-12s", "class");
    for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++) {
        total.counts[lang] = total_in(all, lang);
        if (has_column(engine, all, lang))
            printf("  %15.*s", STR_ARG(column_name(engine, lang)));
    }
    printf("  %15s\n", "all");
    for (size_t i = 0; i < all->classes.count; i++)
        print_class(engine, all, &all->classes.items[i]);
    print_class(engine, all, &total);
}

static void summary_tsv(const struct ngz_engine *engine, const struct numbers_found *all)
{
    puts("class\tlang\tcount\tpercent");
    for (size_t i = 0; i < all->classes.count; i++)
        for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++) {
            size_t count = all->classes.items[i].counts[lang];
            size_t tenths = share(count, total_in(all, lang));
            if (count)
                printf("%.*s\t%.*s\t%zu\t%zu.%zu\n", STR_ARG(all->classes.items[i].class),
                       STR_ARG(column_name(engine, lang)), count, tenths / 10, tenths % 10);
        }
}

static void summary_json(const struct ngz_engine *engine, const struct numbers_found *all)
{
    const char *between = "";
    for (size_t i = 0; i < all->classes.count; i++)
        for (size_t lang = 0; lang <= MOST_LANGUAGES; lang++) {
            size_t count = all->classes.items[i].counts[lang];
            size_t tenths = share(count, total_in(all, lang));
            if (!count)
                continue;
            printf("%s{\"class\":\"%.*s\",\"lang\":\"%.*s\",\"count\":%zu,\"percent\":%zu.%zu}",
                   between, STR_ARG(all->classes.items[i].class),
                   STR_ARG(column_name(engine, lang)), count, tenths / 10, tenths % 10);
            between = ",\n";
        }
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct numbers_format formats[] = {
    { "text", "", "", "\n", "", false, put_text, summary_text },
    { "tsv", "file\tstart\tend\ttext\tvalue\tclass\trule\tlang\tcontext\n", "", "", "", true,
      put_tsv, summary_tsv },
    { "json", "{\"numbers\":[\n", ",\n", "\n],\"classes\":[\n", "\n]}\n", false, put_json,
      summary_json },
};

const struct numbers_format *numbers_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(name, formats[i].name) == 0)
            return &formats[i];
    return NULL;
}
