/* The leases of cases: the holder's keys renew the one of the case at hand; a
 * branch's desk frees those that are over. */
#ifndef SCREENS_LEASE_H
#define SCREENS_LEASE_H

#include "console/cases/life.h"
#include "screens/fetch.h"

#include <stdint.h>

struct seat;

/* The lease of the case at hand; {0} and the first three members set. */
struct lease {
    struct seat *seat;
    struct case_now *now; /* lent; of the case as it was read */
    char number[NUMBER_SIZE];
    struct fetch *fetch;
};

/* A key was pressed: when it is the holder's and the lease would end an hour
 * later by it, it is renewed. */
void lease_keep(struct lease *lease);
void lease_stop(struct lease *lease);

/* Each minute, where cases are worked on: what is over is freed; and times that
 * change by themselves are drawn anew. */
struct lease_round {
    struct seat *seat;
    struct fetch *fetch;
    uint64_t timer;
};
void lease_round_start(struct lease_round *round, struct seat *seat);
void lease_round_stop(struct lease_round *round);

#endif
