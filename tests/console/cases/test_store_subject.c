/* The people in the store: all that is held on one and who saw it; erased ones
 * are gone from the very file while the log still verifies; retention. */
#include "console/cases/store_subject.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_move.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IIN   "900101300017"
#define OTHER "920202400028"

enum { CROWD = 300, BOX_MAX = 2000, FILE_MAX = 16 << 20 };

static const int64_t DAY_MS = 24LL * 60 * 60 * 1000;

static const struct store_subject who = {.iin = IIN};

struct place {
    struct store_kit kit;
    struct user supervisor;
    struct store *store;
    struct error error;
};

static int open_place(void **state)
{
    struct place *place = mem_new(sizeof(*place));

    store_kit_make(&place->kit);
    place->supervisor = (struct user){mem_copy("sv1"), ROLE_SUPERVISOR, NULL};
    place->store = store_kit_open(&place->kit, &place->supervisor);
    *state = place;
    return 0;
}

static int close_place(void **state)
{
    struct place *place = *state;

    clock_fix_ms(-1);
    store_close(place->store);
    user_clear(&place->supervisor);
    store_kit_remove(&place->kit);
    free(place);
    return 0;
}

static int64_t count_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void assert_sound(struct place *place)
{
    AUTO_JSON report = store_verify(place->store, &place->error);

    assert_non_null(report);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg("event %lld: %s", (long long)count_of(report, "bad_seq"),
                 json_find_string(report, "what"));
}

/* Ends a case by force, as of now. */
static void end_case(struct place *place, const char *number)
{
    struct store_stand stand;
    struct store_person person = {.id = ""};
    char uuid[SEAL_UUID_SIZE];
    int64_t now_ms = clock_now_ms();

    assert_true(
        store_stand_read(place->store, number, NULL, &stand, &place->error));
    memcpy(person.id, stand.person, sizeof(person.id));
    stand.now.state = STATE_CLOSED;
    stand.now.version++;
    stand.now.since_ms = now_ms;
    seal_uuid(uuid);
    AUTO_JSON body = json_pack("{s:o}", "now", case_now_json(&stand.now));
    struct store_entry entry = {.kind = EVENT_CASE_FINISHED,
                                .uuid = uuid,
                                .number = number,
                                .person = &person,
                                .body = body,
                                .at_ms = now_ms};
    assert_true(db_begin(place->store->db, &place->error));
    assert_true(store_append(place->store, &entry, &place->error));
    assert_true(store_finish(place->store, true, EVENT_CASE_FINISHED, uuid,
                             &place->error));
}

/* A call with a case of this person that was ended; its number is static. */
static const char *ended_case(struct place *place, const char *iin)
{
    static char number[NUMBER_SIZE];

    strcpy(number, store_kit_save(place->store, store_kit_case(iin, "KZO")));
    end_case(place, number);
    return number;
}

/* ---- the report ---- */

static void assert_in(const json_t *object, const char *part, bool in)
{
    AUTO_CHARS text = json_canonical(object);

    if ((strstr(text, part) != NULL) != in)
        fail_msg("%s is%s in %s", part, in ? " not" : "", text);
}

