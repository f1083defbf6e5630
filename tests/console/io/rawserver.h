/* A server that does to its client whatever a script says, byte by byte; for
 * faults that no well-behaved server library can make. */
#ifndef TESTS_CONSOLE_IO_RAWSERVER_H
#define TESTS_CONSOLE_IO_RAWSERVER_H

#include <stddef.h>

/* What happens after a request has been read (with its body). */
enum raw_act {
    RAW_CLOSE, /* send the text, close */
    RAW_KEEP,  /* send the text, the next request comes on this connection */
    RAW_RESET, /* send the text, break the connection (RST) */
    RAW_DRIP,  /* send the text again and again, slowly, without end */
    RAW_FLOOD, /* send the text, then lines like headers without end */
    RAW_HOLD,  /* send the text, then nothing until the client goes */
    RAW_SLAM,  /* as the first step: break connections, read nothing */
};

struct raw_step {
    enum raw_act act;
    const char *text;
};

struct rawserver;

/* Listens on 127.0.0.1 on a port of its own. Each request takes the next step;
 * the last step serves all that follow. steps are copied, count > 0. */
struct rawserver *rawserver_open(const struct raw_step *steps, int count);
void rawserver_close(struct rawserver *server);

/* From the next request on this one step serves all: bytes of any kind, copied.
 */
void rawserver_play(struct rawserver *server, enum raw_act act,
                    const char *bytes, size_t length);

int rawserver_port(const struct rawserver *server);
int rawserver_connections(struct rawserver *server);
int rawserver_requests(struct rawserver *server);

/* The last request as it came, copied; the caller frees. */
char *rawserver_last(struct rawserver *server);

/* Waits until the n-th request has been read. */
void rawserver_await(struct rawserver *server, int requests);

#endif
