/* The three languages, and a text that exists in all of them. */
#ifndef CONSOLE_BASE_LANGUAGE_H
#define CONSOLE_BASE_LANGUAGE_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;

enum language { LANGUAGE_KK, LANGUAGE_RU, LANGUAGE_EN, LANGUAGE_COUNT };

/* A text in every language; owned by whatever it was loaded into. */
struct phrase {
    char *in[LANGUAGE_COUNT];
};

/* "kk", "ru", "en". */
const char *language_code(enum language language);

/* Finds a language by its code; false if there is none such. */
bool language_find(const char *code, enum language *language);

/* The language that follows in the order kk, ru, en, kk. */
enum language language_next(enum language language);

/* Chooses the language of the interface: the locale is made UTF-8 (C.UTF-8
 * where the environment's is missing), gettext is pointed at po_dir. Called
 * once, before any thread starts. */
void language_interface(enum language language, const char *po_dir);

/* Reads {"kk": ..., "ru": ..., "en": ...}; all three must be there and not
 * empty. `where` names the place (file and JSON path) for the error. */
MUST_USE bool phrase_load(struct phrase *phrase, const struct json_t *json,
                          const char *where, struct error *error);

/* Fills a phrase with the catalogues' translations of a msgid, after
 * language_interface; before any thread starts, since it turns LANGUAGE. */
void phrase_translate(struct phrase *phrase, const char *msgid);

/* Frees the texts. */
void phrase_clear(struct phrase *phrase);

#endif
