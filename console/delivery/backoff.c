/* Pauses between tries: plain arithmetic. */
#include "console/delivery/backoff.h"

#include "console/cases/outbox.h"

enum { SECOND_MS = 1000, DAY_MS = 86400 * SECOND_MS };

int64_t backoff_ms(int tries, int64_t asked_s, uint32_t dice)
{
    const int64_t longest = (int64_t)BACKOFF_LAST_S * SECOND_MS;
    int64_t length = (int64_t)BACKOFF_FIRST_S * SECOND_MS;
    for (int i = 0; i < tries && length < longest; i++)
        length *= 2;
    if (length > longest)
        length = longest;
    int64_t pause = length / 2 + (int64_t)(dice % (length / 2 + 1));
    if (asked_s > BACKOFF_LAST_S)
        asked_s = BACKOFF_LAST_S;
    return pause < asked_s * SECOND_MS ? asked_s * SECOND_MS : pause;
}

int64_t backoff_limit_ms(void)
{
    return (int64_t)OUTBOX_DAYS * DAY_MS;
}
