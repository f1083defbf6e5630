/* Writing rules: what is true or not, operands between their signs, constants
 * as the fact or question beside them has them. */
#include "console/script/rule_write.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/script/fact.h"
#include "console/script/logic_tree.h"
#include "console/script/script.h"
#include "console/script/walk_state.h"

#include <jansson.h>

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#define ANSWERS "answers."

/* The sign between two operands, and that of the opposite. */
static const struct {
    enum logic_op op;
    const char *is, *is_not;
} signs[] = {
    {LOGIC_EQUAL, "=", "!="},         {LOGIC_LESS, "<", ">="},
    {LOGIC_LESS_EQUAL, "<=", ">"},    {LOGIC_GREATER, ">", "<="},
    {LOGIC_GREATER_EQUAL, ">=", "<"}, {LOGIC_BEFORE, "<", ">="},
    {LOGIC_NOT_AFTER, "<=", ">"},     {LOGIC_AFTER, ">", "<="},
    {LOGIC_NOT_BEFORE, ">=", "<"},
};

static const char *sign_of(enum logic_op op, bool is)
{
    for (size_t i = 0; i < COUNT(signs); i++)
        if (signs[i].op == op)
            return is ? signs[i].is : signs[i].is_not;
    return NULL;
}

/* ---- names ---- */

static const struct fact *find_fact(const struct rule_place *place,
                                    const char *path)
{
    const struct facts *facts = scripts_facts(place->set);
    int index = facts_find(facts, path);
    return index < 0 ? NULL : facts_at(facts, (size_t)index);
}

static const struct node *node_of(const struct script *script, const char *id)
{
    int index = script_node(script, id);
    return index < 0 ? NULL : &script->nodes[index];
}

/* The question of "answers.ID": in the rule's script, else in one that may
 * call it. NULL: the path is no answer. */
static const struct node *find_question(const struct rule_place *place,
                                        const char *path)
{
    if (strncmp(path, ANSWERS, strlen(ANSWERS)) != 0)
        return NULL;
    const char *id = path + strlen(ANSWERS);
    const struct node *node = node_of(place->script, id);
    for (size_t i = 0; node == NULL && i < scripts_count(place->set); i++)
        node = node_of(scripts_at(place->set, i), id);
    return node;
}

static bool is_own(const struct rule_place *place, const char *path)
{
    return place->node != NULL && find_question(place, path) == place->node;
}

static void write_question(const struct rule_place *place,
                           const struct node *node, struct text *out)
{
    const struct node *nodes = place->script->nodes;
    bool here = node >= nodes && node < nodes + place->script->node_count;
    if (place->numbers != NULL && here)
        text_format(out, "№%d", place->numbers[node - nodes]);
    else
        text_add(out, node->id);
}

void rule_write_name(const struct rule_place *place, const char *path,
                     struct text *out)
{
    const struct fact *fact = find_fact(place, path);
    const struct node *question = find_question(place, path);
    if (strcmp(path, "as_of") == 0)
        text_add(out, gettext("today"));
    else if (question != NULL)
        write_question(place, question, out);
    else
        text_add(out, fact != NULL ? fact->label.in[place->language] : path);
}

/* ---- values ---- */

/* The variable that says how constants beside it are written; NULL: none. */
static const char *var_in(const struct logic *rule)
{
    if (rule->op == LOGIC_VAR)
        return rule->path;
    return rule->op == LOGIC_PLUS_TIME ? var_in(rule->args[0]) : NULL;
}

static char *write_plain(const json_t *value)
{
    return json_is_string(value) ? mem_copy(json_string_value(value))
                                 : json_canonical(value);
}

/* A constant that stands beside the variable. */
static void write_constant(const struct rule_place *place, const json_t *value,
                           const char *var, struct text *out)
{
    const struct fact *fact = var != NULL ? find_fact(place, var) : NULL;
    const struct node *question =
        var != NULL ? find_question(place, var) : NULL;
    AUTO_JSON list = NULL; /* of one code where several can be */
    char *written;
    if (fact != NULL && fact->type == FACT_CODES && json_is_string(value))
        list = json_pack("[O]", value);
    if (question != NULL && question->kind == NODE_ASK)
        written = walk_write_answer(question, value, place->language);
    else if (fact != NULL)
        written =
            fact_write(fact, list != NULL ? list : value, place->language);
    else
        written = write_plain(value);
    text_add(out, written);
    free(written);
}

