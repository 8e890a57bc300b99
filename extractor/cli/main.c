/* main.c - the program: a table of commands, and help about them. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "cli/command.h"
#include "cli/data.h"
#include "cli/message.h"
#include "newsgaz.h"

static enum exit_status help(struct call *call);

static const struct command help_command = {
    .name = "help",
    .usage = "help [COMMAND]",
    .purpose = "tell about the program or a command",
    .details = "",
    .run = help,
};

static const struct command *const commands[] = {
    &extract_command,
    &watch_command,
    &coverage_command,
    &export_command,
    &numbers_command,
    &status_command,
    &fsck_command,
    &check_command,
    &explain_command,
    &suggest_command,
    &variants_command,
    &gazetteer_command,
    &help_command,
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void print_program_help(FILE *out)
{
    fputs("Usage: newsgaz COMMAND [options] [--] [PATH...]\n"
          "Reads news articles in Italian, French and English and writes for each a record of\n"
          "its places, persons, dates and casualty numbers.\n\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->purpose);
    fputs("\n"
          "  --data-dir DIR   rules and gazetteers to use, with every command\n"
          "  --help           this text; after a command, help about it\n"
          "  --version        the program's version\n\n"
          "Exit status: 0 all done; 1 done, but some article failed; 2 usage, rule or gazetteer\n"
          "error, nothing done; 3 resource or I/O failure, rerun is safe.\n",
          out);
}

static void print_command_help(const struct command *command, FILE *out)
{
    fprintf(out, "Usage: newsgaz %s\n%s", command->usage, command->details);
}

static const struct command *find(struct str name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_is(name, commands[i]->name))
            return commands[i];
    return NULL;
}

static enum exit_status refuse_unknown(struct str name)
{
    struct str names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = str_of(commands[i]->name);
    struct str nearest = diag_nearest(name, names, COMMAND_COUNT);
    if (nearest.len)
        complain_about(name, "no such command; did you mean '%.*s'?", STR_ARG(nearest));
    else
        complain_about(name, "no such command; 'newsgaz help' lists them");
    return EXIT_REFUSED;
}

static enum exit_status help(struct call *call)
{
    static const struct option options[] = { COMMON_OPTIONS };
    while (next_option(call, "", options) != -1)
        continue;
    if (optind == call->argc) {
        print_program_help(stdout);
        return EXIT_DONE;
    }
    struct str name = str_of(call->argv[optind]);
    const struct command *command = find(name);
    if (!command)
        return refuse_unknown(name);
    print_command_help(command, stdout);
    return EXIT_DONE;
}

int next_option(struct call *call, const char *letters, const struct option *options)
{
    int option = getopt_long(call->argc, call->argv, letters, options, NULL);
    switch (option) {
    case OPTION_DATA_DIR:
        call->data_dir = optarg;
        return next_option(call, letters, options);
    case OPTION_HELP:
        print_command_help(call->command, stdout);
        exit(fflush(stdout) ? EXIT_BROKEN_OFF : EXIT_DONE);
    case '?':
        print_command_help(call->command, stderr);
        exit(EXIT_REFUSED);
    default:
        return option;
    }
}

const char *option_name(const struct option *options, int value)
{
    while (options->val != value)
        options++;
    return options->name;
}

enum exit_status usage_error(const struct call *call, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    complain_about(str_of(message), "see 'newsgaz help %s'", call->command->name);
    return EXIT_REFUSED;
}

/* A standard stream that the caller closed must not become the number of a file we open: a read
 * finds its end, a write fails. */
static void occupy_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDONLY) != fd)
            exit(EXIT_BROKEN_OFF);
}

static enum exit_status run_command(struct call *call)
{
    if (call->argc == 0) {
        print_program_help(stderr);
        return EXIT_REFUSED;
    }
    struct str name = str_of(call->argv[0]);
    call->command = find(name);
    if (!call->command)
        return refuse_unknown(name);
    char title[64];
    snprintf(title, sizeof title, "newsgaz %s", call->command->name);
    call->argv[0] = title;
    optind = 0; /* GNU: begin anew */
    return call->command->run(call);
}

/* The options before the command; true when the program has nothing left to do. */
static bool take_leading_options(int argc, char **argv, struct call *call, enum exit_status *ret)
{
    static const struct option options[] = { { "version", no_argument, NULL, 'V' },
                                             COMMON_OPTIONS };
    int option;
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (option == OPTION_DATA_DIR) {
            call->data_dir = optarg;
            continue;
        }
        if (option == 'V')
            printf("newsgaz %s\n", ngz_version());
        else
            print_program_help(option == OPTION_HELP ? stdout : stderr);
        *ret = option == '?' ? EXIT_REFUSED : EXIT_DONE;
        return true;
    }
    call->argc = argc - optind;
    call->argv = argv + optind;
    return false;
}

int main(int argc, char **argv)
{
    occupy_standard_streams();
    struct call call = { .data_dir = data_of_build_tree() };
    enum exit_status status;
    if (!take_leading_options(argc, argv, &call, &status))
        status = run_command(&call);
    if (fflush(stdout) || ferror(stdout)) {
        complain("cannot write standard output");
        return EXIT_BROKEN_OFF;
    }
    return (int)status;
}
