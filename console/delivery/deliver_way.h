/* The ways to the branches that the sender knows. Inside of the delivery room.
 */
#ifndef CONSOLE_DELIVERY_DELIVER_WAY_H
#define CONSOLE_DELIVERY_DELIVER_WAY_H

#include "console/base/memory.h"
#include "console/cases/store_outbox.h"
#include "console/delivery/sink.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Nothing goes this way any more while this sender runs. */
#define WAY_CLOSED INT64_MAX

/* A branch and a sink to it. Where nobody could be reached it is left alone up
 * to a moment of the steady clock, whoever comes. */
struct way {
    char branch[LIFE_CODE_SIZE];
    enum sink_kind kind;
    int64_t quiet_ms;
    int in_vain;     /* since somebody was reached; -1: as its messages say */
    bool unreadable; /* a message of it cannot be read, which was told */
};

/* Cleared by free(items). */
struct ways {
    struct way *items;
    size_t count;
};

/* The way, as a new one when it is not known; lent until the next call. */
struct way *ways_find(struct ways *ways, const char *branch,
                      enum sink_kind kind);

/* What waits for it in the outbox. */
struct outbox_queue way_queue(const struct way *way, const struct sinks *sinks);

#endif
