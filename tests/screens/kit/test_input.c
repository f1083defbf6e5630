/* Bytes as terminals send them, whole and cut at every place. */
#include "console/base/memory.h"
#include "screens/kit/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The written names of all keys that come out, a blank between. */
static void add_names(struct input *input, struct text *names)
{
    struct key key;
    char name[KEY_NAME_SIZE];
    while (input_next(input, &key)) {
        key_write(key, name);
        text_format(names, "%s%s", names->length ? " " : "", name);
        if (key.kind == KEY_PASTE)
            text_format(names, "(%s)", key.paste);
    }
}

static void feed(struct input *input, const char *bytes, size_t length)
{
    size_t room = 0;
    unsigned char *to = input_room(input, &room);
    assert_in_range(length, 0, room);
    memcpy(to, bytes, length);
    input_add(input, length);
}

/* The bytes in two parts, read with nothing between or with a wait that ran
 * out after everything. */
static char *names_of(const char *bytes, size_t cut)
{
    struct input input = {0};
    struct text names = {0};
    feed(&input, bytes, cut);
    add_names(&input, &names);
    feed(&input, bytes + cut, strlen(bytes) - cut);
    add_names(&input, &names);
    input_end_wait(&input);
    add_names(&input, &names);
    input_clear(&input);
    return text_take(&names);
}

static const struct {
    const char *bytes, *names;
} SENT[] = {
    {"q", "q"},
    {"жӘ€", "ж Ә €"},
    {"\r\n\t\x7f\x08", "Enter Enter Tab Backspace Backspace"},
    {"\x01\x10\x1a", "Ctrl+A Ctrl+P Ctrl+Z"},
    {"\033", "Esc"},
    {"\033\033", "Esc Esc"},
    {"\033\r", "Esc Enter"},
    {"\033b\033ж", "Alt+B Alt+ж"},
    {"\033[", "Alt+["},
    {"\033O", "Alt+O"},
    {"\033[A\033OA\033[H\033OF", "Up Up Home End"},
    {"\033[11~\033[14~\033[15~\033[24~", "F1 F4 F5 F12"},
    {"\033[1~\033[4~\033[7~\033[8~", "Home End Home End"},
    {"\033[2~\033[3~\033[5~\033[6~", "Insert Delete PageUp PageDown"},
    {"\033OP\033OS\033[[A\033[[E", "F1 F4 F1 F5"},
    {"\033Op\033Oy\033On\033Ok\033Om\033Oj\033Oo\033OM", "0 9 . + - * / Enter"},
    {"\033[1;5C\033[1;3A\033[1;2B", "Ctrl+Right Alt+Up Down"},
    {"\033[Z\033[1;5P", "Shift+Tab Ctrl+F1"},
    {"\033[112;5u\033[27;5;112~", "Ctrl+P Ctrl+P"},
    {"\033[156uz\033[55296uz\033[1114112u\033[27;5;155~", "z z"},
    {"\033[<64;1;1M\033[<65;1;1M\033[<0;1;1M\033[<0;1;1m", "Up Down"},
    {"\033[M !!z", "z"},
    {"\033[?1;2c\033[99~\033[38;5;7;8;9Xz", "z"},
    {"\xff\xc2\x9bz\xd0z\xed\xa0\x80", "z z"},
    {"\033[200~a\r\nб\033[A\x03\033[201~q", "Paste(a\nб[A) q"},
    {"\033[200~\033[201~q", "q"},
    {"\033[200~\033[20\033[201~q", "Paste([20) q"},
};

static void terminals_send_keys_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SENT); i++) {
        AUTO_CHARS names = names_of(SENT[i].bytes, 0);
        assert_string_equal(names, SENT[i].names);
    }
}

static void a_slow_line_cuts_them_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SENT); i++) {
        for (size_t cut = 1; cut < strlen(SENT[i].bytes); cut++) {
            AUTO_CHARS names = names_of(SENT[i].bytes, cut);
            assert_string_equal(names, SENT[i].names);
        }
    }
}

static void only_an_esc_begun_makes_it_wait(void **state)
{
    (void)state;
    struct input input = {0};
    struct key key;
    feed(&input, "\xd0", 1);
    assert_false(input_next(&input, &key));
    assert_false(input_waits(&input));
    feed(&input, "\xb6\033", 2);
    assert_true(input_next(&input, &key));
    assert_int_equal(key.code_point, U'ж');
    assert_false(input_next(&input, &key));
    assert_true(input_waits(&input));
    input_end_wait(&input);
    assert_false(input_waits(&input));
    assert_true(input_next(&input, &key));
    assert_int_equal(key.name, NAMED_ESC);
    input_clear(&input);
}

static void a_paste_too_long_is_cut_between_letters(void **state)
{
    (void)state;
    struct input input = {0};
    struct key key;
    feed(&input, "\033[200~a", 7);
    for (int i = 0; i < INPUT_PASTE_MAX; i++) {
        feed(&input, "ж", 2);
        assert_false(input_next(&input, &key));
    }
    feed(&input, "\033[201~", 6);
    assert_true(input_next(&input, &key));
    size_t length = strlen(key.paste);
    assert_in_range(length, INPUT_PASTE_MAX - 4, INPUT_PASTE_MAX);
    assert_string_equal(key.paste + length - 2, "ж");
    input_clear(&input);
}

/* Whatever a line sends, the decoder goes on and its buffer never fills. */
static void noise_never_stops_it(void **state)
{
    (void)state;
    struct input input = {0};
    struct key key;
    unsigned random = 1414;
    for (int i = 0; i < 200000; i++) {
        static const char common[] = "\033[O;1200~M<?\xd0\xb6";
        random = random * 1103515245u + 12345u;
        unsigned pick = (random >> 16) & 0x1FF;
        char byte = pick < 256 ? (char)pick : common[pick % 15];
        feed(&input, &byte, 1);
        while (input_next(&input, &key))
            assert_int_not_equal(key.kind, KEY_NONE);
        assert_in_range(input.length, 0, 100);
    }
    input_clear(&input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terminals_send_keys_whole),
        cmocka_unit_test(a_slow_line_cuts_them_anywhere),
        cmocka_unit_test(only_an_esc_begun_makes_it_wait),
        cmocka_unit_test(a_paste_too_long_is_cut_between_letters),
        cmocka_unit_test(noise_never_stops_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
