/* The reasons for a look-up, by name and in words. */
#include "console/cases/look_why.h"

#include <libintl.h>
#include <string.h>

#define N_(text) text

static const struct {
    const char *name, *text;
} reasons[WHY_COUNT] = {
#define WHY(id, name, text) {name, text},
#include "console/cases/look_why.def"
#undef WHY
};

const char *look_why_name(enum look_why why)
{
    return reasons[why].name;
}

const char *look_why_text(enum look_why why)
{
    return gettext(reasons[why].text);
}

bool look_why_find(const char *name, enum look_why *why)
{
    for (int i = 0; i < WHY_COUNT; i++)
        if (strcmp(name, reasons[i].name) == 0) {
            *why = (enum look_why)i;
            return true;
        }
    return false;
}
