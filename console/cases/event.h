/* One event of the log: append-only, chained by hash, without personal values
 * (those are sealed beside it; the body holds a salted commitment). */
#ifndef CONSOLE_CASES_EVENT_H
#define CONSOLE_CASES_EVENT_H

#include "console/base/memory.h"
#include "console/people/seal.h"

#include <stdbool.h>
#include <stdint.h>

struct json_t;

enum event_kind {
#define EVENT(id, name) EVENT_##id,
#include "console/cases/event.def"
#undef EVENT
    EVENT_COUNT
};

struct event {
    int64_t seq;
    char *uuid;
    int64_t at_ms; /* UTC */
    char *actor, *role;
    enum event_kind kind;
    char *call;   /* UUID, or NULL */
    char *number; /* of the case, or NULL */
    char *person; /* pseudonym (UUID), or NULL */
    char *body;   /* canonical JSON */
    unsigned char previous[SEAL_HASH_SIZE];
    unsigned char hash[SEAL_HASH_SIZE];
};

const char *event_name(enum event_kind kind);
MUST_USE bool event_find(const char *name, enum event_kind *kind);

/* The hash over all members but the hash itself, in one canonical form
 * (lengths in front, so that no two events give the same bytes). */
void event_hash(const struct event *event, unsigned char *out);

void event_clear(struct event *event);

#endif
