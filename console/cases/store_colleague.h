/* The people to whom a case can be given. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_COLLEAGUE_H
#define CONSOLE_CASES_STORE_COLLEAGUE_H

struct error;
struct json_t;
struct store;

/* Array of the names of those who work on cases in the user's own branch and
 * are let in, in their order. RIGHT_CASE_ASSIGN. NULL on error; the caller
 * decrefs. */
struct json_t *store_colleagues(struct store *store, struct error *error);

#endif
