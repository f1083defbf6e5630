/* Who looked at whose data: look-ups, reveals, reports and exports. Part of the
 * store (store.h). */
#ifndef CONSOLE_CASES_STORE_LOOKS_H
#define CONSOLE_CASES_STORE_LOOKS_H

#include <stdint.h>

struct error;
struct json_t;
struct store;

/* One of number (a case: also what was seen of its person), iin, person (a
 * pseudonym) and agent (who looked) is given. */
struct store_look_filter {
    const char *number, *iin, *person, *agent;
    int64_t from_ms, until_ms; /* [from, until); 0: not bounded */
    int64_t before_seq;        /* 0: from the newest */
    int limit;                 /* 0: 50 */
};

/* Array, newest first: {"seq", "at", "actor", "role", "kind", "call", "number",
 * "what", "reason" (null: not asked for), "revealed" (bool: in full)}. Asking
 * by iin looks at a person's data too: it commits an event "who_saw" of its own
 * first. RIGHT_WHO_SAW. NULL on error; the caller decrefs. */
struct json_t *store_looks(struct store *store,
                           const struct store_look_filter *filter,
                           struct error *error);

#endif
