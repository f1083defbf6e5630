/* The head of the log: number and hash of its newest event. Kept elsewhere, it
 * tells a log that was cut or written anew from the whole one. Part of the
 * store (store.h). */
#ifndef CONSOLE_CASES_STORE_HEAD_H
#define CONSOLE_CASES_STORE_HEAD_H

#include "console/base/memory.h"
#include "console/people/seal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

struct store_head {
    int64_t seq; /* 0: of an empty log */
    unsigned char hash[SEAL_HASH_SIZE];
};

/* Room for "HASH:SEQ", NUL included. */
enum { STORE_HEAD_SIZE = 2 * SEAL_HASH_SIZE + 22 };

/* The head of the store as it is now. */
MUST_USE bool store_head(struct store *store, struct store_head *head,
                         struct error *error);

/* Writes "HASH:SEQ". */
void store_head_write(const struct store_head *head, char out[STORE_HEAD_SIZE]);

/* All the heads that stand in a text, whatever stands around them (lines of
 * syslog), lowest number first; *count may become 0. The caller frees. */
struct store_head *store_heads_find(const char *text, size_t *count);

/* Is the log the one whose heads these are (from store_heads_find)?
 * {"heads": n, "ok": bool, "fits": the highest seq below the first misfit,
 * "seq": of the first that does not fit|null, "what": text|null}. Says nothing
 * of what lies between: verify first. NULL on error; the caller decrefs. */
struct json_t *store_head_check(struct store *store,
                                const struct store_head *heads, size_t count,
                                struct error *error);

/* From now on the first commit after each interval, by whoever shares this
 * store, writes the head to the syslog socket at this path (copied). A failure
 * is counted and never reaches the save; NULL: no writing. */
void store_head_to(struct store *store, const char *socket,
                   int64_t interval_ms);

/* From now on nobody is looked up (MESSAGE_AUDIT_UNHEARD) while heads have
 * found no taker for longer than this; 0: look-ups go on. */
void store_head_demand(struct store *store, int64_t within_ms);

/* How that went: {"written": ISO|null, "seq": of the head written last|null,
 * "failed": tries since then, "since": ISO of the first of them|null}. NULL on
 * error; the caller decrefs. */
struct json_t *store_head_state(struct store *store, struct error *error);

#endif
