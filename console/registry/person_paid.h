/* What was paid, from the answer's list of payments: the last one, the gaps,
 * the months in a row. Lists are as person_parse() let them through. Inside of
 * the registry room. */
#ifndef CONSOLE_REGISTRY_PERSON_PAID_H
#define CONSOLE_REGISTRY_PERSON_PAID_H

#include "console/registry/person_force.h"

#include <stdbool.h>
#include <stdint.h>

struct json_t;

/* The payment for the latest month (the first of several), lent; NULL when
 * there is none. */
struct json_t *person_paid_last(const struct json_t *payments);

/* The latest `received_on`: a new reference; null when none, NULL when it is
 * not known of every payment (or the list itself is NULL). */
struct json_t *person_paid_received(const struct json_t *payments);

/* Was a payment of the kind made for one of the two months before the day's? */
enum person_truth person_paid_lately(const struct json_t *payments,
                                     const char *kind, int64_t day);

/* Those of the 12 months before the day's that had no payment of the kind
 * (NULL: of any) and no category in force on their last day: a list of
 * "YYYY-MM", the oldest first; a new reference, NULL when not known. Either
 * list may be NULL, which matters only where the other does not settle it. */
struct json_t *person_paid_gaps(const struct json_t *payments,
                                const struct json_t *categories,
                                const char *kind, int64_t day);

/* Months from the last paid one to the day's (negative when paid ahead); false
 * when never paid. */
bool person_paid_since(const struct json_t *payments, int64_t day, int *months);

/* Months in a row with a payment that end with the last paid one. */
int person_paid_row(const struct json_t *payments);

#endif
