/* Words, stems, vocabularies, readings: the parts that a search is made of. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/vocabulary.h"
#include "console/knowledge/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- words ---- */

/* The words with a bar between them: exact, or folded. */
static char *split(const char *text, bool folded)
{
    struct text all = {0};
    struct words words;
    words_take(&words, text);
    for (size_t i = 0; i < words.count; i++)
        text_format(&all, "%s%s", i > 0 ? "|" : "",
                    folded ? words.list[i].folded : words.list[i].exact);
    words_clear(&words);
    return text_take(&all);
}

static void a_text_is_parted_into_words(void **state)
{
    static const struct {
        const char *text, *exact, *folded;
    } texts[] = {
        {"Төлем коды: 121.", "төлем|коды|121", "толем|коды|121"},
        {"ЖК/ИП, ип-шка", "жк|ип|ип|шка", "жк|ип|ип|шка"},
        {"5\302\240950\302\240₸ і", "5950|і", "5950|и"},
        {"12 345", "12|345", "12|345"},
        {"o'qu ‘x’", "o'qu|x", "o'qu|x"},
        {"Ё и\xCC\x86", "ё|й", "е|и"},
        {"", "", ""},
        {"\xD0", "", ""},
        {"ҰЛТ ıstanbul", "ұлт|ıstanbul", "улт|istanbul"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        AUTO_CHARS exact = split(texts[i].text, false);
        AUTO_CHARS folded = split(texts[i].text, true);
        assert_string_equal(exact, texts[i].exact);
        assert_string_equal(folded, texts[i].folded);
    }
}

static void a_word_knows_where_it_stands(void **state)
{
    static const char text[] = "«Қор» 4\302\240250";
    struct words words;
    (void)state;
    words_take(&words, text);
    assert_int_equal(words.count, 2);
    assert_memory_equal(text + words.list[0].start, "Қор",
                        words.list[0].end - words.list[0].start);
    assert_int_equal(words.list[1].end, strlen(text));
    words_clear(&words);
}

/* ---- stems ---- */

static void forms_of_a_word_have_one_stem(void **state)
{
    static const struct {
        enum language language;
        const char *forms[6]; /* folded */
    } words[] = {
        {LANGUAGE_KK,
         {"жумыссыз", "жумыссыздар", "жумыссызга", "жумыссыздарга",
          "жумыссыздардын", NULL}},
        {LANGUAGE_KK, {"студент", "студенттер", "студенттердин", NULL}},
        {LANGUAGE_KK, {"толем", "толемдер", "толеми", "толемдерин", NULL}},
        {LANGUAGE_KK, {"жабу", "жабуды", NULL}},
        {LANGUAGE_KK, {"комек", "комеги", "комегине", NULL}},
        {LANGUAGE_KK, {"код", "кодтары", "кодтарын", NULL}},
        {LANGUAGE_RU, {"безработныи", "безработного", "безработных", NULL}},
        {LANGUAGE_RU, {"пенсионер", "пенсионерам", "пенсионеры", NULL}},
        {LANGUAGE_RU, {"платить", "платит", "платят", NULL}},
        {LANGUAGE_EN, {"payment", "payments", NULL}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        AUTO_CHARS first = words_stem(words[i].forms[0], words[i].language);
        for (size_t j = 1; words[i].forms[j] != NULL; j++) {
            AUTO_CHARS stem = words_stem(words[i].forms[j], words[i].language);
            assert_string_equal(stem, first);
        }
    }
}

static void a_stem_keeps_three_letters(void **state)
{
    static const char *const words[] = {"ия", "бала", "алу", "га", "аи", "s"};
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++)
        for (int j = 0; j < LANGUAGE_COUNT; j++) {
            AUTO_CHARS stem = words_stem(words[i], (enum language)j);
            size_t least = words_letters(words[i]);
            assert_true(words_letters(stem) >= (least < 3 ? least : 3));
        }
}

/* ---- vocabularies ---- */

static struct vocabulary take(const char *words)
{
    struct vocabulary vocabulary;
    size_t length = strlen(words) + 1;
    char *bytes = mem_copy_n(words, length);
    for (size_t i = 0; i < length; i++)
        bytes[i] = bytes[i] == ' ' ? '\0' : bytes[i];
    vocabulary_take(&vocabulary, bytes, length);
    return vocabulary;
}

static void a_vocabulary_finds_words_and_beginnings(void **state)
{
    struct vocabulary words = take("алма ат ата атау бала");
    size_t first;
    (void)state;
    assert_int_equal(words.count, 5);
    assert_true(vocabulary_has(&words, "ата"));
    assert_false(vocabulary_has(&words, "атар"));
    assert_int_equal(vocabulary_begin(&words, "ат", &first), 3);
    assert_int_equal(first, 1);
    assert_int_equal(vocabulary_begin(&words, "я", &first), 0);
    vocabulary_clear(&words);
    assert_false(vocabulary_has(&words, "ата"));
}

static void near_words_differ_by_a_letter(void **state)
{
    (void)state;
    assert_true(vocabulary_near("возврат", "возрат", 1));
    assert_true(vocabulary_near("возврат", "возвратт", 1));
    assert_true(vocabulary_near("возврат", "возвлат", 1));
    assert_true(vocabulary_near("возврат", "воврзат", 2));
    assert_true(vocabulary_near("возврат", "взоврат", 1));
    assert_false(vocabulary_near("возврат", "воврад", 1));
    assert_true(vocabulary_near("возврат", "воврад", 2));
    assert_false(vocabulary_near("", "ав", 1));
}

static void count_near(const char *near, void *cookie)
{
    (void)near;
    ++*(int *)cookie;
}

static void all_near_words_are_given(void **state)
{
    struct vocabulary words = take("кот кош кошка пот рот ход");
    int near = 0, far = 0;
    (void)state;
    vocabulary_each_near(&words, "кот", 1, count_near, &near);
    assert_int_equal(near, 3); /* кош, пот, рот; not itself */
    vocabulary_each_near(&words, "кош", 2, count_near, &far);
    assert_int_equal(far, 2); /* кот, кошка: the first letter is right */
    vocabulary_clear(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_parted_into_words),
        cmocka_unit_test(a_word_knows_where_it_stands),
        cmocka_unit_test(forms_of_a_word_have_one_stem),
        cmocka_unit_test(a_stem_keeps_three_letters),
        cmocka_unit_test(a_vocabulary_finds_words_and_beginnings),
        cmocka_unit_test(near_words_differ_by_a_letter),
        cmocka_unit_test(all_near_words_are_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
