/* A program that waits two seconds by the wall clock ("wall"), as none should,
 * or by the steady one ("steady"); for the proof of the fake clock. */
#include <string.h>
#include <time.h>
#include <unistd.h>

static time_t seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec;
}

int main(int count, char **words)
{
    clockid_t clock = count > 1 && strcmp(words[1], "wall") == 0
                          ? CLOCK_REALTIME
                          : CLOCK_MONOTONIC;
    time_t end = seconds(clock) + 2;
    if (write(STDOUT_FILENO, "!", 1) != 1)
        return 1;
    while (seconds(clock) < end)
        usleep(10000);
    return 0;
}
