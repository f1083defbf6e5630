/* The codes before a sink's words. */
#include "console/delivery/sink_why.h"

#include <string.h>

#define N_(text) text

static const struct {
    const char *name, *label, *remedy;
} rows[SINK_WHY_COUNT] = {
#define SINK_WHY(id, code, label, remedy) {code, label, remedy},
#include "console/delivery/sink_why.def"
#undef SINK_WHY
};

const char *sink_why_name(enum sink_why why)
{
    return rows[why].name;
}

const char *sink_why_label(enum sink_why why)
{
    return rows[why].label;
}

const char *sink_why_remedy(enum sink_why why)
{
    return rows[why].remedy;
}

bool sink_why_read(const char *words, enum sink_why *why, const char **rest)
{
    for (int i = 0; words && i < SINK_WHY_COUNT; i++) {
        size_t length = strlen(rows[i].name);
        if (strncmp(words, rows[i].name, length) != 0 || words[length] != ':')
            continue;
        *why = (enum sink_why)i;
        *rest = words + length + 1 + strspn(words + length + 1, " ");
        return true;
    }
    return false;
}