static void write_value(const struct rule_place *place,
                        const struct logic *rule, const char *beside,
                        struct text *out);

/* "a or b", each as it stands beside the variable. */
static void write_any(const struct rule_place *place, const struct logic *list,
                      const char *var, struct text *out)
{
    size_t count =
        list->op == LOGIC_ARRAY ? list->count : json_array_size(list->value);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_format(out, " %s ", gettext("or"));
        if (list->op == LOGIC_ARRAY)
            write_value(place, list->args[i], var, out);
        else
            write_constant(place, json_array_get(list->value, i), var, out);
    }
}

/* "3 months", "rates/grace days". */
static void write_amount(const struct rule_place *place,
                         const struct logic *rule, struct text *out)
{
    const struct logic *amount = rule->args[1];
    const char *const units[] = {
        [LOGIC_YEAR] = gettext("years"),
        [LOGIC_MONTH] = gettext("months"),
        [LOGIC_DAY] = gettext("days"),
        [LOGIC_HOUR] = gettext("hours"),
    };
    json_int_t number = json_integer_value(amount->value);
    if (amount->op == LOGIC_CONSTANT)
        text_format(out, " %s %" JSON_INTEGER_FORMAT, number < 0 ? "-" : "+",
                    number < 0 ? -number : number);
    else
        text_add(out, " + ");
    if (amount->op != LOGIC_CONSTANT)
        write_value(place, amount, NULL, out);
    text_format(out, " %s", units[rule->unit]);
}

static bool is_zero(const struct logic *rule)
{
    return rule->op == LOGIC_CONSTANT && json_is_integer(rule->value) &&
           json_integer_value(rule->value) == 0;
}

static void write_value(const struct rule_place *place,
                        const struct logic *rule, const char *beside,
                        struct text *out)
{
    switch (rule->op) {
    case LOGIC_CONSTANT:
        write_constant(place, rule->value, beside, out);
        break;
    case LOGIC_VAR:
        rule_write_name(place, rule->path, out);
        break;
    case LOGIC_PLUS_TIME:
        write_value(place, rule->args[0], beside, out);
        if (!is_zero(rule->args[1]))
            write_amount(place, rule, out);
        break;
    case LOGIC_ARRAY:
        write_any(place, rule, beside, out);
        break;
    case LOGIC_TABLE:
        for (size_t i = 0; i < rule->count; i++) {
            text_add(out, i > 0 ? "/" : "");
            write_value(place, rule->args[i], NULL, out);
        }
        break;
    default:
        text_add(out, "(");
        rule_write(place, rule, out);
        text_add(out, ")");
    }
}

/* ---- what is true ---- */

static void write_truth(const struct rule_place *place,
                        const struct logic *rule, bool is, struct text *out);

/* A sentence around what was written: `%s is known`. */
static void write_around(const char *sentence, const struct text *inner,
                         struct text *out)
{
    const char *at = strstr(sentence, "%s");
    text_add_n(out, sentence, (size_t)(at - sentence));
    text_add(out, text_chars(inner));
    text_add(out, at + strlen("%s"));
}

static void write_compare(const struct rule_place *place,
                          const struct logic *rule, bool is, struct text *out)
{
    const struct logic *left = rule->args[0], *right = rule->args[1];
    const char *var = var_in(left) != NULL ? var_in(left) : var_in(right);
    bool own = rule->op == LOGIC_EQUAL && left->op == LOGIC_VAR &&
               is_own(place, left->path);
    if (own && !is)
        text_format(out, "%s ", gettext("not"));
    for (size_t i = own; i < rule->count; i++) {
        if (i > own)
            text_format(out, " %s ", sign_of(rule->op, is));
        write_value(place, rule->args[i], var, out);
    }
}

/* In a list of the rule: one of these. In a list of the person: it is there. */
static void write_in(const struct rule_place *place, const struct logic *rule,
                     bool is, struct text *out)
{
    const struct logic *what = rule->args[0], *list = rule->args[1];
    bool theirs = list->op == LOGIC_VAR;
    const struct logic *named = theirs ? list : what;
    if (named->op != LOGIC_VAR || !is_own(place, named->path)) {
        write_value(place, named, NULL, out);
        text_add(out, ": ");
    }
    if (!is)
        text_format(out, "%s ", gettext("not"));
    if (theirs)
        write_value(place, what, list->path, out);
    else
        write_any(place, list, var_in(what), out);
}

