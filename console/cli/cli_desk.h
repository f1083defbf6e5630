/* A desk for one command, with a loop of its own where it needs the network.
 * Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_DESK_H
#define CONSOLE_CLI_CLI_DESK_H

#include "console/desk.h"

struct cli;

struct cli_desk {
    struct loop *loop; /* NULL without DESK_NETWORK */
    struct desk desk;
};

/* Builds these parts (enum desk_parts); cleared by cli_desk_close in any
 * case. */
MUST_USE bool cli_desk_open(struct cli_desk *desk, const struct cli *cli,
                            unsigned parts, struct error *error);
void cli_desk_close(struct cli_desk *desk);

/* A local desk that closes itself. */
#define AUTO_DESK AUTO(cli_desk_close) struct cli_desk

#endif
