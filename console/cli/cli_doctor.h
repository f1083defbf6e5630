/* What a check of `doctor` leaves behind. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_DOCTOR_H
#define CONSOLE_CLI_CLI_DOCTOR_H

#include "console/base/error.h"

#include <stdbool.h>

struct config;
struct desk;

/* The result of one check: how it stands in words, or the error. */
struct health {
    bool warning; /* of the error: the work goes on, with less between */
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

/* Is the memory nobody else's, are new files (process.h)? Warnings. */
void cli_doctor_process(struct health *health);

/* Is the fence closed around this very process? Warnings. */
void cli_doctor_fence(struct health *health);

/* Which libraries are loaded, and is each new enough? */
void cli_doctor_libraries(struct health *health);

/* A warning when the data come over a network. */
void cli_doctor_ground(const struct config *config, struct health *health);

#endif
