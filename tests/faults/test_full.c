/* The disk of the store is full: what is called saved is saved, what is not is
 * said not to be; what was begun can be brought to its end by the reserve, and
 * nobody is looked up meanwhile. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_jot.h"
#include "console/io/reserve.h"
#include "tests/console/cases/store_kit.h"
#include "tests/faults/faults.h"
#include "tests/faults/small_disk.h"
#include "tests/screens/desk_play.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LOW     "is nearly full, so nobody is looked up"

enum { DISK_KIB = 12 * 1024 };

/* A folder of its own on a disk of its own; $TMPDIR for what is made below. */
struct disk {
    char folder[160];
    char *before;
};

static void disk_open(struct disk *disk)
{
    const char *why, *temp = getenv("TMPDIR");
    disk->before = temp ? mem_copy(temp) : NULL;
    snprintf(disk->folder, sizeof disk->folder, "%s/full.XXXXXX",
             temp ? temp : "/tmp");
    assert_non_null(mkdtemp(disk->folder));
    if (small_disk_mount(disk->folder, DISK_KIB, &why)) {
        setenv("TMPDIR", disk->folder, 1);
        return;
    }
    printf("fault: 6 | disk full | %s | skipped\n", why);
    rmdir(disk->folder);
    free(disk->before);
    skip();
}

static void disk_close(struct disk *disk)
{
    small_disk_unmount(disk->folder);
    rmdir(disk->folder);
    if (disk->before)
        setenv("TMPDIR", disk->before, 1);
    else
        unsetenv("TMPDIR");
    free(disk->before);
}

/* On the screens. */

static void nobody_is_looked_up(struct play *play)
{
    play_call(play, "850101300808");
    play_see(play, LOW);
    play_not(play, "UNINSURED since");
    play_never(play, "А....... Е. С.");
}

static void what_was_begun_is_saved_and_nobody_is_looked_up(void **state)
{
    struct disk disk;
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    disk_open(&disk);
    play_enter(&place, &play, NULL);
    play_to_the_form(&play);
    small_disk_fill(disk.folder, 0);
    play_type(&play, "87010000055");
    play_save_case(&play, number);
    play_leave(&play);
    nobody_is_looked_up(&play);
    play_end(&play); /* and the log-out is no trouble */
    small_disk_free(disk.folder);
    play_start(&play, &place, NULL);
    play_see(&play, "A call is unfinished");
    play_keys(&play, "r");
    play_gone(&play, "A call is unfinished");
    play_keys(&play, "r");
    play_see(&play, "✗ UNINSURED");
    play_end(&play);
    static const char *const list[] = {"case", "list", "--json", NULL};
    AUTO_CHARS cases = play_command(&place, list, 0);
    assert_non_null(strstr(cases, number));
    play_close(&place);
    disk_close(&disk);
    faults_say("6", "disk full in the middle of a call",
               "the case is saved, the log-out goes, 0 look-ups while low");
}

/* In the store: many saves at a disk that fills up again and again. */

struct trial {
    struct store_kit kit;
    struct store *store;
    unsigned seed;
    int saved, refused, looks, looks_refused, jots;
    json_t *numbers; /* told to be saved */
};

static bool is_honest(const struct trial *trial, const struct error *error)
{
    bool said = error->message == MESSAGE_STORE_FULL ||
                error->message == MESSAGE_STORE_LOW ||
                error->message == MESSAGE_STORE_OPEN ||
                error->message == MESSAGE_NOT_SAVED ||
                error->message == MESSAGE_STORE_IO ||
                error->message == MESSAGE_SAVE_UNSURE;
    return said && strstr(error->detail, trial->kit.folder);
}

static void expect_honest(const struct trial *trial, const struct error *error)
{
    if (!is_honest(trial, error))
        fail_msg("%s: %s", message_text(error->message), error->detail);
}

static bool save_one(struct trial *trial)
{
    struct call_record *record = store_kit_case("900101300017", "KZO");
    char number[NUMBER_SIZE] = "";
    struct error error = {0};
    bool saved = store_save(trial->store, record, number, &error);
    if (saved)
        json_array_append_new(trial->numbers, json_string(number));
    else
        expect_honest(trial, &error);
    call_record_free(record);
    trial->saved += saved;
    trial->refused += !saved;
    return saved;
}

static void look_one(struct trial *trial)
{
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};
    seal_uuid(uuid);
    bool looked = store_add_lookup(trial->store, uuid, uuid, "900101300017",
                                   NULL, &error);
    if (!looked)
        expect_honest(trial, &error);
    trial->looks += looked;
    trial->looks_refused += !looked;
}

static void jot_one(struct trial *trial)
{
    struct error error = {0};
    trial->jots += store_jot_write(trial->store, "43-26-000001-1", "note",
                                   "мәтін", &error);
}

/* Fills the disk but for a random rest, and works until nothing goes. */
static void fill_and_work(struct trial *trial, const char *folder)
{
    int failed = 0, saves = 0;
    small_disk_fill(folder, rand_r(&trial->seed) % 600);
    for (; failed < 3 && saves < 400; saves++) {
        if (saves % 8 == 0)
            look_one(trial);
        failed = save_one(trial) ? 0 : failed + 1;
        if (saves % 8 == 4)
            jot_one(trial);
        if (saves % 16 == 15)
            small_disk_fill(folder, rand_r(&trial->seed) % 300);
    }
    small_disk_free(folder);
}

static void all_are_there(struct trial *trial)
{
    struct error error = {0};
    struct store_filter filter = {.limit = 100000};
    AUTO_JSON cases = store_cases(trial->store, &filter, &error);
    assert_non_null(cases);
    AUTO_CHARS text = json_canonical(cases);
    json_t *number;
    size_t i;
    json_array_foreach(trial->numbers, i, number)
        assert_non_null(strstr(text, json_string_value(number)));
    assert_int_equal(json_array_size(cases), json_array_size(trial->numbers));
    AUTO_JSON verified = store_verify(trial->store, &error);
    assert_true(json_is_true(json_object_get(verified, "ok")));
}

static void what_is_told_to_be_saved_is_there(void **state)
{
    struct disk disk;
    struct trial trial = {.seed = faults_seed()};
    (void)state;
    disk_open(&disk);
    store_kit_make(&trial.kit);
    trial.store = store_kit_open(&trial.kit, &trial.kit.agent);
    trial.numbers = json_array();
    for (int i = faults_figure(3, 20); i > 0; i--) {
        fill_and_work(&trial, disk.folder);
        store_close(trial.store);
        trial.store = store_kit_open(&trial.kit, &trial.kit.agent);
    }
    assert_true(trial.refused > 0 && trial.saved > 0);
    assert_true(trial.looks_refused > 0);
    all_are_there(&trial);
    store_close(trial.store);
    AUTO_CHARS reserve = mem_format("%s/" STORE_RESERVE, trial.kit.folder);
    assert_true(reserve_whole(reserve));
    json_decref(trial.numbers);
    store_kit_remove(&trial.kit);
    disk_close(&disk);
    faults_say("6", "saves while the disk fills up again and again",
               "%d told to be saved, 0 lost; %d told not to be, 0 false; %d "
               "look-ups refused",
               trial.saved, trial.refused, trial.looks_refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_begun_is_saved_and_nobody_is_looked_up),
        cmocka_unit_test(what_is_told_to_be_saved_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
