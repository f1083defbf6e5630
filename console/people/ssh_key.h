/* A public key of SSH: one line, taken apart strictly. What stands here later
 * stands in lines that sshd reads, so nothing odd comes in. */
#ifndef CONSOLE_PEOPLE_SSH_KEY_H
#define CONSOLE_PEOPLE_SSH_KEY_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

struct ssh_key {
    char *type;        /* "ssh-ed25519" */
    char *key;         /* base64 */
    char *fingerprint; /* "SHA256:...", as OpenSSH prints it */
};

/* Reads "TYPE BASE64 [comment]", a line end may follow; the comment is dropped.
 * Refused (MESSAGE_SSH_KEY_BAD): a type that is not in the list, RSA below
 * 3072 bits, a key whose inside is not of its type, options in front, quotes,
 * control bytes, a second line. On false nothing is to be cleared. */
MUST_USE bool ssh_key_read(struct ssh_key *key, const char *line,
                           struct error *error);
void ssh_key_clear(struct ssh_key *key);

#endif
