/* Look-ups and reveals in the log: why, how many in an hour, whose call. */
#include "console/cases/store.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/io/db.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#define PERSON "900101300017"

struct story {
    struct store_kit kit;
    struct store *agent, *kyzylorda;
    struct error error;
};

static int begin(void **state)
{
    struct story *story = mem_new(sizeof(*story));

    store_kit_make(&story->kit);
    story->agent = store_kit_open(&story->kit, &story->kit.agent);
    story->kyzylorda = store_kit_open(&story->kit, &story->kit.kyzylorda);
    *state = story;
    return 0;
}

static int end(void **state)
{
    struct story *story = *state;

    clock_fix_ms(-1);
    store_close(story->agent);
    store_close(story->kyzylorda);
    store_kit_remove(&story->kit);
    free(story);
    return 0;
}

static bool look(struct story *story, const char *why)
{
    char uuid[SEAL_UUID_SIZE];

    seal_uuid(uuid);
    error_clear(&story->error);
    return store_add_lookup(story->agent, uuid, NULL, PERSON, why,
                            &story->error);
}

static bool see_number(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* A number that a statement gives, read past the store. */
static int64_t ask(struct story *story, const char *sql)
{
    AUTO_CHARS path = mem_format("%s/log.db", story->kit.folder);
    struct db *db = db_open(path, 5000, &story->error);
    int64_t number = -1;

    assert_non_null(db);
    assert_true(db_query(db, sql, DB_NONE, see_number, &number, &story->error));
    db_close(db);
    return number;
}

static void the_reason_stands_in_the_log(void **state)
{
    struct story *story = *state;

    assert_true(look(story, "callback"));
    assert_true(look(story, NULL));
    assert_int_equal(ask(story, "SELECT count(*) FROM event WHERE kind ="
                                " 'lookup' AND body ->> 'why' = 'callback'"),
                     1);
    assert_int_equal(ask(story, "SELECT count(*) FROM event WHERE kind ="
                                " 'lookup' AND body ->> 'why' IS NULL"),
                     1);
}

static void one_more_than_the_limit_is_refused_and_recorded(void **state)
{
    struct story *story = *state;

    store_limit_lookups(story->agent, 3);
    for (int i = 0; i < 3; i++)
        assert_true(look(story, NULL));
    assert_false(look(story, NULL));
    assert_int_equal(story->error.message, MESSAGE_LOOKUP_LIMIT);
    assert_int_equal(
        ask(story, "SELECT count(*) FROM event WHERE kind = 'lookup'"), 3);
    assert_int_equal(
        ask(story, "SELECT count(*) FROM event WHERE kind = 'lookup_limit'"
                   " AND actor = 'ag17' AND person IS NOT NULL"),
        1);
}

static void an_hour_later_it_is_allowed_again(void **state)
{
    struct story *story = *state;
    int64_t now = clock_now_ms();

    store_limit_lookups(story->agent, 2);
    clock_fix_ms(now);
    assert_true(look(story, NULL));
    clock_fix_ms(now + 30 * 60000);
    assert_true(look(story, NULL));
    assert_false(look(story, NULL));
    clock_fix_ms(now + 60 * 60000); /* the first is an hour old */
    assert_true(look(story, NULL));
    assert_false(look(story, NULL));
}

static void the_limit_is_of_one_person_alone(void **state)
{
    struct story *story = *state;
    char uuid[SEAL_UUID_SIZE];
    const struct user bolat = {"bolat", ROLE_AGENT, NULL};
    struct store *other = store_kit_open(&story->kit, &bolat);

    store_limit_lookups(story->agent, 1);
    store_limit_lookups(other, 1);
    assert_true(look(story, NULL));
    assert_false(look(story, NULL));
    error_clear(&story->error);
    seal_uuid(uuid);
    assert_true(
        store_add_lookup(other, uuid, NULL, PERSON, NULL, &story->error));
    store_close(other);
    /* A branch looks nobody up. */
    seal_uuid(uuid);
    assert_false(store_add_lookup(story->kyzylorda, uuid, NULL, PERSON, NULL,
                                  &story->error));
    assert_int_equal(story->error.message, MESSAGE_RIGHT_MISSING);
}

static void the_person_of_a_call_is_revealed_by_its_part(void **state)
{
    struct story *story = *state;
    struct call_record *record = store_kit_call(PERSON);
    AUTO_CHARS part = mem_copy(record->uuid);

    store_kit_save(story->agent, record);
    assert_true(store_add_reveal(story->agent, "call", part, NULL, NULL,
                                 &story->error));
    assert_int_equal(ask(story, "SELECT count(*) FROM event r JOIN call c ON"
                                " c.person = r.person WHERE r.kind ="
                                " 'revealed'"),
                     1);
    /* A branch has no calls of its own: not there and not yours are one. */
    assert_false(store_add_reveal(story->kyzylorda, "call", part, NULL, NULL,
                                  &story->error));
    assert_int_equal(story->error.message, MESSAGE_CALL_NOT_FOUND);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_reason_stands_in_the_log),
        STORY(one_more_than_the_limit_is_refused_and_recorded),
        STORY(an_hour_later_it_is_allowed_again),
        STORY(the_limit_is_of_one_person_alone),
        STORY(the_person_of_a_call_is_revealed_by_its_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
