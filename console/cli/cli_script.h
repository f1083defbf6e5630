/* The parts of the command `script`; each gives the exit code. Inside of the
 * cli room. */
#ifndef CONSOLE_CLI_CLI_SCRIPT_H
#define CONSOLE_CLI_CLI_SCRIPT_H

#include <stdbool.h>

struct cli;
struct desk;
struct script;

/* Prints a script (words[2]) in the language of the interface: as a tree, or
 * with --booklet as below. */
int cli_script_show(const struct cli *cli, const struct desk *desk);

/* Prints a script as a tree of its nodes and ways, with the texts or without.
 */
void cli_script_tree(const struct desk *desk, const struct script *script,
                     bool texts);

/* Prints a script as a Markdown booklet to proofread, its values as they are
 * on the desk's day. */
void cli_script_booklet(const struct desk *desk, const struct script *script);

/* Prints one script (words[2]) or all as a graph for dot of Graphviz; with
 * --tree as a tree without texts. */
int cli_script_graph(const struct cli *cli, const struct desk *desk);

/* Walks a script (words[2]) with --facts and --answers to its end. */
int cli_script_run(const struct cli *cli, const struct desk *desk);

/* Judges the scripts of the data folder, files (the words from the third on) in
 * place of those of their names, and prints all that is wrong. The desk needs
 * no data. */
int cli_script_check(const struct cli *cli, const struct desk *desk);

/* Enters scripts (the words from the third on, or all) with their versions into
 * scripts/published.json; not when anything is wrong. The same. */
int cli_script_publish(const struct cli *cli, const struct desk *desk);

/* Prints the paths of scripts (the words from the third on, or all in which a
 * call may start), each with values that take it. */
int cli_script_paths(const struct cli *cli, const struct desk *desk);

/* Evaluates --rule over --data, or a line each with --batch; needs no desk. */
int cli_script_eval(const struct cli *cli);

#endif
