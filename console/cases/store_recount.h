/* Counting the clocks of cases again, by other calendars than those they were
 * promised by. Nothing does it by itself. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_RECOUNT_H
#define CONSOLE_CASES_STORE_RECOUNT_H

#include "console/base/memory.h"
#include "console/cases/number.h"

#include <stdbool.h>
#include <stdint.h>

struct case_now;
struct deadlines;
struct error;
struct json_t;
struct store;

/* What the clocks of a case would show if its life, as the log has it, had been
 * counted by these deadlines from the start: due_ms, act_ms and left_s of
 * *now; the rest stays. A case without a term stays as it is. */
MUST_USE bool store_recount(struct store *store,
                            const struct deadlines *deadlines,
                            const char *number, struct case_now *now,
                            struct error *error);

/* The preview: cases on which somebody has to act and whose clocks would show
 * something else, as {number, branch, state, version, due, act, left_s,
 * new_due, new_act, new_left_s} (UTC, null: no such clock), oldest first.
 * RIGHT_CASE_ROUTE. NULL on error; the caller decrefs. */
struct json_t *store_recounts(struct store *store,
                              const struct deadlines *deadlines,
                              struct error *error);

#endif
