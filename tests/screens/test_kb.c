/* The knowledge base at a desk: found however it is typed, with the reading
 * said in words; read in a call and left to the very same place; one language
 * key; a past article says so; every filter takes the wrong layout, too. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870"

/* A desk with the search open. */
static void enter_search(struct play_place *place, struct play *play,
                         const struct play_cast *cast)
{
    play_enter(place, play, cast);
    play_keys(play, "b");
    play_see(play, "Type what the caller asks");
}

static void to_the_study(struct play *play)
{
    play_call_of(play, STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, "Where and how do you study");
}

/* ---- search ---- */

/* The word for the unemployed, typed in five ways; each time the screen says
 * how it was read, and the same article is found. */
static void a_word_is_found_however_it_is_typed(void **state)
{
    static const struct {
        const char *typed, *reading;
    } ways[] = {
        {";9vsccsp", "read as: жұмыссыз (wrong keyboard layout)"},
        {"жумыссыз", "read as: жұмыссыз (Kazakh letters with Russian keys)"},
        {"zhumyssyz", "read as: жұмыссыз (Latin letters)"},
        {"жұмыссызз", "read as: жұмыссыз (one letter wrong)"},
        {"жұмыссыздарға", NULL},
    };
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, NULL);
    for (size_t i = 0; i < COUNT(ways); i++) {
        play_type(&play, ways[i].typed);
        play_see(&play, "registered unemployed");
        if (ways[i].reading)
            play_see(&play, ways[i].reading);
        else
            play_not(&play, "read as");
        play_keys(&play, "Ctrl+U");
        play_see(&play, "Type what the caller asks");
    }
    play_over(&place, &play);
}

static void words_that_nothing_has_are_named(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, NULL);
    play_type(&play, "қарыз блаблах");
    play_see(&play, "not found: блаблах");
    play_see(&play, "Arrears");
    play_keys(&play, "Ctrl+U");
    play_type(&play, "блаблах");
    play_see(&play, "Nothing is found.");
    play_see(&play, "Tried: the words as typed");
    play_keys(&play, "Enter"); /* nothing to read */
    play_see(&play, "Nothing is found.");
    play_over(&place, &play);
}

static void a_pattern_finds_or_says_what_is_wrong(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, NULL);
    play_type(&play, "re:career cent(re|er)");
    play_see(&play, "> ");
    play_see(&play, "areer centre");
    play_keys(&play, "Ctrl+U");
    play_type(&play, "re:(");
    play_see(&play, "not a valid regular expression");
    play_keys(&play, "Ctrl+U");
    play_type(&play, "re:(.+)+\\d{9}");
    play_see(&play, "The pattern takes too long");
    play_keys(&play, "Ctrl+U");
    play_type(&play, "re:qqq");
    play_see(&play, "Nothing is found.");
    play_not(&play, "Tried");
    play_over(&place, &play);
}

/* ---- reading ---- */

static void an_article_is_read_in_the_next_language_and_left(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, NULL);
    play_type(&play, "screening");
    play_see(&play, "> Screening: for whom it is free");
    play_keys(&play, "Enter");
    play_see(&play, "SAY");
    play_see(&play, "> Since 1 January 2026 screening is free"); /* the hit */
    play_keys(&play, "l");
    play_see(&play, "2026 жылғы 1 қаңтардан скрининг");
    play_keys(&play, "F4 F4");
    play_see(&play, "Since 1 January 2026 screening is free");
    play_keys(&play, "Esc");
    play_see(&play, "/ screening");
    play_see(&play, "> Screening: for whom it is free");
    play_keys(&play, "Esc");
    play_see(&play, "Ready for a call");
    play_over(&place, &play);
}

