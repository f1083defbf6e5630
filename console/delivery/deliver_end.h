/* How the message that was sent last ended, kept until the store has taken it.
 * Inside of the delivery room. */
#ifndef CONSOLE_DELIVERY_DELIVER_END_H
#define CONSOLE_DELIVERY_DELIVER_END_H

#include "console/base/memory.h"
#include "console/cases/store_outbox.h"

#include <stdbool.h>

struct error;
struct store;

/* owed: the store has not taken it yet. barred: it never will. */
struct deliver_end {
    bool owed, barred;
    char id[OUTBOX_ID_SIZE], branch[LIFE_CODE_SIZE];
    char words[OUTBOX_LETTERS * 4];
    struct outbox_try end; /* its sink is lent for good (sink_name) */
};

/* Keeps how this message ended; nothing may be owed. */
void deliver_end_keep(struct deliver_end *kept,
                      const struct outbox_message *message,
                      const struct outbox_try *end);

/* Offers what is owed to the store; false while that is not available. An end
 * that it will never take is logged and owed no more: `barred`. */
MUST_USE bool deliver_end_offer(struct deliver_end *kept, struct store *store,
                                struct error *error);

#endif
