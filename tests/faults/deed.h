/* Deeds to try with faults: small pieces of work on a store's folder, each in
 * steps that are there whole or not at all. A step of the same deed and round
 * has the same uuid and text in every process. For tests. */
#ifndef TESTS_FAULTS_DEED_H
#define TESTS_FAULTS_DEED_H

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/number.h"
#include "console/people/keys.h"
#include "console/people/user.h"

#include <stdbool.h>

struct store;
struct text;

enum doer_who { DOER_AGENT, DOER_BRANCH, DOER_ADMIN, DOER_SENDER, DOER_COUNT };

/* The people at work on a folder `work`; the store is in `folder` below it. */
struct doer {
    char *work, *folder;
    int round; /* texts and how full the store is differ by it */
    struct keys keys;
    bool keys_there;
    struct user users[DOER_COUNT];
    struct store *stores[DOER_COUNT];
    struct error error; /* of the last step */
};

void doer_open(struct doer *doer, const char *work, int round);
void doer_close(struct doer *doer);

/* Opened at the first use; NULL with doer->error. */
struct store *doer_store(struct doer *doer, enum doer_who who);

/* A text as long as round and step make it; static until the next call. */
const char *doer_text(const struct doer *doer, int step);

/* The uuid of this step (and `part` of it); static until the next call but
 * three. */
const char *doer_uuid(int step, int part);

/* The number of the n-th case (from 1) of Kyzylorda; static like these. */
const char *doer_number(int n);

/* Fills the work folder with people and cases: what a deed begins with. */
void doer_prepare(struct doer *doer);

/* One deed. */
struct deed {
    const char *name;
    int steps;
    /* A step that is there already may be done again (by its uuid). */
    bool again;
    /* "Failed" is no word about what is there (a draft, a jot, a start). */
    bool loose;
    const char *besides;                /* events of this kind do not count */
    void (*prepare)(struct doer *doer); /* makes what it begins with */
    bool (*step)(struct doer *doer, int step);
    /* Adds what else than the store tells how far the deed came; false: torn,
     * with the reason in the text. May be NULL. */
    bool (*tell)(struct doer *doer, struct text *shape);
};

extern const struct deed deeds[];
extern const int deed_count;

/* How far the work came: what is in the store (after SQLite's recovery), and
 * what the deed tells, as text. False when anything is damaged or does not
 * verify: the text says what. */
bool deed_look(const struct deed *deed, struct doer *doer, struct text *shape);

#endif
