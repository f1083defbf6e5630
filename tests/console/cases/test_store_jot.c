/* Unsaved text: kept for its writer alone, replaced, forgotten, readable in no
 * byte of the file, and no part of the log. */
#include "console/cases/store_jot.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
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

#define ABOUT "43-26-000001-0 answer"

struct scene {
    struct store_kit kit;
    struct store *kyzylorda, *almaty;
};

static int begin(void **state)
{
    struct scene *scene = mem_new(sizeof(*scene));

    store_kit_make(&scene->kit);
    scene->kyzylorda = store_kit_open(&scene->kit, &scene->kit.kyzylorda);
    scene->almaty = store_kit_open(&scene->kit, &scene->kit.almaty);
    *state = scene;
    return 0;
}

static int end(void **state)
{
    struct scene *scene = *state;

    store_close(scene->kyzylorda);
    store_close(scene->almaty);
    store_kit_remove(&scene->kit);
    free(scene);
    return 0;
}

static void assert_jot(struct store *store, const char *about,
                       const char *wanted)
{
    struct error error = {0};
    char *text = NULL;

    assert_true(store_jot_read(store, about, &text, &error));
    if (wanted)
        assert_string_equal(text, wanted);
    else
        assert_null(text);
    free(text);
}

static void a_text_is_kept_replaced_and_forgotten(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};

    assert_jot(scene->kyzylorda, ABOUT, NULL);
    assert_true(store_jot_write(scene->kyzylorda, ABOUT, "Сіз", &error));
    assert_true(
        store_jot_write(scene->kyzylorda, ABOUT, "Сіздің атыңызға", &error));
    assert_jot(scene->kyzylorda, ABOUT, "Сіздің атыңызға");
    assert_jot(scene->kyzylorda, "43-26-000001-0 note", NULL);
    assert_true(store_jot_drop(scene->kyzylorda, ABOUT, &error));
    assert_jot(scene->kyzylorda, ABOUT, NULL);
    assert_true(store_jot_drop(scene->kyzylorda, ABOUT, &error));
}

static void a_text_outlives_the_program_that_wrote_it(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};

    assert_true(store_jot_write(scene->kyzylorda, ABOUT, "half a", &error));
    store_close(scene->kyzylorda);
    scene->kyzylorda = store_kit_open(&scene->kit, &scene->kit.kyzylorda);
    assert_jot(scene->kyzylorda, ABOUT, "half a");
}

/* Neither does another read it, nor does it open when it is moved to them. */
static void a_text_is_its_writers_alone(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    char *text = NULL;

    assert_true(store_jot_write(scene->kyzylorda, ABOUT, "mine", &error));
    assert_jot(scene->almaty, ABOUT, NULL);
    AUTO_CHARS path = mem_format("%s/log.db", scene->kit.folder);
    struct db *db = db_open(path, 1000, &error);
    assert_non_null(db);
    assert_true(db_run(db, "UPDATE jot SET user = ?",
                       DB_ARGS(DB_TEXT(scene->kit.almaty.name)), &error));
    db_close(db);
    assert_false(store_jot_read(scene->almaty, ABOUT, &text, &error));
    assert_int_equal(error.message, MESSAGE_SEALED_BROKEN);
    assert_null(text);
}

static json_int_t count_events(struct store *store)
{
    AUTO_JSON facts = store_facts(store, NULL);

    assert_non_null(facts);
    return json_integer_value(json_object_get(facts, "events"));
}

static void a_text_stands_in_no_byte_and_no_event(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    AUTO_TEXT bytes = {0};
    json_int_t before = count_events(scene->kyzylorda);

    assert_true(
        store_jot_write(scene->kyzylorda, ABOUT, "WORDS-TO-BE-HIDDEN", &error));
    AUTO_CHARS path = mem_format("%s/log.db", scene->kit.folder);
    assert_true(json_read_bytes(path, &bytes, &error));
    assert_non_null(memmem(bytes.chars, bytes.length, ABOUT, strlen(ABOUT)));
    assert_null(memmem(bytes.chars, bytes.length, "WORDS-TO", 8));
    assert_int_equal(count_events(scene->kyzylorda), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_text_is_kept_replaced_and_forgotten,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            a_text_outlives_the_program_that_wrote_it, begin, end),
        cmocka_unit_test_setup_teardown(a_text_is_its_writers_alone, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_text_stands_in_no_byte_and_no_event,
                                        begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