/* Down the list, into the second hit, along a link, and the same way back. */
static void links_are_followed_and_esc_goes_the_same_way_back(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, NULL);
    play_type(&play, "gap after sick leave");
    play_see(&play, "> ");
    play_keys(&play, "Enter");
    play_see(&play, "follow");
    play_keys(&play, "End");
    play_see(&play, "See also");
    pty_settle(&play.pty, 80);
    AUTO_CHARS title = pty_row(&play.pty, 1);
    play_keys(&play, "1");
    play_gone(&play, title);
    play_keys(&play, "Esc");
    play_see(&play, title);
    play_see(&play, "See also"); /* as far down as before */
    play_keys(&play, "Esc");
    play_see(&play, "/ gap after sick leave");
    play_over(&place, &play);
}

static void the_next_sentence_to_read_aloud_is_marked(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, NULL);
    play_type(&play, "ambulance");
    play_see(&play, "> ");
    play_keys(&play, "Enter");
    play_see(&play, "SAY");
    play_keys(&play, "End");
    play_see(&play, "Sources");
    play_keys(&play, "s");
    play_see(&play, "SAY     >"); /* wherever it was, it is shown again */
    play_over(&place, &play);
}

/* ---- beside a call ---- */

static void in_a_call_esc_leads_to_the_very_same_place(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_type(&play, "060312");
    play_keys(&play, "F12");
    play_see(&play, "Type what the caller asks");
    play_type(&play, "b123");
    play_keys(&play, "Esc");
    play_see(&play, "6 / 12");
    play_type(&play, "580870");
    play_see(&play, "✗ UNINSURED");
    play_keys(&play, "1");
    play_see(&play, "do you study, work");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    play_type(&play, "half a no");
    play_keys(&play, "F12");
    play_see(&play, "Knowledge base");
    play_type(&play, "refund");
    play_see(&play, "> ");
    play_keys(&play, "Enter");
    play_see(&play, "SAY");
    play_see(&play, "✗ UNINSURED"); /* who is calling stays in sight */
    play_keys(&play, "F12");        /* from the article to the search */
    play_see(&play, "/ refund");
    play_keys(&play, "F12"); /* and back */
    play_see(&play, "Esc done");
    play_type(&play, "te");
    play_see(&play, "half a note");
    play_over(&place, &play);
}

static void the_step_has_its_own_articles_by_one_key(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_study(&play);
    play_keys(&play, "i");
    play_see(&play, "── Full-time students");
    play_keys(&play, "Tab");
    play_see(&play, "── Student not in the list");
    play_keys(&play, "l"); /* the caller's language, here and there */
    play_see(&play, "Студенттердің тізімін");
    play_keys(&play, "Esc");
    play_see(&play, "Қайда және қалай оқисыз");
    play_keys(&play, "l l b");
    play_see(&play, "articles for this step");
    play_see(&play, "> Full-time students");
    play_keys(&play, "Esc");
    play_see(&play, "Where and how do you study");
    play_over(&place, &play);
}

/* The article leads to a script, from the search too. */
static void a_script_is_gone_to_from_an_article(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_study(&play);
    play_keys(&play, "b");
    play_see(&play, "articles for this step");
    play_type(&play, "where to pay");
    play_see(&play, "> Where and how to pay");
    play_keys(&play, "Enter");
    play_see(&play, "SAY");
    play_keys(&play, "End");
    play_see(&play, "Script: How to pay");
    AUTO_CHARS screen = pty_screen(&play.pty);
    const char *link = strstr(screen, " Script: How to pay");
    char digit[2] = {link[-1], '\0'};
    play_keys(&play, digit);
    play_see(&play, "For whom do you pay");
    play_keys(&play, "Backspace");
    play_see(&play, "Where and how do you study");
    play_over(&place, &play);
}

