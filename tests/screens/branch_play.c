/* Rows of the inbox are found by the case's number, whatever else stands in
 * them. */
#include "tests/screens/branch_play.h"

#include "console/base/error.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/io/db.h"
#include "console/people/keys.h"
#include "console/people/user.h"
#include "tests/console/cases/store_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LOOK_MS = 25, LOOKS = PTY_WAIT_MS / LOOK_MS };

void branch_send(struct play *agent, const char *iin, char *number)
{
    play_call_of(agent, iin, "✗ UNINSURED");
    play_keys(agent, "k");
    play_see(agent, "Case for a branch");
    play_save_case(agent, number);
    play_leave(agent);
}

void branch_sit(struct play *play, struct play_place *place, const char *name,
                int cases)
{
    AUTO_CHARS title = mem_format("Cases: %d", cases);
    play_start(play, place, &(struct play_cast){.name = name, .branch = "KZO"});
    play_see(play, title);
}

void branch_head(struct play *play, struct play_place *place, const char *name)
{
    play_start(
        play, place,
        &(struct play_cast){.name = name, .branch = "KZO", .role = ROLE_HEAD});
    play_see(play, "Cases: ");
}

static bool stands_on(const struct play *play, const char *number)
{
    for (int row = 0; row < play->pty.rows; row++) {
        AUTO_CHARS text = pty_row(&play->pty, row);
        if (text[0] == '>' && strstr(text, number))
            return true;
    }
    return false;
}

void branch_stands_on(struct play *play, const char *number)
{
    for (int i = 0; i < LOOKS; i++) {
        pty_settle(&play->pty, LOOK_MS);
        if (stands_on(play, number))
            return;
    }
    AUTO_CHARS screen = pty_screen(&play->pty);
    fail_msg("the cursor is not on %s:\n%s", number, screen);
}

void branch_read(struct play *play, const char *number)
{
    branch_stands_on(play, number);
    AUTO_CHARS title = mem_format("Case  № %s", number);
    play_keys(play, "Enter");
    play_see(play, title);
    play_see(play, "NOW");
}

static bool see_count(const struct db_row *row, void *cookie)
{
    *(int *)cookie = (int)db_int(row, 0);
    return false;
}

static struct db *open_log(struct play_place *place)
{
    AUTO_CHARS path = mem_format("%s/log.db", place->folder);
    struct error error = {0};
    struct db *db = db_open(path, PTY_WAIT_MS, &error);
    assert_non_null(db);
    return db;
}

/* Waits until a statement that counts gives this. */
static void wait_count(struct play_place *place, const char *sql, int count)
{
    struct db *db = open_log(place);
    struct error error = {0};
    int counted = -1;
    for (int i = 0; i < LOOKS && counted != count; i++) {
        assert_true(db_query(db, sql, DB_NONE, see_count, &counted, &error));
        usleep(LOOK_MS * 1000);
    }
    db_close(db);
    assert_int_equal(counted, count);
}

void branch_kept(struct play_place *place, int count)
{
    wait_count(place, "SELECT count(*) FROM jot", count);
}

void branch_logged(struct play_place *place, const char *kind, int count)
{
    AUTO_CHARS sql =
        mem_format("SELECT count(*) FROM event WHERE kind = '%s'", kind);
    wait_count(place, sql, count);
}

void branch_shorten(struct play_place *place, int64_t ms)
{
    struct db *db = open_log(place);
    struct error error = {0};
    assert_true(db_run(db, "UPDATE cases SET lease_ms = lease_ms - ?",
                       DB_ARGS(DB_INT(ms)), &error));
    db_close(db);
}

void branch_fill(struct play_place *place, int count)
{
    const struct user aigul = {"aigul", ROLE_AGENT, NULL};
    struct error error = {0};
    struct keys keys;
    assert_true(keys_load(&keys, place->folder, &error));
    struct store *store =
        store_open(place->folder, &keys, &aigul, PTY_WAIT_MS, &error);
    assert_non_null(store);
    for (int i = 0; i < count; i++)
        store_kit_save(store, store_kit_case(BRANCH_STUDENT, "KZO"));
    store_close(store);
    keys_clear(&keys);
}
