/* Stories of language.h: codes and their order, phrases that must be whole, and
 * the interface's language under any environment. */
#include "console/base/language.h"

#include "console/base/error.h"
#include "console/base/json.h"

#include <jansson.h>

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void codes_are_found_both_ways(void **state)
{
    (void)state;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        enum language found;
        assert_true(language_find(language_code((enum language)i), &found));
        assert_int_equal(found, i);
    }
    enum language untouched = LANGUAGE_RU;
    assert_false(language_find("kz", &untouched));
    assert_false(language_find("", &untouched));
    assert_int_equal(untouched, LANGUAGE_RU);
}

static void the_key_goes_round_kk_ru_en(void **state)
{
    (void)state;
    assert_int_equal(language_next(LANGUAGE_KK), LANGUAGE_RU);
    assert_int_equal(language_next(LANGUAGE_RU), LANGUAGE_EN);
    assert_int_equal(language_next(LANGUAGE_EN), LANGUAGE_KK);
}

static json_t *parse(const char *text)
{
    json_t *json = json_parse(text, strlen(text), "t.json", true, NULL);
    assert_non_null(json);
    return json;
}

static void a_phrase_is_loaded_in_three_languages(void **state)
{
    (void)state;
    AUTO_JSON json = parse("{\"kk\": \"Иә\", \"ru\": \"Да\", \"en\": \"Yes\"}");
    struct phrase phrase;
    assert_true(phrase_load(&phrase, json, "t.json: $.yes", NULL));
    assert_string_equal(phrase.in[LANGUAGE_KK], "Иә");
    assert_string_equal(phrase.in[LANGUAGE_RU], "Да");
    assert_string_equal(phrase.in[LANGUAGE_EN], "Yes");
    phrase_clear(&phrase);
    assert_null(phrase.in[LANGUAGE_KK]);
}

static void a_phrase_that_lacks_a_language_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *names;
    } rows[] = {
        {"{\"kk\": \"Иә\", \"en\": \"Yes\"}", "t.json: $.yes.ru"},
        {"{\"kk\": \"Иә\", \"ru\": \"\", \"en\": \"Yes\"}", "t.json: $.yes.ru"},
        {"{\"kk\": \"Иә\", \"ru\": \"Да\", \"en\": 1}", "t.json: $.yes.en"},
        {"\"yes\"", "t.json: $.yes.kk"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        AUTO_JSON json = parse(rows[i].text);
        struct phrase phrase;
        struct error error = {0};
        assert_false(phrase_load(&phrase, json, "t.json: $.yes", &error));
        assert_int_equal(error.message, MESSAGE_JSON_SHAPE);
        assert_non_null(strstr(error.detail, rows[i].names));
        assert_null(phrase.in[LANGUAGE_KK]);
    }
}

static void put_word(FILE *file, uint32_t word)
{
    assert_int_equal(fwrite(&word, sizeof(word), 1, file), 1);
}

/* Writes a catalogue with this one sentence (and its charset) for a language
 * under po_dir: two texts and their translations, as GNU gettext reads it. */
static void write_catalogue(const char *po_dir, const char *code,
                            const char *sentence, const char *translated)
{
    static const char header[] = "Content-Type: text/plain; charset=UTF-8\n";
    AUTO_CHARS folder = mem_format("%s/%s", po_dir, code);
    AUTO_CHARS inner = mem_format("%s/LC_MESSAGES", folder);
    AUTO_CHARS path = mem_format("%s/agent1414.mo", inner);
    mkdir(folder, 0700);
    mkdir(inner, 0700);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    const char *texts[] = {"", sentence, header, translated};
    const uint32_t head[] = {0x950412DE, 0, 2, 28, 44, 0, 60};
    for (size_t i = 0; i < COUNT(head); i++)
        put_word(file, head[i]);
    uint32_t offset = 60;
    for (size_t i = 0; i < COUNT(texts); i++) {
        put_word(file, (uint32_t)strlen(texts[i]));
        put_word(file, offset);
        offset += (uint32_t)strlen(texts[i]) + 1;
    }
    for (size_t i = 0; i < COUNT(texts); i++)
        fwrite(texts[i], strlen(texts[i]) + 1, 1, file);
    assert_int_equal(fclose(file), 0);
}

/* Environments people come with; none of them has the locale installed but
 * the last, and a fresh Debian has no other. */
static const struct environment {
    const char *lc_all, *lc_ctype, *lang;
} environments[] = {
    {NULL, NULL, NULL},           {"C", NULL, NULL},
    {NULL, "C.UTF-8", NULL},      {NULL, NULL, "kk_KZ.UTF-8"},
    {"ru_RU.KOI8-R", NULL, NULL}, {"C.UTF-8", NULL, NULL},
};

static void set_or_unset(const char *name, const char *value)
{
    if (value == NULL)
        unsetenv(name);
    else
        setenv(name, value, 1);
}

static void every_environment_speaks_the_chosen_language(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    AUTO_CHARS po_dir =
        mem_format("%s/test_language.XXXXXX", base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(po_dir));
    const char *sentence = "The command line is not complete; see --help.";
    write_catalogue(po_dir, "kk", sentence, "Команда толық емес.");
    write_catalogue(po_dir, "ru", sentence, "Команда не полна.");
    for (size_t i = 0; i < COUNT(environments); i++) {
        set_or_unset("LC_ALL", environments[i].lc_all);
        set_or_unset("LC_CTYPE", environments[i].lc_ctype);
        set_or_unset("LANG", environments[i].lang);
        language_interface(LANGUAGE_KK, po_dir);
        assert_string_equal(message_text(MESSAGE_USAGE), "Команда толық емес.");
        assert_string_equal(nl_langinfo(CODESET), "UTF-8");
        /* No message is no text, not the catalogue's header. */
        assert_string_equal(message_text(MESSAGE_NONE), "");
        language_interface(LANGUAGE_RU, po_dir);
        assert_string_equal(message_text(MESSAGE_USAGE), "Команда не полна.");
        /* No catalogue of English: the sentence itself, not another's. */
        language_interface(LANGUAGE_EN, po_dir);
        assert_string_equal(message_text(MESSAGE_USAGE), sentence);
        AUTO_CHARS number = mem_format("%.1f", 0.5);
        assert_string_equal(number, "0.5");
    }
    AUTO_CHARS remove = mem_format("rm -r '%s'", po_dir);
    assert_int_equal(system(remove), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_found_both_ways),
        cmocka_unit_test(the_key_goes_round_kk_ru_en),
        cmocka_unit_test(a_phrase_is_loaded_in_three_languages),
        cmocka_unit_test(a_phrase_that_lacks_a_language_is_refused),
        cmocka_unit_test(every_environment_speaks_the_chosen_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