/* Of a yes or no: its name or its answer. Of another: is there one at all? */
static void write_var_truth(const struct rule_place *place, const char *path,
                            bool is, struct text *out)
{
    const struct fact *fact = find_fact(place, path);
    const struct node *question = find_question(place, path);
    AUTO_TEXT name = {0};
    rule_write_name(place, path, &name);
    if (question != NULL && question->answer.type == ANSWER_YESNO) {
        const struct choice *choices = question->answer.choices;
        if (question != place->node)
            text_format(out, "%s = ", text_chars(&name));
        text_add(out, choices[is ? 0 : 1].label.in[place->language]);
    } else if (fact != NULL && fact->type == FACT_BOOL) {
        text_add(out, is ? "" : gettext("not"));
        text_format(out, "%s%s", is ? "" : " ", text_chars(&name));
    } else {
        write_around(is ? gettext("there is: %s") : gettext("there is no: %s"),
                     &name, out);
    }
}

/* Operands that are themselves joined stand in brackets. */
static void write_joined(const struct rule_place *place,
                         const struct logic *rule, struct text *out)
{
    const char *word = rule->op == LOGIC_AND ? gettext("and") : gettext("or");
    for (size_t i = 0; i < rule->count; i++) {
        enum logic_op op = rule->args[i]->op;
        bool bracket = op == LOGIC_AND || op == LOGIC_OR || op == LOGIC_IF;
        if (i > 0)
            text_format(out, " %s ", word);
        text_add(out, bracket ? "(" : "");
        write_truth(place, rule->args[i], true, out);
        text_add(out, bracket ? ")" : "");
    }
}

static void write_known(const struct rule_place *place,
                        const struct logic *rule, bool is, struct text *out)
{
    AUTO_TEXT names = {0};
    for (size_t i = 0; i < rule->count; i++) {
        text_add(&names, i > 0 ? ", " : "");
        write_value(place, rule->args[i], NULL, &names);
    }
    write_around(is ? gettext("%s is known") : gettext("%s is not known"),
                 &names, out);
}

static void write_if(const struct rule_place *place, const struct logic *rule,
                     struct text *out)
{
    const char *const words[] = {gettext("if"), gettext("then"),
                                 gettext("else")};
    for (size_t i = 0; i < rule->count && i < COUNT(words); i++) {
        text_format(out, "%s%s ", i > 0 ? ", " : "", words[i]);
        write_truth(place, rule->args[i], true, out);
    }
}

/* What has no opposite of its own: "not (a and b)". */
static void write_not(const struct rule_place *place, const struct logic *rule,
                      struct text *out)
{
    text_format(out, "%s (", gettext("not"));
    write_truth(place, rule, true, out);
    text_add(out, ")");
}

static void write_truth(const struct rule_place *place,
                        const struct logic *rule, bool is, struct text *out)
{
    bool joined = rule->op == LOGIC_AND || rule->op == LOGIC_OR;
    if (rule->op == LOGIC_NOT)
        write_truth(place, rule->args[0], !is, out);
    else if (rule->op == LOGIC_VAR)
        write_var_truth(place, rule->path, is, out);
    else if (rule->op == LOGIC_IN)
        write_in(place, rule, is, out);
    else if (rule->op == LOGIC_KNOWN)
        write_known(place, rule, is, out);
    else if (sign_of(rule->op, is) != NULL && (is || rule->count == 2))
        write_compare(place, rule, is, out);
    else if (!is)
        write_not(place, rule, out);
    else if (joined)
        write_joined(place, rule, out);
    else if (rule->op == LOGIC_IF)
        write_if(place, rule, out);
    else
        write_value(place, rule, NULL, out);
}

void rule_write(const struct rule_place *place, const struct logic *rule,
                struct text *out)
{
    write_truth(place, rule, true, out);
}

void rule_write_row(const struct rule_place *place, size_t row,
                    struct text *out)
{
    const struct node *node = place->node;
    bool some = false;
    for (size_t i = 0; i < node->input_count; i++) {
        const struct logic *input = node->inputs[i];
        const json_t *is = node->rows[row].is[i];
        if (is == NULL)
            continue;
        if (some)
            text_format(out, " %s ", gettext("and"));
        some = true;
        if (json_is_boolean(is)) {
            write_truth(place, input, json_is_true(is), out);
            continue;
        }
        write_value(place, input, NULL, out);
        text_add(out, " = ");
        write_constant(place, is, var_in(input), out);
    }
}
