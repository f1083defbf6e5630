/* The store on SQLite: opens it, checks its schema and its key. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/cases/life.h"
#include "console/cases/store_schema.h"
#include "console/cases/store_sqlite.h"
#include "console/people/keys.h"
#include "console/people/right.h"
#include "console/people/user.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* What tells whether the key at hand is the one this log was begun with. */
static void mark_key(const struct keys *keys, unsigned char *out)
{
    static const char mark[] = "agent1414 log";

    seal_hash(&keys->find, mark, sizeof(mark), out);
}

struct mark_seen {
    unsigned char mark[SEAL_HASH_SIZE];
    bool fits;
};

static bool see_mark(const struct db_row *row, void *cookie)
{
    struct mark_seen *seen = cookie;
    size_t length;
    const void *mark = db_blob(row, 0, &length);

    seen->fits =
        length == sizeof(seen->mark) && memcmp(mark, seen->mark, length) == 0;
    return false;
}

/* Another key would find nobody and seal what nobody can open later. */
static bool check_key(struct store *store, struct error *error)
{
    struct mark_seen seen = {.fits = false};

    mark_key(store->keys, seen.mark);
    if (!db_query(store->db, "SELECT mark FROM meta", DB_NONE, see_mark, &seen,
                  error))
        return false;
    return seen.fits ||
           error_set(error, MESSAGE_KEY_BAD, "%s: another key", store->path);
}

struct store *store_open(const char *folder, const struct keys *keys,
                         const struct user *user, int64_t wait_ms,
                         struct error *error)
{
    struct store *store;
    unsigned char mark[SEAL_HASH_SIZE];

    if (!life_check(error) || !keys_folder(folder, error))
        return NULL;
    store = mem_new(sizeof(*store));
    store->keys = keys;
    store->user = user;
    store->path = mem_format("%s/log.db", folder);
    store->db = db_open(store->path, wait_ms, error);
    if (store->db) {
        AUTO_CHARS reserve = mem_format("%s/" STORE_RESERVE, folder);
        db_keep_reserve(store->db, reserve);
        mark_key(keys, mark);
    }
    if (store->db && store_schema_ready(store, mark, error) &&
        check_key(store, error))
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    db_close(store->db);
    free(store->path);
    free(store->head_socket);
    free(store);
}

int64_t store_version(struct store *store)
{
    return db_version(store->db) + store->commits;
}

const char *store_wall(const struct store *store)
{
    return role_has_branch(store->user->role) ? store->user->branch : NULL;
}

const char *store_own(const struct store *store)
{
    enum role role = store->user->role;

    return role_has_branch(role) || right_of(role, RIGHT_CALL_ALL)
               ? NULL
               : store->user->name;
}

static bool see_counts(const struct db_row *row, void *cookie)
{
    json_t *facts = cookie;

    json_object_set_new(facts, "events", json_integer(db_int(row, 0)));
    json_object_set_new(facts, "cases", json_integer(db_int(row, 1)));
    json_object_set_new(facts, "calls", json_integer(db_int(row, 2)));
    return false;
}

struct json_t *store_facts(struct store *store, struct error *error)
{
    json_t *facts =
        json_pack("{s:s, s:i}", "path", store->path, "schema", STORE_SCHEMA);

    if (db_query(store->db,
                 "SELECT (SELECT count(*) FROM event),"
                 " (SELECT count(*) FROM cases), (SELECT count(*) FROM call)",
                 DB_NONE, see_counts, facts, error))
        return facts;
    json_decref(facts);
    return NULL;
}
