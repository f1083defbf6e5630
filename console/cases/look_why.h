/* Why somebody is looked up: the one list is look_why.def. */
#ifndef CONSOLE_CASES_LOOK_WHY_H
#define CONSOLE_CASES_LOOK_WHY_H

#include "console/base/memory.h"

#include <stdbool.h>

enum look_why {
#define WHY(id, name, text) WHY_##id,
#include "console/cases/look_why.def"
#undef WHY
    WHY_COUNT
};

/* "caller"; and the same in words, in the language of the interface. */
const char *look_why_name(enum look_why why);
const char *look_why_text(enum look_why why);

MUST_USE bool look_why_find(const char *name, enum look_why *why);

#endif
