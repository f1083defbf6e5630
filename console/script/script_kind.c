/* Kinds of values by where they come from, and constants against them. */
#include "console/script/script_kind.h"

#include "console/base/clock.h"
#include "console/base/data_file.h"
#include "console/base/finding.h"
#include "console/base/pattern.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"
#include "console/script/logic_tree.h"
#include "console/script/node.h"

#include <jansson.h>
#include <libintl.h>

#include <string.h>

static const enum shape of_fact[] = {
    [FACT_BOOL] = SHAPE_BOOL,   [FACT_CODE] = SHAPE_CODE,
    [FACT_CODES] = SHAPE_LIST,  [FACT_INT] = SHAPE_NUMBER,
    [FACT_MONEY] = SHAPE_MONEY, [FACT_DATE] = SHAPE_DATE,
    [FACT_MONTH] = SHAPE_MONTH, [FACT_TEXT] = SHAPE_TEXT,
};

static const char *const words[] = {
    [SHAPE_ANY] = N_("anything"),
    [SHAPE_BOOL] = N_("yes or no"),
    [SHAPE_NUMBER] = N_("number"),
    [SHAPE_MONEY] = N_("money"),
    [SHAPE_TEXT] = N_("text"),
    [SHAPE_CODE] = N_("code"),
    [SHAPE_DATE] = N_("date"),
    [SHAPE_MONTH] = N_("month"),
    [SHAPE_MOMENT] = N_("point in time"),
    [SHAPE_PHRASE] = N_("phrase"),
    [SHAPE_LIST] = N_("list"),
};

const char *script_kind_word(enum shape shape)
{
    return gettext(words[shape]);
}

/* ---- where values come from ---- */

/* The codes of a kind, one after the other; NULL behind the last. */
static const char *code_at(const struct kind_of *kind, size_t index)
{
    const struct fact *fact = kind->meaning.fact;
    const struct node *node = kind->meaning.node;
    if (fact != NULL)
        return index < fact->code_count ? fact->codes[index].code : NULL;
    if (node == NULL || index >= node->answer.choice_count)
        return NULL;
    return node->answer.choices[index].code;
}

struct kind_of script_kind_constant(const struct json_t *constant)
{
    enum shape shape = json_is_boolean(constant)  ? SHAPE_BOOL
                       : json_is_string(constant) ? SHAPE_TEXT
                                                  : SHAPE_NUMBER;
    return (struct kind_of){.shape = shape, .constant = constant};
}

struct kind_of script_kind_name(struct script_meaning meaning, const char *name)
{
    struct kind_of kind = {.meaning = meaning};
    if (strcmp(name, "as_of") == 0)
        kind.shape = SHAPE_DATE;
    else if (meaning.fact != NULL)
        kind.shape = of_fact[meaning.fact->type];
    else if (meaning.node != NULL)
        kind.shape = of_fact[node_answer_type(meaning.node)];
    bool coded = kind.shape == SHAPE_CODE || kind.shape == SHAPE_LIST;
    if (coded && code_at(&kind, 0) == NULL) /* its declaration is broken */
        kind.shape = SHAPE_ANY;
    return kind;
}

struct kind_of script_kind_column(const char *type)
{
    static const struct {
        const char *type;
        enum shape shape;
    } columns[] = {
        {"text", SHAPE_TEXT},   {"code", SHAPE_TEXT}, {"int", SHAPE_NUMBER},
        {"money", SHAPE_MONEY}, {"date", SHAPE_DATE}, {"phrase", SHAPE_PHRASE},
    };
    for (size_t i = 0; type != NULL && i < COUNT(columns); i++)
        if (strcmp(columns[i].type, type) == 0)
            return (struct kind_of){.shape = columns[i].shape};
    return (struct kind_of){0};
}

/* ---- constants ---- */

static bool has_code(const struct kind_of *kind, const char *code)
{
    const char *other;
    for (size_t i = 0; (other = code_at(kind, i)) != NULL; i++)
        if (strcmp(other, code) == 0)
            return true;
    return false;
}

