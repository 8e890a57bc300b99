#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "cli/import_task.h"
#include "cli/message.h"
#include "gazetteer/check.h"
#include "import/import.h"

enum option_letter { OPTION_MERGE = 256, OPTION_LANG, OPTION_COUNTRY, OPTION_CLASS, OPTION_KIND,
                     OPTION_POPULATION, OPTION_BOX, OPTION_MAP, OPTION_NAME, OPTION_SOURCE,
                     OPTION_TITLE, OPTION_LICENCE, OPTION_SAME, OPTION_DATE, OPTION_DRY };

static const struct option options[] = {
    { "output", required_argument, NULL, 'o' },
    { "merge", required_argument, NULL, OPTION_MERGE },
    { "lang", required_argument, NULL, OPTION_LANG },
    { "country", required_argument, NULL, OPTION_COUNTRY },
    { "class", required_argument, NULL, OPTION_CLASS },
    { "kind", required_argument, NULL, OPTION_KIND },
    { "min-population", required_argument, NULL, OPTION_POPULATION },
    { "bbox", required_argument, NULL, OPTION_BOX },
    { "map", required_argument, NULL, OPTION_MAP },
    { "name", required_argument, NULL, OPTION_NAME },
    { "source", required_argument, NULL, OPTION_SOURCE },
    { "title", required_argument, NULL, OPTION_TITLE },
    { "licence", required_argument, NULL, OPTION_LICENCE },
    { "date", required_argument, NULL, OPTION_DATE },
    { "same-name", required_argument, NULL, OPTION_SAME },
    { "dry-run", no_argument, NULL, OPTION_DRY },
    COMMON_OPTIONS,
};

/* The options of a call, while they are read. */
struct task {
    struct import_options import;
    struct arena arena;
    ARRAY(struct import_map) map;
    bool dry;
};

/* "id=code,name:fr=nom_fr": several may be given. */
static bool take_map(struct task *task, struct str text)
{
    while (text.len) {
        struct str column = str_split(&text, ','), field = str_split(&column, '=');
        if (!field.len || !column.len)
            return false;
        *array_push(&task->map, &task->arena) = (struct import_map){ field, column };
    }
    return true;
}

/* "WEST,SOUTH,EAST,NORTH" in degrees. */
static bool take_box(struct import_options *import, struct str text)
{
    struct str west = str_split(&text, ','), south = str_split(&text, ',');
    struct str east = str_split(&text, ',');
    import->boxed = true;
    return check_degrees(west, 180, &import->west) && check_degrees(south, 90, &import->south) &&
           check_degrees(east, 180, &import->east) && check_degrees(text, 90, &import->north) &&
           import->south <= import->north;
}

static bool take_same_name(struct import_options *import, struct str word)
{
    import->same_name = str_is(word, "link") ? SAME_NAME_LINKED : SAME_NAME_NEW;
    return str_is(word, "link") || str_is(word, "new");
}

/* What stands in a cell or in the name of a file. */
static bool is_plain(const char *text, bool name)
{
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < ' ' || (name && strchr("/ ", *at)))
            return false;
    return *text;
}

static bool take_option(struct task *task, int option, const char *value)
{
    struct import_options *import = &task->import;
    switch (option) {
    case 'o': import->output = value; return *value;
    case OPTION_MERGE: import->merge = value; return *value;
    case OPTION_LANG: import->languages = str_of(value); return true;
    case OPTION_COUNTRY: import->countries = str_of(value); return true;
    case OPTION_CLASS: import->classes = str_of(value); return true;
    case OPTION_KIND: import->kinds = str_of(value); return true;
    case OPTION_POPULATION: return check_number(str_of(value), &import->least_population);
    case OPTION_BOX: return take_box(import, str_of(value));
    case OPTION_MAP: return take_map(task, str_of(value));
    case OPTION_NAME: import->name = value; return is_plain(value, true);
    case OPTION_SOURCE: import->source = value; return is_plain(value, true);
    case OPTION_TITLE: import->title = value; return is_plain(value, false);
    case OPTION_LICENCE: import->licence = value; return is_plain(value, false);
    case OPTION_DATE: import->date = value; return is_plain(value, false);
    case OPTION_SAME: return take_same_name(import, str_of(value));
    default: task->dry = true; return true;
    }
}

