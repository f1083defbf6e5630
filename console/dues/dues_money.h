/* Sums: whole tiyn in 64 bits, reckoned exactly and rounded once. */
#ifndef CONSOLE_DUES_DUES_MONEY_H
#define CONSOLE_DUES_DUES_MONEY_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;

/* The largest sum that is taken: a million million tenge, in tiyn. */
#define DUES_MONEY_MAX INT64_C(100000000000000)

/* *part = sum * times / of, half up to the tiyn. False with MESSAGE_DUES_MONEY
 * when sum or times is below 0, of below 1, or the part does not fit. */
MUST_USE bool dues_share(int64_t sum, int64_t times, int64_t of, int64_t *part,
                         struct error *error);

/* *sum += more; both from 0. False as above. */
MUST_USE bool dues_add(int64_t *sum, int64_t more, struct error *error);

/* Reads typed tenge: digits, with spaces where you like, a comma or point
 * before one or two digits of tiyn, the sign of the tenge behind. False when
 * it is none, negative, or above DUES_MONEY_MAX. */
MUST_USE bool dues_money_read(const char *typed, int64_t *tiyn);

#endif
