/* Mutants of phrases: a language gone or empty, a value in braces gone. */
#include "console/base/json.h"
#include "console/base/text.h"
#include "tests/mutation/maker.h"

#include <string.h>

enum { LONG_LETTERS = 60 };

static const char *const languages[] = {"kk", "ru", "en"};

static bool is_phrase(const json_t *value)
{
    for (size_t i = 0; i < COUNT(languages); i++)
        if (json_find_string(value, languages[i]) == NULL)
            return false;
    return json_object_size(value) == COUNT(languages);
}

/* The phrase with another text in one language. */
static json_t *with_text(const json_t *phrase, size_t language,
                         const char *text)
{
    json_t *copy = json_copy((json_t *)phrase);
    json_object_set_new(copy, languages[language], json_string(text));
    return copy;
}

/* One of the languages, by the length of the text: each has its turn. */
static size_t turn(const json_t *phrase)
{
    return strlen(json_find_string(phrase, "en")) % COUNT(languages);
}

static json_t *drop_language(const json_t *value, size_t nth)
{
    if (!is_phrase(value) || nth > 0)
        return NULL;
    json_t *copy = json_copy((json_t *)value);
    json_object_del(copy, languages[turn(value)]);
    return copy;
}

static json_t *empty_text(const json_t *value, size_t nth)
{
    if (!is_phrase(value) || nth > 0)
        return NULL;
    return with_text(value, (turn(value) + 1) % COUNT(languages), "");
}

/* ---- braces ---- */

/* The text with all "{name}" replaced, where name is that of its nth brace;
 * NULL when it has not so many. The caller frees. */
static char *without_brace(const char *text, size_t nth, const char *instead)
{
    AUTO_TEXT out = {0};
    const char *brace = strchr(text, '{');
    while (brace != NULL && nth-- > 0)
        brace = strchr(brace + 1, '{');
    if (brace == NULL)
        return NULL;
    AUTO_CHARS name = mem_copy_n(brace, strcspn(brace, "}") + 1);
    for (const char *at = text; *at != '\0';) {
        const char *found = strstr(at, name);
        size_t length = found != NULL ? (size_t)(found - at) : strlen(at);
        text_add_n(&out, at, length);
        at += length;
        if (found != NULL) {
            text_add(&out, instead);
            at += strlen(name);
        }
    }
    return text_take(&out);
}

static json_t *drop_brace(const json_t *value, size_t nth)
{
    if (!is_phrase(value))
        return NULL;
    size_t language = nth % COUNT(languages);
    AUTO_CHARS text =
        without_brace(json_find_string(value, languages[language]),
                      nth / COUNT(languages), "5");
    return text != NULL ? with_text(value, language, text) : NULL;
}

static json_t *misspell_brace(const json_t *value, size_t nth)
{
    if (!is_phrase(value) || nth > 0)
        return NULL;
    json_t *copy = json_copy((json_t *)value);
    for (size_t i = 0; i < COUNT(languages); i++) {
        AUTO_CHARS text =
            without_brace(json_find_string(value, languages[i]), 0, "{amuont}");
        if (text != NULL)
            json_object_set_new(copy, languages[i], json_string(text));
    }
    if (!json_equal(copy, (json_t *)value))
        return copy;
    json_decref(copy);
    return NULL;
}

/* ---- length ---- */

/* One word, so long that no line of the screen can hold it. */
static json_t *lengthen(const json_t *value, size_t nth)
{
    AUTO_TEXT out = {0};
    if (!is_phrase(value) || nth > 0)
        return NULL;
    for (int i = 0; i < LONG_LETTERS; i++)
        text_add(&out, "ж");
    return with_text(value, turn(value), text_chars(&out));
}

void make_texts(const struct maker *maker)
{
    maker_hunt(maker, MUTANT_LANGUAGE_REMOVED, drop_language);
    maker_hunt(maker, MUTANT_TEXT_EMPTIED, empty_text);
    maker_hunt(maker, MUTANT_BRACE_DROPPED, drop_brace);
    maker_hunt(maker, MUTANT_BRACE_MISSPELT, misspell_brace);
    if (!maker->table)
        maker_hunt(maker, MUTANT_TEXT_LONG, lengthen);
}
