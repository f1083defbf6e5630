/* The sinks from inside: what is set for each branch. Inside of the delivery
 * room. */
#ifndef CONSOLE_DELIVERY_SINK_STATE_H
#define CONSOLE_DELIVERY_SINK_STATE_H

#include "console/delivery/sink.h"

#include <stddef.h>
#include <stdint.h>

struct zone;

/* What is set for one branch; owned. Not set: NULL. */
struct sink {
    char *branch;
    enum sink_kind kind;
    char *url, *token_file, *mail_to;
    struct zone *zone; /* in which its people read times */
};

/* The paths of files are "" when they are not set. */
struct sinks {
    struct sink *items;
    size_t count;
    char *smtp_url, *smtp_from; /* NULL: not set */
    char *smtp_user;            /* NULL: without */
    char *smtp_password_file;
    char *ca_file; /* NULL: the system's */
    int64_t connect_ms, deadline_ms;
};

/* The branch's; NULL when nothing is set for it. */
const struct sink *sinks_find(const struct sinks *sinks, const char *branch);

#endif
