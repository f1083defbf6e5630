/* Rights: what a person may do, by role; the one list is right.def. */
#ifndef CONSOLE_PEOPLE_RIGHT_H
#define CONSOLE_PEOPLE_RIGHT_H

#include "console/base/memory.h"
#include "console/people/user.h"

#include <stdbool.h>

struct error;

enum right {
#define RIGHT(id, name, roles) RIGHT_##id,
#include "console/people/right.def"
#undef RIGHT
    RIGHT_COUNT
};

/* "case-work". */
const char *right_name(enum right right);

/* May somebody of this role do it? */
bool right_of(enum role role, enum right right);

/* The same as a check: false and MESSAGE_RIGHT_MISSING. */
MUST_USE bool right_need(const struct user *user, enum right right,
                         struct error *error);

#endif
