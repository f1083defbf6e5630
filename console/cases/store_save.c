/* Saving calls with their cases: each is one transaction that stops at the
 * first error. */
#include "console/cases/store_sqlite.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/store_move.h"
#include "console/people/right.h"
#include "console/people/user.h"

#include <jansson.h>

#include <string.h>

enum { SERIAL_MAX = 999999 };

static json_t *or_null(json_t *value)
{
    return value ? json_incref(value) : json_null();
}

static bool see_serial(const struct db_row *row, void *cookie)
{
    *(int *)cookie = (int)db_int(row, 0);
    return false;
}

/* The next number of this branch and year; taken when the case is opened. */
static bool next_number(struct store *store, const char *region, int year,
                        char number[NUMBER_SIZE], struct error *error)
{
    int last = 0;

    if (!db_query(
            store->db, "SELECT last FROM serial WHERE region = ? AND year = ?",
            DB_ARGS(DB_TEXT(region), DB_INT(year)), see_serial, &last, error))
        return false;
    if (last >= SERIAL_MAX)
        return error_set(error, MESSAGE_SERIAL_FULL, "%s-%d", region, year);
    number_make(region, year, last + 1, number);
    return true;
}

static int year_of(const struct call_record *record)
{
    int64_t days = record->ended_ms / (24LL * 60 * 60 * 1000);
    int year, month, day;

    if (record->as_of && !clock_parse_date(record->as_of, &days))
        return -1;
    clock_civil(days, &year, &month, &day);
    return year;
}

static bool check_record(const struct call_record *record, struct error *error)
{
    const struct case_record *opened = record->opened;

    if (!record->uuid || !record->call || year_of(record) < 2000 ||
        year_of(record) > 2099)
        return error_set(error, MESSAGE_RECORD_BAD, "call: uuid, call, as_of");
    if (record->added &&
        (record->opened || !record->iin || !record->added->uuid ||
         !record->added->number || !record->added->text))
        return error_set(error, MESSAGE_RECORD_BAD, "added: number, text");
    if (record->callback &&
        (!record->callback->uuid || !record->callback->phone))
        return error_set(error, MESSAGE_RECORD_BAD, "callback: uuid, phone");
    if (!opened)
        return true;
    if (!opened->uuid || !opened->branch || !opened->issue || !opened->region ||
        strlen(opened->region) != 2 ||
        strspn(opened->region, "0123456789") != 2)
        return error_set(error, MESSAGE_RECORD_BAD,
                         "case: uuid, branch, region, issue");
    return true;
}

static bool is_personal(const struct call_record *record)
{
    return record->iin || record->name || record->notes || record->callback ||
           (record->opened && (record->opened->phone || record->opened->text));
}

/* Who and under which number, for the events of one save. */
struct saving {
    struct store_person person;
    const char *number; /* NULL: no case */
};

static bool add_call(struct store *store, const struct call_record *record,
                     const struct saving *saving, struct error *error)
{
    AUTO_JSON body = json_pack(
        "{s:i, s:I, s:I, s:s?, s:s?, s:s?, s:s, s:s?, s:s?, s:s?, s:s?, s:o,"
        " s:s?, s:s?, s:I}",
        "turn", record->turn, "started_ms", (json_int_t)record->started_ms,
        "ended_ms", (json_int_t)record->ended_ms, "lookup", record->lookup,
        "reason", record->reason, "caller", record->caller, "language",
        language_code(record->language), "script", record->script,
        "script_hash", record->script_hash, "outcome", record->outcome, "as_of",
        record->as_of, "path", or_null(record->path), "case",
        record->opened ? record->opened->uuid : NULL, "disposition",
        record->disposition, "wrapped_ms", (json_int_t)record->wrapped_ms);
    struct store_entry entry = {.kind = EVENT_CALL_FINISHED,
                                .uuid = record->uuid,
                                .call = record->call,
                                .number = saving->number,
                                .person = &saving->person,
                                .body = body,
                                .personal = {{"iin", record->iin},
                                             {"name", record->name},
                                             {"notes", record->notes}}};

    if (!body)
        return error_set(error, MESSAGE_RECORD_BAD, "call: no UTF-8");
    return store_append(store, &entry, error);
}

