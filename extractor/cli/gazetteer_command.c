/* gazetteer_command.c - `newsgaz gazetteer build`: tables to one compiled file. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/message.h"
#include "engine.h"

static enum exit_status write_compiled(const char *output, struct str compiled)
{
    int error = file_replace(output, compiled);
    if (error) {
        complain_about(str_of(output), "%s", strerror(error));
        return EXIT_BROKEN_OFF;
    }
    fprintf(stderr, "%s: %zu bytes\n", output, compiled.len);
    return EXIT_DONE;
}

static enum exit_status build(const char *folder, const char *output)
{
    struct buffer compiled = { 0 };
    struct diag diag = { 0 };
    bool right = index_compile(folder, &diag, &compiled);
    diag_print(&diag, stderr);
    enum exit_status status = right ? write_compiled(output, buffer_str(&compiled)) : EXIT_REFUSED;
    diag_free(&diag);
    buffer_free(&compiled);
    return status;
}

static enum exit_status gazetteer(struct call *call)
{
    static const struct option options[] = { { "output", required_argument, NULL, 'o' },
                                             COMMON_OPTIONS };
    const char *output = "gazetteers.index";
    while (next_option(call, "o:", options) != -1)
        output = optarg;
    char **words = call->argv + optind;
    int count = call->argc - optind;
    if (count == 0 || strcmp(words[0], "build") != 0)
        return usage_error(call, "no task given, such as build");
    if (count > 2)
        return usage_error(call, "more than one folder given");
    struct buffer folder = { 0 };
    if (count == 2)
        buffer_printf(&folder, "%s", words[1]);
    else
        buffer_printf(&folder, "%s/gazetteers", engine_data_folder(call->data_dir));
    buffer_byte(&folder, '\0');
    enum exit_status status = build(folder.bytes, output);
    buffer_free(&folder);
    return status;
}

const struct command gazetteer_command = {
    .name = "gazetteer",
    .usage = "gazetteer build [options] [--] [FOLDER]",
    .purpose = "compile gazetteer tables",
    .details =
        "Checks the tables below FOLDER (default: those that the program uses) and writes their\n"
        "compiled form. The program does this by itself when tables have changed.\n\n"
        "  -o, --output FILE       where to (default: gazetteers.index)\n",
    .run = gazetteer,
};
