/* The outbox: what branches have yet to be told. A message is made in the
 * transaction of its event and is never taken away; how it stands follows from
 * the log and never changes the case. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_OUTBOX_H
#define CONSOLE_CASES_STORE_OUTBOX_H

#include "console/base/memory.h"
#include "console/cases/number.h"
#include "console/cases/outbox.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

/* One message; the times are UTC milliseconds. */
struct outbox_message {
    char id[OUTBOX_ID_SIZE];
    char number[NUMBER_SIZE];
    char branch[LIFE_CODE_SIZE];
    char sink[OUTBOX_SINK_SIZE]; /* sent elsewhere; "": as the settings say */
    int64_t seq;                 /* of the event; their order per case */
    int64_t at_ms;               /* of the event */
    enum event_kind kind;
    enum outbox_state state;
    int tries;
    int64_t next_ms;   /* not before, by the sender's own time; 0: at once */
    int64_t waited_ms; /* between its tries, so far; no jump of the clock
                          counts, nor a time without a sender */
    char *body;        /* what is told, JSON without personal values:
                          console/delivery/README.md; the same each time */
};
void outbox_message_clear(struct outbox_message *message);

/* A branch and one way to it. own: it is the branch's own sink by the settings,
 * so that the messages that were not sent elsewhere go through it. */
struct outbox_queue {
    const char *branch, *sink;
    bool own;
};

/* What to send next: of those that wait in the queue and come first for their
 * case and branch, those due longest, at most `most`; of those due at one time
 * the ones first that were tried and have waited least. The times are the
 * sender's own (0 is due); one further off than `horizon_ms` counts as due. */
struct outbox_ask {
    struct outbox_queue queue;
    int64_t now_ms, horizon_ms;
    int most;
    int64_t next_ms; /* answer: the first time at which another one of them is
                        due; 0: none */
};

/* Returns how many, -1 on error; the caller clears them. RIGHT_DELIVER. */
int store_outbox_due(struct store *store, struct outbox_ask *ask,
                     struct outbox_message *messages, struct error *error);

/* Calls seen() for each branch that has an open message. RIGHT_DELIVER. */
MUST_USE bool store_outbox_branches(struct store *store,
                                    void (*seen)(const char *branch,
                                                 void *cookie),
                                    void *cookie, struct error *error);

/* How a try ended. */
struct outbox_try {
    enum outbox_state state;  /* RECEIVED, REFUSED, EXPIRED: an event; WAITING:
                                 once more later */
    const char *sink;         /* through which ("http") */
    const char *words;        /* the receipt, or why not; cleaned and cut */
    int64_t next_ms, step_ms; /* WAITING: till when, and so much longer */
    int64_t waited_ms;        /* EXPIRED: what it had waited when it was read;
                                 one that was sent again since is left */
};

/* Commits how it ended; the same again changes nothing, nor does the failure of
 * a way through which it is no longer sent. RIGHT_DELIVER. */
MUST_USE bool store_outbox_tried(struct store *store, const char *id,
                                 const struct outbox_try *end,
                                 struct error *error);

/* The branch cannot be reached this way: commits that all that is due now, and
 * has waited less than the limit, was tried once more, and when it is next. */
struct outbox_hold {
    struct outbox_queue queue;
    int64_t now_ms, horizon_ms;
    int64_t next_ms;
    int64_t step_ms;  /* added to what each has waited */
    int64_t limit_ms; /* those that have waited so long stay due */
    const char *words;
};
MUST_USE bool store_outbox_hold(struct store *store,
                                const struct outbox_hold *hold,
                                struct error *error);

/* Somebody of the branch has the case before their eyes, up to the event
 * `seen_seq`: commits the receipt of all its messages until then that wait for
 * this branch in the inbox (`inbox`: that is the branch's sink by the
 * settings). Nothing to receive commits nothing, nor does a case that is not
 * the branch's; for people of other roles it does nothing. */
struct outbox_seen {
    const char *number;
    int64_t seen_seq;
    bool inbox;
};
MUST_USE bool store_outbox_receive(struct store *store,
                                   const struct outbox_seen *seen,
                                   struct error *error);

/* The last event of a record of store_case(); 0: it tells none. */
int64_t store_outbox_last(const struct json_t *record);

/* The cases that were sent on from this user's branch, of which it waits to be
 * told in the inbox: array of {number, seq (of the last event to tell)}, oldest
 * first. NULL on error; the caller decrefs. */
struct json_t *store_outbox_gone(struct store *store, bool inbox,
                                 struct error *error);

/* That was read: commits the receipts, so that it is said once. `gone`: as
 * store_outbox_gone() gave it. */
MUST_USE bool store_outbox_gone_read(struct store *store,
                                     const struct json_t *gone, bool inbox,
                                     struct error *error);

/* What a supervisor decides, each an event: try again at once (with another
 * five days), send through another sink (with all of the case that waits behind
 * it), or "the branch was told" in another way (`text`: how; sealed). Refused
 * when the branch has it by now (MESSAGE_OUTBOX_NOT_OPEN). RIGHT_OUTBOX. */
MUST_USE bool store_outbox_again(struct store *store, const char *id,
                                 struct error *error);
MUST_USE bool store_outbox_elsewhere(struct store *store, const char *id,
                                     const char *sink, struct error *error);
MUST_USE bool store_outbox_handed(struct store *store, const char *id,
                                  const char *text, struct error *error);

/* Which messages to list; NULL, 0: all. Oldest first. */
struct store_outbox_filter {
    const char *branch, *number, *sink;
    const char *state;        /* names with commas; NULL: all that are open */
    bool failing;             /* refused, expired, tried in vain, or
                                 older than OUTBOX_DAYS */
    int64_t after_seq;        /* the page behind this event... */
    const char *after_branch; /* ... and branch */
    int limit;                /* 0: 50 */
};

/* Array of {id, seq, number, branch, state, sink, kind, at, tries, next,
 * reason, issue, by, ended}; `sink`: sent elsewhere, else null; `reason`: why
 * the last try failed; `by`, `ended`: who told last how it went, and when, else
 * null. RIGHT_OUTBOX. NULL on error; the caller decrefs. */
struct json_t *store_outbox(struct store *store,
                            const struct store_outbox_filter *filter,
                            struct error *error);

/* One of them: the same members, and "body": what is told, an object. The same
 * right; MESSAGE_OUTBOX_NONE. */
struct json_t *store_outbox_one(struct store *store, const char *id,
                                struct error *error);

/* How many are open by branch: array of {branch, waiting, failing (as the
 * filter), refused, expired, oldest}; cheap. RIGHT_OUTBOX. */
struct json_t *store_outbox_counts(struct store *store, struct error *error);

#endif
