/* Unsaved text of one person: what was typed into a form and not saved yet.
 * Sealed, private to its writer, no part of the log. Part of the store. */
#ifndef CONSOLE_CASES_STORE_JOT_H
#define CONSOLE_CASES_STORE_JOT_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct store;

/* Room for what a jot is about: "43-26-000017-3 answer", NUL included. */
enum { STORE_JOT_ABOUT_SIZE = 65 };

/* The store's user keeps this text about that, in the place of an older one. */
MUST_USE bool store_jot_write(struct store *store, const char *about,
                              const char *text, struct error *error);

/* What the user kept about it; *text is NULL when there is nothing, else the
 * caller wipes and frees. MESSAGE_SEALED_BROKEN when it cannot be opened. */
MUST_USE bool store_jot_read(struct store *store, const char *about,
                             char **text, struct error *error);

/* Forgets it; also when there is none. */
MUST_USE bool store_jot_drop(struct store *store, const char *about,
                             struct error *error);

#endif
