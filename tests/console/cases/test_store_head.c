/* The head of the log: written to syslog at intervals by one of many, never in
 * the way of a save; found in any text; held against the log. */
#include "console/cases/store_head.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"

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
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define IIN "900101300017"

enum { MINUTE = 60000, RACERS = 8, SAVES = 20 };

/* A store, and a socket on which syslog would listen. */
struct place {
    struct store_kit kit;
    struct store *store;
    char socket[260];
    int reader;
};

static void listen_here(struct place *place)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    place->reader = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    strcpy(address.sun_path, place->socket);
    assert_return_code(
        bind(place->reader, (struct sockaddr *)&address, sizeof(address)), 0);
}

static void open_place(struct place *place)
{
    store_kit_make(&place->kit);
    snprintf(place->socket, sizeof(place->socket), "%s/log.socket",
             place->kit.folder);
    listen_here(place);
    place->store = store_kit_open(&place->kit, &place->kit.agent);
    store_head_to(place->store, place->socket, 10 * MINUTE);
}

static void close_place(struct place *place)
{
    clock_fix_ms(-1);
    close(place->reader);
    store_close(place->store);
    store_kit_remove(&place->kit);
}

/* The next line that syslog got, "" for none; in a static place. */
static const char *next_line(struct place *place)
{
    static char line[500];
    ssize_t length = recv(place->reader, line, sizeof(line) - 1, 0);

    line[length < 0 ? 0 : length] = '\0';
    return line;
}

static json_t *state_of(struct place *place)
{
    struct error error = {0};
    json_t *state = store_head_state(place->store, &error);

    assert_non_null(state);
    return state;
}

static void the_first_save_after_the_interval_writes_it(void **state)
{
    const struct user bolat = {"bolat", ROLE_AGENT, NULL};
    struct place place;
    struct error error = {0};
    struct store_head head;
    char written[STORE_HEAD_SIZE];
    (void)state;

    open_place(&place);
    store_kit_save(place.store, store_kit_call(IIN));
    assert_true(store_head(place.store, &head, &error));
    store_head_write(&head, written);
    const char *line = next_line(&place);
    assert_non_null(strstr(line, " agent1414["));
    assert_non_null(strstr(line, written));
    assert_int_equal(strncmp(line, "<37>", 4), 0);
    for (int i = 0; i < SAVES; i++)
        store_kit_save(place.store, store_kit_call(IIN));
    assert_string_equal(next_line(&place), "");

    /* Another program, later: it knows from the file when it is time. */
    struct store *other = store_kit_open(&place.kit, &bolat);
    store_head_to(other, place.socket, 10 * MINUTE);
    store_kit_save(other, store_kit_call(IIN));
    assert_string_equal(next_line(&place), "");
    store_close(other);
    clock_fix_ms(clock_now_ms() + 11 * MINUTE);
    other = store_kit_open(&place.kit, &bolat);
    store_head_to(other, place.socket, 10 * MINUTE);
    store_kit_save(other, store_kit_call(IIN));
    assert_string_not_equal(next_line(&place), "");
    store_close(other);
    close_place(&place);
}

static bool look(struct place *place, struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    seal_uuid(uuid);
    *error = (struct error){0};
    return store_add_lookup(place->store, uuid, uuid, IIN, NULL, error);
}

static void unheard_too_long_nobody_is_looked_up(void **state)
{
    struct place place;
    struct error error;
    int64_t now_ms = clock_now_ms();
    (void)state;

    open_place(&place);
    store_head_demand(place.store, 30 * MINUTE);
    close(place.reader);
    unlink(place.socket);
    clock_fix_ms(now_ms);
    assert_true(look(&place, &error));
    for (int i = 0; i < 10; i++) {
        clock_fix_ms(now_ms += 3 * MINUTE);
        assert_true(look(&place, &error));
    }
    clock_fix_ms(now_ms += 3 * MINUTE);
    assert_false(look(&place, &error));
    assert_int_equal(error.message, MESSAGE_AUDIT_UNHEARD);
    store_kit_save(place.store, store_kit_call(IIN)); /* what was begun */
    clock_fix_ms(now_ms += 3 * MINUTE);
    assert_false(look(&place, &error));

    /* Another program finds that syslog is back, without any save. */
    store_close(place.store);
    listen_here(&place);
    place.store = store_kit_open(&place.kit, &place.kit.agent);
    store_head_to(place.store, place.socket, 10 * MINUTE);
    store_head_demand(place.store, 30 * MINUTE);
    clock_fix_ms(now_ms += 3 * MINUTE);
    assert_true(look(&place, &error));
    close_place(&place);
}

