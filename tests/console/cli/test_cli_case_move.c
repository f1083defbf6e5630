/* Cases are moved by commands named after the moves: with the same rights as on
 * the screens, and who loses a race reads who won. */
#include "console/base/json.h"
#include "console/cases/life.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct store_kit kit;
static char number[NUMBER_SIZE];

static const struct people_kit people[] = {
    {"ag17", ROLE_AGENT, NULL},     {"sv1", ROLE_SUPERVISOR, NULL},
    {"br.kzo", ROLE_BRANCH, "KZO"}, {"br.two", ROLE_BRANCH, "KZO"},
    {"br.ala", ROLE_BRANCH, "ALA"}, {0}};

static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    people_kit_fill(kit.folder, people);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

static int begin_case(void **state)
{
    struct store *store = store_kit_open(&kit, &kit.agent);

    (void)state;
    strcpy(number, store_kit_save(store, store_kit_case(NULL, "KZO")));
    store_close(store);
    return 0;
}

/* Runs `case WORDS` as somebody. */
static struct cli_said run_as(const char *who, const char *input,
                              const char *words)
{
    return cli_kit_run(input, "-o store.folder=%s --as=%s case %s", kit.folder,
                       who, words);
}

/* The same with the number behind the first word; expects this exit code. */
static struct cli_said move_as(const char *who, const char *move,
                               const char *options, int exit_code)
{
    AUTO_CHARS words = mem_format("%s %s %s", move, number, options);
    struct cli_said said = run_as(who, "Мәтін стандартты кірістен\n", words);

    if (said.exit_code != exit_code)
        fail_msg("%s: %d %s", words, said.exit_code, text_chars(&said.err));
    return said;
}

#define DO(who, move, options, exit_code)                                      \
    do {                                                                       \
        AUTO_SAID done = move_as(who, move, options, exit_code);               \
    } while (0)

static void a_case_goes_through_its_life(void **state)
{
    (void)state;
    AUTO_SAID taken = move_as("br.kzo", "take", "--json", 0);
    AUTO_JSON json = cli_kit_json(&taken);
    assert_string_equal(json_find_string(json, "state"), "in_work");
    assert_string_equal(json_find_string(json, "holder"), "br.kzo");
    assert_string_equal(json_find_string(json, "number"), number);
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 2);
    assert_non_null(json_find_string(json, "lease"));
    DO("br.kzo", "ask-caller", "--text сұрақ --until 2999-01-01", 2);
    DO("br.kzo", "ask-caller", "--text сұрақ --until tomorrow", 2);
    DO("br.kzo", "note", "--text ішкі --internal", 0);
    DO("br.kzo", "put-back", "--reason absent", 0);
    DO("br.two", "take", "", 0);
    DO("br.two", "return", "--reason lacks_data --text 'бұйрық жоқ'", 0);
    DO("sv1", "send-on", "--to KZO --text 'міне бұйрық'", 0);
    DO("br.two", "take", "", 0);
    DO("br.two", "answer", "--text -", 0);
    DO("ag17", "close", "", 2);
    DO("ag17", "try", "--channel phone", 0);
    AUTO_SAID closed = move_as("ag17", "close", "--told --channel phone", 0);
    cli_kit_has(&closed.out, "closed");
    DO("ag17", "reopen", "--reason not_solved --text қате", 0);
    DO("sv1", "void", "--text қате", 0);
    DO("sv1", "note", "--text қате", 7);
    AUTO_CHARS show = mem_format("show %s --reveal", number);
    AUTO_SAID story = run_as("sv1", NULL, show);
    cli_kit_has(&story.out, "Мәтін стандартты кірістен");
    cli_kit_has(&story.out, "lacks_data");
}

static void the_loser_of_a_race_reads_who_won(void **state)
{
    (void)state;
    DO("br.kzo", "take", "--seen 1", 0);
    AUTO_SAID lost = move_as("br.two", "take", "--seen 1", 7);
    cli_kit_has(&lost.err, "take by br.kzo at 20");
    AUTO_SAID late = move_as("br.two", "take", "", 7);
    cli_kit_has(&late.err, "take by br.kzo at 20");
    AUTO_SAID other = move_as("br.two", "answer", "--text жауап", 6);
    cli_kit_has(&other.err, "held by br.kzo");
}

static void rights_are_those_of_the_screens(void **state)
{
    (void)state;
    DO("ag17", "take", "", 6);
    DO("sv1", "take", "", 6);
    DO("br.kzo", "assign", "--to br.two", 6);
    DO("br.kzo", "finish", "--text аяқ", 6);
    AUTO_CHARS words = mem_format("take %s", number);
    AUTO_SAID other = run_as("br.ala", NULL, words);
    assert_int_equal(other.exit_code, 4);
    AUTO_SAID missing = run_as("br.kzo", NULL, "take 43-26-99");
    assert_int_equal(missing.exit_code, 2);
    AUTO_SAID none = run_as("br.kzo", NULL, "steal 43-26-99");
    assert_int_equal(none.exit_code, 2);
}

static void the_moves_are_listed(void **state)
{
    (void)state;
    AUTO_SAID said = run_as("br.kzo", NULL, "moves --json");
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *moves = json_object_get(all, "moves");
    assert_int_equal(json_array_size(moves), MOVE_COUNT);
    for (int i = 0; i < MOVE_COUNT; i++)
        assert_string_equal(
            json_find_string(json_array_get(moves, (size_t)i), "move"),
            move_name((enum case_move)i));
    AUTO_SAID freed = run_as("ag17", NULL, "free --json");
    assert_int_equal(freed.exit_code, 0);
    cli_kit_has(&freed.out, "\"freed\":0");
}

#define TEST(name) cmocka_unit_test_setup(name, begin_case)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_case_goes_through_its_life),
        TEST(the_loser_of_a_race_reads_who_won),
        TEST(rights_are_those_of_the_screens),
        TEST(the_moves_are_listed),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
