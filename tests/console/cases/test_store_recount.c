/* A new calendar moves no promise by itself. What a recount gives is what the
 * case would show had it lived by that calendar from the start: two cases are
 * led through the same random life, one by each. */
#include "console/cases/store_recount.h"

#include "console/cases/deadline.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/config/config.h"

#include "tests/console/cases/move_kit.h"
#include "tests/console/knowledge/table_story.h"

#include <jansson.h>

#define BRANCH(code, zone)                                                     \
    "{\"code\":\"" code "\",\"region\":\"43\",\"zone\":\"" zone                \
    "\",\"name\":{\"kk\":\"k\",\"ru\":\"r\",\"en\":\"e\"},"                    \
    "\"from\":\"2017-01-01\",\"until\":null," STAMP "}"

enum { LIVES = 15, STEPS = 250 };

static const int64_t hour = INT64_C(60) * 60 * 1000;
static const int64_t start = 1795338200000; /* 2026-11-22 */

/* People, and two calendars. */
struct world {
    struct move_kit kit;
    struct shelf *shelf;
    struct config *configs[2];
    struct deadlines *deadlines[2];
    char numbers[2][NUMBER_SIZE]; /* the same case by each */
    char lead[NUMBER_SIZE];
};

static void put_tables(struct shelf *shelf)
{
    put_table(shelf, "branches", "\"code\"",
              "\"code\":\"code\",\"region\":\"code\",\"zone\":\"code\","
              "\"name\":\"phrase\"",
              BRANCH("KZO", "Asia/Qyzylorda") "," BRANCH("ALA", "Asia/Almaty"));
    put_table(shelf, "terms", "\"what\"",
              "\"what\":\"code\",\"amount\":\"int\",\"unit\":\"code\"",
              "{\"what\":\"status_correction\",\"amount\":5,\"unit\":"
              "\"working_days\",\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
}

static void make_deadlines(struct world *world, size_t which,
                           const char *option)
{
    const char *const options[] = {option, NULL};
    const struct config_places places = {"", "", options};
    struct error error = {0};
    world->configs[which] = config_load(&places, &error);
    assert_non_null(world->configs[which]);
    world->deadlines[which] = deadlines_new(
        world->shelf->tables, world->configs[which], on("2026-11-22"), &error);
    if (world->deadlines[which] == NULL)
        fail_msg("%s", error.detail);
}

/* A case whose clocks run by these deadlines. */
static void open_case(struct world *world, const struct deadlines *deadlines,
                      char number[NUMBER_SIZE])
{
    struct call_record *record = store_kit_case("900101300017", "KZO");
    struct deadline_due due;
    record->ended_ms = clock_now_ms();
    record->started_ms = clock_now_ms() - hour;
    assert_true(deadlines_due(deadlines, "KZO", "status_correction",
                              record->ended_ms, &due, NULL));
    record->opened->term = mem_copy("status_correction");
    record->opened->due_ms = due.due_ms;
    record->opened->act_ms = due.act_ms;
    record->opened->calendar = mem_copy(deadlines_version(deadlines));
    memcpy(number, store_kit_save(world->kit.stores[AGENT], record),
           NUMBER_SIZE);
}

static int begin(void **state)
{
    struct world *world = mem_new(sizeof(*world));
    clock_fix_ms(start);
    open_shelf((void **)&world->shelf);
    put_tables(world->shelf);
    make_deadlines(world, 0, "desk.branch_hours=09:00-13:00 14:00-18:00");
    make_deadlines(world, 1, "desk.branch_hours=08:00-12:00 15:00-24:00");
    move_kit_make(&world->kit);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    move_kit_verify(&world->kit);
    move_kit_remove(&world->kit);
    for (size_t i = 0; i < 2; i++) {
        deadlines_free(world->deadlines[i]);
        config_free(world->configs[i]);
    }
    close_shelf((void **)&world->shelf);
    clock_fix_ms(-1);
    free(world);
    return 0;
}

static void open_cases(struct world *world)
{
    for (size_t i = 0; i < 2; i++)
        open_case(world, world->deadlines[i], world->numbers[i]);
    open_case(world, world->deadlines[0], world->lead);
}

static bool same_clocks(const struct case_now *a, const struct case_now *b)
{
    return a->state == b->state && a->due_ms == b->due_ms &&
           a->act_ms == b->act_ms && a->left_s == b->left_s;
}

static struct case_now recounted(struct world *world, const char *number,
                                 const struct deadlines *deadlines)
{
    struct case_now now = move_kit_now(&world->kit, number);
    struct error error = {0};
    if (!store_recount(world->kit.stores[SUPERVISOR], deadlines, number, &now,
                       &error))
        fail_msg("%s", error.detail);
    return now;
}

static size_t preview_size(struct world *world,
                           const struct deadlines *deadlines)
{
    struct error error = {0};
    json_t *rows =
        store_recounts(world->kit.stores[SUPERVISOR], deadlines, &error);
    if (rows == NULL)
        fail_msg("%s", error.detail);
    size_t size = json_array_size(rows);
    json_decref(rows);
    return size;
}

/* ---- a life by chance ---- */

static uint64_t seed;

static unsigned chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)((seed >> 20) % below);
}

