/* The sender's own time: an offset to the steady clock. */
#include "console/delivery/even_clock.h"

#include "console/base/clock.h"

enum { JUMP_MS = 3600 * 1000 };

/* How far the wall clock is ahead. */
static int64_t lead(const struct even_clock *clock)
{
    return clock_now_ms() - even_clock_ms(clock);
}

void even_clock_set(struct even_clock *clock)
{
    clock->offset_ms = clock_now_ms() - clock_steady_ms();
    clock->told_ms = 0;
}

int64_t even_clock_ms(const struct even_clock *clock)
{
    return clock_steady_ms() + clock->offset_ms;
}

int64_t even_clock_steady_ms(const struct even_clock *clock, int64_t ms)
{
    return ms - clock->offset_ms;
}

int64_t even_clock_jump_ms(struct even_clock *clock)
{
    int64_t jump = lead(clock) - clock->told_ms;
    if (jump <= JUMP_MS && jump >= -JUMP_MS)
        return 0;
    clock->told_ms += jump;
    return jump;
}
