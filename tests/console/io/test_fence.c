/* Inside of the fence nothing leads out. Each attempt is made twice, each time
 * by a process of its own: before the fence it must do what it is for, behind
 * it it must be refused; and the work goes on. */
#include "console/base/memory.h"
#include "console/io/fence.h"
#include "console/io/process.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/sched.h>
#include <netdb.h>
#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ;

static char place[200]; /* with inside/ (written), read/ and outside/ */
static int terminal;    /* opened before the fence, as ours is */

/* 0 or the errno of an attempt. */
static int reason(long result)
{
    return result < 0 ? errno : 0;
}

static int at(const char *name, int flags)
{
    char path[300];
    snprintf(path, sizeof(path), "%s/%s", place, name);
    return reason(open(path, flags | O_CLOEXEC, 0600));
}

/* ---- other programs and processes ---- */

static char *const true_words[] = {(char *)"/bin/true", NULL};

static int run_program(void)
{
    execve(true_words[0], true_words, environ);
    return errno; /* else: the exit status of true */
}

static int run_program_by_handle(void)
{
    int program = open(true_words[0], O_PATH);
    syscall(SYS_execveat, program, "", true_words, environ, AT_EMPTY_PATH);
    return errno;
}

static int run_made_program(void)
{
    static const char script[] = "#!/bin/true\n";
    int program = memfd_create("x", 0);
    if (write(program, script, strlen(script)) < 0)
        return errno;
    fexecve(program, true_words, environ);
    return errno;
}

static int end_child(pid_t pid)
{
    if (pid == 0)
        _exit(0);
    return pid < 0 ? errno : reason(waitpid(pid, NULL, 0));
}

static int start_process(void)
{
    return end_child(fork());
}

static int start_process_as_a_call(void)
{
    return end_child((pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0L));
}

static int start_process_anew(void)
{
    struct clone_args args = {.exit_signal = SIGCHLD};
    return end_child((pid_t)syscall(SYS_clone3, &args, sizeof(args)));
}

static int spawn_program(void)
{
    pid_t pid;
    int failed = posix_spawn(&pid, true_words[0], NULL, NULL, true_words, NULL);
    return failed ? failed : reason(waitpid(pid, NULL, 0));
}

static int run_shell(void)
{
    return system("true") == 0 ? 0 : errno;
}

