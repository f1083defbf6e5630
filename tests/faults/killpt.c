/* Counts the calls and strikes at one of them. Nothing is really synced: a
 * program that is killed leaves its bytes with the kernel. */
#include "tests/faults/killpt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct killpt now;
static long seen;
static struct trap_count told;

static long pass(const struct trap_call *call)
{
    return call->kind == TRAP_SYNC ? 0 : trap_pass(call);
}

static long strike(const struct trap_call *call)
{
    bool first = seen == now.point;

    switch (now.way) {
    case KILLPT_HALF:
        trap_part(call, trap_length(call) / 2);
        trap_kill();
        break;
    case KILLPT_KILL:
        trap_kill();
        break;
    case KILLPT_SHORT:
        if (first && call->kind == TRAP_WRITE && trap_length(call) > 1)
            return trap_part(call, trap_length(call) / 2);
        break;
    case KILLPT_ONCE:
    case KILLPT_EVER:
        break;
    }
    return -now.number;
}

static long decide(const struct trap_call *call)
{
    if (now.way == KILLPT_HALF && call->kind != TRAP_WRITE)
        return pass(call);
    seen++;
    if (now.count)
        ++*now.count;
    trap_count_add(&told);
    bool struck = now.way == KILLPT_EVER || now.way == KILLPT_SHORT
                      ? seen >= now.point
                      : seen == now.point;
    return now.point > 0 && struck ? strike(call) : pass(call);
}

bool killpt_start(const struct killpt *plan)
{
    now = *plan;
    seen = 0;
    return trap_start(plan->folder, decide);
}

/* ---- before any program ---- */

static bool find_way(const char *name, enum killpt_way *way)
{
    static const char *const names[] = {
#define WAY(id, name) [KILLPT_##id] = name,
        KILLPT_WAYS(WAY)
#undef WAY
    };

    for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0) {
            *way = (enum killpt_way)i;
            return true;
        }
    return false;
}

static int number_of(const char *name)
{
    return !name                         ? EIO
           : strcmp(name, "ENOSPC") == 0 ? ENOSPC
           : strcmp(name, "EFBIG") == 0  ? EFBIG
                                         : EIO;
}

__attribute__((constructor)) static void load(void)
{
    const char *count = getenv("KILLPT_COUNT"), *point = getenv("KILLPT_POINT");
    struct killpt plan = {.folder = getenv("KILLPT_FOLDER"),
                          .point = point ? atol(point) : 0,
                          .number = number_of(getenv("KILLPT_ERRNO"))};

    if (!plan.folder)
        return;
    if (find_way(getenv("KILLPT_WAY"), &plan.way) && count &&
        trap_count_open(&told, count) && killpt_start(&plan))
        return;
    fprintf(stderr, "killpt: bad plan: KILLPT_FOLDER, _POINT, _WAY, _COUNT\n");
    _exit(99);
}
