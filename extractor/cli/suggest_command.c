/* suggest_command.c - `newsgaz suggest`: which entities a name may be meant for. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cli/command.h"
#include "cli/data.h"
#include "cli/message.h"
#include "gazetteer/suggest.h"

enum { FEWEST = 1, MOST = 1000, USUAL = 5 };

struct asking {
    struct suggester *suggester;
    unsigned types;
    size_t most;
    bool json;
    struct suggestion *found; /* room for `most` */
};

static const struct {
    const char *word;
    unsigned types;
} kinds[] = {
    { "any", SUGGEST_ANY },
    { "place", SUGGEST_PLACES },
    { "person", SUGGEST_PERSONS },
    { "organisation", SUGGEST_ORGANISATIONS },
};

static const char *word_of(enum name_type type)
{
    return kinds[type + 1].word;
}

/* ---- output ---- */

static void print_table(const struct asking *asking, struct str name, size_t count)
{
    printf("%.*s\n", STR_ARG(name));
    for (size_t i = 0; i < count; i++) {
        const struct suggestion *found = &asking->found[i];
        printf("  %.3f %c %-28.*s %-24.*s %-12s %.*s\n", found->score, found->match ? '=' : ' ',
               STR_ARG(found->id), STR_ARG(found->nearest), word_of(found->type),
               STR_ARG(found->reason));
    }
    if (!count)
        puts("  nothing like it");
}

static json_t *text_json(struct str text)
{
    return json_stringn(text.s, text.len);
}

static json_t *suggestion_json(const struct suggestion *found)
{
    const char *type = word_of(found->type);
    return json_pack("{s:o, s:o, s:f, s:b, s:[{s:s, s:s}], s:o, s:o}",
                     "id", text_json(found->id), "name", text_json(found->called),
                     "score", found->score, "match", found->match,
                     "type", "id", type, "name", type,
                     "nearest", text_json(found->nearest), "reason", text_json(found->reason));
}

/* One line in the shape of the Reconciliation API. */
static void print_json(const struct asking *asking, size_t count)
{
    json_t *results = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(results, suggestion_json(&asking->found[i]));
    json_t *all = json_pack("{s:o}", "result", results);
    json_dumpf(all, stdout, JSON_REAL_PRECISION(4));
    putchar('\n');
    json_decref(all);
}

/* False when the name is no text. */
static bool ask(const struct asking *asking, struct str name)
{
    if (utf8_valid(name) != name.len) {
        complain_about(name, "not UTF-8");
        return false;
    }
    size_t count = suggest(asking->suggester, name, asking->types, asking->most, asking->found);
    if (asking->json)
        print_json(asking, count);
    else
        print_table(asking, name, count);
    return true;
}

/* ---- input ---- */

static bool ask_lines(const struct asking *asking)
{
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    for (ssize_t len; (len = getline(&line, &size, stdin)) >= 0;)
        good &= ask(asking, str_trim((struct str){ line, (size_t)len }));
    free(line);
    return good;
}

static bool ask_all(struct asking *asking, char *const *names, int count)
{
    bool good = true;
    asking->found = xmalloc(asking->most * sizeof *asking->found);
    for (int i = 0; i < count; i++)
        good &= strcmp(names[i], "-") == 0 ? ask_lines(asking) : ask(asking, str_of(names[i]));
    free(asking->found);
    return good;
}

/* ---- the command ---- */

static bool take_kind(struct str word, unsigned *ret)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(word, kinds[i].word)) {
            *ret = kinds[i].types;
            return true;
        }
    return false;
}

static bool take_limit(struct str number, size_t *ret)
{
    long value;
    if (!str_to_long(number, &value) || value < FEWEST || value > MOST)
        return false;
    *ret = (size_t)value;
    return true;
}

/* EXIT_REFUSED after a message, or EXIT_DONE. */
static enum exit_status read_options(struct call *call, struct asking *asking)
{
    static const struct option options[] = { { "kind", required_argument, NULL, 'k' },
                                             { "limit", required_argument, NULL, 'n' },
                                             { "json", no_argument, NULL, 'j' },
                                             COMMON_OPTIONS };
    for (int option; (option = next_option(call, "k:n:", options)) != -1;) {
        if (option == 'j')
            asking->json = true;
        else if (option == 'k' && !take_kind(str_of(optarg), &asking->types))
            return usage_error(call, "--kind is place, person, organisation or any");
        else if (option == 'n' && !take_limit(str_of(optarg), &asking->most))
            return usage_error(call, "--limit is a number from %d to %d", FEWEST, MOST);
    }
    return optind < call->argc ? EXIT_DONE : usage_error(call, "no name given");
}

static enum exit_status run_suggest(struct call *call)
{
    struct asking asking = { .types = SUGGEST_ANY, .most = USUAL };
    enum exit_status status = read_options(call, &asking);
    if (status != EXIT_DONE)
        return status;
    struct ngz_engine *engine = data_engine(call);
    if (!engine)
        return EXIT_REFUSED;
    asking.suggester = suggester_new(engine->index);
    bool good = ask_all(&asking, call->argv + optind, call->argc - optind);
    suggester_free(asking.suggester);
    ngz_engine_close(engine);
    return good ? EXIT_DONE : EXIT_SOME_FAILED;
}

const struct command suggest_command = {
    .name = "suggest",
    .usage = "suggest [options] [--] NAME...",
    .purpose = "tell which entities a name may be meant for",
    .details =
        "Prints the entities of the gazetteers that each NAME may be meant for, the likeliest\n"
        "first: how like the names are (1 is the same), a sign = where it is safe to take, the\n"
        "entity, its nearest name, and why. A NAME of - reads names from standard input, one a\n"
        "line.\n\n"
        "  -k, --kind KIND         only place, person or organisation (default: any)\n"
        "  -n, --limit N           at most so many for each name (default: 5)\n"
        "      --json              one line for each name, {\"result\":[...]}, as the\n"
        "                          Reconciliation API has it\n",
    .run = run_suggest,
};
