/* Room kept on a disk for the day on which it is full: a file whose blocks are
 * all there. Given up when little else is left, so that what people have begun
 * can still be saved; made again when there is room. */
#ifndef CONSOLE_IO_RESERVE_H
#define CONSOLE_IO_RESERVE_H

#include "console/base/memory.h"

#include <stdbool.h>

/* Bytes: of the file; so little left gives it up; as much must be left beside
 * it when it is made. */
enum {
    RESERVE_BYTES = 1024 * 1024,
    RESERVE_LOW = 256 * 1024,
    RESERVE_ROOM = 2 * 1024 * 1024
};

/* Looks at the disk, makes (mode 0600) or gives up the file at this path, and
 * says whether it is whole afterwards. Cheap: for before every save. */
bool reserve_mind(const char *path);

/* Something found no room: gives it up at once. True: there was some to give,
 * so trying again may serve. */
MUST_USE bool reserve_give(const char *path);

/* Is it whole? Changes nothing. */
bool reserve_whole(const char *path);

/* Is the disk low: it is not whole, and there is too little room to make it?
 * Some disks keep no room for anybody (ZFS): it is never whole there. */
bool reserve_low(const char *path);

#endif
