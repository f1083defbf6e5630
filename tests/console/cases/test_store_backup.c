/* Backups: while others save, without ever holding a lock between pages; each
 * one verifies; people erased meanwhile are erased in it; nothing that is there
 * is overwritten; what was put back is the same log. */
#include "console/cases/store_backup.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_subject.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* BACKUPS=100 in the environment: so many under load. */
enum { WRITERS = 2, LOADED = 3, CALLS = 400 };

struct place {
    struct store_kit kit;
    struct user admin;
    struct store *store;
    struct error error;
    char copy[260], back[260]; /* below the folder; not made */
};

static int open_place(void **state)
{
    struct place *place = mem_new(sizeof(*place));

    store_kit_make(&place->kit);
    place->admin = (struct user){mem_copy("adm"), ROLE_ADMIN, NULL};
    place->store = store_kit_open(&place->kit, &place->admin);
    snprintf(place->copy, sizeof(place->copy), "%s/copy", place->kit.folder);
    snprintf(place->back, sizeof(place->back), "%s/back", place->kit.folder);
    *state = place;
    return 0;
}

static int close_place(void **state)
{
    struct place *place = *state;

    store_close(place->store);
    user_clear(&place->admin);
    store_kit_remove(&place->kit);
    free(place);
    return 0;
}

static char *iin_of(int n)
{
    return mem_format("9001013%05d", n);
}

static void save_calls(struct store *store, int count)
{
    for (int i = 0; i < count; i++) {
        AUTO_CHARS iin = iin_of(i);

        store_kit_save(store, i % 5 ? store_kit_call(i % 7 ? iin : NULL)
                                    : store_kit_case(iin, "KZO"));
    }
}

static void back_up(struct place *place, const struct store_backup *backup,
                    struct store_head *head)
{
    if (!store_backup(place->store, backup, head, &place->error))
        fail_msg("%s: %s", message_name(place->error.message),
                 place->error.detail);
}

static void assert_whole(struct place *place, const char *folder)
{
    AUTO_JSON report = store_backup_check(folder, &place->kit.keys,
                                          &place->admin, &place->error);

    if (!report)
        fail_msg("%s", place->error.detail);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg(
            "event %lld: %s",
            (long long)json_integer_value(json_object_get(report, "bad_seq")),
            json_find_string(report, "what"));
}

/* The rows of a table as one text. */
static bool see_line(const struct db_row *row, void *cookie)
{
    char **all = cookie;
    char *longer = mem_format("%s%s\n", *all, db_text(row, 0));

    free(*all);
    *all = longer;
    return true;
}

static char *dump(struct store *store, const char *sql)
{
    struct error error = {0};
    char *all = mem_copy("");

    if (!db_query(store->db, sql, DB_NONE, see_line, &all, &error))
        fail_msg("%s", error.detail);
    return all;
}

/* All that the log and its tables are made of. */
static const char *const tables[] = {
    "SELECT seq || hex(hash) FROM event ORDER BY seq",
    "SELECT event || field || person || hex(box) FROM sealed"
    " ORDER BY event, field",
    "SELECT id || quote(finder) || quote(box) FROM person ORDER BY id",
    "SELECT seq || uuid || quote(number) || ended_ms FROM call ORDER BY seq",
    "SELECT seq || number || state || branch || version FROM cases ORDER BY"
    " seq",
    "SELECT region || year || last FROM serial ORDER BY 1",
};

