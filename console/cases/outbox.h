/* Messages to branches as data: how they stand (outbox.def), which event is
 * told to whom, and what is told. No store here. */
#ifndef CONSOLE_CASES_OUTBOX_H
#define CONSOLE_CASES_OUTBOX_H

#include "console/base/memory.h"
#include "console/cases/event.h"
#include "console/cases/life.h"

#include <stdbool.h>

struct json_t;

enum outbox_state {
#define OUTBOX(id, name, open, label) OUTBOX_##id,
#include "console/cases/outbox.def"
#undef OUTBOX
    OUTBOX_COUNT
};

/* "waiting"; does the branch not have it yet; the word for people (to be
 * translated). */
const char *outbox_name(enum outbox_state state);
bool outbox_is_open(enum outbox_state state);
const char *outbox_label(enum outbox_state state);
MUST_USE bool outbox_find(const char *name, enum outbox_state *state);

/* "UUID.BRANCH": the permanent id, of the event and whom it is told; letters of
 * a receipt or a reason; what "sent elsewhere" may name (sink.def). */
enum {
    OUTBOX_ID_SIZE = 36 + 1 + LIFE_CODE_SIZE,
    OUTBOX_LETTERS = 200,
    OUTBOX_SINK_SIZE = 17
};

/* After so many days without its branch a message needs a person. */
enum { OUTBOX_DAYS = 5 };

/* Whom an event is told: the branch of the case after a route or a move (sent
 * on: the one before too); nobody is told what the own people did, nor of what
 * only keeps a lease. Returns how many. */
int outbox_told(enum event_kind kind, const char *role,
                const struct json_t *body, char branches[2][LIFE_CODE_SIZE]);

/* What is told of an event (console/delivery/README.md): canonical JSON without
 * personal values, the same each time. NULL when the event names no case as
 * such an event does; the caller frees. */
struct outbox_about {
    const char *to; /* a branch */
    const char *issue, *language;
};
char *outbox_body(const struct event *event, const struct json_t *body,
                  const struct outbox_about *about);

#endif
