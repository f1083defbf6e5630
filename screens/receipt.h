/* The receipts of a branch that reads its cases here. */
#ifndef SCREENS_RECEIPT_H
#define SCREENS_RECEIPT_H

#include "screens/fetch.h"

struct seat;

/* The case of the seat is before the eyes of whoever sits there: somebody of
 * the branch has received by that what waited for them, others have not. */
void receipt_give(struct fetch **slot, struct seat *seat);

/* Says to somebody of a branch, once, which of its cases are another branch's
 * since then: they cannot be opened here any more. */
void receipt_gone(struct fetch **slot, struct seat *seat);

#endif
