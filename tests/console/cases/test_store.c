/* The store as its users see it: what was saved is there, once, and personal
 * values are shown only to whom and when they may. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/io/db.h"

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
#include <sys/stat.h>
#include <unistd.h>

static const char iin[] = "900101300017";

struct story {
    struct store_kit kit;
    struct store *store; /* the agent's */
    struct error error;
};

static int begin(void **state)
{
    struct story *story = mem_new(sizeof(*story));

    store_kit_make(&story->kit);
    story->store = store_kit_open(&story->kit, &story->kit.agent);
    *state = story;
    return 0;
}

static int end(void **state)
{
    struct story *story = *state;

    store_close(story->store);
    store_kit_remove(&story->kit);
    free(story);
    return 0;
}

static int64_t fact(struct story *story, const char *key)
{
    AUTO_JSON facts = store_facts(story->store, &story->error);

    assert_non_null(facts);
    return json_integer_value(json_object_get(facts, key));
}

static void assert_verified(struct story *story)
{
    AUTO_JSON report = store_verify(story->store, &story->error);

    assert_non_null(report);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg("%s", json_find_string(report, "what"));
}

static void assert_field(const json_t *object, const char *key,
                         const char *expected)
{
    const char *value = json_find_string(object, key);

    assert_non_null(value);
    assert_string_equal(value, expected);
}

static void a_new_store_is_private_and_empty(void **state)
{
    struct story *story = *state;
    AUTO_CHARS path = mem_format("%s/log.db", story->kit.folder);
    struct stat facts;

    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0600);
    assert_int_equal(fact(story, "events"), 0);
    assert_int_equal(fact(story, "schema"), 3);
    assert_verified(story);
}

static void a_saved_case_is_there_after_reopening(void **state)
{
    struct story *story = *state;
    AUTO_CHARS number =
        mem_copy(store_kit_save(story->store, store_kit_case(iin, "KZO")));

    assert_int_equal(strncmp(number, "43-26-000001-", 13), 0);
    store_close(story->store);
    story->store = store_kit_open(&story->kit, &story->kit.agent);
    AUTO_JSON found = store_case(story->store, number, false, &story->error);
    assert_non_null(found);
    assert_field(found, "number", number);
    assert_field(found, "state", "open");
    assert_field(found, "branch", "KZO");
    assert_field(found, "issue", "student_missing");
    assert_field(found, "outcome", "STU-01");
    assert_field(found, "script_hash", "hash-of-the-set");
    assert_field(found, "caller", "self");
    assert_field(json_array_get(json_object_get(found, "path"), 0), "node",
                 "is_student");
    assert_field(json_object_get(found, "told"), "ru", "Ждите");
    assert_true(json_is_true(json_object_get(found, "consent")));
    assert_int_equal(json_array_size(json_object_get(found, "events")), 3);
    assert_verified(story);
}

static void saving_the_same_call_twice_is_saving_it_once(void **state)
{
    struct story *story = *state;
    struct call_record *record = store_kit_case(iin, "ALA");
    char first[NUMBER_SIZE], second[NUMBER_SIZE];

    assert_true(store_save(story->store, record, first, &story->error));
    assert_true(store_save(story->store, record, second, &story->error));
    assert_string_equal(first, second);
    assert_int_equal(fact(story, "cases"), 1);
    assert_int_equal(fact(story, "calls"), 1);
    call_record_free(record);
}

static void a_call_resolved_at_once_has_no_number(void **state)
{
    struct story *story = *state;

    assert_string_equal(store_kit_save(story->store, store_kit_call(iin)), "");
    assert_int_equal(fact(story, "calls"), 1);
    assert_int_equal(fact(story, "cases"), 0);
}

static void serials_count_for_each_branch_and_year(void **state)
{
    struct story *story = *state;
    struct call_record *next = store_kit_case(iin, "KZO");
    const char *number;

    store_kit_save(story->store, store_kit_case(iin, "KZO"));
    number = store_kit_save(story->store, store_kit_case(iin, "KZO"));
    assert_int_equal(strncmp(number, "43-26-000002-", 13), 0);
    number = store_kit_save(story->store, store_kit_case(iin, "ALA"));
    assert_int_equal(strncmp(number, "75-26-000001-", 13), 0);
    strcpy(next->as_of, "2027-01-03");
    number = store_kit_save(story->store, next);
    assert_int_equal(strncmp(number, "43-27-000001-", 13), 0);
    assert_verified(story);
}

