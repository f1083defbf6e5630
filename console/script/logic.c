/* Compiling a rule: every shape is checked once, with the place inside the
 * rule, so that evaluating only meets wrong values. */
#include "console/script/logic.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/script/logic_tree.h"

#include <jansson.h>
#include <libintl.h>

#include <stdlib.h>
#include <string.h>

enum { BOTH, ONLY_CERTLOGIC, ONLY_SCRIPT, MANY = 1000 };

/* Marks a text that is translated where it is written. */
#define N_(text) text

/* An operator: how many operands it takes, and where it may be used. */
struct shape {
    const char *name;
    enum logic_op op;
    size_t least, most;
    int where;
};

static const struct shape shapes[] = {
    {"if", LOGIC_IF, 3, 3, BOTH},
    {"===", LOGIC_EQUAL, 2, 2, BOTH},
    {"in", LOGIC_IN, 2, 2, BOTH},
    {"and", LOGIC_AND, 2, MANY, BOTH},
    {"or", LOGIC_OR, 2, MANY, ONLY_SCRIPT},
    {"!", LOGIC_NOT, 1, 1, BOTH},
    {"<", LOGIC_LESS, 2, 3, BOTH},
    {"<=", LOGIC_LESS_EQUAL, 2, 3, BOTH},
    {">", LOGIC_GREATER, 2, 3, BOTH},
    {">=", LOGIC_GREATER_EQUAL, 2, 3, BOTH},
    {"before", LOGIC_BEFORE, 2, 3, BOTH},
    {"not-after", LOGIC_NOT_AFTER, 2, 3, BOTH},
    {"after", LOGIC_AFTER, 2, 3, BOTH},
    {"not-before", LOGIC_NOT_BEFORE, 2, 3, BOTH},
    {"plusTime", LOGIC_PLUS_TIME, 3, 3, BOTH},
    {"+", LOGIC_ADD, 2, 2, ONLY_CERTLOGIC},
    {"reduce", LOGIC_REDUCE, 3, 3, ONLY_CERTLOGIC},
    {"known", LOGIC_KNOWN, 1, 1, ONLY_SCRIPT},
    {"table", LOGIC_TABLE, 2, 9, ONLY_SCRIPT},
};

static const char *const units[] = {[LOGIC_YEAR] = "year",
                                    [LOGIC_MONTH] = "month",
                                    [LOGIC_DAY] = "day",
                                    [LOGIC_HOUR] = "hour"};

struct compiler {
    enum logic_dialect dialect;
    struct text place; /* "$.and[1]" */
    struct error *error;
};

static struct logic *compile(struct compiler *compiler, const json_t *rule,
                             int depth);

const char *logic_op_name(enum logic_op op)
{
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (shapes[i].op == op)
            return shapes[i].name;
    return "";
}

static struct logic *make(enum logic_op op, size_t count)
{
    struct logic *logic = mem_new(sizeof(*logic));
    logic->op = op;
    logic->args = count > 0 ? mem_new(count * sizeof(logic->args[0])) : NULL;
    return logic;
}

static void free_args(struct logic *logic)
{
    for (size_t i = 0; i < logic->count; i++)
        logic_free(logic->args[i]);
    free(logic->args);
}

void logic_free(struct logic *logic)
{
    if (logic == NULL)
        return;
    free_args(logic);
    json_decref(logic->value);
    free(logic->path);
    free(logic);
}

static struct logic *refuse(struct compiler *compiler, const char *reason)
{
    error_set(compiler->error, MESSAGE_RULE_BAD, "%s: %s",
              text_chars(&compiler->place), gettext(reason));
    return NULL;
}

static void leave(struct compiler *compiler, size_t length)
{
    compiler->place.length = length;
    compiler->place.chars[length] = '\0';
}

/* Compiles the operand at index behind the others; false on a fault. */
static bool add_arg(struct compiler *compiler, struct logic *logic,
                    const json_t *args, size_t index, int depth)
{
    size_t length = compiler->place.length;
    text_format(&compiler->place, "[%zu]", index);
    struct logic *arg =
        compile(compiler, json_array_get(args, index), depth + 1);
    if (arg == NULL)
        return false;
    leave(compiler, length);
    logic->args[logic->count++] = arg;
    return true;
}

static struct logic *compile_args(struct compiler *compiler, enum logic_op op,
                                  const json_t *args, int depth)
{
    size_t count = json_array_size(args);
    struct logic *logic = make(op, count);
    for (size_t i = 0; i < count; i++)
        if (!add_arg(compiler, logic, args, i, depth)) {
            logic_free(logic);
            return NULL;
        }
    return logic;
}

static struct logic *compile_constant(struct compiler *compiler,
                                      const json_t *rule)
{
    if (json_is_null(rule))
        return refuse(compiler, N_("null is not a value of a rule"));
    double real = json_real_value(rule); /* 0 for other kinds */
    if (real > 9e15 || real < -9e15 || real != (double)(int64_t)real)
        return refuse(compiler, N_("only whole numbers"));
    struct logic *logic = make(LOGIC_CONSTANT, 0);
    logic->value = json_is_real(rule) ? json_integer((json_int_t)real)
                                      : json_incref((json_t *)rule);
    return logic;
}

static struct logic *compile_var(struct compiler *compiler, const json_t *path)
{
    if (!json_is_string(path))
        return refuse(compiler, N_("var takes one text"));
    struct logic *logic = make(LOGIC_VAR, 0);
    logic->path = mem_copy(json_string_value(path));
    return logic;
}

