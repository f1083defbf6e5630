/* The walls: 10,000 random commands of random people on random cases beside a
 * model that knows of the store only who is where. What a branch person gets
 * names no other branch's case, and such a case is as one that is not there.
 * WALL_ROUNDS and WALL_SEED choose others. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store_board.h"
#include "console/cases/store_jot.h"
#include "console/cases/store_looks.h"
#include "console/cases/store_review.h"
#include "console/cases/store_subject.h"

#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 24, ROUNDS = 10000, ALL_ROWS = 200 };

#define IIN "900101300017"

/* Nobody cuts the power here, so what is synced need not reach the disk. */
int fdatasync(int file)
{
    (void)file;
    return 0;
}

int fsync(int file)
{
    (void)file;
    return 0;
}

/* What the model knows of a case. Its token stands in all that it holds. */
struct known {
    char number[NUMBER_SIZE], part[SEAL_UUID_SIZE], token[8];
    const char *branch;
};

static struct move_kit kit;
static struct known cases[CASES];
static unsigned dice;

static unsigned roll(unsigned sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 8) % sides;
}

/* The people by the plan: role letter and branch (NULL: the line). */
static const struct {
    char role;
    const char *branch;
} plan[MOVE_KIT_PEOPLE] = {
    [AGENT] = {'A', NULL},      [AGENT_TWO] = {'A', NULL},
    [SUPERVISOR] = {'S', NULL}, [KZO] = {'B', "KZO"},
    [KZO_TWO] = {'B', "KZO"},   [KZO_HEAD] = {'H', "KZO"},
    [ALA] = {'B', "ALA"},       [ALA_HEAD] = {'H', "ALA"},
    [ADMIN] = {'M', NULL}};

static bool sees(enum move_kit_who who, const struct known *known)
{
    return !plan[who].branch || strcmp(plan[who].branch, known->branch) == 0;
}

static void make_case(struct known *known, int i)
{
    const char *branch = i % 2 ? "KZO" : "ALA";
    struct call_record *record = store_kit_case(IIN, branch);

    known->branch = branch;
    snprintf(known->token, sizeof(known->token), "tk%02d", i);
    strcpy(known->part, record->uuid);
    free(record->outcome);
    free(record->notes);
    free(record->opened->issue);
    free(record->opened->text);
    record->outcome = mem_format("out-%s", known->token);
    record->notes = mem_format("notes %s", known->token);
    record->opened->issue = mem_format("issue_%s", known->token);
    record->opened->text = mem_format("text %s", known->token);
    strcpy(known->number, store_kit_save(kit.stores[AGENT], record));
}

static int begin(void **state)
{
    const char *seed = getenv("WALL_SEED");

    (void)state;
    dice = seed ? (unsigned)strtoul(seed, NULL, 10) : 20261122;
    move_kit_make(&kit);
    for (int i = 0; i < CASES; i++)
        make_case(&cases[i], i);
    return 0;
}

static int end(void **state)
{
    (void)state;
    move_kit_remove(&kit);
    return 0;
}

/* What a command gave: what was said, or why nothing was. */
struct answer {
    json_t *said; /* NULL: refused, or nothing to say */
    bool good;
    struct error error;
};

static void answer_clear(struct answer *answer)
{
    json_decref(answer->said);
}

static struct answer given(json_t *said)
{
    return (struct answer){said, said != NULL, kit.error};
}

/* A command: who asks, about which case (or number that is none). */
struct asked {
    enum move_kit_who who;
    struct store *store;
    const char *number, *part;
    const struct known *known; /* whose token goes into what is written */
    unsigned chance;           /* of this round, the same for both tries */
};

static struct answer read_case(const struct asked *asked)
{
    return given(store_case(asked->store, asked->number, false, &kit.error));
}

static struct answer reveal_case(const struct asked *asked)
{
    if (!store_add_reveal(asked->store, "case", NULL, NULL, asked->number,
                          &kit.error))
        return given(NULL);
    return given(store_case(asked->store, asked->number, true, &kit.error));
}

static struct answer read_call(const struct asked *asked)
{
    return given(
        store_call(asked->store, asked->part, asked->chance % 2, &kit.error));
}

/* A void case stays so: seldom, or nothing would be left to be moved. */
static enum case_move move_of(const struct asked *asked)
{
    enum case_move move = (enum case_move)(asked->chance % MOVE_COUNT);

    return move == MOVE_VOIDED && asked->chance / 64 % 100 ? MOVE_TAKEN : move;
}

