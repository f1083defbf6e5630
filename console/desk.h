/* The desk: builds everything a person works with, in order, and takes it down
 * again. What commands and screens get to hold. */
#ifndef CONSOLE_DESK_H
#define CONSOLE_DESK_H

#include "console/base/language.h"
#include "console/base/memory.h"
#include "console/people/keys.h"
#include "console/people/user.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct branch;
struct config;
struct deadlines;
struct draft;
struct error;
struct kb;
struct lookup;
struct loop;
struct script_set;
struct store;
struct tables;
struct worker;
struct zone;

/* What to build. WORK is all that a call on the screens needs. */
enum desk_parts {
    DESK_DATA = 1,    /* tables, scripts, branches */
    DESK_STORE = 2,   /* user, keys, store */
    DESK_NETWORK = 4, /* look-up (needs a loop) */
    DESK_DRAFT = 8,   /* workers and draft (needs a loop) */
    DESK_WORK = 15,
    DESK_KEY = 16 /* came over SSH: must hold the key that sshd saw */
};

struct desk {
    const struct config *config; /* lent */
    struct loop *loop;           /* lent; NULL for plain commands */
    enum language language;
    struct zone *zone;
    int64_t as_of;  /* days since 1970 */
    bool as_of_set; /* not today: the screen says so */
    char *data;     /* folder of scripts/ and kb/ */
    char *folder;   /* of the store */
    char *kept;     /* below it: older scripts (scripts_kept.h) */
    char *proofs;   /* beside the program (proof.h) */
    struct kb *kb;  /* NULL: not asked for yet (desk_kb) */
    uint64_t stamp; /* of the data that were taken; 0: older ones had to do */
    const struct script_set *scripts; /* held */
    const struct tables *tables;      /* theirs */
    struct branch *branches;
    size_t branch_count;
    struct deadlines *deadlines; /* held; a worker's job holds them too */
    struct user user;
    char *key; /* the fingerprint with DESK_KEY, else NULL */
    struct keys keys;
    struct store *store;
    struct lookup *lookup;
    struct worker *store_worker, *draft_worker;
    struct draft *draft;
};

/* Builds the parts asked for; on failure takes down what was built. */
MUST_USE bool desk_init(struct desk *desk, const struct config *config,
                        struct loop *loop, unsigned parts, struct error *error);
void desk_clear(struct desk *desk);

/* Ends the workers and the network (their answers are posted to the loop);
 * what those answers need still stands until desk_clear. */
void desk_stop(struct desk *desk);

/* The folder that holds scripts/ and kb/: data.folder, else beside the program
 * (build tree or ../share/agent1414). The caller frees. */
char *desk_data_folder(const struct config *config);

/* Where the translations lie: beside the program. The caller frees. */
char *desk_po_folder(void);

/* Where proofs are remembered (proof.h): beside the program. The caller frees.
 */
char *desk_proof_folder(void);

/* The index of the articles that is made with the program: beside it or in
 * share/agent1414. The caller frees. */
char *desk_index_path(void);

/* The knowledge base with the desk's tables, opened when it is asked for first.
 * It stays as it is (also when the desk takes other tables) until the desk is
 * cleared. NULL with the error. */
struct kb *desk_kb(struct desk *desk, struct error *error);

/* The store's folder: store.folder, else the user's state folder. */
char *desk_store_folder(const struct config *config);

/* The program's own log: log.file, else agent1414.log in the store's folder.
 * The caller frees. */
char *desk_log_file(const struct config *config);

/* The day may have changed since the desk was opened: as_of is today again,
 * unless the settings name a day. */
void desk_turn_day(struct desk *desk);

/* Works with another set of scripts (held here from now on) and its tables from
 * this moment; calls keep their own. False, and all stays, when its tables do
 * not name the branches. */
MUST_USE bool desk_take_scripts(struct desk *desk,
                                const struct script_set *scripts,
                                struct error *error);

/* Changes whenever the log's file is written, by anybody; never waits. */
int64_t desk_log_stamp(const struct desk *desk);

/* A branch by its code; NULL when there is none. */
const struct branch *desk_branch(const struct desk *desk, const char *code);

#endif
