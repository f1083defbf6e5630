/* Who works here: name, role, branch. Roles are one list. */
#ifndef CONSOLE_PEOPLE_USER_H
#define CONSOLE_PEOPLE_USER_H

#include "console/base/memory.h"

#include <stdbool.h>

struct config;
struct error;

enum role {
    ROLE_AGENT,
    ROLE_SUPERVISOR,
    ROLE_BRANCH,
    ROLE_HEAD, /* of a branch */
    ROLE_ADMIN,
    ROLE_SENDER, /* the service that delivers: no person, no screens */
    ROLE_COUNT
};

struct user {
    char *name; /* [a-z0-9._-]{1,32} */
    enum role role;
    char *branch; /* the code, upper case; NULL but for BRANCH and HEAD */
};

/* "agent", "supervisor", "branch", "head", "admin", "sender". */
const char *role_name(enum role role);
MUST_USE bool role_find(const char *name, enum role *role);

/* Does somebody of this role belong to one branch? */
bool role_has_branch(enum role role);

/* May somebody be called so; may somebody who comes over SSH (of [a-z0-9-]
 * alone, "-" not first: the name stands in a line that a shell reads)? */
bool user_name_fits(const char *name);
bool user_name_fits_ssh(const char *name);

/* The name from the settings (person.name, else the Unix account). Role and
 * branch are those of the store: store_sign_in fills them in. Another name
 * than the above is refused. */
MUST_USE bool user_init(struct user *user, const struct config *config,
                        struct error *error);

/* Sets role and branch (any case; copied), NULL where the role has none.
 * MESSAGE_USER_BRANCH when they do not fit together. */
MUST_USE bool user_place(struct user *user, enum role role, const char *branch,
                         struct error *error);
void user_clear(struct user *user);

#endif
