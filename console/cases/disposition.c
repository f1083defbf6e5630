/* The dispositions, by name and in words. */
#include "console/cases/disposition.h"

#include <libintl.h>
#include <string.h>

#define N_(text) text

static const struct {
    const char *name, *text;
} rows[DISPOSITION_COUNT] = {
#define DISPOSITION(id, name, text) {name, text},
#include "console/cases/disposition.def"
#undef DISPOSITION
};

const char *disposition_name(enum disposition disposition)
{
    return rows[disposition].name;
}

const char *disposition_text(enum disposition disposition)
{
    return gettext(rows[disposition].text);
}

bool disposition_find(const char *name, enum disposition *disposition)
{
    for (int i = 0; i < DISPOSITION_COUNT; i++)
        if (strcmp(name, rows[i].name) == 0) {
            *disposition = (enum disposition)i;
            return true;
        }
    return false;
}
