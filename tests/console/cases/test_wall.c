/* Walls: 10,000 random people, cases, calls and commands, each answer held
 * against a model of who may do and see what. The model is written from the
 * plan (part 10) and the issue on the desks, without the product's rights. What
 * is not theirs and what is not there must be one answer. */
#include "tests/console/cases/move_kit.h"

#include "console/base/json.h"
#include "console/cases/number.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_board.h"
#include "console/cases/store_callback.h"
#include "console/cases/store_jot.h"
#include "console/cases/store_looks.h"
#include "console/cases/store_people.h"
#include "console/cases/store_recount.h"
#include "console/cases/store_review.h"
#include "console/cases/store_subject.h"
#include "console/people/seal.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CASES = 12, CALLS = 8, ROUNDS = 10000 };

/* ---- the model ---- */

/* A agent, S supervisor, B branch person, H head of a branch, M admin. */
static const struct {
    char letter;
    const char *name, *branch; /* NULL: of the line */
} cast[MOVE_KIT_PEOPLE] = {
    [AGENT] = {'A', "ag17", NULL},       [AGENT_TWO] = {'A', "ag18", NULL},
    [SUPERVISOR] = {'S', "sv1", NULL},   [KZO] = {'B', "br.kzo", "KZO"},
    [KZO_TWO] = {'B', "br.kzo2", "KZO"}, [KZO_HEAD] = {'H', "head.kzo", "KZO"},
    [ALA] = {'B', "br.ala", "ALA"},      [ALA_HEAD] = {'H', "head.ala", "ALA"},
    [ADMIN] = {'M', "admin", NULL},
};

/* Who may make which move with a case that they see. */
static const struct {
    const char *move, *roles;
} movers[] = {
    {"take", "BH"},       {"assign", "H"},    {"take-over", "H"},
    {"put-back", "BH"},   {"free", "ASBHM"},  {"keep", "BH"},
    {"ask-caller", "BH"}, {"ask-body", "BH"}, {"hear", "ASBHM"},
    {"resume", "BH"},     {"return", "BH"},   {"send-on", "SM"},
    {"answer", "BH"},     {"try", "ASBHM"},   {"close", "ASBHM"},
    {"reopen", "ASM"},    {"recount", "SM"},  {"link", "SHM"},
    {"unlink", "SHM"},    {"finish", "SM"},   {"void", "SM"},
    {"note", "ASBHM"},
};

/* A case as the model knows it; the last one of the world is not there. */
struct known {
    char number[NUMBER_SIZE];
    char part[SEAL_UUID_SIZE]; /* of the call that opened it */
    const char *branch;        /* NULL: not there */
};

/* A call without a case, of an agent; the last one is not there. */
struct heard {
    char part[SEAL_UUID_SIZE];
    const char *agent; /* NULL: not there */
};

struct world {
    struct move_kit kit;
    struct known cases[CASES + 1];
    struct heard calls[CALLS + 1];
    unsigned dice;
    int leaks, wrong;  /* seen what is not theirs; refused what is */
    int hidden, given; /* answers of either kind */
    int round;
    enum move_kit_who who; /* whose turn it is */
};

static bool has(const struct world *world, const char *roles)
{
    return strchr(roles, cast[world->who].letter) != NULL;
}

static bool sees_case(const struct world *world, const struct known *known)
{
    const char *own = cast[world->who].branch;

    return known->branch && (!own || strcmp(own, known->branch) == 0);
}

/* A call that opened a case is seen by its branch; agents see their own; all
 * cases were opened by the first agent. */
static bool sees_part(const struct world *world, const struct known *known)
{
    return sees_case(world, known) && (!has(world, "A") || world->who == AGENT);
}

static bool sees_call(const struct world *world, const struct heard *heard)
{
    return heard->agent && (has(world, "SM") ||
                            strcmp(heard->agent, cast[world->who].name) == 0);
}

/* ---- the world ---- */

static unsigned dice(struct world *world, unsigned sides)
{
    world->dice = world->dice * 1103515245u + 12345u;
    return (world->dice >> 12) % sides;
}

