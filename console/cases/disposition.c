/* The dispositions: their names, and in words. */
#include "console/cases/disposition.h"

#include <libintl.h>

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
