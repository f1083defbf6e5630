/* Kept counters for the board: triggers change them in the transaction of the
 * row that they count, so no save can forget them. For the store's own files.
 */
#ifndef CONSOLE_CASES_STORE_TALLY_H
#define CONSOLE_CASES_STORE_TALLY_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct store;

/* A counter is (day, what, branch, name): count and sum. Of a day: `call` (sum:
 * seconds), also by branch for the calls that opened a case there; `agent` and
 * `outcome`, the same by name; `repeat`; `opened` by branch and issue; `closed`
 * by branch (sum: seconds since it was opened). Of day 0, as it stands now:
 * `state` by branch, `due` by branch and day of the due time (UTC). */

/* The day of a moment, in days since 1970: of UTC+5, the one time of the
 * country since 2024-03-01, so that a log gives the same counters anywhere. And
 * the moment in which a day begins. */
int64_t store_tally_day(int64_t ms);
int64_t store_tally_ms(int64_t day);

/* In the transaction that makes the schema: adds the triggers and counts what
 * there is. */
MUST_USE bool store_tally_make(struct store *store, struct error *error);

/* Counts all again: is every counter what the rows and events make it? Reads
 * everything. */
MUST_USE bool store_tally_check(struct store *store, bool *same,
                                struct error *error);

#endif
