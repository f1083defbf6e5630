/* Watches over who sits at the desk: nobody presses a key for too long, or the
 * store does not let this person in any more. */
#ifndef SCREENS_GUARD_H
#define SCREENS_GUARD_H

#include "console/base/message.h"

struct guard;
struct seat;

/* For a desk with a loop and its workers. over() is called on the loop, once,
 * with why the screens must end: MESSAGE_SESSION_IDLE after desk.idle_minutes
 * without a key (a line warns a minute before), MESSAGE_SESSION_OVER within a
 * minute after the person was disabled or changed, or the key revoked. */
struct guard *guard_open(struct seat *seat,
                         void (*over)(enum message why, void *cookie),
                         void *cookie);

/* Asks nothing from here on: before the workers end. NULL: nothing. */
void guard_stop(struct guard *guard);

/* After the workers have ended and their last answers were given. */
void guard_close(struct guard *guard);

/* A key was pressed. */
void guard_key(struct guard *guard);

#endif
