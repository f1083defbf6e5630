/* What the process may still do once it is closed: open only what was named
 * (Landlock) and start no program (seccomp). For good, for this thread and all
 * that it starts. A kernel without one of them goes on without: see doctor. */
#ifndef CONSOLE_IO_FENCE_H
#define CONSOLE_IO_FENCE_H

#include "console/base/memory.h"

#include <stdbool.h>

struct fence {
    int rules; /* of the kernel; -1: it has none */
};

enum fence_use {
    FENCE_READ,   /* a file, or a folder with all below it */
    FENCE_WRITE,  /* a folder: make, change, rename, remove all below it */
    FENCE_DEVICE, /* read, write, control */
};

/* Nothing is named yet, and all is open until fence_close. */
struct fence fence_open(void);

/* What is not there is passed over. */
void fence_allow(const struct fence *fence, const char *path,
                 enum fence_use use);

/* Closes it. From now on: no file but those allowed, no other process started,
 * traced or signalled, no code that was not loaded from a file, no service, no
 * namespace, mount, module or key ring. Call it before any thread starts.
 * Landlock below version 6 does not stop signals to the account's processes,
 * below 5 no ioctl on devices, below 3 no truncate(2); no version fences
 * chmod, chown, utime and connecting to Unix sockets by their path. */
void fence_close(struct fence *fence);

/* What holds in this process now. */
struct fence_state {
    int files;  /* Landlock's version; 0: files are not fenced */
    bool calls; /* system calls are */
};
struct fence_state fence_state(void);

#endif
