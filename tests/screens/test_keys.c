/* Keys as they come from real desks: three keyboard layouts, PuTTY's bytes and
 * its keypad; numbers in any form and numbers that cannot be; text that must
 * arrive as it was typed. */
#include "tests/screens/desk_play.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define IDLE_IE "850101300808"

/* What each layout sends for the key that bears a Latin letter. */
struct layout {
    const char *n, *c, *l, *v, *e, *k, *x, *r, *p, *q, *colon, *slash, *u;
    const char *one, *two, *three; /* the keys of the digits */
};

static const struct layout layouts[] = {
    {"n", "c", "l", "v", "e", "k", "x", "r", "p", "q", ":", "/", "u", "1", "2",
     "3"},
    {"N", "C", "L", "V", "E", "K", "X", "R", "P", "Q", ":", "/", "U", "1", "2",
     "3"},
    {"т", "с", "д", "м", "у", "л", "ч", "к", "з", "й", "Ж", "/", "г", "1", "2",
     "3"},
    {"Т", "С", "Д", "М", "У", "Л", "Ч", "К", "З", "Й", "Ж", "№", "Г", "\"", "ә",
     "і"},
    {"т", "с", "д", "м", "у", "л", "ч", "к", "з", "й", "Ж", "№", "г", "\"", "Ә",
     "І"},
};

static void walk_in(struct play *play, const struct layout *on)
{
    play_keys(play, on->n);
    play_see(play, "0 / 12");
    play_type(play, STUDENT);
    play_see(play, "? UNKNOWN");
    play_fault(play->place, "none");
    play_keys(play, on->r);
    play_see(play, "✗ UNINSURED");
    play_keys(play, on->l);
    play_see(play, "ҚАЗ");
    play_keys(play, on->l);
    play_see(play, "РУС");
    play_keys(play, on->l);
    play_see(play, "ENG");
    play_keys(play, on->v);
    play_see(play, STUDENT);
    play_keys(play, on->e);
    play_see(play, "Esc done");
    play_keys(play, "F6");
    play_gone(play, "Esc done");
    play_keys(play, on->k);
    play_see(play, "Case for a branch");
    play_keys(play, "Esc");
    play_see(play, "Are you asking");
    play_keys(play, on->x);
    play_see(play, "End of call");
    play_keys(play, "Esc");
    play_see(play, "Are you asking");
}

static void answer_in(struct play *play, const struct layout *on)
{
    play_keys(play, on->one);
    play_see(play, "do you study, work");
    play_keys(play, on->two);
    play_see(play, "registered as unemployed");
    play_keys(play, on->three);
    play_see(play, "in a subsidised job");
    play_keys(play, on->two);
    play_see(play, "You are registered as unemployed");
    play_keys(play, "Enter");
    play_see(play, "UNE-02");
    play_keys(play, "Tab");
    play_see(play, "> May be called back");
    play_keys(play, on->two);
    play_see(play, "[2 yes]");
    play_keys(play, on->one);
    play_see(play, "[1 no]");
    play_keys(play, "Ctrl+S");
    play_see(play, "Send the case to");
    play_keys(play, on->one);
    play_see(play, "Saved, case number");
    play_keys(play, on->p);
    play_see(play, "0 / 12");
    play_keys(play, "Esc");
    play_gone(play, "0 / 12");
}

static void each_command_in_each_layout(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(layouts); i++) {
        const struct layout *on = &layouts[i];
        struct play_place place;
        struct play play;
        play_enter(&place, &play, NULL);
        play_fault(&place, "500");
        play_keys(&play, on->c);
        play_see(&play, "Cases: 0");
        play_keys(&play, on->slash);
        play_see(&play, "filter:");
        play_type(&play, "ж");
        play_see(&play, "filter: ж");
        play_keys(&play, "Enter");
        play_see(&play, "u all");
        play_keys(&play, on->u);
        play_gone(&play, "filter:");
        play_keys(&play, "Esc");
        play_see(&play, "Ready for a call");
        play_keys(&play, on->colon);
        play_see(&play, "Commands");
        play_keys(&play, "Esc");
        play_gone(&play, "Commands");
        walk_in(&play, on);
        answer_in(&play, on);
        play_keys(&play, on->q);
        assert_int_equal(pty_wait_exit(&play.pty), 0);
        pty_close(&play.pty);
        play_close(&place);
    }
}

/* Ctrl with a Russian or Kazakh letter, as terminals send it that keep the
 * letter: CSI u, and xterm's modifyOtherKeys. */
static void ctrl_with_the_letter_of_the_layout(void **state)
{
    static const char *const save[] = {"\033[1099;5u", "\033[27;5;1099~",
                                       "\033[115;5u"};
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "k");
    play_see(&play, "Case for a branch");
    for (size_t i = 0; i < COUNT(save); i++) {
        play_type(&play, save[i]);
        play_see(&play, "Send the case to");
        play_keys(&play, "2");
        play_gone(&play, "Send the case to");
    }
    play_over(&place, &play);
}

static void notes_hold_exactly_what_was_typed(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    play_type(&play, "йқq nvl: ?/1 ӘІ\"ж»");
    play_see(&play, "йқq nvl: ?/1 ӘІ\"ж»");
    play_keys(&play, "F6");
    play_gone(&play, "Esc done");
    play_see(&play, "йқq nvl: ?/1 ӘІ\"ж»");
    play_keys(&play, "x");
    play_see(&play, "End of call");
    play_see(&play, "йқq nvl: ?/1 ӘІ\"ж»");
    play_over(&place, &play);
}

