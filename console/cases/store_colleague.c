/* Names alone: who they are else is for those who look after people. */
#include "console/cases/store_colleague.h"

#include "console/base/error.h"
#include "console/cases/store_sqlite.h"
#include "console/people/right.h"

#include <jansson.h>

static bool see_name(const struct db_row *row, void *cookie)
{
    enum role role;

    if (role_find(db_text(row, 1), &role) && right_of(role, RIGHT_CASE_WORK))
        json_array_append_new(cookie, json_string(db_text(row, 0)));
    return true;
}

struct json_t *store_colleagues(struct store *store, struct error *error)
{
    json_t *names;

    if (!right_need(store->user, RIGHT_CASE_ASSIGN, error))
        return NULL;
    names = json_array();
    if (db_query(store->db,
                 "SELECT name, role FROM user WHERE branch = ?"
                 " AND disabled = 0 ORDER BY name",
                 DB_ARGS(DB_TEXT(store->user->branch)), see_name, names, error))
        return names;
    json_decref(names);
    return NULL;
}
