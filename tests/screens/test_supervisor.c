/* The supervisor's desk: what needs a decision, the log narrowed by chips as
 * the options of the command line narrow it, a search that is stopped, calls
 * reviewed one after the other, the board's figures, who looked at whom; and
 * that nobody else gets there. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/people/keys.h"
#include "tests/kit/bench_record.h"
#include "tests/screens/desk_play.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870" /* region 43 */

static const struct play_cast saule = {.name = "saule",
                                       .role = ROLE_SUPERVISOR};

/* ---- the stage ---- */

/* Saves so many made-up calls with cases, by an agent who sits in the place;
 * `noted` is the note of the first, of which the others have nothing. */
static void fill(struct play_place *place, const char *agent, int count,
                 const char *noted)
{
    AUTO(keys_clear) struct keys keys = {0};
    struct user user = {.name = (char *)agent, .role = ROLE_AGENT};
    struct error error = {0};
    char number[NUMBER_SIZE];
    play_seat(place, &(struct play_cast){.name = agent});
    assert_true(keys_load(&keys, place->folder, &error));
    struct store *store = store_open(place->folder, &keys, &user, 5000, &error);
    assert_non_null(store);
    for (int i = 0; i < count; i++) {
        struct call_record *record = bench_record(i);
        if (noted && i == 0) {
            free(record->notes);
            record->notes = mem_copy(noted);
        }
        assert_true(store_save(store, record, number, &error));
        call_record_free(record);
    }
    store_close(store);
}

/* The rows that a listing of the command line gives a supervisor. */
static int listed(struct play_place *place, const char *what,
                  const char *option)
{
    const char *arguments[] = {
        what,           "list", "--json", "-o", "person.name=saule",
        "--limit=5000", option, NULL};
    AUTO_CHARS text = play_command(place, arguments, 0);
    AUTO_JSON answer = json_parse(text, strlen(text), "listing", false, NULL);
    const json_t *rows =
        json_object_get(answer, strcmp(what, "case") == 0 ? "cases" : "calls");
    assert_non_null(rows);
    return (int)json_array_size(rows);
}

/* Types into the chooser and takes what is selected. */
static void narrow(struct play *play, const char *typed, const char *chip)
{
    play_keys(play, "/");
    play_see(play, "Narrow by:");
    play_type(play, typed);
    AUTO_CHARS shown = mem_format(" / %s", typed);
    play_see(play, shown);
    play_keys(play, "Enter");
    play_gone(play, "Narrow by:");
    play_see(play, chip);
}

static void see_count(struct play *play, const char *title, int count)
{
    AUTO_CHARS line = mem_format("%s: %d ", title, count);
    play_see(play, line);
}

/* ---- the start ---- */

static void the_start_tells_what_needs_a_decision(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 3, NULL);
    play_start(&play, &place, &saule);
    play_see(&play, "What needs a decision");
    play_see(&play, "cases past their due time");
    play_see(&play, "The latest cases");
    play_see(&play, "ALA");
    play_keys(&play, "2");
    play_see(&play, "[1 state: ");
    play_see(&play, "Cases: 0");
    play_keys(&play, "1"); /* the chip goes */
    play_gone(&play, "[1");
    play_see(&play, "Cases: 3");
    play_keys(&play, "Esc");
    play_see(&play, "What needs a decision");
    play_keys(&play, "n");
    play_see(&play, "The caller's IIN, 12 digits");
    play_over(&place, &play);
}

/* ---- the log ---- */

