/* The whole story of a case over SSH, as the README tells it: an agent logs it
 * for Kyzylorda, one of two in the branch takes it, asks back, answers in
 * Kazakh; the agent tells the caller; the supervisor reads it all, reviews and
 * exports; the log verifies. Everybody has a key and a terminal of their own.
 */
#include "console/base/text.h"
#include "tests/screens/branch_play.h"
#include "tests/ssh/ssh_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define QUESTION "Қай колледжде оқисыз?"
#define REPLY    "Арал қаласындағы колледж"
#define ANSWER   "Сіз енді тізімде барсыз, емханаға барыңыз."

static struct ssh_kit kit;

static void save(struct play *play, const char *sees)
{
    play_keys(play, "Ctrl+S");
    play_see(play, sees);
}

/* Two of the branch see it without a key; one of them gets it. */
static void take(struct play *dana, struct play *nurlan, const char *number)
{
    branch_read(dana, number);
    branch_read(nurlan, number);
    play_keys(dana, "t");
    play_see(dana, "You work on it");
    play_keys(nurlan, "t");
    play_see(nurlan, "dana took it at ");
    play_see(nurlan, "dana works on it.");
}

static void ask_back(struct play *agent, struct play *dana, const char *number)
{
    play_keys(dana, "c");
    play_see(dana, "Question, in ");
    play_type(dana, QUESTION);
    save(dana, ": awaits caller.");
    play_keys(agent, "c");
    branch_read(agent, number);
    play_keys(agent, "h");
    play_see(agent, QUESTION);
    play_type(agent, REPLY);
    save(agent, ": in work.");
    play_see(dana, REPLY);
}

static void answer(struct play *agent, struct play *dana)
{
    play_keys(dana, "a");
    play_see(dana, "Answer, in ");
    play_type(dana, ANSWER);
    save(dana, ": answered.");
    play_see(agent, ANSWER);
    play_keys(agent, "x");
    play_see(agent, "[1 Phone]");
    save(agent, ": closed.");
}

/* Reads the case by its row in the log of cases, then scores the call. */
static void review(struct play *saule, const char *number)
{
    play_keys(saule, "c");
    play_see(saule, "Cases: 1");
    branch_read(saule, number);
    play_see(saule, "closed");
    play_keys(saule, "PageDown");
    play_see(saule, "aigul closed it: Phone");
    play_keys(saule, "Esc");
    play_see(saule, "Cases: 1");
    play_keys(saule, "Esc");
    play_see(saule, "What needs a decision");
    play_keys(saule, "e");
    play_see(saule, "Review: 1 left");
    play_keys(saule, "Enter");
    play_see(saule, "What was asked and answered");
    play_keys(saule, "4");
    play_see(saule, "Score 4. Comment:");
    play_type(saule, "жақсы айтылды");
    play_keys(saule, "Enter");
    play_see(saule, "The review is saved.");
}

/* What the administrator asks the store on the machine itself. */
static void see_in_store(const char *line, const char *part)
{
    AUTO_CHARS said = ssh_kit_do(&kit, line);
    if (!strstr(said, part))
        fail_msg("\"%s\" is not in:\n%s", part, said);
}

static void a_case_from_the_call_to_the_export(void **state)
{
    struct play agent, dana, nurlan, saule;
    char number[24];
    (void)state;
    ssh_kit_meet(&kit, &dana, "dana", "Cases: 0");
    ssh_kit_meet(&kit, &nurlan, "nurlan", "Cases: 0");
    ssh_kit_meet(&kit, &agent, "aigul", "Ready for a call");
    branch_send(&agent, BRANCH_STUDENT, number);
    play_see(&dana, "Cases: 1"); /* without a key */
    play_see(&nurlan, "Cases: 1");
    take(&dana, &nurlan, number);
    ask_back(&agent, &dana, number);
    answer(&agent, &dana);
    ssh_kit_meet(&kit, &saule, "saule", "What needs a decision");
    review(&saule, number);
    pty_close(&agent.pty);
    pty_close(&dana.pty);
    pty_close(&nurlan.pty);
    pty_close(&saule.pty);
    ssh_kit_wait_consoles(&kit, 0);
    ssh_kit_traced(&kit, 0);
    AUTO_CHARS show = mem_format("$A case show %s --json", number);
    see_in_store(show, "\"state\":\"closed\"");
    see_in_store("$A --as saule case list --csv", number);
    see_in_store("$A --as saule call list --json", "\"score\":4");
    free(ssh_kit_do(&kit, "$A audit verify"));
}

static int open_kit(void **state)
{
    (void)state;
    ssh_kit_open(&kit);
    free(ssh_kit_do(
        &kit, "printf '[review]\\nsample_percent = 100\\n' >> $F/agent.conf"));
    ssh_kit_person(&kit, "aigul", "agent", NULL);
    ssh_kit_person(&kit, "dana", "branch", "KZO");
    ssh_kit_person(&kit, "nurlan", "branch", "KZO");
    ssh_kit_person(&kit, "saule", "supervisor", NULL);
    ssh_kit_serve(&kit, true);
    return 0;
}

static int close_kit(void **state)
{
    (void)state;
    ssh_kit_close(&kit);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_from_the_call_to_the_export)};
    return ssh_kit_able() ? cmocka_run_group_tests(tests, open_kit, close_kit)
                          : 0;
}
