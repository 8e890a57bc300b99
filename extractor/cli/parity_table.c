#include <stdio.h>

#include "cli/data.h"
#include "cli/message.h"
#include "cli/parity_table.h"
#include "rules/parity.h"

enum { CELL_WIDTH = 9 };

struct parity_counts {
    size_t whole, alone, lacking;
};

static bool is_of_kind(const struct parity_row *row, const char *kind)
{
    return strcmp(kind, "all") == 0 || strcmp(rule_kind_name(row->kind), kind) == 0;
}

static bool is_kind(const char *kind)
{
    for (int i = 0; i < RULE_KINDS; i++)
        if (strcmp(rule_kind_name((enum rule_kind)i), kind) == 0)
            return true;
    return strcmp(kind, "all") == 0;
}

/* A cell holds the line in the language's file. */
static void print_row(const struct parity_row *row, size_t languages, int width)
{
    printf("%-*.*s", width, STR_ARG(row->name));
    for (size_t i = 0; i < languages; i++) {
        if (row->rules[i])
            printf("  %-*u", CELL_WIDTH, row->rules[i]->at.number);
        else
            printf("  %-*s", CELL_WIDTH, row->alone.len ? "-" : "lacking");
    }
    if (row->alone.len)
        printf("  %-8s  %.*s\n", rule_kind_name(row->kind), STR_ARG(row->alone));
    else
        printf("  %s\n", rule_kind_name(row->kind));
}

static void print_head(const struct ngz_engine *engine, int width)
{
    printf("%-*s", width, "rule");
    for (size_t i = 0; i < engine->languages.count; i++)
        printf("  %-*.*s", CELL_WIDTH, STR_ARG(engine->languages.codes[i]));
    printf("  %-8s  %s\n", "kind", "why it is alone");
}

static int widest_name(const struct parity *parity, const char *kind)
{
    size_t width = sizeof "rule" - 1;
    for (size_t i = 0; i < parity->rows.count; i++)
        if (is_of_kind(&parity->rows.items[i], kind) && parity->rows.items[i].name.len > width)
            width = parity->rows.items[i].name.len;
    return (int)width;
}

static struct parity_counts print_table(const struct ngz_engine *engine,
                                        const struct parity *parity, const char *kind)
{
    struct parity_counts counts = { 0 };
    int width = widest_name(parity, kind);
    print_head(engine, width);
    for (size_t i = 0; i < parity->rows.count; i++) {
        const struct parity_row *row = &parity->rows.items[i];
        if (!is_of_kind(row, kind))
            continue;
        *(row->whole ? &counts.whole : row->alone.len ? &counts.alone : &counts.lacking) += 1;
        print_row(row, engine->languages.count, width);
    }
    printf("%s rules: twins in every language %zu, alone for a reason %zu, lacking a twin %zu\n",
           kind, counts.whole, counts.alone, counts.lacking);
    return counts;
}

static enum exit_status table_of(const struct ngz_engine *engine, const char *kind)
{
    struct arena arena = { 0 };
    struct parity parity;
    parity_read(&engine->rules, &arena, &parity);
    struct parity_counts counts = print_table(engine, &parity, kind);
    arena_free(&arena);
    return counts.lacking ? EXIT_SOME_FAILED : EXIT_DONE;
}

enum exit_status parity_table(const struct call *call, const char *kind, const char *path)
{
    if (!is_kind(kind))
        return usage_error(call, "there is no kind of rule named '%s'", kind);
    struct diag diag = { 0 };
    struct ngz_engine *engine = engine_open_with_rules(call->data_dir, path, &diag);
    diag_print(&diag, stderr);
    diag_free(&diag);
    if (!engine)
        return EXIT_REFUSED;
    enum exit_status status = table_of(engine, kind);
    ngz_engine_close(engine);
    return status;
}
