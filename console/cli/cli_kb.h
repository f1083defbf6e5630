/* The parts of the command `kb`; each gives the exit code. Inside of the cli
 * room. */
#ifndef CONSOLE_CLI_CLI_KB_H
#define CONSOLE_CLI_CLI_KB_H

struct cli;
struct desk;

/* Prints what answers the query (the words from the third on). */
int cli_kb_search(const struct cli *cli, struct desk *desk);

/* Prints an article (words[2]) as it is on the desk's day. */
int cli_kb_show(const struct cli *cli, struct desk *desk);

/* Judges the articles, their words and links, and prints all that is wrong. */
int cli_kb_check(const struct cli *cli, struct desk *desk);

#endif
