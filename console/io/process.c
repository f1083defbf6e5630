/* Guarding the process: handles, memory, modes, signals. */
#include "console/io/process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* gcc tells it by a macro, clang by a question. */
#if defined(__has_feature)
#define HAS(feature) __has_feature(feature)
#else
#define HAS(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||           \
    HAS(address_sanitizer) || HAS(thread_sanitizer) || HAS(memory_sanitizer)
#define SANITIZED true
#else
#define SANITIZED false
#endif

bool process_sanitized(void)
{
    return SANITIZED;
}

/* ---- handles ---- */

/* open() gives the lowest free number, so all below the one it gives are open.
 */
static void fill_standard(void)
{
    int handle;
    do
        handle = open("/dev/null", O_RDWR);
    while (handle >= 0 && handle <= STDERR_FILENO);
    if (handle < 0)
        _exit(EXIT_FAILURE); /* without them nothing can be said either */
    close(handle);
}

/* The handle that an argument such as /dev/fd/63 or FILE=/proc/self/fd/4 names;
 * -1 for none. */
static int named_handle(const char *argument)
{
    const char *place = strstr(argument, "/fd/");
    char *end = NULL;
    long number = place ? strtol(place + strlen("/fd/"), &end, 10) : -1;
    bool whole = place && end > place + strlen("/fd/") && *end == '\0';
    return whole && number > STDERR_FILENO && number < 65536 ? (int)number : -1;
}

/* The lowest handle named that is not below `from`; -1: none. */
static int next_named(int argc, char *const *argv, int from)
{
    int next = -1;
    for (int i = 1; i < argc; i++) {
        int handle = named_handle(argv[i]);
        if (handle >= from && (next < 0 || handle < next))
            next = handle;
    }
    return next;
}

static void close_strays(int argc, char *const *argv)
{
    int from = STDERR_FILENO + 1, named;
    while ((named = next_named(argc, argv, from)) >= 0) {
        if (named > from)
            close_range((unsigned)from, (unsigned)named - 1, 0);
        from = named + 1;
    }
    close_range((unsigned)from, ~0U, 0);
}

/* ---- memory, modes, signals ---- */

static void keep_memory(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (!SANITIZED) /* LeakSanitizer reads it by ptrace */
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void process_guard(int argc, char *const *argv)
{
    fill_standard();
    close_strays(argc, argv);
    keep_memory();
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

static unsigned read_umask(void)
{
    mode_t mask = umask(077);
    umask(mask);
    return mask;
}

struct process_state process_state(void)
{
    struct rlimit core = {1, 1};
    getrlimit(RLIMIT_CORE, &core);
    return (struct process_state){
        .private = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0,
        .no_core = core.rlim_cur == 0 && core.rlim_max == 0,
        .umask = read_umask()};
}
