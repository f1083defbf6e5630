/* fakeclock.so: answers for the wall clock, passes all others on. */
#include "tests/faults/fakeclock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct fakeclock_face *face;

__attribute__((constructor)) static void load(void)
{
    const char *path = getenv("FAKECLOCK");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped = file < 0 ? MAP_FAILED
                            : mmap(NULL, sizeof *face, PROT_READ | PROT_WRITE,
                                   MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) {
        fprintf(stderr, "fakeclock: no FAKECLOCK\n");
        _exit(99);
    }
    close(file);
    face = mapped;
}

static int64_t real_ns(void)
{
    struct timespec real;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &real);
    return real.tv_sec * 1000000000LL + real.tv_nsec;
}

static int64_t shown_ns(void)
{
    int64_t shown;
    unsigned turn;
    face->asked++;
    do {
        turn = face->turn;
        shown = fakeclock_shown(face, real_ns());
    } while (turn % 2 || turn != face->turn);
    return shown;
}

int clock_gettime(clockid_t which, struct timespec *time)
{
    if (!face || (which != CLOCK_REALTIME && which != CLOCK_REALTIME_COARSE))
        return (int)syscall(SYS_clock_gettime, which, time);
    int64_t shown = shown_ns();
    *time = (struct timespec){shown / 1000000000, shown % 1000000000};
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *place)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place)
        *place = now.tv_sec;
    return now.tv_sec;
}
