/* Who works here, from the settings or the Unix account. */
#include "console/people/user.h"

#include "console/base/error.h"
#include "console/config/config.h"

#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 32, BRANCH_MAX_BYTES = 16, ACCOUNT_ROOM = 16384 };

const char *role_name(enum role role)
{
    static const char *const names[ROLE_COUNT] = {"agent", "supervisor",
                                                  "branch", "head", "admin"};
    return role < ROLE_COUNT ? names[role] : "";
}

bool role_find(const char *name, enum role *role)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strcmp(name, role_name((enum role)i)) == 0) {
            *role = (enum role)i;
            return true;
        }
    return false;
}

bool role_has_branch(enum role role)
{
    return role == ROLE_BRANCH || role == ROLE_HEAD;
}

/* Is text 1 to most bytes long, all of them of this set? */
static bool only(const char *text, const char *set, size_t most)
{
    size_t length = strlen(text);

    return length >= 1 && length <= most && strspn(text, set) == length;
}

/* The Unix account's name; NULL if it has none. The caller frees. */
static char *account_name(void)
{
    AUTO_CHARS room = mem_new(ACCOUNT_ROOM);
    struct passwd account, *found = NULL;

    if (getpwuid_r(getuid(), &account, room, ACCOUNT_ROOM, &found) != 0 ||
        !found)
        return NULL;
    return mem_copy(found->pw_name);
}

static bool init_name(struct user *user, const struct config *config,
                      struct error *error)
{
    const char *name = config_text(config, CONFIG_person_name);

    user->name = *name ? mem_copy(name) : account_name();
    if (!user->name || !only(user->name,
                             "abcdefghijklmnopqrstuvwxyz"
                             "0123456789._-",
                             NAME_MAX_BYTES))
        return error_set(error, MESSAGE_USER_NAME, "person.name");
    return true;
}

static bool init_branch(struct user *user, const struct config *config,
                        struct error *error)
{
    if (!role_has_branch(user->role))
        return true;
    user->branch = mem_copy(config_text(config, CONFIG_person_branch));
    for (char *letter = user->branch; *letter; letter++)
        *letter = (char)toupper((unsigned char)*letter);
    if (!only(user->branch, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-",
              BRANCH_MAX_BYTES))
        return error_set(error, MESSAGE_USER_BRANCH, "person.branch");
    return true;
}

bool user_init(struct user *user, const struct config *config,
               struct error *error)
{
    const char *role = config_text(config, CONFIG_person_role);

    memset(user, 0, sizeof(*user));
    if (!role_find(role, &user->role))
        return error_set(error, MESSAGE_CONFIG_VALUE, "person.role: %s", role);
    if (init_name(user, config, error) && init_branch(user, config, error))
        return true;
    user_clear(user);
    return false;
}

void user_clear(struct user *user)
{
    free(user->name);
    free(user->branch);
    memset(user, 0, sizeof(*user));
}
