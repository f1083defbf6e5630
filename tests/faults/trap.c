/* The filter and its handler. What the handler itself asks of the kernel goes
 * past the filter by a sixth argument that no call of six is trapped with. */
#include "tests/faults/trap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#define PASS 0x1414FA17L

#if defined(__x86_64__)
#define MACHINE    AUDIT_ARCH_X86_64
#define RESULT(uc) ((uc)->uc_mcontext.gregs[REG_RAX])
#define ARG0(uc)   ((uc)->uc_mcontext.gregs[REG_RDI])
#define ARG1(uc)   ((uc)->uc_mcontext.gregs[REG_RSI])
#define ARG2(uc)   ((uc)->uc_mcontext.gregs[REG_RDX])
#define ARG3(uc)   ((uc)->uc_mcontext.gregs[REG_R10])
#define ARG4(uc)   ((uc)->uc_mcontext.gregs[REG_R8])
#elif defined(__aarch64__)
#define MACHINE    AUDIT_ARCH_AARCH64
#define RESULT(uc) ((uc)->uc_mcontext.regs[0])
#define ARG0(uc)   ((uc)->uc_mcontext.regs[0])
#define ARG1(uc)   ((uc)->uc_mcontext.regs[1])
#define ARG2(uc)   ((uc)->uc_mcontext.regs[2])
#define ARG3(uc)   ((uc)->uc_mcontext.regs[3])
#define ARG4(uc)   ((uc)->uc_mcontext.regs[4])
#else
#error "the fault tools know x86-64 and aarch64"
#endif

/* What each call is: by a descriptor (`file`), or by one or two names; a name's
 * folder is given by a descriptor before it (`at`), or is the current one. */
static const struct what {
    long number;
    enum trap_kind kind;
    bool file, at;
    int name, to; /* the argument that is a name; -1: none */
} calls[] = {
    {SYS_write, TRAP_WRITE, true, false, -1, -1},
    {SYS_pwrite64, TRAP_WRITE, true, false, -1, -1},
    {SYS_writev, TRAP_WRITE, true, false, -1, -1},
    {SYS_pwritev, TRAP_WRITE, true, false, -1, -1},
    {SYS_fsync, TRAP_SYNC, true, false, -1, -1},
    {SYS_fdatasync, TRAP_SYNC, true, false, -1, -1},
    {SYS_ftruncate, TRAP_CUT, true, false, -1, -1},
    {SYS_fallocate, TRAP_CUT, true, false, -1, -1},
    {SYS_truncate, TRAP_CUT, false, false, 0, -1},
    {SYS_openat, TRAP_MAKE, false, true, 1, -1},
    {SYS_mkdirat, TRAP_MAKE, false, true, 1, -1},
    {SYS_linkat, TRAP_MAKE, false, true, 3, -1},
    {SYS_symlinkat, TRAP_MAKE, false, true, 2, -1},
    {SYS_unlinkat, TRAP_REMOVE, false, true, 1, -1},
    {SYS_renameat, TRAP_RENAME, false, true, 1, 3},
    {SYS_renameat2, TRAP_RENAME, false, true, 1, 3},
#ifdef SYS_open
    {SYS_open, TRAP_MAKE, false, false, 0, -1},
    {SYS_creat, TRAP_MAKE, false, false, 0, -1},
    {SYS_mkdir, TRAP_MAKE, false, false, 0, -1},
    {SYS_link, TRAP_MAKE, false, false, 1, -1},
    {SYS_symlink, TRAP_MAKE, false, false, 1, -1},
    {SYS_unlink, TRAP_REMOVE, false, false, 0, -1},
    {SYS_rmdir, TRAP_REMOVE, false, false, 0, -1},
    {SYS_rename, TRAP_RENAME, false, false, 0, 1},
#endif
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

static char root[PATH_MAX];
static size_t root_length;
static trap_decide *decider;

long trap_ask(long number, long a, long b, long c, long d, long e)
{
    long result = syscall(number, a, b, c, d, e, PASS);

    return result == -1 ? -errno : result;
}

long trap_pass(const struct trap_call *call)
{
    const long *args = call->args;

    return trap_ask(call->number, args[0], args[1], args[2], args[3], args[4]);
}

void trap_kill(void)
{
    trap_ask(SYS_kill, trap_ask(SYS_getpid, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0);
    for (;;)
        ;
}

/* ---- writes ---- */

static bool is_vector(const struct trap_call *call)
{
    return call->number == SYS_writev || call->number == SYS_pwritev;
}

size_t trap_length(const struct trap_call *call)
{
    const struct iovec *parts = (const struct iovec *)call->args[1];
    size_t length = 0;

    if (!is_vector(call))
        return (size_t)call->args[2];
    for (long i = 0; i < call->args[2]; i++)
        length += parts[i].iov_len;
    return length;
}

off_t trap_place(const struct trap_call *call)
{
    bool placed = call->number == SYS_pwrite64 || call->number == SYS_pwritev;

    return placed ? (off_t)call->args[3] : -1;
}

/* Of a vector, whole parts alone. */
long trap_part(const struct trap_call *call, size_t length)
{
    struct trap_call part = *call;

    part.args[2] = is_vector(call) ? call->args[2] / 2 : (long)length;
    return trap_pass(&part);
}

/* ---- names ---- */

/* What a descriptor is called now: "/a/b", "pipe:[1]". */
static bool name_of(int file, char *path)
{
    char link[48];
    long length;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
    length = trap_ask(SYS_readlinkat, AT_FDCWD, (long)link, (long)path,
                      PATH_MAX - 1, 0);
    if (length < 0)
        return false;
    path[length] = '\0';
    return true;
}

/* The folder's own name, without links, and the last part of the name. */
static bool name_at(int folder, const char *name, char *path)
{
    char above[PATH_MAX];
    const char *slash = strrchr(name, '/');
    const char *last = slash ? slash + 1 : name;
    size_t length = slash ? (size_t)(slash - name) + 1 : 0;

    if (length >= sizeof(above))
        return false;
    memcpy(above, name, length);
    memcpy(above + length, ".", 2);
    long opened = trap_ask(SYS_openat, folder, (long)above,
                           O_PATH | O_DIRECTORY | O_CLOEXEC, 0, 0);
    if (opened < 0)
        return false;
    bool known = name_of((int)opened, path);
    trap_ask(SYS_close, opened, 0, 0, 0, 0);
    length = strlen(path);
    if (!known || length + strlen(last) + 2 > PATH_MAX)
        return false;
    snprintf(path + length, PATH_MAX - length, "/%s", last);
    return true;
}

static bool is_below(const char *path)
{
    return strncmp(path, root, root_length) == 0 &&
           (path[root_length] == '/' || path[root_length] == '\0');
}

static bool find_name(const struct what *what, const long *args, int place,
                      char *path)
{
    int folder = what->at ? (int)args[place - 1] : AT_FDCWD;

    return name_at(folder, (const char *)args[place], path);
}

/* ---- the handler ---- */

static long flags_of(const struct what *what, const long *args)
{
    if (what->number == SYS_openat)
        return args[2];
#ifdef SYS_open
    if (what->number == SYS_open)
        return args[1];
    if (what->number == SYS_creat)
        return O_CREAT | O_TRUNC;
#endif
    return -1;
}

/* An open changes nothing when the file is there and stays as it is. */
static bool changes(const struct what *what, struct trap_call *call)
{
    long flags = flags_of(what, call->args);
    struct stat facts;

    if (flags < 0)
        return true;
    if (trap_ask(SYS_newfstatat, AT_FDCWD, (long)call->path, (long)&facts,
                 AT_SYMLINK_NOFOLLOW, 0) != 0)
        return flags & O_CREAT;
    call->kind = TRAP_CUT;
    return (flags & O_TRUNC) && !(flags & O_EXCL) && S_ISREG(facts.st_mode);
}

static long find_call(const struct what *what, const long *args)
{
    char path[PATH_MAX], to[PATH_MAX];
    struct trap_call call = {what->kind, what->number, {0}, path, NULL};
    bool ours;

    memcpy(call.args, args, sizeof(call.args));
    ours = what->file ? name_of((int)args[0], path)
                      : find_name(what, args, what->name, path);
    if (ours && what->to >= 0) {
        ours = find_name(what, args, what->to, to);
        call.to = to;
    }
    if (!ours || !is_below(path) || !changes(what, &call))
        return trap_pass(&call);
    return decider(&call);
}

static void handle(int number, siginfo_t *info, void *context)
{
    ucontext_t *at = context;
    const long args[5] = {(long)ARG0(at), (long)ARG1(at), (long)ARG2(at),
                          (long)ARG3(at), (long)ARG4(at)};
    int kept = errno;

    (void)number;
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == info->si_syscall)
            RESULT(at) = find_call(&calls[i], args);
    errno = kept;
}

/* ---- starting ---- */

#define ARG_LOW(n) offsetof(struct seccomp_data, args[n])

/* Opens that neither make nor cut are the most of all calls: they pass. */
static size_t add_call(struct sock_filter *at, const struct what *what)
{
    int place = what->number == SYS_openat ? 2 : 1;
    const struct sock_filter plain[] = {
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)what->number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP)};
    const struct sock_filter open[] = {
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)what->number, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARG_LOW(place)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_CREAT | O_TRUNC, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    bool is_open = what->number == SYS_openat;

