/* Where the messages of a branch go, out of agent.conf ([branch.CODE] and
 * [delivery]), and handing one message to one sink. What a sink speaks stands
 * in console/delivery/README.md. */
#ifndef CONSOLE_DELIVERY_SINK_H
#define CONSOLE_DELIVERY_SINK_H

#include "console/base/memory.h"
#include "console/cases/store_outbox.h"

#include <stdbool.h>
#include <stdint.h>

struct config;
struct error;
struct sinks;

enum sink_kind {
#define SINK(id, name, label) SINK_##id,
#include "console/delivery/sink.def"
#undef SINK
    SINK_COUNT
};

const char *sink_name(enum sink_kind kind);
const char *sink_label(enum sink_kind kind);
MUST_USE bool sink_find(const char *name, enum sink_kind *kind);

/* Reads and checks all sinks: addresses, tokens' files, URLs (https; http to
 * loopback only). A fault names file, line and the remedy; nothing is sent with
 * settings that do not fit. NULL on error. */
struct sinks *sinks_new(const struct config *config, struct error *error);
void sinks_free(struct sinks *sinks);

/* The branch's sink; INBOX where nothing is set. May it be sent through this
 * one (its address is set)? */
enum sink_kind sinks_of(const struct sinks *sinks, const char *branch);
bool sinks_can(const struct sinks *sinks, const char *branch,
               enum sink_kind kind);

/* Does any branch need a sender (a sink that is not the inbox)? */
bool sinks_need_sender(const struct sinks *sinks);

/* How a sink answered. */
enum sink_end {
    SINK_TAKEN,   /* a final 2xx or 250: the branch has it */
    SINK_LATER,   /* not now: once more with the same id */
    SINK_REFUSED, /* it will never take this: a person must look */
};

struct sink_answer {
    enum sink_end end;
    int64_t retry_after_s;          /* -1: none given */
    char words[OUTBOX_LETTERS * 4]; /* the receipt, or why not; cleaned */
};

/* Connections and TLS sessions kept between messages. Waits for the answer, at
 * most delivery.deadline_ms; ends early (LATER) when *stop becomes true. */
struct courier;
struct courier *courier_open(const struct sinks *sinks,
                             const _Atomic bool *stop, struct error *error);
void courier_close(struct courier *courier);
struct sink_answer courier_send(struct courier *courier, enum sink_kind kind,
                                const struct outbox_message *message);

#endif
