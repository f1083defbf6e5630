/* Finding names in braces: lower case letters, digits, _ and dots. */
#include "console/base/brace.h"

#include <string.h>

enum brace brace_next(const char **at, const char **before, char *name)
{
    const char *open = strchr(*at, '{');
    if (open == NULL)
        return BRACE_NONE;
    *before = open;
    size_t length = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789_.");
    if (length == 0 || length >= BRACE_SIZE || open[1 + length] != '}')
        return BRACE_BAD;
    memcpy(name, open + 1, length);
    name[length] = '\0';
    *at = open + length + 2;
    return BRACE_NAME;
}
