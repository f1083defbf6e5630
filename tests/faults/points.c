/* One process for each point: it is forked, hurt, and leaves what it did in
 * memory that is shared and in the work folder. */
#include "tests/faults/points.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"

#include "tests/faults/deed.h"
#include "tests/faults/place.h"
#include "tests/faults/power.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS_MAX = 8, SHOWN_MAX = 40, NOW_S = 1795338000 };

/* What the hurt process tells. */
struct told {
    long count;           /* calls that changed a file */
    int done;             /* steps that were called done */
    bool refused, unsure; /* the step after them failed so */
    bool stuck;           /* failed again, with the fault gone */
    bool opened;          /* opened again: what that makes may be there */
};

/* One deed in one round: before each step and after the last. */
struct stage {
    const struct deed *deed;
    int round;
    struct place place;
    char *crashed; /* a folder: what the first of two faults left */
    char *shapes[STEPS_MAX + 1];
    struct told *told;
};

static bool hurting;

bool points_hurting(void)
{
    return hurting;
}

/* ---- looking ---- */

/* The shape of the work folder; NULL: damaged, and *what says how. */
static char *look(const struct stage *stage, struct doer *doer, char **what)
{
    struct text shape = {0};
    bool good = deed_look(stage->deed, doer, &shape);

    *what = good ? NULL : text_take(&shape);
    return good ? text_take(&shape) : NULL;
}

static bool do_step(const struct stage *stage, struct doer *doer, int step)
{
    if (stage->deed->step(doer, step))
        return true;
    print_message("%s, step %d: %s %s\n", stage->deed->name, step,
                  message_name(doer->error.message), doer->error.detail);
    return false;
}

/* ---- the stage ---- */

static void prepare(struct stage *stage)
{
    struct doer doer;

    doer_open(&doer, stage->place.model, stage->round);
    stage->deed->prepare(&doer);
    doer_close(&doer);
}

/* What it looks like behind a step. */
static void learn_shape(struct stage *stage, int step)
{
    struct doer doer;
    char *what;

    doer_open(&doer, stage->place.work, stage->round);
    if (step > 0 && !do_step(stage, &doer, step - 1))
        fail_msg("%s fails without a fault", stage->deed->name);
    stage->shapes[step] = look(stage, &doer, &what);
    if (!stage->shapes[step])
        fail_msg("%s without a fault: %s", stage->deed->name, what);
    if (step > 0)
        assert_string_not_equal(stage->shapes[step], stage->shapes[step - 1]);
    doer_close(&doer);
}

struct stage *points_open(const struct deed *deed, int round)
{
    struct stage *stage = mem_new(sizeof(*stage));

    *stage = (struct stage){.deed = deed, .round = round};
    clock_fix_ms(NOW_S * 1000LL + round * 60000LL);
    place_make(&stage->place);
    stage->crashed = mem_format("%s/crashed", stage->place.folder);
    prepare(stage);
    stage->told = mmap(NULL, sizeof(*stage->told), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(stage->told != MAP_FAILED && deed->steps <= STEPS_MAX);
    place_restore(&stage->place);
    for (int step = 0; step <= deed->steps; step++)
        learn_shape(stage, step);
    return stage;
}

void points_close(struct stage *stage)
{
    for (int step = 0; step <= stage->deed->steps; step++)
        free(stage->shapes[step]);
    munmap(stage->told, sizeof(*stage->told));
    place_remove(&stage->place);
    free(stage->crashed);
    free(stage);
    clock_fix_ms(-1);
}

/* ---- being hurt ---- */

static void arm(const struct stage *stage, const struct points_plan *plan,
                long point)
{
    const struct killpt killpt = {stage->place.work, point, plan->way,
                                  plan->number, &stage->told->count};
    const struct power power = {stage->place.work, stage->place.hold, point,
                                plan->seed, &stage->told->count};

    hurting = true;
    if (!(plan->power ? power_start(&power) : killpt_start(&killpt)))
        _exit(99);
}

/* One step; where the disk fails once, every other point tries again at once,
 * as who is told "save again" does. */
static bool step_hurt(const struct stage *stage, struct doer *doer, int step,
                      bool again)
{
    struct told *told = stage->told;
    bool done = stage->deed->step(doer, step);

    if (done)
        return true;
    told->unsure = doer->error.message == MESSAGE_SAVE_UNSURE;
    told->refused = !told->unsure;
    if (!again)
        return false;
    error_clear(&doer->error);
    done = stage->deed->step(doer, step);
    told->stuck = !done && stage->deed->again;
    return done;
}

static void be_hurt(const struct stage *stage, const struct points_plan *plan,
                    long point)
{
    struct doer doer;
    bool again = !plan->power && plan->way == KILLPT_ONCE && point % 2 == 0;
    bool good = true;

    doer_open(&doer, stage->place.work, stage->round);
    arm(stage, plan, point);
    for (int step = 0; good && step < stage->deed->steps; step++) {
        good = step_hurt(stage, &doer, step, again);
        if (good)
            stage->told->done = step + 1;
    }
    if (plan->power)
        power_cut();
    _exit(0);
}

static void hurt(const struct stage *stage, const struct points_plan *plan,
                 long point)
{
    int status;

    memset(stage->told, 0, sizeof(*stage->told));
    pid_t child = fork();
    if (child == 0)
        be_hurt(stage, plan, point);
    waitpid(child, &status, 0);
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!killed && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        fail_msg("%s, point %ld: status %d", stage->deed->name, point, status);
}

/* ---- judging ---- */

/* Says what went wrong, the first times. */
__attribute__((format(printf, 3, 4))) static void
say(const struct stage *stage, long point, const char *format, ...)
{
    static int shown;
    va_list values;

    if (shown++ >= SHOWN_MAX)
        return;
    print_message("%s, round %d, point %ld, after %d steps: ",
                  stage->deed->name, stage->round, point, stage->told->done);
    va_start(values, format);
    vprint_message(format, values);
    va_end(values);
    print_message("\n");
}

/* Which step the shape is behind: the last one called done, or the one that was
 * under way; -1: none of them. */
static int place_of(const struct stage *stage, const char *shape)
{
    int done = stage->told->done, steps = stage->deed->steps;
    int last = stage->told->opened || done == steps ? steps : done + 1;

    for (int step = done; step <= last; step++)
        if (strcmp(shape, stage->shapes[step]) == 0)
            return step;
    return -1;
}

static void count_unplaced(const struct stage *stage, const char *shape,
                           long point, struct points_sum *sum)
{
    for (int step = 0; step < stage->told->done; step++)
        if (strcmp(shape, stage->shapes[step]) == 0) {
            sum->lost++;
            say(stage, point, "lost: stands behind step %d", step);
            return;
        }
    sum->torn++;
    say(stage, point, "torn:\n%s", shape);
}

/* After the fault: where the work stands; -1: nowhere good. */
static int judge(const struct stage *stage, struct doer *doer, long point,
                 struct points_sum *sum)
{
    AUTO_CHARS what = NULL;
    AUTO_CHARS shape = look(stage, doer, &what);
    int place = shape ? place_of(stage, shape) : -1;

