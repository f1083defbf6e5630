/* What stands on a command line: the options of cli_option.def anywhere, and
 * words. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_ARG_H
#define CONSOLE_CLI_CLI_ARG_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct error;

enum cli_option {
#define CLI_OPTION(id, letter, name, argument, help) CLI_##id,
#include "console/cli/cli_option.def"
#undef CLI_OPTION
    CLI_OPTION_COUNT,
    CLI_COMMAND_OPTIONS = CLI_JSON /* the first that is not global */
};

/* A row of the list. */
struct cli_option_row {
    char letter; /* 0: none */
    const char *name, *argument, *help;
};

const struct cli_option_row *cli_option_at(enum cli_option option);

struct cli_args {
    const char *given[CLI_OPTION_COUNT]; /* lent; "" for a flag, NULL: not */
    char **settings; /* "section.key=value", NULL-ended; owned */
    size_t setting_count;
    char **words; /* NULL-ended; the list is owned, the words are lent */
    int word_count;
};

/* Takes a command line apart; what options mean for the settings is among the
 * settings then. MESSAGE_USAGE_OPTION with the nearest name for an unknown one;
 * args hold what came before it and are cleared by the caller in any case. */
MUST_USE bool cli_args_read(struct cli_args *args, int argc, char **argv,
                            struct error *error);
void cli_args_clear(struct cli_args *args);

/* Adds a setting that overrides those before. */
void cli_args_set(struct cli_args *args, const char *name, const char *value);

/* How many letters differ; for the nearest name. */
size_t cli_distance(const char *from, const char *to);

#endif
