/* bench_fill FOLDER COUNT: a store with so many made-up cases, saved the way a
 * console saves them, by forty agents. */
#include "console/base/error.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/people/user.h"
#include "tests/kit/bench_record.h"

#include <stdio.h>
#include <stdlib.h>

enum { AGENTS = 40, WAIT_MS = 5000 };

static bool save_some(const char *folder, const struct keys *keys, int agent,
                      int count, struct error *error)
{
    AUTO(user_clear)
    struct user user = {.name = mem_format("ag%02d", agent)};
    struct store *store = store_open(folder, keys, &user, WAIT_MS, error);
    char number[NUMBER_SIZE];
    bool good = store != NULL;
    for (int i = 0; good && i < count; i++) {
        struct call_record *record = bench_record(agent * 1000 + i);
        good = store_save(store, record, number, error);
        call_record_free(record);
    }
    if (store)
        store_close(store);
    return good;
}

static bool fill(const char *folder, int count, struct error *error)
{
    AUTO(keys_clear) struct keys keys = {0};
    seal_start();
    if (!keys_folder(folder, error) || !keys_load(&keys, folder, error))
        return false;
    for (int agent = 0; agent < AGENTS; agent++)
        if (!save_some(folder, &keys, agent, count / AGENTS, error))
            return false;
    return true;
}

int main(int argc, char **argv)
{
    struct error error = {0};
    if (argc != 3) {
        fputs("usage: bench_fill FOLDER COUNT\n", stderr);
        return 2;
    }
    if (fill(argv[1], atoi(argv[2]), &error))
        return 0;
    fprintf(stderr, "bench_fill: %s (%s)\n", message_text(error.message),
            error.detail);
    return 1;
}
