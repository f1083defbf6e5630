/* Texts that are longer than the smallest screen are read to their end by
 * Down, stop there, and come back by Up; in each language. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NEVER_PAID "810618384723"

enum { FAR = 40 };

/* The longest outcome: its first words, who acts, and its source. */
static const struct tongue {
    const char *language, *says, *acts;
} tongues[] = {
    {"kk", "Екі жолдың", "Адамның өзі"},
    {"ru", "Оба пути", "Сам человек"},
    {"en", "Both ways", "The person"},
};

static void press(struct play *play, const char *key, int times)
{
    for (int i = 0; i < times; i++)
        play_keys(play, key);
}

static void begin_at_the_outcome(struct play_place *place, struct play *play,
                                 const char *language)
{
    play_open(place);
    play_start(
        play, place,
        &(struct play_cast){.language = language, .rows = 16, .columns = 60});
    play_keys(play, "n");
    play_see(play, "0 / 12");
    play_type(play, NEVER_PAID);
    play_see(play, "✗ ");
    play_see(play, "1-4");
    play_keys(play, "1");
    play_see(play, "1-9");
    play_keys(play, "3");
    play_see(play, "1-4");
    play_keys(play, "1");
    play_gone(play, "1-4");
}

static void a_long_outcome_is_read_to_its_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tongues); i++) {
        const struct tongue *tongue = &tongues[i];
        struct play_place place;
        struct play play;
        begin_at_the_outcome(&place, &play, tongue->language);
        play_see(&play, tongue->says);
        for (int row = 0; row < FAR; row++) {
            pty_settle(&play.pty, 40);
            if (pty_shows(&play.pty, tongue->acts))
                break;
            play_keys(&play, "Down");
        }
        play_see(&play, tongue->acts);
        press(&play, "Down", FAR);
        play_see(&play, "[B.3"); /* the source: the last line, and it stays */
        press(&play, "Down", 3);
        pty_settle(&play.pty, 40);
        play_see(&play, "[B.3");
        press(&play, "Up", FAR);
        play_see(&play, tongue->says);
        play_end(&play);
        play_close(&place);
    }
}

static void notes_leave_the_text_readable(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_outcome(&place, &play, "ru");
    play_keys(&play, "e");
    play_type(&play, "жазба");
    play_see(&play, "жазба");
    play_keys(&play, "F6");
    play_see(&play, "Оба пути");
    press(&play, "Down", FAR);
    play_see(&play, "[B.3");
    play_see(&play, "жазба");
    play_end(&play);
    play_close(&place);
}

/* A branch reads a whole story on the smallest screen, and back. */
static void a_story_is_read_to_its_end(void **state)
{
    struct play_place place;
    struct play agent, branch;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    play_call_of(&agent, NEVER_PAID, "✗ UNINSURED");
    play_keys(&agent, "1");
    play_see(&agent, "do you study");
    play_keys(&agent, "k");
    play_see(&agent, "Case for a branch");
    play_save_case(&agent, number);
    play_end(&agent);
    play_start(
        &branch, &place,
        &(struct play_cast){
            .name = "nurlan", .branch = "KZO", .rows = 16, .columns = 60});
    play_see(&branch, number);
    play_keys(&branch, "Enter");
    play_see(&branch, "NOW");
    press(&branch, "Down", FAR * 2);
    play_see(&branch, "Nothing on: ");
    press(&branch, "Up", FAR * 2);
    play_see(&branch, "NOW");
    play_keys(&branch, "End");
    play_see(&branch, "Nothing on: ");
    play_keys(&branch, "Home");
    play_see(&branch, "NOW");
    play_end(&branch);
    play_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_outcome_is_read_to_its_end),
        cmocka_unit_test(notes_leave_the_text_readable),
        cmocka_unit_test(a_story_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