static const char *branch_of(const struct asked *asked)
{
    return asked->chance / 32 % 2 ? "KZO" : "ALA";
}

/* A random move, with all that any move may want. */
static struct answer move_case(const struct asked *asked)
{
    enum case_move id = move_of(asked);
    const struct known *other = &cases[asked->chance / 64 % CASES];
    const char *reason = life_reason(id, 0);
    char uuid[SEAL_UUID_SIZE];
    AUTO_CHARS text = mem_format("%s %s", move_name(id), asked->known->token);
    const struct store_move move = {
        .move = id,
        .uuid = uuid,
        .number = asked->number,
        .version = move_kit_now(&kit, asked->known->number).version,
        .reason = reason,
        .text = text,
        .until_ms = 1895338000000,
        .person = asked->chance / 32 % 2 ? "br.kzo2" : "br.ala",
        .branch = branch_of(asked),
        .lead = other->number,
        .channel = "phone",
        .told = true,
        .reopen_days = 30};

    seal_uuid(uuid);
    memset(&kit.moved, 0, sizeof(kit.moved));
    if (store_move(asked->store, NULL, &move, &kit.moved, &kit.error))
        return given(case_now_json(&kit.moved.now));
    /* Who moved it before is told to the loser. */
    struct answer refused = given(json_string(kit.moved.actor));
    refused.good = false;
    return refused;
}

static struct answer jot(const struct asked *asked)
{
    if (!store_jot_write(asked->store, asked->number, "answer", "жоба",
                         &kit.error))
        return given(NULL);
    return given(store_jots(asked->store, asked->number, &kit.error));
}

static struct answer who_saw(const struct asked *asked)
{
    const struct store_look_filter filter = {.number = asked->number};

    return given(store_looks(asked->store, &filter, &kit.error));
}

static struct answer review_call(const struct asked *asked)
{
    char uuid[SEAL_UUID_SIZE];
    const struct store_review review = {uuid, asked->part, 4, NULL};

    seal_uuid(uuid);
    if (!store_review_save(asked->store, &review, &kit.error))
        return given(NULL);
    return given(store_reviews(asked->store, asked->part, false, &kit.error));
}

static struct answer report_person(const struct asked *asked)
{
    const struct store_subject who = {NULL, asked->number};

    return given(store_subject_preview(asked->store, &who, &kit.error));
}

/* The same about a case. roles: who may at all, by the plan. */
static const struct {
    struct answer (*ask)(const struct asked *asked);
    const char *roles;
} commands[] = {
    {read_case, "ASBHM"}, {reveal_case, "ASBHM"}, {read_call, "ASBHM"},
    {move_case, "ASBHM"}, {move_case, "ASBHM"},   {jot, "ASBHM"},
    {who_saw, "SM"},      {review_call, "SM"},    {report_person, "SM"},
};

/* The text with every number of a case and uuid of a call taken out. */
static char *without(const char *text, const struct asked *asked)
{
    struct text out = {0};

    while (*text)
        if (strncmp(text, asked->number, strlen(asked->number)) == 0) {
            text += strlen(asked->number);
        } else if (strncmp(text, asked->part, strlen(asked->part)) == 0) {
            text += strlen(asked->part);
        } else {
            text_add_n(&out, text++, 1);
        }
    return text_take(&out);
}

static void assert_same(const struct answer *real, const struct asked *asked,
                        const struct answer *none, const struct asked *missing)
{
    AUTO_CHARS first = without(real->error.detail, asked);
    AUTO_CHARS second = without(none->error.detail, missing);

    assert_int_equal(real->good, none->good);
    assert_int_equal(real->error.message, none->error.message);
    assert_string_equal(first, second);
    if (real->said || none->said)
        assert_true(json_equal(real->said, none->said));
}

/* Nothing of a case that this person may not see. Figures of a branch count
 * the reasons of what was opened for it, wherever it is now. */
static void assert_no_leak(enum move_kit_who who, const struct answer *answer,
                           bool figures)
{
    AUTO_CHARS said = answer->said ? json_dumps(answer->said, JSON_ENCODE_ANY)
                                   : mem_copy(answer->error.detail);

    for (size_t i = 0; i < CASES; i++)
        if (!sees(who, &cases[i]) &&
            (strstr(said, cases[i].number) ||
             (!figures && strstr(said, cases[i].token))))
            fail_msg("%s reads of %s: %s", kit.people[who].name,
                     cases[i].number, said);
}

