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

/* Letters of a text, days that can be waited for. */
enum { STORE_MOVE_LETTERS = 4000, STORE_MOVE_DAYS = 366 };

/* What is to be done with a case; all lent; NULL or 0 where not demanded. */
struct store_move {
    enum case_move move;
    const char *uuid; /* made when the form opened: saving twice is once */
    const char *number;
    int64_t version;    /* seen; 0: whatever it is now (only where the move
                           does not demand it) */
    const char *reason; /* a code */
    const char *text;   /* personal: free text, sealed; may go with any move */
    int64_t until_ms;
    const char *person, *branch, *lead;
    const char *channel; /* a code of life_channel() */
    bool told;           /* the caller was reached */
    bool internal;       /* a note not for the caller */
    int reopen_days;     /* desk.reopen_days: for so long after closing without
                            the right CASE_REOPEN_LATE */
};

/* Where the case stands now; when it was refused because of that (CASE_MOVED,
 * MOVE_NOT_NOW, MOVE_NOT_YOURS) or is done, who moved it last, when and how;
 * nobody when it failed for another reason. */
struct store_moved {
    struct case_now now;
    char actor[LIFE_NAME_SIZE]; /* of the last move; "": none yet */
    int64_t at_ms;
    enum case_move last; /* MOVE_COUNT: none yet */
};

/* Does it: checks right, wall, state, holder, version and demands; saves text
 * sealed; recounts clocks with the deadlines (NULL: no clock runs). True:
 * committed. Another branch's case is MESSAGE_CASE_NOT_FOUND, as one that is
 * not there; what is missing or wrong, MESSAGE_MOVE_NEEDS with its name. */
MUST_USE bool store_move(struct store *store, const struct deadlines *deadlines,
                         const struct store_move *move,
                         struct store_moved *moved, struct error *error);

/* Frees cases whose lease is over (by "system" in the log), at most `most`; how
 * many into *freed. Everybody's desk does it now and then; when there is
 * nothing to free, it only looks. */
MUST_USE bool store_free_leases(struct store *store,
                                const struct deadlines *deadlines, int most,
                                int *freed, struct error *error);

#endif
