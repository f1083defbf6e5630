/* Comparing versions number by number. */
#include "console/base/version.h"

#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";

/* The next number; moves on behind it and its dot. */
static long take(const char **version)
{
    char *end;
    long number = strtol(*version, &end, 10);
    *version = *end == '.' && end > *version ? end + 1 : "";
    return number;
}

bool version_older(const char *have, const char *least)
{
    have += strcspn(have, digits);
    if (!*have)
        return true;
    while (*least) {
        long mine = take(&have), theirs = take(&least);
        if (mine != theirs)
            return mine < theirs;
    }
    return false;
}
