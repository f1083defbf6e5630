/* A moment as people type it during a call. */
#ifndef CONSOLE_BASE_WHEN_H
#define CONSOLE_BASE_WHEN_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct zone;

/* Reads "+30" (minutes from now), "14:30" (today, else tomorrow) or "25.11
 * 14:30" (this year, else the next) in the zone, into UTC milliseconds. False
 * when it is none of these, or not within the next 31 days. */
MUST_USE bool when_read(const char *typed, int64_t now_ms,
                        const struct zone *zone, int64_t *ms);

#endif
