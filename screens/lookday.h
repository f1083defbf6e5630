/* A day to look again: so many working days ahead, or typed. Days are counted
 * since 1970 in the zone of the line. */
#ifndef SCREENS_LOOKDAY_H
#define SCREENS_LOOKDAY_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct seat;

int64_t lookday_today(const struct seat *seat);

/* The n-th working day of the branch after today. */
int64_t lookday_ahead(const struct seat *seat, const char *branch, int n);

/* Reads "25.11", "25 11" or "25.11.2026"; without a year it is the next such
 * day after today. False: no day, not after today, or over a year away. */
MUST_USE bool lookday_read(const char *typed, int64_t today, int64_t *day);

/* "25.11"; the caller frees. */
char *lookday_write(int64_t day);

/* The moment at which the day begins, UTC milliseconds. */
int64_t lookday_ms(const struct seat *seat, int64_t day);

#endif
