/* People of a store: who comes in and as what, who may change it, which keys
 * open, and that the tables say what the log says. */
#include "console/cases/store_people.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/io/db.h"
#include "tests/console/cases/store_kit.h"
#include "tests/kit/ssh_story.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A store and its administrator at work; somebody else may come beside. */
struct scene {
    struct store_kit kit;
    struct user boss, guest;
    struct store *store, *second;
    struct error error;
};

static int begin(void **state)
{
    struct scene *scene = mem_new(sizeof(*scene));

    store_kit_make(&scene->kit);
    scene->boss.name = mem_copy("boss");
    scene->store = store_kit_open(&scene->kit, &scene->boss);
    assert_true(store_sign_in(scene->store, &scene->boss, NULL, &scene->error));
    *state = scene;
    return 0;
}

static void guest_goes(struct scene *scene)
{
    store_close(scene->second);
    scene->second = NULL;
    user_clear(&scene->guest);
    error_clear(&scene->error);
}

static int end(void **state)
{
    struct scene *scene = *state;

    clock_fix_ms(-1);
    guest_goes(scene);
    store_close(scene->store);
    user_clear(&scene->boss);
    store_kit_remove(&scene->kit);
    free(scene);
    return 0;
}

/* Somebody comes, with this key; the message they get, NONE: they are in. */
static enum message comes(struct scene *scene, const char *name,
                          const char *key)
{
    guest_goes(scene);
    scene->guest.name = mem_copy(name);
    scene->second = store_kit_open(&scene->kit, &scene->guest);
    bool in = store_sign_in(scene->second, &scene->guest, key, &scene->error);
    assert_true(in == (scene->error.message == MESSAGE_NONE));
    return scene->error.message;
}

static enum message add(struct scene *scene, const char *name, enum role role,
                        const char *branch)
{
    AUTO(user_clear) struct user user = {.name = mem_copy(name)};

    error_clear(&scene->error);
    if (user_place(&user, role, branch, &scene->error))
        (void)!store_user_add(scene->store, &user, &scene->error);
    return scene->error.message;
}

static enum message change(struct scene *scene, const char *name,
                           enum role role, const char *branch)
{
    AUTO(user_clear) struct user user = {.name = mem_copy(name)};

    error_clear(&scene->error);
    if (user_place(&user, role, branch, &scene->error))
        (void)!store_user_change(scene->store, &user, &scene->error);
    return scene->error.message;
}

static enum message disable(struct scene *scene, const char *name, bool off)
{
    error_clear(&scene->error);
    (void)!store_user_disable(scene->store, name, off, &scene->error);
    return scene->error.message;
}

static enum message give(struct scene *scene, const char *name,
                         const char *line, int64_t expires)
{
    const struct ssh_key_line key = {line, NULL, expires};

    error_clear(&scene->error);
    (void)!store_key_add(scene->store, name, &key, &scene->error);
    return scene->error.message;
}

static json_int_t verified(struct scene *scene)
{
    AUTO_JSON report = store_verify(scene->store, &scene->error);

    assert_non_null(report);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg("%s", json_find_string(report, "what"));
    return json_integer_value(json_object_get(report, "events"));
}

static void the_first_is_the_administrator_and_the_next_is_nobody(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(scene->boss.role, ROLE_ADMIN);
    assert_null(scene->boss.branch);
    assert_int_equal(comes(scene, "aigul", NULL), MESSAGE_USER_UNKNOWN);
    assert_int_equal(comes(scene, "boss", NULL), MESSAGE_NONE);
    assert_int_equal(scene->guest.role, ROLE_ADMIN);
    assert_int_equal(verified(scene), 1);
}

static void nobody_becomes_the_first_from_outside(void **state)
{
    struct store_kit kit;
    struct user user = {.name = mem_copy("aigul")};
    struct error error = {0};

    (void)state;
    store_kit_make(&kit);
    struct store *store = store_kit_open(&kit, &user);
    assert_false(store_sign_in(store, &user, SSH_ONE_PRINT, &error));
    assert_int_equal(error.message, MESSAGE_USER_UNKNOWN);
    AUTO_JSON facts = store_facts(store, &error);
    assert_int_equal(json_integer_value(json_object_get(facts, "events")), 0);
    store_close(store);
    user_clear(&user);
    store_kit_remove(&kit);
}