/* ---- the outcome ---- */

static void report(const struct importer *importer, const struct import_result *result)
{
    fprintf(stderr,
            "%s: read %llu; places %llu, persons %llu, organisations %llu; %llu linked to entities "
            "that are there; names %llu\n",
            importer_name(importer), (unsigned long long)result->read,
            (unsigned long long)result->places, (unsigned long long)result->persons,
            (unsigned long long)result->organisations, (unsigned long long)result->linked,
            (unsigned long long)result->names);
    if (result->doubles)
        fprintf(stderr, "%10llu new ones bear the name of an entity that is there, and may be it\n",
                (unsigned long long)result->doubles);
    for (size_t i = 0; i < result->reasons.count; i++)
        fprintf(stderr, "%10llu %s: %s\n",
                (unsigned long long)result->reasons.items[i].count, result->reasons.items[i].what,
                result->reasons.items[i].why);
}

/* All that was read was left out, or the files are of another kind. */
static bool took_nothing(const struct import_result *result)
{
    return !result->names && result->reasons.count;
}

static enum exit_status run(const struct importer *importer, const struct task *task, char **paths,
                            size_t count)
{
    struct diag diag = { 0 };
    struct import_result result = { 0 };
    bool good = import_run(importer, &task->import, (const char *const *)paths, count, &diag,
                           &result);
    diag_print(&diag, stderr);
    if (good)
        report(importer, &result);
    bool nothing = !good || took_nothing(&result);
    if (nothing)
        complain("nothing imported");
    diag_free(&diag);
    import_result_free(&result);
    return !good ? EXIT_REFUSED : nothing ? EXIT_SOME_FAILED : EXIT_DONE;
}

static enum exit_status refuse_format(const struct call *call, struct str format)
{
    struct str names[16];
    size_t count = 0;
    for (; count < 16 && importer_at(count); count++)
        names[count] = str_of(importer_name(importer_at(count)));
    struct str nearest = diag_nearest(format, names, count);
    if (nearest.len)
        return usage_error(call, "no format '%.*s'; did you mean '%.*s'?", STR_ARG(format),
                           STR_ARG(nearest));
    return usage_error(call, "no format '%.*s'", STR_ARG(format));
}

static enum exit_status check_and_run(struct call *call, struct task *task)
{
    char **words = call->argv + optind;
    size_t count = (size_t)(call->argc - optind);
    if (count == 0)
        return usage_error(call, "no format given");
    const struct importer *importer = importer_named(str_of(words[0]));
    if (!importer)
        return refuse_format(call, str_of(words[0]));
    if (count == 1)
        return usage_error(call, "no file given");
    for (size_t i = 1; i < count && count > 2; i++)
        if (strcmp(words[i], "-") == 0)
            return usage_error(call, "standard input cannot be read beside other files");
    if (task->dry == (task->import.output != NULL) && !task->dry)
        return usage_error(call, "no folder given with -o; --dry-run only counts");
    if (task->dry)
        task->import.output = NULL;
    task->import.map = task->map.items;
    task->import.map_count = task->map.count;
    return run(importer, task, words + 1, count - 1);
}

enum exit_status import_task(struct call *call)
{
    struct task task = { .dry = false };
    int option;
    optind = 0;
    while ((option = next_option(call, "o:", options)) != -1)
        if (!take_option(&task, option, optarg)) {
            arena_free(&task.arena);
            return usage_error(call, "wrong value '%s'", optarg);
        }
    enum exit_status status = check_and_run(call, &task);
    arena_free(&task.arena);
    return status;
}
