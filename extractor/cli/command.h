/* command.h - what main.c and the commands share: the row of the table of commands, the exit
 * statuses, and the options that every command takes. */
#ifndef NEWSGAZ_CLI_COMMAND_H
#define NEWSGAZ_CLI_COMMAND_H

#include <getopt.h>
#include <stdbool.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* done, but some article failed */
    EXIT_REFUSED = 2,     /* usage, rule or gazetteer error: nothing done */
    EXIT_BROKEN_OFF = 3   /* resource or I/O failure: state kept, rerun is safe */
};

/* One call of a command. */
struct call {
    const struct command *command;
    const char *data_dir; /* NULL: where the library looks by itself */
    int argc;
    char **argv;          /* argv[0] is "newsgaz COMMAND" */
};

struct command {
    const char *name, *usage, *purpose, *details;
    enum exit_status (*run)(struct call *call);
};

extern const struct command check_command, coverage_command, explain_command, export_command,
    extract_command, fsck_command, gazetteer_command, numbers_command, status_command,
    suggest_command, variants_command, watch_command;

/* The options that all commands take, for the end of a command's table of long options. */
#define COMMON_OPTIONS                                      \
    { "data-dir", required_argument, NULL, OPTION_DATA_DIR }, \
    { "help", no_argument, NULL, OPTION_HELP }, { NULL, 0, NULL, 0 }

enum { OPTION_DATA_DIR = 1000, OPTION_HELP };

/* getopt_long that sees to the common options itself: it ends the program after --help and on a
 * wrong option. -1 at the end; the paths then begin at optind. */
int next_option(struct call *call, const char *letters, const struct option *options);

/* The long name of the option of that value, which is in the table. */
const char *option_name(const struct option *options, int value);

/* Prints the message and where to read on; returns EXIT_REFUSED. */
enum exit_status usage_error(const struct call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
