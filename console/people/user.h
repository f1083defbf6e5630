/* Who works here: name, role, branch. Roles are one list. */
#ifndef CONSOLE_PEOPLE_USER_H
#define CONSOLE_PEOPLE_USER_H

#include "console/base/memory.h"

#include <stdbool.h>

struct config;
struct error;

enum role { ROLE_AGENT, ROLE_BRANCH, ROLE_COUNT };

struct user {
    char *name; /* [a-z0-9._-]{1,32} */
    enum role role;
    char *branch; /* the code, upper case; NULL for an agent */
};

/* "agent", "branch". */
const char *role_name(enum role role);

/* From the settings: person.name (else the Unix user), role and branch. A
 * branch person without a branch, or a name with other letters, is refused. */
MUST_USE bool user_init(struct user *user, const struct config *config,
                        struct error *error);
void user_clear(struct user *user);

#endif