static int be_traced(void)
{
    return reason(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int trace_parent(void)
{
    int failed = reason(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
    if (!failed)
        ptrace(PTRACE_DETACH, getppid(), NULL, NULL);
    return failed;
}

static int read_parent(void)
{
    char path[64], byte;
    snprintf(path, sizeof(path), "/proc/%d/mem", (int)getppid());
    int mem = open(path, O_RDONLY);
    return mem < 0 ? errno : reason(pread(mem, &byte, 1, (off_t)place));
}

static int take_parents_handle(void)
{
    return reason(syscall(SYS_pidfd_open, getppid(), 0));
}

static int signal_parent(void)
{
    return reason(kill(getppid(), SIGWINCH));
}

/* ---- files ---- */

static int read_shadow(void)
{
    return reason(open("/etc/shadow", O_RDONLY));
}

static int list_home(void)
{
    return reason(open("/root", O_RDONLY | O_DIRECTORY));
}

static int read_outside(void)
{
    return at("outside/note", O_RDONLY);
}

static int read_by_link(void)
{
    return at("inside/link", O_RDONLY);
}

static int read_by_dots(void)
{
    return at("inside/../outside/note", O_RDONLY);
}

static int make_outside(void)
{
    return at("outside/new", O_WRONLY | O_CREAT);
}

static int write_what_is_read(void)
{
    return at("read/note", O_WRONLY);
}

static int cut_what_is_read(void)
{
    char path[300];
    snprintf(path, sizeof(path), "%s/read/note", place);
    return reason(truncate(path, 0));
}

static int move_out(void)
{
    char from[300], to[300];
    snprintf(from, sizeof(from), "%s/inside/note", place);
    snprintf(to, sizeof(to), "%s/outside/moved", place);
    int failed = reason(rename(from, to));
    if (!failed && rename(to, from) != 0)
        return -1;
    return failed;
}

static int make_link_inside(void)
{
    char path[300];
    snprintf(path, sizeof(path), "%s/inside/new-link", place);
    int failed = reason(symlink("/etc/shadow", path));
    unlink(path);
    return failed;
}

static int make_device(void)
{
    char path[300];
    snprintf(path, sizeof(path), "%s/inside/device", place);
    int failed = reason(mknod(path, S_IFCHR | 0600, 0x103));
    unlink(path);
    return failed;
}

/* ---- the machine ---- */

static int mount_something(void)
{
    char path[300];
    snprintf(path, sizeof(path), "%s/outside", place);
    int failed = reason(mount("none", path, "tmpfs", 0, NULL));
    if (!failed)
        umount(path);
    return failed;
}

static int unshare_names(void)
{
    return reason(unshare(CLONE_NEWNS));
}

static int new_user_names(void)
{
    return end_child((pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL,
                                    NULL, NULL, 0L));
}

static int change_root(void)
{
    return reason(chroot(place));
}

static int change_kind(void)
{
    return reason(personality(ADDR_NO_RANDOMIZE));
}

static int open_ring(void)
{
    char parameters[256] = "";
    int failed = reason(syscall(SYS_io_uring_setup, 1, parameters));
    return failed == EPERM ? EPERM : 0; /* some kernels have none */
}

static int ask_keys(void)
{
    int failed = reason(syscall(SYS_keyctl, 0, -3, 0));
    return failed == EPERM ? EPERM : 0;
}

static int load_module(void)
{
    /* -1 is no file: whoever may load modules is told so. */
    int failed = reason(syscall(SYS_finit_module, -1, "", 0));
    return failed == EPERM ? EPERM : 0;
}

static int load_filter(void)
{
    int failed = reason(syscall(SYS_bpf, -1, NULL, 0));
    return failed == EPERM ? EPERM : 0;
}

/* ---- code, keys, networks ---- */

static int map_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? errno : 0;
}

static int turn_into_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return reason(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

/* Some kernels refuse it to everybody, by EIO. */
static int type_for_others(void)
{
    int failed = reason(ioctl(terminal, TIOCSTI, "x"));
    return failed == EIO ? 0 : failed;
}

static int ask_routes(void)
{
    return reason(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int hear_all(void)
{
    return reason(socket(AF_PACKET, SOCK_RAW, 0));
}

static int serve(void)
{
    return reason(listen(socket(AF_INET, SOCK_STREAM, 0), 1));
}

static int serve_locally(void)
{
    struct sockaddr name = {.sa_family = AF_UNIX};
    int file = socket(AF_UNIX, SOCK_STREAM, 0);
    return bind(file, &name, sizeof(name.sa_family)) != 0
               ? -1
               : reason(listen(file, 1));
}

#ifdef __x86_64__
/* getpid by the door of 32-bit programs, where calls have other numbers. */
static int other_door(void)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
    return result < 0 ? (int)-result : 0;
}
#endif

/* ---- what goes on ---- */

static int work_inside(void)
{
    char from[300], folder[300], to[300];
    snprintf(from, sizeof(from), "%s/inside/made", place);
    snprintf(folder, sizeof(folder), "%s/inside/folder", place);
    snprintf(to, sizeof(to), "%s/inside/folder/moved", place);
    int failed = at("inside/made", O_RDWR | O_CREAT | O_TRUNC);
    if (!failed &&
        (mkdir(folder, 0700) != 0 || rename(from, to) != 0 ||
         truncate(to, 0) != 0 || unlink(to) != 0 || rmdir(folder) != 0))
        failed = errno;
    return failed;
}

static int read_inside(void)
{
    return at("read/note", O_RDONLY);
}

static void *nothing(void *cookie)
{
    return cookie;
}

static int start_thread(void)
{
    pthread_t thread;
    int failed = pthread_create(&thread, NULL, nothing, NULL);
    return failed ? failed : pthread_join(thread, NULL);
}

/* Not even "localhost", as in a bare chroot. */
enum { NO_NAME = 200 };

static int find_name(void)
{
    struct addrinfo *found = NULL;
    int failed = getaddrinfo("localhost", "80", NULL, &found);
    if (!failed)
        freeaddrinfo(found);
    return failed ? NO_NAME : 0;
}

static int open_sockets(void)
{
    int ends[2];
    int failed = reason(socket(AF_INET, SOCK_STREAM, 0));
    failed = failed ? failed : reason(socket(AF_INET6, SOCK_DGRAM, 0));
    return failed ? failed : reason(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static int end_by_signal(void)
{
    return reason(kill(getpid(), 0)) ? errno : reason(raise(0));
}

/* ---- the runs ---- */

static const struct attempt {
    const char *name;
    int (*try)(void);
    int refused; /* how, behind the fence; 0: it works there too */
    int since;   /* the version of Landlock that refuses it; 0: the calls do */
} attempts[] = {
    {"a program", run_program, EPERM, 0},
    {"a program by its handle", run_program_by_handle, EPERM, 0},
    {"a program in memory", run_made_program, EPERM, 0},
    {"a process", start_process, EPERM, 0},
    {"a process by clone", start_process_as_a_call, EPERM, 0},
    {"a process by clone3", start_process_anew, ENOSYS, 0},
    {"a program spawned", spawn_program, EPERM, 0},
    {"a shell", run_shell, EPERM, 0},
    {"to be traced", be_traced, EPERM, 0},
    {"tracing the parent", trace_parent, EPERM, 0},
    {"the parent's memory", read_parent, EACCES, 1},
    {"the parent's handle", take_parents_handle, EPERM, 0},
    {"a signal to the parent", signal_parent, EPERM, 6},
    {"/etc/shadow", read_shadow, EACCES, 1},
    {"another home", list_home, EACCES, 1},
    {"a file outside", read_outside, EACCES, 1},
    {"a file outside by a link", read_by_link, EACCES, 1},
    {"a file outside by dots", read_by_dots, EACCES, 1},
    {"a new file outside", make_outside, EACCES, 1},
    {"writing what may be read", write_what_is_read, EACCES, 1},
    {"cutting what may be read", cut_what_is_read, EACCES, 3},
    {"moving a file out", move_out, EACCES, 1},
    {"a link inside", make_link_inside, EACCES, 1},
    {"a device inside", make_device, EACCES, 1},
    {"a mount", mount_something, EPERM, 0},
    {"other mounts", unshare_names, EPERM, 0},
    {"other users", new_user_names, EPERM, 0},
    {"another root", change_root, EPERM, 0},
    {"another kind of process", change_kind, EPERM, 0},
    {"a ring of calls", open_ring, EPERM, 0},
    {"the kernel's keys", ask_keys, EPERM, 0},
    {"a module", load_module, EPERM, 0},
    {"a filter of the kernel", load_filter, EPERM, 0},
    {"code in new memory", map_code, EPERM, 0},
    {"memory turned into code", turn_into_code, EPERM, 0},
    {"keys for the next reader", type_for_others, EPERM, 0},
    {"the kernel's routes", ask_routes, EAFNOSUPPORT, 0},
    {"packets of others", hear_all, EAFNOSUPPORT, 0},
    {"a service", serve, EPERM, 0},
    {"a local service", serve_locally, EPERM, 0},
#ifdef __x86_64__
    {"the door of 32-bit programs", other_door, ENOSYS, 0},
#endif
    {"the store's work", work_inside, 0, 0},
    {"what is to be read", read_inside, 0, 0},
    {"a thread", start_thread, 0, 0},
    {"a name", find_name, 0, 0},
    {"sockets to ask by", open_sockets, 0, 0},
    {"a signal to oneself", end_by_signal, 0, 0},
};

static void close_around(void)
{
    static const char *const reads[] = {"/lib", "/usr/lib", "/usr/share",
                                        "/etc/hosts", "/etc/nsswitch.conf"};
    struct fence fence = fence_open();
    AUTO_CHARS inside = mem_format("%s/inside", place);
    AUTO_CHARS read = mem_format("%s/read", place);
    AUTO_CHARS missing = mem_format("%s/missing", place);
    for (size_t i = 0; i < COUNT(reads); i++)
        fence_allow(&fence, reads[i], FENCE_READ);
    fence_allow(&fence, inside, FENCE_WRITE);
    fence_allow(&fence, read, FENCE_READ);
    fence_allow(&fence, missing, FENCE_WRITE);
    fence_close(&fence);
}

/* The answer of an attempt, made by a child; 300 and more: it was killed. */
static int answer(const struct attempt *attempt, bool fenced,
                  struct fence_state *state)
{
    int ends[2], status;
    struct {
        struct fence_state state;
        int failed;
    } told = {.failed = 0};
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (fenced)
            close_around();
        told.state = fence_state();
        told.failed = attempt->try();
        _exit(write(ends[1], &told, sizeof(told)) < 0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    ssize_t length = read(ends[0], &told, sizeof(told));
    close(ends[0]);
    *state = told.state;
    if (WIFSIGNALED(status))
        return 300 + WTERMSIG(status);
    /* Nothing was told: it became another program. */
    return length == 0 ? WEXITSTATUS(status) : told.failed;
}

static void an_attempt(void **cookie)
{
    const struct attempt *attempt = *cookie;
    struct fence_state state;
    int before = answer(attempt, false, &state);
    if (state.files || state.calls)
        fail_msg("fenced before it was closed");
    if (before != 0 && (before == EPERM || before == EACCES)) {
        print_message("note: not root here: %s\n", attempt->name);
        skip();
    }
    if (before == NO_NAME) {
        print_message("note: no name service here: %s\n", attempt->name);
        skip();
    }
    if (before != 0)
        fail_msg("it fails without a fence: %d", before);
    int behind = answer(attempt, true, &state);
    if (attempt->refused &&
        (attempt->since ? state.files < attempt->since : !state.calls))
        skip(); /* a kernel without: told by doctor */
    if (behind != attempt->refused)
        fail_msg("%d instead of %d", behind, attempt->refused);
}

/* What the other tests rest on; a note where this machine has less. */
static void it_says_what_holds(void **cookie)
{
    static const struct attempt thread = {"", start_thread, 0, 0};
    struct fence_state state;
    (void)cookie;
    assert_int_equal(answer(&thread, true, &state), 0);
    if (process_sanitized()) {
        assert_int_equal(state.files, 0);
        assert_false(state.calls);
        return;
    }
    print_message("note: Landlock version %d, calls %s\n", state.files,
                  state.calls ? "fenced" : "open");
}

static void write_note(const char *folder, const char *name)
{
    AUTO_CHARS path = mem_format("%s/%s/%s", place, folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, "x", 1), 1);
    close(file);
}

static int make_place(void **cookie)
{
    static const char *const folders[] = {"inside", "read", "outside"};
    const char *base = getenv("TMPDIR");
    int master;
    (void)cookie;
    if (openpty(&master, &terminal, NULL, NULL, NULL) != 0)
        return -1;
    snprintf(place, sizeof(place), "%s/test_fence.XXXXXX",
             base ? base : "/tmp");
    if (!mkdtemp(place))
        return -1;
    for (size_t i = 0; i < COUNT(folders); i++) {
        AUTO_CHARS folder = mem_format("%s/%s", place, folders[i]);
        if (mkdir(folder, 0700) != 0)
            return -1;
        write_note(folders[i], "note");
    }
    AUTO_CHARS link = mem_format("%s/inside/link", place);
    return symlink("../outside/note", link);
}

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *at)
{
    (void)status;
    (void)kind;
    (void)at;
    return remove(path);
}

static int remove_place(void **cookie)
{
    (void)cookie;
    if (!strstr(place, "/test_fence."))
        return -1;
    return nftw(place, remove_entry, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(attempts) + 1] = {
        cmocka_unit_test(it_says_what_holds)};
    for (size_t i = 0; i < COUNT(attempts); i++)
        tests[i + 1] = (struct CMUnitTest){.name = attempts[i].name,
                                           .test_func = an_attempt,
                                           .initial_state =
                                               (void *)(uintptr_t)&attempts[i]};
    return _cmocka_run_group_tests("fence", tests, COUNT(tests), make_place,
                                   remove_place);
}