static void a_report_holds_all_and_who_saw_it(void **state)
{
    struct place *place = *state;
    char uuid[SEAL_UUID_SIZE], number[NUMBER_SIZE];

    seal_uuid(uuid);
    assert_true(
        store_add_lookup(place->store, uuid, NULL, IIN, NULL, &place->error));
    strcpy(number, store_kit_save(place->store, store_kit_case(IIN, "ALA")));
    store_kit_save(place->store, store_kit_call(IIN));
    store_kit_save(place->store, store_kit_call(OTHER));
    assert_true(store_add_reveal(place->store, "case", NULL, NULL, number,
                                 &place->error));
    AUTO_JSON report =
        store_subject_report(place->store, &who, false, &place->error);
    assert_non_null(report);
    const json_t *counts = json_object_get(report, "counts");
    assert_int_equal(count_of(counts, "calls"), 2);
    assert_int_equal(count_of(counts, "cases"), 1);
    assert_int_equal(json_array_size(json_object_get(counts, "active")), 1);
    /* call, case, route; call */
    assert_int_equal(json_array_size(json_object_get(report, "held")), 4);
    /* look-up, reveal, this report */
    assert_int_equal(json_array_size(json_object_get(report, "seen")), 3);
    assert_in(report, "\"path\"", true);
    assert_in(report, "........0017", true);
    assert_in(report, IIN, false);
    assert_in(report, "ҚАЙРАТОВА", false);
    assert_in(report, "7051234599", false);
    assert_in(report, "701 123 45 67", false);
    AUTO_JSON full =
        store_subject_report(place->store, &who, true, &place->error);
    assert_in(full, IIN, true);
    assert_in(full, "ҚАЙРАТОВА ГҮЛНАР", true);
    assert_in(full, "7051234599", true);
    /* The same person, by a case. */
    const struct store_subject by_case = {.number = number};
    AUTO_JSON same =
        store_subject_report(place->store, &by_case, false, &place->error);
    assert_int_equal(json_array_size(json_object_get(same, "seen")), 5);
    assert_sound(place);
}

static void who_may_not_gets_nothing(void **state)
{
    struct place *place = *state;
    struct store *agent = store_kit_open(&place->kit, &place->kit.agent);

    store_kit_save(place->store, store_kit_call(IIN));
    assert_null(store_subject_report(agent, &who, false, &place->error));
    assert_int_equal(place->error.message, MESSAGE_RIGHT_MISSING);
    error_clear(&place->error);
    assert_null(store_subject_preview(agent, &who, &place->error));
    assert_null(store_subject_erase(agent, &who, &place->error));
    assert_int_equal(place->error.message, MESSAGE_RIGHT_MISSING);
    store_close(agent);
    error_clear(&place->error);
    const struct store_subject nobody = {.iin = OTHER};
    assert_null(
        store_subject_report(place->store, &nobody, false, &place->error));
    assert_int_equal(place->error.message, MESSAGE_PERSON_NONE);
}

/* ---- erasing ---- */

/* Bytes that must not be anywhere in the file. */
struct traces {
    unsigned char bytes[4 * CROWD][BOX_MAX];
    size_t length[4 * CROWD];
    size_t count;
};

static bool see_trace(const struct db_row *row, void *cookie)
{
    struct traces *traces = cookie;
    const void *bytes = db_blob(row, 0, &traces->length[traces->count]);

    assert_true(traces->count < COUNT(traces->bytes));
    assert_true(traces->length[traces->count] < BOX_MAX);
    memcpy(traces->bytes[traces->count], bytes, traces->length[traces->count]);
    traces->count++;
    return true;
}

static void add_traces(struct place *place, struct traces *traces,
                       const char *sql)
{
    assert_true(db_query(place->store->db, sql, DB_NONE, see_trace, traces,
                         &place->error));
}

static size_t traces_left(struct place *place, const struct traces *traces)
{
    AUTO_CHARS path = mem_format("%s/log.db", place->kit.folder);
    char *bytes = mem_new(FILE_MAX);
    FILE *file = fopen(path, "r");
    size_t length = fread(bytes, 1, FILE_MAX, file), left = 0;

    fclose(file);
    assert_true(length > 0 && length < FILE_MAX);
    for (size_t i = 0; i < traces->count; i++)
        left +=
            memmem(bytes, length, traces->bytes[i], traces->length[i]) != NULL;
    free(bytes);
    return left;
}