/* Any move by anybody, everything given that it could want. */
static bool try_both(struct world *world, int64_t at_ms)
{
    static const enum move_kit_who who[] = {KZO,      KZO_HEAD, ALA,
                                            ALA_HEAD, AGENT,    SUPERVISOR};
    static const char *const names[] = {"br.kzo", "head.kzo", "br.ala",
                                        "head.ala"};
    enum move_kit_who person = who[chance(COUNT(who))];
    struct store_move move = {.move = (enum case_move)chance(MOVE_COUNT),
                              .text = "Мәтін",
                              .until_ms = at_ms + 30 * hour,
                              .person = names[chance(COUNT(names))],
                              .branch = chance(2) ? "KZO" : "ALA",
                              .channel = life_channel(0),
                              .told = true,
                              .lead = world->lead,
                              .reopen_days = 30};
    bool done[2];
    if (move.move == MOVE_VOIDED || move.move == MOVE_RECOUNTED ||
        move.move == MOVE_FREED) /* when a lease ends, calendars decide */
        return false;
    move.reason = life_reason(move.move, 0);
    clock_fix_ms(at_ms);
    for (size_t i = 0; i < 2; i++) {
        move.number = world->numbers[i];
        world->kit.deadlines = world->deadlines[i];
        done[i] = move_kit_try(&world->kit, person, move);
    }
    assert_int_equal(done[0], done[1]);
    return done[0];
}

static void check_both(struct world *world)
{
    for (size_t which = 0; which < 2; which++) {
        struct case_now lived =
            move_kit_now(&world->kit, world->numbers[which]);
        for (size_t i = 0; i < 2; i++) {
            struct case_now now =
                recounted(world, world->numbers[i], world->deadlines[which]);
            if (!same_clocks(&now, &lived))
                fail_msg("seed %llu: due %lld, not %lld",
                         (unsigned long long)seed, (long long)now.due_ms,
                         (long long)lived.due_ms);
        }
    }
}

static void a_recount_is_the_life_by_the_other_calendar(void **state)
{
    struct world *world = *state;
    int moves = 0;
    for (int life = 0; life < LIVES; life++) {
        int64_t at_ms = start + life * 900 * hour;
        seed = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(life + 1);
        clock_fix_ms(at_ms);
        open_cases(world);
        for (int i = 0; i < STEPS; i++) {
            at_ms += 1 + chance(3 * (unsigned)hour);
            moves += try_both(world, at_ms);
        }
        check_both(world);
    }
    assert_true(moves > LIVES * 10);
}

/* ---- applying it ---- */

static void a_promise_moves_by_the_command_alone(void **state)
{
    struct world *world = *state;
    open_cases(world);
    struct case_now before = move_kit_now(&world->kit, world->numbers[0]);
    assert_int_equal(preview_size(world, world->deadlines[0]), 1);
    assert_int_equal(preview_size(world, world->deadlines[1]), 2);
    /* A move by the new calendar leaves the promise alone. */
    world->kit.deadlines = world->deadlines[1];
    move_kit_do(&world->kit, KZO, MOVE_IT(TAKEN, world->numbers[0]));
    struct case_now taken = move_kit_now(&world->kit, world->numbers[0]);
    assert_int_equal(taken.due_ms, before.due_ms);
    move_kit_do(&world->kit, SUPERVISOR, MOVE_IT(RECOUNTED, world->numbers[0]));
    struct case_now now = move_kit_now(&world->kit, world->numbers[0]);
    struct case_now other = move_kit_now(&world->kit, world->numbers[1]);
    assert_int_equal(now.due_ms, other.due_ms);
    assert_int_not_equal(now.due_ms, before.due_ms);
    assert_int_equal(now.state, STATE_IN_WORK);
    assert_string_equal(now.holder, "br.kzo");
    assert_int_equal(now.version, taken.version + 1);
    assert_int_equal(now.lease_ms, taken.lease_ms);
    assert_int_equal(preview_size(world, world->deadlines[1]), 1);
    /* And back again: what was recounted is no part of the life. */
    world->kit.deadlines = world->deadlines[0];
    move_kit_do(&world->kit, SUPERVISOR, MOVE_IT(RECOUNTED, world->numbers[0]));
    assert_int_equal(move_kit_now(&world->kit, world->numbers[0]).due_ms,
                     before.due_ms);
}

static void only_who_routes_may_recount(void **state)
{
    static const enum move_kit_who others[] = {KZO, KZO_HEAD, ALA, AGENT};
    struct world *world = *state;
    struct error error = {0};
    open_cases(world);
    world->kit.deadlines = world->deadlines[1];
    for (size_t i = 0; i < COUNT(others); i++) {
        move_kit_refused(&world->kit, others[i],
                         MOVE_IT(RECOUNTED, world->numbers[0]),
                         MESSAGE_RIGHT_MISSING);
        error_clear(&error);
        assert_null(store_recounts(world->kit.stores[others[i]],
                                   world->deadlines[1], &error));
        assert_int_equal(error.message, MESSAGE_RIGHT_MISSING);
    }
}

static void what_was_seen_is_what_is_recounted(void **state)
{
    struct world *world = *state;
    open_cases(world);
    world->kit.deadlines = world->deadlines[1];
    move_kit_do(&world->kit, KZO, MOVE_IT(TAKEN, world->numbers[0]));
    move_kit_refused(&world->kit, SUPERVISOR,
                     MOVE_IT(RECOUNTED, world->numbers[0], .version = 1),
                     MESSAGE_CASE_MOVED);
}

#define WORLD(story) cmocka_unit_test_setup_teardown(story, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD(a_recount_is_the_life_by_the_other_calendar),
        WORLD(a_promise_moves_by_the_command_alone),
        WORLD(only_who_routes_may_recount),
        WORLD(what_was_seen_is_what_is_recounted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
