/* The process itself, made safe before anything else runs in it: what others
 * may see of its memory, what its files look like, what it was handed. */
#ifndef CONSOLE_IO_PROCESS_H
#define CONSOLE_IO_PROCESS_H

#include "console/base/memory.h"

#include <stdbool.h>

/* The first call of main, before any thread and any file:
 * - handles 0 to 2 that are closed lead to /dev/null from now on, so that no
 *   file of ours becomes the one that stdout or stderr writes to;
 * - handles that somebody left open for us are closed, but those that an
 *   argument names (/dev/fd/N, as a shell's <(...) does);
 * - no dump of the memory, on the disk or for another process of the same
 *   user (ptrace, /proc/PID/mem);
 * - files of ours are nobody else's (umask 077);
 * - a reader that went away and a file that may not grow are errors of the one
 *   write, not the end of the program. */
void process_guard(int argc, char *const *argv);

/* What of it holds now, each told by itself for doctor. */
struct process_state {
    bool private; /* nobody of the same user reads the memory */
    bool no_core;
    unsigned umask;
};
struct process_state process_state(void);

/* Is this build for a sanitizer? Those read the memory and start helpers of
 * their own, so what forbids that is left out. */
bool process_sanitized(void);

#endif
