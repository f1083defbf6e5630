/* Who comes in: the person's row, the key of the SSH session, the first user of
 * an empty store; and whether a live session still stands. */
#include "console/cases/store_people.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_user.h"

#include <string.h>

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

static bool count_people(struct store *store, int64_t *count,
                         struct error *error)
{
    return db_query(store->db, "SELECT count(*) FROM user", DB_NONE, see_int,
                    count, error);
}

/* The first user of an empty store, unless somebody was faster. */
static bool add_first(struct store *store, struct user *user,
                      struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    int64_t count = 1;
    bool good;

    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    good = count_people(store, &count, error) &&
           (count == 0 ||
            error_set(error, MESSAGE_USER_UNKNOWN, "%s", user->name)) &&
           user_place(user, ROLE_ADMIN, NULL, error) &&
           store_user_append(store, EVENT_USER_ADDED, uuid, user, error);
    return store_finish(store, good, EVENT_USER_ADDED, uuid, error);
}

/* Is it this person's key, and good today? */
static bool check_key(struct store *store, const char *name, const char *key,
                      bool *good, struct error *error)
{
    int64_t found = 0, today = clock_now_ms() / (24LL * 60 * 60 * 1000);

    if (!db_query(store->db,
                  "SELECT 1 FROM ssh_key WHERE fingerprint = ? AND user = ?"
                  " AND revoked = 0 AND (expires IS NULL OR expires >= ?)",
                  DB_ARGS(DB_TEXT(key), DB_TEXT(name), DB_INT(today)), see_int,
                  &found, error))
        return false;
    *good = found == 1;
    return true;
}

static bool come_in(struct store *store, struct user *user,
                    const struct store_user_row *person, const char *key,
                    struct error *error)
{
    bool good = true;

    if (!person->there || person->disabled)
        return error_set(error, MESSAGE_USER_UNKNOWN, "%s", user->name);
    if (key && !check_key(store, user->name, key, &good, error))
        return false;
    if (!good)
        return error_set(error, MESSAGE_KEY_OTHER, "%s: %s", user->name, key);
    return user_place(user, person->role, person->branch, error);
}

bool store_sign_in(struct store *store, struct user *user, const char *key,
                   struct error *error)
{
    struct store_user_row person;
    int64_t count = 1;

    store->user = user;
    if (!store_user_find(store, user->name, &person, error))
        return false;
    /* Nobody becomes the first from outside. */
    if (!person.there && !key && !count_people(store, &count, error))
        return false;
    return count == 0 ? add_first(store, user, error)
                      : come_in(store, user, &person, key, error);
}

bool store_still_in(struct store *store, const struct user *user,
                    const char *key, struct error *error)
{
    struct store_user_row person;
    bool good = true;

    if (!store_user_find(store, user->name, &person, error) ||
        (key && !check_key(store, user->name, key, &good, error)))
        return false;
    good = good && person.there && !person.disabled &&
           person.role == user->role &&
           strcmp(person.branch, user->branch ? user->branch : "") == 0;
    return good || error_set(error, MESSAGE_SESSION_OVER, "%s", user->name);
}
