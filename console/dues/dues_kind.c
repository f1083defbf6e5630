/* The list of payer kinds, and finding one of them. */
#include "console/dues/dues_kind.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include <string.h>

#define N_(text) text
static const struct dues_kind kinds[] = {
#define DUES_KIND(name, way, label) {#name, DUES_##way, label},
#include "console/dues/dues_kind.def"
#undef DUES_KIND
};

size_t dues_kind_count(void)
{
    return COUNT(kinds);
}

const struct dues_kind *dues_kind_at(size_t index)
{
    return &kinds[index];
}

const struct dues_kind *dues_kind_find(const char *name, struct error *error)
{
    AUTO_TEXT names = {0};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (strcmp(name, kinds[i].name) == 0)
            return &kinds[i];
        text_format(&names, " %s", kinds[i].name);
    }
    error_set(error, MESSAGE_DUES_KIND, "%.40s;%s", name, text_chars(&names));
    return NULL;
}
