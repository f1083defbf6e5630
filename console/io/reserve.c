/* Whole is what has its blocks: a length alone keeps no room. Several programs
 * may mind one file at a time: making it twice makes it once. */
#include "console/io/reserve.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { BLOCK = 512 };

static bool is_whole(const struct stat *facts)
{
    return facts->st_blocks >= RESERVE_BYTES / BLOCK;
}

bool reserve_whole(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0 && is_whole(&facts);
}

/* Bytes left on the disk of this file, for people who are not root. */
static int64_t left_beside(int file)
{
    struct statvfs disk;
    return fstatvfs(file, &disk) == 0
               ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize
               : 0;
}

bool reserve_low(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat facts;
    bool fine =
        file >= 0 && fstat(file, &facts) == 0 &&
        (is_whole(&facts) || left_beside(file) >= RESERVE_BYTES + RESERVE_ROOM);
    if (file >= 0)
        close(file);
    return !fine;
}

/* Gives all of it: its blocks may be taken by others at once. */
static bool give(int file)
{
    return ftruncate(file, 0) == 0;
}

static bool make(int file)
{
    if (posix_fallocate(file, 0, RESERVE_BYTES) == 0)
        return true;
    (void)!give(file);
    return false;
}

static bool mind(int file)
{
    struct stat facts;
    int64_t left = left_beside(file);
    if (fstat(file, &facts) != 0)
        return false;
    if (is_whole(&facts))
        return left >= RESERVE_LOW || !give(file);
    return left >= RESERVE_BYTES + RESERVE_ROOM && make(file);
}

bool reserve_mind(const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return false;
    bool whole = mind(file);
    close(file);
    return whole;
}

bool reserve_give(const char *path)
{
    struct stat facts;
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    bool given = file >= 0 && fstat(file, &facts) == 0 && facts.st_blocks > 0 &&
                 give(file);
    if (file >= 0)
        close(file);
    return given;
}
