/* The receipts of a branch that reads its cases here. */
#ifndef SCREENS_RECEIPT_H
#define SCREENS_RECEIPT_H

#include "screens/fetch.h"
#include "screens/kit/canvas.h"

struct seat;

/* This record of store_case() is before the eyes of whoever sits there:
 * somebody of the branch has received by that what it tells, others have not.
 */
void receipt_give(struct fetch **slot, struct seat *seat,
                  const struct json_t *record);

/* Which cases of a branch are another branch's since then: they cannot be
 * opened here any more. It stands there until a key is pressed under it; that
 * is the receipt. */
struct receipt_gone {
    struct seat *seat;
    struct fetch *asking, *giving;
    struct json_t *cases; /* as store_outbox_gone() gave them; NULL: none */
    bool drawn;
};
void receipt_gone_clear(struct receipt_gone *gone);

/* Asks anew; for people of other roles there is nothing to tell. */
void receipt_gone_ask(struct receipt_gone *gone);

/* Takes as many rows from the area as it needs. */
void receipt_gone_draw(struct receipt_gone *gone, struct area *area);

/* A key was pressed. */
void receipt_gone_read(struct receipt_gone *gone);

#endif