static void role_and_branch_come_from_the_store(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(add(scene, "kzo", ROLE_HEAD, "kzo"), MESSAGE_NONE);
    assert_int_equal(comes(scene, "kzo", NULL), MESSAGE_NONE);
    assert_int_equal(scene->guest.role, ROLE_HEAD);
    assert_string_equal(scene->guest.branch, "KZO");
    assert_int_equal(change(scene, "kzo", ROLE_BRANCH, "ALA"), MESSAGE_NONE);
    assert_int_equal(comes(scene, "kzo", NULL), MESSAGE_NONE);
    assert_int_equal(scene->guest.role, ROLE_BRANCH);
    assert_string_equal(scene->guest.branch, "ALA");
    assert_int_equal(change(scene, "kzo", ROLE_AGENT, NULL), MESSAGE_NONE);
    assert_int_equal(comes(scene, "kzo", NULL), MESSAGE_NONE);
    assert_int_equal(scene->guest.role, ROLE_AGENT);
    assert_null(scene->guest.branch);
    assert_int_equal(verified(scene), 4);
}

static void what_does_not_fit_is_refused_and_leaves_nothing(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(add(scene, "boss", ROLE_AGENT, NULL), MESSAGE_USER_THERE);
    assert_int_equal(add(scene, "a b", ROLE_AGENT, NULL), MESSAGE_USER_BAD);
    assert_int_equal(add(scene, "", ROLE_AGENT, NULL), MESSAGE_USER_BAD);
    assert_int_equal(add(scene, "x", ROLE_BRANCH, NULL), MESSAGE_USER_BRANCH);
    assert_int_equal(change(scene, "nobody", ROLE_AGENT, NULL),
                     MESSAGE_USER_NONE);
    assert_int_equal(disable(scene, "nobody", true), MESSAGE_USER_NONE);
    assert_int_equal(give(scene, "nobody", SSH_ONE, 0), MESSAGE_USER_NONE);
    assert_int_equal(give(scene, "boss", "nothing", 0), MESSAGE_SSH_KEY_BAD);
    assert_int_equal(verified(scene), 1);
    /* What is so already is no event. */
    assert_int_equal(change(scene, "boss", ROLE_ADMIN, NULL), MESSAGE_NONE);
    assert_int_equal(disable(scene, "boss", false), MESSAGE_NONE);
    assert_int_equal(verified(scene), 1);
}

static void only_the_administrator_changes_people(void **state)
{
    static const enum role roles[] = {ROLE_AGENT, ROLE_SUPERVISOR, ROLE_BRANCH,
                                      ROLE_HEAD};
    struct scene *scene = *state;
    AUTO(user_clear) struct user other = {.name = mem_copy("other")};
    const struct ssh_key_line key = {SSH_ONE, NULL, 0};

    for (size_t i = 0; i < COUNT(roles); i++) {
        AUTO_CHARS name = mem_format("p%zu", i);
        add(scene, name, roles[i], role_has_branch(roles[i]) ? "KZO" : NULL);
        assert_int_equal(comes(scene, name, NULL), MESSAGE_NONE);
        struct store *store = scene->second;
        assert_false(store_user_add(store, &other, &scene->error));
        assert_int_equal(scene->error.message, MESSAGE_RIGHT_MISSING);
        assert_false(store_user_change(store, &other, NULL));
        assert_false(store_user_disable(store, "boss", true, NULL));
        assert_false(store_users_fill(store, &other, 1, NULL));
        assert_false(store_key_add(store, name, &key, NULL));
        assert_false(store_key_revoke(store, SSH_ONE_PRINT, NULL));
        assert_null(store_users(store, NULL));
    }
    assert_int_equal(verified(scene), 1 + COUNT(roles));
}

static void the_last_administrator_stays(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(disable(scene, "boss", true), MESSAGE_USER_LAST_ADMIN);
    assert_int_equal(change(scene, "boss", ROLE_AGENT, NULL),
                     MESSAGE_USER_LAST_ADMIN);
    add(scene, "second", ROLE_ADMIN, NULL);
    assert_int_equal(disable(scene, "second", true), MESSAGE_NONE);
    /* One who cannot come in does not count. */
    assert_int_equal(disable(scene, "boss", true), MESSAGE_USER_LAST_ADMIN);
    assert_int_equal(disable(scene, "second", false), MESSAGE_NONE);
    assert_int_equal(disable(scene, "boss", true), MESSAGE_NONE);
    assert_int_equal(comes(scene, "boss", NULL), MESSAGE_USER_UNKNOWN);
}

