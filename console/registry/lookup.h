/* The status look-up: asks the registry, tells apart its states and faults.
 * The look-up event is committed before (by the caller): its UUID goes along.
 */
#ifndef CONSOLE_REGISTRY_LOOKUP_H
#define CONSOLE_REGISTRY_LOOKUP_H

#include "console/base/error.h"
#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct config;
struct http;
struct lookup;
struct loop;
struct person;

enum lookup_state { LOOKUP_KNOWN, LOOKUP_NOT_FOUND, LOOKUP_UNKNOWN };

/* What came of it. `error` has the message for people: for UNKNOWN one of
 * MESSAGE_LOOKUP_* by the fault, for NOT_FOUND LOOKUP_NOT_FOUND, else none. */
struct lookup_answer {
    enum lookup_state state;
    struct error error;
    struct person *person; /* KNOWN only; taken by the callback */
    int64_t took_ms;
};

typedef void lookup_done(struct lookup_answer *answer, void *cookie);

/* The client of one registry: base address, token, deadline from the settings.
 * A token file that others can read is refused. Starts the network's thread. */
struct lookup *lookup_open(const struct config *config, struct loop *loop,
                           struct error *error);
void lookup_close(struct lookup *lookup);

/* Asks for one person. done runs once on the loop unless cancelled. One
 * request at a time: starting another cancels the one before. */
void lookup_start(struct lookup *lookup, const char *iin, const char *uuid,
                  enum language language, lookup_done *done, void *cookie);

/* Forgets the request; its answer never appears. Returns at once. */
void lookup_cancel(struct lookup *lookup);

/* Opens the connection while the agent is still typing. */
void lookup_warm(struct lookup *lookup);

/* "known", "not_found", "unknown". */
const char *lookup_state_name(enum lookup_state state);

#endif
