/* For the tests of moving cases: people of two branches and of the line around
 * one store, and moves in one line. */
#ifndef TESTS_CONSOLE_CASES_MOVE_KIT_H
#define TESTS_CONSOLE_CASES_MOVE_KIT_H

#include "console/base/error.h"
#include "console/cases/store_move.h"

#include "tests/console/cases/store_kit.h"

enum move_kit_who {
    AGENT,     /* ag17 */
    AGENT_TWO, /* ag18 */
    SUPERVISOR,
    KZO, /* br.kzo */
    KZO_TWO,
    KZO_HEAD,
    ALA, /* br.ala */
    ALA_HEAD,
    ADMIN,
    MOVE_KIT_PEOPLE,
    SENDER = MOVE_KIT_PEOPLE, /* the service that delivers: no person */
    MOVE_KIT_SEATS
};

struct move_kit {
    struct store_kit kit;
    struct user people[MOVE_KIT_SEATS];
    struct store *stores[MOVE_KIT_SEATS]; /* one desk each */
    const struct deadlines *deadlines;    /* lent; NULL: no clock runs */
    struct store_moved moved;             /* of the last move */
    struct error error;
};

/* Makes the store, signs all in (the admin adds them first). */
void move_kit_make(struct move_kit *kit);
void move_kit_remove(struct move_kit *kit);

/* A new case of the branch "KZO" or "ALA" with the term status_correction; its
 * number in a place that the caller gives. */
void move_kit_case(struct move_kit *kit, const char *branch,
                   char number[NUMBER_SIZE]);

/* Makes the move as that person; a uuid is made when there is none, and where
 * a version is demanded and none is given, the one that is there. */
bool move_kit_try(struct move_kit *kit, enum move_kit_who who,
                  struct store_move move);

/* The same; the test fails when it is refused. */
void move_kit_do(struct move_kit *kit, enum move_kit_who who,
                 struct store_move move);

/* The same; fails unless it is refused with this message. */
void move_kit_refused(struct move_kit *kit, enum move_kit_who who,
                      struct store_move move, enum message message);

/* A move in one line: MOVE_IT(TAKEN, number), MOVE_IT(NOTED, n, .text = "x") */
#define MOVE_IT(id, ...)                                                       \
    ((struct store_move){.move = MOVE_##id, .number = __VA_ARGS__})

/* Where the case stands, as its row says. */
struct case_now move_kit_now(struct move_kit *kit, const char *number);

/* Fails the test unless verifying finds all in order. */
void move_kit_verify(struct move_kit *kit);

#endif
