/* The side of the fake clock that sets it. */
#include "tests/faults/fakeclock.h"

#include "console/base/memory.h"
#include "tests/screens/pty.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const int64_t SECOND = 1000000000LL;

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND + now.tv_nsec;
}

static void show(struct fakeclock_face *face, int64_t shown_ns, int64_t speed)
{
    face->turn++;
    face->real_ns = now_ns();
    face->shown_ns = shown_ns;
    face->speed = speed;
    face->turn++;
}

void fakeclock_open(struct fakeclock *clock, const char *folder)
{
    AUTO_CHARS built = pty_program("tests/faults/fakeclock.so");
    AUTO_CHARS library = realpath(built, NULL);
    assert_non_null(library);
    clock->path = mem_format("%s.clock", folder);
    int file = open(clock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    assert_int_equal(ftruncate(file, sizeof *clock->face), 0);
    clock->face = mmap(NULL, sizeof *clock->face, PROT_READ | PROT_WRITE,
                       MAP_SHARED, file, 0);
    assert_true(clock->face != MAP_FAILED);
    close(file);
    show(clock->face, now_ns(), 1);
    clock->environment[0] = mem_format("LD_PRELOAD=%s", library);
    clock->environment[1] = mem_format("FAKECLOCK=%s", clock->path);
    clock->environment[2] = NULL;
}

void fakeclock_close(struct fakeclock *clock)
{
    munmap(clock->face, sizeof *clock->face);
    unlink(clock->path);
    free(clock->path);
    free(clock->environment[0]);
    free(clock->environment[1]);
}

void fakeclock_step(struct fakeclock *clock, int64_t seconds)
{
    show(clock->face, fakeclock_shown(clock->face, now_ns()) + seconds * SECOND,
         clock->face->speed);
}

void fakeclock_set(struct fakeclock *clock, int64_t seconds)
{
    show(clock->face, seconds * SECOND, clock->face->speed);
}

void fakeclock_speed(struct fakeclock *clock, int64_t speed)
{
    show(clock->face, fakeclock_shown(clock->face, now_ns()), speed);
}

void fakeclock_right(struct fakeclock *clock)
{
    show(clock->face, now_ns(), 1);
}
