/* One sentence and its detail, on stderr. */
#include "console/cli/cli_fail.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include <stdio.h>
#include <string.h>

int cli_fail(const struct error *error)
{
    AUTO_CHARS detail = text_clean(error->detail, strlen(error->detail), false);
    fflush(stdout);
    fprintf(stderr, "agent1414: %s%s%s%s\n", message_text(error->message),
            *detail ? " (" : "", detail, *detail ? ")" : "");
    return error_code(error);
}
