/* A disk that fails when a test says so. It stands in the place of the C
 * library's calls, so only the one file of a program that is to have it may
 * include this (in libtests.a it would get into every program). */
#ifndef TESTS_CONSOLE_CASES_DISK_FAULT_H
#define TESTS_CONSOLE_CASES_DISK_FAULT_H

#include <errno.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* At which call the fault comes (0: never), and as what. */
static struct {
    long countdown, calls;
    bool for_ever;
    int number;    /* errno; 0: the program dies */
    bool no_syncs; /* nobody cuts the power: nothing need reach the disk */
} fault;

static bool fails(void)
{
    fault.calls++;
    if (fault.countdown == 0 || --fault.countdown > 0)
        return false;
    if (fault.number == 0)
        _exit(9);
    if (fault.for_ever)
        fault.countdown = 1;
    errno = fault.number;
    return true;
}

static int sync_by(long call, int file)
{
    if (fails())
        return -1;
    return fault.no_syncs ? 0 : (int)syscall(call, file);
}

int fdatasync(int file)
{
    return sync_by(SYS_fdatasync, file);
}

int fsync(int file)
{
    return sync_by(SYS_fsync, file);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at)
{
    return fails() ? -1 : syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    if (file > 2 && fails())
        return -1;
    return syscall(SYS_write, file, bytes, length);
}

int ftruncate64(int file, off_t length)
{
    return fails() ? -1 : (int)syscall(SYS_ftruncate, file, length);
}

#endif
