/* Backups: a copy of the log in a folder of its own, taken while people work,
 * checked, and put back. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_BACKUP_H
#define CONSOLE_CASES_STORE_BACKUP_H

#include "console/base/memory.h"
#include "console/cases/store_head.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct keys;
struct store;
struct user;

struct store_backup {
    const char *folder; /* to be made; its parents are there */
    bool with_key;      /* copies master.key too */
    /* After each page, for who watches; may be NULL. */
    void (*copied)(int64_t seq, void *cookie);
    void *cookie;
};

/* Commits that a backup is taken, copies the log into a new private folder
 * (log.db, and `head` when it is whole), and verifies the copy. Saves go on
 * meanwhile. MESSAGE_BACKUP_THERE when there is anything at the place; on
 * failure what was made is taken away. RIGHT_BACKUP. */
MUST_USE bool store_backup(struct store *store,
                           const struct store_backup *backup,
                           struct store_head *head, struct error *error);

/* Verifies a backup and holds it against its head, as store_verify with the
 * "saved" of store_head_check. The keys: those of the folder when it has them,
 * else `keys` (NULL: there are none). NULL on error, MESSAGE_BACKUP_BAD when it
 * was never finished; the caller decrefs. */
struct json_t *store_backup_check(const char *folder, const struct keys *keys,
                                  const struct user *user, struct error *error);

/* Puts a backup into a store's folder that holds no log: checks it, copies it
 * beside the place, verifies the copy and only then lets it appear. Brings the
 * key along when the backup has it. MESSAGE_RESTORE_THERE, MESSAGE_BACKUP_BAD,
 * MESSAGE_KEY_*. */
MUST_USE bool store_restore(const char *backup, const char *folder,
                            const struct user *user, struct store_head *head,
                            struct error *error);

#endif