static void erasing_leaves_figures_and_no_values(void **state)
{
    struct place *place = *state;
    struct traces *traces = mem_new(sizeof(*traces));
    const char *number = ended_case(place, IIN);

    store_kit_save(place->store, store_kit_call(OTHER));
    add_traces(place, traces, "SELECT box FROM person WHERE rowid = 1");
    add_traces(place, traces, "SELECT finder FROM person WHERE rowid = 1");
    add_traces(place, traces,
               "SELECT box FROM sealed WHERE person ="
               " (SELECT id FROM person WHERE rowid = 1)");
    assert_int_equal(traces_left(place, traces), traces->count);
    AUTO_JSON preview =
        store_subject_preview(place->store, &who, &place->error);
    assert_int_equal(count_of(preview, "values"), 5);
    AUTO_JSON erased = store_subject_erase(place->store, &who, &place->error);
    if (!erased)
        fail_msg("%s", place->error.detail);
    assert_int_equal(traces_left(place, traces), 0);
    free(traces);
    assert_sound(place);
    AUTO_JSON record = store_case(place->store, number, true, &place->error);
    const json_t *person = json_object_get(record, "person");
    assert_true(json_is_true(json_object_get(person, "erased")));
    assert_true(json_is_null(json_object_get(person, "iin")));
    assert_int_equal(json_array_size(json_object_get(record, "path")), 1);
    assert_string_equal(json_find_string(record, "state"), "closed");
    const struct store_subject by_case = {.number = number};
    AUTO_JSON report =
        store_subject_report(place->store, &by_case, true, &place->error);
    assert_true(json_is_true(json_object_get(report, "erased")));
    assert_null(store_subject_erase(place->store, &by_case, &place->error));
    assert_int_equal(place->error.message, MESSAGE_PERSON_NONE);
}

static bool see_id(const struct db_row *row, void *cookie)
{
    strcpy(cookie, db_text(row, 0));
    return false;
}

/* The same number calls again: a new pseudonym, without what was before. */
static void who_calls_again_is_somebody_new(void **state)
{
    struct place *place = *state;
    char before[SEAL_UUID_SIZE] = "", after[SEAL_UUID_SIZE] = "";
    static const char sql[] = "SELECT person FROM call ORDER BY seq DESC";

    ended_case(place, IIN);
    assert_true(db_query(place->store->db, sql, DB_NONE, see_id, before,
                         &place->error));
    AUTO_JSON erased = store_subject_erase(place->store, &who, &place->error);
    assert_non_null(erased);
    AUTO_JSON nothing = store_history(place->store, IIN, &place->error);
    assert_int_equal(json_array_size(json_object_get(nothing, "calls")), 0);
    store_kit_save(place->store, store_kit_call(IIN));
    assert_true(
        db_query(place->store->db, sql, DB_NONE, see_id, after, &place->error));
    assert_string_not_equal(before, after);
    AUTO_JSON history = store_history(place->store, IIN, &place->error);
    assert_int_equal(json_array_size(json_object_get(history, "calls")), 1);
    assert_sound(place);
}

static void an_active_case_keeps_its_person(void **state)
{
    struct place *place = *state;
    char number[NUMBER_SIZE];

    strcpy(number, store_kit_save(place->store, store_kit_case(IIN, "KZO")));
    assert_null(store_subject_erase(place->store, &who, &place->error));
    assert_int_equal(place->error.message, MESSAGE_PERSON_BUSY);
    assert_non_null(strstr(place->error.detail, number));
    AUTO_JSON record = store_case(place->store, number, true, &place->error);
    assert_string_equal(
        json_find_string(json_object_get(record, "person"), "iin"), IIN);
    end_case(place, number);
    error_clear(&place->error);
    AUTO_JSON erased = store_subject_erase(place->store, &who, &place->error);
    assert_non_null(erased);
    assert_sound(place);
}

static void assert_retained(struct place *place, int64_t calls, int64_t cases,
                            int64_t persons)
{
    const struct store_retention retention = {calls, cases};
    AUTO_JSON found =
        store_subject_retain(place->store, &retention, false, &place->error);

    assert_non_null(found);
    assert_int_equal(count_of(found, "persons"), persons);
}