static void chips_narrow_as_the_options_do(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 31, "хабарласу керек");
    fill(&place, "ag18", 12, NULL);
    play_start(&play, &place, &saule);
    play_see(&play, "What needs a decision");
    play_keys(&play, "c");
    see_count(&play, "Cases", listed(&place, "case", NULL));
    narrow(&play, "not done", "[1 not done yet]");
    see_count(&play, "Cases", listed(&place, "case", "--active"));
    play_keys(&play, "u");
    narrow(&play, "kyzyl", "[1 branch: Kyzylorda");
    see_count(&play, "Cases", listed(&place, "case", "--branch=KZO"));
    play_keys(&play, "u");
    narrow(&play, "қазақша", "[1 language: қазақша]");
    see_count(&play, "Cases", listed(&place, "case", "--spoken=kk"));
    play_keys(&play, "u");
    narrow(&play, "overdue", "[1 overdue]");
    see_count(&play, "Cases", listed(&place, "case", "--overdue"));
    play_keys(&play, "u");
    narrow(&play, "ag18", "[1 agent: ag18]");
    see_count(&play, "Cases", listed(&place, "case", "--agent=ag18"));
    narrow(&play, "re:хабар.*керек", "[2 text: re:");
    play_see(&play, "Looked through all: 12, found: 0.");
    play_keys(&play, "1");
    play_gone(&play, "agent: ag18");
    see_count(&play, "Cases", listed(&place, "case", "--text=re:хабар.*керек"));
    play_see(&play, "found: 1.");
    play_keys(&play, "u t");
    see_count(&play, "Calls", listed(&place, "call", NULL));
    narrow(&play, "ag18", "[1 agent: ag18]");
    see_count(&play, "Calls", listed(&place, "call", "--agent=ag18"));
    play_over(&place, &play);
}

static void days_and_languages_are_chips_too(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 4, NULL);
    play_start(&play, &place, &saule);
    play_keys(&play, "c");
    play_see(&play, "Cases: 4");
    narrow(&play, "today", "[1 from: ");
    play_see(&play, "Cases: 4");
    narrow(&play, "01.02.2020", "[1 from: 2020-02-01]"); /* in its place */
    play_keys(&play, "/");
    play_see(&play, "Narrow by:");
    play_type(&play, "2020-03-01");
    play_see(&play, "> from");
    play_keys(&play, "Down Enter");
    play_see(&play, "[2 until: 2020-03-01]");
    play_see(&play, "Cases: 0");
    play_keys(&play, "u");
    play_see(&play, "Cases: 4");
    narrow(&play, "орыс", "[1 text: ");
    play_keys(&play, "u");
    narrow(&play, "русс", "[1 language: русский]");
    play_see(&play, "Cases: 0");
    play_keys(&play, "/");
    play_see(&play, "Narrow by:");
    play_keys(&play, "Esc"); /* nothing was chosen */
    play_gone(&play, "Narrow by:");
    play_see(&play, "[1 language: русский]");
    play_over(&place, &play);
}

/* A text is looked for in jobs of 200 rows: the oldest of 600 is found in
 * the last. */
static void a_search_goes_through_all_and_pages_come_by_key(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 600, "тіркелім");
    play_start(&play, &place, &saule);
    play_keys(&play, "c");
    play_see(&play, "Cases: 100+");
    play_keys(&play, "End");
    play_see(&play, "Cases: 200+");
    play_keys(&play, "Home");
    narrow(&play, "re:тіркелім", "[1 text: re:тіркелім]");
    play_see(&play, "found: 1.");
    play_see(&play, "Looked through all: 600");
    play_over(&place, &play);
}

/* The log's file is held by another program: the search waits, and is stopped;
 * later it goes on. */
static void a_search_is_stopped_and_goes_on(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 5, "тіркелім");
    play_start(&play, &place, &saule);
    play_keys(&play, "c");
    play_see(&play, "Cases: 5");
    pid_t locker = play_lock(&place);
    narrow(&play, "re:тіркелім", "[1 text: re:тіркелім]");
    play_see(&play, "Esc stops");
    play_see(&play, "Esc stop ");
    play_keys(&play, "Esc");
    play_gone(&play, "Esc stops");
    play_see(&play, "Down at the end goes on.");
    play_unlock(locker);
    play_keys(&play, "Down");
    play_see(&play, "Looked through all: 5, found: 1.");
    play_keys(&play, "Esc"); /* nothing runs: it leaves */
    play_see(&play, "What needs a decision");
    play_over(&place, &play);
}

/* ---- reviews ---- */

