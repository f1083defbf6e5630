/* What a move demands: is it given, and does it fit? For the store's own
 * files. */
#ifndef CONSOLE_CASES_STORE_DEMAND_H
#define CONSOLE_CASES_STORE_DEMAND_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct case_now;
struct deadlines;
struct error;
struct store;
struct store_move;

/* What can be told without the store: version, reason, text (cleaned, NULL:
 * none), day, channel. MESSAGE_MOVE_NEEDS names what is missing or wrong. */
MUST_USE bool store_demand_given(const struct store_move *move,
                                 const char *text, int64_t at_ms,
                                 struct error *error);

/* What depends on where the case stands and on others: person, branch, leading
 * case, tries, how long ago it was closed. Inside the transaction. */
MUST_USE bool store_demand_fits(struct store *store,
                                const struct deadlines *deadlines,
                                const struct store_move *move,
                                const struct case_now *now, int64_t at_ms,
                                struct error *error);

#endif