static int begin(void **state)
{
    struct world *world = mem_new(sizeof(*world));

    world->dice = 1414;
    move_kit_make(&world->kit);
    for (int i = 0; i < CASES; i++) {
        struct known *known = &world->cases[i];
        known->branch = i % 2 ? "ALA" : "KZO";
        struct call_record *record =
            store_kit_case("900101300017", known->branch);
        record->opened->term = mem_copy("status_correction");
        memcpy(known->part, record->uuid, SEAL_UUID_SIZE);
        strcpy(known->number, store_kit_save(world->kit.stores[AGENT], record));
    }
    number_make("43", 2026, 900001, world->cases[CASES].number);
    seal_uuid(world->cases[CASES].part);
    for (int i = 0; i < CALLS; i++) {
        enum move_kit_who who = i % 2 ? AGENT : AGENT_TWO;
        struct call_record *record = store_kit_call("920202400028");
        world->calls[i].agent = cast[who].name;
        memcpy(world->calls[i].part, record->uuid, SEAL_UUID_SIZE);
        store_kit_save(world->kit.stores[who], record);
    }
    seal_uuid(world->calls[CALLS].part);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;

    move_kit_remove(&world->kit);
    free(world);
    return 0;
}

static struct store *store_of(const struct world *world)
{
    return world->kit.stores[world->who];
}

/* ---- judging an answer ---- */

static void leak(struct world *world, const char *what)
{
    world->leaks++;
    print_error("leak in round %d: %s by %s\n", world->round, what,
                cast[world->who].name);
}

static void wrong(struct world *world, const char *what,
                  const struct error *error)
{
    world->wrong++;
    print_error("refused in round %d: %s by %s: %s (%s)\n", world->round, what,
                cast[world->who].name, message_name(error->message),
                error->detail);
}

/* The answer as a person reads it, with the thing named taken out. */
static char *told(const struct error *error, const char *named)
{
    const char *at = strstr(error->detail, named);

    if (!at)
        return mem_format("%d %s", error->message, error->detail);
    return mem_format("%d %.*s#%s", error->message, (int)(at - error->detail),
                      error->detail, at + strlen(named));
}

static void same(struct world *world, const char *what, const char *hidden,
                 const char *absent)
{
    world->hidden++;
    if (strcmp(hidden, absent) != 0) {
        leak(world, what);
        print_error("  not theirs: %s\n  not there:  %s\n", hidden, absent);
    }
}

/* A command on one case or call, by its name; did it say yes? */
typedef bool command(struct world *world, const char *name,
                     struct error *error);

/* Runs it on the thing and, when the model hides that, on one that is not
 * there: both must say the same. `allowed`: by role. */
static void hold(struct world *world, const char *what, command *run,
                 const char *const names[2], bool allowed, bool seen)
{
    struct error error = {0}, none = {0};
    bool yes = run(world, names[0], &error);

    world->given += yes;
    if (allowed && seen) {
        if (!yes)
            wrong(world, what, &error);
        return;
    }
    if (yes)
        leak(world, what);
    if (!allowed && error.message != MESSAGE_RIGHT_MISSING && !yes && seen)
        wrong(world, what, &error);
    (void)run(world, names[1], &none);
    AUTO_CHARS hidden = told(&error, names[0]);
    AUTO_CHARS absent = told(&none, names[1]);
    same(world, what, hidden, absent);
}

/* ---- commands on a case ---- */

static bool given(json_t *value)
{
    bool there = value != NULL;

    json_decref(value);
    return there;
}

static bool show_case(struct world *world, const char *number,
                      struct error *error)
{
    return given(store_case(store_of(world), number, world->round % 2, error));
}

static bool reveal_case(struct world *world, const char *number,
                        struct error *error)
{
    return store_add_reveal(store_of(world), "case", NULL, NULL, number, error);
}

static bool see_looks(struct world *world, const char *number,
                      struct error *error)
{
    const struct store_look_filter filter = {.number = number};

    return given(store_looks(store_of(world), &filter, error));
}

static bool report_person(struct world *world, const char *number,
                          struct error *error)
{
    const struct store_subject who = {NULL, number};

    return given(store_subject_report(store_of(world), &who, false, error));
}

static bool preview_erasing(struct world *world, const char *number,
                            struct error *error)
{
    const struct store_subject who = {NULL, number};

    return given(store_subject_preview(store_of(world), &who, error));
}

static const struct {
    const char *what, *roles;
    command *run;
} of_case[] = {
    {"case show", "ASBHM", show_case},  {"case reveal", "ASBHM", reveal_case},
    {"who saw", "SM", see_looks},       {"person report", "SM", report_person},
    {"erasing", "SM", preview_erasing},
};