/* At 200 columns the article stands beside the script and follows it. */
static void on_a_large_screen_both_are_read(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, &(struct play_cast){.rows = 50, .columns = 200});
    to_the_study(&play);
    play_keys(&play, "i");
    play_see(&play, "── Full-time students");
    play_see(&play, "Where and how do you study");
    play_keys(&play, "s");
    play_see(&play, "SAY     >");
    play_keys(&play, "1"); /* the call goes on */
    play_gone(&play, "Where and how do you study");
    play_see(&play, "Sources: ");
    play_keys(&play, "i");
    play_gone(&play, "Sources: ");
    play_keys(&play, "b");
    play_see(&play, "Knowledge base");
    play_type(&play, "screening");
    play_see(&play, "── Screening: for whom it is free"); /* the best one */
    play_keys(&play, "Down");
    play_gone(&play, "── Screening: for whom it is free");
    pty_resize(&play.pty, 24, 80);
    play_gone(&play, "Sources: ");
    play_see(&play, "/ screening");
    pty_resize(&play.pty, 50, 200);
    play_see(&play, "Sources: ");
    play_over(&place, &play);
}

/* ---- the day ---- */

static void an_article_says_that_it_does_not_hold(void **state)
{
    static const struct {
        const char *day, *word, *sentence;
    } days[] = {
        {"line.as_of=2027-01-01", "past",
         "Of the past: it held until 31 Dec 2026"},
        {"line.as_of=2025-11-01", "not yet",
         "Not in force yet: it holds from 1 Jan 2026"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(days); i++) {
        const char *const arguments[] = {"-o", days[i].day, NULL};
        struct play_place place;
        struct play play;
        enter_search(&place, &play,
                     &(struct play_cast){.arguments = arguments});
        play_type(&play, "screening");
        play_see(&play, "> Screening: for whom it is free");
        play_see(&play, days[i].word);
        play_keys(&play, "Enter");
        play_see(&play, days[i].sentence);
        play_keys(&play, "End"); /* it never scrolls away */
        play_see(&play, "Sources");
        play_see(&play, days[i].sentence);
        play_over(&place, &play);
    }
}

static void a_stale_article_says_when_it_was_checked(void **state)
{
    static const char *const arguments[] = {"-o", "line.as_of=2027-06-01",
                                            NULL};
    struct play_place place;
    struct play play;
    (void)state;
    enter_search(&place, &play, &(struct play_cast){.arguments = arguments});
    play_type(&play, "two packages");
    play_see(&play, "check it");
    play_keys(&play, "Enter");
    play_see(&play, "Its sources were last read on");
    play_over(&place, &play);
}

/* ---- every filter ---- */

/* A case is found by its notes, typed in Kazakh with the Latin layout on. */
static void the_inbox_takes_the_wrong_layout(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    play_type(&play, "анықтама сұрады");
    play_keys(&play, "F6 k");
    play_see(&play, "Case for a branch");
    play_type(&play, "87010000055");
    play_keys(&play, "Enter 2 Enter");
    play_save_case(&play, number);
    play_leave(&play);
    play_keys(&play, "c");
    play_see(&play, number);
    play_keys(&play, "/");
    play_see(&play, "filter:");
    play_type(&play, "fys0nfvf c9hfls"); /* анықтама сұрады */
    play_gone(&play, "No cases here");
    play_see(&play, "c9hfls");
    play_see(&play, number);
    play_type(&play, "p");
    play_see(&play, "No cases here");
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_found_however_it_is_typed),
        cmocka_unit_test(words_that_nothing_has_are_named),
        cmocka_unit_test(a_pattern_finds_or_says_what_is_wrong),
        cmocka_unit_test(an_article_is_read_in_the_next_language_and_left),
        cmocka_unit_test(links_are_followed_and_esc_goes_the_same_way_back),
        cmocka_unit_test(the_next_sentence_to_read_aloud_is_marked),
        cmocka_unit_test(in_a_call_esc_leads_to_the_very_same_place),
        cmocka_unit_test(the_step_has_its_own_articles_by_one_key),
        cmocka_unit_test(a_script_is_gone_to_from_an_article),
        cmocka_unit_test(on_a_large_screen_both_are_read),
        cmocka_unit_test(an_article_says_that_it_does_not_hold),
        cmocka_unit_test(a_stale_article_says_when_it_was_checked),
        cmocka_unit_test(the_inbox_takes_the_wrong_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
