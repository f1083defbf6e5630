/* Where the messages of a branch go, out of agent.conf ([branch.CODE] and
 * [delivery]). Sending them is courier.h. */
#ifndef CONSOLE_DELIVERY_SINK_H
#define CONSOLE_DELIVERY_SINK_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct branch;
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

/* Reads and checks what is set for these branches (lent during the call): their
 * codes, addresses, URLs (https; http to loopback only). A fault names file,
 * line and the remedy; nothing is sent with settings that do not fit. Files
 * with secrets are for the courier alone. NULL on error. */
struct sinks *sinks_new(const struct config *config,
                        const struct branch *branches, size_t count,
                        struct error *error);
void sinks_free(struct sinks *sinks);

/* Would the courier read the files with secrets: are they there, and readable
 * by their owner alone? For who asks before a sender starts. */
MUST_USE bool sinks_check_secrets(const struct sinks *sinks,
                                  struct error *error);

/* The branch's sink; INBOX where nothing is set. */
enum sink_kind sinks_of(const struct sinks *sinks, const char *branch);

/* May it be sent through this one (its address is set)? */
bool sinks_can(const struct sinks *sinks, const char *branch,
               enum sink_kind kind);

/* Is the branch told by its inbox? Out of the settings alone, for those who
 * only read there. */
bool sink_is_inbox(const struct config *config, const char *branch);

/* Where that one leads: a URL, an e-mail address; NULL when it may not be sent
 * there, and for the inbox. Lent. */
const char *sinks_address(const struct sinks *sinks, const char *branch,
                          enum sink_kind kind);

/* Does any branch need a sender (a sink that is not the inbox)? */
bool sinks_need_sender(const struct sinks *sinks);

#endif
