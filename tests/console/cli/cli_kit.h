/* For the tests of the command line: runs the real program as a person would,
 * with a home of its own, and shows what it said and how it ended. */
#ifndef TESTS_CONSOLE_CLI_CLI_KIT_H
#define TESTS_CONSOLE_CLI_CLI_KIT_H

#include "console/base/memory.h"
#include "console/base/text.h"

struct json_t;

/* One run of the program. */
struct cli_said {
    int exit_code;
    struct text out, err;
};

void cli_said_clear(struct cli_said *said);
#define AUTO_SAID AUTO(cli_said_clear) struct cli_said

/* Makes a home below $TMPDIR or /tmp, speaks English, and finds the program:
 * $AGENT1414_BUILD/agent1414. For group setup and teardown. */
int cli_kit_begin(void **state);
int cli_kit_end(void **state);

/* The home; lent. */
const char *cli_kit_home(void);

/* Runs it with these words, split at spaces ('...' holds together), and bytes
 * on standard input (NULL: nothing). */
struct cli_said cli_kit_run(const char *input, const char *line, ...)
    __attribute__((format(printf, 2, 3)));

/* Fail unless the part stands in it, or does not; or it is one line. */
void cli_kit_has(const struct text *text, const char *part);
void cli_kit_lacks(const struct text *text, const char *part);
void cli_kit_one_line(const struct text *text);

/* What was said as JSON; fails when it is none. The caller decrefs. */
struct json_t *cli_kit_json(const struct cli_said *said);

#endif
