/* Look-ups and reveals: committed before anybody sees what they let see. */
#include "console/cases/store_sqlite.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/people/right.h"
#include "console/people/user.h"

#include <jansson.h>

#include <string.h>

static const int64_t HOUR_MS = 60LL * 60 * 1000;

/* A look-up about to be committed. */
struct asking {
    const char *uuid, *call, *iin, *why;
};

/* The look-up, or that it was refused because there were too many. */
static bool add_look(struct store *store, enum event_kind kind,
                     const struct asking *asking, struct error *error)
{
    struct store_person person;
    AUTO_JSON body = json_pack("{s:s*}", "why", asking->why);
    struct store_entry entry = {.kind = kind,
                                .uuid = asking->uuid,
                                .call = asking->call,
                                .person = &person,
                                .body = body,
                                .personal = {{"iin", asking->iin}}};
    bool added = store_person_need(store, asking->iin, &person, error) &&
                 store_append(store, &entry, error);

    seal_wipe(&person, sizeof(person));
    return added;
}

static bool see_count(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* Has this person looked up as many in the last hour as may be? */
static bool is_over_limit(struct store *store, bool *over, struct error *error)
{
    int64_t count = 0;

    *over = false;
    if (store->lookups_per_hour <= 0)
        return true;
    if (!db_query(store->db,
                  "SELECT count(*) FROM (SELECT at_ms FROM event"
                  " WHERE actor = ?1 AND kind = 'lookup'"
                  " ORDER BY seq DESC LIMIT ?2) WHERE at_ms > ?3",
                  DB_ARGS(DB_TEXT(store->user->name),
                          DB_INT(store->lookups_per_hour),
                          DB_INT(clock_now_ms() - HOUR_MS)),
                  see_count, &count, error))
        return false;
    *over = count >= store->lookups_per_hour;
    return true;
}

/* The refusal is committed too: a supervisor sees it. */
static bool refuse(struct store *store, const struct asking *asking,
                   struct error *error)
{
    bool good = add_look(store, EVENT_LOOKUP_LIMIT, asking, error);

    return store_finish(store, good, EVENT_LOOKUP_LIMIT, asking->uuid, error) &&
           error_set(error, MESSAGE_LOOKUP_LIMIT, "%d in an hour",
                     store->lookups_per_hour);
}

bool store_add_lookup(struct store *store, const char *uuid, const char *call,
                      const char *iin, const char *why, struct error *error)
{
    struct store_found found;
    const struct asking asking = {uuid, call, iin, why};
    bool good, over;

    if (!right_need(store->user, RIGHT_CALL_TAKE, error) ||
        !store_head_heard(store, error) ||
        !store_begin_once(store, EVENT_LOOKUP, uuid, &found, error))
        return false;
    if (found.there)
        return true;
    if (db_is_low(store->db)) {
        db_rollback(store->db);
        return error_set(error, MESSAGE_STORE_LOW, "%s", store->path);
    }
    good = is_over_limit(store, &over, error);
    if (good && over)
        return refuse(store, &asking, error);
    good = good && add_look(store, EVENT_LOOKUP, &asking, error);
    return store_finish(store, good, EVENT_LOOKUP, uuid, error);
}

void store_limit_lookups(struct store *store, int per_hour)
{
    store->lookups_per_hour = per_hour;
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

/* Whose part of a call is it? Walled like the calls themselves. */
static bool person_of_part(struct store *store, const char *part,
                           struct store_person *person, struct error *error)
{
    strcpy(person->id, "-");
    if (!db_query(store->db,
                  "SELECT c.person FROM call c LEFT JOIN cases"
                  " ON cases.part = c.uuid WHERE c.uuid = ?1"
                  " AND (?2 IS NULL OR cases.branch = ?2)"
                  " AND (?3 IS NULL OR c.agent = ?3)",
                  DB_ARGS(DB_TEXT(part), DB_TEXT(store_wall(store)),
                          DB_TEXT(store_own(store))),
                  see_person_id, person, error))
        return false;
    return strcmp(person->id, "-") != 0 ||
           error_set(error, MESSAGE_CALL_NOT_FOUND, "%zu bytes", strlen(part));
}

/* One of number, iin and part. */
struct reveal {
    const char *uuid, *what, *call, *iin;
    const char *number; /* in its written form */
    const char *part;
};

static bool whose(struct store *store, const struct reveal *reveal,
                  struct store_person *person, struct error *error)
{
    if (reveal->number)
        return person_of_case(store, reveal->number, person, error);
    if (reveal->part)
        return person_of_part(store, reveal->part, person, error);
    return store_person_need(store, reveal->iin, person, error);
}

static bool add_reveal(struct store *store, const struct reveal *reveal,
                       struct error *error)
{
    struct store_person person;
    AUTO_JSON body =
        json_pack("{s:s, s:s*}", "what", reveal->what, "part", reveal->part);
    struct store_entry entry = {.kind = EVENT_REVEALED,
                                .uuid = reveal->uuid,
                                .call = reveal->call,
                                .number = reveal->number,
                                .person = &person,
                                .body = body,
                                .personal = {{"iin", reveal->iin}}};
    bool added = whose(store, reveal, &person, error) &&
                 store_append(store, &entry, error);

    seal_wipe(&person, sizeof(person));
    return added;
}

bool store_add_reveal(struct store *store, const char *what, const char *call,
                      const char *iin, const char *number, struct error *error)
{
    char uuid[SEAL_UUID_SIZE], written[NUMBER_SIZE];
    struct reveal reveal = {.uuid = uuid, .what = what};
    bool good;

    if (number && !number_read(number, written))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                         strlen(number));
    reveal.number = number ? written : NULL;
    reveal.iin = number ? NULL : iin;
    reveal.part = number || iin ? NULL : call;
    reveal.call = reveal.part ? NULL : call;
    if (!number && !iin && !call)
        return error_set(error, MESSAGE_RECORD_BAD, "revealed: nobody");
    seal_uuid(uuid);
    if (!right_need(store->user, RIGHT_REVEAL, error) ||
        !db_begin(store->db, error))
        return false;
    good = add_reveal(store, &reveal, error);
    return store_finish(store, good, EVENT_REVEALED, uuid, error);
}
