/* The moves of a case as commands: `case take NUMBER` and so on. Inside of the
 * cli room. */
#ifndef CONSOLE_CLI_CLI_CASE_MOVE_H
#define CONSOLE_CLI_CLI_CASE_MOVE_H

#include <stdbool.h>

struct cli;

/* Is the word behind `case` the name of a move, or "moves", their list? */
bool cli_case_move_is(const struct cli *cli);

/* Makes the move that the words name; gives the exit code. A person who loses a
 * race reads who won, when and how, and the exit code is EXIT_CONFLICT. */
int cli_case_move(struct cli *cli);

#endif