static void a_copy_is_the_same_log(void **state)
{
    struct place *place = *state;
    struct store_head head, there;
    const struct store_backup backup = {.folder = place->copy};
    struct stat facts;

    save_calls(place->store, 50);
    back_up(place, &backup, &head);
    assert_true(store_head(place->store, &there, &place->error));
    assert_int_equal(head.seq, there.seq);
    assert_memory_equal(head.hash, there.hash, sizeof(head.hash));
    assert_int_equal(stat(place->copy, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0700);
    AUTO_CHARS key = mem_format("%s/master.key", place->copy);
    assert_int_not_equal(stat(key, &facts), 0);
    struct store *copy = store_open(place->copy, &place->kit.keys,
                                    &place->admin, 1000, &place->error);
    assert_non_null(copy);
    for (size_t i = 0; i < COUNT(tables); i++) {
        AUTO_CHARS one = dump(place->store, tables[i]);
        AUTO_CHARS two = dump(copy, tables[i]);
        assert_string_equal(one, two);
        assert_true(strlen(one) > 0);
    }
    store_close(copy);
    assert_whole(place, place->copy);
}

/* Nobody may be in the way of somebody who does not wait at all. */
struct watcher {
    struct place *place;
    struct store *impatient;
    int saves, pages;
};

static void save_between(int64_t seq, void *cookie)
{
    struct watcher *watcher = cookie;
    (void)seq;

    store_kit_save(watcher->impatient, store_kit_call("900101300017"));
    watcher->saves++;
    watcher->pages++;
}

static void nothing_is_locked_between_pages(void **state)
{
    struct place *place = *state;
    struct store_head head;
    struct watcher watcher = {.place = place};
    const struct store_backup backup = {
        .folder = place->copy, .copied = save_between, .cookie = &watcher};

    save_calls(place->store, CALLS);
    watcher.impatient = store_open(place->kit.folder, &place->kit.keys,
                                   &place->kit.agent, 0, &place->error);
    assert_non_null(watcher.impatient);
    back_up(place, &backup, &head);
    store_close(watcher.impatient);
    assert_true(watcher.pages >= 3);
    assert_int_equal(watcher.saves, watcher.pages);
    assert_whole(place, place->copy);
}

/* Erases a person after each page: some were copied, some will be. */
static void erase_between(int64_t seq, void *cookie)
{
    struct watcher *watcher = cookie;
    struct place *place = watcher->place;
    (void)seq;

    for (int i = 0; i < 6; i++) {
        int n = watcher->pages * 29 % 90 + i * 80 + 1;
        AUTO_CHARS iin = iin_of(n % 5 && n % 7 ? n : n + 1);
        const struct store_subject who = {.iin = iin};
        struct error error = {0};
        AUTO_JSON erased = store_subject_erase(place->store, &who, &error);

        watcher->saves += erased != NULL;
        if (erased) /* and comes again */
            store_kit_save(place->store, store_kit_call(iin));
    }
    watcher->pages++;
}

static void who_is_erased_meanwhile_is_erased_in_it(void **state)
{
    struct place *place = *state;
    struct store_head head;
    struct watcher watcher = {.place = place};
    const struct store_backup backup = {
        .folder = place->copy, .copied = erase_between, .cookie = &watcher};

    save_calls(place->store, CALLS);
    back_up(place, &backup, &head);
    assert_true(watcher.saves >= 10);
    assert_whole(place, place->copy);
    struct store *copy = store_open(place->copy, &place->kit.keys,
                                    &place->admin, 1000, &place->error);
    AUTO_CHARS keys =
        dump(copy, "SELECT count(*) FROM event e JOIN person p ON p.id ="
                   " e.person WHERE kind = 'person_erased' AND"
                   " (p.box IS NOT NULL OR p.finder IS NOT NULL)");
    AUTO_CHARS gone =
        dump(copy, "SELECT count(*) > 0 FROM person WHERE box IS NULL");
    assert_string_equal(keys, "0\n");
    assert_string_equal(gone, "1\n");
    store_close(copy);
}

/* ---- under load ---- */

/* On a machine with much else to do; nobody waits for ever. */
static struct store *patient(struct place *place, const struct user *user)
{
    return store_open(place->kit.folder, &place->kit.keys, user, 60000,
                      &place->error);
}

static void write_until(struct place *place, const char *stop, int report)
{
    struct store *store = patient(place, &place->kit.agent);
    int saved = 0;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (access(stop, F_OK) != 0) {
        store_kit_save(store, store_kit_case("900101300017", "ALA"));
        saved++;
    }
    store_close(store);
    _exit(write(report, &saved, sizeof(saved)) == sizeof(saved) ? 0 : 1);
}

static int64_t log_length(struct place *place)
{
    struct store_head head;

    assert_true(store_head(place->store, &head, &place->error));
    return head.seq;
}

static int backups_asked(void)
{
    const char *asked = getenv("BACKUPS");

    return asked ? atoi(asked) : LOADED;
}

/* Each writer fails its process when a save fails. Progress is told in counts:
 * people go on saving meanwhile. */
static void all_are_whole_while_people_save(void **state)
{
    struct place *place = *state;
    int ends[2], status, saved, all = 0, backups = backups_asked(), grew = 0;
    AUTO_CHARS stop = mem_format("%s/stop", place->kit.folder);

    save_calls(place->store, 100);
    store_close(place->store);
    place->store = patient(place, &place->admin);
    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < WRITERS; i++)
        if (fork() == 0)
            write_until(place, stop, ends[1]);
    for (int i = 0; i < backups; i++) {
        struct store_head head;
        AUTO_CHARS folder = mem_format("%s/copy%d", place->kit.folder, i);
        const struct store_backup backup = {.folder = folder};
        int64_t before = log_length(place);

        back_up(place, &backup, &head);
        grew += log_length(place) > before + 1;
        assert_true(head.seq > before);
        assert_whole(place, folder);
    }
    close(open(stop, O_CREAT | O_WRONLY, 0600));
    for (int i = 0; i < WRITERS; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
        assert_int_equal(read(ends[0], &saved, sizeof(saved)), sizeof(saved));
        all += saved;
    }
    assert_true(grew > 0);
    print_message("note: %d backups under load, %d saves meanwhile\n", backups,
                  all);
    close(ends[0]);
    close(ends[1]);
}

