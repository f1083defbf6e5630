/* Whole calls, from the number to "saved", one for each way the shipped
 * scripts end up; each is played in the Latin, the Russian and the Kazakh
 * layout. Then the branch, which gets the case by itself and reads it. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT     "060312580870"
#define ABROAD      "050505681228"
#define JOBLESS     "840916381437"
#define FOUND_WORK  "920120381784"
#define IDLE_IE     "850101300808"
#define IE_AND_JOB  "930722483395"
#define GAP         "801201384443"
#define ARREARS     "810618384723"
#define PAID_LATELY "880411485071"
#define RECEIPT     "820907385145"
#define PENSIONER   "620508482130"
#define INSURED     "850314380100"
#define NOBODY      "830615388505"

/* What a keyboard layout sends for the keys of letters, and for digits. */
struct layout {
    const char *call, *notes, *speak, *reveal;
    const char *digits[10];
};

static const struct layout layouts[] = {
    {"n", "e", "l", "v", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
    {"т", "у", "д", "м", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
    {"Т", "У", "Д", "М", {"қ", "\"", "ә", "і", "ң", "ғ", ",", ".", "ү", "ұ"}},
};

/* A key, and what is seen after it. */
struct step {
    const char *key, *sees;
};

struct story {
    const char *iin; /* NULL: a call without one */
    const char *fault, *status;
    struct step steps[8];
    const char *outcome;
    const char *issue; /* as the form names it; NULL: no case */
    bool no_region;    /* so the branch is chosen by hand */
};

static const struct story student = {
    .iin = STUDENT,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"1", "Where and how do you study"},
              {"1", "Have you asked the dean's office"},
              {"3", "In which month were you enrolled"},
              {"?", "The place of study has"}},
    .outcome = "STU-02",
    .issue = "Student not in the list",
};

static const struct story student_abroad = {
    .iin = ABROAD,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"1", "Where and how do you study"},
              {"3", "Do you need a planned visit"},
              {"2", "Students of foreign"}},
    .outcome = "ABR-02",
    .issue = "Student abroad",
};

static const struct story jobless = {
    .iin = JOBLESS,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"2", "Have you registered as unemployed"},
              {"1", "Register as a job seeker"}},
    .outcome = "UNE-05",
};

static const struct story found_work = {
    .iin = FOUND_WORK,
    .status = "✗ UNINSURED",
    .steps = {{"1", "Has the employer shown you proof"},
              {"1", "Look at the paper"},
              {"1", "The employer has paid, yet"}},
    .outcome = "EMU-02",
    .issue = "Payment",
};

static const struct story idle_ie = {
    .iin = IDLE_IE,
    .status = "✗ UNINSURED",
    .steps = {{"1", "There is an open IE in your name"},
              {"1", "Are you a full-time student"},
              {"1", "An open IE owes"}},
    .outcome = "IEI-02",
};

static const struct story ie_and_job = {
    .iin = IE_AND_JOB,
    .status = "✗ UNINSURED",
    .steps = {{"1", "No recent payment of the"},
              {"2", "The employer must pay"}},
    .outcome = "IEJ-02",
};

static const struct story gap = {
    .iin = GAP,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"3", "you paid them already?"},
              {"2", "All the empty months cost"}},
    .outcome = "ARR-03",
};

static const struct story arrears = {
    .iin = ARREARS,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"3", "Do you want to pay for yourself"},
              {"1", "Both ways cost the same"}},
    .outcome = "ARR-05",
};

static const struct story paid_lately = {
    .iin = PAID_LATELY,
    .status = "✗ UNINSURED",
    .steps = {{"1", "you paid them already?"},
              {"1", "since you paid?"},
              {"2", "The payment goes from the bank"}},
    .outcome = "PAY-02",
};

static const struct story receipt_in_hand = {
    .iin = RECEIPT,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"4", "since you paid?"},
              {"1", "Look at the receipt"},
              {"1", "Empty months in the registry"},
              {"1", "Which day does the receipt show"},
              {"?", "Where did you pay?"},
              {"1", "The receipt is right, the time"}},
    .outcome = "PAY-05",
    .issue = "Payment",
};

static const struct story pensioner = {
    .iin = PENSIONER,
    .status = "✗ UNINSURED",
    .steps = {{"1", "do you study, work"},
              {"5", "Are you in one of these groups"},
              {"1", "For this you need"},
              {"3", "The state pays for this category"}},
    .outcome = "CAT-02",
    .issue = "Category",
};

static const struct story registry_down = {
    .iin = STUDENT,
    .fault = "500",
    .status = "? UNKNOWN: no answer",
    .steps = {{"1", "The registry does not answer now"},
              {"1", "The status is not known now"}},
    .outcome = "DWN-01",
    .issue = "Registry did not answer",
    .no_region = true,
};

static const struct story not_found = {
    .iin = NOBODY,
    .fault = "404",
    .status = "? NOT FOUND",
    .steps = {{"1", "The registry does not know this IIN"},
              {"1", "Was this IIN issued lately"},
              {"1", "A new IIN may not be in the registry"}},
    .outcome = "NFD-02",
    .issue = "Person not in the registry",
    .no_region = true,
};

static const struct story insured = {
    .iin = INSURED,
    .status = "✓ INSURED",
    .steps = {{"1", "By the registry the status is there"},
              {"1", "Show the clinic today's status"}},
    .outcome = "INS-01",
};

static const struct story general_question = {
    .steps = {{"2", "The employer pays for a worker"}},
    .outcome = "GEN-02",
};

static void type_number(struct play *play, const struct layout *layout,
                        const char *iin)
{
    for (; *iin; iin++)
        play_type(play, layout->digits[*iin - '0']);
}

