/* The people whose data the store holds: what it holds on one of them and who
 * saw it, forgetting them, and forgetting those whose time is over. Part of the
 * store (store.h). */
#ifndef CONSOLE_CASES_STORE_SUBJECT_H
#define CONSOLE_CASES_STORE_SUBJECT_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

/* Whom: by personal number (twelve digits), or as the person of a case. One is
 * given, the other NULL; lent. */
struct store_subject {
    const char *iin, *number;
};

/* Everything held on one person: {"erased": bool, "counts": {"calls", "cases",
 * "values", "active": [numbers], "waiting": calls promised}, "held": [{seq, at,
 * kind, actor, role, call, number, body, values: {field: text}}], "seen":
 * [{seq, at, kind, actor, role, call, number, body}]}, oldest first; values are
 * masked unless `revealed`. The report is committed as an event before anything
 * is read. RIGHT_PERSON_REPORT, and RIGHT_REVEAL when revealed;
 * MESSAGE_PERSON_NONE when nobody is known by it. NULL on error; the caller
 * decrefs. */
struct json_t *store_subject_report(struct store *store,
                                    const struct store_subject *who,
                                    bool revealed, struct error *error);

/* What erasing would take: the "counts" above, and {"seq": of the event} once
 * done. Erasing destroys the person's key, what finds it and what was sealed
 * under it, in one transaction with its event; calls, cases and their paths
 * stay as figures. Refused (MESSAGE_PERSON_BUSY) while a case is active or a
 * call promised. RIGHT_PERSON_ERASE. NULL on error; the caller decrefs. */
struct json_t *store_subject_preview(struct store *store,
                                     const struct store_subject *who,
                                     struct error *error);
struct json_t *store_subject_erase(struct store *store,
                                   const struct store_subject *who,
                                   struct error *error);

/* How long what is kept, in days; 0: for ever. */
struct store_retention {
    int64_t calls_days; /* calls, look-ups, calls promised */
    int64_t cases_days; /* after what was done with them last */
};

/* Erases, when `apply`, everybody of whom nothing is younger than that and
 * nothing is active; some in a transaction, so that nobody waits long:
 * {"persons", "calls", "cases", "values": of those, "kept": {"active", "young",
 * "forever": persons}}. RIGHT_PERSON_ERASE. NULL on error (what was erased
 * before it stays so); the caller decrefs. */
struct json_t *store_subject_retain(struct store *store,
                                    const struct store_retention *retention,
                                    bool apply, struct error *error);

#endif
