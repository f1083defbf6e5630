/* What sshd is told so that an account opens the console and nothing else.
 * Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_KEY_H
#define CONSOLE_CLI_CLI_KEY_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct text;

/* All lent. */
struct cli_sshd {
    const char *account, *user; /* who logs in; as whom sshd asks us */
    const char *program;
    const char *settings; /* its file of settings, NULL: the customary one */
};

/* Writes the drop-in for sshd with the reason of each line. False when a name
 * or a path is not such as may stand in it. */
MUST_USE bool cli_sshd_write(struct text *out, const struct cli_sshd *sshd,
                             struct error *error);

#endif
