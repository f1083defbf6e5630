/* People to practise as: their names say who they are. */
#include "console/cli/cli_seat.h"

#include "console/base/error.h"
#include "console/cases/route.h"
#include "console/cases/store_people.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/knowledge/table.h"
#include "console/people/user.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(struct error *error)
{
    return error_set(error, MESSAGE_USAGE_OPTION,
                     "--as agent, supervisor, admin, branch.CODE, head.CODE");
}

bool cli_seat_read(struct user *user, const char *as, struct error *error)
{
    const char *dot = strchr(as, '.');
    AUTO_CHARS word = mem_copy_n(as, dot ? (size_t)(dot - as) : strlen(as));
    const char *branch = dot ? dot + 1 : NULL;
    enum role role;

    memset(user, 0, sizeof(*user));
    for (char *c = word; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    if (!role_find(word, &role))
        return refuse(error);
    if (!role_has_branch(role))
        branch = NULL;
    user->name = mem_copy(as);
    for (char *c = user->name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return (user_name_fits(user->name) &&
            user_place(user, role, branch, NULL)) ||
           refuse(error);
}

/* A growing list of people. */
struct seats {
    struct user *users;
    size_t count;
};

static void seats_clear(struct seats *seats)
{
    while (seats->count > 0)
        user_clear(&seats->users[--seats->count]);
    free(seats->users);
}

static bool add_seat(struct seats *seats, const char *as, struct error *error)
{
    seats->users =
        mem_grow(seats->users, seats->count + 1, sizeof(*seats->users));
    return cli_seat_read(&seats->users[seats->count++], as, error);
}

static bool add_branch(struct seats *seats, const char *code,
                       struct error *error)
{
    AUTO_CHARS branch = mem_format("branch.%s", code);
    AUTO_CHARS head = mem_format("head.%s", code);

    return add_seat(seats, branch, error) && add_seat(seats, head, error);
}

static bool is_known(const struct branch *branches, size_t count,
                     const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(branches[i].code, code) == 0)
            return true;
    return false;
}

/* Everybody, and who is asked for last. */
static bool list_seats(struct seats *seats, const struct branch *branches,
                       size_t count, const char *as, struct error *error)
{
    bool good = add_seat(seats, "admin", error) &&
                add_seat(seats, "supervisor", error) &&
                add_seat(seats, "agent", error);
    const struct user *last;

    for (size_t i = 0; good && i < count; i++)
        good = add_branch(seats, branches[i].code, error);
    if (!good || !add_seat(seats, as, error))
        return false;
    last = &seats->users[seats->count - 1];
    return !last->branch || is_known(branches, count, last->branch) ||
           error_set(error, MESSAGE_USER_BRANCH, "%s", last->branch);
}

static void tables_drop(const struct tables **tables)
{
    tables_free(*tables);
}

static bool read_seats(struct seats *seats, const struct desk *desk,
                       const char *as, struct error *error)
{
    AUTO_CHARS folder = mem_format("%s/kb/tables", desk->data);
    AUTO(tables_drop)
    const struct tables *tables = tables_load(folder, NULL, error);
    size_t count = 0;
    struct branch *branches =
        tables ? branches_load(tables, desk->as_of, &count, error) : NULL;
    bool good = branches && list_seats(seats, branches, count, as, error);

    if (branches)
        branches_free(branches, count);
    return good;
}

bool cli_seats_fill(const struct config *config, const char *as,
                    struct error *error)
{
    AUTO(desk_clear) struct desk desk = {0};
    AUTO(seats_clear) struct seats seats = {0};

    return desk_init(&desk, config, NULL, DESK_STORE, error) &&
           read_seats(&seats, &desk, as, error) &&
           store_users_fill(desk.store, seats.users, seats.count, error);
}
