/* Which key opened this SSH session, as sshd itself says it (ExposeAuthInfo).
 */
#ifndef CONSOLE_PEOPLE_AUTH_INFO_H
#define CONSOLE_PEOPLE_AUTH_INFO_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

/* Does this program run in an SSH session? */
bool auth_info_is_ssh(void);

/* The fingerprint ("SHA256:...") of the key in the file that $SSH_USER_AUTH
 * names; the caller frees. NULL and MESSAGE_AUTH_INFO when there is none, when
 * the file is not ours alone, or has any other shape than one line
 * "publickey TYPE BASE64". */
char *auth_info_key(struct error *error);

#endif
