/* Who looked at whose data, out of the events that let somebody see it. */
#include "console/cases/store_looks.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

enum { LIMIT_DEFAULT = 50 };

static json_t *text_of(const struct db_row *row, int column)
{
    return db_is_null(row, column) ? json_null()
                                   : json_string(db_text(row, column));
}

static bool see_look(const struct db_row *row, void *cookie)
{
    static const char *const keys[] = {"actor",  "role", "kind",  "call",
                                       "number", "what", "reason"};
    char iso[CLOCK_ISO_SIZE];
    json_t *look = json_object();

    clock_iso(db_int(row, 1), iso);
    json_object_set_new(look, "seq", json_integer(db_int(row, 0)));
    json_object_set_new(look, "at", json_string(iso));
    for (int i = 0; i < (int)COUNT(keys); i++)
        json_object_set_new(look, keys[i], text_of(row, i + 3));
    json_object_set_new(look, "revealed", json_boolean(db_int(row, 2)));
    json_array_append_new(cookie, look);
    return true;
}

/* What was seen of this case, or of the person whose it is. */
#define LOOKS(index, which)                                                    \
    "SELECT seq, at_ms, kind = 'revealed', actor, role, kind, call, number,"   \
    " body ->> 'what', body ->> 'why' FROM event INDEXED BY " index            \
    " WHERE " which " AND " STORE_LOOKS                                        \
    " AND seq < ?2 AND at_ms >= ?3 AND at_ms < ?4 ORDER BY seq DESC LIMIT ?5"

static const char of_actor[] = LOOKS("event_look", "actor = ?1");
static const char of_person[] = LOOKS("event_person", "person = ?1");
static const char of_number[] = LOOKS("event_number", "number = ?1");

static bool read_looks(struct store *store, const char *sql, const char *whose,
                       const struct store_look_filter *filter, json_t *looks,
                       struct error *error)
{
    int64_t before = filter->before_seq > 0 ? filter->before_seq : INT64_MAX;
    int64_t until = filter->until_ms > 0 ? filter->until_ms : INT64_MAX;
    int limit = filter->limit > 0 ? filter->limit : LIMIT_DEFAULT;

    return db_query(store->db, sql,
                    DB_ARGS(DB_TEXT(whose), DB_INT(before),
                            DB_INT(filter->from_ms), DB_INT(until),
                            DB_INT(limit)),
                    see_look, looks, error);
}

/* Asking about a person is a look as well: it stands in the log before the
 * answer is seen. */
static bool add_question(struct store *store, const struct store_person *person,
                         struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    AUTO_JSON body = json_object();
    const struct store_entry entry = {
        .kind = EVENT_WHO_SAW, .uuid = uuid, .person = person, .body = body};
    bool good;

    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    good = store_append(store, &entry, error);
    return store_finish(store, good, EVENT_WHO_SAW, uuid, error);
}

static bool looks_of_iin(struct store *store,
                         const struct store_look_filter *filter, json_t *looks,
                         struct error *error)
{
    struct store_person person;
    bool good;

    if (!store_person_find(store, filter->iin, &person, error))
        return false;
    good = !person.id[0] ||
           (add_question(store, &person, error) &&
            read_looks(store, of_person, person.id, filter, looks, error));
    seal_wipe(&person, sizeof(person));
    return good;
}

struct whose {
    char person[SEAL_UUID_SIZE];
    bool there;
};

static bool see_person(const struct db_row *row, void *cookie)
{
    struct whose *whose = cookie;
    const char *id = db_text(row, 0);

    whose->there = true;
    if (strlen(id) == SEAL_UUID_SIZE - 1)
        memcpy(whose->person, id, SEAL_UUID_SIZE);
    return false;
}

/* Of a case: what was seen of its person, on whatever occasion. */
static bool looks_of_case(struct store *store,
                          const struct store_look_filter *filter, json_t *looks,
                          struct error *error)
{
    char written[NUMBER_SIZE];
    struct whose whose = {.there = false};

    if (!number_read(filter->number, written))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                         strlen(filter->number));
    if (!db_query(store->db,
                  "SELECT person FROM cases WHERE number = ?1"
                  " AND (?2 IS NULL OR branch = ?2)",
                  DB_ARGS(DB_TEXT(written), DB_TEXT(store_wall(store))),
                  see_person, &whose, error))
        return false;
    if (!whose.there)
        return error_set(error, MESSAGE_CASE_NOT_FOUND, "%s", written);
    return whose.person[0]
               ? read_looks(store, of_person, whose.person, filter, looks,
                            error)
               : read_looks(store, of_number, written, filter, looks, error);
}

struct json_t *store_looks(struct store *store,
                           const struct store_look_filter *filter,
                           struct error *error)
{
    AUTO_JSON looks = json_array();
    bool good;

    if (!right_need(store->user, RIGHT_WHO_SAW, error))
        return NULL;
    if (filter->iin)
        good = looks_of_iin(store, filter, looks, error);
    else if (filter->number)
        good = looks_of_case(store, filter, looks, error);
    else if (filter->person)
        good =
            read_looks(store, of_person, filter->person, filter, looks, error);
    else
        good = read_looks(store, of_actor, filter->agent ? filter->agent : "",
                          filter, looks, error);
    return good ? json_incref(looks) : NULL;
}
