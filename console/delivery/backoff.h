/* How long until the next try: doubles from half a minute to an hour, with
 * jitter, so that branches that come back are not all asked at once. */
#ifndef CONSOLE_DELIVERY_BACKOFF_H
#define CONSOLE_DELIVERY_BACKOFF_H

#include <stdint.h>

/* The first and the longest pause. */
enum { BACKOFF_FIRST_S = 30, BACKOFF_LAST_S = 3600 };

/* The pause in milliseconds after `tries` tries in vain before this one: the
 * dice (any number) choose between half and all of its length. `asked_s` is
 * what the other side asked for (Retry-After; -1: nothing): never sooner than
 * that, up to the longest pause. */
int64_t backoff_ms(int tries, int64_t asked_s, uint32_t dice);

/* After waiting so long in all a message needs a person. */
int64_t backoff_limit_ms(void);

#endif
