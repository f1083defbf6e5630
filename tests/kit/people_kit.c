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

void people_kit_fill(const char *folder, const struct people_kit *people)
{
    struct user office = {.name = mem_copy("office")};
    struct error error = {0};
    struct user *users = NULL;
    struct keys keys;
    size_t count = 0;
    seal_start();
    need(keys_load(&keys, folder, &error), &error);
    struct store *store = store_open(folder, &keys, &office, WAIT_MS, &error);
    need(store && store_sign_in(store, &office, NULL, &error), &error);
    for (; people[count].name; count++) {
        const struct people_kit *person = &people[count];
        users = mem_grow(users, count + 1, sizeof(*users));
        users[count] = (struct user){.name = mem_copy(person->name)};
        need(user_place(&users[count], person->role, person->branch, &error),
             &error);
    }
    need(store_users_fill(store, users, count, &error), &error);
    while (count > 0)
        user_clear(&users[--count]);
    free(users);
    store_close(store);
    keys_clear(&keys);
    user_clear(&office);
}

void people_kit_add(const char *folder, const struct people_kit *person)
{
    const struct people_kit people[] = {*person, {0}};
    people_kit_fill(folder, people);
}
