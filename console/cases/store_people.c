/* People of the store: who is added, changed, disabled, and which keys are
 * theirs. Each change is an event and its row, in one transaction. */
#include "console/cases/store_people.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_user.h"
#include "console/people/keyline.h"
#include "console/people/right.h"
#include "console/people/ssh_key.h"

#include <jansson.h>

#include <string.h>

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* One change of one person or key: checked and appended in a transaction. */
struct change {
    enum event_kind kind;
    const struct user *user; /* of a person */
    const char *name;        /* of anybody named */
    bool disabled;
    const struct ssh_key *key; /* of a key, with what stands beside it */
    const struct ssh_key_line *line;
    const char *fingerprint;
};

/* Runs inside the transaction; *needless: it is so already. */
typedef bool change_make(struct store *store, const struct change *change,
                         const char *uuid, bool *needless, struct error *error);

static bool make_change(struct store *store, const struct change *change,
                        change_make *make, struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    bool good, needless = false;

    seal_uuid(uuid);
    if (!right_need(store->user, RIGHT_USERS, error) ||
        !db_begin(store->db, error))
        return false;
    good = make(store, change, uuid, &needless, error);
    if (good && needless) {
        db_rollback(store->db);
        return true;
    }
    return store_finish(store, good, change->kind, uuid, error);
}

static bool check_user(const struct user *user, struct error *error)
{
    if (!user_name_fits(user->name))
        return error_set(error, MESSAGE_USER_BAD, "[a-z0-9._-]{1,32}");
    return (user->branch != NULL) == role_has_branch(user->role) ||
           error_set(error, MESSAGE_USER_BRANCH, "%s", user->name);
}

static bool add_user(struct store *store, const struct change *change,
                     const char *uuid, bool *needless, struct error *error)
{
    struct store_user_row person;

    if (!store_user_find(store, change->user->name, &person, error))
        return false;
    *needless = false;
    if (person.there)
        return error_set(error, MESSAGE_USER_THERE, "%s", change->user->name);
    return store_user_append(store, change->kind, uuid, change->user, error);
}

bool store_user_add(struct store *store, const struct user *user,
                    struct error *error)
{
    const struct change change = {.kind = EVENT_USER_ADDED, .user = user};

    return check_user(user, error) &&
           make_change(store, &change, add_user, error);
}

/* Somebody else can come in as an administrator, or this is none. */
static bool keep_an_admin(struct store *store, const char *name,
                          const struct store_user_row *person,
                          struct error *error)
{
    int64_t others = 0;

    if (person->role != ROLE_ADMIN || person->disabled)
        return true;
    if (!db_query(store->db,
                  "SELECT count(*) FROM user WHERE role = 'admin'"
                  " AND disabled = 0 AND name <> ?",
                  DB_ARGS(DB_TEXT(name)), see_int, &others, error))
        return false;
    return others > 0 || error_set(error, MESSAGE_USER_LAST_ADMIN, "%s", name);
}

static bool need_person(struct store *store, const char *name,
                        struct store_user_row *person, struct error *error)
{
    return store_user_find(store, name, person, error) &&
           (person->there || error_set(error, MESSAGE_USER_NONE, "%s", name));
}

static bool change_user(struct store *store, const struct change *change,
                        const char *uuid, bool *needless, struct error *error)
{
    const struct user *user = change->user;
    struct store_user_row person;

    if (!need_person(store, user->name, &person, error))
        return false;
    *needless = person.role == user->role &&
                strcmp(person.branch, user->branch ? user->branch : "") == 0;
    if (*needless)
        return true;
    return (user->role == ROLE_ADMIN ||
            keep_an_admin(store, user->name, &person, error)) &&
           store_user_append(store, change->kind, uuid, user, error);
}

bool store_user_change(struct store *store, const struct user *user,
                       struct error *error)
{
    const struct change change = {.kind = EVENT_USER_CHANGED, .user = user};

    return check_user(user, error) &&
           make_change(store, &change, change_user, error);
}

static bool disable_user(struct store *store, const struct change *change,
                         const char *uuid, bool *needless, struct error *error)
{
    struct store_user_row person;
    AUTO_JSON body = json_pack("{s:s, s:b}", "name", change->name, "disabled",
                               change->disabled);

    if (!need_person(store, change->name, &person, error))
        return false;
    *needless = person.disabled == change->disabled;
    if (*needless)
        return true;
    return (!change->disabled ||
            keep_an_admin(store, change->name, &person, error)) &&
           store_people_append(store, change->kind, uuid, body, error);
}

