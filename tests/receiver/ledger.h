/* The receiver's inbox: one file, one line a message, "RECEIPT TAB BODY". What
 * stands in it was on the disk before the sender heard of it. */
#ifndef TESTS_RECEIVER_LEDGER_H
#define TESTS_RECEIVER_LEDGER_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

/* A message that was taken; owned by the ledger. */
struct entry {
    char *receipt, *body;
    char *id, *number; /* out of the body */
    int64_t seq;
};

struct ledger;

/* Reads what is there; a line without its end was never answered and is cut
 * off. MESSAGE_FILE_READ, MESSAGE_JSON_*. */
struct ledger *ledger_open(const char *path, struct error *error);
void ledger_close(struct ledger *ledger);

/* The message of that id; NULL: not yet. Lent until the next ledger_add. */
const struct entry *ledger_find(const struct ledger *ledger, const char *id);

/* The last sequence number of a case; 0: none yet. */
int64_t ledger_last(const struct ledger *ledger, const char *number);

/* Takes over a message (a JSON object in one line) under the next receipt,
 * "KZO-000017", and waits for the disk. NULL when it is not safely there: the
 * sender will come again. */
const struct entry *ledger_add(struct ledger *ledger, const char *branch,
                               const char *body);

#endif
