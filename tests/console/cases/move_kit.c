/* People around one store, and moves in one line. */
#include "tests/console/cases/move_kit.h"

#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include "tests/kit/people_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const struct people_kit people[MOVE_KIT_SEATS + 1] = {
    [AGENT] = {"ag17", ROLE_AGENT, NULL},
    [AGENT_TWO] = {"ag18", ROLE_AGENT, NULL},
    [SUPERVISOR] = {"sv1", ROLE_SUPERVISOR, NULL},
    [KZO] = {"br.kzo", ROLE_BRANCH, "KZO"},
    [KZO_TWO] = {"br.kzo2", ROLE_BRANCH, "KZO"},
    [KZO_HEAD] = {"head.kzo", ROLE_HEAD, "KZO"},
    [ALA] = {"br.ala", ROLE_BRANCH, "ALA"},
    [ALA_HEAD] = {"head.ala", ROLE_HEAD, "ALA"},
    [ADMIN] = {"admin", ROLE_ADMIN, NULL},
    [SENDER] = {"deliver", ROLE_SENDER, NULL},
    [MOVE_KIT_SEATS] = {0},
};

void move_kit_make(struct move_kit *kit)
{
    memset(kit, 0, sizeof(*kit));
    store_kit_make(&kit->kit);
    people_kit_fill(kit->kit.folder, people);
    for (size_t i = 0; i < MOVE_KIT_SEATS; i++) {
        kit->people[i] = (struct user){mem_copy(people[i].name), people[i].role,
                                       mem_copy(people[i].branch)};
        kit->stores[i] = store_kit_open(&kit->kit, &kit->people[i]);
    }
}

void move_kit_remove(struct move_kit *kit)
{
    for (size_t i = 0; i < MOVE_KIT_SEATS; i++) {
        store_close(kit->stores[i]);
        user_clear(&kit->people[i]);
    }
    store_kit_remove(&kit->kit);
}

void move_kit_case(struct move_kit *kit, const char *branch,
                   char number[NUMBER_SIZE])
{
    struct call_record *record = store_kit_case("900101300017", branch);

    record->opened->term = mem_copy("status_correction");
    memcpy(number, store_kit_save(kit->stores[AGENT], record), NUMBER_SIZE);
}

struct case_now move_kit_now(struct move_kit *kit, const char *number)
{
    struct store_stand stand;

    assert_true(store_stand_read(kit->stores[ADMIN], number, NULL, &stand,
                                 &kit->error));
    return stand.now;
}

bool move_kit_try(struct move_kit *kit, enum move_kit_who who,
                  struct store_move move)
{
    char uuid[SEAL_UUID_SIZE];

    seal_uuid(uuid);
    if (!move.uuid)
        move.uuid = uuid;
    if (move.version == 0 && (move_demands(move.move) & DEMAND_VERSION))
        move.version = move_kit_now(kit, move.number).version;
    error_clear(&kit->error);
    memset(&kit->moved, 0, sizeof(kit->moved));
    return store_move(kit->stores[who], kit->deadlines, &move, &kit->moved,
                      &kit->error);
}

void move_kit_do(struct move_kit *kit, enum move_kit_who who,
                 struct store_move move)
{
    if (!move_kit_try(kit, who, move))
        fail_msg("%s by %s: %s (%s)", move_name(move.move), people[who].name,
                 message_text(kit->error.message), kit->error.detail);
}

void move_kit_refused(struct move_kit *kit, enum move_kit_who who,
                      struct store_move move, enum message message)
{
    if (move_kit_try(kit, who, move))
        fail_msg("%s by %s: not refused", move_name(move.move),
                 people[who].name);
    if (kit->error.message != message)
        fail_msg("%s by %s: %s (%s)", move_name(move.move), people[who].name,
                 message_name(kit->error.message), kit->error.detail);
}

void move_kit_verify(struct move_kit *kit)
{
    AUTO_JSON report = store_verify(kit->stores[ADMIN], &kit->error);

    if (!report || !json_is_true(json_object_get(report, "ok")))
        fail_msg("%s",
                 report ? json_find_string(report, "what") : kit->error.detail);
}