static bool add_case(struct store *store, const struct call_record *record,
                     const struct saving *saving, struct error *error)
{
    const struct case_record *opened = record->opened;
    AUTO_JSON body = json_pack(
        "{s:s, s:s, s:s, s:s?, s:s, s:b, s:o, s:o}", "part", record->uuid,
        "branch", opened->branch, "issue", opened->issue, "outcome",
        record->outcome, "language", language_code(record->language), "consent",
        opened->consent, "facts", or_null(opened->facts), "told",
        or_null(opened->told));
    struct store_entry entry = {
        .kind = EVENT_CASE_OPENED,
        .uuid = opened->uuid,
        .call = record->call,
        .number = saving->number,
        .person = &saving->person,
        .body = body,
        .personal = {{"phone", opened->phone}, {"text", opened->text}}};

    if (!body)
        return error_set(error, MESSAGE_RECORD_BAD, "case: no UTF-8");
    return store_append(store, &entry, error);
}

static void add_time(json_t *body, const char *key, int64_t at_ms)
{
    if (at_ms > 0)
        json_object_set_new(body, key, json_integer(at_ms));
}

static bool add_route(struct store *store, const struct call_record *record,
                      const struct saving *saving, struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    const struct case_record *opened = record->opened;
    AUTO_JSON body = json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:O*}", "branch",
                               opened->branch, "region", opened->region, "body",
                               opened->body, "term", opened->term, "calendar",
                               opened->calendar, "unsure", opened->unsure);
    struct store_entry entry = {.kind = EVENT_CASE_ROUTED,
                                .uuid = uuid,
                                .call = record->call,
                                .number = saving->number,
                                .person = &saving->person,
                                .body = body};

    if (!body)
        return error_set(error, MESSAGE_RECORD_BAD, "route: no UTF-8");
    add_time(body, "due_ms", opened->due_ms);
    add_time(body, "act_ms", opened->act_ms);
    seal_uuid(uuid);
    return store_append(store, &entry, error);
}

static bool see_there(const struct db_row *row, void *cookie)
{
    *(bool *)cookie = db_int(row, 0) > 0;
    return false;
}

/* The case that is open already is one of this person. */
static bool find_added(struct store *store, const struct call_record *record,
                       const struct saving *saving, struct error *error)
{
    bool there = false;

    return db_query(
               store->db,
               "SELECT count(*) FROM cases WHERE number = ? AND person ="
               " ?",
               DB_ARGS(DB_TEXT(saving->number), DB_TEXT(saving->person.id)),
               see_there, &there, error) &&
           (there || error_set(error, MESSAGE_CASE_NOT_FOUND, "%s",
                               record->added->number));
}

/* What the call adds to it, as a note to the branch. */
static bool add_note(struct store *store, const struct call_record *record,
                     const struct saving *saving, struct error *error)
{
    const struct store_move note = {.move = MOVE_NOTED,
                                    .uuid = record->added->uuid,
                                    .number = saving->number,
                                    .text = record->added->text};
    struct store_moved moved;

    return find_added(store, record, saving, error) &&
           store_move_within(store, NULL, &note, &moved, error);
}

/* All of one save, inside its transaction. */
static bool save_all(struct store *store, const struct call_record *record,
                     char number[NUMBER_SIZE], struct error *error)
{
    const struct case_record *opened = record->opened;
    struct saving saving = {.number = opened || record->added ? number : NULL};
    bool saved = true;

    if (opened)
        saved =
            next_number(store, opened->region, year_of(record), number, error);
    else if (record->added)
        saved = number_read(record->added->number, number) ||
                error_set(error, MESSAGE_NUMBER_BAD, "added");
    if (saved && is_personal(record))
        saved = store_person_need(store, record->iin, &saving.person, error);
    saved =
        saved && add_call(store, record, &saving, error) &&
        (!opened || (add_case(store, record, &saving, error) &&
                     add_route(store, record, &saving, error))) &&
        (!record->added || add_note(store, record, &saving, error)) &&
        (!record->callback || store_callback_add(store, record, saving.number,
                                                 &saving.person, error));
    seal_wipe(&saving.person, sizeof(saving.person));
    return saved;
}

bool store_save(struct store *store, const struct call_record *record,
                char number[NUMBER_SIZE], struct error *error)
{
    struct store_found found;
    bool good;

    number[0] = '\0';
    if (!right_need(store->user, RIGHT_CALL_TAKE, error) ||
        !check_record(record, error) ||
        !store_begin_once(store, EVENT_CALL_FINISHED, record->uuid, &found,
                          error))
        return false;
    if (found.there &&
        (record->opened || record->added) != (found.number[0] != '\0'))
        return error_set(error, MESSAGE_SAVED_OTHERWISE, "%s", record->uuid);
    if (found.there) {
        memcpy(number, found.number, NUMBER_SIZE);
        return true;
    }
    good = save_all(store, record, number, error);
    if (store_finish(store, good, EVENT_CALL_FINISHED, record->uuid, error))
        return true;
    number[0] = '\0';
    return false;
}
