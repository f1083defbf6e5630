/* One poll over handles, timers and signals; a hook before sleep. Idle means
 * asleep. Other threads wake it through loop_post only. */
#ifndef CONSOLE_IO_LOOP_H
#define CONSOLE_IO_LOOP_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct loop;

typedef void loop_call(void *cookie);

/* Makes a loop for the thread that calls; signals asked for by loop_signal come
 * through a self-pipe. One loop a program. NULL: no handles left. */
struct loop *loop_open(struct error *error);

/* Gives signals back; timers and posted calls that wait are dropped. */
void loop_close(struct loop *loop);

/* Calls back whenever handle can be read (or hung up). One per handle. A
 * handle that is closed while watched is told once and forgotten. */
void loop_watch(struct loop *loop, int handle, loop_call *call, void *cookie);

/* No call for this handle afterwards, not even in the turn at hand. */
void loop_unwatch(struct loop *loop, int handle);

/* Calls back on a signal, out of the handler, in a turn of the loop. NULL call
 * to forget: then, as before the first call, the former action stands (so ^C
 * ends a command that does not ask for it). */
void loop_signal(struct loop *loop, int signal, loop_call *call, void *cookie);

/* Calls back once after delay_ms; the id can cancel it (cancelling an id that
 * has fired is harmless). Timers use the steady clock. */
uint64_t loop_after(struct loop *loop, int64_t delay_ms, loop_call *call,
                    void *cookie);
void loop_cancel(struct loop *loop, uint64_t timer);

/* From any thread: runs call(cookie) on the loop's thread soon, in order. */
void loop_post(struct loop *loop, loop_call *call, void *cookie);

/* Forgets the posted calls with this cookie that have not run; for the loop's
 * thread, by who closes what the cookie is. */
void loop_forget(struct loop *loop, void *cookie);

/* Called before each sleep: the place to draw, at most once a turn. */
void loop_before_sleep(struct loop *loop, loop_call *call, void *cookie);

/* Turns until loop_stop. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

/* One turn that sleeps at most max_ms (-1: until something happens); for
 * commands and tests, never from inside one of the loop's calls. */
void loop_turn(struct loop *loop, int64_t max_ms);

#endif