/* Works out what is constant already. */
static bool fix_moment(struct logic *logic)
{
    const struct logic *date = logic->args[0], *amount = logic->args[1];
    if (date->op != LOGIC_CONSTANT || amount->op != LOGIC_CONSTANT)
        return true;
    const char *string = json_string_value(date->value);
    logic->fixed = true;
    return string != NULL &&
           logic_moment_read(string, logic->months, &logic->moment_ms) &&
           logic_moment_add(&logic->moment_ms,
                            json_integer_value(amount->value), logic->unit);
}

static struct logic *fill_plus_time(struct compiler *compiler,
                                    struct logic *logic, const json_t *args,
                                    int depth)
{
    const char *unit = json_string_value(json_array_get(args, 2));
    int found = -1;
    for (size_t i = 0; unit != NULL && i < COUNT(units); i++)
        if (strcmp(unit, units[i]) == 0)
            found = (int)i;
    if (found < 0)
        return refuse(compiler, N_("the unit is year, month, day or hour"));
    logic->unit = (enum logic_unit)found;
    logic->months = compiler->dialect == LOGIC_SCRIPT;
    if (!add_arg(compiler, logic, args, 0, depth) ||
        !add_arg(compiler, logic, args, 1, depth))
        return NULL;
    const struct logic *amount = logic->args[1];
    if (!(amount->op == LOGIC_CONSTANT && json_is_integer(amount->value)) &&
        amount->op != LOGIC_TABLE)
        return refuse(compiler, compiler->dialect == LOGIC_SCRIPT
                                    ? N_("the amount is an integer or a table")
                                    : N_("the amount is an integer"));
    if (!fix_moment(logic))
        return refuse(compiler, N_("not a date of the allowed forms"));
    return logic;
}

static struct logic *compile_plus_time(struct compiler *compiler,
                                       const json_t *args, int depth)
{
    struct logic *logic = make(LOGIC_PLUS_TIME, 2);
    if (fill_plus_time(compiler, logic, args, depth) != NULL)
        return logic;
    logic_free(logic);
    return NULL;
}

/* What an operator asks of its operands beyond their number, or NULL. */
static const char *find_fault(const struct logic *logic)
{
    if (logic->op == LOGIC_KNOWN && logic->args[0]->op != LOGIC_VAR)
        return N_("known takes one var");
    if (logic->op != LOGIC_TABLE)
        return NULL;
    size_t last = logic->count - 1;
    for (size_t i = 0; i <= last; i++) {
        const struct logic *part = logic->args[i];
        if (part->op == LOGIC_CONSTANT && !json_is_string(part->value))
            return N_("table takes texts");
        if ((i == 0 || i == last) && part->op != LOGIC_CONSTANT)
            return N_("table and column are texts, not rules");
    }
    return NULL;
}

static struct logic *compile_operator(struct compiler *compiler,
                                      const struct shape *shape,
                                      const json_t *args, int depth)
{
    size_t count = json_array_size(args);
    if (!json_is_array(args) || count < shape->least || count > shape->most)
        return refuse(compiler,
                      N_("not the right number of operands in a list"));
    if (shape->op == LOGIC_PLUS_TIME)
        return compile_plus_time(compiler, args, depth);
    struct logic *logic = compile_args(compiler, shape->op, args, depth);
    const char *fault = logic == NULL ? NULL : find_fault(logic);
    if (fault == NULL)
        return logic;
    logic_free(logic);
    return refuse(compiler, fault);
}

static struct logic *compile_object(struct compiler *compiler,
                                    const json_t *rule, int depth)
{
    void *first = json_object_iter((json_t *)rule);
    if (json_object_size(rule) != 1)
        return refuse(compiler, N_("an operation has one operator"));
    const char *name = json_object_iter_key(first);
    const json_t *args = json_object_iter_value(first);
    if (strcmp(name, "var") == 0)
        return compile_var(compiler, args);
    int other =
        compiler->dialect == LOGIC_SCRIPT ? ONLY_CERTLOGIC : ONLY_SCRIPT;
    size_t length = compiler->place.length;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (strcmp(name, shapes[i].name) != 0 || shapes[i].where == other)
            continue;
        text_format(&compiler->place, ".%s", name);
        struct logic *logic =
            compile_operator(compiler, &shapes[i], args, depth);
        if (logic != NULL)
            leave(compiler, length);
        return logic;
    }
    AUTO_CHARS reason =
        mem_format(gettext("the operator %.40s is not allowed"), name);
    return refuse(compiler, reason);
}

static struct logic *compile(struct compiler *compiler, const json_t *rule,
                             int depth)
{
    if (depth > LOGIC_DEPTH_MAX)
        return refuse(compiler, N_("too many levels"));
    if (rule == NULL)
        return refuse(compiler, N_("a rule is missing"));
    if (json_is_object(rule))
        return compile_object(compiler, rule, depth);
    if (json_is_array(rule))
        return compile_args(compiler, LOGIC_ARRAY, rule, depth);
    return compile_constant(compiler, rule);
}

struct logic *logic_new(const struct json_t *rule, enum logic_dialect dialect,
                        struct error *error)
{
    struct compiler compiler = {.dialect = dialect, .error = error};
    text_add(&compiler.place, "$");
    struct logic *logic = compile(&compiler, rule, 0);
    text_clear(&compiler.place);
    return logic;
}

void logic_each_var(const struct logic *logic,
                    void (*var)(const char *path, void *cookie), void *cookie)
{
    if (logic->op == LOGIC_VAR)
        var(logic->path, cookie);
    for (size_t i = 0; i < logic->count; i++)
        logic_each_var(logic->args[i], var, cookie);
}

void logic_number(struct logic *logic,
                  int (*find)(const char *path, void *cookie), void *cookie)
{
    if (logic->op == LOGIC_VAR)
        logic->number = find(logic->path, cookie);
    for (size_t i = 0; i < logic->count; i++)
        logic_number(logic->args[i], find, cookie);
}
