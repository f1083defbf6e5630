/* Stories of text_clean(): what a caller, a registry or an enemy sends, and
 * what is left of it. */
#include "console/base/text.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_clean(const char *dirty, bool keep_lines, const char *clean)
{
    AUTO_CHARS got = text_clean(dirty, strlen(dirty), keep_lines);
    assert_string_equal(got, clean);
}

/* The code point after this one, without the planes where none is assigned. */
static uint32_t next_code(uint32_t code)
{
    return code == 0x3FFFF ? 0xE0000 : code + 1;
}

static void plain_words_stay_as_they_are(void **state)
{
    (void)state;
    assert_clean("Сәлем, №5 (ІҢҒҮҰҚӨҺ) 5 950 ₸ — «иә»!", false,
                 "Сәлем, №5 (ІҢҒҮҰҚӨҺ) 5 950 ₸ — «иә»!");
    assert_clean("", false, "");
}

static void escape_sequences_lose_their_sting(void **state)
{
    (void)state;
    assert_clean("\033[2Jгород\a\b\x7F", false, "[2Jгород");
    assert_clean("\xC2\x9B"
                 "31mred\xC2\x90",
                 false, "31mred");
    assert_clean("\033]0;title\a", false, "]0;title");
}

static void unseen_signs_go(void **state)
{
    (void)state;
    assert_clean("a\u202Eb\u2066c\u200Fd\u061Ce", false, "abcde");
    assert_clean("1\u200B2\u200D3\u20604\uFEFF5\u00AD6", false, "123456");
    assert_clean("x\U000E0041y\uFE0Fz\uE000w\u3164v\u115F", false, "xyzwv");
    assert_clean("p\uFFFEq\U0010FFFFr\u0378s", false, "pqrs");
}

static void line_ends_become_one_kind(void **state)
{
    (void)state;
    const char *lines = "a\r\nb\rc\nd\u2028e\xC2\x85"
                        "f\vg";
    assert_clean(lines, true, "a\nb\nc\nd\ne\nf\ng");
    assert_clean(lines, false, "a b c d e f g");
    assert_clean("a\tb\u2003c\u3000d", true, "a b c d");
    assert_clean("5\u00A0950", true, "5\u00A0950"); /* one line */
}

static void broken_bytes_are_seen_as_broken(void **state)
{
    (void)state;
    assert_clean("a\xFF\xD3", false, "a\uFFFD\uFFFD");
    assert_clean("\xED\xA0\x80", false, "\uFFFD\uFFFD\uFFFD");
    AUTO_CHARS nul = text_clean("a\0b", 3, false);
    assert_string_equal(nul, "ab");
}

static void letters_are_composed(void **state)
{
    (void)state;
    assert_clean("и\u0306", false, "й");
    assert_clean("е\u0308", false, "ё");
    /* What stood between letter and mark is gone first. */
    assert_clean("и\u200B\u0306", false, "й");
}

static void a_flood_of_marks_dries_to_four(void **state)
{
    (void)state;
    AUTO_TEXT flood = {0};
    text_add(&flood, "q");
    /* Two kinds in turn: the worst order for sorting them. */
    for (int i = 0; i < 200000; i++)
        text_add_char(&flood, i % 2 == 0 ? 0x0301 : 0x0323);
    AUTO_CHARS clean = text_clean(flood.chars, flood.length, false);
    assert_string_equal(clean, "q\u0323\u0323\u0301\u0301");
    AUTO_CHARS folded = text_fold(flood.chars);
    assert_true(strlen(folded) < 20);
    /* One that composing takes apart into two is counted as two. */
    assert_clean("q\u0344\u0344\u0344", false, "q\u0308\u0301\u0308\u0301");
    assert_clean("\u0301a \u0301b\n\u0301c", true, "a b\nc");
}