static void try_case(struct world *world)
{
    size_t i = dice(world, COUNT(of_case));
    const struct known *known = &world->cases[dice(world, CASES + 1)];
    const char *const names[] = {known->number, world->cases[CASES].number};

    hold(world, of_case[i].what, of_case[i].run, names,
         has(world, of_case[i].roles), sees_case(world, known));
}

/* ---- moves ---- */

static struct store_move any_move(struct world *world, enum case_move move)
{
    static const char *const branches[] = {"KZO", "ALA"};
    const char *reason = life_reason(move, 0);

    return (struct store_move){
        .move = move,
        .reason = reason,
        .text = "a word",
        .until_ms = 1795338000000 + 3LL * 24 * 60 * 60 * 1000,
        .person = cast[dice(world, MOVE_KIT_PEOPLE)].name,
        .branch = branches[dice(world, 2)],
        .lead = world->cases[dice(world, CASES + 1)].number,
        .channel = "phone",
        .told = true,
        .reopen_days = 30,
        .version = 1 + dice(world, 6)};
}

/* What came of a move: "yes", or the refusal; where the case stands must not
 * be told of one that is hidden. */
static char *make_move(struct world *world, struct store_move move,
                       const char *number, bool hidden)
{
    struct store_moved *moved = &world->kit.moved;

    move.number = number;
    if (!hidden && dice(world, 2))
        move.version = 0; /* the kit fills in the right one */
    if (move_kit_try(&world->kit, world->who, move))
        return mem_copy("yes");
    if (hidden && (moved->actor[0] || moved->now.branch[0] || moved->at_ms))
        leak(world, "where a case stands");
    return told(&world->kit.error, number);
}

static void try_move(struct world *world)
{
    size_t i = dice(world, COUNT(movers));
    struct known *known = &world->cases[dice(world, CASES + 1)];
    enum case_move id;

    assert_true(move_find(movers[i].move, &id));
    struct store_move move = any_move(world, id);
    bool allowed = has(world, movers[i].roles);
    bool hidden = !sees_case(world, known);
    AUTO_CHARS answer = make_move(world, move, known->number, hidden);
    enum message message = world->kit.error.message;
    bool yes = strcmp(answer, "yes") == 0;

    world->given += yes;
    if (yes && (!allowed || hidden))
        leak(world, movers[i].move);
    if (!allowed && !yes && message != MESSAGE_RIGHT_MISSING && !hidden)
        wrong(world, movers[i].move, &world->kit.error);
    if (allowed && !hidden && message == MESSAGE_CASE_NOT_FOUND &&
        id != MOVE_LINKED)
        wrong(world, movers[i].move, &world->kit.error);
    if (yes && id == MOVE_SENT_ON && !hidden)
        known->branch = strcmp(move.branch, "KZO") == 0 ? "KZO" : "ALA";
    if (!hidden)
        return;
    AUTO_CHARS absent =
        make_move(world, move, world->cases[CASES].number, true);
    same(world, movers[i].move, answer, absent);
}

/* The answer to linking a case to another one, whose number is taken out. */
static char *link_to(struct world *world, const char *number, const char *lead)
{
    struct store_move move = any_move(world, MOVE_LINKED);

    move.number = number;
    move.lead = lead;
    move.version = 0; /* the kit fills in the right one */
    return move_kit_try(&world->kit, world->who, move)
               ? mem_copy("yes")
               : told(&world->kit.error, lead);
}

/* A case of one's own is linked to one that is hidden: as to one not there. */
static void try_lead(struct world *world)
{
    const struct known *own = &world->cases[dice(world, CASES)];
    const struct known *lead = &world->cases[dice(world, CASES)];

    if (!has(world, "H") || !sees_case(world, own) || sees_case(world, lead))
        return;
    AUTO_CHARS hidden = link_to(world, own->number, lead->number);
    AUTO_CHARS absent = link_to(world, own->number, world->cases[CASES].number);
    same(world, "link to a hidden case", hidden, absent);
    if (strcmp(hidden, "yes") == 0)
        leak(world, "link to a hidden case");
}

/* ---- commands on a call ---- */

static bool show_call(struct world *world, const char *part,
                      struct error *error)
{
    return given(store_call(store_of(world), part, world->round % 2, error));
}

static bool reveal_call(struct world *world, const char *part,
                        struct error *error)
{
    return store_add_reveal(store_of(world), "call", part, NULL, NULL, error);
}