static char *call_told(struct play_place *place, const char *uuid)
{
    const char *arguments[] = {
        "call", "show", uuid, "--json", "-o", "person.name=saule", NULL};
    return play_command(place, arguments, 0);
}

static char *first_call(struct play_place *place)
{
    const char *arguments[] = {
        "call", "list", "--json", "-o", "person.name=saule", NULL};
    AUTO_CHARS text = play_command(place, arguments, 0);
    AUTO_JSON answer = json_parse(text, strlen(text), "calls", false, NULL);
    return mem_copy(json_find_string(
        json_array_get(json_object_get(answer, "calls"), 0), "uuid"));
}

static void calls_are_reviewed_one_after_the_other(void **state)
{
    static const char *const all[] = {"-o", "review.sample_percent=100", NULL};
    static const char *const verify[] = {"audit", "verify", "-o",
                                         "person.name=saule", NULL};
    struct play_place place;
    struct play play;
    struct play_cast cast = saule;
    (void)state;
    cast.arguments = all;
    play_open(&place);
    fill(&place, "ag17", 2, NULL);
    play_seat(&place, &saule);
    AUTO_CHARS uuid = first_call(&place);
    AUTO_CHARS before = call_told(&place, uuid);
    play_start(&play, &place, &cast);
    play_keys(&play, "e");
    play_see(&play, "Review: 2 left, 0 done today");
    play_see(&play, "random sample");
    play_keys(&play, "Enter");
    play_see(&play, "What was asked and answered");
    play_see(&play, "........"); /* masked until it is revealed */
    play_keys(&play, "4");
    play_see(&play, "Score 4. Comment:");
    play_type(&play, "жақсы айтылды");
    play_see(&play, "жақсы айтылды");
    play_keys(&play, "Enter");
    play_see(&play, "Review: 1 left, 1 done today");
    play_see(&play, "The review is saved.");
    play_gone(&play, "Score 4");
    play_keys(&play, "5");
    play_see(&play, "Score 5. Comment:");
    play_type(&play, "асығыс");
    play_see(&play, "асығыс");
    play_keys(&play, "Esc");
    play_gone(&play, "Score 5");
    play_keys(&play, "Esc");
    play_see(&play, "The comment is not saved.");
    play_keys(&play, "Enter"); /* no */
    play_gone(&play, "The comment is not saved.");
    play_keys(&play, "2");
    play_see(&play, "Score 2. Comment: асығыс");
    play_keys(&play, "Enter");
    play_see(&play, "Nothing is left to review.");
    play_see(&play, "Review: 0 left, 2 done today");
    AUTO_CHARS after = call_told(&place, uuid);
    assert_string_equal(after, before);
    play_keys(&play, "Esc");
    play_see(&play, "What needs a decision");
    play_keys(&play, "t");
    play_see(&play, "Calls: 2");
    play_keys(&play, "Enter");
    play_see(&play, "Case ");
    play_keys(&play, "End");
    play_see(&play, "4 of 5  жақсы айтылды");
    free(play_command(&place, verify, 0));
    play_over(&place, &play);
}

/* ---- the board ---- */

static void the_board_counts_what_the_list_lists(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 7, NULL);
    play_start(&play, &place, &saule);
    play_keys(&play, "o");
    play_see(&play, "Board: the last 7 days");
    AUTO_CHARS open =
        mem_format("Open %d ", listed(&place, "case", "--state=open"));
    play_see(&play, open);
    play_see(&play, "KZO  ██");
    fill(&place, "ag18", 2, NULL); /* it sees by itself */
    play_see(&play, "Open 9 ");
    play_keys(&play, "d");
    play_see(&play, "the last 30 days");
    pty_settle(&play.pty, 300);
    size_t before = pty_bytes(&play.pty);
    pty_settle(&play.pty, 5000);
    assert_in_range(pty_bytes(&play.pty) - before, 0, 40 * 5);
    play_over(&place, &play);
}