static void a_key_opens_its_own_person_alone(void **state)
{
    struct scene *scene = *state;

    add(scene, "aigul", ROLE_AGENT, NULL);
    add(scene, "bolat", ROLE_AGENT, NULL);
    assert_int_equal(give(scene, "aigul", SSH_ONE " laptop", 0), MESSAGE_NONE);
    assert_int_equal(comes(scene, "aigul", SSH_ONE_PRINT), MESSAGE_NONE);
    assert_int_equal(comes(scene, "bolat", SSH_ONE_PRINT), MESSAGE_KEY_OTHER);
    assert_int_equal(comes(scene, "aigul", SSH_TWO_PRINT), MESSAGE_KEY_OTHER);
    assert_int_equal(comes(scene, "aigul", ""), MESSAGE_KEY_OTHER);
    /* One key, one person; also when it was taken away. */
    assert_int_equal(give(scene, "bolat", SSH_ONE, 0), MESSAGE_SSH_KEY_THERE);
    error_clear(&scene->error);
    assert_true(store_key_revoke(scene->store, SSH_ONE_PRINT, &scene->error));
    assert_int_equal(comes(scene, "aigul", SSH_ONE_PRINT), MESSAGE_KEY_OTHER);
    assert_int_equal(give(scene, "aigul", SSH_ONE, 0), MESSAGE_SSH_KEY_THERE);
    assert_false(store_key_revoke(scene->store, SSH_ONE_PRINT, NULL));
    verified(scene);
}

static void a_key_works_to_the_end_of_its_last_day(void **state)
{
    const int64_t day = 20000, day_ms = 24LL * 60 * 60 * 1000;
    struct scene *scene = *state;

    add(scene, "aigul", ROLE_AGENT, NULL);
    assert_int_equal(give(scene, "aigul", SSH_ONE, day), MESSAGE_NONE);
    clock_fix_ms((day + 1) * day_ms - 1);
    assert_int_equal(comes(scene, "aigul", SSH_ONE_PRINT), MESSAGE_NONE);
    clock_fix_ms((day + 1) * day_ms);
    assert_int_equal(comes(scene, "aigul", SSH_ONE_PRINT), MESSAGE_KEY_OTHER);
}

/* Else the keys of nobody could be published any more. */
static void a_name_that_no_key_line_takes_gets_no_key(void **state)
{
    struct scene *scene = *state;
    const struct ssh_key_line odd = {SSH_ONE, "10.0.0.1\" command=\"sh", 0};

    add(scene, "branch.kzo", ROLE_BRANCH, "KZO");
    add(scene, "-kzo", ROLE_BRANCH, "KZO");
    assert_int_equal(give(scene, "branch.kzo", SSH_ONE, 0), MESSAGE_USER_BAD);
    assert_int_equal(give(scene, "-kzo", SSH_ONE, 0), MESSAGE_USER_BAD);
    assert_false(store_key_add(scene->store, "boss", &odd, NULL));
    assert_int_equal(give(scene, "boss", SSH_ONE, -1), MESSAGE_SSH_KEY_BAD);
}

/* What a live screen asks again and again. */
static bool still(struct scene *scene, const char *key)
{
    error_clear(&scene->error);
    return store_still_in(scene->second, &scene->guest, key, &scene->error);
}

static void a_live_session_ends_with_its_right_to_be(void **state)
{
    struct scene *scene = *state;

    add(scene, "aigul", ROLE_AGENT, NULL);
    give(scene, "aigul", SSH_ONE, 0);
    assert_int_equal(comes(scene, "aigul", SSH_ONE_PRINT), MESSAGE_NONE);
    assert_true(still(scene, SSH_ONE_PRINT));
    change(scene, "aigul", ROLE_SUPERVISOR, NULL);
    assert_false(still(scene, SSH_ONE_PRINT));
    assert_int_equal(scene->error.message, MESSAGE_SESSION_OVER);
    change(scene, "aigul", ROLE_AGENT, NULL);
    assert_true(still(scene, SSH_ONE_PRINT));
    disable(scene, "aigul", true);
    assert_false(still(scene, SSH_ONE_PRINT));
    assert_false(still(scene, NULL));
    disable(scene, "aigul", false);
    assert_true(still(scene, SSH_ONE_PRINT));
    assert_true(store_key_revoke(scene->store, SSH_ONE_PRINT, NULL));
    assert_false(still(scene, SSH_ONE_PRINT));
    assert_true(still(scene, NULL)); /* who sits here needs none */
}

