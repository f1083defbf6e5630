/* The marks of one leaf: a value is marked where a comparison that reads it
 * changes, for all points of the others. */
#include "console/prove/marks.h"

#include "console/knowledge/table.h"
#include "console/prove/trial.h"
#include "console/script/logic_tree.h"
#include "console/script/script.h"

#include <jansson.h>

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

/* Longer texts in a table are no keys. */
enum { KEY_LENGTH_MOST = 40 };

/* So many values are tried one by one where halving does not do. */
enum { TRIED_MOST = 200000 };

struct marking {
    struct leaves *all;
    struct leaf *leaf;
    struct trial trial;
};

static void give_up(struct marking *marking, const char *reason)
{
    if (marking->leaf->gave_up == NULL)
        marking->leaf->gave_up = reason;
}

/* The leaf's name that the rule is; -1 when it is no variable or never known.
 */
static int name_of(const struct marking *marking, const struct logic *rule)
{
    const struct reads *reads = &marking->leaf->reads;
    for (size_t i = 0; rule->op == LOGIC_VAR && i < reads->count; i++)
        if (strcmp(reads->paths[i], rule->path) == 0 && reads->sources[i] >= 0)
            return (int)i;
    return -1;
}

static struct source *source_at(const struct marking *marking, size_t index)
{
    return trial_source(marking->all, marking->leaf, index);
}

/* Is a number, date, month or text what the rule gives, as it is? */
static bool gives_marked(const struct marking *marking,
                         const struct logic *rule)
{
    int name = name_of(marking, rule);
    if (name >= 0)
        return source_has_marks(source_at(marking, (size_t)name));
    bool passes = rule->op == LOGIC_IF || rule->op == LOGIC_AND ||
                  rule->op == LOGIC_OR || rule->op == LOGIC_ARRAY;
    for (size_t i = rule->op == LOGIC_IF; passes && i < rule->count; i++)
        if (gives_marked(marking, rule->args[i]))
            return true;
    return false;
}

/* ---- equality ---- */

static void mark_value(const struct marking *marking, struct source *source,
                       const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++)
        source_mark_json(marking->all->sources, source,
                         json_array_get(value, i));
    if (value != NULL && !json_is_array(value))
        source_mark_json(marking->all->sources, source, value);
}

/* A variable is compared with all that the other operand can be. */
static void mark_against(struct marking *marking, int name,
                         const struct logic *other)
{
    bool used[TRIAL_MOST];
    size_t at[TRIAL_MOST] = {0};
    struct source *source = source_at(marking, (size_t)name);
    if (!source_has_marks(source))
        return;
    trial_used(marking->leaf, other, used);
    if (used[name]) {
        if (other->op != LOGIC_VAR)
            give_up(marking, gettext("a value is compared with itself"));
        return;
    }
    trial_set(&marking->trial, used, -1, at);
    do {
        json_t *value = NULL;
        trial_eval(&marking->trial, other, &value);
        mark_value(marking, source, value);
        json_decref(value);
    } while (trial_next(&marking->trial, used, -1, at));
}

/* One side of an equality, or of `in`. */
static void mark_side(struct marking *marking, const struct logic *side,
                      const struct logic *other)
{
    int name = name_of(marking, side);
    if (name >= 0)
        mark_against(marking, name, other);
    else if (side->op == LOGIC_ARRAY)
        for (size_t i = 0; i < side->count; i++)
            mark_side(marking, side->args[i], other);
    else if (gives_marked(marking, side))
        give_up(marking, gettext("the result of a rule is compared"));
}

/* ---- order ---- */

/* What is halved: the sign of left less right while one source moves. */
struct probe {
    struct marking *marking;
    size_t name;
    struct logic less, greater;
};

/* Less, equal, greater, unknown or failing at a value. */
static int sign_at(const struct probe *probe, int64_t value)
{
    struct trial *trial = &probe->marking->trial;
    trial->now[probe->name] =
        source_json(source_at(probe->marking, probe->name), value);
    enum truth less = trial_eval(trial, &probe->less, NULL);
    int sign =
        less == TRUTH_NO
            ? (int)TRUTH_COUNT + (int)trial_eval(trial, &probe->greater, NULL)
            : (int)less;
    json_decref(trial->now[probe->name]);
    trial->now[probe->name] = NULL;
    return sign;
}

