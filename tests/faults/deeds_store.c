/* Deeds on the store as a whole: its start, its upgrade, erasing, backups,
 * people. */
#include "tests/faults/deeds.h"

#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_backup.h"
#include "console/cases/store_people.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_subject.h"

#include "tests/console/cases/old_store.h"
#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- start ---- */

void deed_nothing(struct doer *doer)
{
    (void)doer;
}

/* The key, the store, the first user. */
bool deed_start(struct doer *doer, int step)
{
    struct user first = {.name = mem_copy("office")};
    struct store *store;
    bool done;

    if (step == 0)
        doer->keys_there = keys_load(&doer->keys, doer->folder, &doer->error);
    if (step == 0) {
        user_clear(&first);
        return doer->keys_there;
    }
    store = doer_store(doer, DOER_ADMIN);
    done = store &&
           (step == 1 || store_sign_in(store, &first, NULL, &doer->error));
    user_clear(&first);
    return done;
}

bool deed_tell_key(struct doer *doer, struct text *shape)
{
    AUTO_CHARS key = mem_format("%s/master.key", doer->folder);

    text_format(shape, "key %d\n", access(key, F_OK) == 0);
    return true;
}

/* ---- upgrade ---- */

void deed_old_store(struct doer *doer)
{
    char numbers[OLD_STORE_CASES][NUMBER_SIZE];
    struct store_kit kit = {.agent = doer->users[DOER_AGENT]};

    assert_true(strlen(doer->folder) < sizeof(kit.folder));
    strcpy(kit.folder, doer->folder);
    assert_true(keys_load(&kit.keys, kit.folder, &doer->error));
    old_store_make(&kit, numbers);
    keys_clear(&kit.keys);
}

/* The same in the version between: a file of version 1 has no messages, so only
 * their table must go. */
void deed_second_store(struct doer *doer)
{
    struct store *store;

    deed_old_store(doer);
    store = doer_store(doer, DOER_AGENT);
    assert_non_null(store);
    assert_true(db_script(store->db,
                          "DROP TABLE outbox; UPDATE meta SET version = 2",
                          &doer->error));
}

bool deed_upgrade(struct doer *doer, int step)
{
    (void)step;
    return doer_store(doer, DOER_AGENT) != NULL;
}

/* ---- erase ---- */

/* Somebody whose calls opened no case. */
void deed_callers(struct doer *doer)
{
    doer_prepare(doer);
    for (int i = 0; i < 3; i++)
        store_kit_save(doer_store(doer, DOER_AGENT),
                       store_kit_call("920202400028"));
}

bool deed_erase(struct doer *doer, int step)
{
    static const struct store_subject who = {.iin = "920202400028"};
    struct store *store = doer_store(doer, DOER_ADMIN);
    json_t *erased =
        store ? store_subject_erase(store, &who, &doer->error) : NULL;

    (void)step;
    json_decref(erased);
    return erased != NULL;
}

/* ---- backup and restore ---- */

enum { BACKUPS = 3 };

static char *nth_backup(const struct doer *doer, int n)
{
    return mem_format("%s/backup.%d", doer->work, n);
}

static bool take_backup(struct doer *doer, const char *folder)
{
    struct store *store = doer_store(doer, DOER_ADMIN);
    const struct store_backup backup = {.folder = folder, .with_key = true};
    struct store_head head;

    return store && store_backup(store, &backup, &head, &doer->error);
}

/* A place where something stands is not used again. */
bool deed_backup(struct doer *doer, int step)
{
    (void)step;
    for (int n = 1; n <= BACKUPS; n++) {
        AUTO_CHARS folder = nth_backup(doer, n);

        if (access(folder, F_OK) != 0)
            return take_backup(doer, folder);
    }
    return false;
}

static bool is_sound(const json_t *report)
{
    return report && json_is_true(json_object_get(report, "ok"));
}

/* What calls itself finished must be sound. */
bool deed_tell_backup(struct doer *doer, struct text *shape)
{
    int whole = 0;

    for (int n = 1; n <= BACKUPS; n++) {
        AUTO_CHARS folder = nth_backup(doer, n);
        struct error error = {0};
        json_t *report =
            store_backup_check(folder, NULL, &doer->users[DOER_ADMIN], &error);
        bool sound = is_sound(report);

        json_decref(report);
        if (!sound && error.message != MESSAGE_BACKUP_BAD) {
            text_format(shape, "backup %d: %s", n, error.detail);
            return false;
        }
        whole += sound;
    }
    text_format(shape, "backups %d\n", whole > 0);
    return true;
}

void deed_backed_up(struct doer *doer)
{
    AUTO_CHARS folder = nth_backup(doer, 1);

    doer_prepare(doer);
    assert_true(take_backup(doer, folder));
}

bool deed_restore(struct doer *doer, int step)
{
    AUTO_CHARS from = nth_backup(doer, 1);
    AUTO_CHARS to = mem_format("%s/again", doer->work);
    struct store_head head;

    (void)step;
    return store_restore(from, to, &doer->users[DOER_ADMIN], &head,
                         &doer->error);
}

/* A log that appeared must be whole and verify. */
bool deed_tell_restored(struct doer *doer, struct text *shape)
{
    AUTO_CHARS to = mem_format("%s/again", doer->work);
    AUTO_CHARS log = mem_format("%s/log.db", to);
    struct keys keys = {0};
    struct store *store = NULL;
    json_t *report = NULL;
    bool there = access(log, F_OK) == 0, sound;

    if (there && keys_load(&keys, to, &doer->error))
        store =
            store_open(to, &keys, &doer->users[DOER_ADMIN], 1000, &doer->error);
    if (store)
        report = store_verify(store, &doer->error);
    sound = is_sound(report);
    json_decref(report);
    store_close(store);
    keys_clear(&keys);
    text_format(shape, "restored %d %s\n", there,
                there && !sound ? doer->error.detail : "");
    return !there || sound;
}

/* ---- people ---- */

#define KEY_LINE                                                               \
    "ssh-ed25519 "                                                             \
    "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"

/* Added, given a key, disabled. */
bool deed_people(struct doer *doer, int step)
{
    const struct user fresh = {"fresh", ROLE_AGENT, NULL};
    const struct ssh_key_line key = {.line = KEY_LINE};
    struct store *store = doer_store(doer, DOER_ADMIN);

    if (!store)
        return false;
    switch (step) {
    case 0:
        return store_user_add(store, &fresh, &doer->error);
    case 1:
        return store_key_add(store, "fresh", &key, &doer->error);
    default:
        return store_user_disable(store, "fresh", true, &doer->error);
    }
}
