/* The texts of a script on a day, before anybody calls: values that depend on
 * no person are filled in, the others stand by their names. */
#ifndef CONSOLE_SCRIPT_SCRIPT_DAY_H
#define CONSOLE_SCRIPT_SCRIPT_DAY_H

#include "console/base/memory.h"
#include "console/script/rule_write.h"

#include <stdbool.h>
#include <stdint.h>

struct text;

struct script_day {
    struct rule_place place;
    int64_t as_of; /* days since 1970 */
};

/* Adds what a name in braces stands for; false (nothing added) when that
 * depends on the person, or a table has no row for the day. */
MUST_USE bool script_day_value(const struct script_day *day, const char *name,
                               struct text *out);

/* Adds a text with its braces filled; "{Last paid month}" where a value depends
 * on the person. */
void script_day_fill(const struct script_day *day, const char *source,
                     struct text *out);

#endif