    if (!shape) {
        sum->damaged++;
        say(stage, point, "damaged: %s", what);
    } else if (place < 0) {
        count_unplaced(stage, shape, point, sum);
    } else if (stage->told->refused && place > stage->told->done &&
               !stage->deed->loose) {
        sum->denied++;
        say(stage, point, "called not saved, and there");
    }
    return place;
}

/* The person does it again; the disk is mended. */
static void go_on(const struct stage *stage, struct doer *doer, int place,
                  long point, struct points_sum *sum)
{
    AUTO_CHARS what = NULL;
    bool done = true;

    for (int step = stage->deed->again ? stage->told->done : place;
         done && step < stage->deed->steps; step++)
        done = do_step(stage, doer, step);
    AUTO_CHARS shape = done ? look(stage, doer, &what) : NULL;
    if (shape && strcmp(shape, stage->shapes[stage->deed->steps]) == 0)
        return;
    sum->doubled++;
    say(stage, point, "done again: %s",
        shape  ? shape
        : what ? what
               : "refused");
}

static void judge_all(const struct stage *stage, long point,
                      struct points_sum *sum)
{
    struct doer doer;

    doer_open(&doer, stage->place.work, stage->round);
    int place = judge(stage, &doer, point, sum);
    sum->points++;
    sum->refused += stage->told->refused;
    sum->unsure += stage->told->unsure;
    if (stage->told->stuck) {
        sum->doubled++;
        say(stage, point, "refused again with the fault gone");
    }
    if (place >= 0)
        go_on(stage, &doer, place, point, sum);
    doer_close(&doer);
}

/* ---- twice ---- */

/* Opens what is there, and is hurt again. */
static void open_hurt(const struct stage *stage, const struct points_plan *plan,
                      long point)
{
    stage->told->count = 0;
    pid_t child = fork();
    if (child == 0) {
        struct doer doer;

        doer_open(&doer, stage->place.work, stage->round);
        arm(stage, plan, point);
        doer_store(&doer, DOER_ADMIN);
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

/* All points of opening what one kill left. */
static void hurt_opening(struct stage *stage, const struct points_plan *plan,
                         long first, struct points_sum *sum)
{
    place_clear(stage->crashed);
    place_copy(stage->place.work, stage->crashed);
    stage->told->opened = true;
    for (long point = 1;; point++) {
        place_clear(stage->place.work);
        place_clear(stage->place.hold);
        place_copy(stage->crashed, stage->place.work);
        assert_int_equal(mkdir(stage->place.hold, 0700), 0);
        open_hurt(stage, plan, point);
        if (stage->told->count < point)
            return;
        judge_all(stage, first, sum);
    }
}

void points_run(struct stage *stage, const struct points_plan *plan, long first,
                long step, struct points_sum *sum)
{
    const struct points_plan kill = {.way = KILLPT_KILL};
    bool struck = true;

    for (long point = first; struck; point += step) {
        place_restore(&stage->place);
        hurt(stage, plan->twice ? &kill : plan, point);
        struck = stage->told->count >= point;
        if (struck && plan->twice)
            hurt_opening(stage, plan, point, sum);
        else if (struck || (plan->power && !plan->twice))
            judge_all(stage, point, sum);
    }
}

long points_bad(const struct points_sum *sum)
{
    return sum->damaged + sum->lost + sum->torn + sum->denied + sum->doubled;
}