static void a_general_question_needs_no_person(void **state)
{
    struct story *story = *state;

    store_kit_save(story->store, store_kit_call(NULL));
    struct call_record *noted = store_kit_call(NULL);
    noted->notes = mem_copy("как прикрепиться к поликлинике");
    AUTO_CHARS uuid = mem_copy(noted->uuid);
    store_kit_save(story->store, noted);
    AUTO_JSON call = store_call(story->store, uuid, false, &story->error);
    assert_non_null(call);
    const json_t *person = json_object_get(call, "person");
    assert_field(person, "notes", "как прикрепиться к поликлинике");
    assert_true(json_is_null(json_object_get(person, "iin")));
    assert_verified(story);
}

static void personal_values_are_masked_until_revealed(void **state)
{
    struct story *story = *state;
    AUTO_CHARS number =
        mem_copy(store_kit_save(story->store, store_kit_case(iin, "KZO")));
    AUTO_JSON masked = store_case(story->store, number, false, &story->error);
    const json_t *person = json_object_get(masked, "person");

    assert_field(person, "iin", "........0017");
    assert_field(person, "name", "Қ....... Г.");
    assert_field(person, "phone", "+7 ... .. 99");
    assert_field(person, "notes", "перезвонить +7 ... .. 67 вечером");
    assert_field(person, "text", "Колледж не передал приказ, ИИН ........0017");
    AUTO_JSON open = store_case(story->store, number, true, &story->error);
    person = json_object_get(open, "person");
    assert_field(person, "iin", iin);
    assert_field(person, "name", "ҚАЙРАТОВА ГҮЛНАР");
    assert_field(person, "phone", "+77051234599");
    assert_field(person, "notes", "перезвонить 8 701 123 45 67 вечером");
}

static void a_reveal_is_an_event_of_the_case(void **state)
{
    struct story *story = *state;
    AUTO_CHARS number =
        mem_copy(store_kit_save(story->store, store_kit_case(iin, "KZO")));

    assert_true(store_add_reveal(story->store, "case", NULL, NULL, number,
                                 &story->error));
    AUTO_JSON found = store_case(story->store, number, true, &story->error);
    const json_t *event = json_array_get(json_object_get(found, "events"), 3);
    assert_field(event, "kind", "revealed");
    assert_field(event, "actor", "ag17");
    assert_field(event, "role", "agent");
    assert_verified(story);
}

static void a_look_up_is_committed_once_for_its_request(void **state)
{
    struct story *story = *state;
    char uuid[SEAL_UUID_SIZE], call[SEAL_UUID_SIZE];

    seal_uuid(uuid);
    seal_uuid(call);
    assert_true(
        store_add_lookup(story->store, uuid, call, iin, NULL, &story->error));
    assert_true(
        store_add_lookup(story->store, uuid, call, iin, NULL, &story->error));
    assert_int_equal(fact(story, "events"), 1);
    assert_true(store_add_reveal(story->store, "caller", call, iin, NULL,
                                 &story->error));
    assert_int_equal(fact(story, "events"), 2);
    assert_verified(story);
}

/* A uuid that stands for a look-up is not taken for a saved call. */
static void another_events_uuid_is_not_called_saved(void **state)
{
    struct story *story = *state;
    struct call_record *record = store_kit_case(iin, "KZO");
    char number[NUMBER_SIZE];

    assert_true(store_add_lookup(story->store, record->uuid, record->call, iin,
                                 NULL, &story->error));
    assert_false(store_save(story->store, record, number, &story->error));
    assert_string_equal(number, "");
    assert_int_equal(fact(story, "calls"), 0);
    call_record_free(record);
    assert_verified(story);
}

static void the_file_holds_no_personal_value(void **state)
{
    struct story *story = *state;
    AUTO_CHARS path = mem_format("%s/log.db", story->kit.folder);
    static const char *const secrets[] = {"900101300017", "900101-300017",
                                          "ГҮЛНАР",       "1234599",
                                          "вечером",      "Колледж"};
    char uuid[SEAL_UUID_SIZE];
    size_t length;

    seal_uuid(uuid);
    assert_true(
        store_add_lookup(story->store, uuid, NULL, iin, NULL, &story->error));
    store_kit_save(story->store, store_kit_case(iin, "KZO"));
    FILE *file = fopen(path, "r");
    char *bytes = mem_new(1 << 20);
    length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    assert_true(length > 4096 && length < 1 << 20);
    assert_non_null(memmem(bytes, length, "student_missing", 15));
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_null(memmem(bytes, length, secrets[i], strlen(secrets[i])));
    free(bytes);
}