/* How many hints lie before a value. */
static size_t hints_before(const struct source *source, int64_t value)
{
    size_t low = 0, high = source->hint_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (source->hints[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A value between two: beside a mark of the day before if there is one, for
 * marks move by a day at most as a rule; else half way. */
static int64_t guess(const struct source *source, int64_t left, int64_t right)
{
    size_t first = hints_before(source, left), end;
    end = hints_before(source, right + 1);
    if (first == end)
        return left + (right - left) / 2;
    int64_t hint = source->hints[first + (end - first) / 2];
    for (int64_t value = hint + 1; value >= hint - 1; value--)
        if (left < value && value < right)
            return value;
    return left + (right - left) / 2;
}

/* Marks all changes in a stretch over which the operands rise or stay. */
static void halve(const struct probe *probe, int64_t low, int64_t high)
{
    const struct source *source = source_at(probe->marking, probe->name);
    int first = sign_at(probe, low);
    while (low < high && sign_at(probe, high) != first) {
        int64_t left = low, right = high; /* sign(left) is first */
        while (right - left > 1) {
            int64_t middle = guess(source, left, right);
            if (sign_at(probe, middle) == first)
                left = middle;
            else
                right = middle;
        }
        source_mark(probe->marking->all->sources,
                    source_at(probe->marking, probe->name), right);
        low = right;
        first = sign_at(probe, low);
    }
}

/* Halves between the marks there are: an `if` may change the way at them. */
static void halve_all(const struct probe *probe)
{
    const struct source *source = source_at(probe->marking, probe->name);
    size_t count = source->mark_count;
    int64_t *marks = mem_new(count * sizeof(*marks));
    if (count > 0)
        memcpy(marks, source->marks, count * sizeof(*marks));
    for (size_t i = 0; i < count; i++)
        halve(probe, marks[i], i + 1 < count ? marks[i + 1] - 1 : source->high);
    free(marks);
}

/* The same value moves both operands, which need not rise alike: all of its
 * values are tried. */
static void try_all(const struct probe *probe)
{
    struct marking *marking = probe->marking;
    struct source *source = source_at(marking, probe->name);
    const struct logic *const *args =
        (const struct logic *const *)probe->less.args;
    if (args[0]->op == LOGIC_VAR && args[1]->op == LOGIC_VAR)
        return;
    if (source->high - source->low > TRIED_MOST) {
        give_up(marking, gettext("a number is compared with itself"));
        return;
    }
    int before = sign_at(probe, source->low);
    for (int64_t value = source->low; value < source->high; value++) {
        int sign = sign_at(probe, value + 1);
        if (sign != before)
            source_mark(marking->all->sources, source, value + 1);
        before = sign;
    }
}

static void mark_moving(struct probe *probe, const bool *used, bool both)
{
    struct trial *trial = &probe->marking->trial;
    size_t at[TRIAL_MOST] = {0};
    int fixed = (int)probe->name;
    trial_set(trial, used, fixed, at);
    do
        if (both)
            try_all(probe);
        else
            halve_all(probe);
    while (trial_next(trial, used, fixed, at));
}

/* Two operands that stand beside one another in a comparison by order. */
static void mark_pair(struct marking *marking, bool moments,
                      struct logic *const *pair)
{
    struct logic *args[2] = {pair[0], pair[1]};
    struct probe probe = {
        .marking = marking,
        .less = {.op = moments ? LOGIC_BEFORE : LOGIC_LESS,
                 .args = args,
                 .count = 2},
        .greater = {.op = moments ? LOGIC_AFTER : LOGIC_GREATER,
                    .args = args,
                    .count = 2},
    };
    bool left[TRIAL_MOST], used[TRIAL_MOST], both[TRIAL_MOST];
    trial_used(marking->leaf, args[0], left);
    trial_used(marking->leaf, args[1], used);
    for (size_t i = 0; i < marking->leaf->reads.count; i++) {
        const struct source *source = source_at(marking, i);
        if (source != NULL && source->kind == SOURCE_TEXT &&
            (left[i] || used[i]))
            give_up(marking, gettext("a text is compared by order"));
        both[i] = used[i] && left[i];
        used[i] = used[i] || left[i];
    }
    for (size_t i = 0; i < marking->leaf->reads.count; i++) {
        const struct source *source = source_at(marking, i);
        probe.name = i;
        if (source != NULL && used[i] && source_is_ordered(source))
            mark_moving(&probe, used, both[i]);
    }
}

/* ---- other operators ---- */

struct keys {
    const struct marking *marking;
    struct source *source;
};

static bool mark_row(const json_t *row, void *cookie)
{
    const struct keys *keys = cookie;
    const char *column;
    json_t *cell;
    json_object_foreach((json_t *)row, column, cell)
    {
        if (json_is_string(cell) && json_string_length(cell) <= KEY_LENGTH_MOST)
            source_mark_json(keys->marking->all->sources, keys->source, cell);
    }
    return true;
}

/* A text that is the key of a table: each short cell may be a key. */
static void mark_keys(struct marking *marking, const struct logic *rule)
{
    const struct sources *sources = marking->all->sources;
    const char *table = json_string_value(rule->args[0]->value);
    for (size_t i = 1; i + 1 < rule->count; i++) {
        int name = name_of(marking, rule->args[i]);
        struct keys keys = {marking, NULL};
        if (name >= 0)
            keys.source = source_at(marking, (size_t)name);
        if (keys.source != NULL && keys.source->kind == SOURCE_TEXT)
            table_each(scripts_tables(sources->set), table, sources->day,
                       mark_row, &keys);
        else if (gives_marked(marking, rule->args[i]))
            give_up(marking,
                    gettext("a key of a table is neither text nor code"));
    }
}

/* A number by itself is true where it is not 0. */
static void mark_truth(struct marking *marking, const struct logic *rule)
{
    int name = name_of(marking, rule);
    struct source *source = name >= 0 ? source_at(marking, (size_t)name) : NULL;
    if (source == NULL || source->kind != SOURCE_NUMBER)
        return;
    source_mark(marking->all->sources, source, 0);
    source_mark(marking->all->sources, source, 1);
}

static void mark_operator(struct marking *marking, const struct logic *rule)
{
    struct logic *const *args = rule->args;
    bool moments = rule->op >= LOGIC_BEFORE && rule->op <= LOGIC_NOT_BEFORE;
    switch (rule->op) {
    case LOGIC_EQUAL:
    case LOGIC_IN:
        if (args[0]->op == LOGIC_PLUS_TIME && args[1]->op == LOGIC_PLUS_TIME)
            mark_pair(marking, true, args);
        mark_side(marking, args[0], args[1]);
        mark_side(marking, args[1], args[0]);
        break;
    case LOGIC_LESS:
    case LOGIC_LESS_EQUAL:
    case LOGIC_GREATER:
    case LOGIC_GREATER_EQUAL:
    case LOGIC_BEFORE:
    case LOGIC_NOT_AFTER:
    case LOGIC_AFTER:
    case LOGIC_NOT_BEFORE:
        for (size_t i = 0; i + 1 < rule->count; i++)
            mark_pair(marking, moments, args + i);
        break;
    case LOGIC_TABLE:
        mark_keys(marking, rule);
        break;
    default:
        break;
    }
}

/* Marks by a rule, what lies within first. `whole`: its own value is asked for
 * true or false. */
static void mark_rule(struct marking *marking, const struct logic *rule,
                      bool whole)
{
    bool joins =
        rule->op == LOGIC_AND || rule->op == LOGIC_OR || rule->op == LOGIC_NOT;
    for (size_t i = 0; i < rule->count; i++)
        mark_rule(marking, rule->args[i],
                  joins || (rule->op == LOGIC_IF && (whole || i == 0)));
    if (whole && rule->op == LOGIC_VAR)
        mark_truth(marking, rule);
    mark_operator(marking, rule);
}

void marks_leaf(struct leaves *all, struct leaf *leaf)
{
    struct marking marking = {all, leaf, {.all = all, .leaf = leaf}};
    struct logic is = {.op = LOGIC_CONSTANT, .value = (json_t *)leaf->is};
    if (leaf->gave_up != NULL)
        return;
    mark_rule(&marking, leaf->rule, leaf->is == NULL);
    if (leaf->is != NULL)
        mark_side(&marking, leaf->rule, &is);
}
