/* The rows of fence_calls.def as a program of the kernel's filter (seccomp):
 * one comparison a row, then its answer. */
#include "console/io/fence_calls.h"

#include <asm/ioctls.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers of calls are those of one processor, which the filter looks at. The
 * low half of an argument comes first on all of these. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define PROCESSOR AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && !defined(__AARCH64EB__)
#define PROCESSOR AUDIT_ARCH_AARCH64
#else
#define PROCESSOR 0 /* not known here: no filter */
#endif

#define NAMESPACES                                                             \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |             \
     CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME)

struct row {
    int call, answer; /* errno; 0: let it pass */
    unsigned argument;
    uint32_t mask, value; /* no mask: always */
};

static const struct row rows[] = {
#define WHEN(call, answer, argument, mask, value)                              \
    {SYS_##call, answer, argument, (uint32_t)(mask), (uint32_t)(value)},
#define REFUSE(call) WHEN(call, EPERM, 0, 0, 0)
#ifdef __x86_64__
#define REFUSE_ON_X86(call) REFUSE(call)
#else
#define REFUSE_ON_X86(call)
#endif
#include "console/io/fence_calls.def"
#undef REFUSE_ON_X86
#undef REFUSE
#undef WHEN
};

enum { ROW_MOST = 6, HEAD = 6 };

struct program {
    unsigned short count;
    struct sock_filter steps[HEAD + ROW_MOST * COUNT(rows) + 1];
};

static void step(struct program *program, struct sock_filter what)
{
    program->steps[program->count++] = what;
}

static void load(struct program *program, size_t offset)
{
    step(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                               (uint32_t)offset));
}

/* Passes over the next steps unless the number at hand is this one. */
static void unless_equal(struct program *program, uint32_t value,
                         unsigned char over)
{
    step(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value,
                                               0, over));
}

static void answer(struct program *program, int error)
{
    uint32_t what =
        error ? SECCOMP_RET_ERRNO | (uint32_t)error : SECCOMP_RET_ALLOW;
    step(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

static void add_row(struct program *program, const struct row *row)
{
    if (row->mask == 0) {
        unless_equal(program, (uint32_t)row->call, 1);
        answer(program, row->answer);
        return;
    }
    unless_equal(program, (uint32_t)row->call, 5);
    load(program, offsetof(struct seccomp_data, args) +
                      row->argument * sizeof(uint64_t));
    step(program,
         (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, row->mask));
    unless_equal(program, row->value, 1);
    answer(program, row->answer);
    load(program, offsetof(struct seccomp_data, nr));
}

/* Calls of another processor's kind (32 bits, x32) have other numbers. */
static void add_head(struct program *program)
{
    load(program, offsetof(struct seccomp_data, arch));
    step(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                               PROCESSOR, 1, 0));
    answer(program, ENOSYS);
    load(program, offsetof(struct seccomp_data, nr));
    step(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K,
                                               0x40000000, 0, 1));
    answer(program, ENOSYS);
}

bool fence_calls(void)
{
    struct program program = {0};
    if (PROCESSOR == 0)
        return false;
    add_head(&program);
    for (size_t i = 0; i < COUNT(rows); i++)
        add_row(&program, &rows[i]);
    answer(&program, 0);
    struct sock_fprog filter = {program.count, program.steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                   SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}
