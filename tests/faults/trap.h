/* The calls to the kernel that change files below one folder, stopped before
 * they happen: a seccomp filter sends them to a handler in the same process,
 * so that stdio's and SQLite's are caught as well as our own. For tests. */
#ifndef TESTS_FAULTS_TRAP_H
#define TESTS_FAULTS_TRAP_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum trap_kind {
    TRAP_WRITE,  /* write, pwrite, writev, pwritev */
    TRAP_SYNC,   /* fsync, fdatasync; of a folder too */
    TRAP_CUT,    /* ftruncate, truncate, fallocate, open with O_TRUNC */
    TRAP_MAKE,   /* open that makes a file, mkdir, link, symlink */
    TRAP_REMOVE, /* unlink, rmdir */
    TRAP_RENAME
};

struct trap_call {
    enum trap_kind kind;
    long number; /* of the call, SYS_... */
    long args[5];
    const char *path; /* of the file, from the root, without links */
    const char *to;   /* of a rename; else NULL */
};

/* Decides what becomes of a call; returns as the kernel does: -EIO. Runs in
 * a signal's handler: uses trap_ask() alone, no memory of malloc(). */
typedef long trap_decide(const struct trap_call *call);

/* From now on, in this process and for ever, each such call below the folder
 * goes to decide(). The process may not have threads yet. False: the kernel has
 * no seccomp. */
bool trap_start(const char *folder, trap_decide *decide);

/* Asks the kernel, past the filter; -errno. */
long trap_ask(long number, long a, long b, long c, long d, long e);

/* The call as it was meant. */
long trap_pass(const struct trap_call *call);

/* Bytes that a write is about; where they go (-1: at the file's place). */
size_t trap_length(const struct trap_call *call);
off_t trap_place(const struct trap_call *call);

/* Writes the first bytes of what the call would write; -errno. */
long trap_part(const struct trap_call *call, size_t length);

/* Ends the process at once, as a kill -9 does. */
void trap_kill(void);

/* A number of decimal digits in a file, or in memory that processes share: how
 * often something happened, readable after any death. */
struct trap_count {
    long value;
    char *text; /* of the mapped file; NULL: none */
};

/* Maps the file of a count (made; 0). */
bool trap_count_open(struct trap_count *count, const char *path);
void trap_count_add(struct trap_count *count);

#endif
