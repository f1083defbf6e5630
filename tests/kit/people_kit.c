/* Opens the store as its administrator, adds, and closes it again. */
#include "tests/kit/people_kit.h"

#include "console/base/error.h"
#include "console/cases/store.h"
#include "console/cases/store_people.h"
#include "console/people/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WAIT_MS = 20000 };

static void need(bool good, const struct error *error)
{
    if (!good)
        fail_msg("people: %s: %s", message_text(error->message), error->detail);
}

/* The administrator at work. */
struct office {
    struct user user;
    struct keys keys;
    struct store *store;
    struct error error;
};

static void office_open(struct office *office, const char *folder)
{
    *office = (struct office){.user = {.name = mem_copy("office")}};
    struct error *error = &office->error;
    seal_start();
    need(keys_load(&office->keys, folder, error), error);
    office->store =
        store_open(folder, &office->keys, &office->user, WAIT_MS, error);
    need(office->store &&
             store_sign_in(office->store, &office->user, NULL, error),
         error);
}

static void office_close(struct office *office)
{
    store_close(office->store);
    keys_clear(&office->keys);
    user_clear(&office->user);
}

void people_kit_fill(const char *folder, const struct people_kit *people)
{
    struct office office;
    struct user *users = NULL;
    size_t count = 0;
    office_open(&office, folder);
    for (; people[count].name; count++) {
        const struct people_kit *person = &people[count];
        users = mem_grow(users, count + 1, sizeof(*users));
        users[count] = (struct user){.name = mem_copy(person->name)};
        need(user_place(&users[count], person->role, person->branch,
                        &office.error),
             &office.error);
    }
    need(store_users_fill(office.store, users, count, &office.error),
         &office.error);
    while (count > 0)
        user_clear(&users[--count]);
    free(users);
    office_close(&office);
}

void people_kit_add(const char *folder, const struct people_kit *person)
{
    const struct people_kit people[] = {*person, {0}};
    people_kit_fill(folder, people);
}

void people_kit_disable(const char *folder, const char *name, bool disabled)
{
    struct office office;
    office_open(&office, folder);
    need(store_user_disable(office.store, name, disabled, &office.error),
         &office.error);
    office_close(&office);
}
