/* Why a branch was not told, and what can be done about it, out of the words of
 * a sink: "denied: 401 token expired". */
#ifndef CONSOLE_DELIVERY_SINK_WHY_H
#define CONSOLE_DELIVERY_SINK_WHY_H

#include "console/base/memory.h"

#include <stdbool.h>

enum sink_why {
#define SINK_WHY(id, code, label, remedy) SINK_WHY_##id,
#include "console/delivery/sink_why.def"
#undef SINK_WHY
    SINK_WHY_COUNT
};

/* "denied". */
const char *sink_why_name(enum sink_why why);

/* A few words and one sentence for people (to be translated). */
const char *sink_why_label(enum sink_why why);
const char *sink_why_remedy(enum sink_why why);

/* Reads "CODE: words"; *rest becomes what the sink itself said, lent. False for
 * words without a code, and for NULL. */
MUST_USE bool sink_why_read(const char *words, enum sink_why *why,
                            const char **rest);

#endif
