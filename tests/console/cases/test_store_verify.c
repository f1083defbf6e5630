/* Verifying names the first bad event, whatever was changed, and its head
 * tells a cut or rewritten log from the whole one. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/verify_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void assert_found(struct verify_kit *kit, const char *sql, int64_t seq)
{
    AUTO_JSON report = verify_kit_after(kit, sql);

    if (!json_is_false(json_object_get(report, "ok")))
        fail_msg("not found: %s", sql);
    assert_int_equal(json_integer_value(json_object_get(report, "bad_seq")),
                     seq);
    assert_non_null(json_find_string(report, "what"));
}

static void a_sound_store_is_verified(void **state)
{
    AUTO_JSON report = verify_kit_after(*state, "SELECT 1");

    assert_true(json_is_true(json_object_get(report, "ok")));
    /* 12 look-ups, 24 calls, 12 cases opened, routed, revealed */
    assert_int_equal(json_integer_value(json_object_get(report, "events")), 72);
    assert_int_equal(strlen(json_find_string(report, "head")), 64);
    assert_true(json_is_null(json_object_get(report, "bad_seq")));
}

static void the_first_bad_event_is_named(void **state)
{
    assert_found(*state, "UPDATE event SET actor = 'ag18' WHERE seq = 17", 17);
    assert_found(*state, "DELETE FROM event WHERE seq = 17", 17);
    assert_found(*state, "DELETE FROM event WHERE seq < 3", 1);
    assert_found(*state, "UPDATE event SET seq = 99 WHERE seq = 20", 20);
    assert_found(*state,
                 "UPDATE event SET body = body || char(0) || 'x'"
                 " WHERE seq = 9",
                 9);
    assert_found(*state,
                 "UPDATE sealed SET field = 'iin' || char(0)"
                 " WHERE event = 1",
                 1);
    assert_found(*state, "DELETE FROM cases WHERE seq = 4", 4);
    assert_found(*state, "UPDATE cases SET branch = 'KZO' WHERE seq = 4", 4);
    assert_found(*state, "UPDATE cases SET state = 'closed' WHERE seq = 4", 4);
    assert_found(*state,
                 "DELETE FROM sealed WHERE event = 3"
                 " AND field = 'notes'",
                 3);
    assert_found(*state,
                 "UPDATE person SET box = NULL WHERE id ="
                 " (SELECT person FROM event WHERE seq = 1)",
                 1);
}

static void a_cut_tail_shows_in_the_head_only(void **state)
{
    struct verify_kit *kit = *state;
    AUTO_JSON whole = verify_kit_after(kit, "SELECT 1");
    AUTO_JSON cut = verify_kit_after(kit, "DELETE FROM event WHERE seq = 72");

    assert_true(json_is_true(json_object_get(cut, "ok")));
    assert_string_not_equal(json_find_string(whole, "head"),
                            json_find_string(cut, "head"));
    /* With its rows left behind, a cut is found without a saved head too. */
    assert_found(kit, "DELETE FROM event WHERE seq >= 70", 70);
}

/* An event whose hash was computed anew breaks the chain behind it. */
static void a_computed_hash_does_not_help(void **state)
{
    struct verify_kit *kit = *state;

    assert_found(kit,
                 "UPDATE event SET hash = (SELECT hash FROM event"
                 " WHERE seq = 30) WHERE seq = 31",
                 31);
    assert_found(kit, "UPDATE event SET previous = zeroblob(32) WHERE seq = 31",
                 31);
}

static bool see_event(const struct db_row *row, void *cookie)
{
    assert_true(store_event_read(row, cookie));
    return false;
}

/* Hashes one event anew behind the one before; its hash goes to `previous`. */
static void hash_anew(struct db *db, int64_t seq, unsigned char *previous)
{
    struct error error = {0};
    struct event event;

    assert_true(
        db_query(db, "SELECT " STORE_EVENT_COLUMNS " FROM event WHERE seq = ?",
                 DB_ARGS(DB_INT(seq)), see_event, &event, &error));
    memcpy(event.previous, previous, SEAL_HASH_SIZE);
    event_hash(&event, previous);
    assert_true(db_run(db,
                       "UPDATE event SET previous = ?, hash = ? WHERE seq = ?",
                       DB_ARGS(DB_BLOB(event.previous, SEAL_HASH_SIZE),
                               DB_BLOB(previous, SEAL_HASH_SIZE), DB_INT(seq)),
                       &error));
    event_clear(&event);
}

/* Who can write the file can hash it all anew: that is why heads are saved
 * elsewhere. */
static void a_log_hashed_anew_shows_in_the_head_only(void **state)
{
    struct verify_kit *kit = *state;
    AUTO_JSON sound = verify_kit_after(kit, "SELECT 1");
    unsigned char previous[SEAL_HASH_SIZE] = {0};

    verify_kit_restore(kit);
    struct db *db = verify_kit_raw(kit);
    assert_true(db_script(db, "UPDATE event SET actor = 'ag18' WHERE seq = 1",
                          &kit->error));
    for (int64_t seq = 1; seq <= 72; seq++)
        hash_anew(db, seq, previous);
    db_close(db);
    AUTO_JSON forged = verify_kit_report(kit);
    assert_true(json_is_true(json_object_get(forged, "ok")));
    assert_string_not_equal(json_find_string(sound, "head"),
                            json_find_string(forged, "head"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_store_is_verified),
        cmocka_unit_test(the_first_bad_event_is_named),
        cmocka_unit_test(a_cut_tail_shows_in_the_head_only),
        cmocka_unit_test(a_computed_hash_does_not_help),
        cmocka_unit_test(a_log_hashed_anew_shows_in_the_head_only),
    };

    return cmocka_run_group_tests(tests, verify_kit_begin, verify_kit_end);
}
