/* The list of people with their keys, as JSON. */
#include "console/cases/store_people.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

static json_t *text_or_null(const struct db_row *row, int column)
{
    return db_is_null(row, column) ? json_null()
                                   : json_string(db_text(row, column));
}

static json_t *moment(const struct db_row *row, int column)
{
    char iso[CLOCK_ISO_SIZE];

    clock_iso(db_int(row, column), iso);
    return json_string(iso);
}

static json_t *day_or_null(const struct db_row *row, int column)
{
    char date[CLOCK_DATE_SIZE];

    if (db_is_null(row, column))
        return json_null();
    clock_date(db_int(row, column), date);
    return json_string(date);
}

/* Both lists come by name. */
struct listing {
    json_t *users;
    size_t at; /* the user whose keys come */
};

static bool see_user(const struct db_row *row, void *cookie)
{
    struct listing *listing = cookie;

    json_array_append_new(listing->users,
                          json_pack("{s:s, s:s, s:o, s:b, s:o, s:[]}", "name",
                                    db_text(row, 0), "role", db_text(row, 1),
                                    "branch", text_or_null(row, 2), "disabled",
                                    db_int(row, 3) != 0, "added",
                                    moment(row, 4), "keys"));
    return true;
}

static bool see_key(const struct db_row *row, void *cookie)
{
    struct listing *listing = cookie;
    const char *name = db_text(row, 0);
    json_t *user = json_array_get(listing->users, listing->at);

    while (user && strcmp(json_find_string(user, "name"), name) != 0)
        user = json_array_get(listing->users, ++listing->at);
    json_array_append_new(
        json_object_get(user, "keys"),
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:o}", "fingerprint",
                  db_text(row, 1), "type", db_text(row, 2), "key",
                  db_text(row, 3), "hosts", text_or_null(row, 4), "expires",
                  day_or_null(row, 5), "revoked", db_int(row, 6) != 0, "added",
                  moment(row, 7)));
    return true;
}

static bool read_all(struct store *store, struct listing *listing,
                     struct error *error)
{
    return db_query(store->db,
                    "SELECT name, user.role, branch, disabled, at_ms FROM user"
                    " JOIN event ON event.seq = user.seq ORDER BY name",
                    DB_NONE, see_user, listing, error) &&
           db_query(store->db,
                    "SELECT user, fingerprint, type, key, hosts, expires,"
                    " revoked, at_ms FROM ssh_key"
                    " JOIN event ON event.seq = ssh_key.seq"
                    " ORDER BY user, ssh_key.seq",
                    DB_NONE, see_key, listing, error);
}

struct json_t *store_users(struct store *store, struct error *error)
{
    AUTO_JSON users = json_array();
    struct listing listing = {users, 0};
    bool good;

    if (!right_need(store->user, RIGHT_USERS, error) ||
        !db_snapshot(store->db, error))
        return NULL;
    good = read_all(store, &listing, error);
    db_rollback(store->db);
    return good ? json_incref(users) : NULL;
}
