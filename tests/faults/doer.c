/* The people at work, their folder, and what deeds begin with. */
#include "tests/faults/deed.h"

#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/people/seal.h"

#include "tests/console/cases/store_kit.h"
#include "tests/kit/people_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MS = 2000, TEXT_MAX = 4000 };

static const struct people_kit people[DOER_COUNT] = {
    [DOER_AGENT] = {"ag17", ROLE_AGENT, NULL},
    [DOER_BRANCH] = {"br.kzo", ROLE_BRANCH, "KZO"},
    [DOER_ADMIN] = {"office", ROLE_ADMIN, NULL},
    [DOER_SENDER] = {"deliver", ROLE_SENDER, NULL},
};

void doer_open(struct doer *doer, const char *work, int round)
{
    memset(doer, 0, sizeof(*doer));
    seal_start();
    doer->work = mem_copy(work);
    doer->folder = mem_format("%s/store", work);
    doer->round = round;
    for (int i = 0; i < DOER_COUNT; i++)
        doer->users[i] = (struct user){mem_copy(people[i].name), people[i].role,
                                       mem_copy(people[i].branch)};
}

void doer_close(struct doer *doer)
{
    for (int i = 0; i < DOER_COUNT; i++) {
        store_close(doer->stores[i]);
        user_clear(&doer->users[i]);
    }
    keys_clear(&doer->keys);
    free(doer->work);
    free(doer->folder);
}

struct store *doer_store(struct doer *doer, enum doer_who who)
{
    if (!doer->keys_there)
        doer->keys_there = keys_load(&doer->keys, doer->folder, &doer->error);
    if (doer->keys_there && !doer->stores[who])
        doer->stores[who] =
            store_open(doer->folder, &doer->keys, &doer->users[who], WAIT_MS,
                       &doer->error);
    return doer->stores[who];
}

const char *doer_text(const struct doer *doer, int step)
{
    static char text[2 * TEXT_MAX];
    int letters = 10 + (doer->round * 1613 + step * 397) % 3700;
    int length = 0;

    for (int i = 0; i < letters; i++)
        length += snprintf(text + length, sizeof(text) - (size_t)length, "%s",
                           i % 7 == 6 ? " " : "ө");
    return text;
}

const char *doer_uuid(int step, int part)
{
    static char uuids[4][SEAL_UUID_SIZE];
    static int next;
    char *uuid = uuids[next++ % 4];

    snprintf(uuid, SEAL_UUID_SIZE, "%08x-1414-4000-8000-%012x",
             (unsigned)step + 1, (unsigned)part);
    return uuid;
}

const char *doer_number(int n)
{
    static char number[NUMBER_SIZE];

    number_make("43", 2026, n, number);
    return number;
}

void doer_prepare(struct doer *doer)
{
    struct people_kit list[DOER_COUNT + 1] = {{0}};

    memcpy(list, people, sizeof(people));
    list[DOER_ADMIN] = list[DOER_COUNT - 1]; /* "office" is there already */
    list[DOER_COUNT - 1] = (struct people_kit){0};
    people_kit_fill(doer->folder, list);
    struct store *store = doer_store(doer, DOER_AGENT);
    assert_non_null(store);
    for (int i = 0; i < 2 + doer->round % 5; i++) {
        struct call_record *record = store_kit_case("900101300017", "KZO");

        record->opened->term = mem_copy("status_correction");
        free(record->notes);
        record->notes = mem_copy(doer_text(doer, i));
        store_kit_save(store, record);
    }
}