bool store_user_disable(struct store *store, const char *name, bool disabled,
                        struct error *error)
{
    const struct change change = {
        .kind = EVENT_USER_DISABLED, .name = name, .disabled = disabled};

    return make_change(store, &change, disable_user, error);
}

/* In a transaction; *uuid becomes that of the last one added, else "". */
static bool fill(struct store *store, const struct user *users, size_t count,
                 char *uuid, struct error *error)
{
    struct store_user_row person;

    uuid[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (!check_user(&users[i], error) ||
            !store_user_find(store, users[i].name, &person, error))
            return false;
        if (person.there)
            continue;
        seal_uuid(uuid);
        if (!store_user_append(store, EVENT_USER_ADDED, uuid, &users[i], error))
            return false;
    }
    return true;
}

bool store_users_fill(struct store *store, const struct user *users,
                      size_t count, struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    bool good;

    if (!right_need(store->user, RIGHT_USERS, error) ||
        !db_begin(store->db, error))
        return false;
    good = fill(store, users, count, uuid, error);
    if (good && !uuid[0]) {
        db_rollback(store->db);
        return true;
    }
    return store_finish(store, good, EVENT_USER_ADDED, uuid, error);
}

/* ---- keys ---- */

static bool add_key(struct store *store, const struct change *change,
                    const char *uuid, bool *needless, struct error *error)
{
    const struct ssh_key *key = change->key;
    struct store_user_row person;
    int64_t found = 0;
    json_t *expires = change->line->expires > 0
                          ? json_integer(change->line->expires)
                          : json_null();
    AUTO_JSON body = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:o}", "fingerprint",
                               key->fingerprint, "user", change->name, "type",
                               key->type, "key", key->key, "hosts",
                               change->line->from, "expires", expires);

    *needless = false;
    if (!need_person(store, change->name, &person, error) ||
        !db_query(store->db, "SELECT 1 FROM ssh_key WHERE fingerprint = ?",
                  DB_ARGS(DB_TEXT(key->fingerprint)), see_int, &found, error))
        return false;
    if (found)
        return error_set(error, MESSAGE_SSH_KEY_THERE, "%s", key->fingerprint);
    return store_people_append(store, change->kind, uuid, body, error);
}

bool store_key_add(struct store *store, const char *name,
                   const struct ssh_key_line *line, struct error *error)
{
    AUTO(ssh_key_clear) struct ssh_key key = {0};
    const struct change change = {
        .kind = EVENT_KEY_ADDED, .name = name, .key = &key, .line = line};

    if (!user_name_fits_ssh(name))
        return error_set(error, MESSAGE_USER_BAD, "over SSH: [a-z0-9-]{1,32}");
    if (line->from && !keyline_hosts_ok(line->from))
        return error_set(error, MESSAGE_SSH_KEY_BAD, "--from");
    if (line->expires < 0)
        return error_set(error, MESSAGE_SSH_KEY_BAD, "--expires");
    return ssh_key_read(&key, line->line, error) &&
           make_change(store, &change, add_key, error);
}

static bool revoke_key(struct store *store, const struct change *change,
                       const char *uuid, bool *needless, struct error *error)
{
    int64_t found = 0;
    AUTO_JSON body = json_pack("{s:s}", "fingerprint", change->fingerprint);

    *needless = false;
    if (!db_query(store->db,
                  "SELECT 1 FROM ssh_key WHERE fingerprint = ? AND revoked = 0",
                  DB_ARGS(DB_TEXT(change->fingerprint)), see_int, &found,
                  error))
        return false;
    if (!found)
        return error_set(error, MESSAGE_SSH_KEY_NONE, "%zu bytes",
                         strlen(change->fingerprint));
    return store_people_append(store, change->kind, uuid, body, error);
}

bool store_key_revoke(struct store *store, const char *fingerprint,
                      struct error *error)
{
    const struct change change = {.kind = EVENT_KEY_REVOKED,
                                  .fingerprint = fingerprint};

    return make_change(store, &change, revoke_key, error);
}
