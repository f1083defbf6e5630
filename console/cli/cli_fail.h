/* How the command line ends on an error. */
#ifndef CONSOLE_CLI_CLI_FAIL_H
#define CONSOLE_CLI_CLI_FAIL_H

struct error;

/* Prints "agent1414: sentence (detail)" to stderr; gives the exit code. */
int cli_fail(const struct error *error);

#endif
