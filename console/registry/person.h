/* A person as the registry answered: checked against the contract, cleaned,
 * with the derivations of person.def over it. */
#ifndef CONSOLE_REGISTRY_PERSON_H
#define CONSOLE_REGISTRY_PERSON_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct person;

/* Parses the body of a 200 answer: strict JSON, the echoed IIN equal to the
 * one asked for, members of the right type (an absent one is unknown, null
 * means there is none), texts cleaned. NULL with MESSAGE_LOOKUP_JSON,
 * LOOKUP_SHAPE or LOOKUP_OTHER_PERSON. */
struct person *person_parse(const char *body, size_t length, const char *iin,
                            struct error *error);
void person_free(struct person *person);

/* Lent texts; NULL when unknown or none. */
const char *person_iin(const struct person *person);
const char *person_name(const struct person *person);
const char *person_region(const struct person *person);
const char *person_birth_date(const struct person *person);

/* The registry's own time of the answer, UTC milliseconds; 0 if unknown. */
int64_t person_at_ms(const struct person *person);

/* The value at a path "$.a.b" of the (cleaned) answer: a new reference, json
 * null where the registry knows there is none, NULL where it is unknown. */
struct json_t *person_value(const struct person *person, const char *path);

/* A derivation by name on the day as_of (days since 1970): a new reference,
 * null or NULL as above. *found is false when there is no such name. With no
 * person (NULL) it only tells whether there is. */
struct json_t *person_derive(const struct person *person, const char *name,
                             int64_t as_of, bool *found);

/* The months that `months_unpaid` counts, or those without a payment of this
 * kind (NULL: of any): a list of "YYYY-MM", the oldest first; a new reference,
 * NULL when unknown. */
struct json_t *person_unpaid(const struct person *person, const char *kind,
                             int64_t as_of);

#endif
