/* Hands one message to one sink and says how it answered. What it speaks stands
 * in console/delivery/README.md. */
#ifndef CONSOLE_DELIVERY_COURIER_H
#define CONSOLE_DELIVERY_COURIER_H

#include "console/cases/store_outbox.h"
#include "console/delivery/sink.h"

#include <stdbool.h>
#include <stdint.h>

struct error;

/* How a sink answered. */
enum sink_end {
    SINK_TAKEN,   /* a final 2xx or 250: the branch has it */
    SINK_LATER,   /* not now: once more with the same id */
    SINK_AWAY,    /* the same, and nothing else goes there now either: nobody
                     can be reached, or we are not let in */
    SINK_REFUSED, /* it will never take this: a person must look */
};

struct sink_answer {
    enum sink_end end;
    int64_t retry_after_s;          /* -1: none given */
    char words[OUTBOX_LETTERS * 4]; /* the receipt; else "CODE: why not", the
                                       code of sink_why.def. Cleaned. */
};

/* One message at a time. */
struct courier;

/* Reads the files with secrets. Where a branch's token does not fit, that is
 * logged and its messages are AWAY; for the password of the mail server it
 * fails: MESSAGE_FILE_MODE, FILE_READ or CONFIG_VALUE. Sinks and *stop are
 * lent. */
struct courier *courier_open(const struct sinks *sinks,
                             const _Atomic bool *stop, struct error *error);
void courier_close(struct courier *courier);

/* Waits for the answer, at most delivery.deadline_ms. When *stop becomes true
 * it gives up (AWAY) only while it connects: what was sent is waited for. The
 * inbox is SINK_TAKEN never; it needs no courier and ends as REFUSED. */
struct sink_answer courier_send(struct courier *courier, enum sink_kind kind,
                                const struct outbox_message *message);

#endif
