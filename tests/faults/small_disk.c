/* unshare(2) and mount(2); as nobody special in a user namespace. */
#include "tests/faults/small_disk.h"

#include "console/base/memory.h"

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

static bool put(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool good =
        file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
    if (file >= 0)
        close(file);
    return good;
}

/* Mounts of our own, as root of a namespace where we are not root. */
static bool enter(void)
{
    uid_t user = getuid();
    gid_t group = getgid();
    if (user == 0)
        return unshare(CLONE_NEWNS) == 0;
    AUTO_CHARS users = mem_format("0 %u 1", (unsigned)user);
    AUTO_CHARS groups = mem_format("0 %u 1", (unsigned)group);
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
           put("/proc/self/setgroups", "deny") &&
           put("/proc/self/uid_map", users) &&
           put("/proc/self/gid_map", groups);
}

bool small_disk_mount(const char *folder, int kib, const char **why)
{
    static bool entered;
    AUTO_CHARS size = mem_format("size=%dk,mode=0700", kib);
    *why = "no mount namespace may be made here";
    if (!entered && !enter())
        return false;
    entered = true;
    *why = "tmpfs cannot be mounted here";
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", folder, "tmpfs", MS_NOSUID | MS_NODEV, size) == 0;
}

void small_disk_unmount(const char *folder)
{
    assert_int_equal(umount2(folder, MNT_DETACH), 0);
}

static char *ballast(const char *folder)
{
    return mem_format("%s/ballast", folder);
}

int small_disk_left(const char *folder)
{
    struct statvfs disk;
    assert_int_equal(statvfs(folder, &disk), 0);
    return (int)(disk.f_bavail * disk.f_frsize / 1024);
}

void small_disk_fill(const char *folder, int but_kib)
{
    AUTO_CHARS path = ballast(folder);
    int left = small_disk_left(folder) - but_kib;
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    off_t end = lseek(file, 0, SEEK_END);
    if (left > 0)
        assert_int_equal(posix_fallocate(file, end, (off_t)left * 1024), 0);
    close(file);
}

void small_disk_free(const char *folder)
{
    AUTO_CHARS path = ballast(folder);
    assert_int_equal(unlink(path), 0);
}
