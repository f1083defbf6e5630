/* Backups: taken, checked, put back. */
#include "console/cases/store_backup.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_copy.h"
#include "console/cases/store_sqlite.h"
#include "console/people/keys.h"
#include "console/people/right.h"

#include <jansson.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MS = 5000 };

static bool is_there(const char *folder, const char *name)
{
    struct stat facts;
    AUTO_CHARS path = mem_format("%s/%s", folder, name);

    return lstat(path, &facts) == 0;
}

static bool fail_write(const char *path, struct error *error)
{
    return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path,
                     strerror(errno));
}

/* Never one that is there, be it a link or empty. */
static bool make_folder(const char *folder, struct error *error)
{
    if (mkdir(folder, 0700) == 0)
        return keys_sync_above(folder, error);
    if (errno == EEXIST)
        return error_set(error, MESSAGE_BACKUP_THERE, "%s", folder);
    return fail_write(folder, error);
}

/* Takes away what a copy left; what else is in the folder stays with it. */
static void remove_copy(const char *folder)
{
    static const char *const names[] = {"log.db", "log.db-journal",
                                        STORE_RESERVE, "head", "master.key"};

    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS path = mem_format("%s/%s", folder, names[i]);

        unlink(path);
    }
    rmdir(folder);
}

/* ---- the head's file: it says that the copy is whole ---- */

static bool write_all(int file, const char *text)
{
    size_t length = strlen(text);

    return write(file, text, length) == (ssize_t)length && fsync(file) == 0;
}

static bool write_head(const char *folder, const struct store_head *head,
                       struct error *error)
{
    char written[STORE_HEAD_SIZE];
    AUTO_CHARS path = mem_format("%s/head", folder);
    AUTO_CHARS line = NULL;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good;

    store_head_write(head, written);
    line = mem_format("%s\n", written);
    good = file >= 0 && write_all(file, line);
    if (!good)
        fail_write(path, error);
    if (file >= 0)
        close(file);
    return good && keys_sync_folder(folder, error);
}

static bool read_head(const char *folder, struct store_head *head,
                      struct error *error)
{
    AUTO_CHARS path = mem_format("%s/head", folder);
    AUTO_TEXT text = {0};
    size_t count = 0;

    if (!is_there(folder, "head") || !is_there(folder, "log.db"))
        return error_set(error, MESSAGE_BACKUP_BAD,
                         "%s: no log with a head: it was never finished",
                         folder);
    if (!json_read_bytes(path, &text, error))
        return false;
    struct store_head *heads = store_heads_find(text_chars(&text), &count);
    if (count == 1)
        *head = heads[0];
    free(heads);
    return count == 1 || error_set(error, MESSAGE_BACKUP_BAD, "%s", path);
}

/* ---- copying and verifying ---- */

static bool is_sound(const json_t *report, struct error *error)
{
    const char *what = json_find_string(report, "what");

    if (!report || json_is_true(json_object_get(report, "ok")))
        return report != NULL;
    if (!what)
        what = json_find_string(json_object_get(report, "saved"), "what");
    return error_set(
        error, MESSAGE_BACKUP_BAD, "event %lld: %s",
        (long long)json_integer_value(json_object_get(report, "bad_seq")),
        what);
}

/* The report of verifying, held against the head. */
static json_t *verify(struct store *copy, const struct store_head *head,
                      struct error *error)
{
    json_t *report = store_verify(copy, error);
    json_t *held = report ? store_head_check(copy, head, 1, error) : NULL;

    if (!held) {
        json_decref(report);
        return NULL;
    }
    if (!json_is_true(json_object_get(held, "ok")))
        json_object_set_new(report, "ok", json_false());
    json_object_set_new(report, "saved", held);
    return report;
}

/* Copies a store into a folder that was just made, and verifies the copy. */
static bool copy_into(struct store *from, const struct store_backup *backup,
                      struct store_head *head, struct error *error)
{
    struct store *to =
        store_open(backup->folder, from->keys, from->user, WAIT_MS, error);
    bool good =
        to && store_copy(from, to, head, backup->copied, backup->cookie, error);
    AUTO_JSON report = good ? verify(to, head, error) : NULL;

    good = is_sound(report, error);
    store_close(to);
    return good;
}

