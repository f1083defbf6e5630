/* The move travels to the worker as JSON: every text of it is copied, whatever
 * becomes of the form. */
#include "screens/moving.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/deadline.h"
#include "console/cases/store_jot.h"
#include "console/cases/store_move.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/people/seal.h"
#include "screens/caserow.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct json_t *moving_new(enum case_move move, const char *number,
                          const struct case_now *now)
{
    char uuid[SEAL_UUID_SIZE];
    bool versioned = move_demands(move) & DEMAND_VERSION;
    seal_uuid(uuid);
    return json_pack("{s:s, s:s, s:s, s:I}", "move", move_name(move), "uuid",
                     uuid, "number", number, "version",
                     versioned ? (json_int_t)now->version : (json_int_t)0);
}

static int64_t int_of(const struct json_t *given, const char *key)
{
    return json_integer_value(json_object_get(given, key));
}

static bool is_true(const struct json_t *given, const char *key)
{
    return json_is_true(json_object_get(given, key));
}

/* All lent from the object. False: no such move. */
static bool read_move(const struct json_t *given, struct store_move *move)
{
    *move = (struct store_move){
        .uuid = json_find_string(given, "uuid"),
        .number = json_find_string(given, "number"),
        .version = int_of(given, "version"),
        .reason = json_find_string(given, "reason"),
        .text = json_find_string(given, "text"),
        .until_ms = int_of(given, "until_ms"),
        .person = json_find_string(given, "person"),
        .branch = json_find_string(given, "branch"),
        .lead = json_find_string(given, "lead"),
        .channel = json_find_string(given, "channel"),
        .told = is_true(given, "told"),
        .internal = is_true(given, "internal"),
        .reopen_days = (int)int_of(given, "reopen_days"),
    };
    return move_find(json_find_string(given, "move"), &move->move);
}

/* What is forgotten too late is offered once more: no harm. */
static void forget_jot(struct store *store, const struct store_move *move)
{
    struct error error = {0};
    if (!store_jot_drop(store, move->number, move_name(move->move), &error))
        log_error(&error);
}

/* Somebody else was first: no error of the store, but an outcome. */
static struct json_t *say_moved(const struct store_moved *moved)
{
    char at[CLOCK_ISO_SIZE];
    clock_iso(moved->at_ms, at);
    return json_pack("{s:s, s:s, s:s}", "actor", moved->actor, "kind",
                     event_name(move_event(moved->last)), "at", at);
}

static struct json_t *work_move(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    struct store_moved moved = {0};
    struct store_move move;
    if (!read_move(what->given, &move)) {
        error_set(error, MESSAGE_MOVE_NEEDS, "move");
        return NULL;
    }
    if (store_move(store, what->deadlines, &move, &moved, error)) {
        forget_jot(store, &move);
        return json_pack("{s:o}", "now", case_now_json(&moved.now));
    }
    if (!*moved.actor)
        return NULL;
    log_error(error);
    return say_moved(&moved);
}

void moving_start(struct fetch **slot, struct seat *seat, struct json_t *move,
                  void (*done)(const struct json_t *value,
                               const struct error *error, void *cookie),
                  void *cookie)
{
    const struct desk *desk = seat->desk;
    json_int_t days = config_int(desk->config, CONFIG_desk_reopen_days);
    json_object_set_new(move, "reopen_days", json_integer(days));
    fetch_start(slot, seat,
                &(struct fetch_what){
                    .work = work_move,
                    .done = done,
                    .cookie = cookie,
                    .given = move,
                    .deadlines = deadlines_hold(desk->deadlines),
                });
}

bool moving_end(struct seat *seat, const struct json_t *value,
                const struct error *error, struct case_now *now)
{
    if (!value) {
        seat_fault(seat, error);
        return false;
    }
    if (case_now_read(now, json_object_get(value, "now")))
        return true;
    AUTO_CHARS who = caserow_who(seat, json_find_string(value, "actor"),
                                 json_find_string(value, "kind"),
                                 json_find_string(value, "at"));
    AUTO_CHARS text = mem_format(_("%s Nothing was changed."), who);
    seat_say(seat, true, text);
    return false;
}
