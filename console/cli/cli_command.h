/* What a subcommand is and what it gets. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_COMMAND_H
#define CONSOLE_CLI_CLI_COMMAND_H

#include "console/base/memory.h"
#include "console/cli/cli_arg.h"

#include <stdbool.h>
#include <stddef.h>

struct cli_command;
struct config;
struct error;

/* What a subcommand gets; words[0] is its name, a NULL follows the last. */
struct cli {
    const struct cli_command *command; /* NULL: none */
    const struct cli_command *inner;   /* the one to practise, NULL: none */
    struct config *config;             /* NULL: they could not be read */
    const struct error *config_error;  /* why not */
    const struct cli_args *args;
    bool screens;  /* the screens shall be opened */
    bool practice; /* in the practice mode */
    bool remote;   /* --as over SSH */
    bool json, csv;
    int count; /* of the words */
    char **words;
};

struct cli_command {
    const char *name;
    int (*run)(struct cli *cli); /* gives the exit code */
    bool settings;               /* does not run without settings */
    const char *options;         /* names of what it takes, with spaces */
    const char *usage, *help, *examples;
};

/* The functions of the rows: cli_iin and so on. */
#define SUBCOMMAND(name, settings, options, usage, help, examples)             \
    int cli_##name(struct cli *cli);
#include "console/cli/cli.def"
#undef SUBCOMMAND

/* Runs its command; fails before when that needs settings and there are none.
 */
int cli_command_run(struct cli *cli);

/* The argument of an option, NULL when it was not given. */
const char *cli_given(const struct cli *cli, enum cli_option option);

/* So many words behind the name? If not, false, with the exit code of what was
 * said to stderr. */
bool cli_words(const struct cli *cli, int least, int most, int *exit_code);

/* Is the first word this one, with at most so many behind it? */
bool cli_words_are(const struct cli *cli, const char *word, int most);

/* Exactly the word `alone`, or the word `with` and one more? Else as above. */
bool cli_words_sub(const struct cli *cli, const char *alone, const char *with,
                   int *exit_code);

#endif
