/* Dues of the person at hand, as facts for scripts: dues_fact.def. */
#ifndef CONSOLE_DUES_DUES_FACT_H
#define CONSOLE_DUES_DUES_FACT_H

#include <stdbool.h>
#include <stdint.h>

struct dues_book;
struct json_t;
struct person;

/* The fact of this name for the day as_of (days since 1970): a new reference,
 * NULL when unknown; never null. *found is false when there is no such name. A
 * book without tables knows nothing. */
struct json_t *dues_fact(const struct dues_book *book,
                         const struct person *person, const char *name,
                         int64_t as_of, bool *found);

#endif