/* The model follows a case that was sent on. */
static void follow(struct known *known, size_t command,
                   const struct asked *asked, bool good)
{
    if (commands[command].ask == move_case && good &&
        move_of(asked) == MOVE_SENT_ON)
        known->branch = branch_of(asked);
}

static struct answer ask(size_t command, const struct asked *asked)
{
    error_clear(&kit.error);
    return commands[command].ask(asked);
}

static void ask_of_a_case(enum move_kit_who who)
{
    static const char nobody[] = "00000000-0000-4000-8000-000000000000";
    struct known *known = &cases[roll(CASES)];
    size_t command = roll(COUNT(commands));
    struct asked asked = {who,         kit.stores[who], known->number,
                          known->part, known,           roll(1 << 20)};
    struct asked missing = asked;
    char none[NUMBER_SIZE];
    bool seen = sees(who, known);
    AUTO(answer_clear) struct answer real = ask(command, &asked);

    if (!strchr(commands[command].roles, plan[who].role))
        assert_int_equal(real.error.message, MESSAGE_RIGHT_MISSING);
    if (seen) {
        assert_no_leak(who, &real, false);
        assert_true(real.error.message != MESSAGE_CASE_NOT_FOUND);
        follow(known, command, &asked, real.good);
        return;
    }
    number_make("43", 2026, 900000 + (int)roll(99999), none);
    missing.number = none;
    missing.part = nobody;
    AUTO(answer_clear) struct answer nothing = ask(command, &missing);
    assert_same(&real, &asked, &nothing, &missing);
}

/* All cases that this person sees, by the model and by the list. */
static void list_cases(enum move_kit_who who)
{
    const struct store_filter filter = {.limit = ALL_ROWS,
                                        .by_due = roll(2),
                                        .text = roll(8) == 0 ? "tk" : NULL,
                                        .branch = roll(3) == 0   ? "KZO"
                                                  : roll(3) == 0 ? "ALA"
                                                                 : NULL};
    AUTO(answer_clear)
    struct answer answer =
        given(store_cases(kit.stores[who], &filter, &kit.error));
    size_t seen = 0;

    assert_non_null(answer.said);
    assert_no_leak(who, &answer, false);
    for (size_t i = 0; i < CASES; i++)
        seen += sees(who, &cases[i]) &&
                (!filter.branch || strcmp(filter.branch, cases[i].branch) == 0);
    assert_int_equal(json_array_size(answer.said), seen);
}

static json_t *read_list(enum move_kit_who who, unsigned kind)
{
    const struct store_filter filter = {.limit = ALL_ROWS,
                                        .text = roll(4) == 0 ? "tk" : NULL};
    const struct store_review_filter review = {.sample_percent = 100};
    struct store *store = kit.stores[who];

    switch (kind) {
    case 0:
        return store_calls(store, &filter, &kit.error);
    case 1:
        return store_clinics(store, &filter, &kit.error);
    case 2:
        return store_history(store, IIN, &kit.error);
    default:
        return store_review_queue(store, &review, &kit.error);
    }
}

static json_t *read_board(enum move_kit_who who)
{
    const struct store_board_filter board = {.branch = roll(2) ? "KZO" : "ALA"};
    json_t *said = store_board(kit.stores[who], &board, &kit.error);

    /* Whatever was asked for, a head gets the own branch. */
    if (said && plan[who].branch)
        assert_string_equal(json_find_string(said, "branch"), plan[who].branch);
    return said;
}

static void ask_for_a_list(enum move_kit_who who)
{
    error_clear(&kit.error);
    if (roll(2)) {
        list_cases(who);
        return;
    }
    unsigned kind = roll(5);
    AUTO(answer_clear)
    struct answer answer =
        given(kind == 4 ? read_board(who) : read_list(who, kind));
    assert_true(answer.said || answer.error.message == MESSAGE_RIGHT_MISSING);
    assert_no_leak(who, &answer, kind == 4);
}

static void no_command_sees_through_the_wall(void **state)
{
    const char *asked = getenv("WALL_ROUNDS");
    long rounds = asked ? strtol(asked, NULL, 10) : ROUNDS;

    (void)state;
    for (long i = 0; i < rounds; i++) {
        enum move_kit_who who = (enum move_kit_who)roll(MOVE_KIT_PEOPLE);

        if (roll(8) == 0)
            ask_for_a_list(who);
        else
            ask_of_a_case(who);
    }
    move_kit_verify(&kit);
    print_message("%ld commands, 0 leaks\n", rounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_command_sees_through_the_wall),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
