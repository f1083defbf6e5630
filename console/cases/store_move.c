/* Moving a case: everything is looked at and written within one transaction,
 * so that of two who move at once one wins and the other reads who it was. */
#include "console/cases/store_move.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/life_step.h"
#include "console/cases/store_demand.h"
#include "console/cases/store_recount.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* A move on its way. */
struct moving {
    struct store *store;
    const struct deadlines *deadlines;
    const char *wall;       /* the only branch whose cases are seen, or NULL */
    struct store_move move; /* numbers in their written form */
    char number[NUMBER_SIZE], lead[NUMBER_SIZE];
    char *text; /* cleaned; NULL: none */
    int64_t at_ms;
    struct store_stand stand; /* as the case stands */
    struct case_now linked;   /* as it stood before it was linked */
    struct case_now next;
};

static void moving_clear(struct moving *moving)
{
    if (moving->text)
        seal_wipe(moving->text, strlen(moving->text));
    free(moving->text);
}

static bool moving_init(struct moving *moving, const struct store_move *move,
                        struct error *error)
{
    int64_t at_ms = clock_now_ms();

    moving->move = *move;
    moving->at_ms = at_ms;
    if (!move->number || !number_read(move->number, moving->number))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                         move->number ? strlen(move->number) : 0);
    moving->move.number = moving->number;
    moving->move.lead = NULL;
    if (move->lead && number_read(move->lead, moving->lead))
        moving->move.lead = moving->lead;
    if (move->text && *move->text)
        moving->text = text_clean(move->text, strlen(move->text), true);
    return right_need(moving->store->user, move_right(move->move), error) &&
           store_demand_given(&moving->move, moving->text, at_ms, error);
}

static bool see_last(const struct db_row *row, void *cookie)
{
    struct store_moved *moved = cookie;
    const char *actor = db_text(row, 0);
    enum event_kind kind;

    if (strlen(actor) < sizeof(moved->actor))
        memcpy(moved->actor, actor, strlen(actor) + 1);
    moved->at_ms = db_int(row, 1);
    return event_find(db_text(row, 2), &kind) &&
           !move_of_event(kind, &moved->last);
}

/* Who moved the case last. */
static bool find_last(struct store *store, const char *number,
                      struct store_moved *moved, struct error *error)
{
    moved->actor[0] = '\0';
    moved->at_ms = 0;
    moved->last = MOVE_COUNT;
    return db_query(store->db,
                    "SELECT actor, at_ms, kind FROM event WHERE number = ?"
                    " AND kind LIKE 'case!_%' ESCAPE '!' AND kind NOT IN"
                    " ('case_opened', 'case_routed', 'case_noted', 'case_kept'"
                    ", " STORE_DELIVERY ")"
                    " ORDER BY seq DESC LIMIT 1",
                    DB_ARGS(DB_TEXT(number)), see_last, moved, error);
}

/* The case stands elsewhere than the person thinks: tells who moved it. */
static bool refuse_moved(const struct moving *moving, struct store_moved *moved,
                         const struct error *reason, struct error *error)
{
    char at[CLOCK_ISO_SIZE];

    moved->now = moving->stand.now;
    if (!find_last(moving->store, moving->number, moved, error))
        return false;
    if (moved->last == MOVE_COUNT)
        return error_set(error, reason->message, "%s", reason->detail);
    clock_iso(moved->at_ms, at);
    return error_set(error, reason->message, "%s; %s by %s at %s",
                     reason->detail, move_name(moved->last), moved->actor, at);
}

/* Compares what the person saw with what is there, and asks the life. */
static bool may_move(const struct moving *moving, struct error *reason)
{
    const struct case_now *now = &moving->stand.now;
    const struct store_move *move = &moving->move;

    if (move->version > 0 && move->version != now->version)
        return error_set(reason, MESSAGE_CASE_MOVED, "%s: version %lld",
                         moving->number, (long long)now->version);
    return life_may(moving->store->user, move->move, now, moving->at_ms,
                    reason);
}

static bool see_linked(const struct db_row *row, void *cookie)
{
    const char *text = db_text(row, 0);
    AUTO_JSON was = json_parse(text, strlen(text), "event", false, NULL);

    if (!was || !case_now_read(cookie, was))
        memset(cookie, 0, sizeof(struct case_now));
    return false;
}

