/* Masks: what is shown of a person before the reveal. */
#include "console/people/mask.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* A mask and what it makes of a value. */
struct sample {
    char *(*mask)(const char *value);
    const char *value, *shown;
};

static void check(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        AUTO_CHARS shown = samples[i].mask(samples[i].value);

        assert_string_equal(shown, samples[i].shown);
    }
}

static void a_number_shows_its_last_digits(void **state)
{
    const struct sample samples[] = {
        {mask_iin, "900101300017", "........0017"},
        {mask_iin, "123", "..."},
        {mask_iin, "", ""},
        {mask_phone, "+77011234567", "+7 ... .. 67"},
        {mask_phone, "8 (701) 123-45-67", "+7 ... .. 67"},
        {mask_phone, "7011234567", "+7 ... .. 67"},
        {mask_phone, "250 101", "... .. 01"},
        {mask_phone, "112", "... .."},
        {mask_phone, "", "... .."},
    };

    (void)state;
    check(samples, COUNT(samples));
}

static void a_name_shows_its_initials(void **state)
{
    const struct sample samples[] = {
        {mask_name, "АХМЕТОВ Ғани Болатұлы", "А....... Ғ. Б."},
        {mask_name, "  Ли   Ю ", "Л....... Ю."},
        {mask_name, "Ѐ", "Ѐ......."},
        {mask_name, "", ""},
    };

    (void)state;
    check(samples, COUNT(samples));
}

static void nothing_stays_nothing(void **state)
{
    (void)state;
    assert_null(mask_iin(NULL));
    assert_null(mask_phone(NULL));
    assert_null(mask_name(NULL));
    assert_null(mask_text(NULL));
}

static void numbers_inside_a_text_are_masked(void **state)
{
    const struct sample samples[] = {
        {mask_text, "ИИН 900101300017.", "ИИН ........0017."},
        {mask_text, "ИИН 900101 300017", "ИИН ........0017"},
        {mask_text, "900 101-300 017", "........0017"},
        {mask_text, "9 0 0 1 0 1 3 0 0 0 1 7", "........0017"},
        {mask_text, "900101–300017", "........0017"},
        {mask_text, "тел. 87011234567", "тел. +7 ... .. 67"},
        {mask_text, "тел. +7 (701) 123-45-67!", "тел. +7 ... .. 67!"},
        {mask_text, "8-701-123-45-67, 900101300017",
         "+7 ... .. 67, ........0017"},
        {mask_text, "әкесі 900101300017, шешесі 880202400028",
         "әкесі ........0017, шешесі ........0028"},
        /* One digit too many, or too few, may still be a person's number. */
        {mask_text, "9001013000171", "... .. 71"},
        {mask_text, "7011234567", "+7 ... .. 67"},
    };

    (void)state;
    check(samples, COUNT(samples));
}

static void other_figures_of_a_text_stay(void **state)
{
    const struct sample samples[] = {
        {mask_text, "5 950 теңге, 2026-06-01", "5 950 теңге, 2026-06-01"},
        {mask_text, "мектеп 153, 2 «А»", "мектеп 153, 2 «А»"},
        {mask_text, "", ""},
    };

    (void)state;
    check(samples, COUNT(samples));
}

static void a_hard_text_is_masked_in_time_or_wholly(void **state)
{
    enum { LENGTH = 100000 };
    AUTO_CHARS hard = mem_new(LENGTH + 1);

    (void)state;
    for (int i = 0; i < LENGTH; i++)
        hard[i] = i % 4 == 0 ? '7' : ' ';
    AUTO_CHARS shown = mask_text(hard);
    assert_true(strlen(shown) < LENGTH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_shows_its_last_digits),
        cmocka_unit_test(a_name_shows_its_initials),
        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(numbers_inside_a_text_are_masked),
        cmocka_unit_test(other_figures_of_a_text_stay),
        cmocka_unit_test(a_hard_text_is_masked_in_time_or_wholly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