static void bars_are_plain_signs_where_asked(void **state)
{
    static const char *const ascii[] = {"--ascii", NULL};
    struct play_place place;
    struct play play;
    struct play_cast cast = saule;
    (void)state;
    cast.arguments = ascii;
    play_open(&place);
    fill(&place, "ag17", 4, NULL);
    play_start(&play, &place, &cast);
    play_keys(&play, "o");
    play_see(&play, "####");
    play_not(&play, "█");
    play_over(&place, &play);
}

/* What the line carries: the start, and one key in the log. */
static void the_log_is_light_on_the_line(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    fill(&place, "ag17", 60, NULL);
    play_start(&play, &place, &saule);
    play_see(&play, "The latest cases");
    play_see(&play, "KZO");
    pty_settle(&play.pty, 300);
    assert_in_range(pty_bytes(&play.pty), 1, 6000);
    play_keys(&play, "c");
    play_see(&play, "Cases: 60");
    for (int i = 0; i < 30; i++) { /* also where the list scrolls */
        pty_settle(&play.pty, 60);
        size_t before = pty_bytes(&play.pty);
        play_keys(&play, "Down");
        pty_settle(&play.pty, 60);
        assert_in_range(pty_bytes(&play.pty) - before, 1, 300);
    }
    play_over(&place, &play);
}

/* ---- who looked ---- */

static void a_look_by_iin_is_a_look(void **state)
{
    struct play_place place;
    struct play agent, play;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    play_call_of(&agent, STUDENT, "✗ UNINSURED");
    play_keys(&agent, "k");
    play_see(&agent, "Case for a branch");
    play_save_case(&agent, number);
    play_end(&agent);
    play_start(&play, &place, &saule);
    play_keys(&play, "s");
    play_see(&play, "Who looked at whose data");
    play_type(&play, number);
    play_see(&play, number);
    play_keys(&play, "Enter");
    play_see(&play, "Who looked at case");
    play_see(&play, "aigul");
    play_type(&play, STUDENT);
    play_see(&play, STUDENT);
    play_keys(&play, "Enter");
    play_see(&play, "Who looked at IIN ........0870");
    play_see(&play, "looked the person up");
    play_not(&play, STUDENT);
    play_type(&play, "saule");
    play_see(&play, "/ saule");
    play_keys(&play, "Enter");
    play_see(&play, "What saule looked at: 1");
    play_over(&place, &play);
}

/* ---- the others ---- */

static void nobody_else_gets_to_these_screens(void **state)
{
    static const char *const names[] = {"Review calls", "List the calls",
                                        "Show the figures", "Show who looked"};
    struct play_place place;
    struct play agent, branch;
    struct play *both[] = {&agent, &branch};
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    play_see(&agent, "Ready for a call");
    play_branch(&branch, &place, "KZO");
    for (size_t i = 0; i < COUNT(both); i++) {
        play_keys(both[i], "t e o s F3 F4 F7 F11");
        play_keys(both[i], "Esc");
        play_not(both[i], "What needs a decision");
        play_not(both[i], "Review:");
        play_not(both[i], "Board");
        play_not(both[i], "Who looked");
        play_not(both[i], "Calls:");
        play_keys(both[i], "Ctrl+P");
        play_see(both[i], "Commands");
        for (size_t n = 0; n < COUNT(names); n++)
            play_not(both[i], names[n]);
        play_end(both[i]);
    }
    play_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_start_tells_what_needs_a_decision),
        cmocka_unit_test(chips_narrow_as_the_options_do),
        cmocka_unit_test(days_and_languages_are_chips_too),
        cmocka_unit_test(a_search_goes_through_all_and_pages_come_by_key),
        cmocka_unit_test(a_search_is_stopped_and_goes_on),
        cmocka_unit_test(calls_are_reviewed_one_after_the_other),
        cmocka_unit_test(the_board_counts_what_the_list_lists),
        cmocka_unit_test(bars_are_plain_signs_where_asked),
        cmocka_unit_test(the_log_is_light_on_the_line),
        cmocka_unit_test(a_look_by_iin_is_a_look),
        cmocka_unit_test(nobody_else_gets_to_these_screens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
