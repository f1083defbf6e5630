/* The subcommands of cli.def, found by name. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_TABLE_H
#define CONSOLE_CLI_CLI_TABLE_H

#include "console/cli/cli_arg.h"

#include <stdbool.h>
#include <stddef.h>

struct cli_command;
struct error;

/* How many there are, and one of them in the order of the list. */
size_t cli_table_count(void);

/* The nth of them; static. */
const struct cli_command *cli_table_at(size_t index);

/* By its name; NULL and MESSAGE_USAGE_COMMAND with the nearest name. */
const struct cli_command *cli_table_find(const char *name, struct error *error);

/* Does the command take this option? The global ones all do. */
bool cli_table_takes(const struct cli_command *command, enum cli_option option);

#endif
