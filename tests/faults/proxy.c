/* The listening process, one process a connection, figures in shared memory. */
#include "tests/faults/proxy.h"

#include "console/base/memory.h"
#include "tests/faults/proxy_line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct proxy {
    struct proxy_shared *shared;
    pid_t pid;
    int port;
};

/* SplitMix64: the n-th number of a seed, whoever asks for it. */
static uint64_t chance(uint64_t seed, uint64_t n)
{
    uint64_t mixed = seed + n * 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

enum proxy_fault proxy_draw(struct proxy_shared *shared, int places, int *place)
{
    uint64_t n = (uint64_t)shared->seen++;
    uint64_t drawn = chance(shared->plan.seed + 1, n + 1);
    enum proxy_fault fault = (enum proxy_fault)(drawn / 100 % PROXY_FAULTS);
    *place = (int)(drawn / 100 / PROXY_FAULTS % (unsigned)places);
    while (shared->plan.without >> fault & 1)
        fault = (enum proxy_fault)((fault + 1) % PROXY_FAULTS);
    return (int)(drawn % 100) < shared->share ? fault : PROXY_FAULTS;
}

void proxy_did(struct proxy_shared *shared, enum proxy_fault fault)
{
    if (fault < PROXY_FAULTS)
        shared->counts[fault]++;
}

static void serve(struct proxy_shared *shared, int client)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (shared->plan.kind == PROXY_HTTP)
        proxy_http(shared, client);
    else
        proxy_smtp(shared, client);
    _exit(0);
}

static void listen_for_ever(struct proxy_shared *shared, int listener)
{
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client >= 0 && fork() == 0)
            serve(shared, client);
        if (client >= 0)
            close(client);
    }
}

int proxy_listen(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 64), 0);
    getsockname(listener, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return listener;
}

struct proxy *proxy_start(const struct proxy_plan *plan)
{
    struct proxy *proxy = mem_new(sizeof *proxy);
    assert_true(plan->without < (1u << PROXY_FAULTS) - 1);
    int listener = proxy_listen(&proxy->port);
    proxy->shared = mmap(NULL, sizeof *proxy->shared, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(proxy->shared != MAP_FAILED);
    proxy->shared->plan = *plan;
    proxy->shared->share = plan->share;
    fflush(NULL);
    proxy->pid = fork();
    assert_true(proxy->pid >= 0);
    if (proxy->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        listen_for_ever(proxy->shared, listener);
    }
    close(listener);
    return proxy;
}

void proxy_stop(struct proxy *proxy)
{
    kill(proxy->pid, SIGKILL);
    waitpid(proxy->pid, NULL, 0);
    munmap(proxy->shared, sizeof *proxy->shared);
    free(proxy);
}

int proxy_port(const struct proxy *proxy)
{
    return proxy->port;
}

void proxy_set_share(struct proxy *proxy, int share)
{
    proxy->shared->share = share;
}

int proxy_seen(const struct proxy *proxy)
{
    return proxy->shared->seen;
}

int proxy_count(const struct proxy *proxy, enum proxy_fault fault)
{
    return proxy->shared->counts[fault];
}

int proxy_faults(const struct proxy *proxy)
{
    int all = 0;
    for (int i = 0; i < PROXY_FAULTS; i++)
        all += proxy_count(proxy, (enum proxy_fault)i);
    return all;
}

void proxy_tell(const struct proxy *proxy, const char *name)
{
    static const char *const words[] = {
#define FAULT(id, what) what,
#include "tests/faults/proxy.def"
#undef FAULT
    };
    printf("%s: %d seen, %d faults", name, proxy_seen(proxy),
           proxy_faults(proxy));
    for (int i = 0; i < PROXY_FAULTS; i++)
        printf(", %d %s", proxy_count(proxy, (enum proxy_fault)i), words[i]);
    printf("\n");
}
