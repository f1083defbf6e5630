/* What the operations on people have in common: a person's row, and events of
 * people and keys. For the store's own files. */
#ifndef CONSOLE_CASES_STORE_USER_H
#define CONSOLE_CASES_STORE_USER_H

#include "console/base/memory.h"
#include "console/cases/event.h"
#include "console/people/user.h"

#include <stdbool.h>

struct error;
struct json_t;
struct store;

/* A person as the table has it. */
struct store_user_row {
    bool there, disabled;
    enum role role;
    char branch[17]; /* "": none */
};
MUST_USE bool store_user_find(struct store *store, const char *name,
                              struct store_user_row *person,
                              struct error *error);

/* In a transaction: appends an event of people or keys (body NULL:
 * MESSAGE_RECORD_BAD); the second one of a user added or changed. */
MUST_USE bool store_people_append(struct store *store, enum event_kind kind,
                                  const char *uuid, struct json_t *body,
                                  struct error *error);
MUST_USE bool store_user_append(struct store *store, enum event_kind kind,
                                const char *uuid, const struct user *user,
                                struct error *error);

#endif
