/* What may be talked to, and with which secrets: addresses, files with a token
 * or a password, keys. Judged once, before anything is sent. */
#ifndef CONSOLE_IO_ACCESS_H
#define CONSOLE_IO_ACCESS_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

/* The address without slashes at its end; NULL with MESSAGE_CONFIG_VALUE unless
 * it is https, or http to 127.0.0.1 or [::1], and names no user, query or
 * fragment. `setting` says whose it is. The caller frees. */
char *access_http(const char *setting, const char *url, struct error *error);

/* The same for a mail server: smtps or smtp, a host, a port and nothing more.
 */
char *access_mail(const char *setting, const char *url, struct error *error);

/* Is this one plain address, name@host, of the letters a-z, A-Z, 0-9 and
 * . _ + = - (in the host without _ + =)? No quotes, comments or other
 * alphabets: nothing that a mail server could read as more than one. */
MUST_USE bool access_address(const char *address);

/* Is it on this machine (plain, so that nobody else can read along)? */
bool access_is_loopback(const char *url);

/* Reads a secret into *word (the caller wipes and frees: access_forget); NULL
 * for an empty path. The file must be a regular one that only its owner can
 * read (MESSAGE_FILE_MODE) and hold one word (MESSAGE_CONFIG_VALUE). */
MUST_USE bool access_secret(const char *setting, const char *path, char **word,
                            struct error *error);

/* Wipes and frees a secret; NULL is none. */
void access_forget(char *word);

/* Is this (if not empty) a regular file that only its owner can read? */
MUST_USE bool access_private(const char *path, struct error *error);

#endif
