/* A fault proxy on loopback for HTTP/1.1 and SMTP without TLS: hands requests
 * to a target on loopback and does a seeded share of harm, each kind counted.
 * Runs in processes of its own that end with the one that started it. */
#ifndef TESTS_FAULTS_PROXY_H
#define TESTS_FAULTS_PROXY_H

#include <stdint.h>

enum proxy_fault {
#define FAULT(id, what) PROXY_##id,
#include "tests/faults/proxy.def"
#undef FAULT
    PROXY_FAULTS
};

enum proxy_kind { PROXY_HTTP, PROXY_SMTP };

struct proxy_plan {
    enum proxy_kind kind;
    int target;       /* port on 127.0.0.1 */
    int share;        /* faults in a hundred requests or messages */
    uint64_t seed;    /* draws the same faults in the same order */
    int delay_ms;     /* of a late answer */
    unsigned without; /* faults never drawn: bits 1 << PROXY_... */
};

struct proxy;

/* Listens at a free port of 127.0.0.1. Fails the test (cmocka) when it
 * cannot. */
struct proxy *proxy_start(const struct proxy_plan *plan);
void proxy_stop(struct proxy *proxy);

int proxy_port(const struct proxy *proxy);

/* Another share from now on. */
void proxy_set_share(struct proxy *proxy, int share);

/* Requests (messages) seen so far, faults of one kind, of all kinds. */
int proxy_seen(const struct proxy *proxy);
int proxy_count(const struct proxy *proxy, enum proxy_fault fault);
int proxy_faults(const struct proxy *proxy);

/* Prints one line: how many requests, and how many faults of each kind. */
void proxy_tell(const struct proxy *proxy, const char *name);

#endif
