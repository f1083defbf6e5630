/* The sender's own time: the wall clock as it was when it began, going on
 * evenly since then. A jump of the wall clock neither delays nor hastens what
 * was put down for later; it is told in the program's log. */
#ifndef CONSOLE_DELIVERY_EVEN_CLOCK_H
#define CONSOLE_DELIVERY_EVEN_CLOCK_H

#include <stdint.h>

struct even_clock {
    int64_t offset_ms; /* from the steady clock to this one */
    int64_t told_ms;   /* the wall clock's lead when it was last told */
};

/* Sets it by the wall clock: at the beginning, and when nothing is put down for
 * later. */
void even_clock_set(struct even_clock *clock);

/* UTC milliseconds by this clock. */
int64_t even_clock_ms(const struct even_clock *clock);

/* The moment of the steady clock that this clock calls so. */
int64_t even_clock_steady_ms(const struct even_clock *clock, int64_t ms);

/* By how many milliseconds the wall clock jumped since the last look, when that
 * is more than an hour, either way; else 0. */
int64_t even_clock_jump_ms(struct even_clock *clock);

#endif
