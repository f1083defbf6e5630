/* What both protocols of the fault proxy need: the draw, and bytes over
 * sockets with nobody's rules. Inside of the proxy. */
#ifndef TESTS_FAULTS_PROXY_LINE_H
#define TESTS_FAULTS_PROXY_LINE_H

#include "tests/faults/proxy.h"

#include <stdbool.h>
#include <stddef.h>

struct text;

/* Shared by the proxy's processes. */
struct proxy_shared {
    struct proxy_plan plan;
    _Atomic int share, seen, counts[PROXY_FAULTS];
};

/* The fate of the next request: a fault, or PROXY_FAULTS for none. `place`: a
 * number below `places`, drawn with it. */
enum proxy_fault proxy_draw(struct proxy_shared *shared, int places,
                            int *place);

/* Counts a fault that was done. */
void proxy_did(struct proxy_shared *shared, enum proxy_fault fault);

/* A socket that listens at a free port of 127.0.0.1. */
int proxy_listen(int *port);

/* A connection to 127.0.0.1; -1 when refused. */
int proxy_connect(int port);

/* Reads up to and with `\n` (proxy_line), or `length` bytes, behind `into`.
 * False: the line ended before. */
bool proxy_line(int socket, struct text *into);
bool proxy_read(int socket, struct text *into, size_t length);

/* Sends all; byte by byte, each in a packet of its own. */
bool proxy_send(int socket, const char *bytes, size_t length);
bool proxy_drip(int socket, const char *bytes, size_t length);

/* Waits until the other side closes. */
void proxy_wait_gone(int socket);

/* Closes with a reset. */
void proxy_reset(int socket);

/* One connection, to its end. */
void proxy_http(struct proxy_shared *shared, int client);
void proxy_smtp(struct proxy_shared *shared, int client);

#endif
