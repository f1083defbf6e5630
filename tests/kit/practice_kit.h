/* For tests that need a status registry: starts agent1414-practice on a free
 * port, talks to it over a bare socket, and stops it. What should not happen
 * fails the test at once (cmocka). */
#ifndef TESTS_KIT_PRACTICE_KIT_H
#define TESTS_KIT_PRACTICE_KIT_H

#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A running registry. */
struct practice_kit {
    pid_t pid;
    int life;   /* a pipe to its stdin */
    int output; /* its stdout and stderr */
    int port;   /* 0 until it listens */
};

/* What came over the wire. */
struct practice_answer {
    struct text bytes; /* head and body */
    bool reset;        /* ended by RST instead of a close */
};

/* Frees the bytes; what AUTO_ANSWER calls. */
void practice_answer_clear(struct practice_answer *answer);
#define AUTO_ANSWER AUTO(practice_answer_clear) struct practice_answer

/* In a child of the test: becomes the program, which is $AGENT1414_PRACTICE,
 * else the one in a folder above the running test. The arguments end with
 * NULL, 8 at most. */
void practice_kit_become(int input, int output, const char *const *arguments)
    __attribute__((noreturn));

/* Starts the program with these arguments. */
void practice_kit_spawn(struct practice_kit *kit, const char *const *arguments);

/* The same, and waits until it says its port. */
void practice_kit_start(struct practice_kit *kit, const char *const *arguments);

/* Reads a line without its end, or what there is at the end of the file. */
void practice_kit_line(int fd, char *line, size_t room);

/* Closes its stdin and waits for its end; returns the exit status. */
int practice_kit_wait(struct practice_kit *kit);

/* Ends it by SIGTERM; returns the exit status. */
int practice_kit_stop(struct practice_kit *kit);

/* Sends a request with extra header lines ("A: b\r\n" or ""); returns the
 * socket, which the caller closes or hands to practice_kit_read(). */
int practice_kit_ask(const struct practice_kit *kit, const char *method,
                     const char *path, const char *headers);

/* Reads until the end or `enough` bytes of body, and closes the socket. */
struct practice_answer practice_kit_read(int fd, size_t enough);

/* A GET to its end. */
struct practice_answer practice_kit_get(const struct practice_kit *kit,
                                        const char *path, const char *headers);

/* PUT /fault: what every answer shows from now on; "none" clears. */
void practice_kit_fault(const struct practice_kit *kit, const char *fault);

/* The body of an answer ("" if there is none), lent, and its bytes. */
const char *practice_answer_body(const struct practice_answer *answer);
size_t practice_answer_length(const struct practice_answer *answer);

/* Fails unless part stands in the answer. */
void practice_answer_has(const struct practice_answer *answer,
                         const char *part);

#endif
