/* Help, version and manual page, from the lists. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_HELP_H
#define CONSOLE_CLI_CLI_HELP_H

struct cli_command;

/* Prints the help of one command, or of all (NULL). Each gives the exit code.
 */
int cli_help(const struct cli_command *command);

int cli_help_version(void);

/* Prints the manual page, with what `manual` prints (NULL: nothing) in it. */
int cli_help_manual(void (*manual)(void));

#endif
