/* Reviews of calls: which ones to look at, and the score and comment that a
 * reviewer gives. The call itself is never changed. Part of the store. */
#ifndef CONSOLE_CASES_STORE_REVIEW_H
#define CONSOLE_CASES_STORE_REVIEW_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

/* Which calls are queued: of the days [from, until) (days since 1970 of the
 * country's time), those that nobody reviewed yet and that are in the sample
 * or touched by a rule. */
struct store_review_filter {
    int64_t from_day, until_day; /* 0: the last 14 days and today */
    int sample_percent;          /* of all calls: review.sample_percent */
    int long_minutes;            /* review.long_minutes; 0: no such rule */
    int limit;                   /* calls at most; 0: 50 */
    int64_t before_seq;          /* 0: from the newest */
};

/* {"left": so many are queued, "done_today": reviews of today, "calls": [a row
 * of store_calls() and "why": ["sample"|"long"|"other"|"contradiction", ...]],
 * newest first}. The sample hangs on the day and the call alone, so everybody
 * has the same one: a call is in it when the first 32 bits of BLAKE2b-256 of
 * "DAY UUID" are below that share of 2^32. long: longer than so many minutes.
 * other: the outcome is one of "other", or none at all. contradiction: the
 * registry did not know the person, yet the outcome is one of those that need
 * it. RIGHT_REVIEW. NULL on error; the caller decrefs. */
struct json_t *store_review_queue(struct store *store,
                                  const struct store_review_filter *filter,
                                  struct error *error);

struct store_review {
    const char *uuid; /* made when the form opened: saving twice is once */
    const char *part; /* uuid of the call's part */
    int score;        /* 1 to 5 */
    const char *text; /* personal: the comment, sealed; NULL: none */
};

/* Adds a review (another one may follow; the last counts). RIGHT_REVIEW;
 * MESSAGE_CALL_NOT_FOUND, MESSAGE_RECORD_BAD for a score that is none. */
MUST_USE bool store_review_save(struct store *store,
                                const struct store_review *review,
                                struct error *error);

/* The reviews of a call, oldest first: [{"seq", "at", "reviewer", "score",
 * "text" (masked unless revealed; null when none)}]. NULL on error. */
struct json_t *store_reviews(struct store *store, const char *part,
                             bool revealed, struct error *error);

#endif
