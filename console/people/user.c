/* Who works here: names and roles, and the name from the settings or the Unix
 * account. */
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
    static const char *const names[ROLE_COUNT] = {
        "agent", "supervisor", "branch", "head", "admin", "sender"};

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

bool user_name_fits(const char *name)
{
    return only(name, "abcdefghijklmnopqrstuvwxyz0123456789._-",
                NAME_MAX_BYTES);
}

bool user_name_fits_ssh(const char *name)
{
    return *name != '-' &&
           only(name, "abcdefghijklmnopqrstuvwxyz0123456789-", NAME_MAX_BYTES);
}

bool user_init(struct user *user, const struct config *config,
               struct error *error)
{
    const char *name = config_text(config, CONFIG_person_name);

    memset(user, 0, sizeof(*user));
    user->name = *name ? mem_copy(name) : account_name();
    if (user->name && user_name_fits(user->name))
        return true;
    user_clear(user);
    return error_set(error, MESSAGE_USER_NAME, "person.name");
}

bool user_place(struct user *user, enum role role, const char *branch,
                struct error *error)
{
    bool has = branch && *branch;
    char *code = has ? mem_copy(branch) : NULL;

    for (char *letter = code; letter && *letter; letter++)
        *letter = (char)toupper((unsigned char)*letter);
    if (has != role_has_branch(role) ||
        (has && !only(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-",
                      BRANCH_MAX_BYTES))) {
        free(code);
        return error_set(error, MESSAGE_USER_BRANCH, "%s", role_name(role));
    }
    free(user->branch);
    user->branch = code;
    user->role = role;
    return true;
}

void user_clear(struct user *user)
{
    free(user->name);
    free(user->branch);
    memset(user, 0, sizeof(*user));
}
