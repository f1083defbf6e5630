/* Walls from the command line: what is not a person's and what is not there get
 * the same words and the same exit code, whatever is said about it. */
#include "console/cases/number.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/people/seal.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct store_kit kit;
static char kzo[NUMBER_SIZE], absent[NUMBER_SIZE];
static char call[SEAL_UUID_SIZE], no_call[SEAL_UUID_SIZE];

static const struct people_kit people[] = {{"ag17", ROLE_AGENT, NULL},
                                           {"ag18", ROLE_AGENT, NULL},
                                           {"br.ala", ROLE_BRANCH, "ALA"},
                                           {"head.ala", ROLE_HEAD, "ALA"},
                                           {"br.kzo", ROLE_BRANCH, "KZO"},
                                           {"sv", ROLE_SUPERVISOR, NULL},
                                           {0}};

/* A case of Kyzylorda and a call without one, both of the agent ag17. */
static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    people_kit_fill(kit.folder, people);
    struct store *store = store_kit_open(&kit, &kit.agent);
    struct call_record *record = store_kit_call("920202400028");
    memcpy(call, record->uuid, sizeof(call));
    store_kit_save(store, record);
    strcpy(kzo, store_kit_save(store, store_kit_case("900101300017", "KZO")));
    store_close(store);
    number_make("43", 2026, 900001, absent);
    seal_uuid(no_call);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

/* The text with what was named taken out. */
static char *without(const struct text *text, const char *named)
{
    AUTO_TEXT rest = {0};
    const char *at = text_chars(text), *found;
    for (; (found = strstr(at, named)); at = found + strlen(named)) {
        text_add_n(&rest, at, (size_t)(found - at));
        text_add(&rest, "#");
    }
    text_add(&rest, at);
    return text_take(&rest);
}

static struct cli_said say(const char *as, const char *words, const char *named)
{
    AUTO_CHARS line =
        mem_format("--as %s -o store.folder=%s %s", as, kit.folder, words);
    AUTO_TEXT whole = {0};
    const char *place = strchr(line, '#');
    text_add_n(&whole, line, (size_t)(place - line));
    text_add(&whole, named);
    text_add(&whole, place + 1);
    return cli_kit_run(NULL, "%s", text_chars(&whole));
}

/* Both get one answer, which is a refusal. */
static void one_answer(const char *as, const char *words, const char *hidden,
                       const char *none)
{
    AUTO_SAID theirs = say(as, words, hidden);
    AUTO_SAID nothing = say(as, words, none);
    AUTO_CHARS theirs_out = without(&theirs.out, hidden);
    AUTO_CHARS theirs_err = without(&theirs.err, hidden);
    AUTO_CHARS nothing_out = without(&nothing.out, none);
    AUTO_CHARS nothing_err = without(&nothing.err, none);
    if (theirs.exit_code == 0 || theirs.exit_code != nothing.exit_code)
        fail_msg("%s, %s: exit %d and %d", as, words, theirs.exit_code,
                 nothing.exit_code);
    assert_string_equal(theirs_out, nothing_out);
    assert_string_equal(theirs_err, nothing_err);
}

static void another_branch_s_case_is_not_there(void **state)
{
    static const char *const lines[] = {
        "case show #",
        "case show # --json",
        "case show # --reveal",
        "case take # --seen 1",
        "case note # --text word",
        "case answer # --text word",
        "case put-back # --reason other",
        "case ask-caller # --text word --until 2027-01-15",
        "case take-over # --seen 1 --text word",
        "case assign # --seen 1 --to br.ala",
        "case send-on # --seen 1 --to ALA --text word",
        "case reopen # --reason other --text word",
        "case finish # --seen 1 --text word",
        "case void # --seen 1 --text word",
        "case close # --told --channel phone",
        "person report #",
        "person erase #",
        "audit who-saw #",
    };
    static const char *const names[] = {"br.ala", "head.ala"};
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++)
        for (size_t j = 0; j < COUNT(names); j++)
            one_answer(names[j], lines[i], kzo, absent);
    /* The one whose it is reads it, so the case is there. */
    AUTO_SAID own = say("br.kzo", "case show #", kzo);
    assert_int_equal(own.exit_code, 0);
}

static void another_agent_s_call_is_not_there(void **state)
{
    static const char *const names[] = {"ag18", "br.kzo", "br.ala", "head.ala"};
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        one_answer(names[i], "call show #", call, no_call);
        one_answer(names[i], "call show # --json", call, no_call);
        AUTO_SAID list = say(names[i], "call list --json --limit 9#", "");
        cli_kit_lacks(&list.out, call);
    }
    AUTO_SAID own = say("ag17", "call show #", call);
    assert_int_equal(own.exit_code, 0);
    AUTO_SAID supervisor = say("sv", "call show #", call);
    assert_int_equal(supervisor.exit_code, 0);
}

/* No filter opens the wall. */
static void a_list_holds_the_own_branch_alone(void **state)
{
    static const char *const filters[] = {"",
                                          "--branch KZO",
                                          "--state open",
                                          "--agent ag17",
                                          "--text re:.",
                                          "--limit 100"};
    (void)state;
    for (size_t i = 0; i < COUNT(filters); i++) {
        AUTO_CHARS words = mem_format("case list --json %s#", filters[i]);
        AUTO_SAID list = say("head.ala", words, "");
        assert_int_equal(list.exit_code, 0);
        cli_kit_lacks(&list.out, kzo);
        AUTO_SAID own = say("br.kzo", words, "");
        cli_kit_has(&own.out, kzo);
    }
    AUTO_SAID clinics = say("head.ala", "case list --by clinic --json#", "");
    cli_kit_lacks(&clinics.out, "KZO");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_branch_s_case_is_not_there),
        cmocka_unit_test(another_agent_s_call_is_not_there),
        cmocka_unit_test(a_list_holds_the_own_branch_alone),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
