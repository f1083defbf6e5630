/* What is in force on a day: the items of the answer's lists that have `from`
 * and `until`. Inside of the registry room. */
#ifndef CONSOLE_REGISTRY_PERSON_FORCE_H
#define CONSOLE_REGISTRY_PERSON_FORCE_H

#include <stdbool.h>
#include <stdint.h>

struct json_t;

/* Yes, no, or not to be told from what the registry said. */
enum person_truth { PERSON_NO, PERSON_YES, PERSON_UNKNOWN };

/* Reads the date under key into days since 1970; false when there is none. */
bool person_force_date(const struct json_t *item, const char *key,
                       int64_t *days);

/* Has the item this id? Every item has the id NULL. */
bool person_force_id(const struct json_t *item, const char *id);

/* Is the item in force: `from` not after the day, `until` after it or null?
 * With an absent `until` it is not to be told. */
enum person_truth person_force(const struct json_t *item, int64_t day);

/* Is any item of the list with this id in force? A NULL list is unknown. */
enum person_truth person_force_any(const struct json_t *list, const char *id,
                                   int64_t day);

#endif
