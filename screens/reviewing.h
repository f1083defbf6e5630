/* Which calls are to be reviewed, by the settings: told to the store's worker.
 */
#ifndef SCREENS_REVIEWING_H
#define SCREENS_REVIEWING_H

struct json_t;
struct seat;
struct store_review_filter;

/* The settings as they go with a question; the caller decrefs. */
struct json_t *reviewing_given(const struct seat *seat);

/* The filter of a queue of at most `limit` calls, from that; on any thread. */
void reviewing_filter(const struct json_t *given, int limit,
                      struct store_review_filter *filter);

#endif
