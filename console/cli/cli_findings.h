/* What is wrong with scripts, as authors read it. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_FINDINGS_H
#define CONSOLE_CLI_CLI_FINDINGS_H

struct cli;
struct findings;

/* Prints the findings, sorted: "FILE:LINE: CODE NODE: sentence", values that
 * show it on the next line, the count at the end; with --json one object. Gives
 * the exit code: EXIT_DATA with an error among them, else EXIT_OK. */
int cli_findings_print(const struct cli *cli, struct findings *findings);

#endif
