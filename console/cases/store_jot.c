/* The table `jot`: one box a person and thing, under a key of its own that
 * comes from the master key. */
#include "console/cases/store_jot.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/store_sqlite.h"
#include "console/people/keys.h"
#include "console/people/user.h"

#include <string.h>

static void jot_key(const struct store *store, struct seal_key *key)
{
    seal_derive(&store->keys->draft, "jot", key);
}

/* What the box is bound to: nobody else's jot opens in its place. */
static char *bound_to(const struct store *store, const char *about)
{
    return mem_format("jot of %s: %s", store->user->name, about);
}

/* One statement is one transaction of its own. */
bool store_jot_write(struct store *store, const char *about, const char *text,
                     struct error *error)
{
    AUTO_CHARS bound = bound_to(store, about);
    struct seal_key key;
    size_t length;

    jot_key(store, &key);
    AUTO_CHARS box =
        (char *)seal_close(&key, bound, text, strlen(text), &length);
    seal_wipe(&key, sizeof(key));
    return db_run(store->db,
                  "INSERT INTO jot(user, about, box) VALUES(?,?,?)"
                  " ON CONFLICT(user, about) DO UPDATE SET box = excluded.box",
                  DB_ARGS(DB_TEXT(store->user->name), DB_TEXT(about),
                          DB_BLOB(box, length)),
                  error);
}

struct opening {
    const struct seal_key *key;
    const char *bound;
    char **text;
    bool there;
};

static bool see_box(const struct db_row *row, void *cookie)
{
    struct opening *opening = cookie;
    size_t length, size;
    const void *box = db_blob(row, 0, &length);

    opening->there = true;
    *opening->text =
        seal_open(opening->key, opening->bound, box, length, &size);
    return false;
}

bool store_jot_read(struct store *store, const char *about, char **text,
                    struct error *error)
{
    AUTO_CHARS bound = bound_to(store, about);
    struct seal_key key;
    struct opening opening = {&key, bound, text, false};
    bool read;

    *text = NULL;
    jot_key(store, &key);
    read =
        db_query(store->db, "SELECT box FROM jot WHERE user = ? AND about = ?",
                 DB_ARGS(DB_TEXT(store->user->name), DB_TEXT(about)), see_box,
                 &opening, error);
    seal_wipe(&key, sizeof(key));
    if (!read || !opening.there || *text)
        return read;
    return error_set(error, MESSAGE_SEALED_BROKEN, "the unsaved text of %s",
                     store->user->name);
}

bool store_jot_drop(struct store *store, const char *about, struct error *error)
{
    return db_run(store->db, "DELETE FROM jot WHERE user = ? AND about = ?",
                  DB_ARGS(DB_TEXT(store->user->name), DB_TEXT(about)), error);
}
