/* Events: their names, and a hash that sees every change. */
#include "console/cases/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct event sample = {
    .seq = 7,
    .uuid = "00000000-0000-4000-8000-000000000001",
    .at_ms = 1795338000000,
    .actor = "ag17",
    .role = "agent",
    .kind = EVENT_LOOKUP,
    .call = "00000000-0000-4000-8000-000000000002",
    .number = "43-26-000123-7",
    .person = "00000000-0000-4000-8000-000000000003",
    .body = "{}",
    .previous = {1, 2, 3},
};

static bool same_hash(const struct event *one, const struct event *two)
{
    unsigned char first[SEAL_HASH_SIZE], second[SEAL_HASH_SIZE];

    event_hash(one, first);
    event_hash(two, second);
    return memcmp(first, second, SEAL_HASH_SIZE) == 0;
}

static void every_kind_is_found_by_its_name(void **state)
{
    enum event_kind kind;

    (void)state;
    for (int i = 0; i < EVENT_COUNT; i++) {
        assert_true(event_find(event_name((enum event_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(event_find("no such event", &kind));
}

static void the_same_event_has_the_same_hash(void **state)
{
    struct event copy = sample;

    (void)state;
    assert_true(same_hash(&sample, &copy));
    memset(copy.hash, 9, sizeof(copy.hash)); /* not a part of itself */
    assert_true(same_hash(&sample, &copy));
}

#define CHANGED(member, value)                                                 \
    do {                                                                       \
        struct event changed = sample;                                         \
        changed.member = value;                                                \
        assert_false(same_hash(&sample, &changed));                            \
    } while (0)

static void every_member_is_in_the_hash(void **state)
{
    (void)state;
    CHANGED(seq, 8);
    CHANGED(uuid, "00000000-0000-4000-8000-000000000009");
    CHANGED(at_ms, 1795338000001);
    CHANGED(actor, "ag18");
    CHANGED(role, "branch");
    CHANGED(kind, EVENT_REVEALED);
    CHANGED(call, NULL);
    CHANGED(number, NULL);
    CHANGED(person, NULL);
    CHANGED(body, "{ }");
    CHANGED(previous[31], 1);
}

static void bytes_cannot_move_between_members(void **state)
{
    struct event one = sample, two = sample;

    (void)state;
    one.actor = "ag17a";
    one.role = "gent";
    assert_false(same_hash(&sample, &one));
    one = sample;
    one.call = NULL;
    one.number = "";
    two.call = "";
    two.number = NULL;
    assert_false(same_hash(&one, &two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_found_by_its_name),
        cmocka_unit_test(the_same_event_has_the_same_hash),
        cmocka_unit_test(every_member_is_in_the_hash),
        cmocka_unit_test(bytes_cannot_move_between_members),
    };

    seal_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
