/* Rights by role, from right.def. */
#include "console/people/right.h"

#include "console/base/error.h"

#define A (1u << ROLE_AGENT)
#define S (1u << ROLE_SUPERVISOR)
#define B (1u << ROLE_BRANCH)
#define H (1u << ROLE_HEAD)
#define M (1u << ROLE_ADMIN)
#define D (1u << ROLE_SENDER)

static const struct {
    const char *name;
    unsigned roles;
} rights[RIGHT_COUNT] = {
#define RIGHT(id, name, roles) {name, roles},
#include "console/people/right.def"
#undef RIGHT
};

const char *right_name(enum right right)
{
    return rights[right].name;
}

bool right_of(enum role role, enum right right)
{
    return (rights[right].roles & 1u << role) != 0;
}

bool right_need(const struct user *user, enum right right, struct error *error)
{
    return right_of(user->role, right) ||
           error_set(error, MESSAGE_RIGHT_MISSING, "%s: %s as %s", user->name,
                     right_name(right), role_name(user->role));
}
