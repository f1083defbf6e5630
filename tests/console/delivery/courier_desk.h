/* What the tests of the courier share: sinks for the branch KZO with a token
 * and an address, a courier on them, and a message to send. */
#ifndef TESTS_CONSOLE_DELIVERY_COURIER_DESK_H
#define TESTS_CONSOLE_DELIVERY_COURIER_DESK_H

#include "console/delivery/courier.h"

#define COURIER_ID "00000000-0000-4000-8000-000000000001.KZO"

struct courier_desk {
    char folder[64];
    char token[100]; /* a file: "made-up", mode 0600 */
    struct sinks *sinks;
    struct courier *courier;
    _Atomic bool stop;
    struct outbox_message message;
};

/* Setup and teardown of cmocka: *state is a desk without sinks. */
int courier_desk_open(void **state);
int courier_desk_close(void **state);

/* Sets all up for this server ("http://127.0.0.1:80/in" or "smtp://...") and
 * these settings more (NULL-ended; NULL: none). */
void courier_desk_set(struct courier_desk *desk, const char *url,
                      const char *const *more);

/* Sends the message; expects this end and words that begin so. */
void courier_desk_sends(struct courier_desk *desk, enum sink_kind kind,
                        enum sink_end end, const char *words);

#endif
