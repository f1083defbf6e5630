/* One person of the store: found, measured, erased. */
#include "console/cases/store_subject.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/life.h"
#include "console/cases/store_subject_part.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

static bool see_measures(const struct db_row *row, void *cookie)
{
    struct subject *subject = cookie;

    strcpy(subject->id, db_text(row, 0));
    subject->erased = db_int(row, 1) == 1;
    subject->calls = db_int(row, 2);
    subject->cases = db_int(row, 3);
    subject->values = db_int(row, 4);
    subject->waiting = db_int(row, 5);
    subject->last_call_ms = db_int(row, 6);
    subject->last_case_ms = db_int(row, 7);
    return false;
}

/* A state that is not known counts as one in which somebody has to act. */
static bool see_case(const struct db_row *row, void *cookie)
{
    enum case_state state;

    if (!state_find(db_text(row, 1), &state) || state_is_active(state))
        json_array_append_new(cookie, json_string(db_text(row, 0)));
    return true;
}

bool subject_read(struct store *store, const char *id, struct subject *subject,
                  struct error *error)
{
    memset(subject, 0, sizeof(*subject));
    subject->active = json_array();
    if (strlen(id) != SEAL_UUID_SIZE - 1)
        return error_set(error, MESSAGE_PERSON_NONE, "nobody");
    return db_query(
               store->db,
               "SELECT id, box IS NULL,"
               " (SELECT count(*) FROM call WHERE person = ?1),"
               " (SELECT count(*) FROM cases WHERE person = ?1),"
               " (SELECT count(*) FROM sealed WHERE person = ?1),"
               " (SELECT count(*) FROM event e JOIN callback b ON b.seq = e.seq"
               "   WHERE e.person = ?1 AND e.kind = 'callback_promised'"
               "   AND b.done IS NULL),"
               " (SELECT max(at_ms) FROM event WHERE person = ?1"
               "   AND kind NOT GLOB 'case_*' AND kind NOT GLOB 'person_*'"
               "   AND kind <> 'who_saw'"
               "   AND (kind <> 'revealed' OR number IS NULL)),"
               " max((SELECT ifnull(max(e.at_ms), 0) FROM cases c JOIN event e"
               "   ON e.number = c.number WHERE c.person = ?1"
               "   AND e.kind GLOB 'case_*'),"
               "  (SELECT ifnull(max(at_ms), 0) FROM event WHERE person = ?1"
               "   AND kind GLOB 'case_*'))"
               " FROM person WHERE id = ?1",
               DB_ARGS(DB_TEXT(id)), see_measures, subject, error) &&
           db_query(store->db,
                    "SELECT number, state FROM cases WHERE person = ?"
                    " ORDER BY seq",
                    DB_ARGS(DB_TEXT(id)), see_case, subject->active, error) &&
           (subject->id[0] || error_set(error, MESSAGE_PERSON_NONE, "nobody"));
}

void subject_clear(struct subject *subject)
{
    json_decref(subject->active);
    subject->active = NULL;
}

static bool see_id(const struct db_row *row, void *cookie)
{
    char *id = cookie;
    const char *text = db_text(row, 0);

    id[0] = '\0';
    if (strlen(text) == SEAL_UUID_SIZE - 1)
        memcpy(id, text, SEAL_UUID_SIZE);
    return false;
}

static bool id_of_case(struct store *store, const char *typed,
                       char id[SEAL_UUID_SIZE], struct error *error)
{
    char number[NUMBER_SIZE];

    if (!number_read(typed, number))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes", strlen(typed));
    strcpy(id, "-");
    if (!db_query(store->db,
                  "SELECT person FROM cases WHERE number = ?1"
                  " AND (?2 IS NULL OR branch = ?2)",
                  DB_ARGS(DB_TEXT(number), DB_TEXT(store_wall(store))), see_id,
                  id, error))
        return false;
    return strcmp(id, "-") != 0 ||
           error_set(error, MESSAGE_CASE_NOT_FOUND, "%s", number);
}

bool subject_find(struct store *store, const struct store_subject *who,
                  struct subject *subject, struct error *error)
{
    struct store_person person;
    char id[SEAL_UUID_SIZE];
    bool found;

    memset(subject, 0, sizeof(*subject));
    if (who->number) {
        found = id_of_case(store, who->number, id, error);
    } else {
        found = store_person_find(store, who->iin, &person, error);
        memcpy(id, person.id, sizeof(id));
        seal_wipe(&person, sizeof(person));
    }
    return found && subject_read(store, id, subject, error);
}

struct json_t *subject_counts(const struct subject *subject)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:O}", "calls",
                     (json_int_t)subject->calls, "cases",
                     (json_int_t)subject->cases, "values",
                     (json_int_t)subject->values, "waiting",
                     (json_int_t)subject->waiting, "active", subject->active);
}

bool subject_erase(struct store *store, const struct subject *subject,
                   char uuid[SEAL_UUID_SIZE], struct error *error)
{
    struct store_person person = {.id = ""};
    AUTO_JSON body = json_pack(
        "{s:I, s:I, s:I}", "calls", (json_int_t)subject->calls, "cases",
        (json_int_t)subject->cases, "values", (json_int_t)subject->values);
    struct store_entry entry = {.kind = EVENT_PERSON_ERASED,
                                .uuid = uuid,
                                .person = &person,
                                .body = body};

    memcpy(person.id, subject->id, sizeof(person.id));
    seal_uuid(uuid);
    return store_append(store, &entry, error);
}

/* Is it somebody who can be erased now? */
static bool find_erasable(struct store *store, const struct store_subject *who,
                          struct subject *subject, struct error *error)
{
    if (!subject_find(store, who, subject, error))
        return false;
    if (subject->erased)
        return error_set(error, MESSAGE_PERSON_NONE, "erased before");
    return true;
}

static bool check_idle(const struct subject *subject, struct error *error)
{
    const char *first = json_string_value(json_array_get(subject->active, 0));

    if (first)
        return error_set(error, MESSAGE_PERSON_BUSY, "%s", first);
    return subject->waiting == 0 ||
           error_set(error, MESSAGE_PERSON_BUSY, "call-backs: %lld",
                     (long long)subject->waiting);
}

struct json_t *store_subject_preview(struct store *store,
                                     const struct store_subject *who,
                                     struct error *error)
{
    AUTO_SUBJECT subject = {.active = NULL};

    if (!right_need(store->user, RIGHT_PERSON_ERASE, error) ||
        !find_erasable(store, who, &subject, error))
        return NULL;
    return subject_counts(&subject);
}

struct json_t *store_subject_erase(struct store *store,
                                   const struct store_subject *who,
                                   struct error *error)
{
    AUTO_SUBJECT subject = {.active = NULL};
    char uuid[SEAL_UUID_SIZE] = "";
    json_t *counts;
    bool good;

    if (!right_need(store->user, RIGHT_PERSON_ERASE, error) ||
        !db_begin(store->db, error))
        return NULL;
    good = find_erasable(store, who, &subject, error) &&
           check_idle(&subject, error) &&
           subject_erase(store, &subject, uuid, error);
    if (!store_finish(store, good, EVENT_PERSON_ERASED, uuid, error))
        return NULL;
    counts = subject_counts(&subject);
    json_object_set_new(counts, "seq", json_integer(store->last.seq));
    return counts;
}
