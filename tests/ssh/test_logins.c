/* Who gets in over SSH and who does not: keys of agent, supervisor and branch;
 * wrong, revoked, disabled, expired and foreign ones; a key that the file and
 * the store do not agree about; and what ends a live screen. */
#include "tests/ssh/ssh_kit.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/people/keyline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { REFUSED = 255, NOT_ALLOWED = 6, MINUTE_S = 60 };

static struct ssh_kit kit;

static void end_desk(struct play *play)
{
    play_keys(play, "q");
    assert_int_equal(pty_wait_exit(&play->pty), 0);
    pty_close(&play->pty);
}

/* How sshd or the console answers this person's key, and that no screen is
 * drawn. `said` may be NULL. */
static void does_not_get_in(const char *who, int code, const char *said)
{
    struct play play;
    ssh_kit_sit(&kit, &play, who, NULL, NULL);
    int ended = pty_wait_exit(&play.pty);
    AUTO_CHARS screen = pty_screen(&play.pty);
    if (ended != code || strstr(screen, " 1414  ") ||
        (said && !strstr(screen, said)))
        fail_msg("%s: exit %d\n%s", who, ended, screen);
    pty_close(&play.pty);
}

static void each_role_sees_its_own_desk(void **state)
{
    static const struct {
        const char *name, *bar;
    } people[] = {{"aigul", "agent aigul"},
                  {"saule", "supervisor saule"},
                  {"nurlan", "branch staff nurlan"}};
    (void)state;
    for (size_t i = 0; i < COUNT(people); i++) {
        struct play play;
        ssh_kit_meet(&kit, &play, people[i].name, " 1414  ");
        play_see(&play, people[i].bar);
        end_desk(&play);
    }
    ssh_kit_wait_consoles(&kit, 0);
}

static void a_stranger_does_not_get_in(void **state)
{
    (void)state;
    free(ssh_kit_do(&kit, "ssh-keygen -q -t ed25519 -N '' -f $F/stranger"));
    does_not_get_in("stranger", REFUSED, "Permission denied");
}

static void no_account_but_ours_gets_a_line(void **state)
{
    static const char line[] =
        "for user in root nobody '' ' root' root\\; \"$(printf 'root\\n')x\"; "
        "do $A key line \"$user\" $(cut -d' ' -f1,2 $F/aigul.pub); done";
    (void)state;
    AUTO_CHARS said = ssh_kit_do(&kit, line);
    assert_int_equal(play_count(said, "restrict,pty,"), 1);
    assert_int_equal(play_count(said, "\n"), 1);
}

static void a_password_is_never_asked(void **state)
{
    AUTO_TEXT out = {0};
    (void)state;
    assert_int_equal(ssh_kit_shell(&kit, &out,
                                   "ssh -F $C -o BatchMode=no -o "
                                   "PubkeyAuthentication=no door </dev/null"),
                     REFUSED);
    assert_non_null(strstr(text_chars(&out), "denied (publickey)"));
}

static void a_revoked_key_is_out_before_and_after_it_is_published(void **state)
{
    (void)state;
    ssh_kit_person(&kit, "revoked", "agent", NULL);
    free(ssh_kit_do(&kit, "$A user key revoke $(ssh-keygen -lf $F/revoked.pub "
                          "| cut -d' ' -f2)"));
    does_not_get_in("revoked", NOT_ALLOWED, NULL);
    ssh_kit_publish(&kit);
    does_not_get_in("revoked", REFUSED, "Permission denied");
}

static void
a_disabled_person_is_out_before_and_after_it_is_published(void **state)
{
    (void)state;
    ssh_kit_person(&kit, "disabled", "agent", NULL);
    free(ssh_kit_do(&kit, "$A user disable disabled"));
    does_not_get_in("disabled", NOT_ALLOWED, NULL);
    ssh_kit_publish(&kit);
    does_not_get_in("disabled", REFUSED, "Permission denied");
}

/* The file is written by hand where the store would not: sshd itself reads the
 * last day and the addresses. */
static void publish_by_hand(const char *who, const struct keyline *like)
{
    struct error error = {0};
    AUTO_CHARS path = mem_format("%s/keys", kit.folder);
    AUTO_CHARS show = mem_format("cut -d' ' -f2 $F/%s.pub | tr -d '\\n'", who);
    AUTO_CHARS key = ssh_kit_do(&kit, show);
    struct keyline line = *like;
    line.type = "ssh-ed25519";
    line.key = key;
    if (!keyline_publish(path, &line, 1, &error))
        fail_msg("%s", error.detail);
}

static int publish_again(void **state)
{
    (void)state;
    ssh_kit_publish(&kit);
    return 0;
}

static void an_expired_key_is_out(void **state)
{
    int64_t today = clock_now_ms() / 86400000;
    (void)state;
    publish_by_hand("aigul",
                    &(struct keyline){.name = "aigul", .expires = today - 1});
    does_not_get_in("aigul", REFUSED, "Permission denied");
}

static void a_key_works_on_its_last_day(void **state)
{
    int64_t today = clock_now_ms() / 86400000;
    struct play play;
    (void)state;
    publish_by_hand("aigul",
                    &(struct keyline){.name = "aigul", .expires = today});
    ssh_kit_sit(&kit, &play, "aigul", NULL, NULL);
    play_see(&play, "agent aigul");
    end_desk(&play);
}

