/* Answers that misbehave on the wire: late, slow, cut or never ending. Every
 * wait ends at once when the caller hangs up or the registry stops. */
#ifndef TESTS_PRACTICE_TRICKLE_H
#define TESTS_PRACTICE_TRICKLE_H

#include <stdbool.h>
#include <stddef.h>

struct MHD_Response;

/* The wire of one connection. */
struct trickle_wire {
    int socket; /* the caller's */
    int stop;   /* becomes readable when the registry stops */
};

enum trickle_end { TRICKLE_WHOLE, TRICKLE_CUT, TRICKLE_HANG, TRICKLE_RESET };

/* How a body is given out. */
struct trickle_plan {
    struct trickle_wire wire;
    char *body; /* taken */
    size_t length;
    size_t given;         /* bytes before the end; at most length */
    bool chunked;         /* no Content-Length */
    int pause_ms;         /* 0, or the wait before every single byte */
    enum trickle_end end; /* what happens after `given` bytes */
};

/* Makes the response; it owns the body. */
struct MHD_Response *trickle_response(const struct trickle_plan *plan);

/* Waits; false if the caller hung up or the registry stops. -1: for ever. */
bool trickle_wait(const struct trickle_wire *wire, int pause_ms);

/* Resets the connection (RST, not FIN). */
void trickle_reset(const struct trickle_wire *wire);

/* Sends bytes past HTTP. */
void trickle_raw(const struct trickle_wire *wire, const char *bytes,
                 size_t length);

#endif
