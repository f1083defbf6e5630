/* Reading what was typed into the value a question asks for. */
#include "console/script/walk.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/needle.h"
#include "console/base/text.h"
#include "console/dues/dues_money.h"
#include "console/registry/iin.h"
#include "console/script/walk_state.h"

#include <jansson.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS     "0123456789"
#define DONT_KNOW  "?"
#define SEPARATORS " ,;"

/* Beyond this many digits a number is refused, so that nothing overflows. */
enum { DIGITS_MAX = 15 };

/* ---- choices ---- */

/* The index of a choice by its number from 1, code, or label; -1: none. One
 * more than the last stands for "does not know". */
static int find_choice(const struct answer_spec *answer, const char *typed)
{
    size_t count = answer->choice_count;
    if (typed[0] != '\0' && typed[strspn(typed, DIGITS)] == '\0' &&
        strlen(typed) < 4) {
        unsigned long number = strtoul(typed, NULL, 10);
        if (number >= 1 && number <= count + answer->dont_know)
            return (int)number - 1;
    }
    AUTO_NEEDLE needle;
    needle_init(&needle, typed);
    for (size_t i = 0; i < count; i++) {
        const struct choice *choice = &answer->choices[i];
        if (strcmp(choice->code, typed) == 0)
            return (int)i;
        for (int j = 0; j < LANGUAGE_COUNT; j++)
            if (needle_is(&needle, choice->label.in[j]))
                return (int)i;
    }
    return -1;
}

static json_t *read_choice(const struct answer_spec *answer, const char *typed)
{
    int index = find_choice(answer, typed);
    if (index < 0)
        return NULL;
    if ((size_t)index == answer->choice_count)
        return json_null();
    if (answer->type == ANSWER_YESNO)
        return json_boolean(index == 0);
    return json_string(answer->choices[index].code);
}

/* "1, 3" or codes; "0": none of them. */
static json_t *read_multi(const struct answer_spec *answer, const char *typed)
{
    AUTO_JSON list = json_array();
    if (strcmp(typed, "0") == 0)
        return json_incref(list);
    AUTO_CHARS words = mem_copy(typed);
    char *rest = NULL;
    for (char *word = strtok_r(words, SEPARATORS, &rest); word != NULL;
         word = strtok_r(NULL, SEPARATORS, &rest)) {
        json_t *code = read_choice(answer, word);
        if (code == NULL || json_is_null(code))
            return code;
        json_array_append_new(list, code);
    }
    return json_array_size(list) > 0 ? json_incref(list) : NULL;
}

/* ---- numbers ---- */

static json_t *read_int(const char *typed)
{
    AUTO_CHARS number = text_squeeze(typed);
    const char *digits = number + (number[0] == '-');
    size_t length = strspn(digits, DIGITS);
    if (length == 0 || length > DIGITS_MAX || digits[length] != '\0')
        return NULL;
    return json_integer(strtoll(number, NULL, 10));
}

static json_t *read_money(const char *typed)
{
    int64_t tiyn;
    return dues_money_read(typed, &tiyn) ? json_integer(tiyn) : NULL;
}

/* ---- dates ---- */

/* Reads count numbers parted by points, no more than `most` digits each. */
static bool read_parts(const char *typed, int count, int *parts)
{
    for (int i = 0; i < count; i++) {
        size_t length = strspn(typed, DIGITS);
        if (length == 0 || length > 4)
            return false;
        parts[i] = (int)strtol(typed, NULL, 10);
        typed += length;
        if (*typed++ != (i + 1 < count ? '.' : '\0'))
            return false;
    }
    return parts[count - 1] >= 1000;
}

static json_t *read_date(const char *typed)
{
    int64_t days;
    int parts[3];
    char iso[24];
    if (clock_parse_date(typed, &days))
        return json_string(typed);
    if (!read_parts(typed, 3, parts) || parts[0] > 31 || parts[1] > 12)
        return NULL;
    snprintf(iso, sizeof(iso), "%04d-%02d-%02d", parts[2] % 10000,
             parts[1] % 100, parts[0] % 100);
    return clock_parse_date(iso, &days) ? json_string(iso) : NULL;
}

static json_t *read_month(const char *typed)
{
    int64_t days;
    int parts[2];
    char iso[24];
    if (read_parts(typed, 2, parts) && parts[0] <= 12)
        snprintf(iso, sizeof(iso), "%04d-%02d-01", parts[1] % 10000,
                 parts[0] % 100);
    else
        snprintf(iso, sizeof(iso), "%.7s-01", typed);
    if ((strlen(typed) > 7) || !clock_parse_date(iso, &days))
        return NULL;
    return json_stringn(iso, strlen("2026-09"));
}