static void the_list_names_people_and_keys(void **state)
{
    struct scene *scene = *state;

    add(scene, "kzo", ROLE_BRANCH, "KZO");
    give(scene, "kzo", SSH_ONE, 20000);
    give(scene, "kzo", SSH_ECDSA, 0);
    assert_true(store_key_revoke(scene->store, SSH_ECDSA_PRINT, NULL));
    AUTO_JSON users = store_users(scene->store, &scene->error);
    assert_int_equal(json_array_size(users), 2);
    const json_t *boss = json_array_get(users, 0),
                 *kzo = json_array_get(users, 1);
    const json_t *keys = json_object_get(kzo, "keys");
    const json_t *one = json_array_get(keys, 0), *two = json_array_get(keys, 1);
    assert_string_equal(json_find_string(boss, "role"), "admin");
    assert_true(json_is_null(json_object_get(boss, "branch")));
    assert_int_equal(json_array_size(json_object_get(boss, "keys")), 0);
    assert_string_equal(json_find_string(kzo, "branch"), "KZO");
    assert_string_equal(json_find_string(one, "fingerprint"), SSH_ONE_PRINT);
    assert_string_equal(json_find_string(one, "expires"), "2024-10-04");
    assert_true(json_is_false(json_object_get(one, "revoked")));
    assert_true(json_is_true(json_object_get(two, "revoked")));
}

/* Changes a table past all guards; what verifying says then. */
static void assert_found(struct scene *scene, const char *sql, json_int_t seq)
{
    AUTO_CHARS path = mem_format("%s/log.db", scene->kit.folder);
    struct db *db = db_open(path, 5000, NULL);

    assert_true(db_begin(db, NULL));
    assert_true(db_script(db, "PRAGMA defer_foreign_keys = 1;", NULL));
    if (!db_script(db, sql, &scene->error) || !db_commit(db, &scene->error))
        fail_msg("%s: %s", sql, scene->error.detail);
    db_close(db);
    AUTO_JSON report = store_verify(scene->store, &scene->error);
    if (!json_is_false(json_object_get(report, "ok")))
        fail_msg("not found: %s", sql);
    assert_int_equal(json_integer_value(json_object_get(report, "bad_seq")),
                     seq);
}

static void a_change_past_the_log_is_found(void **state)
{
    static const struct {
        const char *sql, *undo;
        json_int_t seq;
    } changes[] = {
        {"UPDATE user SET role = 'admin' WHERE name = 'aigul'",
         "UPDATE user SET role = 'agent' WHERE name = 'aigul'", 2},
        {"UPDATE user SET disabled = 0 WHERE name = 'bolat'",
         "UPDATE user SET disabled = 1 WHERE name = 'bolat'", 3},
        {"UPDATE ssh_key SET revoked = 0", "UPDATE ssh_key SET revoked = 1", 5},
        {"UPDATE ssh_key SET user = 'boss'",
         "UPDATE ssh_key SET user = 'aigul'", 5},
        {"INSERT INTO user VALUES('evil', 'admin', NULL, 0, 1)",
         "DELETE FROM user WHERE name = 'evil'", 1},
        {"DELETE FROM user WHERE name = 'bolat'", "", 3}};
    struct scene *scene = *state;

    add(scene, "aigul", ROLE_AGENT, NULL);
    add(scene, "bolat", ROLE_AGENT, NULL);
    disable(scene, "bolat", true);
    give(scene, "aigul", SSH_ONE, 0);
    assert_true(store_key_revoke(scene->store, SSH_ONE_PRINT, NULL));
    assert_int_equal(verified(scene), 6);
    for (size_t i = 0; i < COUNT(changes); i++) {
        AUTO_CHARS path = mem_format("%s/log.db", scene->kit.folder);
        assert_found(scene, changes[i].sql, changes[i].seq);
        struct db *db = db_open(path, 5000, NULL);
        assert_true(db_script(db, changes[i].undo, NULL));
        db_close(db);
    }
}

#define STORY(story) cmocka_unit_test_setup_teardown(story, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_first_is_the_administrator_and_the_next_is_nobody),
        cmocka_unit_test(nobody_becomes_the_first_from_outside),
        STORY(role_and_branch_come_from_the_store),
        STORY(what_does_not_fit_is_refused_and_leaves_nothing),
        STORY(only_the_administrator_changes_people),
        STORY(the_last_administrator_stays),
        STORY(a_key_opens_its_own_person_alone),
        STORY(a_key_works_to_the_end_of_its_last_day),
        STORY(a_name_that_no_key_line_takes_gets_no_key),
        STORY(a_live_session_ends_with_its_right_to_be),
        STORY(the_list_names_people_and_keys),
        STORY(a_change_past_the_log_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
