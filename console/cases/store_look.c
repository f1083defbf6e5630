/* Look-ups and reveals: committed before anybody sees what they let see. */
#include "console/cases/store_sqlite.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/people/user.h"

#include <jansson.h>

#include <string.h>

static bool add_lookup(struct store *store, const char *uuid, const char *call,
                       const char *iin, struct error *error)
{
    struct store_person person;
    AUTO_JSON body = json_object();
    struct store_entry entry = {.kind = EVENT_LOOKUP,
                                .uuid = uuid,
                                .call = call,
                                .person = &person,
                                .body = body,
                                .personal = {{"iin", iin}}};
    bool added = store_person_need(store, iin, &person, error) &&
                 store_append(store, &entry, error);

    seal_wipe(&person, sizeof(person));
    return added;
}

bool store_add_lookup(struct store *store, const char *uuid, const char *call,
                      const char *iin, struct error *error)
{
    struct store_found found;
    bool good;

    if (!store_begin_once(store, EVENT_LOOKUP, uuid, &found, error))
        return false;
    if (found.there)
        return true;
    good = add_lookup(store, uuid, call, iin, error);
    return store_finish(store, good, EVENT_LOOKUP, uuid, error);
}

static bool see_person_id(const struct db_row *row, void *cookie)
{
    struct store_person *person = cookie;
    const char *id = db_text(row, 0);

    person->id[0] = '\0';
    if (strlen(id) == SEAL_UUID_SIZE - 1)
        memcpy(person->id, id, SEAL_UUID_SIZE);
    return false;
}

/* Whose case is it? Another branch's case is not found. */
static bool person_of_case(struct store *store, const char *number,
                           struct store_person *person, struct error *error)
{
    const char *wall = store_wall(store);

    strcpy(person->id, "-");
    if (!db_query(store->db,
                  "SELECT person FROM cases WHERE number = ?1"
                  " AND (?2 IS NULL OR branch = ?2)",
                  DB_ARGS(DB_TEXT(number), DB_TEXT(wall)), see_person_id,
                  person, error))
        return false;
    return strcmp(person->id, "-") != 0 ||
           error_set(error, MESSAGE_CASE_NOT_FOUND, "%s", number);
}

struct reveal {
    const char *uuid, *what, *call, *iin;
    const char *number; /* in its written form */
};

static bool add_reveal(struct store *store, const struct reveal *reveal,
                       struct error *error)
{
    struct store_person person;
    AUTO_JSON body = json_pack("{s:s}", "what", reveal->what);
    struct store_entry entry = {.kind = EVENT_REVEALED,
                                .uuid = reveal->uuid,
                                .call = reveal->call,
                                .number = reveal->number,
                                .person = &person,
                                .body = body,
                                .personal = {{"iin", reveal->iin}}};
    bool known = reveal->number
                     ? person_of_case(store, reveal->number, &person, error)
                     : store_person_need(store, reveal->iin, &person, error);
    bool added = known && store_append(store, &entry, error);

    seal_wipe(&person, sizeof(person));
    return added;
}

bool store_add_reveal(struct store *store, const char *what, const char *call,
                      const char *iin, const char *number, struct error *error)
{
    char uuid[SEAL_UUID_SIZE], written[NUMBER_SIZE];
    struct reveal reveal = {uuid, what, call, number ? NULL : iin,
                            number ? written : NULL};
    bool good;

    if (number && !number_read(number, written))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                         strlen(number));
    if (!number && !iin)
        return error_set(error, MESSAGE_RECORD_BAD, "revealed: nobody");
    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    good = add_reveal(store, &reveal, error);
    return store_finish(store, good, EVENT_REVEALED, uuid, error);
}
