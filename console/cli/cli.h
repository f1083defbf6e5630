/* The command line: global options, the list of subcommands, help, exit codes.
 * One file a subcommand; each is a row of cli.def. */
#ifndef CONSOLE_CLI_CLI_H
#define CONSOLE_CLI_CLI_H

#include "console/cli/cli_fail.h"
#include "console/cli/cli_practice.h"

#include <stdbool.h>

struct config;

/* What the command line came to. */
struct cli_result {
    int exit_code;         /* when nothing else is to be done */
    bool screens;          /* no command: open the screens */
    bool practice;         /* they stand in the practice mode */
    bool remote;           /* --as over SSH: the key must be the person's */
    struct config *config; /* for the screens; the caller frees */
};

/* Runs what argv asks for; prints to stdout, faults to stderr as one sentence
 * and its detail. --help and --version work without settings, store, terminal.
 * For --man the page is printed around what `manual` prints: the sections of
 * the screens (their keys), in man(7) format; NULL: none. A practice registry
 * that was started ends with this program. */
struct cli_result cli_main(int argc, char **argv, void (*manual)(void));

#endif
