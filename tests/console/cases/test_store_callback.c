/* Calls promised to callers: listed for who promised, masked, done once. */
#include "console/cases/store_callback.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/io/db.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define PERSON "900101300017"
#define PHONE  "+77010000055"

struct story {
    struct store_kit kit;
    struct user other;
    struct store *agent, *colleague;
    struct error error;
};

static int begin(void **state)
{
    struct story *story = mem_new(sizeof(*story));

    store_kit_make(&story->kit);
    story->other = (struct user){mem_copy("ag18"), ROLE_AGENT, NULL};
    story->agent = store_kit_open(&story->kit, &story->kit.agent);
    story->colleague = store_kit_open(&story->kit, &story->other);
    *state = story;
    return 0;
}

static int end(void **state)
{
    struct story *story = *state;

    store_close(story->agent);
    store_close(story->colleague);
    user_clear(&story->other);
    store_kit_remove(&story->kit);
    free(story);
    return 0;
}

/* Saves a call that promises one at this moment. */
static void promise(struct story *story, struct call_record *record,
                    int64_t due_ms)
{
    record->callback = callback_record_new();
    record->callback->uuid = mem_new(SEAL_UUID_SIZE);
    seal_uuid(record->callback->uuid);
    record->callback->due_ms = due_ms;
    record->callback->phone = mem_copy(PHONE);
    store_kit_save(story->agent, record);
}

static json_t *listed(struct story *story, struct store *store)
{
    json_t *rows = store_callbacks(store, &story->error);

    assert_non_null(rows);
    return rows;
}

static const char *text_at(const json_t *rows, size_t index, const char *key)
{
    const char *text = json_find_string(json_array_get(rows, index), key);

    return text ? text : "";
}

static bool is_whole(struct story *story)
{
    AUTO_JSON report = store_verify(story->agent, &story->error);

    assert_non_null(report);
    return json_is_true(json_object_get(report, "ok"));
}

static void the_earliest_comes_first_and_the_person_is_masked(void **state)
{
    struct story *story = *state;
    int64_t now = clock_now_ms();

    promise(story, store_kit_call(PERSON), now + 7200000);
    promise(story, store_kit_case(PERSON, "KZO"), now + 3600000);
    AUTO_JSON rows = listed(story, story->agent);
    assert_int_equal(json_array_size(rows), 2);
    assert_true(*text_at(rows, 0, "number") != '\0');
    assert_string_equal(text_at(rows, 1, "number"), "");
    AUTO_CHARS all = json_canonical(rows);
    assert_null(strstr(all, PERSON));
    assert_null(strstr(all, "0000055"));
    assert_true(is_whole(story));
}

static void a_colleague_sees_none_of_them(void **state)
{
    struct story *story = *state;

    promise(story, store_kit_call(PERSON), clock_now_ms());
    AUTO_JSON mine = listed(story, story->agent);
    AUTO_JSON theirs = listed(story, story->colleague);
    const char *uuid = text_at(mine, 0, "uuid");
    assert_int_equal(json_array_size(theirs), 0);
    assert_null(store_callback_reveal(story->colleague, uuid, &story->error));
    assert_int_equal(story->error.message, MESSAGE_CALL_NOT_FOUND);
    error_clear(&story->error);
    assert_false(store_callback_done(story->colleague, uuid, &story->error));
    assert_int_equal(story->error.message, MESSAGE_CALL_NOT_FOUND);
}

static void the_phone_is_shown_after_its_reveal_is_committed(void **state)
{
    struct story *story = *state;

    promise(story, store_kit_call(PERSON), clock_now_ms());
    AUTO_JSON rows = listed(story, story->agent);
    AUTO_JSON before = store_facts(story->agent, &story->error);
    AUTO_JSON one = store_callback_reveal(
        story->agent, text_at(rows, 0, "uuid"), &story->error);
    AUTO_JSON after = store_facts(story->agent, &story->error);
    assert_string_equal(json_find_string(one, "phone"), PHONE);
    assert_string_equal(json_find_string(one, "iin"), PERSON);
    assert_int_equal(json_integer_value(json_object_get(after, "events")),
                     json_integer_value(json_object_get(before, "events")) + 1);
}

static void one_that_is_done_is_out_and_doing_it_twice_is_once(void **state)
{
    struct story *story = *state;

    promise(story, store_kit_call(PERSON), clock_now_ms());
    AUTO_JSON rows = listed(story, story->agent);
    const char *uuid = text_at(rows, 0, "uuid");
    assert_true(store_callback_done(story->agent, uuid, &story->error));
    AUTO_JSON once = store_facts(story->agent, &story->error);
    assert_true(store_callback_done(story->agent, uuid, &story->error));
    AUTO_JSON twice = store_facts(story->agent, &story->error);
    AUTO_JSON left = listed(story, story->agent);
    assert_int_equal(json_array_size(left), 0);
    assert_true(json_equal(once, twice));
    assert_true(is_whole(story));
}

/* Changes the file past the store. */
static void tamper(struct story *story, const char *sql)
{
    AUTO_CHARS path = mem_format("%s/log.db", story->kit.folder);
    struct db *db = db_open(path, 5000, &story->error);

    assert_non_null(db);
    assert_true(db_run(db, sql, DB_NONE, &story->error));
    db_close(db);
}

static void a_promise_that_was_moved_or_made_up_is_found(void **state)
{
    static const char *const changes[] = {
        "UPDATE callback SET due_ms = due_ms + 1",
        "UPDATE callback SET agent = 'ag99'",
        "UPDATE callback SET done = NULL",
        "UPDATE callback SET done = 1",
        "DELETE FROM callback",
    };
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct story *story;
        begin((void **)&story);
        promise(story, store_kit_call(PERSON), clock_now_ms());
        AUTO_JSON rows = listed(story, story->agent);
        assert_true(store_callback_done(story->agent, text_at(rows, 0, "uuid"),
                                        &story->error));
        assert_true(is_whole(story));
        tamper(story, changes[i]);
        if (is_whole(story))
            fail_msg("not found: %s", changes[i]);
        end((void **)&story);
    }
    (void)state;
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_earliest_comes_first_and_the_person_is_masked),
        STORY(a_colleague_sees_none_of_them),
        STORY(the_phone_is_shown_after_its_reveal_is_committed),
        STORY(one_that_is_done_is_out_and_doing_it_twice_is_once),
        cmocka_unit_test(a_promise_that_was_moved_or_made_up_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
