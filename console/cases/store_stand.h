/* Where a case stands, as its row in the table `cases` says it: the columns
 * that moves change. For the store's own files. */
#ifndef CONSOLE_CASES_STORE_STAND_H
#define CONSOLE_CASES_STORE_STAND_H

#include "console/base/memory.h"
#include "console/cases/life.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct event;
struct json_t;
struct store;

/* The columns behind `state`; the members of case_now_json(). */
#define STAND(column)                                                          \
    column(before) column(version) column(since_ms) column(due_ms)             \
        column(act_ms) column(left_s) column(lease_ms) column(look_ms)         \
            column(tries) column(holder) column(branch) column(term)           \
                column(lead)

/* Parts of statements: their names, their values out of a JSON text `j`, the
 * members of an object of them. */
#define STAND_NAME(column)   ", " #column
#define STAND_VALUE(column)  ", j ->> '" #column "'"
#define STAND_MEMBER(column) ", '" #column "', " #column
#define STAND_NAMES          "state" STAND(STAND_NAME)
#define STAND_VALUES         "j ->> 'state'" STAND(STAND_VALUE)
#define STAND_MEMBERS        "'state', state" STAND(STAND_MEMBER)

struct store_stand {
    struct case_now now;
    char person[SEAL_UUID_SIZE]; /* whose case; "": nobody's */
};

/* Reads where a case stands. `branch`: the only one that is seen, NULL: all.
 * MESSAGE_CASE_NOT_FOUND: not there, or not seen. */
MUST_USE bool store_stand_read(struct store *store, const char *number,
                               const char *branch, struct store_stand *stand,
                               struct error *error);

/* Opens whose case it is, for an event about it: an empty id for nobody's and
 * for somebody who was erased. With a text to seal there is a new person
 * then. */
struct store_person;
MUST_USE bool store_stand_person(struct store *store,
                                 const struct store_stand *stand,
                                 const char *text, struct store_person *person,
                                 struct error *error);

/* Brings the row of its case up to an event that was just appended: a route or
 * a move. */
MUST_USE bool store_stand_apply(struct store *store, const struct event *event,
                                const struct json_t *body, struct error *error);

/* Puts the columns into an object; null for what is not set. */
void store_stand_put(struct json_t *row, const struct case_now *now);

/* Puts what all events of this case make of it into its row, which its opening
 * gave; *fits is false when they make nothing that can be. */
MUST_USE bool store_stand_fold(struct store *store, const struct event *opened,
                               struct json_t *row, bool *fits,
                               struct error *error);

#endif