static bool review_call(struct world *world, const char *part,
                        struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    const struct store_review review = {uuid, part, 3, "a comment"};

    seal_uuid(uuid);
    return store_review_save(store_of(world), &review, error);
}

/* Reviews of a hidden call are none, and that is no error; a branch has none
 * at all: how the line judges its agents is its own. */
static void try_reviews(struct world *world, const char *part, bool seen)
{
    struct error error = {0};
    AUTO_JSON reviews = store_reviews(store_of(world), part, true, &error);

    if (!reviews)
        wrong(world, "reviews", &error);
    else if ((!seen || cast[world->who].branch) && json_array_size(reviews) > 0)
        leak(world, "reviews");
}

static const struct {
    const char *what, *roles;
    command *run;
} of_call[] = {{"call show", "ASBHM", show_call},
               {"call reveal", "ASBHM", reveal_call},
               {"review", "SM", review_call}};

static void try_call(struct world *world)
{
    size_t i = dice(world, COUNT(of_call));
    const struct known *known = &world->cases[dice(world, CASES + 1)];
    const struct heard *heard = &world->calls[dice(world, CALLS + 1)];
    bool with_case = dice(world, 2);
    bool seen = with_case ? sees_part(world, known) : sees_call(world, heard);
    const char *const names[] = {with_case ? known->part : heard->part,
                                 world->calls[CALLS].part};

    hold(world, of_call[i].what, of_call[i].run, names,
         has(world, of_call[i].roles), seen);
    try_reviews(world, names[0], seen);
}

/* ---- lists ---- */

static const struct known *find_case(const struct world *world,
                                     const char *number)
{
    for (int i = 0; i < CASES; i++)
        if (strcmp(world->cases[i].number, number) == 0)
            return &world->cases[i];
    return NULL;
}

static int seen_cases(const struct world *world, const char *branch)
{
    int count = 0;

    for (int i = 0; i < CASES; i++)
        count += sees_case(world, &world->cases[i]) &&
                 (!branch || strcmp(world->cases[i].branch, branch) == 0);
    return count;
}

static const char *any_branch(struct world *world)
{
    static const char *const branches[] = {NULL, "KZO", "ALA", "QQQ"};

    return branches[dice(world, COUNT(branches))];
}

static void try_cases(struct world *world)
{
    struct error error = {0};
    const struct store_filter filter = {
        .branch = any_branch(world), .by_due = dice(world, 2), .limit = 100};
    AUTO_JSON rows = store_cases(store_of(world), &filter, &error);
    const json_t *row;
    size_t i;

    json_array_foreach(
        rows, i,
        row) if (!sees_case(world,
                            find_case(world, json_find_string(row, "number"))))
        leak(world, "case list");
    if ((int)json_array_size(rows) != seen_cases(world, filter.branch))
        wrong(world, "case list", &error);
}

static int seen_calls(const struct world *world)
{
    int count = 0;

    for (int i = 0; i < CASES; i++)
        count += sees_part(world, &world->cases[i]);
    for (int i = 0; i < CALLS; i++)
        count += sees_call(world, &world->calls[i]);
    return count;
}

static void try_calls(struct world *world)
{
    struct error error = {0};
    const struct store_filter filter = {.limit = 100};
    AUTO_JSON rows = store_calls(store_of(world), &filter, &error);
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const char *number = json_find_string(row, "number");
        const char *agent = json_find_string(row, "agent");
        const struct known *known = number ? find_case(world, number) : NULL;
        if (known ? !sees_part(world, known)
                  : !has(world, "SM") &&
                        strcmp(agent, cast[world->who].name) != 0)
            leak(world, "call list");
    }
    if ((int)json_array_size(rows) != seen_calls(world))
        wrong(world, "call list", &error);
}

/* Figures of a branch hold nothing of another one. */
static void own_figures(struct world *world, const char *what,
                        const json_t *figures)
{
    const char *own = cast[world->who].branch;
    AUTO_CHARS text = figures ? json_canonical(figures) : mem_copy("");
    AUTO_CHARS other =
        mem_format("\"%s\"", own && strcmp(own, "KZO") == 0 ? "ALA" : "KZO");

    if (own && strstr(text, other))
        leak(world, what);
}

