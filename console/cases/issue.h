/* What a case is about, as people read it: the issues table. */
#ifndef CONSOLE_CASES_ISSUE_H
#define CONSOLE_CASES_ISSUE_H

#include "console/base/language.h"

#include <stdint.h>

struct tables;

/* The name of an issue, "Student not in the list"; the code itself when the
 * table has no row for it on the day. Lent. */
const char *issue_name(const struct tables *tables, const char *issue,
                       int64_t day, enum language language);

/* What a branch is asked to do about it; "" when the table does not say. */
const char *issue_task(const struct tables *tables, const char *issue,
                       int64_t day, enum language language);

#endif
