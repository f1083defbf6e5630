/* Leases on the screen, and the moves of heads and supervisors. */
#include "tests/screens/branch_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOUR 3600000LL

/* A place with a case that dana of KZO holds and reads. */
struct scene {
    struct play_place place;
    struct play agent, dana;
    char number[24];
};

static void begin(struct scene *scene)
{
    play_open(&scene->place);
    play_start(&scene->agent, &scene->place, NULL);
    branch_send(&scene->agent, BRANCH_STUDENT, scene->number);
    branch_sit(&scene->dana, &scene->place, "dana", 1);
    branch_read(&scene->dana, scene->number);
    play_keys(&scene->dana, "t");
    play_see(&scene->dana, "You work on it");
}

static void end(struct scene *scene)
{
    play_end(&scene->dana);
    play_end(&scene->agent);
    play_close(&scene->place);
}

/* The first key of an hour costs an event, those after it none. */
static void the_holders_keys_renew_the_lease(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    play_keys(&scene.dana, "Down Up");
    branch_logged(&scene.place, "case_kept", 0);
    branch_shorten(&scene.place, 2 * HOUR);
    play_keys(&scene.dana, "Esc");
    play_see(&scene.dana, "held by");
    branch_read(&scene.dana, scene.number);
    play_keys(&scene.dana, "Down");
    branch_logged(&scene.place, "case_kept", 1);
    play_keys(&scene.dana, "Up Down n");
    play_see(&scene.dana, "For whom");
    play_type(&scene.dana, "a note");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "Saved.");
    branch_logged(&scene.place, "case_kept", 1);
    end(&scene);
}

/* Who reads is no holder. */
static void keys_of_others_renew_nothing(void **state)
{
    struct scene scene;
    struct play nurlan;
    (void)state;
    begin(&scene);
    branch_shorten(&scene.place, 2 * HOUR);
    branch_sit(&nurlan, &scene.place, "nurlan", 1);
    branch_read(&nurlan, scene.number);
    play_keys(&nurlan, "Down Up Down n");
    play_see(&nurlan, "For whom");
    play_type(&nurlan, "a note");
    play_keys(&nurlan, "Ctrl+S");
    play_see(&nurlan, "Saved.");
    branch_logged(&scene.place, "case_kept", 0);
    play_end(&nurlan);
    end(&scene);
}

/* Another desk of the branch frees it; what the holder typed stays theirs. */
static void a_lease_that_is_over_frees_the_case(void **state)
{
    struct scene scene;
    struct play nurlan;
    (void)state;
    begin(&scene);
    play_keys(&scene.dana, "a");
    play_see(&scene.dana, "Answer, in English");
    play_type(&scene.dana, "HALF-WRITTEN");
    branch_kept(&scene.place, 1);
    branch_shorten(&scene.place, 1000 * HOUR);
    branch_sit(&nurlan, &scene.place, "nurlan", 1);
    branch_logged(&scene.place, "case_freed", 1);
    branch_read(&nurlan, scene.number);
    play_see(&nurlan, "Nobody works on it: take it.");
    play_not(&nurlan, "HALF-WRITTEN");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "system freed it at ");
    play_see(&scene.dana, "HALF-WRITTEN");
    play_keys(&scene.dana, "Esc");
    play_see(&scene.dana, "Answer, not saved: HALF-WRITTEN");
    play_keys(&scene.dana, "t");
    play_see(&scene.dana, "You work on it");
    play_keys(&scene.dana, "a");
    play_see(&scene.dana, "is here again.");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "ANSWER    HALF-WRITTEN");
    play_end(&nurlan);
    end(&scene);
}

static void a_head_gives_links_and_undoes_the_link(void **state)
{
    struct scene scene;
    struct play head;
    char second[24];
    (void)state;
    begin(&scene);
    branch_send(&scene.agent, BRANCH_STUDENT, second);
    branch_head(&head, &scene.place, "zhanar");
    play_see(&head, "Cases: 2");
    play_keys(&head, "Down");
    branch_read(&head, second);
    play_keys(&head, "d");
    play_see(&head, "Number of the leading case");
    play_type(&head, "12");
    play_keys(&head, "Ctrl+S");
    play_see(&head, "! This is no case number");
    play_keys(&head, "Ctrl+U");
    play_type(&head, scene.number);
    play_keys(&head, "Ctrl+S");
    play_see(&head, ": duplicate.");
    play_see(&head, "work goes on in № ");
    play_keys(&head, "u");
    play_see(&head, "Nobody works on it: take it.");
    play_keys(&head, "s");
    play_see(&head, "To whom");
    play_see(&head, "2 zhanar"); /* dana, and herself; the agent is none */
    play_not(&head, "aigul");
    play_keys(&head, "1 Ctrl+S");
    play_see(&head, "dana works on it.");
    play_see(&scene.dana, "in work: dana");
    play_end(&head);
    end(&scene);
}

/* What cannot be undone asks first. */
static void a_supervisor_sends_on_and_voids(void **state)
{
    struct scene scene;
    struct play boss;
    (void)state;
    begin(&scene);
    play_keys(&scene.dana, "r");
    play_see(&scene.dana, "What is wrong");
    play_keys(&scene.dana, "1 Tab");
    play_type(&scene.dana, "she lives in Almaty");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "The line sends it on.");
    play_start(&boss, &scene.place,
               &(struct play_cast){.name = "saule", .role = ROLE_SUPERVISOR});
    play_keys(&boss, "c");
    play_see(&boss, scene.number);
    play_keys(&boss, "Enter");
    play_see(&boss, "The branch gave it back: send it on.");
    play_see(&boss, "BACK      Another branch must act. she lives in Almaty");
    play_keys(&boss, "m");
    play_see(&boss, "To which branch");
    play_type(&boss, "alm"); /* a letter goes to a word that begins so */
    play_keys(&boss, "Tab");
    play_type(&boss, "the rule was wrong");
    play_keys(&boss, "Ctrl+S");
    play_see(&boss, ": open.");
    play_keys(&boss, "z");
    play_see(&boss, "nobody acts");
    play_type(&boss, "opened twice");
    play_keys(&boss, "Ctrl+S");
    play_see(&boss, "2 no, go back");
    play_keys(&boss, "2");
    play_see(&boss, "opened twice");
    play_keys(&boss, "Ctrl+S");
    play_see(&boss, "2 no, go back");
    play_keys(&boss, "1");
    play_see(&boss, ": void.");
    play_see(&boss, "Nothing: it was opened by mistake.");
    play_end(&boss);
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_holders_keys_renew_the_lease),
        cmocka_unit_test(keys_of_others_renew_nothing),
        cmocka_unit_test(a_lease_that_is_over_frees_the_case),
        cmocka_unit_test(a_head_gives_links_and_undoes_the_link),
        cmocka_unit_test(a_supervisor_sends_on_and_voids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
