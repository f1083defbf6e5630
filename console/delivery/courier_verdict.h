/* What an answer of a branch's server means for a message: taken, later, or
 * refused, and why. The rules of console/delivery/README.md; inside of the
 * delivery room. */
#ifndef CONSOLE_DELIVERY_COURIER_VERDICT_H
#define CONSOLE_DELIVERY_COURIER_VERDICT_H

#include "console/delivery/courier.h"
#include "console/delivery/sink_why.h"

struct http_answer;
struct smtp_answer;

/* `id` is the message's: the receipt where the branch names none. */
struct sink_answer courier_verdict_http(const struct http_answer *answer,
                                        const char *id);
struct sink_answer courier_verdict_smtp(const struct smtp_answer *answer,
                                        const char *id);

/* An answer that no server gave; not TAKEN. */
struct sink_answer courier_verdict(enum sink_end end, enum sink_why why,
                                   const char *words);

#endif