static bool commit_backup(struct store *store, bool with_key,
                          struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    AUTO_JSON body = json_pack("{s:b}", "key", with_key);
    struct store_entry entry = {
        .kind = EVENT_BACKED_UP, .uuid = uuid, .body = body};
    bool good;

    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    good = store_append(store, &entry, error);
    return store_finish(store, good, EVENT_BACKED_UP, uuid, error);
}

bool store_backup(struct store *store, const struct store_backup *backup,
                  struct store_head *head, struct error *error)
{
    AUTO_CHARS folder = mem_copy_n(
        store->path, (size_t)(strrchr(store->path, '/') - store->path));
    bool good;

    if (!right_need(store->user, RIGHT_BACKUP, error) ||
        !make_folder(backup->folder, error))
        return false;
    good = commit_backup(store, backup->with_key, error) &&
           copy_into(store, backup, head, error) &&
           (!backup->with_key || keys_copy(folder, backup->folder, error)) &&
           write_head(backup->folder, head, error);
    if (!good)
        remove_copy(backup->folder);
    return good;
}

/* ---- checking ---- */

/* Opens a finished backup with its own keys, else with those given. */
static struct store *open_backup(const char *folder, struct keys *keys,
                                 const struct keys *given,
                                 const struct user *user, struct error *error)
{
    if (is_there(folder, "master.key")) {
        if (!keys_load(keys, folder, error))
            return NULL;
    } else if (given) {
        *keys = *given;
    } else {
        error_set(error, MESSAGE_KEY_MISSING, "%s/master.key", folder);
        return NULL;
    }
    return store_open(folder, keys, user, WAIT_MS, error);
}

struct json_t *store_backup_check(const char *folder, const struct keys *keys,
                                  const struct user *user, struct error *error)
{
    struct store_head head;
    struct keys used;
    struct store *store = NULL;
    json_t *report = NULL;

    if (!read_head(folder, &head, error))
        return NULL;
    store = open_backup(folder, &used, keys, user, error);
    if (store)
        report = verify(store, &head, error);
    store_close(store);
    keys_clear(&used);
    return report;
}

/* ---- putting back ---- */

/* Lets the log appear at its place, unless one came there meanwhile. */
static bool appear(const char *made, const char *folder, struct error *error)
{
    AUTO_CHARS from = mem_format("%s/log.db", made);
    AUTO_CHARS to = mem_format("%s/log.db", folder);

    if (link(from, to) == 0)
        return keys_sync_folder(folder, error);
    if (errno == EEXIST)
        return error_set(error, MESSAGE_RESTORE_THERE, "%s", to);
    return fail_write(to, error);
}

/* The folder's own key must be there now, and be that of the backup. */
static bool restore_with(const char *backup, const char *folder,
                         const struct user *user, struct store_head *head,
                         struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    struct keys keys;
    struct store *from = NULL;
    bool good;

    seal_uuid(uuid);
    AUTO_CHARS made = mem_format("%s/restore.%s", folder, uuid);
    if (!keys_load(&keys, folder, error))
        return false;
    from = store_open(backup, &keys, user, WAIT_MS, error);
    good = from && make_folder(made, error);
    if (good) {
        const struct store_backup order = {.folder = made};

        good =
            copy_into(from, &order, head, error) && appear(made, folder, error);
        remove_copy(made);
    }
    store_close(from);
    keys_clear(&keys);
    return good;
}

bool store_restore(const char *backup, const char *folder,
                   const struct user *user, struct store_head *head,
                   struct error *error)
{
    struct keys keys;
    bool keyed = is_there(folder, "master.key");

    if (is_there(folder, "log.db"))
        return error_set(error, MESSAGE_RESTORE_THERE, "%s/log.db", folder);
    if (!keyed && !is_there(backup, "master.key"))
        return error_set(error, MESSAGE_KEY_MISSING, "%s/master.key", folder);
    if (!keys_load(&keys, keyed ? folder : backup, error))
        return false;
    AUTO_JSON report = store_backup_check(backup, &keys, user, error);
    keys_clear(&keys);
    return is_sound(report, error) && keys_folder(folder, error) &&
           (keyed || keys_copy(backup, folder, error)) &&
           restore_with(backup, folder, user, head, error);
}
