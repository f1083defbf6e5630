/* A case goes through the hands of a branch: taken by one of two, asked back,
 * answered, told; put back; taken over while somebody writes; cut off in the
 * middle of a sentence. */
#include "tests/screens/branch_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A place with a case for KZO that an agent has sent, and one of the branch
 * who reads it. */
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
}

static void end(struct scene *scene)
{
    play_end(&scene->dana);
    play_end(&scene->agent);
    play_close(&scene->place);
}

static void take(struct play *play)
{
    play_keys(play, "t");
    play_see(play, "You work on it");
}

static void save(struct play *play, const char *state)
{
    AUTO_CHARS said = mem_format(": %s.", state);
    play_keys(play, "Ctrl+S");
    play_see(play, said);
}

/* Agents open their list from the start; the case stands first in it. */
static void agent_reads(struct scene *scene)
{
    play_keys(&scene->agent, "c");
    play_see(&scene->agent, "Cases: 1");
    branch_read(&scene->agent, scene->number);
}

static void of_two_one_takes_it_and_the_other_reads_who(void **state)
{
    struct scene scene;
    struct play nurlan;
    (void)state;
    begin(&scene);
    branch_sit(&nurlan, &scene.place, "nurlan", 1);
    branch_read(&nurlan, scene.number);
    take(&scene.dana);
    play_keys(&nurlan, "t");
    play_see(&nurlan, "dana took it at ");
    play_see(&nurlan, "dana works on it.");
    play_not(&nurlan, "t take");
    play_not(&nurlan, "a answer");
    play_see(&scene.dana, "in work: dana");
    play_end(&nurlan);
    end(&scene);
}

static void asked_back_heard_answered_told_and_closed(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    take(&scene.dana);
    play_keys(&scene.dana, "c");
    play_see(&scene.dana, "Question, in English");
    play_type(&scene.dana, "Which college is it?");
    save(&scene.dana, "awaits caller");
    play_see(&scene.dana, "ASKED     Which college is it?");
    agent_reads(&scene);
    play_not(&scene.agent, "t take");
    play_keys(&scene.agent, "h");
    play_see(&scene.agent, "Which college is it?");
    play_type(&scene.agent, "The one in Aral");
    save(&scene.agent, "in work");
    play_see(&scene.dana, "REPLY     The one in Aral"); /* without a key */
    play_see(&scene.dana, "aigul wrote what the caller said at ");
    play_keys(&scene.dana, "a");
    play_see(&scene.dana, "Answer, in English");
    play_type(&scene.dana, "You are on the list now.");
    save(&scene.dana, "answered");
    play_see(&scene.agent, "ANSWER    You are on the list now.");
    play_keys(&scene.agent, "y");
    play_see(&scene.agent, "Three tries are enough");
    save(&scene.agent, "answered");
    play_see(&scene.agent, "Tries: 1 of 3");
    play_keys(&scene.agent, "x");
    play_see(&scene.agent, "[1 Phone]");
    save(&scene.agent, "closed");
    play_see(&scene.dana, "Nothing: it is closed.");
    play_keys(&scene.dana, "PageDown");
    play_see(&scene.dana, "aigul closed it: Phone");
    end(&scene);
}

static void put_back_with_a_reason(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    take(&scene.dana);
    play_keys(&scene.dana, "p");
    play_see(&scene.dana, "It goes back to the inbox of the branch.");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "! Choose one");
    play_keys(&scene.dana, "2");
    save(&scene.dana, "open");
    play_see(&scene.dana, "Nobody works on it: take it.");
    play_keys(&scene.dana, "PageDown");
    play_see(&scene.dana, "dana put it back: Absence");
    end(&scene);
}

static void a_day_to_look_again_is_picked_or_typed(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    take(&scene.dana);
    play_keys(&scene.dana, "o");
    play_see(&scene.dana, "Whom and what");
    play_type(&scene.dana, "The college: is she on the list?");
    play_keys(&scene.dana, "Tab");
    play_see(&scene.dana, "[2 +3: ");
    play_keys(&scene.dana, "Tab");
    play_type(&scene.dana, "31.02");
    play_see(&scene.dana, "[4 other day]");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "! A day after today");
    play_keys(&scene.dana, "Ctrl+U");
    play_gone(&scene.dana, "31.02");
    play_keys(&scene.dana, "Up 1");
    play_see(&scene.dana, "[1 +1: ");
    save(&scene.dana, "awaits body");
    play_see(&scene.dana, "waits ");
    play_keys(&scene.dana, "g");
    play_see(&scene.dana, "You work on it");
    end(&scene);
}

