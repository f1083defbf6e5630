/* A filled store, and its file as it was, to be changed and verified. */
#include "tests/console/cases/verify_kit.h"

#include "console/cases/store.h"
#include "console/io/db.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_ROOM = 4 << 20 };

static void fill(struct store *store)
{
    static const char *const iins[] = {"900101300017", "920202400028",
                                       "110303500039"};
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};

    for (size_t i = 0; i < 12; i++) {
        seal_uuid(uuid);
        assert_true(
            store_add_lookup(store, uuid, NULL, iins[i % 3], NULL, &error));
        store_kit_save(store, store_kit_call(i % 4 ? iins[i % 3] : NULL));
        const char *number = store_kit_save(
            store, store_kit_case(iins[i % 3], i % 2 ? "KZO" : "ALA"));
        assert_true(
            store_add_reveal(store, "case", NULL, NULL, number, &error));
    }
}

int verify_kit_begin(void **state)
{
    struct verify_kit *kit = mem_new(sizeof(*kit));
    struct store *store;

    store_kit_make(&kit->kit);
    kit->dice = 20261122;
    kit->path = mem_format("%s/log.db", kit->kit.folder);
    store = store_kit_open(&kit->kit, &kit->kit.agent);
    fill(store);
    store_close(store);
    FILE *file = fopen(kit->path, "r");
    kit->bytes = mem_new(FILE_ROOM);
    kit->length = fread(kit->bytes, 1, FILE_ROOM, file);
    fclose(file);
    *state = kit;
    return 0;
}

int verify_kit_end(void **state)
{
    struct verify_kit *kit = *state;

    store_kit_remove(&kit->kit);
    free(kit->path);
    free(kit->bytes);
    free(kit);
    return 0;
}

void verify_kit_restore(const struct verify_kit *kit)
{
    FILE *file = fopen(kit->path, "w");

    assert_int_equal(fwrite(kit->bytes, 1, kit->length, file), kit->length);
    fclose(file);
}

json_t *verify_kit_report(struct verify_kit *kit)
{
    struct store *store = store_kit_open(&kit->kit, &kit->kit.agent);
    json_t *report = store_verify(store, &kit->error);

    store_close(store);
    if (!report)
        fail_msg("%s", kit->error.detail);
    return report;
}

struct db *verify_kit_raw(struct verify_kit *kit)
{
    struct db *db = db_open(kit->path, 1000, &kit->error);

    assert_non_null(db);
    assert_true(db_script(db,
                          "PRAGMA foreign_keys=OFF;"
                          "PRAGMA ignore_check_constraints=ON;"
                          "DROP TRIGGER event_no_update;"
                          "DROP TRIGGER event_no_delete;",
                          &kit->error));
    return db;
}

json_t *verify_kit_after(struct verify_kit *kit, const char *sql)
{
    verify_kit_restore(kit);
    struct db *db = verify_kit_raw(kit);
    bool changed = db_script(db, sql, &kit->error);
    db_close(db);
    if (!changed)
        fail_msg("%s: %s", sql, kit->error.detail);
    return verify_kit_report(kit);
}
