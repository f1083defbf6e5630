/* The sender's lock: an open file description lock (fcntl(2)), which can be
 * asked about without taking it, as flock(2) cannot. */
#include "console/delivery/deliver_state.h"

#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One that is started by cron, or waits long for a branch, is not silent. */
enum { SECOND_MS = 1000, MS_NS = 1000000, SILENT_MS = 15 * 60 * SECOND_MS };

static char *lock_path(const char *folder)
{
    return mem_format("%s/deliver.lock", folder);
}

int deliver_state_lock(const char *folder, struct error *error)
{
    AUTO_CHARS path = lock_path(folder);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file >= 0 && fcntl(file, F_OFD_SETLK, &whole) == 0)
        return file;
    if (file >= 0 && (errno == EAGAIN || errno == EACCES))
        error_set(error, MESSAGE_SENDER_RUNS, "%s", path);
    else
        error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    return -1;
}

void deliver_state_look(int lock, int64_t now_ms)
{
    struct timespec moment = {.tv_sec = now_ms / SECOND_MS,
                              .tv_nsec = now_ms % SECOND_MS * MS_NS};
    struct timespec both[] = {moment, moment};
    /* Only for people to read: nothing is delivered worse when it fails. */
    (void)futimens(lock, both);
}

bool deliver_state_silent(int64_t looked_ms, int64_t now_ms)
{
    return llabs(now_ms - looked_ms) >= SILENT_MS;
}

bool deliver_state(const char *folder, struct deliver_state *state,
                   struct error *error)
{
    AUTO_CHARS path = lock_path(folder);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct stat facts;
    *state = (struct deliver_state){false, 0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT)
        return true;
    bool good = file >= 0 && fstat(file, &facts) == 0 &&
                fcntl(file, F_OFD_GETLK, &whole) == 0;
    if (!good)
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    if (!good)
        return false;
    state->runs = whole.l_type != F_UNLCK;
    state->looked_ms = (int64_t)facts.st_mtim.tv_sec * SECOND_MS +
                       facts.st_mtim.tv_nsec / MS_NS;
    return true;
}