/* ---- numbers of people, phones, branches ---- */

/* Ten digits, or eleven from 7 or 8, with what people write between them. */
static json_t *read_phone(const char *typed)
{
    char digits[16];
    size_t count = 0;
    AUTO_CHARS plain = text_squeeze(typed);
    for (const char *at = plain; *at != '\0'; at++) {
        if (strchr("+()-.", *at) != NULL)
            continue;
        if (strchr(DIGITS, *at) == NULL || count == 11)
            return NULL;
        digits[count++] = *at;
    }
    digits[count] = '\0';
    if (count == 10)
        return json_sprintf("+7%s", digits);
    if (count == 11 && (digits[0] == '7' || digits[0] == '8'))
        return json_sprintf("+7%s", digits + 1);
    return NULL;
}

static json_t *read_person(const char *typed)
{
    char digits[IIN_PASTE_SIZE];
    return iin_clean(typed, digits) ? json_string(digits) : NULL;
}

static json_t *read_branch(const char *typed)
{
    AUTO_CHARS code = text_squeeze(typed);
    for (char *at = code; *at != '\0'; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return json_string(code);
}

/* ---- all types ---- */

static const enum message messages[] = {
    [ANSWER_CHOICE] = MESSAGE_ANSWER_CHOICE,
    [ANSWER_MULTI] = MESSAGE_ANSWER_CHOICE,
    [ANSWER_YESNO] = MESSAGE_ANSWER_CHOICE,
    [ANSWER_INT] = MESSAGE_ANSWER_NUMBER,
    [ANSWER_MONEY] = MESSAGE_ANSWER_MONEY,
    [ANSWER_DATE] = MESSAGE_ANSWER_DATE,
    [ANSWER_MONTH] = MESSAGE_ANSWER_MONTH,
    [ANSWER_PHONE] = MESSAGE_ANSWER_PHONE,
    [ANSWER_PERSON_NUMBER] = MESSAGE_ANSWER_PERSON,
    [ANSWER_BRANCH] = MESSAGE_ANSWER_BRANCH,
    [ANSWER_TEXT] = MESSAGE_ANSWER_TEXT,
};

static json_t *read_type(const struct answer_spec *answer, const char *typed)
{
    switch (answer->type) {
    case ANSWER_CHOICE:
    case ANSWER_YESNO:
        return read_choice(answer, typed);
    case ANSWER_MULTI:
        return read_multi(answer, typed);
    case ANSWER_INT:
        return read_int(typed);
    case ANSWER_MONEY:
        return read_money(typed);
    case ANSWER_DATE:
        return read_date(typed);
    case ANSWER_MONTH:
        return read_month(typed);
    case ANSWER_PHONE:
        return read_phone(typed);
    case ANSWER_PERSON_NUMBER:
        return read_person(typed);
    case ANSWER_BRANCH:
        return read_branch(typed);
    default:
        return json_string(typed);
    }
}

/* Cleaned, without spaces at both ends. The caller frees. */
static char *trim(const char *typed, bool lines)
{
    AUTO_CHARS clean = text_clean(typed, strlen(typed), lines);
    const char *start = clean + strspn(clean, " \n");
    size_t length = strlen(start);
    while (length > 0 && strchr(" \n", start[length - 1]) != NULL)
        length--;
    return mem_copy_n(start, length);
}

struct json_t *walk_read_answer(const struct walk *walk, const char *typed,
                                struct error *error)
{
    const struct node *node = walk_node(walk);
    bool note = node->kind == NODE_NOTE;
    AUTO_CHARS text = trim(typed, note);
    json_t *value = NULL;
    if (note)
        value = json_string(text);
    else if (node->answer.dont_know && strcmp(text, DONT_KNOW) == 0)
        value = json_null();
    else if (text[0] != '\0')
        value = read_type(&node->answer, text);
    if (value == NULL) {
        error_set(error,
                  text[0] == '\0' ? MESSAGE_ANSWER_NONE
                                  : messages[node->answer.type],
                  "%s.%s", walk_script(walk)->id, node->id);
        return NULL;
    }
    if (walk_check_answer(walk, node, value, error))
        return value;
    json_decref(value);
    return NULL;
}
