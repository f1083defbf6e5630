/* Nothing lost, nothing torn: every deed of the store and of our own files,
 * killed, cut off from power, or with a failing disk, at each call that changes
 * a file. In `make check` a part of the points; all of them in `make faults`.
 * FAULTS_DEED names one deed alone, in one round, for who looks for a fault. */
#include "tests/faults/points.h"

#include "console/base/memory.h"

#include "tests/faults/deed.h"
#include "tests/faults/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What is asked for: points in all, and of how many one is tried in the short
 * form. */
struct want {
    const char *row, *what;
    struct points_plan plan;
    long full, short_step;
};

static const struct want wants[] = {
    {"1", "killed before a write", {.way = KILLPT_KILL}, 6000, 23},
    {"2", "killed within a write", {.way = KILLPT_HALF}, 4000, 31},
    {"3", "power cut, seed 0", {.power = true, .seed = 0}, 2500, 61},
    {"3", "power cut, seed 1", {.power = true, .seed = 1}, 2500, 61},
    {"3", "power cut, seed 2", {.power = true, .seed = 2}, 2500, 61},
    {"3", "power cut, seed 3", {.power = true, .seed = 3}, 2500, 61},
    {"4", "killed while recovering", {.twice = true}, 500, 211},
    {"4",
     "power cut while recovering",
     {.twice = true, .power = true, .seed = 1},
     500,
     211},
    {"5", "EIO once", {.way = KILLPT_ONCE, .number = EIO}, 1500, 101},
    {"5", "EIO for ever", {.way = KILLPT_EVER, .number = EIO}, 1500, 101},
    {"6", "ENOSPC once", {.way = KILLPT_ONCE, .number = ENOSPC}, 1500, 101},
    {"6", "ENOSPC for ever", {.way = KILLPT_EVER, .number = ENOSPC}, 1500, 101},
    {"6",
     "ENOSPC within a write",
     {.way = KILLPT_SHORT, .number = ENOSPC},
     1500,
     101},
    {"7", "EFBIG once", {.way = KILLPT_ONCE, .number = EFBIG}, 1500, 101},
    {"7", "EFBIG for ever", {.way = KILLPT_EVER, .number = EFBIG}, 1500, 101},
};

static struct points_sum sums[COUNT(wants)];

/* Only in the process to be hurt do syncs reach the tools; here they would only
 * take time: nobody cuts the real power. In this file, since in a library they
 * would take the syncs from every other test. */
int fsync(int file)
{
    return points_hurting() ? (int)syscall(SYS_fsync, file) : 0;
}

int fdatasync(int file)
{
    return points_hurting() ? (int)syscall(SYS_fdatasync, file) : 0;
}

/* One deed in one round, hurt in each way that is not done yet. */
static void hurt_deed(int number, int round, unsigned seed)
{
    struct stage *stage = points_open(&deeds[number], round);

    for (size_t i = 0; i < COUNT(wants); i++) {
        long step = faults_figure((int)wants[i].short_step, 1);
        long first = 1 + (seed + round * 7 + number * 17 + (long)i * 29) % step;

        if (step > 1 || sums[i].points < wants[i].full)
            points_run(stage, &wants[i].plan, first, step, &sums[i]);
    }
    points_close(stage);
}

static bool all_done(void)
{
    for (size_t i = 0; i < COUNT(wants); i++)
        if (sums[i].points < wants[i].full)
            return false;
    return true;
}

/* The promises of the design: deaths of both kinds, and errors. */
static void say_promises(void)
{
    long deaths = 0, cuts = 0, errors = 0;

    for (size_t i = 0; i < COUNT(wants); i++) {
        bool dies = wants[i].plan.number == 0;

        deaths += dies && !wants[i].plan.power ? sums[i].points : 0;
        cuts += dies && wants[i].plan.power ? sums[i].points : 0;
        errors += dies ? 0 : sums[i].points;
    }
    faults_say("P1", "saved survives",
               "%ld kill points, %ld power cuts: 0 lost, 0 torn", deaths, cuts);
    faults_say("P2", "saved or not is told as it is",
               "%ld errors of the disk: 0 told wrongly, 0 doubled", errors);
}

static void each_deed_is_whole_or_not_at_all_after_any_fault(void **state)
{
    const char *only = getenv("FAULTS_DEED");
    int rounds = only ? 1 : faults_figure(1, 100);
    unsigned seed = faults_seed();
    long bad = 0;

    (void)state;
    for (int round = 0; round < rounds && !all_done(); round++)
        for (int i = 0; i < deed_count; i++)
            if (!only || strcmp(only, deeds[i].name) == 0)
                hurt_deed(i, round, seed);
    for (size_t i = 0; i < COUNT(wants); i++) {
        const struct points_sum *sum = &sums[i];

        print_message("%s: %ld points: %ld lost, %ld torn, %ld damaged,"
                      " %ld denied, %ld doubled; %ld refused, %ld unsure\n",
                      wants[i].what, sum->points, sum->lost, sum->torn,
                      sum->damaged, sum->denied, sum->doubled, sum->refused,
                      sum->unsure);
        bad += points_bad(sum);
        assert_true(only || sum->points > 0);
    }
    assert_int_equal(bad, 0);
    say_promises();
    for (size_t i = 0; i < COUNT(wants); i++)
        faults_say(wants[i].row, wants[i].what,
                   "%ld points: 0 lost, 0 torn, 0 damaged, 0 doubled",
                   sums[i].points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_deed_is_whole_or_not_at_all_after_any_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
