/* Somebody else who holds the lock of a place's log: a process of its own. */
#include "tests/screens/desk_play.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The child: locks the whole file, as another writer holds SQLite's bytes. */
static void hold(const char *path, int ready)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int file = open(path, O_RDWR | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (file < 0 || fcntl(file, F_SETLKW, &lock) != 0 ||
        write(ready, "!", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

pid_t play_lock(struct play_place *place)
{
    int ready[2];
    char byte;
    AUTO_CHARS path = mem_format("%s/log.db", place->folder);
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        hold(path, ready[1]);
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

void play_unlock(pid_t locker)
{
    kill(locker, SIGKILL);
    assert_int_equal(waitpid(locker, NULL, 0), locker);
}
