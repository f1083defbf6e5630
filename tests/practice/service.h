/* The practice registry as an HTTP server on the loopback: persons, health
 * and the fault switch. */
#ifndef TESTS_PRACTICE_SERVICE_H
#define TESTS_PRACTICE_SERVICE_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct roster;
struct service;

struct service_settings {
    int port;                    /* 0: any free one */
    const char *token;           /* lent; NULL: nobody is asked for one */
    const char *fault;           /* lent; "none": only people's own faults */
    const struct roster *roster; /* lent, longer than the service lives */
};

/* Starts listening on 127.0.0.1, with a thread for every connection.
 *   GET /persons/{iin}     the contract of registry-api.md, or a fault
 *   GET /moved/{iin}       what "redirect" points to; nobody should come here
 *   GET /health            {"status", "people", "fault", "requests"}
 *   PUT /fault?name=NAME   switches every answer of /persons; "none" clears
 * NULL and an error if the fault is not known or the port is taken. */
struct service *service_open(const struct service_settings *settings,
                             struct error *error);

/* The port it listens on. */
int service_port(const struct service *service);

/* Ends all connections, the hanging ones too, and frees. */
void service_close(struct service *service);

#endif