/* Numbers that look random and are the same in every run. */
static uint32_t roll(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* A made-up enemy's text: bytes, whole code points, and pieces known to be
 * trouble. */
static void add_random(struct text *text, uint32_t *seed)
{
    static const char *const pieces[] = {
        "\r\n",    "\033[2J",       "\u202E", "\u0344",
        "и\u0306", "\u1100\u1161",  " ",      "\xF0\x9F",
        "\u0F73",  "\u0958",        "\u034F", "\U000E0041",
        "\t",      "a\u0301\u0323", "\u2126", "\U0001D15E",
        "\uFEFF",  "\uAC00\u11A8",
    };
    switch (roll(seed) % 4) {
    case 0: {
        char byte = (char)roll(seed);
        text_add_n(text, &byte, 1);
        break;
    }
    case 1:
        text_add_char(text, roll(seed) % 0x110000);
        break;
    case 2:
        text_add_char(text, roll(seed) % 0x0500);
        break;
    default:
        text_add(text, pieces[roll(seed) % COUNT(pieces)]);
    }
}

/* The allow rule once more, by ranges and by the C library. */
static bool may_be_shown(uint32_t code, bool keep_lines)
{
    static const uint32_t unseen[][2] = {
        {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
        {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
        {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
        {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xE000, 0xF8FF},
        {0xD800, 0xDFFF},   {0xF0000, 0x10FFFF}};
    if (code == '\n')
        return keep_lines;
    if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        return false;
    for (size_t i = 0; i < COUNT(unseen); i++)
        if (code >= unseen[i][0] && code <= unseen[i][1])
            return false;
    return true;
}

static void assert_safe(const char *clean, bool keep_lines)
{
    int cells = 0;
    uint32_t code;
    const char *rest = clean;
    for (size_t n; (n = text_step(rest, &code)) > 0; rest += n) {
        if (code == 0xFFFD) /* the sign itself, not a broken byte */
            assert_memory_equal(rest, "\uFFFD", 3);
        if (!may_be_shown(code, keep_lines))
            fail_msg("U+%04X is let through", code);
        char one[5] = "";
        memcpy(one, rest, n);
        cells += text_cells(one);
    }
    assert_int_equal(text_cells(clean), cells);
    AUTO_CHARS again = text_clean(clean, strlen(clean), keep_lines);
    assert_string_equal(again, clean);
}

static void whatever_comes_clean_text_is_safe_and_stays_so(void **state)
{
    (void)state;
    uint32_t seed = 1414;
    for (int round = 0; round < 20000; round++) {
        AUTO_TEXT dirty = {0};
        for (uint32_t i = roll(&seed) % 24; i > 0; i--)
            add_random(&dirty, &seed);
        bool keep_lines = round % 2 == 0;
        AUTO_CHARS clean =
            text_clean(text_chars(&dirty), dirty.length, keep_lines);
        assert_safe(clean, keep_lines);
        int cells = (int)(roll(&seed) % 12);
        AUTO_CHARS cut = text_cut(clean, cells);
        assert_true(text_cells(cut) <= cells);
        AUTO_CHARS folded = text_fold(clean);
        AUTO_CHARS twice = text_fold(folded);
        assert_non_null(twice);
    }
}

static void every_code_point_alone_is_safe(void **state)
{
    (void)state;
    for (uint32_t code = 1; code < 0x110000; code = next_code(code)) {
        AUTO_TEXT text = {0};
        text_add(&text, "q");
        text_add_char(&text, code);
        AUTO_CHARS clean = text_clean(text.chars, text.length, true);
        assert_safe(clean, true);
    }
}

/* Plain letters take a shorter way, a mark or a stray byte behind them the
 * long one: what is said must not depend on the way. */
static void plain_letters_are_left_alone_on_either_way(void **state)
{
    (void)state;
    for (uint32_t code = 0x20; code < 0x530; code = next_code(code)) {
        AUTO_TEXT alone = {0};
        text_add_char(&alone, code);
        AUTO_CHARS twice = mem_format("%s%s", alone.chars, alone.chars);
        AUTO_CHARS dashed = mem_format("%s—", twice);
        AUTO_CHARS clean = text_clean(twice, strlen(twice), false);
        AUTO_CHARS long_way = text_clean(dashed, strlen(dashed), false);
        AUTO_CHARS expected = mem_format("%s—", clean);
        assert_string_equal(long_way, expected);
        AUTO_CHARS folded = text_fold(twice);
        AUTO_CHARS folded_long = text_fold(dashed);
        AUTO_CHARS expected_fold = mem_format("%s—", folded);
        assert_string_equal(folded_long, expected_fold);
    }
    assert_clean("и\u0306", false, "й"); /* the mark changes the letter */
    AUTO_CHARS cut = text_clean("ай", 3, false);
    assert_string_equal(cut, "а\uFFFD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_words_stay_as_they_are),
        cmocka_unit_test(escape_sequences_lose_their_sting),
        cmocka_unit_test(unseen_signs_go),
        cmocka_unit_test(line_ends_become_one_kind),
        cmocka_unit_test(broken_bytes_are_seen_as_broken),
        cmocka_unit_test(letters_are_composed),
        cmocka_unit_test(a_flood_of_marks_dries_to_four),
        cmocka_unit_test(whatever_comes_clean_text_is_safe_and_stays_so),
        cmocka_unit_test(every_code_point_alone_is_safe),
        cmocka_unit_test(plain_letters_are_left_alone_on_either_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
