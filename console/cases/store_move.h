/* Moving a case: one atomic compare-and-set in one transaction. Part of the
 * store (store.h). */
#ifndef CONSOLE_CASES_STORE_MOVE_H
#define CONSOLE_CASES_STORE_MOVE_H

#include "console/base/memory.h"
#include "console/cases/life.h"

#include <stdbool.h>
#include <stdint.h>

struct deadlines;
struct error;
struct store;

/* What is to be done with a case; all lent; NULL or 0 where not demanded. */
struct store_move {
    enum case_move move;
    const char *uuid; /* made when the form opened: saving twice is once */
    const char *number;
    int64_t version;    /* seen; 0: whatever it is now (only where the move
                           does not demand it) */
    const char *reason; /* a code */
    const char *text;   /* personal: free text, sealed */
    int64_t until_ms;
    const char *person, *branch, *lead;
    const char *channel; /* "phone", "sms", "email", "visit" */
    bool told;           /* the caller was reached */
    bool internal;       /* a note not for the caller */
};

/* Where the case stands now; on MESSAGE_CASE_MOVED, who won and when. */
struct store_moved {
    struct case_now now;
    char actor[LIFE_NAME_SIZE]; /* of the last move */
    int64_t at_ms;
    enum case_move last;
};

/* Does it: checks right, wall, state, holder, version and demands; saves text
 * sealed; recounts clocks with the deadlines. True: committed. Another
 * branch's case is MESSAGE_CASE_NOT_FOUND, as one that is not there. */
MUST_USE bool store_move(struct store *store, const struct deadlines *deadlines,
                         const struct store_move *move,
                         struct store_moved *moved, struct error *error);

/* Frees cases whose lease is over (role "system" in the log), at most `most`;
 * how many into *freed. Everybody's desk does it now and then. */
MUST_USE bool store_free_leases(struct store *store,
                                const struct deadlines *deadlines, int most,
                                int *freed, struct error *error);

#endif