/* What is written on the case of an erased person later belongs to nobody. */
static void a_note_on_their_case_is_not_theirs(void **state)
{
    struct place *place = *state;
    const char *number = ended_case(place, IIN);
    char uuid[SEAL_UUID_SIZE];
    struct store_moved moved;
    AUTO_JSON erased = store_subject_erase(place->store, &who, &place->error);

    assert_non_null(erased);
    seal_uuid(uuid);
    const struct store_move note = {.move = MOVE_NOTED,
                                    .uuid = uuid,
                                    .number = number,
                                    .text = "спросили ещё раз"};
    if (!store_move(place->store, NULL, &note, &moved, &place->error))
        fail_msg("%s", place->error.detail);
    assert_sound(place);
    clock_fix_ms(clock_now_ms() + 31 * DAY_MS); /* its time ends too */
    assert_retained(place, 30, 30, 1);
}

/* A person without a key is a fault unless an event says why. */
static void only_an_event_erases(void **state)
{
    struct place *place = *state;

    ended_case(place, IIN);
    assert_true(db_run(place->store->db,
                       "UPDATE person SET box = NULL, finder = NULL", DB_NONE,
                       &place->error));
    assert_true(db_run(place->store->db, "UPDATE sealed SET box = x''", DB_NONE,
                       &place->error));
    AUTO_JSON report = store_verify(place->store, &place->error);
    assert_true(json_is_false(json_object_get(report, "ok")));
}

/* ---- retention ---- */

/* Half of a crowd called long ago, half of those with a case. */
static void fill(struct place *place, int64_t then_ms)
{
    for (int i = 0; i < CROWD; i++) {
        AUTO_CHARS iin = mem_format("9001013%05d", i);

        clock_fix_ms(then_ms + (i % 2 ? 0 : 40 * DAY_MS));
        if (i % 4 < 2)
            ended_case(place, iin);
        else
            store_kit_save(place->store, store_kit_call(iin));
    }
    clock_fix_ms(then_ms);
    store_kit_save(place->store, store_kit_case(OTHER, "KZO")); /* active */
    clock_fix_ms(then_ms + 50 * DAY_MS);
}

static void retention_takes_whose_time_is_over(void **state)
{
    struct place *place = *state;
    struct traces *traces = mem_new(sizeof(*traces));
    const struct store_retention month = {30, 30};
    int64_t then_ms = 1795338000000;

    fill(place, then_ms);
    add_traces(place, traces,
               "SELECT p.box FROM person p JOIN call ON call.person = p.id JOIN"
               " event e ON e.seq = call.seq WHERE e.at_ms = 1795338000000"
               " AND call.seq < (SELECT max(seq) FROM call)");
    add_traces(place, traces,
               "SELECT p.finder FROM person p JOIN call ON call.person = p.id"
               " JOIN event e ON e.seq = call.seq WHERE"
               " e.at_ms = 1795338000000"
               " AND call.seq < (SELECT max(seq) FROM call)");
    assert_int_equal(traces->count, CROWD);
    assert_retained(place, 0, 0, 0);
    assert_retained(place, 60, 60, 0);
    assert_retained(place, 30, 0, CROWD / 4); /* without a case */
    assert_retained(place, 30, 30, CROWD / 2);
    assert_retained(place, 5, 5, CROWD);
    assert_int_equal(traces_left(place, traces), CROWD);
    AUTO_JSON done =
        store_subject_retain(place->store, &month, true, &place->error);
    assert_int_equal(count_of(done, "persons"), CROWD / 2);
    const json_t *kept = json_object_get(done, "kept");
    assert_int_equal(count_of(kept, "active"), 1);
    assert_int_equal(count_of(kept, "young"), CROWD / 2);
    assert_int_equal(traces_left(place, traces), 0);
    free(traces);
    assert_retained(place, 30, 30, 0);
    assert_sound(place);
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_report_holds_all_and_who_saw_it),
        STORY(who_may_not_gets_nothing),
        STORY(erasing_leaves_figures_and_no_values),
        STORY(who_calls_again_is_somebody_new),
        STORY(an_active_case_keeps_its_person),
        STORY(a_note_on_their_case_is_not_theirs),
        STORY(only_an_event_erases),
        STORY(retention_takes_whose_time_is_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