/* How a duplicate stood before it was linked. */
static bool find_linked(struct moving *moving, struct error *error)
{
    if (moving->move.move != MOVE_UNLINKED)
        return true;
    if (!db_query(moving->store->db,
                  "SELECT body ->> 'was' FROM event WHERE number = ?"
                  " AND kind = 'case_linked' ORDER BY seq DESC LIMIT 1",
                  DB_ARGS(DB_TEXT(moving->number)), see_linked, &moving->linked,
                  error))
        return false;
    return moving->linked.version > 0 ||
           error_set(error, MESSAGE_STORE_CORRUPT, "the link of case %s",
                     moving->number);
}

static bool step(struct moving *moving, struct error *error)
{
    const struct store_move *move = &moving->move;
    const struct life_step step = {.move = move->move,
                                   .at_ms = moving->at_ms,
                                   .actor = moving->store->user->name,
                                   .person = move->person,
                                   .branch = move->branch,
                                   .lead = move->lead,
                                   .until_ms = move->until_ms,
                                   .linked = &moving->linked};

    moving->next = moving->stand.now;
    return find_linked(moving, error) &&
           life_step(&moving->next, &step, moving->deadlines, error) &&
           (move->move != MOVE_RECOUNTED ||
            store_recount(moving->store, moving->deadlines, moving->number,
                          &moving->next, error));
}

/* Under which name the text of a move lies sealed. */
static const char *field_of(enum case_move move)
{
    switch (move) {
    case MOVE_NOTED:
    case MOVE_TRIED:
    case MOVE_CLOSED:
        return "note";
    case MOVE_ANSWERED:
        return "answer";
    case MOVE_ASKED_CALLER:
    case MOVE_ASKED_BODY:
        return "asked";
    case MOVE_HEARD:
        return "heard";
    default:
        return "reason";
    }
}

/* What the event tells; the branch it belongs to stands in "now". */
static json_t *body_of(const struct moving *moving)
{
    const struct store_move *move = &moving->move;
    unsigned demands = move_demands(move->move);
    json_t *body = json_pack(
        "{s:o, s:s*, s:s*, s:s*}", "now", case_now_json(&moving->next),
        "reason", demands & DEMAND_REASON ? move->reason : NULL, "channel",
        demands & DEMAND_CHANNEL ? move->channel : NULL, "calendar",
        moving->deadlines ? deadlines_version(moving->deadlines) : NULL);

    if (demands & DEMAND_TOLD)
        json_object_set_new(body, "told", json_boolean(move->told));
    if (move->move == MOVE_NOTED)
        json_object_set_new(body, "internal", json_boolean(move->internal));
    if (move->move == MOVE_SENT_ON)
        json_object_set_new(body, "from",
                            json_string(moving->stand.now.branch));
    if (move->move == MOVE_LINKED)
        json_object_set_new(body, "was", case_now_json(&moving->stand.now));
    return body;
}

static bool append(const struct moving *moving, struct error *error)
{
    const struct store_move *move = &moving->move;
    struct store_person person;
    AUTO_JSON body = body_of(moving);
    const struct store_entry entry = {
        .kind = move_event(move->move),
        .uuid = move->uuid,
        .number = moving->number,
        .person = &person,
        .body = body,
        .at_ms = moving->at_ms,
        .system = move->move == MOVE_FREED,
        .personal = {{field_of(move->move), moving->text}}};
    bool added = store_stand_person(moving->store, &moving->stand, moving->text,
                                    &person, error) &&
                 store_append(moving->store, &entry, error);

    seal_wipe(&person, sizeof(person));
    return added;
}

static bool move_one(struct moving *moving, struct store_moved *moved,
                     struct error *error)
{
    struct error reason = {0};

    if (!store_stand_read(moving->store, moving->number, moving->wall,
                          &moving->stand, error))
        return false;
    if (!may_move(moving, &reason))
        return refuse_moved(moving, moved, &reason, error);
    if (!store_demand_fits(moving->store, moving->deadlines, &moving->move,
                           &moving->stand.now, moving->at_ms, error) ||
        !step(moving, error) || !append(moving, error))
        return false;
    moved->now = moving->next;
    return find_last(moving->store, moving->number, moved, error);
}

