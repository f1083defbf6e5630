/* The published file of public keys and the line that sshd gets from it
 * (AuthorizedKeysCommand, as a user of its own): no store, no secret, no role.
 */
#ifndef CONSOLE_PEOPLE_KEYLINE_H
#define CONSOLE_PEOPLE_KEYLINE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct error;
struct text;

/* The file, line by line, fields apart by one space, "-" for none:
 *   agent1414-keys 1
 *   FINGERPRINT TYPE BASE64 NAME HOSTS LAST-DAY      (one for each key)
 *   end COUNT HASH         (BLAKE2b-256 of all bytes before this line)
 * What is cut, changed or odd anywhere gives no line at all. */

#define KEYLINE_HEAD "agent1414-keys 1\n"

enum { KEYLINE_FINGERPRINT_SIZE = 51, KEYLINE_KEY_MOST = 8000 };

struct keyline {
    const char *name, *type, *key; /* key: base64 */
    const char *hosts;             /* "10.20.0.0/16,..."; NULL: from anywhere */
    int64_t expires; /* the last day (UTC, since 1970) it works; 0: all */
};

/* What may stand in a key line, which a shell and sshd read: no quote, blank,
 * line end or other odd byte. A name is 1 to 32 of a-z 0-9 . _ - and begins
 * with a letter or digit; hosts are addresses, ranges and patterns of them; a
 * key is whole and says its own type, which is one of OpenSSH's plain ones. */
bool keyline_name_ok(const char *name);
bool keyline_hosts_ok(const char *hosts);
bool keyline_key_ok(const char *type, const char *key);

/* Writes "SHA256:..." of a good key into out[KEYLINE_FINGERPRINT_SIZE], as
 * `ssh-keygen -l` shows it. */
void keyline_fingerprint(const char *key, char *out);

/* Writes what the file holds. False when a key does not fit. */
MUST_USE bool keyline_write(struct text *file, const struct keyline *keys,
                            size_t count, struct error *error);

/* Writes the file (0644, so that sshd's user may read it): whole or not at all,
 * synced. False when a key does not fit, when another kind of file stands there
 * (MESSAGE_KEYLINE_FILE for both), or MESSAGE_FILE_WRITE. */
MUST_USE bool keyline_publish(const char *path, const struct keyline *keys,
                              size_t count, struct error *error);

/* Reads the file into `bytes`, if nobody but root and this owner can have
 * written it or can put another one in its place (no link on the way to it);
 * else MESSAGE_KEYLINE_FILE. */
MUST_USE bool keyline_read(const char *path, uid_t owner, struct text *bytes,
                           struct error *error);

/* Finds a key in the file's bytes, which the answer borrows and which are
 * changed for it. False with MESSAGE_KEYLINE_FILE when any line is not as it
 * must be, MESSAGE_KEYLINE_NONE when the key is not there or over on `today`
 * (days since 1970). */
MUST_USE bool keyline_find(struct text *bytes, const struct keyline *asked,
                           int64_t today, struct keyline *found,
                           struct error *error);

/* May this path stand in a key line unquoted? It is absolute. */
bool keyline_path_ok(const char *path);

/* The line for sshd, which lets the key do nothing but run the program as this
 * person; `settings`: its file of settings, NULL: the customary one. The caller
 * frees. NULL when a path has odd bytes. */
char *keyline_text(const struct keyline *line, const char *program,
                   const char *settings);

#endif
