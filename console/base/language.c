/* Languages by code, the locale and catalogue of the interface, and phrases. */
#include "console/base/language.h"

#include "console/base/error.h"
#include "console/base/json.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN     "agent1414"
#define PLAIN_UTF8 "C.UTF-8"

static const char *const codes[LANGUAGE_COUNT] = {
    [LANGUAGE_KK] = "kk", [LANGUAGE_RU] = "ru", [LANGUAGE_EN] = "en"};

const char *language_code(enum language language)
{
    return codes[language];
}

bool language_find(const char *code, enum language *language)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (strcmp(code, codes[i]) == 0) {
            *language = (enum language)i;
            return true;
        }
    return false;
}

enum language language_next(enum language language)
{
    return (enum language)((language + 1) % LANGUAGE_COUNT);
}

/* The environment's locale when it is there and UTF-8, else C.UTF-8. */
static void choose_locale(void)
{
    if (setlocale(LC_ALL, "") == NULL ||
        strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_ALL, PLAIN_UTF8);
    /* gettext ignores LANGUAGE while the messages' locale is plain C. */
    const char *messages = setlocale(LC_MESSAGES, NULL);
    if (strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
        setlocale(LC_MESSAGES, PLAIN_UTF8);
    /* Numbers we write are read by programs: no decimal comma. */
    setlocale(LC_NUMERIC, "C");
}

void language_interface(enum language language, const char *po_dir)
{
    /* First the variable: setlocale() makes gettext forget what it looked up
     * in another language. For en no catalogue is found, so the texts stay. */
    setenv("LANGUAGE", language_code(language), 1);
    choose_locale();
    bindtextdomain(DOMAIN, po_dir);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
}

bool phrase_load(struct phrase *phrase, const struct json_t *json,
                 const char *where, struct error *error)
{
    *phrase = (struct phrase){0};
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *value;
        if (!json_need_string(json, codes[i], &value, where, error)) {
            phrase_clear(phrase);
            return false;
        }
        if (value[0] == '\0') {
            phrase_clear(phrase);
            return error_set(error, MESSAGE_JSON_SHAPE, "%s.%s: empty text",
                             where, codes[i]);
        }
        phrase->in[i] = mem_copy(value);
    }
    return true;
}

void phrase_clear(struct phrase *phrase)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        free(phrase->in[i]);
    *phrase = (struct phrase){0};
}

/* glibc caches translations until this counter of its moves. */
extern int _nl_msg_cat_cntr;

static void turn_language(const char *code)
{
    setenv("LANGUAGE", code, 1);
    ++_nl_msg_cat_cntr;
}

void phrase_translate(struct phrase *phrase, const char *msgid)
{
    AUTO_CHARS before = mem_copy(getenv("LANGUAGE"));
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        turn_language(codes[i]);
        phrase->in[i] = mem_copy(gettext(msgid));
    }
    turn_language(before ? before : "");
}
