/* Calls promised to callers: an event when promised, one when done, the table
 * `callback` as their view. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_CALLBACK_H
#define CONSOLE_CASES_STORE_CALLBACK_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;
struct store;

/* The actor's own that are not done, earliest first: array of {uuid, due,
 * due_ms, call, part, number, iin, name, phone}, the person masked. NULL on
 * error; the caller decrefs. */
struct json_t *store_callbacks(struct store *store, struct error *error);

/* One of them with its person in full, once the reveal is committed; another
 * person's is not found (MESSAGE_CALL_NOT_FOUND). The caller decrefs. */
struct json_t *store_callback_reveal(struct store *store, const char *uuid,
                                     struct error *error);

/* The caller was called back (or need not be): out of the list. Doing it twice
 * is once. */
MUST_USE bool store_callback_done(struct store *store, const char *uuid,
                                  struct error *error);

#endif
