/* For tests that need a branch's service: starts agent1414-receiver, kills it,
 * reads what it took. What should not happen fails the test at once (cmocka).
 */
#ifndef TESTS_KIT_RECEIVER_KIT_H
#define TESTS_KIT_RECEIVER_KIT_H

#include <sys/types.h>

/* A receiver; {0} at first. */
struct receiver_kit {
    pid_t pid;
    int life; /* a pipe to its stdin */
    int port; /* kept when it is started again */
    char ledger[300];
    char said[320]; /* its output, a file beside the ledger */
};

/* Starts the program ($AGENT1414_RECEIVER, else the one in a folder above the
 * running test) and waits until it listens. token NULL: none. */
void receiver_kit_start(struct receiver_kit *kit, const char *ledger,
                        const char *branch, const char *token);

/* Ends it in good order, or by SIGKILL. */
void receiver_kit_stop(struct receiver_kit *kit);
void receiver_kit_kill(struct receiver_kit *kit);

/* How many lines of its output, over all starts, begin with this: "accepted ",
 * "again ", "changed ", "overtaken ". */
int receiver_kit_count(const struct receiver_kit *kit, const char *start);

/* Lines in the ledger: messages that were taken. */
int receiver_kit_taken(const struct receiver_kit *kit);

#endif
