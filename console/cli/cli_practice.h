/* Desks of the practice: which one the settings stand for. */
#ifndef CONSOLE_CLI_CLI_PRACTICE_H
#define CONSOLE_CLI_CLI_PRACTICE_H

#include "console/base/memory.h"

#include <stdbool.h>

struct config;
struct error;

/* Practice: turns the settings into those of another desk, "agent",
 * "agent.NAME", "supervisor", "admin", "branch.CODE" or "head.CODE"; what they
 * were is freed. On error they stay as they are. */
MUST_USE bool cli_sit_down(struct config **config, const char *as,
                           struct error *error);

#endif