static void a_key_works_from_its_addresses_alone(void **state)
{
    struct play play;
    (void)state;
    publish_by_hand(
        "aigul", &(struct keyline){.name = "aigul", .hosts = "10.20.0.0/16"});
    does_not_get_in("aigul", REFUSED, "Permission denied");
    publish_by_hand("aigul",
                    &(struct keyline){.name = "aigul", .hosts = "127.0.0.0/8"});
    ssh_kit_sit(&kit, &play, "aigul", NULL, NULL);
    play_see(&play, "agent aigul");
    end_desk(&play);
}

static void a_key_under_anothers_name_opens_nothing(void **state)
{
    (void)state;
    publish_by_hand("aigul", &(struct keyline){.name = "saule"});
    does_not_get_in("aigul", NOT_ALLOWED, NULL);
    publish_by_hand("aigul", &(struct keyline){.name = "root"});
    does_not_get_in("aigul", NOT_ALLOWED, NULL);
}

static void a_file_that_others_can_change_lets_nobody_in(void **state)
{
    AUTO_CHARS path = mem_format("%s/keys", kit.folder);
    (void)state;
    assert_int_equal(chmod(path, 0666), 0);
    does_not_get_in("aigul", REFUSED, "Permission denied");
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(chmod(kit.folder, 0777), 0);
    does_not_get_in("aigul", REFUSED, "Permission denied");
    assert_int_equal(chmod(kit.folder, 0755), 0);
}

static void a_cut_file_lets_nobody_in(void **state)
{
    (void)state;
    free(ssh_kit_do(&kit, "truncate -s -1 $F/keys"));
    does_not_get_in("aigul", REFUSED, "Permission denied");
    free(ssh_kit_do(&kit, "rm $F/keys"));
    does_not_get_in("aigul", REFUSED, "Permission denied");
}

static void two_keys_of_a_person_are_one_person(void **state)
{
    struct play play;
    (void)state;
    free(ssh_kit_do(&kit, "ssh-keygen -q -t ecdsa -N '' -f $F/second && "
                          "$A user key add aigul $F/second.pub"));
    ssh_kit_publish(&kit);
    ssh_kit_sit(&kit, &play, "second", NULL, NULL);
    play_see(&play, "agent aigul");
    end_desk(&play);
}

static void two_programs_of_a_person_live_side_by_side(void **state)
{
    struct play one, two;
    (void)state;
    ssh_kit_sit(&kit, &one, "aigul", NULL, NULL);
    play_see(&one, "agent aigul");
    ssh_kit_sit(&kit, &two, "aigul", NULL, NULL);
    play_see(&two, "agent aigul");
    ssh_kit_wait_consoles(&kit, 2);
    end_desk(&two);
    play_keys(&one, "?");
    play_see(&one, "Help: all keys");
    pty_close(&one.pty);
    ssh_kit_wait_consoles(&kit, 0);
}

/* A live screen after this line of shell; it has a minute. */
static void ends_after(const char *who, const char *line)
{
    struct play play;
    int64_t start = clock_steady_ms();
    ssh_kit_person(&kit, who, "agent", NULL);
    ssh_kit_sit(&kit, &play, who, NULL, NULL);
    play_see(&play, " 1414  ");
    free(ssh_kit_do(&kit, line));
    start = clock_steady_ms();
    while (ssh_kit_consoles(&kit, NULL) > 0 &&
           clock_steady_ms() - start < MINUTE_S * 1000)
        pty_settle(&play.pty, 200);
    assert_int_equal(ssh_kit_consoles(&kit, NULL), 0);
    assert_int_not_equal(pty_wait_exit(&play.pty), 127);
    pty_close(&play.pty);
}

static void a_revoked_key_ends_its_live_screen(void **state)
{
    (void)state;
    ends_after("leaving", "$A user key revoke $(ssh-keygen -lf "
                          "$F/leaving.pub | cut -d' ' -f2)");
}

static void a_disabled_person_ends_with_the_live_screen(void **state)
{
    (void)state;
    ends_after("gone", "$A user disable gone");
}

static int open_kit(void **state)
{
    (void)state;
    ssh_kit_open(&kit);
    ssh_kit_person(&kit, "aigul", "agent", NULL);
    ssh_kit_person(&kit, "saule", "supervisor", NULL);
    ssh_kit_person(&kit, "nurlan", "branch", "KZO");
    ssh_kit_serve(&kit, false);
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
        cmocka_unit_test(each_role_sees_its_own_desk),
        cmocka_unit_test(a_stranger_does_not_get_in),
        cmocka_unit_test(no_account_but_ours_gets_a_line),
        cmocka_unit_test(a_password_is_never_asked),
        cmocka_unit_test(a_revoked_key_is_out_before_and_after_it_is_published),
        cmocka_unit_test(
            a_disabled_person_is_out_before_and_after_it_is_published),
        cmocka_unit_test_teardown(an_expired_key_is_out, publish_again),
        cmocka_unit_test_teardown(a_key_works_on_its_last_day, publish_again),
        cmocka_unit_test_teardown(a_key_works_from_its_addresses_alone,
                                  publish_again),
        cmocka_unit_test_teardown(a_key_under_anothers_name_opens_nothing,
                                  publish_again),
        cmocka_unit_test(a_file_that_others_can_change_lets_nobody_in),
        cmocka_unit_test_teardown(a_cut_file_lets_nobody_in, publish_again),
        cmocka_unit_test(two_keys_of_a_person_are_one_person),
        cmocka_unit_test(two_programs_of_a_person_live_side_by_side),
        cmocka_unit_test(a_revoked_key_ends_its_live_screen),
        cmocka_unit_test(a_disabled_person_ends_with_the_live_screen),
    };
    return ssh_kit_able() ? cmocka_run_group_tests(tests, open_kit, close_kit)
                          : 0;
}
