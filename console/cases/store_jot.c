/* The table `jot`: one box a person, case and word, under a key of its own that
 * comes from the master key. The column `about` is "NUMBER what". */
#include "console/cases/store_jot.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/store_sqlite.h"
#include "console/people/keys.h"
#include "console/people/user.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static void jot_key(const struct store *store, struct seal_key *key)
{
    seal_derive(&store->keys->draft, "jot", key);
}

/* What the box is bound to: in nobody else's row does it open. */
static char *bound_to(const struct store *store, const char *about)
{
    return mem_format("jot of %s: %s", store->user->name, about);
}

/* One statement is one transaction of its own. */
bool store_jot_write(struct store *store, const char *number, const char *what,
                     const char *text, struct error *error)
{
    AUTO_CHARS about = mem_format("%s %s", number, what);
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

bool store_jot_drop(struct store *store, const char *number, const char *what,
                    struct error *error)
{
    AUTO_CHARS about = mem_format("%s %s", number, what);

    return db_run(store->db, "DELETE FROM jot WHERE user = ? AND about = ?",
                  DB_ARGS(DB_TEXT(store->user->name), DB_TEXT(about)), error);
}

struct opening {
    const struct store *store;
    struct seal_key key;
    json_t *jots;
};

static bool see_jot(const struct db_row *row, void *cookie)
{
    struct opening *opening = cookie;
    const char *about = db_text(row, 0);
    const char *what = strchr(about, ' ');
    AUTO_CHARS bound = bound_to(opening->store, about);
    size_t length, size = 0;
    const void *box = db_blob(row, 1, &length);
    char *text = seal_open(&opening->key, bound, box, length, &size);

    json_object_set_new(opening->jots, what ? what + 1 : about,
                        text ? json_string(text) : json_null());
    if (text)
        seal_wipe(text, size);
    free(text);
    return true;
}

/* `!` follows the blank: all that begins with the number and a blank. */
struct json_t *store_jots(struct store *store, const char *number,
                          struct error *error)
{
    struct opening opening = {.store = store, .jots = json_object()};
    bool read;

    jot_key(store, &opening.key);
    read = db_query(store->db,
                    "SELECT about, box FROM jot WHERE user = ?1"
                    " AND about > ?2 || ' ' AND about < ?2 || '!'",
                    DB_ARGS(DB_TEXT(store->user->name), DB_TEXT(number)),
                    see_jot, &opening, error);
    seal_wipe(&opening.key, sizeof(opening.key));
    if (read)
        return opening.jots;
    json_decref(opening.jots);
    return NULL;
}
