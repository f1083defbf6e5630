/* What a check of `doctor` leaves behind. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_DOCTOR_H
#define CONSOLE_CLI_CLI_DOCTOR_H

#include "console/base/error.h"

#include <stdbool.h>

struct config;
struct desk;

/* The result of one check: how it stands in words, or the error. */
struct health {
    char fine[300];
    struct error error;
};

/* Does the registry answer, whatever it says? Waits for its deadline at most.
 * Puts the HTTP status into `fine`. */
void cli_doctor_registry(const struct config *config, struct health *health);

/* Which sinks the branches have, what waits, and whether a sender runs where
 * one is needed. */
void cli_doctor_delivery(const struct desk *desk, struct health *health);

/* Are the time zones new enough, and do promises of today rest on confirmed
 * days? */
void cli_doctor_calendar(const struct desk *desk, struct health *health);

#endif
