/* A fact's value as people read it, in their language. */
#include "console/script/fact.h"

#include "console/base/text.h"
#include "console/knowledge/cell.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <string.h>

#define DASH "–"

static const char *const yes_no[LANGUAGE_COUNT][2] = {
    [LANGUAGE_KK] = {"жоқ", "иә"},
    [LANGUAGE_RU] = {"нет", "да"},
    [LANGUAGE_EN] = {"no", "yes"},
};

static const char *find_label(const struct fact *fact, const json_t *code,
                              enum language language)
{
    const char *name = json_string_value(code);
    if (name == NULL)
        return "?";
    for (size_t i = 0; i < fact->code_count; i++)
        if (strcmp(fact->codes[i].code, name) == 0)
            return fact->codes[i].label.in[language];
    return name;
}

static char *write_codes(const struct fact *fact, const json_t *list,
                         enum language language)
{
    struct text text = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        text_add(&text, i > 0 ? ", " : "");
        text_add(&text, find_label(fact, json_array_get(list, i), language));
    }
    if (text.length == 0)
        text_add(&text, DASH);
    return text_take(&text);
}

char *fact_write(const struct fact *fact, const struct json_t *value,
                 enum language language)
{
    if (value == NULL || json_is_null(value))
        return mem_copy(value == NULL ? "?" : DASH);
    switch (fact->type) {
    case FACT_BOOL:
        return mem_copy(yes_no[language][json_is_true(value)]);
    case FACT_CODE:
        return mem_copy(find_label(fact, value, language));
    case FACT_CODES:
        return write_codes(fact, value, language);
    case FACT_INT:
        return mem_format("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    case FACT_MONEY:
        return table_money(json_integer_value(value));
    case FACT_DATE:
    case FACT_MONTH:
        if (json_is_string(value))
            return cell_date(json_string_value(value), language);
        return mem_copy("?");
    default:
        return mem_copy(json_is_string(value) ? json_string_value(value) : "?");
    }
}