static void allowed_alone(struct world *world, const char *what,
                          const char *roles, bool yes,
                          const struct error *error)
{
    if (yes && !has(world, roles))
        leak(world, what);
    if (!yes && has(world, roles))
        wrong(world, what, error);
}

static void try_board(struct world *world)
{
    struct error error = {0};
    const struct store_board_filter filter = {.branch = any_branch(world)};
    AUTO_JSON board = store_board(store_of(world), &filter, &error);

    allowed_alone(world, "board", "SHM", board != NULL, &error);
    own_figures(world, "board", board);
}

static void try_clinics(struct world *world)
{
    struct error error = {0};
    const struct store_filter filter = {.branch = any_branch(world)};
    AUTO_JSON clinics = store_clinics(store_of(world), &filter, &error);

    allowed_alone(world, "clinics", "ASBHM", clinics != NULL, &error);
    own_figures(world, "clinics", clinics);
}

static void try_queue(struct world *world)
{
    struct error error = {0};
    const struct store_review_filter filter = {.sample_percent = 100};

    allowed_alone(world, "queue", "SM",
                  given(store_review_queue(store_of(world), &filter, &error)),
                  &error);
    error_clear(&error);
    allowed_alone(world, "attention", "SM",
                  given(store_attention(store_of(world), &filter, &error)),
                  &error);
}

static void try_recounts(struct world *world)
{
    if (!has(world, "SM") && given(store_recounts(store_of(world), NULL, NULL)))
        leak(world, "recount");
}

static void try_users(struct world *world)
{
    struct error error = {0};
    AUTO(user_clear) struct user guest = {.name = mem_copy("ag17")};

    allowed_alone(world, "user list", "M",
                  given(store_users(store_of(world), &error)), &error);
    if (has(world, "M"))
        return;
    if (store_user_add(store_of(world), &guest, NULL) ||
        store_user_change(store_of(world), &guest, NULL) ||
        store_user_disable(store_of(world), "ag17", true, NULL) ||
        store_key_revoke(store_of(world), "SHA256:", NULL))
        leak(world, "user");
}

static void try_callers(struct world *world)
{
    struct error error = {0};
    char uuid[SEAL_UUID_SIZE];
    AUTO_JSON callbacks = NULL;

    allowed_alone(world, "history", "ASM",
                  given(store_history(store_of(world), "900101300017", &error)),
                  &error);
    error_clear(&error);
    seal_uuid(uuid);
    allowed_alone(world, "look-up", "ASM",
                  store_add_lookup(store_of(world), uuid, NULL, "920202400028",
                                   NULL, &error),
                  &error);
    error_clear(&error);
    callbacks = store_callbacks(store_of(world), &error);
    allowed_alone(world, "calls promised", "ASM", callbacks != NULL, &error);
}

/* What one person jots down nobody else reads. */
static void try_jots(struct world *world)
{
    struct error error = {0};
    const char *number = world->cases[dice(world, CASES + 1)].number;
    AUTO_JSON jots = store_jots(store_of(world), number, &error);
    const char *text = json_find_string(jots, "answer");

    if (text && strcmp(text, cast[world->who].name) != 0)
        leak(world, "jot");
    if (!store_jot_write(store_of(world), number, "answer",
                         cast[world->who].name, &error))
        wrong(world, "jot", &error);
}

/* ---- the rounds ---- */

static void nobody_sees_or_does_what_is_not_theirs(void **state)
{
    static void (*const tries[])(struct world * world) = {
        try_case,  try_case,    try_case,  try_move,     try_move,    try_move,
        try_lead,  try_call,    try_call,  try_cases,    try_calls,   try_board,
        try_queue, try_clinics, try_users, try_recounts, try_callers, try_jots};
    struct world *world = *state;

    /* A move that is not in the model is in nobody's hands. */
    assert_int_equal(MOVE_COUNT, COUNT(movers));
    for (world->round = 0; world->round < ROUNDS; world->round++) {
        world->who = (enum move_kit_who)dice(world, MOVE_KIT_PEOPLE);
        tries[dice(world, COUNT(tries))](world);
    }
    /* Enough was tried of either kind to say something. */
    assert_true(world->given > ROUNDS / 10 && world->hidden > ROUNDS / 10);
    assert_int_equal(world->leaks, 0);
    assert_int_equal(world->wrong, 0);
    world->who = ADMIN;
    move_kit_verify(&world->kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobody_sees_or_does_what_is_not_theirs,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