/* ---- places, keys, putting back ---- */

static void assert_refused(struct place *place, const char *folder,
                           enum message message)
{
    struct store_head head;
    const struct store_backup backup = {.folder = folder};

    error_clear(&place->error);
    assert_false(store_backup(place->store, &backup, &head, &place->error));
    assert_int_equal(place->error.message, message);
    error_clear(&place->error);
}

static void what_is_there_stays(void **state)
{
    struct place *place = *state;
    AUTO_CHARS file = mem_format("%s/file", place->kit.folder);
    AUTO_CHARS linked = mem_format("%s/linked", place->kit.folder);
    AUTO_CHARS nowhere = mem_format("%s/no/where", place->kit.folder);
    int64_t before;

    save_calls(place->store, 5);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    assert_int_equal(symlink(place->copy, linked), 0);
    before = log_length(place);
    assert_refused(place, place->kit.folder, MESSAGE_BACKUP_THERE);
    assert_refused(place, file, MESSAGE_BACKUP_THERE);
    assert_refused(place, linked, MESSAGE_BACKUP_THERE);
    assert_refused(place, nowhere, MESSAGE_FILE_WRITE);
    assert_int_equal(log_length(place), before);
    assert_int_not_equal(access(place->copy, F_OK), 0);
    struct store *agent = store_kit_open(&place->kit, &place->kit.agent);
    struct store_head head;
    const struct store_backup backup = {.folder = place->copy};
    assert_false(store_backup(agent, &backup, &head, &place->error));
    assert_int_equal(place->error.message, MESSAGE_RIGHT_MISSING);
    store_close(agent);
}

static void odd_names_are_names(void **state)
{
    static const char *const names[] = {"a|b", "-rf", "$(id)", "a b;c",
                                        "x/../y"};
    struct place *place = *state;
    struct store_head head;

    save_calls(place->store, 5);
    AUTO_CHARS x = mem_format("%s/x", place->kit.folder);
    assert_int_equal(mkdir(x, 0700), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS folder = mem_format("%s/%s", place->kit.folder, names[i]);
        const struct store_backup backup = {.folder = folder};

        back_up(place, &backup, &head);
        assert_whole(place, folder);
    }
    AUTO_CHARS y = mem_format("%s/y/log.db", place->kit.folder);
    assert_int_equal(access(y, F_OK), 0);
}

