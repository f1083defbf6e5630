/* A store of its own for a test, and calls to put into it. */
#include "tests/console/cases/store_kit.h"
#include "tests/kit/mask_scan.h"

#include "console/cases/record.h"
#include "console/cases/store.h"

#include "console/base/error.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void store_kit_make(struct store_kit *kit)
{
    const char *base = getenv("TMPDIR");
    struct error error = {0};

    *kit = (struct store_kit){
        .agent = {mem_copy("ag17"), ROLE_AGENT, NULL},
        .almaty = {mem_copy("br.ala"), ROLE_BRANCH, mem_copy("ALA")},
        .kyzylorda = {mem_copy("br.kzo"), ROLE_BRANCH, mem_copy("KZO")}};
    snprintf(kit->folder, sizeof(kit->folder), "%s/store-XXXXXX",
             base ? base : "/tmp");
    assert_non_null(mkdtemp(kit->folder));
    seal_start();
    assert_true(keys_load(&kit->keys, kit->folder, &error));
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

void store_kit_remove(struct store_kit *kit)
{
    user_clear(&kit->agent);
    user_clear(&kit->almaty);
    user_clear(&kit->kyzylorda);
    keys_clear(&kit->keys);
    mask_scan_folder(kit->folder, "what the store wrote");
    nftw(kit->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct store *store_kit_open(struct store_kit *kit, const struct user *user)
{
    struct error error = {0};
    struct store *store =
        store_open(kit->folder, &kit->keys, user, 5000, &error);

    if (!store)
        fail_msg("%s: %s", message_text(error.message), error.detail);
    return store;
}

static char *new_uuid(void)
{
    char uuid[SEAL_UUID_SIZE];

    seal_uuid(uuid);
    return mem_copy(uuid);
}

struct call_record *store_kit_call(const char *iin)
{
    struct call_record *record = call_record_new();

    record->uuid = new_uuid();
    record->call = new_uuid();
    record->turn = 1;
    record->started_ms = 1795338000000; /* 2026-11-22T09:00Z */
    record->ended_ms = record->started_ms + 161000;
    record->iin = mem_copy(iin);
    record->name = mem_copy(iin ? "ҚАЙРАТОВА ГҮЛНАР" : NULL);
    record->notes =
        mem_copy(iin ? "перезвонить 8 701 123 45 67 вечером" : NULL);
    record->lookup = mem_copy(iin ? "known" : "none");
    record->caller = mem_copy("self");
    record->language = LANGUAGE_KK;
    record->script = mem_copy("why_uninsured");
    record->script_hash = mem_copy("hash-of-the-set");
    record->outcome = mem_copy("STU-01");
    record->as_of = mem_copy("2026-11-22");
    record->path = json_pack("[{s:s, s:b, s:s}]", "node", "is_student", "value",
                             1, "source", "caller");
    return record;
}

struct call_record *store_kit_case(const char *iin, const char *branch)
{
    struct call_record *record = store_kit_call(iin);
    struct case_record *opened = case_record_new();

    opened->uuid = new_uuid();
    opened->branch = mem_copy(branch);
    opened->region = mem_copy(strcmp(branch, "KZO") == 0 ? "43" : "75");
    opened->issue = mem_copy("student_missing");
    opened->phone = mem_copy("+77051234599");
    opened->consent = true;
    opened->text = mem_copy("Колледж не передал приказ, ИИН 900101-300017");
    opened->facts = json_pack("[{s:s, s:s, s:s}]", "name", "status", "value",
                              "uninsured", "source", "registry");
    opened->told = json_pack("{s:s, s:s, s:s}", "kk", "Күтіңіз", "ru", "Ждите",
                             "en", "Wait");
    record->opened = opened;
    return record;
}

const char *store_kit_save(struct store *store, struct call_record *record)
{
    static char number[NUMBER_SIZE];
    struct error error = {0};

    if (!store_save(store, record, number, &error))
        fail_msg("%s: %s", message_text(error.message), error.detail);
    call_record_free(record);
    return number;
}
