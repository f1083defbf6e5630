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

#define NUMBER "43-26-000001-0"

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

static void write(struct store *store, const char *what, const char *text)
{
    struct error error = {0};

    assert_true(store_jot_write(store, NUMBER, what, text, &error));
}

/* All that is kept about the case, as canonical JSON. */
static void assert_jots(struct store *store, const char *number,
                        const char *wanted)
{
    struct error error = {0};
    AUTO_JSON jots = store_jots(store, number, &error);

    assert_non_null(jots);
    AUTO_CHARS text = json_canonical(jots);
    assert_string_equal(text, wanted);
}

static void a_text_is_kept_replaced_and_forgotten(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};

    assert_jots(scene->kyzylorda, NUMBER, "{}");
    write(scene->kyzylorda, "answer", "Сіз");
    write(scene->kyzylorda, "answer", "Сіздің атыңызға");
    write(scene->kyzylorda, "note", "call again");
    assert_jots(scene->kyzylorda, NUMBER,
                "{\"answer\":\"Сіздің атыңызға\",\"note\":\"call again\"}");
    assert_jots(scene->kyzylorda, "43-26-000002-0", "{}");
    assert_true(store_jot_drop(scene->kyzylorda, NUMBER, "answer", &error));
    assert_jots(scene->kyzylorda, NUMBER, "{\"note\":\"call again\"}");
    assert_true(store_jot_drop(scene->kyzylorda, NUMBER, "answer", &error));
}

static void a_text_outlives_the_program_that_wrote_it(void **state)
{
    struct scene *scene = *state;

    write(scene->kyzylorda, "answer", "half a");
    store_close(scene->kyzylorda);
    scene->kyzylorda = store_kit_open(&scene->kit, &scene->kit.kyzylorda);
    assert_jots(scene->kyzylorda, NUMBER, "{\"answer\":\"half a\"}");
}

/* Neither does another read it, nor does it open when it is moved to them. */
static void a_text_is_its_writers_alone(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};

    write(scene->kyzylorda, "answer", "mine");
    assert_jots(scene->almaty, NUMBER, "{}");
    AUTO_CHARS path = mem_format("%s/log.db", scene->kit.folder);
    struct db *db = db_open(path, 1000, &error);
    assert_non_null(db);
    assert_true(db_run(db, "UPDATE jot SET user = ?",
                       DB_ARGS(DB_TEXT(scene->kit.almaty.name)), &error));
    db_close(db);
    assert_jots(scene->almaty, NUMBER, "{\"answer\":null}");
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

    write(scene->kyzylorda, "answer", "WORDS-TO-BE-HIDDEN");
    AUTO_CHARS path = mem_format("%s/log.db", scene->kit.folder);
    assert_true(json_read_bytes(path, &bytes, &error));
    assert_non_null(memmem(bytes.chars, bytes.length, NUMBER, strlen(NUMBER)));
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
