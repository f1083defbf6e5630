/* The judge of cells. */
#include "console/knowledge/table_type.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/language.h"
#include "console/base/text.h"

#include <jansson.h>

#include <string.h>

/* Marks a text that is translated where it is written. */
#define N_(text) text

static const char *const types[] = {"text",  "code", "int",
                                    "money", "date", "phrase"};

bool table_type_known(const char *type)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (type != NULL && strcmp(type, types[i]) == 0)
            return true;
    return false;
}

/* Letters, digits and a few signs, or the star that stands for any. */
static bool is_code(const json_t *cell)
{
    const char *code = json_string_value(cell);
    return code != NULL && code[0] != '\0' && strlen(code) < 64 &&
           strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789_-./+*") == strlen(code);
}

static bool is_date(const json_t *cell)
{
    const char *date = json_string_value(cell);
    int64_t days;
    return date != NULL && clock_parse_date(date, &days);
}

static bool is_clean(const json_t *cell)
{
    if (!json_is_string(cell))
        return false;
    AUTO_CHARS clean =
        text_clean(json_string_value(cell), json_string_length(cell), false);
    return strcmp(clean, json_string_value(cell)) == 0;
}

static bool is_phrase(const json_t *cell)
{
    struct phrase phrase = {{NULL}};
    bool whole = json_object_size(cell) == LANGUAGE_COUNT &&
                 phrase_load(&phrase, cell, "", NULL);
    phrase_clear(&phrase);
    return whole;
}

const char *table_type_fault(const char *type, const struct json_t *cell)
{
    if (strcmp(type, "code") == 0)
        return is_code(cell) ? NULL : N_("needs a code");
    if (strcmp(type, "int") == 0)
        return json_is_integer(cell) ? NULL : N_("needs a whole number");
    if (strcmp(type, "money") == 0)
        return json_is_integer(cell) ? NULL
                                     : N_("needs a whole number of tiyn");
    if (strcmp(type, "date") == 0)
        return is_date(cell) ? NULL : N_("needs a date YYYY-MM-DD");
    if (strcmp(type, "phrase") == 0)
        return is_phrase(cell) ? NULL : N_("needs kk, ru and en");
    return is_clean(cell) ? NULL : N_("needs a text without controls");
}