/* The head takes it over while dana writes: her text stays with her. */
static void the_loser_of_a_conflict_keeps_the_text(void **state)
{
    struct scene scene;
    struct play head;
    (void)state;
    begin(&scene);
    take(&scene.dana);
    play_keys(&scene.dana, "a");
    play_see(&scene.dana, "Answer, in English");
    play_type(&scene.dana, "HALF-WRITTEN");
    branch_head(&head, &scene.place, "zhanar");
    branch_read(&head, scene.number);
    play_keys(&head, "k");
    play_see(&head, "Why");
    play_type(&head, "dana is ill");
    save(&head, "in work");
    play_keys(&scene.dana, "Ctrl+S");
    play_see(&scene.dana, "zhanar took it over at ");
    play_see(&scene.dana, "HALF-WRITTEN");
    play_keys(&scene.dana, "Esc");
    play_see(&scene.dana, "zhanar works on it.");
    play_see(&scene.dana, "YOURS     Answer, not saved: HALF-WRITTEN");
    play_see(&head, "You work on it");
    play_not(&head, "HALF-WRITTEN");
    play_end(&head);
    end(&scene);
}

static void after_a_crash_the_text_is_offered_back(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    take(&scene.dana);
    play_keys(&scene.dana, "a");
    play_see(&scene.dana, "Answer, in English");
    play_type(&scene.dana, "Сіз тізімдесіз, ем");
    branch_kept(&scene.place, 1);
    play_crash(&scene.dana);
    branch_sit(&scene.dana, &scene.place, "dana", 1);
    branch_read(&scene.dana, scene.number);
    play_see(&scene.dana, "Answer, not saved: Сіз тізімдесіз, ем");
    play_keys(&scene.dana, "a");
    play_see(&scene.dana, "is here again.");
    play_type(&scene.dana, "ханаға барыңыз");
    save(&scene.dana, "answered");
    play_see(&scene.dana, "ANSWER    Сіз тізімдесіз, емханаға барыңыз");
    play_not(&scene.dana, "not saved");
    branch_kept(&scene.place, 0);
    end(&scene);
}

/* Leaving the form, cutting the line: what was typed is there again. */
static void what_was_typed_outlives_the_form(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    play_keys(&scene.dana, "n");
    play_see(&scene.dana, "Note");
    play_type(&scene.dana, "call the dean");
    play_keys(&scene.dana, "Esc");
    play_see(&scene.dana, "Note, not saved: call the dean");
    play_keys(&scene.dana, "n");
    play_see(&scene.dana, "is here again.");
    play_type(&scene.dana, " today");
    play_end(&scene.dana); /* politely, at once */
    branch_sit(&scene.dana, &scene.place, "dana", 1);
    branch_read(&scene.dana, scene.number);
    play_see(&scene.dana, "Note, not saved: call the dean today");
    play_keys(&scene.dana, "n");
    play_see(&scene.dana, "is here again.");
    save(&scene.dana, "open");
    play_gone(&scene.dana, "not saved");
    play_keys(&scene.dana, "PageDown");
    play_see(&scene.dana, "call the dean today");
    end(&scene);
}

/* Personal values of the caller come masked until they are asked for, and
 * masked again when something new has come. */
static void a_reveal_ends_with_the_next_news(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    play_not(&scene.dana, BRANCH_STUDENT);
    play_keys(&scene.dana, "v");
    play_see(&scene.dana, BRANCH_STUDENT);
    agent_reads(&scene);
    play_keys(&scene.agent, "n");
    play_see(&scene.agent, "For whom");
    play_type(&scene.agent, "she called again");
    save(&scene.agent, "open");
    play_see(&scene.dana, "aigul noted at ");
    play_gone(&scene.dana, BRANCH_STUDENT);
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_one_takes_it_and_the_other_reads_who),
        cmocka_unit_test(asked_back_heard_answered_told_and_closed),
        cmocka_unit_test(put_back_with_a_reason),
        cmocka_unit_test(a_day_to_look_again_is_picked_or_typed),
        cmocka_unit_test(the_loser_of_a_conflict_keeps_the_text),
        cmocka_unit_test(after_a_crash_the_text_is_offered_back),
        cmocka_unit_test(what_was_typed_outlives_the_form),
        cmocka_unit_test(a_reveal_ends_with_the_next_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
