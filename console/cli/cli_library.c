/* Asking each library for its version when the program starts: it may have been
 * built with another. */
#include "console/cli/cli_library.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/pattern.h"
#include "console/base/text.h"
#include "console/base/version.h"
#include "console/io/db.h"
#include "console/io/transfer.h"
#include "console/people/seal.h"

static const struct {
    const char *name;
    const char *(*version)(void);
    const char *least;
} libraries[] = {
#define LIBRARY(name, version, least) {name, version, least},
#include "console/cli/cli_library.def"
#undef LIBRARY
};

bool cli_libraries_check(struct text *said, struct error *error)
{
    bool good = true;
    for (size_t i = 0; i < COUNT(libraries); i++) {
        const char *version = libraries[i].version();
        if (said)
            text_format(said, "%s%s %s", i > 0 ? ", " : "", libraries[i].name,
                        version);
        if (version_older(version, libraries[i].least))
            good = error_set(error, MESSAGE_LIBRARY, "%s %s, not %s",
                             libraries[i].name, version, libraries[i].least);
    }
    return good;
}
