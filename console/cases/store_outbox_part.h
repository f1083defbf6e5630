/* What the files of the outbox share; for the store's own files. */
#ifndef CONSOLE_CASES_STORE_OUTBOX_PART_H
#define CONSOLE_CASES_STORE_OUTBOX_PART_H

#include "console/base/memory.h"
#include "console/cases/event.h"
#include "console/cases/store_outbox.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;
struct store_person;

/* Puts whom an event tells into its body: "tells", so that the log makes the
 * same messages whatever a later release tells. */
void store_outbox_tell(enum event_kind kind, const char *role,
                       struct json_t *body);

/* Brings the table up to an event that was just appended: the messages it
 * makes, or how they stand since. */
MUST_USE bool store_outbox_apply(struct store *store, const struct event *event,
                                 const struct json_t *body,
                                 struct error *error);

/* Are the messages of this event as the events make them? `body`: its own.
 * Reads all at one moment. */
MUST_USE bool store_outbox_compare(struct store *store,
                                   const struct event *event,
                                   const struct json_t *body, bool *same,
                                   struct error *error);

/* Gives the seq of a message that no event made. */
extern const char store_outbox_stray[];

/* Puts the open messages of a case into its row: "messages", as store_outbox()
 * gives them; to branch people those to their branch. */
MUST_USE bool store_outbox_of_case(struct store *store, const char *number,
                                   struct json_t *row, struct error *error);

/* Puts how many need a person ("undelivered") and how many others were tried in
 * vain for more than an hour or are older than OUTBOX_DAYS ("late"). */
MUST_USE bool store_outbox_attention(struct store *store, struct json_t *into,
                                     struct error *error);

/* A message as it is found by its id. */
struct outbox_found {
    int64_t seq;
    char number[NUMBER_SIZE], branch[LIFE_CODE_SIZE], sink[OUTBOX_SINK_SIZE];
    enum outbox_state state;
    int64_t waited_ms;
};

/* MESSAGE_OUTBOX_NONE when there is no such message. */
MUST_USE bool store_outbox_read(struct store *store, const char *id,
                                struct outbox_found *found,
                                struct error *error);

/* Inside a transaction: appends an event about messages of one case to one
 * branch; `body` gets who and which. text: sealed under the case's person;
 * NULL: none. */
struct outbox_entry {
    enum event_kind kind;
    const char *uuid, *number, *branch;
    struct json_t *messages; /* their seqs */
    struct json_t *body;
    const char *text;
};
MUST_USE bool store_outbox_append(struct store *store,
                                  const struct outbox_entry *entry,
                                  struct error *error);

#endif