static void take_the_call(struct play *play, const struct story *story,
                          const struct layout *layout)
{
    play_keys(play, layout->call);
    play_see(play, "The caller's IIN, 12 digits");
    if (story->iin)
        type_number(play, layout, story->iin);
    else
        play_keys(play, "Enter");
    play_see(play, story->iin ? "Are you asking about yourself"
                              : "What would you like to know");
    play_see(play, story->iin ? story->status : "A call without an IIN");
}

/* Another language and back again: the same step, nothing is lost. */
static void change_language(struct play *play, const struct layout *layout)
{
    play_keys(play, layout->speak);
    play_see(play, "ҚАЗ");
    play_keys(play, layout->speak);
    play_see(play, "РУС");
    play_keys(play, layout->speak);
    play_see(play, "ENG");
}

static void write_notes(struct play *play, const struct layout *layout)
{
    play_keys(play, layout->notes);
    play_see(play, "Esc done");
    play_type(play, "Сөйлесті");
    play_see(play, "Сөйлесті");
    play_keys(play, "F6");
    play_gone(play, "Esc done");
}

/* Without an answer the caller is asked for the region. */
static void choose_a_branch(struct play *play)
{
    play_see(play, "‹ — ›");
    play_keys(play, "Ctrl+S");
    play_see(play, "! Which branch acts?");
    play_keys(play, "Right");
    play_gone(play, "‹ — ›");
}

static void end_the_call(struct play *play, const struct story *story)
{
    char number[24];
    play_keys(play, "Enter");
    play_see(play, story->outcome);
    play_see(play, "Сөйлесті");
    if (!story->issue) {
        play_see(play, "End of call");
        play_save_call(play);
    } else {
        play_see(play, "Case for a branch");
        play_see(play, story->issue);
        if (story->no_region)
            choose_a_branch(play);
        play_save_case(play, number);
        assert_int_equal(strlen(number), strlen("43-26-000001-1"));
    }
    play_leave(play);
    play_see(play, story->outcome);
}

static void the_call(const struct story *story, const struct layout *layout)
{
    struct play_place place;
    struct play play;
    play_open(&place);
    play_fault(&place, story->fault ? story->fault : "none");
    play_start(&play, &place, NULL);
    take_the_call(&play, story, layout);
    change_language(&play, layout);
    write_notes(&play, layout);
    for (const struct step *step = story->steps; step->key; step++) {
        play_keys(&play, step->key);
        play_see(&play, step->sees);
    }
    end_the_call(&play, story);
    play_end(&play);
    play_close(&place);
}

static void in_each_layout(void **state)
{
    for (size_t i = 0; i < COUNT(layouts); i++)
        the_call(*state, &layouts[i]);
}

/* The agent hands a student's case over, with a phone. */
static void send_a_case(struct play *agent, char *number)
{
    play_call_of(agent, STUDENT, "✗ UNINSURED");
    for (const struct step *step = student.steps; step->key; step++) {
        play_keys(agent, step->key);
        play_see(agent, step->sees);
    }
    play_keys(agent, "Enter");
    play_see(agent, "Case for a branch");
    play_type(agent, "87010000055");
    play_keys(agent, "Tab 2");
    play_see(agent, "[2 yes]");
    play_save_case(agent, number);
}

static void the_branch_sees_a_case_come_and_reads_it(void **state)
{
    (void)state;
    char number[24];
    struct play_place place;
    struct play agent, branch;
    play_open(&place);
    play_branch(&branch, &place, "KZO");
    play_see(&branch, "No cases here.");
    play_start(&agent, &place, NULL);
    send_a_case(&agent, number);
    play_see(&branch, number); /* without a key */
    play_see(&branch, "Cases: 1");
    play_see(&branch, "Student not in the");
    play_keys(&branch, "Enter");
    play_see(&branch, "The caller");
    play_see(&branch, "may be called back");
    play_not(&branch, "87010000055");
    play_see(&branch, "TASK      Find out why the student");
    play_see(&branch, "What the caller was told");
    play_see(&branch, "The place of study has");
    play_keys(&branch, "v");
    play_see(&branch, "87010000055");
    play_see(&branch, "Образцов Тимур");
    play_see(&branch, STUDENT);
    play_keys(&branch, "PageDown");
    play_see(&branch, "What was asked and answered");
    play_see(&branch, "Have you asked the dean's office");
    play_see(&branch, "    They say sent");
    play_end(&branch);
    play_end(&agent);
    play_close(&place);
}

static void another_branch_does_not_see_the_case(void **state)
{
    (void)state;
    char number[24];
    struct play_place place;
    struct play agent, branch, other;
    play_open(&place);
    play_start(&agent, &place, NULL);
    send_a_case(&agent, number);
    play_branch(&branch, &place, "KZO");
    play_see(&branch, number);
    play_branch(&other, &place, "AST");
    play_see(&other, "No cases here.");
    play_not(&other, number);
    play_end(&other);
    play_end(&branch);
    play_end(&agent);
    play_close(&place);
}

#define STORY(story)                                                           \
    {                                                                          \
#story, in_each_layout, NULL, NULL, (void *)&story                     \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(student),
        STORY(student_abroad),
        STORY(jobless),
        STORY(found_work),
        STORY(idle_ie),
        STORY(ie_and_job),
        STORY(gap),
        STORY(arrears),
        STORY(paid_lately),
        STORY(receipt_in_hand),
        STORY(pensioner),
        STORY(registry_down),
        STORY(not_found),
        STORY(insured),
        STORY(general_question),
        cmocka_unit_test(the_branch_sees_a_case_come_and_reads_it),
        cmocka_unit_test(another_branch_does_not_see_the_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
