/* One sender a store: a lock on a file in the store's folder, which the kernel
 * frees when its process ends, however it ends. The file's time of change says
 * when the sender last looked. */
#ifndef CONSOLE_DELIVERY_DELIVER_STATE_H
#define CONSOLE_DELIVERY_DELIVER_STATE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;

/* Does a sender run on this store, and when did it last look (UTC ms; 0: never
 * yet)? For the supervisor's desk and doctor; asking never stands in the way of
 * a sender that starts. */
struct deliver_state {
    bool runs;
    int64_t looked_ms;
};
MUST_USE bool deliver_state(const char *folder, struct deliver_state *state,
                            struct error *error);

/* Has it not looked for so long that it does not send, whether it runs or not?
 * One from the future has looked under another clock. */
bool deliver_state_silent(int64_t looked_ms, int64_t now_ms);

/* Takes the lock of this folder: a handle to close, or -1 with
 * MESSAGE_SENDER_RUNS (another one holds it) or FILE_WRITE. */
MUST_USE int deliver_state_lock(const char *folder, struct error *error);

/* Notes that the sender has looked at this moment (UTC ms). */
void deliver_state_look(int lock, int64_t now_ms);

#endif