static void nobody_listens_and_saves_go_on(void **state)
{
    struct place place;
    (void)state;

    open_place(&place);
    close(place.reader);
    unlink(place.socket);
    store_kit_save(place.store, store_kit_call(IIN));
    AUTO_JSON failed = state_of(&place);
    assert_int_equal(json_integer_value(json_object_get(failed, "failed")), 1);
    assert_true(json_is_null(json_object_get(failed, "written")));
    assert_non_null(json_find_string(failed, "since"));

    /* Tried again after a minute, not after each save. */
    store_kit_save(place.store, store_kit_call(IIN));
    listen_here(&place);
    store_kit_save(place.store, store_kit_call(IIN));
    assert_string_equal(next_line(&place), "");
    clock_fix_ms(clock_now_ms() + 2 * MINUTE);
    store_head_to(place.store, place.socket, 10 * MINUTE);
    store_kit_save(place.store, store_kit_call(IIN));
    assert_string_not_equal(next_line(&place), "");
    AUTO_JSON fine = state_of(&place);
    assert_int_equal(json_integer_value(json_object_get(fine, "failed")), 0);
    assert_true(json_is_null(json_object_get(fine, "since")));
    close_place(&place);
}

/* A reader that takes nothing must not hold up a save. */
static void a_reader_that_sleeps_holds_nobody_up(void **state)
{
    struct place place;
    (void)state;

    open_place(&place);
    for (int i = 0; i < 1000; i++) {
        clock_fix_ms(1795338000000 + (int64_t)i * 20 * MINUTE);
        store_head_to(place.store, place.socket, 10 * MINUTE);
        store_kit_save(place.store, store_kit_call(NULL));
        AUTO_JSON now = state_of(&place);
        if (json_integer_value(json_object_get(now, "failed")) > 0) {
            close_place(&place);
            return;
        }
    }
    fail_msg("the socket never filled up");
}

static void save_some(struct place *place)
{
    struct store *store = store_kit_open(&place->kit, &place->kit.agent);

    store_head_to(store, place->socket, 10 * MINUTE);
    for (int i = 0; i < SAVES; i++)
        store_kit_save(store, store_kit_call(IIN));
    store_close(store);
    _exit(0);
}

static void of_many_programs_one_writes(void **state)
{
    struct place place;
    int status, lines = 0;
    (void)state;

    open_place(&place);
    for (int i = 0; i < RACERS; i++)
        if (fork() == 0)
            save_some(&place);
    for (int i = 0; i < RACERS; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    while (*next_line(&place))
        lines++;
    assert_int_equal(lines, 1);
    close_place(&place);
}

static void heads_are_found_in_any_text(void **state)
{
    static const char text[] =
        "Nov 22 10:00:00 kzo agent1414[7]: audit head "
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff:72\n"
        "Nov 22 09:50:00 kzo sshd[9]: SHA256 0011223344\n"
        "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff:9\n"
        "a00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff:5\n"
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff:x\n";
    size_t count;
    struct store_head *heads = store_heads_find(text, &count);
    char written[STORE_HEAD_SIZE];
    (void)state;

    assert_int_equal(count, 2);
    assert_int_equal(heads[0].seq, 9);
    assert_int_equal(heads[1].seq, 72);
    assert_int_equal(heads[0].hash[0], 0xff);
    store_head_write(&heads[1], written);
    assert_non_null(strstr(text, written));
    free(heads);
    assert_null(store_heads_find("", &count));
    assert_int_equal(count, 0);
}

/* Heads of a log fit it for ever; others show between which two it differs. */
static void heads_are_held_against_the_log(void **state)
{
    struct place place;
    struct error error = {0};
    struct store_head heads[4];
    (void)state;

    open_place(&place);
    for (size_t i = 0; i < COUNT(heads); i++) {
        assert_true(store_head(place.store, &heads[i], &error));
        store_kit_save(place.store, store_kit_call(IIN));
    }
    assert_int_equal(heads[0].seq, 0);
    AUTO_JSON fits = store_head_check(place.store, heads, COUNT(heads), &error);
    assert_true(json_is_true(json_object_get(fits, "ok")));
    assert_int_equal(json_integer_value(json_object_get(fits, "fits")), 3);
    heads[3].seq = 400;
    AUTO_JSON cut = store_head_check(place.store, heads, COUNT(heads), &error);
    assert_true(json_is_false(json_object_get(cut, "ok")));
    assert_int_equal(json_integer_value(json_object_get(cut, "seq")), 400);
    assert_int_equal(json_integer_value(json_object_get(cut, "fits")), 2);
    heads[1].hash[7] ^= 1;
    AUTO_JSON anew = store_head_check(place.store, heads, COUNT(heads), &error);
    assert_int_equal(json_integer_value(json_object_get(anew, "seq")), 1);
    assert_non_null(strstr(json_find_string(anew, "what"), "anew"));
    close_place(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_save_after_the_interval_writes_it),
        cmocka_unit_test(nobody_listens_and_saves_go_on),
        cmocka_unit_test(unheard_too_long_nobody_is_looked_up),
        cmocka_unit_test(a_reader_that_sleeps_holds_nobody_up),
        cmocka_unit_test(of_many_programs_one_writes),
        cmocka_unit_test(heads_are_found_in_any_text),
        cmocka_unit_test(heads_are_held_against_the_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
