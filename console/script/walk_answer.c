/* Does a value answer the question? By the question's type and bounds. */
#include "console/script/walk_state.h"

#include "console/base/clock.h"
#include "console/base/pattern.h"
#include "console/base/text.h"
#include "console/registry/iin.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <string.h>

/* Letters of a note or a text without a limit of its own. */
enum { LETTERS_MAX = 2000, PHONE_LENGTH = 12, BRANCH_MAX = 8 };

#define DAY_MS ((int64_t)86400000)

/* A question and its walk, while a value is judged. */
struct judge {
    const struct walk *walk;
    const struct node *node;
    const struct answer_spec *answer;
    struct error *error;
};

/* Details name the node, never the value: it may be personal. */
static bool refuse(const struct judge *judge, enum message message)
{
    return error_set(judge->error, message, "%s.%s",
                     walk_script(judge->walk)->id, judge->node->id);
}

static bool is_choice(const struct answer_spec *answer, const json_t *code)
{
    for (size_t i = 0; json_is_string(code) && i < answer->choice_count; i++)
        if (strcmp(answer->choices[i].code, json_string_value(code)) == 0)
            return true;
    return false;
}

static bool stands_before(const json_t *list, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (json_equal(json_array_get(list, i), json_array_get(list, index)))
            return true;
    return false;
}

static bool check_multi(const struct judge *judge, const json_t *list)
{
    bool good = json_is_array(list);
    for (size_t i = 0; i < json_array_size(list); i++)
        good = good && is_choice(judge->answer, json_array_get(list, i)) &&
               !stands_before(list, i);
    return good || refuse(judge, MESSAGE_ANSWER_CHOICE);
}

static bool check_number(const struct judge *judge, const json_t *value)
{
    int64_t number = json_integer_value(value);
    bool money = judge->answer->type == ANSWER_MONEY;
    if (!json_is_integer(value))
        return refuse(judge,
                      money ? MESSAGE_ANSWER_MONEY : MESSAGE_ANSWER_NUMBER);
    return (number >= judge->answer->min && number <= judge->answer->max &&
            !(money && number < 0)) ||
           refuse(judge, MESSAGE_ANSWER_RANGE);
}

/* The years that are values at all. */
static bool is_year(int64_t days)
{
    int year, month, day;
    clock_civil(days, &year, &month, &day);
    return year >= FACT_YEAR_FIRST && year <= FACT_YEAR_LAST;
}

/* The day of a bound: a date or "as_of"; `none` without one. */
static int64_t bound(const struct judge *judge, const char *date, int64_t none)
{
    int64_t days;
    if (date == NULL)
        return none;
    return clock_parse_date(date, &days) ? days : judge->walk->as_of;
}

static bool check_date(const struct judge *judge, const json_t *value)
{
    int64_t days;
    const char *date = json_string_value(value);
    if (date == NULL || !clock_parse_date(date, &days))
        return refuse(judge, MESSAGE_ANSWER_DATE);
    return (is_year(days) &&
            days >= bound(judge, judge->answer->min_date, INT64_MIN) &&
            days <= bound(judge, judge->answer->max_date, INT64_MAX)) ||
           refuse(judge, MESSAGE_ANSWER_RANGE);
}

static bool check_month(const struct judge *judge, const json_t *value)
{
    int64_t ms;
    return (json_string_length(value) == strlen("2026-09") &&
            logic_moment_read(json_string_value(value), true, &ms) &&
            is_year(ms / DAY_MS)) ||
           refuse(judge, MESSAGE_ANSWER_MONTH);
}

static bool check_phone(const struct judge *judge, const json_t *value)
{
    const char *phone = json_string_value(value);
    return (phone != NULL && strlen(phone) == PHONE_LENGTH &&
            strncmp(phone, "+7", 2) == 0 &&
            strspn(phone + 1, "0123456789") == PHONE_LENGTH - 1) ||
           refuse(judge, MESSAGE_ANSWER_PHONE);
}

static bool check_person(const struct judge *judge, const json_t *value)
{
    struct iin_verdict verdict = {0};
    if (json_is_string(value))
        iin_check(json_string_value(value), judge->walk->as_of, &verdict);
    return verdict.accepted || refuse(judge, MESSAGE_ANSWER_PERSON);
}

static bool check_branch(const struct judge *judge, const json_t *value)
{
    const char *code = json_string_value(value);
    size_t length = json_string_length(value);
    return (length >= 2 && length <= BRANCH_MAX &&
            strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length) ||
           refuse(judge, MESSAGE_ANSWER_BRANCH);
}

static int64_t count_letters(const char *string)
{
    int64_t letters = 0;
    for (size_t step; (step = text_letter(string)) > 0; string += step)
        letters++;
    return letters;
}

static bool check_text(const struct judge *judge, const json_t *value)
{
    const char *string = json_string_value(value);
    if (string == NULL || string[0] == '\0')
        return refuse(judge, MESSAGE_ANSWER_NONE);
    int64_t most = judge->answer->max;
    if (judge->node->kind == NODE_NOTE || most > LETTERS_MAX)
        most = LETTERS_MAX;
    if (strlen(string) != json_string_length(value) ||
        count_letters(string) > most)
        return refuse(judge, MESSAGE_ANSWER_RANGE);
    return judge->answer->pattern == NULL ||
           pattern_whole(judge->answer->pattern, string) == PATTERN_YES ||
           refuse(judge, MESSAGE_ANSWER_TEXT);
}

static bool check_note(const struct judge *judge, const json_t *value)
{
    bool empty = value == NULL || json_is_null(value) ||
                 (json_is_string(value) && json_string_length(value) == 0);
    if (empty && !judge->node->required)
        return true;
    return check_text(judge, value);
}

static bool check_type(const struct judge *judge, const json_t *value)
{
    switch (judge->answer->type) {
    case ANSWER_CHOICE:
        return is_choice(judge->answer, value) ||
               refuse(judge, MESSAGE_ANSWER_CHOICE);
    case ANSWER_MULTI:
        return check_multi(judge, value);
    case ANSWER_YESNO:
        return json_is_boolean(value) || refuse(judge, MESSAGE_ANSWER_CHOICE);
    case ANSWER_INT:
    case ANSWER_MONEY:
        return check_number(judge, value);
    case ANSWER_DATE:
        return check_date(judge, value);
    case ANSWER_MONTH:
        return check_month(judge, value);
    case ANSWER_PHONE:
        return check_phone(judge, value);
    case ANSWER_PERSON_NUMBER:
        return check_person(judge, value);
    case ANSWER_BRANCH:
        return check_branch(judge, value);
    default:
        return check_text(judge, value);
    }
}

bool walk_check_answer(const struct walk *walk, const struct node *node,
                       const struct json_t *value, struct error *error)
{
    struct judge judge = {walk, node, &node->answer, error};
    if (node->kind == NODE_NOTE)
        return check_note(&judge, value);
    if (value != NULL && !json_is_null(value))
        return check_type(&judge, value);
    return node->answer.dont_know || refuse(&judge, MESSAGE_ANSWER_NONE);
}

bool walk_is_personal(const struct node *node)
{
    enum answer_type type = node->answer.type;
    return node->kind == NODE_NOTE || type == ANSWER_TEXT ||
           type == ANSWER_PHONE || type == ANSWER_PERSON_NUMBER;
}