static void a_restored_store_is_the_same(void **state)
{
    struct place *place = *state;
    struct store_head head, back;
    const struct store_backup backup = {.folder = place->copy,
                                        .with_key = true};
    struct keys keys;

    save_calls(place->store, 30);
    back_up(place, &backup, &head);
    store_kit_save(place->store, store_kit_call(NULL)); /* after it */
    if (!store_restore(place->copy, place->back, &place->admin, &back,
                       &place->error))
        fail_msg("%s", place->error.detail);
    assert_int_equal(back.seq, head.seq);
    assert_true(keys_load(&keys, place->back, &place->error));
    struct store *again =
        store_open(place->back, &keys, &place->admin, 1000, &place->error);
    assert_non_null(again);
    AUTO_JSON report = store_verify(again, &place->error);
    assert_true(json_is_true(json_object_get(report, "ok")));
    const struct store_filter all = {.limit = 100};
    AUTO_JSON cases = store_cases(again, &all, &place->error);
    AUTO_JSON before = store_cases(place->store, &all, &place->error);
    assert_true(json_equal(cases, before));
    store_kit_save(again, store_kit_call("900101300017"));
    store_close(again);
    keys_clear(&keys);
    /* A folder with a log is never touched. */
    assert_false(store_restore(place->copy, place->back, &place->admin, &back,
                               &place->error));
    assert_int_equal(place->error.message, MESSAGE_RESTORE_THERE);
}

static void without_its_key_nothing_comes_back(void **state)
{
    struct place *place = *state;
    struct store_head head;
    struct keys other;
    const struct store_backup backup = {.folder = place->copy};

    save_calls(place->store, 5);
    back_up(place, &backup, &head);
    assert_false(store_restore(place->copy, place->back, &place->admin, &head,
                               &place->error));
    assert_int_equal(place->error.message, MESSAGE_KEY_MISSING);
    error_clear(&place->error);
    assert_true(keys_load(&other, place->back, &place->error)); /* made anew */
    assert_false(store_restore(place->copy, place->back, &place->admin, &head,
                               &place->error));
    assert_int_equal(place->error.message, MESSAGE_KEY_BAD);
    AUTO_CHARS log = mem_format("%s/log.db", place->back);
    assert_int_not_equal(access(log, F_OK), 0);
}

/* A byte of the copy, its tail, its head: each is found. */
static void a_spoilt_backup_is_not_put_back(void **state)
{
    static const char *const spoils[] = {
        "UPDATE cases SET issue = 'x' WHERE seq = (SELECT min(seq) FROM cases)",
        "UPDATE person SET box = zeroblob(72) WHERE rowid = 1",
        "DELETE FROM sealed; DELETE FROM person; DELETE FROM cases;"
        " DELETE FROM call; DELETE FROM serial; DELETE FROM event"};
    struct place *place = *state;
    struct store_head head;

    save_calls(place->store, 5);
    for (size_t i = 0; i < COUNT(spoils); i++) {
        AUTO_CHARS folder = mem_format("%s/copy%zu", place->kit.folder, i);
        AUTO_CHARS log = mem_format("%s/log.db", folder);
        const struct store_backup backup = {.folder = folder, .with_key = true};

        back_up(place, &backup, &head);
        struct db *db = db_open(log, 1000, &place->error);
        assert_true(db_script(db,
                              "DROP TRIGGER event_no_delete;"
                              "PRAGMA foreign_keys=OFF",
                              &place->error));
        assert_true(db_script(db, spoils[i], &place->error));
        db_close(db);
        assert_false(store_restore(folder, place->back, &place->admin, &head,
                                   &place->error));
        assert_int_equal(place->error.message, MESSAGE_BACKUP_BAD);
        error_clear(&place->error);
    }
    AUTO_CHARS file = mem_format("%s/head", place->copy);
    const struct store_backup backup = {.folder = place->copy};
    back_up(place, &backup, &head);
    assert_int_equal(unlink(file), 0);
    assert_null(store_backup_check(place->copy, &place->kit.keys, &place->admin,
                                   &place->error));
    assert_int_equal(place->error.message, MESSAGE_BACKUP_BAD);
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_copy_is_the_same_log),
        STORY(nothing_is_locked_between_pages),
        STORY(who_is_erased_meanwhile_is_erased_in_it),
        STORY(all_are_whole_while_people_save),
        STORY(what_is_there_stays),
        STORY(odd_names_are_names),
        STORY(a_restored_store_is_the_same),
        STORY(without_its_key_nothing_comes_back),
        STORY(a_spoilt_backup_is_not_put_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
