/* What is typed to find something is found although Kazakh letters were typed
 * with Russian keys, or all of it with another keyboard layout on. */
#include "console/base/needle.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool is_in(const char *typed, const char *text)
{
    AUTO_NEEDLE needle;
    needle_init(&needle, typed);
    return needle_in(&needle, text);
}

static void kazakh_letters_typed_with_russian_keys(void **state)
{
    (void)state;
    assert_true(is_in("жумыссыз", "Жұмыссыз тұлға"));
    assert_true(is_in("мэмс", "МӘМС"));
    assert_true(is_in("ТИЗИМ", "Тізімі"));
    assert_false(is_in("жұмыссыз", "Жұмыс"));
}

static void all_of_it_with_another_layout_on(void **state)
{
    static const struct {
        const char *typed, *text;
    } found[] = {
        {"cgbcjr", "Список обращений"}, /* Russian on Latin keys */
        {"CGBCJR", "Список обращений"}, /* and with Caps Lock */
        {"cgbcjr j,h", "Список обращ"}, /* б is the comma's key */
        {";9vsccsp", "Жұмыссыз тұлға"}, /* Kazakh, ұ in the row of digits */
        {";evsccsp", "Жұмыссыз тұлға"}, /* Kazakh with Russian letters */
        {"ж9мыссыз", "Жұмыссыз тұлға"}, /* only the row of digits is off */
        {"сфыуы", "Cases of a branch"}, /* English on Russian keys */
        {"n-ktv", "төлем"},             /* ө is the hyphen's key */
        {";cy-c3p", "ЖСН-сіз"},         /* but a hyphen may be meant */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(found); i++)
        if (!is_in(found[i].typed, found[i].text))
            fail_msg("\"%s\" does not find \"%s\"", found[i].typed,
                     found[i].text);
    assert_false(is_in("cgbcjr", "Тізім"));
    assert_false(is_in("2", "Әлия")); /* a figure is a figure */
}

static void nothing_typed_finds_everything(void **state)
{
    AUTO_NEEDLE needle;
    (void)state;
    needle_init(&needle, "");
    assert_true(needle_is_empty(&needle));
    assert_true(needle_in(&needle, ""));
    assert_true(needle_in(&needle, "anything"));
    assert_false(is_in("а", ""));
}

static void all_of_a_text_and_the_beginning_of_a_word(void **state)
{
    AUTO_NEEDLE needle;
    (void)state;
    needle_init(&needle, "lf"); /* да */
    assert_true(needle_is(&needle, "ДА"));
    assert_false(needle_is(&needle, "да, могу"));
    assert_true(needle_begins_word(&needle, "ещё давно"));
    assert_false(needle_begins_word(&needle, "вода"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kazakh_letters_typed_with_russian_keys),
        cmocka_unit_test(all_of_it_with_another_layout_on),
        cmocka_unit_test(nothing_typed_finds_everything),
        cmocka_unit_test(all_of_a_text_and_the_beginning_of_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