bool script_kind_beyond(const struct kind_of *kind,
                        const struct json_t *constant)
{
    const struct fact *fact = kind->meaning.fact;
    const struct node *node = kind->meaning.node;
    int64_t number = json_is_real(constant) ? (int64_t)json_real_value(constant)
                                            : json_integer_value(constant);
    if ((kind->shape != SHAPE_NUMBER && kind->shape != SHAPE_MONEY) ||
        !json_is_number(constant))
        return false;
    if (fact != NULL)
        return number < fact->min || number > fact->max;
    return node != NULL &&
           (number < node->answer.min || number > node->answer.max);
}

/* Is a day beyond a bound of the answer (a date, "as_of" or NULL)? */
static bool is_past(const char *bound, int64_t day, int sign)
{
    int64_t limit;
    return bound != NULL && clock_parse_date(bound, &limit) &&
           (day - limit) * sign > 0;
}

static bool date_fits(const struct kind_of *kind, const char *text)
{
    int64_t day;
    if (!clock_parse_date(text, &day))
        return false;
    if (kind->meaning.node == NULL)
        return true;
    const struct answer_spec *answer = &kind->meaning.node->answer;
    return !is_past(answer->min_date, day, -1) &&
           !is_past(answer->max_date, day, 1);
}

static size_t count_letters(const char *text)
{
    size_t letters = 0, step;
    for (uint32_t letter; (step = text_step(text, &letter)) > 0; text += step)
        letters++;
    return letters;
}

static bool text_fits(const struct kind_of *kind, const char *text,
                      const struct tables *tables)
{
    const struct node *node = kind->meaning.node;
    if (node == NULL || node->kind == NODE_NOTE)
        return true;
    const struct answer_spec *answer = &node->answer;
    if (answer->type == ANSWER_BRANCH && tables != NULL &&
        table_keys(tables, "branches") == 1)
        return table_has_key(tables, "branches", 0, text);
    return answer->type != ANSWER_TEXT ||
           ((answer->pattern == NULL ||
             pattern_whole(answer->pattern, text) != PATTERN_NO) &&
            (int64_t)count_letters(text) <= answer->max);
}

/* A text among the values of a kind that is written as text. */
static bool string_fits(const struct kind_of *kind, const char *text,
                        const struct tables *tables)
{
    int64_t ms;
    switch (kind->shape) {
    case SHAPE_CODE:
    case SHAPE_LIST:
        return has_code(kind, text);
    case SHAPE_DATE:
        return date_fits(kind, text);
    case SHAPE_MONTH:
        return strlen(text) == strlen("2026-11") &&
               logic_moment_read(text, true, &ms);
    default:
        return text_fits(kind, text, tables);
    }
}

enum kind_fit script_kind_fit(const struct kind_of *kind,
                              const struct json_t *constant,
                              const struct tables *tables)
{
    switch (kind->shape) {
    case SHAPE_ANY:
        return FIT_YES;
    case SHAPE_BOOL:
        return json_is_boolean(constant) ? FIT_YES : FIT_OTHER_KIND;
    case SHAPE_NUMBER:
    case SHAPE_MONEY:
        if (!json_is_number(constant))
            return FIT_OTHER_KIND;
        return script_kind_beyond(kind, constant) ? FIT_NEVER : FIT_YES;
    case SHAPE_MOMENT:
    case SHAPE_PHRASE:
        return FIT_OTHER_KIND;
    default:
        if (!json_is_string(constant))
            return FIT_OTHER_KIND;
        return string_fits(kind, json_string_value(constant), tables)
                   ? FIT_YES
                   : FIT_NEVER;
    }
}

/* ---- two kinds ---- */

static bool share_code(const struct kind_of *left, const struct kind_of *right)
{
    const char *code;
    for (size_t i = 0; (code = code_at(left, i)) != NULL; i++)
        if (has_code(right, code))
            return true;
    return false;
}

static bool is_words(enum shape shape)
{
    return shape == SHAPE_TEXT || shape == SHAPE_CODE;
}

enum kind_fit script_kind_pair(const struct kind_of *left,
                               const struct kind_of *right)
{
    if (left->shape == SHAPE_ANY || right->shape == SHAPE_ANY)
        return FIT_YES;
    if (left->shape == SHAPE_CODE && right->shape == SHAPE_CODE)
        return share_code(left, right) ? FIT_YES : FIT_NEVER;
    return left->shape == right->shape ||
                   (is_words(left->shape) && is_words(right->shape))
               ? FIT_YES
               : FIT_OTHER_KIND;
}
