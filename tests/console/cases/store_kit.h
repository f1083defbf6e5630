/* For the tests of the store: a folder with keys and people of its own, and
 * finished calls to save. All people and numbers are made up. */
#ifndef TESTS_CONSOLE_CASES_STORE_KIT_H
#define TESTS_CONSOLE_CASES_STORE_KIT_H

#include "console/people/keys.h"
#include "console/people/user.h"

struct call_record;
struct store;

/* Folder, keys and people; the agent "ag17", a person each of two branches. */
struct store_kit {
    char folder[200];
    struct keys keys;
    struct user agent, almaty, kyzylorda;
};

/* Makes the folder (below $TMPDIR or /tmp) and its keys. */
void store_kit_make(struct store_kit *kit);

/* Removes the folder with all that is in it. */
void store_kit_remove(struct store_kit *kit);

/* Opens the store as that user; fails the test when it cannot. */
struct store *store_kit_open(struct store_kit *kit, const struct user *user);

/* A finished call of a person (iin may be NULL), resolved on the call. */
struct call_record *store_kit_call(const char *iin);

/* The same with a case for a branch: "ALA" (75) or "KZO" (43). */
struct call_record *store_kit_case(const char *iin, const char *branch);

/* Saves and frees; gives the case's number in a static place ("" for none).
 * Fails the test when it is not saved. */
const char *store_kit_save(struct store *store, struct call_record *record);

#endif
