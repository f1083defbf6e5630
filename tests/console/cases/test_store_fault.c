/* The disk fails at each call of a save in turn, once and for ever: a save is
 * never called saved when it is not, nor called lost when it is there, nor
 * doubled by saving again. The calls of SQLite end in those of this file. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"

#include "tests/console/cases/disk_fault.h"
#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct store_kit kit;

/* What was said of the saves with a fault. */
static struct {
    int saved, refused, unsure;
} said;

static int begin(void **state)
{
    (void)state;
    store_kit_make(&kit);
    return 0;
}

static int end(void **state)
{
    (void)state;
    store_kit_remove(&kit);
    return 0;
}

/* How many calls of this uuid the store holds (0 or 1, if all is well). */
static int count_of(struct store *store, const char *uuid)
{
    struct error error = {0};
    AUTO_JSON call = store_call(store, uuid, false, &error);

    assert_true(call || error.message == MESSAGE_CALL_NOT_FOUND);
    return call ? 1 : 0;
}

/* What was said of the save must be so in the file. */
static void assert_honest(bool saved, const struct error *error,
                          const char *uuid)
{
    struct store *store = store_kit_open(&kit, &kit.agent);
    int there = count_of(store, uuid);

    if (saved) {
        assert_int_equal(there, 1);
        said.saved++;
    } else if (error->message == MESSAGE_SAVE_UNSURE) {
        said.unsure++;
    } else {
        assert_int_equal(there, 0);
        said.refused++;
    }
    store_close(store);
}

static int64_t cases_of(struct store *store)
{
    struct error error = {0};
    AUTO_JSON facts = store_facts(store, &error);

    return json_integer_value(json_object_get(facts, "cases"));
}

static void assert_verified(struct store *store)
{
    struct error error = {0};
    AUTO_JSON report = store_verify(store, &error);

    assert_non_null(report);
    assert_true(json_is_true(json_object_get(report, "ok")));
}

/* One save with the fault at its n-th call; false when n was never reached. */
static bool save_with_fault(struct store *store, long n, bool for_ever,
                            int64_t before)
{
    struct call_record *record = store_kit_case("900101300017", "KZO");
    struct error error = {0};
    char number[NUMBER_SIZE], again[NUMBER_SIZE];
    bool reached;

    fault.calls = 0;
    fault.for_ever = for_ever;
    fault.countdown = n;
    bool saved = store_save(store, record, number, &error);
    reached = fault.calls >= n;
    fault.countdown = 0;
    assert_int_equal(saved, number[0] != '\0');
    assert_honest(saved, &error, record->uuid);
    /* The agent presses save again; the disk has been mended. */
    error_clear(&error);
    if (!store_save(store, record, again, &error))
        fail_msg("fault %ld: %s %s", n, message_name(error.message),
                 error.detail);
    assert_true(!saved || strcmp(number, again) == 0);
    assert_int_equal(cases_of(store), before + 1);
    call_record_free(record);
    return reached;
}

static void every_fault_is_told_honestly(void **state)
{
    static const struct {
        bool for_ever;
        int number;
    } kinds[] = {{false, EIO}, {true, EIO}, {false, ENOSPC}, {true, ENOSPC}};
    struct store *store = store_kit_open(&kit, &kit.agent);
    int64_t saves = 0;

    (void)state;
    store_kit_save(store, store_kit_case("900101300017", "KZO"));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool reached = true;

        fault.number = kinds[i].number;
        for (long n = 1; reached; n++, saves++)
            reached = save_with_fault(store, n, kinds[i].for_ever, saves + 1);
    }
    assert_verified(store);
    print_message("%d saves with a fault: %d saved, %d refused, %d unsure\n",
                  (int)saves - 4, said.saved - 4, said.refused, said.unsure);
    assert_true(said.refused > 100);
    store_close(store);
}

/* Audit first: a look-up whose event is not there must not be asked. */
static void a_look_up_that_is_not_in_the_log_is_refused(void **state)
{
    struct store *store = store_kit_open(&kit, &kit.agent);
    char uuid[SEAL_UUID_SIZE];
    bool reached = true;

    (void)state;
    fault.number = EIO;
    fault.for_ever = true;
    for (long n = 1; reached; n++) {
        struct error error = {0};

        seal_uuid(uuid);
        fault.calls = 0;
        fault.countdown = n;
        bool added =
            store_add_lookup(store, uuid, NULL, "900101300017", NULL, &error);
        reached = fault.calls >= n;
        fault.countdown = 0;
        struct store *fresh = store_kit_open(&kit, &kit.agent);
        AUTO_JSON before = store_facts(fresh, &error);
        error_clear(&error);
        assert_true(
            store_add_lookup(fresh, uuid, NULL, "900101300017", NULL, &error));
        AUTO_JSON later = store_facts(fresh, &error);
        /* Adding it again changed nothing if and only if it was there. */
        if (added)
            assert_true(json_equal(before, later));
        store_close(fresh);
    }
    assert_verified(store);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_told_honestly),
        cmocka_unit_test(a_look_up_that_is_not_in_the_log_is_refused),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