#ifdef SYS_open
    is_open = is_open || what->number == SYS_open;
#endif
    memcpy(at, is_open ? open : plain, is_open ? sizeof(open) : sizeof(plain));
    return (is_open ? sizeof(open) : sizeof(plain)) / sizeof(*at);
}

static bool filter(void)
{
    const struct sock_filter head[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARG_LOW(5)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PASS, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    struct sock_filter steps[8 + 5 * CALLS];
    size_t count = sizeof(head) / sizeof(*head);

    memcpy(steps, head, sizeof(head));
    for (size_t i = 0; i < CALLS; i++)
        count += add_call(steps + count, &calls[i]);
    steps[count++] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)count, steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

bool trap_start(const char *folder, trap_decide *decide)
{
    struct sigaction action = {.sa_sigaction = handle,
                               .sa_flags = SA_SIGINFO | SA_NODEFER};
    int file = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

    if (file < 0 || !name_of(file, root))
        return false;
    close(file);
    root_length = strlen(root);
    decider = decide;
    return sigaction(SIGSYS, &action, NULL) == 0 && filter();
}

/* ---- counts ---- */

enum { COUNT_DIGITS = 12 };

bool trap_count_open(struct trap_count *count, const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    void *text = MAP_FAILED;

    count->value = 0;
    if (file >= 0 && ftruncate(file, COUNT_DIGITS + 1) == 0)
        text = mmap(NULL, COUNT_DIGITS + 1, PROT_READ | PROT_WRITE, MAP_SHARED,
                    file, 0);
    if (file >= 0)
        close(file);
    if (text == MAP_FAILED)
        return false;
    memset(text, '0', COUNT_DIGITS);
    count->text = text;
    count->text[COUNT_DIGITS] = '\n';
    return true;
}

void trap_count_add(struct trap_count *count)
{
    long left = ++count->value;

    for (int i = COUNT_DIGITS - 1; count->text && i >= 0; i--, left /= 10)
        count->text[i] = (char)('0' + left % 10);
}
