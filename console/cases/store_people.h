/* The people of a store and their SSH keys: events, with the tables `user` and
 * `ssh_key` as their views. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_PEOPLE_H
#define CONSOLE_CASES_STORE_PEOPLE_H

#include "console/base/memory.h"
#include "console/people/user.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

/* Finds who has come (user->name is set) and fills in role and branch. In an
 * empty store this is the first user, an admin, and added as such. Unknown or
 * disabled: MESSAGE_USER_UNKNOWN, one answer for both. `key`: fingerprint that
 * sshd saw, NULL: local; a key of another person, a revoked or expired one is
 * MESSAGE_KEY_OTHER. The store then acts as this user. */
MUST_USE bool store_sign_in(struct store *store, struct user *user,
                            const char *key, struct error *error);

/* Is the user still one, in this role and branch, with this key? For live
 * screens; cheap. False with MESSAGE_SESSION_OVER, or an error of the store. */
MUST_USE bool store_still_in(struct store *store, const struct user *user,
                             const char *key, struct error *error);

/* Array of {name, role, branch, disabled, added, keys: [{fingerprint, type,
 * key, hosts, expires, revoked, added}]}, by name; expires as "YYYY-MM-DD".
 * RIGHT_USERS. NULL on error; the caller decrefs. */
struct json_t *store_users(struct store *store, struct error *error);

/* Adds (a name that is there is refused: MESSAGE_USER_THERE), changes role and
 * branch, disables or lets in again. RIGHT_USERS. The last administrator who
 * may come in stays one: MESSAGE_USER_LAST_ADMIN. */
MUST_USE bool store_user_add(struct store *store, const struct user *user,
                             struct error *error);
MUST_USE bool store_user_change(struct store *store, const struct user *user,
                                struct error *error);
MUST_USE bool store_user_disable(struct store *store, const char *name,
                                 bool disabled, struct error *error);

/* Adds those who are not there yet, in one transaction. RIGHT_USERS. */
MUST_USE bool store_users_fill(struct store *store, const struct user *users,
                               size_t count, struct error *error);

/* A public key as one line "ssh-ed25519 AAAA... [comment]"; from: list of
 * addresses or NULL; expires: the last day on which it works (UTC, days since
 * 1970), 0: it works always. MESSAGE_SSH_KEY_BAD for what is
 * no key, MESSAGE_SSH_KEY_THERE when anybody has or had it. */
struct ssh_key_line {
    const char *line, *from;
    int64_t expires;
};
MUST_USE bool store_key_add(struct store *store, const char *name,
                            const struct ssh_key_line *key,
                            struct error *error);

/* For good: the key is never taken again. */
MUST_USE bool store_key_revoke(struct store *store, const char *fingerprint,
                               struct error *error);

#endif
