/* Where a case stands: its row follows its events, and the events give the row
 * again when it is verified. */
#include "console/cases/store_stand.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <string.h>

struct reading {
    struct store_stand *stand;
    bool there, good;
};

static bool see_stand(const struct db_row *row, void *cookie)
{
    struct reading *reading = cookie;
    const char *text = db_text(row, 0), *person = db_text(row, 1);
    AUTO_JSON json = json_parse(text, strlen(text), "row", false, NULL);

    reading->there = true;
    reading->good = json && case_now_read(&reading->stand->now, json);
    reading->stand->person[0] = '\0';
    if (strlen(person) == SEAL_UUID_SIZE - 1)
        memcpy(reading->stand->person, person, SEAL_UUID_SIZE);
    return false;
}

bool store_stand_read(struct store *store, const char *number,
                      const char *branch, struct store_stand *stand,
                      struct error *error)
{
    struct reading reading = {stand, false, false};

    if (!db_query(store->db,
                  "SELECT json_object(" STAND_MEMBERS "), person"
                  " FROM cases WHERE number = ?1"
                  " AND (?2 IS NULL OR branch = ?2)",
                  DB_ARGS(DB_TEXT(number), DB_TEXT(branch)), see_stand,
                  &reading, error))
        return false;
    if (!reading.there)
        return error_set(error, MESSAGE_CASE_NOT_FOUND, "%s", number);
    return reading.good || error_set(error, MESSAGE_STORE_CORRUPT,
                                     "the row of case %s", number);
}

bool store_stand_person(struct store *store, const struct store_stand *stand,
                        const char *text, struct store_person *person,
                        struct error *error)
{
    person->id[0] = '\0';
    if (stand->person[0] &&
        !store_person_open(store, stand->person, person, error))
        return false;
    return person->id[0] || !text ||
           store_person_need(store, NULL, person, error);
}

bool store_stand_apply(struct store *store, const struct event *event,
                       const struct json_t *body, struct error *error)
{
    struct store_stand stand;

    if (!event->number)
        return error_set(error, MESSAGE_RECORD_BAD, "%s: of no case",
                         event_name(event->kind));
    if (!store_stand_read(store, event->number, NULL, &stand, error))
        return false;
    if (!life_apply(&stand.now, event, body))
        return error_set(error, MESSAGE_RECORD_BAD, "%s: does not fit",
                         event_name(event->kind));
    AUTO_JSON now = case_now_json(&stand.now);
    AUTO_CHARS text = json_canonical(now);
    return db_run(store->db,
                  "UPDATE cases SET (" STAND_NAMES ") ="
                  " (SELECT " STAND_VALUES " FROM (SELECT ?1 AS j))"
                  " WHERE number = ?2",
                  DB_ARGS(DB_TEXT(text), DB_TEXT(event->number)), error);
}

void store_stand_put(struct json_t *row, const struct case_now *now)
{
    AUTO_JSON json = case_now_json(now);

#define SET_NULL(column) json_object_set_new(row, #column, json_null());
    STAND(SET_NULL)
#undef SET_NULL
    json_object_update(row, json);
}

struct folding {
    struct case_now now;
    bool fits;
};

static bool see_event(const struct db_row *row, void *cookie)
{
    struct folding *folding = cookie;
    AUTO(event_clear) struct event event;

    folding->fits = store_event_read(row, &event);
    if (!folding->fits)
        return false;
    AUTO_JSON body =
        json_parse(event.body, strlen(event.body), "body", false, NULL);
    folding->fits = body && life_apply(&folding->now, &event, body);
    return folding->fits;
}

bool store_stand_fold(struct store *store, const struct event *opened,
                      struct json_t *row, bool *fits, struct error *error)
{
    struct folding folding = {.fits = false};

    if (!db_query(store->db,
                  "SELECT " STORE_EVENT_COLUMNS " FROM event"
                  " WHERE number = ?1 AND seq >= ?2 ORDER BY seq",
                  DB_ARGS(DB_TEXT(opened->number), DB_INT(opened->seq)),
                  see_event, &folding, error))
        return false;
    *fits = folding.fits;
    if (folding.fits)
        store_stand_put(row, &folding.now);
    return true;
}