/* The number. */

static void a_number_is_typed_or_pasted_in_any_form(void **state)
{
    static const struct {
        const char *typed, *pasted;
    } numbers[] = {
        {"үғқ\"қ\"іққүқү", NULL}, /* the Kazakh number row */
        {NULL, "850101-300 808"},
        {NULL, "  850101300808\r\n"},
        {NULL, "ЖСН: 850101300808"},
        {NULL, "850101.300808"}, /* a pasted point is no 7 */
        {"850101 300-808", NULL},
        {"\033Ox\033Ou\033Op\033Oq\033Op\033Oq\033Os\033Op\033Op\033Ox\033Op"
         "\033Ox",
         NULL}, /* PuTTY's keypad */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct play_place place;
        struct play play;
        play_enter(&place, &play, NULL);
        play_keys(&play, "n");
        play_see(&play, "0 / 12");
        if (numbers[i].typed)
            play_type(&play, numbers[i].typed);
        else
            play_paste(&play, numbers[i].pasted);
        play_see(&play, "........0808");
        play_see(&play, "✗ UNINSURED");
        play_over(&place, &play);
    }
}

/* A registry of our own, to see that nobody asks it anything. */
static int listen_here(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(handle, (void *)&address, sizeof(address)), 0);
    assert_int_equal(listen(handle, 8), 0);
    assert_int_equal(getsockname(handle, (void *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return handle;
}

/* Takes every connection that was opened, one for warming up perhaps; was a
 * person asked for over one of them? */
static bool was_asked(int listener)
{
    bool asked = false;
    struct pollfd waiting = {.fd = listener, .events = POLLIN};
    while (poll(&waiting, 1, 100) == 1) {
        char bytes[4096] = "";
        int handle = accept(listener, NULL, NULL);
        struct pollfd sent = {.fd = handle, .events = POLLIN};
        if (poll(&sent, 1, 100) == 1)
            asked |= recv(handle, bytes, sizeof(bytes) - 1, MSG_DONTWAIT) > 0 &&
                     strstr(bytes, "/persons/");
        close(handle);
    }
    return asked;
}

static void a_number_that_cannot_be_is_named_and_not_asked_about(void **state)
{
    static const struct {
        const char *typed, *says;
    } numbers[] = {
        {"850101300809", "The last digit does not fit"},
        {"060312580807", "The last digit does not fit"},
        {"000000000000", "Twelve zeros are a placeholder"},
        {"190340002112", "This is a company's number"},
    };
    struct play_place place;
    struct play play;
    int port, listener = listen_here(&port);
    AUTO_CHARS url = mem_format("registry.base_url=http://127.0.0.1:%d", port);
    const char *const arguments[] = {"-o", url, NULL};
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = arguments});
    play_keys(&play, "n");
    for (size_t i = 0; i < COUNT(numbers); i++) {
        play_see(&play, "0 / 12");
        play_type(&play, numbers[i].typed);
        play_see(&play, numbers[i].says);
        play_see(&play, "12 / 12");
        play_not(&play, "Are you asking");
        for (int n = 0; n < 12; n++)
            play_keys(&play, "Backspace");
    }
    play_see(&play, "0 / 12");
    assert_false(was_asked(listener));
    play_over(&place, &play);
    close(listener);
}

/* One digit is corrected where it is wrong; the look-up starts by itself. */
static void a_wrong_digit_is_corrected(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_type(&play, "850101300809");
    play_see(&play, "The last digit does not fit");
    play_keys(&play, "Backspace");
    play_see(&play, "11 / 12");
    play_type(&play, "8");
    play_see(&play, "........0808");
    play_see(&play, "✗ UNINSURED");
    play_over(&place, &play);
}

static void putty_keys_in_a_half_filled_form(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_type(&play, "\033Oq"); /* 1 on the keypad */
    play_see(&play, "do you study, work");
    play_type(&play, "\033[18~"); /* F7 */
    play_see(&play, "Case for a branch");
    play_type(&play, "\033Ow\033Op\033Oq"); /* 701 on the keypad */
    play_see(&play, "701");
    play_type(&play, "\033[11~"); /* F1 */
    play_see(&play, "Help: all keys");
    play_keys(&play, "Esc");
    play_gone(&play, "Help: all keys");
    play_see(&play, "701");
    play_type(&play, "\033[14~"); /* F4 */
    play_see(&play, "ҚАЗ");
    play_type(&play, "\033[1~8\033[4~9"); /* Home, End */
    play_see(&play, "87019");
    play_type(&play, "\033OM"); /* Enter of the keypad */
    play_see(&play, "> May be called back");
    play_type(&play, "\033[13~"); /* F3 */
    play_see(&play, STUDENT);
    play_see(&play, "Case for a branch");
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_command_in_each_layout),
        cmocka_unit_test(ctrl_with_the_letter_of_the_layout),
        cmocka_unit_test(notes_hold_exactly_what_was_typed),
        cmocka_unit_test(a_number_is_typed_or_pasted_in_any_form),
        cmocka_unit_test(a_number_that_cannot_be_is_named_and_not_asked_about),
        cmocka_unit_test(a_wrong_digit_is_corrected),
        cmocka_unit_test(putty_keys_in_a_half_filled_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
