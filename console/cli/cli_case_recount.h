/* case recount: what promises would be by the calendars of now. Inside of the
 * cli room. */
#ifndef CONSOLE_CLI_CLI_CASE_RECOUNT_H
#define CONSOLE_CLI_CLI_CASE_RECOUNT_H

#include <stdbool.h>

struct cli;

/* Is it `case recount` of all cases? With a number behind it is a move of one
 * (cli_case_move.h). */
bool cli_case_recount_is(const struct cli *cli);

/* Lists the cases whose due times would change, old and new; with --apply
 * changes them, each by one event. Gives the exit code: that of the first case
 * that could not be changed. */
int cli_case_recount(const struct cli *cli);

#endif
