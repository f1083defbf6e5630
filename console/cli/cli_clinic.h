/* case list --by clinic: how many cases each clinic has, and which mean score.
 * Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_CLINIC_H
#define CONSOLE_CLI_CLI_CLINIC_H

struct cli;
struct desk;

/* Prints a row for each clinic of the cases that are asked for, most cases
 * first; gives the exit code. The mean is the sum of the scores by their
 * number, with one decimal, half up; no mean without scores. */
int cli_clinic_list(const struct cli *cli, const struct desk *desk);

#endif