static void a_wrong_number_and_a_strange_one_differ(void **state)
{
    struct story *story = *state;
    char strange[NUMBER_SIZE];

    number_make("43", 2026, 77, strange);
    assert_null(store_case(story->store, strange, false, &story->error));
    assert_int_equal(story->error.message, MESSAGE_CASE_NOT_FOUND);
    error_clear(&story->error);
    strange[13] = strange[13] == '0' ? '1' : '0';
    assert_null(store_case(story->store, strange, false, &story->error));
    assert_int_equal(story->error.message, MESSAGE_NUMBER_BAD);
}

static void an_unfinished_record_is_not_saved(void **state)
{
    struct story *story = *state;
    struct call_record *record = store_kit_case(iin, "KZO");
    char number[NUMBER_SIZE];

    strcpy(record->opened->region, "4x");
    assert_false(store_save(story->store, record, number, &story->error));
    assert_int_equal(story->error.message, MESSAGE_RECORD_BAD);
    assert_int_equal(fact(story, "events"), 0);
    call_record_free(record);
}

static void a_text_beyond_bounds_is_refused_whole(void **state)
{
    struct story *story = *state;
    struct call_record *record = store_kit_case(iin, "KZO");
    char number[NUMBER_SIZE];

    free(record->notes);
    record->notes = mem_new(200001);
    memset(record->notes, 'x', 200000);
    assert_false(store_save(story->store, record, number, &story->error));
    assert_int_equal(story->error.message, MESSAGE_STORE_TOO_BIG);
    assert_int_equal(fact(story, "events"), 0);
    call_record_free(record);
    store_kit_save(story->store, store_kit_case(iin, "KZO"));
    assert_verified(story);
}

static void the_log_refuses_changes(void **state)
{
    struct story *story = *state;
    AUTO_CHARS path = mem_format("%s/log.db", story->kit.folder);
    struct db *db;

    store_kit_save(story->store, store_kit_case(iin, "KZO"));
    db = db_open(path, 1000, &story->error);
    assert_false(db_script(db, "UPDATE event SET actor = 'ag18'", NULL));
    assert_false(db_script(db, "DELETE FROM event", NULL));
    db_close(db);
    assert_verified(story);
}

static void a_newer_store_is_refused(void **state)
{
    struct story *story = *state;
    AUTO_CHARS path = mem_format("%s/log.db", story->kit.folder);
    struct db *db = db_open(path, 1000, &story->error);

    assert_true(
        db_script(db, "UPDATE meta SET version = version + 1", &story->error));
    db_close(db);
    assert_null(store_open(story->kit.folder, &story->kit.keys,
                           &story->kit.agent, 1000, &story->error));
    assert_int_equal(story->error.message, MESSAGE_STORE_NEWER);
}

static void another_logs_key_is_refused(void **state)
{
    struct story *story = *state;
    struct keys other = story->kit.keys;

    other.find.bytes[0] ^= 1;
    assert_null(store_open(story->kit.folder, &other, &story->kit.agent, 1000,
                           &story->error));
    assert_int_equal(story->error.message, MESSAGE_KEY_BAD);
}

static void everybody_sees_that_something_was_saved(void **state)
{
    struct story *story = *state;
    struct store *other = store_kit_open(&story->kit, &story->kit.kyzylorda);
    int64_t mine = store_version(story->store), theirs = store_version(other);

    assert_int_equal(store_version(story->store), mine);
    store_kit_save(story->store, store_kit_case(iin, "KZO"));
    assert_int_not_equal(store_version(story->store), mine);
    assert_int_not_equal(store_version(other), theirs);
    store_close(other);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_new_store_is_private_and_empty),
        STORY(a_saved_case_is_there_after_reopening),
        STORY(saving_the_same_call_twice_is_saving_it_once),
        STORY(a_call_resolved_at_once_has_no_number),
        STORY(serials_count_for_each_branch_and_year),
        STORY(a_general_question_needs_no_person),
        STORY(personal_values_are_masked_until_revealed),
        STORY(a_reveal_is_an_event_of_the_case),
        STORY(a_look_up_is_committed_once_for_its_request),
        STORY(another_events_uuid_is_not_called_saved),
        STORY(the_file_holds_no_personal_value),
        STORY(a_wrong_number_and_a_strange_one_differ),
        STORY(an_unfinished_record_is_not_saved),
        STORY(a_text_beyond_bounds_is_refused_whole),
        STORY(the_log_refuses_changes),
        STORY(a_newer_store_is_refused),
        STORY(another_logs_key_is_refused),
        STORY(everybody_sees_that_something_was_saved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