/* A leading case that this user may not see is not named. */
static void wall_lead(struct store *store, struct case_now *now)
{
    const char *wall = store_wall(store);
    struct store_stand lead;

    if (wall && now->lead[0] &&
        !store_stand_read(store, now->lead, wall, &lead, NULL))
        now->lead[0] = '\0';
}

bool store_move_within(struct store *store, const struct deadlines *deadlines,
                       const struct store_move *move, struct store_moved *moved,
                       struct error *error)
{
    AUTO(moving_clear)
    struct moving moving = {
        .store = store, .deadlines = deadlines, .wall = store_wall(store)};

    bool done;

    *moved = (struct store_moved){.last = MOVE_COUNT};
    done = moving_init(&moving, move, error) && move_one(&moving, moved, error);
    wall_lead(store, &moved->now);
    return done;
}

/* It was done before: where does the case stand now? */
static bool tell_done(struct store *store, const struct store_move *move,
                      const char *number, struct store_moved *moved,
                      struct error *error)
{
    struct store_stand stand;
    char written[NUMBER_SIZE];

    if (!number_read(move->number, written) || strcmp(written, number) != 0)
        return error_set(error, MESSAGE_STORE_CONSTRAINT, "%s: of case %s",
                         move->uuid, number);
    if (!store_stand_read(store, number, store_wall(store), &stand, error))
        return false;
    moved->now = stand.now;
    wall_lead(store, &moved->now);
    return find_last(store, number, moved, error);
}

bool store_move(struct store *store, const struct deadlines *deadlines,
                const struct store_move *move, struct store_moved *moved,
                struct error *error)
{
    enum event_kind kind = move_event(move->move);
    struct store_found found;
    bool good;

    *moved = (struct store_moved){.last = MOVE_COUNT};
    if (!store_begin_once(store, kind, move->uuid, &found, error))
        return false;
    if (found.there)
        return tell_done(store, move, found.number, moved, error);
    good = store_move_within(store, deadlines, move, moved, error);
    if (store_finish(store, good, kind, move->uuid, error))
        return true;
    if (good) /* not committed: the case was moved by nobody */
        *moved = (struct store_moved){.last = MOVE_COUNT};
    return false;
}

static bool see_number(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie, json_string(db_text(row, 0)));
    return true;
}

/* The end of a lease is nobody's move: no wall stands before it. */
static bool free_one(struct store *store, const struct deadlines *deadlines,
                     const char *number, struct error *error)
{
    AUTO(moving_clear)
    struct moving moving = {.store = store, .deadlines = deadlines};
    char uuid[SEAL_UUID_SIZE];
    const struct store_move move = {
        .move = MOVE_FREED, .uuid = uuid, .number = number};
    struct store_moved moved;
    bool good;

    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    good =
        moving_init(&moving, &move, error) && move_one(&moving, &moved, error);
    return store_finish(store, good, EVENT_CASE_FREED, uuid, error);
}

/* Frees those of the list; who moved one meanwhile came first, and that is no
 * error. */
static bool free_all(struct store *store, const struct deadlines *deadlines,
                     const json_t *numbers, int *freed, struct error *error)
{
    for (size_t i = 0; i < json_array_size(numbers); i++) {
        const char *number = json_string_value(json_array_get(numbers, i));
        struct error reason = {0};

        if (free_one(store, deadlines, number, &reason))
            ++*freed;
        else if (reason.message != MESSAGE_MOVE_NOT_NOW)
            return error_set(error, reason.message, "%s", reason.detail);
    }
    return true;
}

bool store_free_leases(struct store *store, const struct deadlines *deadlines,
                       int most, int *freed, struct error *error)
{
    AUTO_JSON numbers = json_array();

    *freed = 0;
    if (!db_query(store->db,
                  "SELECT number FROM cases WHERE lease_ms <= ?1"
                  " ORDER BY lease_ms LIMIT ?2",
                  DB_ARGS(DB_INT(clock_now_ms()), DB_INT(most)), see_number,
                  numbers, error))
        return false;
    return free_all(store, deadlines, numbers, freed, error);
}
