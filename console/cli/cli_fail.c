/* One sentence and its detail, on stderr. */
#include "console/cli/cli_fail.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/people/mask.h"

#include <stdio.h>
#include <string.h>

/* A detail may repeat what was typed, and people type numbers at the wrong
 * place: they are masked here too. */
int cli_fail(const struct error *error)
{
    AUTO_CHARS clean = text_clean(error->detail, strlen(error->detail), false);
    AUTO_CHARS detail = mask_text(clean);
    fflush(stdout);
    fprintf(stderr, "agent1414: %s%s%s%s\n", message_text(error->message),
            *detail ? " (" : "", detail, *detail ? ")" : "");
    return error_code(error);
}
