/* The board of figures: how many cases stand where, and what came in, out of
 * counters that are kept with every save. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_BOARD_H
#define CONSOLE_CASES_STORE_BOARD_H

#include <stdint.h>

struct error;
struct json_t;
struct store;
struct store_review_filter;

/* Days since 1970 of the country's time, [from, until); 0: not bounded. With a
 * branch: its cases, and the calls that opened them. */
struct store_board_filter {
    const char *branch; /* NULL: all; the own one for the head of a branch */
    int64_t from_day, until_day;
};

/* {"branch": code|null, "from", "until": first and last day of the figures or
 * null,
 *  as it stands now: "open" (somebody still has to act), "overdue", "waiting",
 *  "returned",
 *  of the days: "calls", "handle_s" (their seconds), "repeat" (calls of persons
 *  who had called in the 7 days before), "cases" (opened), "closed",
 *  "closing_s" (seconds from opening to closing),
 *  "branches": [{branch, open, overdue, opened}], "reasons": [{issue, cases}],
 *  "outcomes": [{outcome, calls, handle_s}], "agents": [{agent, calls,
 *  handle_s}] (these two without a branch only), most first, and
 *  "by_day": [{day, calls, cases}], oldest first}. RIGHT_BOARD. NULL on error;
 * the caller decrefs. */
struct json_t *store_board(struct store *store,
                           const struct store_board_filter *filter,
                           struct error *error);

/* What a supervisor should look at (`review`: as for the queue): {"overdue",
 * "returned", "freed" (100 at most), "review" (calls left in the queue),
 * "limits" (look-ups refused today), "limited" (whose, with commas),
 * "undelivered" (messages to branches that need a person), "late" (tried in
 * vain for more than an hour, or older than OUTBOX_DAYS)}.
 * RIGHT_REVIEW. NULL on error; the caller decrefs. */
struct json_t *store_attention(struct store *store,
                               const struct store_review_filter *review,
                               struct error *error);

#endif
