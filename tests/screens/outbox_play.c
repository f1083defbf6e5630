/* The sender's part is played by the store's own operations: what a program
 * that sends does to it, without a network. */
#include "tests/screens/outbox_play.h"

#include "console/base/error.h"
#include "console/cases/store.h"
#include "console/io/db.h"
#include "console/people/keys.h"
#include "tests/kit/people_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 20 };

const char *const outbox_http[] = {"-o", "branch.KZO.sink=http", "-o",
                                   "branch.KZO.url=http://127.0.0.1:9/", NULL};

static void end_one(struct store *store, struct outbox_message *message,
                    const struct outbox_try *how)
{
    struct error error = {0};
    assert_true(store_outbox_tried(store, message->id, how, &error));
    outbox_message_clear(message);
}

int outbox_end(struct play_place *place, enum outbox_state state,
               const char *words)
{
    AUTO(keys_clear) struct keys keys = {0};
    const struct user sender = {"deliver", ROLE_SENDER, NULL};
    const struct outbox_try how = {
        .state = state, .sink = "http", .words = words, .step_ms = 1};
    struct outbox_ask ask = {
        .queue = {"KZO", "http", true}, .now_ms = 1, .most = MOST};
    struct outbox_message messages[MOST] = {0};
    struct error error = {0};
    people_kit_add(place->folder,
                   &(struct people_kit){"deliver", ROLE_SENDER, NULL});
    assert_true(keys_load(&keys, place->folder, &error));
    struct store *store =
        store_open(place->folder, &keys, &sender, PTY_WAIT_MS, &error);
    assert_non_null(store);
    int count = store_outbox_due(store, &ask, messages, &error);
    assert_in_range(count, 1, MOST);
    for (int i = 0; i < count; i++)
        end_one(store, &messages[i], &how);
    store_close(store);
    return count;
}

void outbox_hurry(struct play_place *place)
{
    AUTO_CHARS path = mem_format("%s/log.db", place->folder);
    struct error error = {0};
    struct db *db = db_open(path, PTY_WAIT_MS, &error);
    assert_non_null(db);
    assert_true(db_run(db,
                       "CREATE TRIGGER hurry AFTER UPDATE ON outbox"
                       " WHEN old.state = 'refused' AND new.state = 'waiting'"
                       " BEGIN UPDATE outbox SET state = 'received'"
                       " WHERE seq = new.seq AND branch = new.branch; END",
                       DB_NONE, &error));
    db_close(db);
}

void outbox_sit(struct play *play, struct play_place *place, const char *name)
{
    play_start(play, place,
               &(struct play_cast){.name = name,
                                   .role = ROLE_SUPERVISOR,
                                   .arguments = outbox_http});
    play_see(play, "What needs a decision");
    play_see(play, "KZO");
    play_keys(play, "u");
    play_see(play, "Not yet with the branches");
}
