/* The people of the practice: one agent, supervisor and administrator, and for
 * each branch a person and a head. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_SEAT_H
#define CONSOLE_CLI_CLI_SEAT_H

#include "console/base/memory.h"

#include <stdbool.h>

struct config;
struct error;
struct user;

/* Who "agent", "agent.NAME", "supervisor", "admin", "branch.CODE" and
 * "head.CODE" are (in small letters then); cleared by user_clear in any case.
 * MESSAGE_USAGE_OPTION for anything else. */
MUST_USE bool cli_seat_read(struct user *user, const char *as,
                            struct error *error);

/* Fills the store of these settings with the people of the practice who are not
 * there yet, and with `as`. */
MUST_USE bool cli_seats_fill(const struct config *config, const char *as,
                             struct error *error);

#endif
