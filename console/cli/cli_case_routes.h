/* case routes: which branch acts, and whether the table is whole. Inside of the
 * cli room. */
#ifndef CONSOLE_CLI_CLI_CASE_ROUTES_H
#define CONSOLE_CLI_CLI_CASE_ROUTES_H

struct cli;

/* Lists the routes in force, each with the day on which a case of now would be
 * due; with --check proves them total over the days of facts.json. Gives the
 * exit code: EXIT_DATA when a case could be without branch or term. */
int cli_case_routes(const struct cli *cli);

#endif
