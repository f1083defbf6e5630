/* The row of a person, and events of people and keys. */
#include "console/cases/store_user.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <string.h>

static bool see_user(const struct db_row *row, void *cookie)
{
    struct store_user_row *person = cookie;

    person->there = role_find(db_text(row, 0), &person->role) &&
                    strlen(db_text(row, 1)) < sizeof(person->branch);
    if (person->there)
        strcpy(person->branch, db_text(row, 1));
    person->disabled = db_int(row, 2) != 0;
    return false;
}

bool store_user_find(struct store *store, const char *name,
                     struct store_user_row *person, struct error *error)
{
    *person = (struct store_user_row){0};
    return db_query(store->db,
                    "SELECT role, branch, disabled FROM user WHERE name = ?",
                    DB_ARGS(DB_TEXT(name)), see_user, person, error);
}

bool store_people_append(struct store *store, enum event_kind kind,
                         const char *uuid, struct json_t *body,
                         struct error *error)
{
    struct store_entry entry = {.kind = kind, .uuid = uuid, .body = body};

    return body ? store_append(store, &entry, error)
                : error_set(error, MESSAGE_RECORD_BAD, "%s", event_name(kind));
}

bool store_user_append(struct store *store, enum event_kind kind,
                       const char *uuid, const struct user *user,
                       struct error *error)
{
    AUTO_JSON body = json_pack("{s:s, s:s, s:s?}", "name", user->name, "role",
                               role_name(user->role), "branch", user->branch);

    return store_people_append(store, kind, uuid, body, error);
}
