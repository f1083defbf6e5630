/* The parts of the command `script`; each gives the exit code. Inside of the
 * cli room. */
#ifndef CONSOLE_CLI_CLI_SCRIPT_H
#define CONSOLE_CLI_CLI_SCRIPT_H

struct cli;
struct desk;

/* Prints a script (words[2]) as a tree in the language of the interface. */
int cli_script_show(const struct cli *cli, const struct desk *desk);

/* Walks a script (words[2]) with --facts and --answers to its end. */
int cli_script_run(const struct cli *cli, const struct desk *desk);

/* Evaluates --rule over --data, or a line each with --batch; needs no desk. */
int cli_script_eval(const struct cli *cli);

#endif
