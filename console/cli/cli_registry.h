/* The practice registry as a child of this program, which ends with it. Inside
 * of the cli room. */
#ifndef CONSOLE_CLI_CLI_REGISTRY_H
#define CONSOLE_CLI_CLI_REGISTRY_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <sys/types.h>

struct error;

struct cli_registry {
    pid_t pid;
    int life; /* the other end of its stdin: it ends when this is closed */
    int port; /* on the loopback */
};

/* Starts agent1414-practice, which lies beside this program, on a free port
 * with the people of this data folder, and waits until it listens.
 * MESSAGE_PRACTICE_START with what it said when it does not. */
MUST_USE bool cli_registry_start(struct cli_registry *registry,
                                 const char *data, struct error *error);

/* Ends it and waits for that. One that is not stopped ends with us. */
void cli_registry_stop(struct cli_registry *registry);

#endif
